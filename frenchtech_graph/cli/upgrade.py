"""`upgrade`: tables, decisions and saved links of an older version."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from frenchtech_graph.cli.common import lang_option
from frenchtech_graph.cli.languages import WORDS
from frenchtech_graph.cli.logs import neutral


@click.command("upgrade")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--write", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
@lang_option
def upgrade_command(paths: tuple[Path, ...], write: bool, as_json: bool, lang: str) -> None:
    """Carry tables, decisions and links of an older version over."""
    from frenchtech_graph.api import EcosystemGraph

    done = EcosystemGraph.upgrade(paths, write=write)
    if as_json:
        rows = [{"path": str(f.path), **asdict(c)} for f in done for c in f.changes]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    words = WORDS.named("upgrade-changes", lang)
    for file in done:
        click.echo(neutral(str(file.path)))
        for change in file.changes:
            place = f"{change.line}: " if change.line else ""
            column = f"{change.column}: " if change.column else ""
            said = " → ".join(t for t in (change.before, change.after) if t)
            click.echo(neutral(f"  {place}{column}{words[change.what]}: {said}"))
    state = "upgrade-none" if not done else "upgrade-written" if write else "upgrade-shown"
    click.echo(WORDS.text(state, lang, files=len(done)))
