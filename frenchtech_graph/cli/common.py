"""Shared parts of the commands: options, opening the graph, printing tables and faults."""

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from frenchtech_graph.cli.languages import WORDS, choose, language
from frenchtech_graph.cli.logs import Steps, neutral, shows_progress, tell
from frenchtech_graph.io import formulas as spreadsheets

if TYPE_CHECKING:
    import pandas as pd
    from rich.progress import Progress

    from frenchtech_graph.api import EcosystemGraph
    from frenchtech_graph.io.faults import Fault

F = TypeVar("F", bound=Callable[..., Any])
DEFAULT_OUT = Path("out/lille")
FORMATS = ("table", "csv", "json")
_EXAMPLES = 3
"""Faults of one kind that are shown in full. For the others only the rows are listed."""
_WITHOUT_PERSONS = "frenchtech-graph.without-persons"


def _noted(ctx: click.Context, _: click.Parameter, value: str) -> str:
    choose(ctx, value)
    return value


def lang_option(command: F) -> F:
    """Add `--lang`."""
    choice = click.Choice(["fr", "en"])
    option = click.option(
        "--lang",
        type=choice,
        default=language,
        callback=_noted,
    )
    return option(command)


def out_option(command: F) -> F:
    """Add `--out`, the folder of the built graph."""
    path = click.Path(path_type=Path, file_okay=False)
    return click.option(
        "--out",
        type=path,
        default=DEFAULT_OUT,
        envvar="FRENCHTECH_OUT",
        show_default=True,
    )(command)


def format_option(command: F) -> F:
    """Add `--format` and `--json`."""
    command = click.option("--json", "as_json", is_flag=True)(command)
    choice = click.Choice(FORMATS)
    return click.option("--format", "format_", type=choice, default="table")(command)


def graph_option(command: F) -> F:
    """Add `--graph`, the named graph of a server."""
    return click.option(
        "--graph",
        default=None,
        metavar="IRI",
    )(command)


def named_graph(stated: str | None) -> str | None:
    """Return the value of `--graph` for the API: an address, None for the default graph, or an
    empty string for the consolidated one."""
    return None if stated == "default" else stated or ""


def with_option(command: F) -> F:
    """Add `--with`, the sources read in addition to the tables."""
    return click.option("--with", "sources", multiple=True, metavar="NAME[=FILE]")(command)


def decisions_option(command: F) -> F:
    """Add `--decisions`, the table of decisions on actors that may be one."""
    path = click.Path(path_type=Path, dir_okay=False)
    return click.option("--decisions", type=path, default=None)(command)


def removals_option(command: F) -> F:
    """Add `--removals`, the list of people who asked to be removed."""

    def chosen(_: click.Context, __: click.Parameter, path: Path | None) -> None:
        from frenchtech_graph.ingest.removals import use_list

        use_list(path)

    return click.option(
        "--removals",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        default=None,
        callback=chosen,
        expose_value=False,
    )(command)


def without_persons_option() -> click.Option:
    """Return `--without-persons`, for every command that writes or shows the built graph."""

    def noted(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        ctx.meta[_WITHOUT_PERSONS] = value

    return click.Option(
        ["--without-persons"],
        is_flag=True,
        callback=noted,
        expose_value=False,
    )


def are_persons_left_out() -> bool:
    """Return whether the running command was asked to leave out natural persons."""
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.meta.get(_WITHOUT_PERSONS))


def fail(message: str, code: int = 2) -> NoReturn:
    """Print an error on the error stream, and exit with a code (`failures`)."""
    tell(message, logging.ERROR, exit_code=code)
    sys.exit(code)


def tell_place(where: object, lang: str) -> None:
    """Report on the error stream the interpretation of a place, if it differs from the name."""
    if isinstance(where, str) and where:
        from frenchtech_graph.model.where import find

        found = find(where)
        if found and found.notes:
            tell(found.notes[lang])


@contextmanager
def opened(out: Path, steps: int = 0) -> "Iterator[EcosystemGraph]":
    """Open the graph built into `out`. Steps and times are logged, and shown on a bar.

    Findings are read from the folder of the graph, and kept there. `steps` is the number of
    findings to come, if there are several. Persons are left out if that was asked.
    """
    told = Steps()
    told("import")
    from frenchtech_graph.api import EcosystemGraph

    with progress_bar() as bar:
        task = bar.add_task("", total=steps + 2 if steps else None)

        def step(name: str) -> None:
            told(name)
            bar.update(task, description=name, advance=1)

        yield EcosystemGraph.open(out, kept=True, persons=not are_persons_left_out(), progress=step)
    told.end()


