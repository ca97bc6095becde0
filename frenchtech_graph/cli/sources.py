"""`sources`, `fetch`: list external sources and fetch them."""

import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from frenchtech_graph.cli.common import fail, format_option, lang_option, print_table, progress_bar
from frenchtech_graph.cli.languages import WORDS, language
from frenchtech_graph.cli.logs import tell
from frenchtech_graph.io import bounded_files

if TYPE_CHECKING:
    from frenchtech_graph.api import Language
    from frenchtech_graph.ingest.framework.connector import Connector
    from frenchtech_graph.ingest.snapshots import Snapshot

_CACHE = click.option(
    "--cache",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
)


@click.command("sources")
@_CACHE
@format_option
@lang_option
def sources_command(cache: Path | None, format_: str, as_json: bool, lang: str) -> None:
    """List the sources that can be brought in."""
    from frenchtech_graph.api import EcosystemGraph
    from frenchtech_graph.cli.ages import age

    frame = EcosystemGraph.sources(cache=cache, lang=cast("Language", lang))
    ages = [age(day, lang) if day else "" for day in frame["last snapshot"]]
    frame.insert(len(frame.columns) - 1, "age", ages)
    copies = WORDS.named("copies", lang)
    frame["copy"] = [copies[kept] if kept else "" for kept in frame["copy"]]
    headers = WORDS.parts("source-columns", "en" if as_json or format_ != "table" else lang)
    frame = frame.set_axis(headers, axis="columns")
    print_table(frame, "json" if as_json else format_)


@click.command("fetch")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option(
    "--siren",
    "sirens",
    multiple=True,
    metavar="SIREN",
)
@click.option(
    "--siren-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    default=None,
)
@click.option(
    "--set",
    "options",
    multiple=True,
    metavar="OPTION=VALUE",
)
@click.option(
    "--trust",
    "trusted",
    multiple=True,
    metavar="HOST",
)
@click.option("--contact", default=None, metavar="ADDRESS")
@_CACHE
@lang_option
def fetch_command(
    names: tuple[str, ...],
    sirens: tuple[str, ...],
    siren_file: Path | None,
    options: tuple[str, ...],
    trusted: tuple[str, ...],
    contact: str | None,
    cache: Path | None,
    lang: str,
) -> None:
    """Fetch sources into the cache."""
    from frenchtech_graph.api import EcosystemGraph
    from frenchtech_graph.ingest import shipped
    from frenchtech_graph.ingest.framework.registry import find
    from frenchtech_graph.io.errors import BilingualError
    from frenchtech_graph.io.faults import FaultsError
    from frenchtech_graph.io.locks import BusyError

    chosen = [find(n) for n in names]
    numbers, stated = _sirens(sirens, siren_file), _stated(options)
    failed = 0
    for connector in chosen:
        before = shipped.newest(connector.name, cache)
        try:
            with progress_bar() as bar:
                task = bar.add_task(connector.name, total=None)
                snapshot = EcosystemGraph.fetch(
                    connector.name,
                    sirens=numbers,
                    cache=cache,
                    trusted=trusted,
                    contact=contact,
                    options=stated,
                    progress=lambda done, of, bar=bar, task=task: bar.update(  # type: ignore[misc]
                        task, completed=done, total=of
                    ),
                )
        except BusyError as error:
            failed += 1
            tell(f"{connector.name}: {error.message(lang)}", logging.ERROR)
            continue
        except BilingualError as error:
            fail(error.message(lang))
        except FaultsError as error:
            failed += 1
            for fault in error.faults:
                tell(f"{connector.name}: {fault.file} — {fault.expectation(lang)}", logging.ERROR)
                tell(f"    → {fault.remedy(lang)}", logging.ERROR)
            continue
        click.echo(
            f"{connector.name}: {snapshot.path} ({snapshot.size} B, {snapshot.accessed},"
            f" {snapshot.sha256[:12]})"
        )
        _say_changes(connector, before, snapshot, lang)
    if failed:
        raise SystemExit(1)


def _say_changes(
    connector: "Connector", before: "Snapshot | None", after: "Snapshot", lang: str
) -> None:
    """Print the differences between the new copy and the previous one."""
    from frenchtech_graph.ingest.changes import changes
    from frenchtech_graph.io.faults import FaultsError

    if before is None:
        return
    if before.sha256 == after.sha256:
        click.echo("  " + WORDS.text("unchanged-since", lang, day=before.accessed))
        return
    try:
        found = changes(connector.read(before), connector.read(after))
    except FaultsError:  # a copy that an older version of the program took may be unreadable now
        return
    click.echo("  " + WORDS.text("compared-with", lang, day=before.accessed))
    for change in found:
        if change.new or change.gone or change.changed:
            click.echo(f"    {change.sentence(lang)}")


def _sirens(sirens: tuple[str, ...], file: Path | None) -> list[str]:
    from frenchtech_graph.ingest.framework import values

    in_file = (
        re.findall(r"\b\d{9}\b", bounded_files.read_text(file, bounded_files.TABLE)) if file else []
    )
    for number in (*sirens, *in_file):
        if values.siren(number) is None:
            fail(WORDS.text("not-a-siren", language(), value=number))
    return [*sirens, *in_file]


def _stated(options: tuple[str, ...]) -> dict[str, str]:
    stated = {}
    for option in options:
        name, equals, value = option.partition("=")
        if not equals:
            fail(WORDS.text("option-expected", language(), value=option))
        stated[name] = value
    return stated
