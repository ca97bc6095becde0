"""`doctor`: checks of the installation and of its files."""

import json
import sys
from pathlib import Path

import click

from frenchtech_graph.cli.common import lang_option, out_option
from frenchtech_graph.cli.languages import WORDS
from frenchtech_graph.cli.logs import neutral

_COLOURS = {"ok": "green", "warning": "yellow", "fault": "red"}


@click.command("doctor")
@click.option("--mend", is_flag=True)
@click.option(
    "--cache",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
)
@click.option("--json", "as_json", is_flag=True)
@out_option
@lang_option
def doctor_command(mend: bool, cache: Path | None, as_json: bool, out: Path, lang: str) -> None:
    """Check the installation, the built graph, snapshots, decisions and the ontology, and suggest
    fixes."""
    from frenchtech_graph.api import EcosystemGraph
    from frenchtech_graph.doctor.check import worst

    checks = []
    for check in EcosystemGraph.doctor(out, cache=cache, mend=mend):
        checks.append(check)
        if not as_json:
            word = click.style(
                f"{WORDS.named('states', lang)[check.state]:<9}", fg=_COLOURS[check.state]
            )
            click.echo(f"{word} {neutral(check.message(lang))}")
    if as_json:
        click.echo(json.dumps([c.as_row(lang) for c in checks], ensure_ascii=False, indent=1))
    sys.exit(worst(checks))
