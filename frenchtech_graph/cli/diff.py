"""`diff`: changes between two builds."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from frenchtech_graph.cli.common import lang_option, opened
from frenchtech_graph.cli.languages import WORDS
from frenchtech_graph.cli.logs import neutral

if TYPE_CHECKING:
    from frenchtech_graph.api import Language


@click.command("diff")
@click.argument("before", type=click.Path(path_type=Path, file_okay=False))
@click.argument("after", type=click.Path(path_type=Path, file_okay=False))
@click.option("--where", default=None, metavar="PLACE")
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True)
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), default=None)
@lang_option
def diff_command(
    before: Path,
    after: Path,
    where: str | None,
    top: int,
    seed: int,
    as_json: bool,
    output: Path | None,
    lang: str,
) -> None:
    """Show the changes between two builds."""
    with opened(before) as graph:
        found = graph.diff(
            after, where=where, top=top, seed=seed, page=output, lang=cast("Language", lang)
        )
    if as_json:
        click.echo(found.as_json())
        return
    if output is not None:
        click.echo(output)
        return
    for name, line in zip(found.counts, found.summary(lang), strict=True):
        click.echo(line)
        for sentence in found.sentences(name, lang, top):
            click.echo(neutral(f"  {sentence}"))
        if (left := len(found.table(name)) - top) > 0:
            click.echo("  " + WORDS.plural("diff-more", left, lang))
