"""`build`, `validate`, `info`: from tables to a graph."""

import json
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from frenchtech_graph.cli.common import (
    DEFAULT_OUT,
    are_persons_left_out,
    decisions_option,
    file_progress,
    lang_option,
    out_option,
    print_faults,
    print_notices,
    progress_bar,
    removals_option,
    with_option,
)
from frenchtech_graph.cli.languages import WORDS
from frenchtech_graph.cli.logs import Steps, neutral, tell
from frenchtech_graph.model.names import slug

if TYPE_CHECKING:
    from frenchtech_graph.api import Language
    from frenchtech_graph.graph.contents import Inventory
    from frenchtech_graph.graph.validation import Finding
    from frenchtech_graph.io.faults import Fault
    from frenchtech_graph.pipeline.rebuild import Built

_INPUTS = click.argument("inputs", nargs=-1, metavar="INPUT...", required=True)


@click.command("build")
@_INPUTS
@with_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
)
@decisions_option
@removals_option
@click.option("--full", is_flag=True)
@click.option("--private", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
@lang_option
def build_command(
    inputs: tuple[str, ...],
    sources: tuple[str, ...],
    out: Path | None,
    decisions: Path | None,
    full: bool,
    private: bool,
    as_json: bool,
    lang: str,
) -> None:
    """Build the graph from tables."""
    from frenchtech_graph.api import EcosystemGraph
    from frenchtech_graph.graph.build import NotConformingError
    from frenchtech_graph.io.faults import FaultsError

    target = out or DEFAULT_OUT.with_name(slug(Path(inputs[0]).stem))
    for name in inputs:
        _tell_place(name, lang)
    try:
        with progress_bar() as bar:
            task, steps = bar.add_task("", total=5), Steps()

            def step(name: str) -> None:
                steps(name)
                bar.update(task, description=name, advance=1)

            with file_progress(bar):
                graph = EcosystemGraph.build(
                    *inputs,
                    out=target,
                    sources=sources,
                    decisions=decisions,
                    persons=not are_persons_left_out(),
                    full=full,
                    private=private,
                    progress=step,
                )
            steps.end()
    except FaultsError as error:
        print_faults(error.faults, lang, as_json=as_json)
        raise SystemExit(2) from error
    except NotConformingError as error:
        _print_violations(inputs, error.findings, lang, as_json=as_json)
        raise SystemExit(2) from error
    built = graph.built
    assert built is not None
    print_notices(built.notices, lang)
    if as_json:
        click.echo(json.dumps(built.as_dict(), ensure_ascii=False, indent=1))
    else:
        _print_built(built, target, lang)


def _tell_place(name: str, lang: str) -> None:
    """Report the interpretation of a place name, if it differs from the name."""
    from frenchtech_graph.pipeline.targets import place_of

    found = place_of(name)
    if found and found.notes:
        tell(found.notes[lang])


def _print_built(built: "Built", target: Path, lang: str) -> None:
    manifest = built.manifest
    counts = {
        t: sum(d["rows"][t] for d in manifest["datasets"]) for t in ("actors", "events", "ties")
    }
    folder = target / "graph"
    click.echo(WORDS.text("built", lang, **counts, quads=manifest["quads"], folder=folder))
    if built.nothing_new:
        click.echo(WORDS.text("nothing-new", lang))
    elif built.unchanged:
        names = ", ".join(name.rpartition("/")[2] for name in built.changed) or "–"
        unchanged = len(built.unchanged)
        click.echo(WORDS.text("graphs-rebuilt", lang, names=names, unchanged=unchanged))
    if not built.nothing_new and (warned := manifest["findings"]["warning"]):
        click.echo(WORDS.plural("warned", warned, lang))
    if built.undecided:
        click.echo(WORDS.plural("undecided", built.undecided, lang))


def _print_violations(
    inputs: "Sequence[str]", findings: "Sequence[Finding]", lang: str, *, as_json: bool
) -> None:
    """Print violations of shapes in the format of `validate`: with file, row and column if
    known."""
    from frenchtech_graph.api import EcosystemGraph
    from frenchtech_graph.io.faults import FaultsError

    try:
        EcosystemGraph.validate(*inputs)
    except FaultsError as error:
        print_faults(error.faults, lang, as_json=as_json)
    else:  # violations that only the combination of registers and tables has
        _print_findings(findings, lang)


def _print_findings(findings: "Sequence[Finding]", lang: str) -> None:
    for f in findings[:50]:
        tell(f"{f.focus_label or f.focus} — {f.message}", logging.ERROR)
    tell(WORDS.plural("violations", len(findings), lang), logging.ERROR)


@click.command("validate")
@_INPUTS
@click.option("--mark", type=click.Path(path_type=Path, dir_okay=False), default=None)
@click.option("--json", "as_json", is_flag=True)
@lang_option
def validate_command(inputs: tuple[str, ...], mark: Path | None, as_json: bool, lang: str) -> None:
    """Check tables and list all their faults."""
    from frenchtech_graph.api import EcosystemGraph
    from frenchtech_graph.io.faults import FaultsError

    try:
        counts = EcosystemGraph.validate(*inputs)
        if mark:
            _mark(inputs, [], mark, lang)
    except FaultsError as error:
        if mark:
            _mark(inputs, error.faults, mark, lang)
        print_faults(error.faults, lang, as_json=as_json)
        raise SystemExit(2) from error
    if as_json:
        click.echo("[]")
    else:
        listed = ", ".join(f"{name} {count}" for name, count in counts.items())
        click.echo(WORDS.text("no-fault", lang, counts=listed))


def _mark(inputs: "Sequence[str]", faults: "Sequence[Fault]", target: Path, lang: str) -> None:
    """Write a copy of the checked file, with its faults and questions."""
    from frenchtech_graph.pipeline.marked_copies import write_checked

    tell(WORDS.text("written", lang, path=write_checked(inputs, faults, target, lang)))


@click.command("info")
@out_option
@click.option("--warnings", is_flag=True)
@click.option("--warnings-of", default=None, metavar="KIND")
@click.option("--json", "as_json", is_flag=True)
@lang_option
def info_command(
    out: Path, warnings: bool, warnings_of: str | None, as_json: bool, lang: str
) -> None:
    """Print the content of the graph."""
    from frenchtech_graph.cli.common import opened, print_table
    from frenchtech_graph.cli.kept_answers import printed

    def show() -> None:
        with opened(out) as graph:
            found = graph.info()
        if as_json:
            click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        else:
            _print_inventory(found, lang)

    if not warnings and not warnings_of:
        today = datetime.now(UTC).date()  # ages are printed
        printed(out, "info", {"json": as_json, "today": str(today)}, show)
        return
    with opened(out) as graph:
        table = graph.shape_warnings(kind=warnings_of, lang=cast("Language", lang))
    headings = WORDS.named("warning-columns", "en" if as_json else lang)
    print_table(table.rename(columns=headings), "json" if as_json else "table")


def _print_inventory(found: "Inventory", lang: str) -> None:
    import pandas as pd

    from frenchtech_graph.catalogue.inventory import label
    from frenchtech_graph.cli.ages import age
    from frenchtech_graph.cli.common import print_table

    for section, title in WORDS.named("inventory", lang).items():
        counts: dict[str, int] = found[section]  # type: ignore[literal-required]
        rows = [(label(name, lang), count) for name, count in counts.items()]
        print_table(pd.DataFrame(rows, columns=["", "n"]), title=title)
        click.echo()
    for dataset in found["datasets"]:
        notes = dataset["notes"]
        day = dataset["issued"]
        dated = f"{day} ({age(day, lang)})" if age(day, lang) else day
        about = (dataset["publisher"], dated, dataset["licence"])
        click.echo(neutral(f"{dataset['titles'][lang]} — {', '.join(about)}"))
        numbers = {"kept": notes["in_graph"], "stated": notes["stated"]}
        click.echo("  " + WORDS.text("notes-kept", lang, unmapped=notes["unmapped"], **numbers))
    count = found["ties_without_source"]
    click.echo(WORDS.text("ties-without-source", lang, count=count))