def print_table(frame: "pd.DataFrame", format_: str = "table", *, title: str | None = None) -> None:
    """Print a data frame as a table, CSV or JSON. Texts of CSV cells cannot act as formulas."""
    if format_ == "json":
        click.echo(frame.to_json(orient="records", force_ascii=False, indent=1))
    elif format_ == "csv":
        click.echo(
            frame.map(harmless_in_spreadsheets).to_csv(index=False, lineterminator="\n"), nl=False
        )
    else:
        _print_rich(frame, title)


def harmless_in_spreadsheets(value: Any) -> Any:
    """Return a text with an apostrophe before it if a spreadsheet would evaluate it as a formula
    (OWASP).

    Several values in a cell are joined with `|`, as in the tables of the template.
    """
    if isinstance(value, tuple | list):
        value = "|".join(map(str, value))
    return spreadsheets.harmless(value) if isinstance(value, str) else value


def _print_rich(frame: "pd.DataFrame", title: str | None) -> None:
    from rich.console import Console
    from rich.table import Table

    numeric = set(frame.select_dtypes("number").columns)
    table = Table(title=title, show_edge=False, header_style="bold")
    for name in frame.columns:
        table.add_column(str(name), justify="right" if name in numeric else "left", overflow="fold")
    for row in frame.itertuples(index=False):
        table.add_row(*(_shown(v) for v in row))
    # In a pipe the table is as wide as its content, to avoid cutting cells.
    console = Console(
        width=None if sys.stdout.isatty() else 10_000,
        soft_wrap=not sys.stdout.isatty(),
        markup=False,
    )
    console.print(table)


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return "" if value != value else f"{value:.4g}"  # noqa: PLR0124
    if isinstance(value, tuple | list):
        return neutral(", ".join(map(str, value)))
    return "" if value is None else neutral(str(value))


def print_faults(faults: "Sequence[Fault]", lang: str, *, as_json: bool = False) -> None:
    """Print all faults of an input: file, row, column, value, expectation and remedy."""
    rows = [f.as_row(lang) for f in faults]
    if as_json:
        import json

        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for group in _grouped(rows):
        for r in group[:_EXAMPLES]:
            row = f":{r['row']}" if r["row"] else ""
            column = f":{r['column']}" if r["column"] else ""
            value = f" « {_printable(r['value'])} »" if r["value"] else ""
            said = f"{r['file']}{row}{column}{value} — {r['expectation']}"
            tell(said, logging.ERROR, **_as_facts(r))
        if len(group) > _EXAMPLES:
            rest = group[_EXAMPLES:]
            numbers = ", ".join(str(r["row"]) for r in rest[:20]) + ("…" if len(rest) > 20 else "")
            tell("    " + WORDS.plural("faults-more", len(rest), lang, rows=numbers), logging.ERROR)
        tell(f"    → {group[0]['remedy']}", logging.ERROR)
    tell(WORDS.plural("faults", len(rows), lang), logging.ERROR)


def _grouped(rows: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return faults grouped by remedy: the same kind, in the same column of a file."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for r in rows:
        key = (r["file"], r["column"], r["code"], r["remedy"])
        groups.setdefault(key, []).append(r)
    return list(groups.values())


def _as_facts(row: dict[str, Any]) -> dict[str, Any]:
    return {f"fault_{name}": row[name] for name in ("file", "row", "column", "value", "code")}


def print_notices(notices: "Sequence[Fault]", lang: str) -> None:
    """Print notices that a person should look at, although they are not errors."""
    for n in notices:
        tell(f"! {n.file} — {n.expectation(lang)} → {n.remedy(lang)}")


def _printable(text: str) -> str:
    """Return a text without control characters, cut to a line: it comes from a stranger's file."""
    shown = neutral(text)
    return shown if len(shown) <= 80 else shown[:79] + "…"


def progress_bar() -> "Progress":
    """Return a progress bar on the error stream, silent if that is not a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    silent = not shows_progress()
    # Quiet too: older versions of rich end a bar that was never shown with an empty line.
    return Progress(console=Console(stderr=True, quiet=silent), transient=True, disable=silent)


@contextmanager
def file_progress(bar: "Progress") -> Iterator[None]:
    """Add a line to a progress bar that shows how far the file has come that is being read."""
    from frenchtech_graph.ingest.framework import watched_files

    task = bar.add_task("", total=None, visible=False)
    with watched_files.watched(
        lambda name, done, total: bar.update(
            task, description=name, completed=done, total=total, visible=True
        )
    ):
        yield
    bar.remove_task(task)
