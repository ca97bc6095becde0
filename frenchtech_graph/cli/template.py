"""`new` and `docs`: the template of tables, and the documentation of the ontology."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from frenchtech_graph.cli.common import fail, lang_option
from frenchtech_graph.cli.languages import WORDS, language

if TYPE_CHECKING:
    from frenchtech_graph.api import Language, NewThing


@click.command("new")
@click.argument(
    "what",
    type=click.Choice(["actor", "tie", "event", "observation", "source", "tables", "spreadsheet"]),
    required=False,
)
@click.option(
    "--in",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("my-tables"),
    show_default=True,
)
@click.option("--from", "tables", type=click.Path(path_type=Path, file_okay=False), default=None)
@click.option("--set", "cells", multiple=True, metavar="COLUMN=VALUE")
@click.option("--list", "column", default=None, metavar="COLUMN")
@lang_option
def new_command(
    what: str | None,
    folder: Path,
    tables: Path | None,
    cells: tuple[str, ...],
    column: str | None,
    lang: str,
) -> None:
    """Start tables from the template, or add a row to yours."""
    from frenchtech_graph.api import EcosystemGraph

    if column:
        _print_terms(column, lang)
        return
    if what is None:
        click.echo(click.get_current_context().get_help(), err=True)
        raise SystemExit(2)
    written = EcosystemGraph.new(
        cast("NewThing", what),
        folder,
        cells=_cells(cells),
        lang=cast("Language", lang),
        ask=_asker(lang),
        tables=tables,
    )
    click.echo(WORDS.text("written", lang, path=written))


def _cells(stated: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for cell in stated:
        name, equals, value = cell.partition("=")
        if not equals:
            fail(WORDS.text("cell-expected", language(), value=cell))
        pairs[name] = value
    return pairs


def _asker(lang: str) -> Any:
    import sys

    if not sys.stdin.isatty():
        return None

    def ask(title: str, help_: str, example: str, required: bool) -> str:
        click.echo(click.style(help_, dim=True))
        default = None if required else ""
        answer: str = click.prompt(f"{title} ({example})", default=default, show_default=False)
        return answer

    return ask


def _print_terms(column: str, lang: str) -> None:
    import pandas as pd

    from frenchtech_graph.cli.common import print_table
    from frenchtech_graph.pipeline import contribution

    terms = contribution.terms_of(column)
    if not terms:
        fail(WORDS.text("no-terms", lang, column=column))
    rows = [(t.name, t.label(lang), t.definitions.get(lang, "")) for t in terms]
    print_table(pd.DataFrame(rows, columns=["term", "label", "definition"]))


@click.command("docs")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out/docs"),
    show_default=True,
)
def docs_command(out: Path) -> None:
    """Write the documentation of the ontology."""
    from frenchtech_graph.api import EcosystemGraph

    click.echo(EcosystemGraph.docs(out))
