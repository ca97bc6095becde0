"""`build`, `validate`, `new`, `info`: from tables to a graph."""

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frenchtech_graph.cli.common import (
    DEFAULT_OUT,
    decisions_option,
    fail,
    file_progress,
    lang_option,
    out_option,
    print_faults,
    print_notices,
    progress_bar,
    removals_option,
    with_option,
)
from frenchtech_graph.cli.logs import Steps, neutral, tell

if TYPE_CHECKING:
    from frenchtech_graph.graph.validation import Finding
    from frenchtech_graph.pipeline.rebuild import Built

_INPUTS = click.argument("inputs", nargs=-1, metavar="INPUT...", required=True)


@click.command("build")
@_INPUTS
@with_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder to build into; out/<first input> unless given.",
)
@decisions_option
@removals_option
@click.option(
    "--full", is_flag=True, help="Build from nothing: take no records from the last build."
)
@click.option("--json", "as_json", is_flag=True, help="Print the manifest, or the faults, as JSON.")
@lang_option
def build_command(
    inputs: tuple[str, ...],
    sources: tuple[str, ...],
    out: Path | None,
    decisions: Path | None,
    full: bool,
    as_json: bool,
    lang: str,
) -> None:
    """Build the graph from tables.

    INPUT is a data set of the project (lille), or a CSV, XLSX or JSON file, or a folder of them,
    made from the template (frenchtech-graph new). Several inputs make one graph; later ones may
    refer to actors of earlier ones. Nothing is written if anything is wrong. Sources that did not
    change are not read again; if nothing changed, nothing is done.

    \b
    Examples:
      frenchtech-graph build lille
      frenchtech-graph build lille my-tables/ --out out/mine
      frenchtech-graph build lille --with ilab=laureats.csv --with ror
    """
    from frenchtech_graph.graph.build import NotConformingError
    from frenchtech_graph.io.faults import FaultsError
    from frenchtech_graph.pipeline.rebuild import rebuild

    target = out or DEFAULT_OUT.with_name(Path(inputs[0]).stem)
    try:
        with progress_bar() as bar:
            task, steps = bar.add_task("", total=5), Steps()

            def step(name: str) -> None:
                steps(name)
                bar.update(task, description=name, advance=1)

            with file_progress(bar):
                built = rebuild(
                    inputs, target, sources=sources, decisions=decisions, full=full, progress=step
                )
            steps.end()
    except FaultsError as error:
        print_faults(error.faults, lang, as_json=as_json)
        raise SystemExit(2) from error
    except NotConformingError as error:
        _print_findings(error.findings, lang)
        raise SystemExit(2) from error
    print_notices(built.notices, lang)
    if as_json:
        click.echo(json.dumps(built.as_dict(), ensure_ascii=False, indent=1))
    else:
        _print_built(built, target, lang)


def _print_built(built: "Built", target: Path, lang: str) -> None:
    manifest = built.manifest
    counts = {
        t: sum(d["rows"][t] for d in manifest["datasets"]) for t in ("actors", "events", "ties")
    }
    said = {
        "fr": (
            f"{counts['actors']} acteurs, {counts['events']} événements, {counts['ties']} liens ; "
            f"{manifest['quads']} quadruplets dans {target / 'graph'}"
        ),
        "en": (
            f"{counts['actors']} actors, {counts['events']} events, {counts['ties']} ties; "
            f"{manifest['quads']} quads in {target / 'graph'}"
        ),
    }
    click.echo(said[lang])
    if built.nothing_new:
        said = {
            "fr": "Rien n'a changé depuis la dernière construction : le graphe est resté tel quel.",
            "en": "Nothing has changed since the last build: the graph was left as it was.",
        }
        click.echo(said[lang])
    elif built.unchanged:
        names = ", ".join(name.rpartition("/")[2] for name in built.changed) or "–"
        said = {
            "fr": f"Graphes nommés refaits : {names} ; inchangés : {len(built.unchanged)}",
            "en": f"Named graphs written anew: {names}; unchanged: {len(built.unchanged)}",
        }
        click.echo(said[lang])
    if built.undecided:
        asked = {"fr": "paires d'acteurs à trancher", "en": "pairs of actors to decide"}
        click.echo(f"{built.undecided} {asked[lang]}: frenchtech-graph identity review")


def _print_findings(findings: "Sequence[Finding]", lang: str) -> None:
    for f in findings[:50]:
        tell(f"{f.focus_label or f.focus} — {f.message}", logging.ERROR)
    said = {
        "fr": "violation(s) des formes ; rien n'a été écrit.",
        "en": "violation(s) of the shapes; nothing was written.",
    }
    tell(f"{len(findings)} {said[lang]}", logging.ERROR)


@click.command("validate")
@_INPUTS
@click.option("--json", "as_json", is_flag=True, help="Print the faults as JSON.")
@lang_option
def validate_command(inputs: tuple[str, ...], as_json: bool, lang: str) -> None:
    """Check tables and list all their faults: file, row, column, value, expectation, remedy.

    Files given together are checked together: ties may refer to actors of another file, and to the
    actors of data sets of the project given by name.

    \b
    Examples:
      frenchtech-graph validate actors.csv ties.csv sources.csv
      frenchtech-graph validate lille my-tables.xlsx
    """
    from frenchtech_graph.io.faults import FaultsError
    from frenchtech_graph.pipeline import datasets

    try:
        counts = datasets.check(inputs)
    except FaultsError as error:
        print_faults(error.faults, lang, as_json=as_json)
        raise SystemExit(2) from error
    if as_json:
        click.echo("[]")
    else:
        said = {"fr": "Aucun défaut", "en": "No fault"}
        click.echo(
            f"{said[lang]}: " + ", ".join(f"{name} {count}" for name, count in counts.items())
        )


@click.command("info")
@out_option
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@lang_option
def info_command(out: Path, as_json: bool, lang: str) -> None:
    """Say what is in the graph: counts by kind, pillar, source and licence, and what was left out.

    \b
    Example:
      frenchtech-graph info --json
    """
    from frenchtech_graph.catalogue.inventory import inventory
    from frenchtech_graph.cli.common import open_built_store
    from frenchtech_graph.graph.store import read_manifest

    store = open_built_store(out)
    found = inventory(store, read_manifest(out))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        _print_inventory(found, lang)


def _print_inventory(found: dict[str, Any], lang: str) -> None:
    import pandas as pd

    from frenchtech_graph.catalogue.inventory import label
    from frenchtech_graph.cli.ages import age
    from frenchtech_graph.cli.common import print_table

    titles = {
        "fr": {
            "actors": "Acteurs",
            "contributions": "Apports",
            "ties": "Liens",
            "publishers": "Éditeurs des pages lues",
        },
        "en": {
            "actors": "Actors",
            "contributions": "Contributions",
            "ties": "Ties",
            "publishers": "Publishers of the pages read",
        },
    }
    for section, title in titles[lang].items():
        rows = [(label(name, lang), count) for name, count in found[section].items()]
        print_table(pd.DataFrame(rows, columns=["", "n"]), title=title)
        click.echo()
    for dataset in found["datasets"]:
        notes = dataset["notes"]
        day = dataset["issued"]
        dated = f"{day} ({age(day, lang)})" if age(day, lang) else day
        about = (dataset["publisher"], dated, dataset["licence"])
        click.echo(neutral(f"{dataset['titles'][lang]} — {', '.join(about)}"))
        kept = f"  {notes['in_graph']} / {notes['stated']}"
        said = {
            "fr": f"relevés dans le graphe, {notes['unmapped']} écartés avec leur raison",
            "en": f"notes in the graph, {notes['unmapped']} left out with their reason",
        }
        click.echo(f"{kept} {said[lang]}")
    said = {"fr": "Liens sans source", "en": "Ties without a source"}
    click.echo(f"{said[lang]}: {found['ties_without_source']}")


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
    help="Folder of your tables (or name of the spreadsheet).",
)
@click.option(
    "--set", "cells", multiple=True, metavar="COLUMN=VALUE", help="A cell; repeat for each column."
)
@click.option(
    "--list", "column", default=None, metavar="COLUMN", help="List the terms a column takes."
)
@lang_option
def new_command(
    what: str | None, folder: Path, cells: tuple[str, ...], column: str | None, lang: str
) -> None:
    """Start tables from the template, or add a row to yours.

    `tables` writes a folder of CSV files, `spreadsheet` one XLSX with lists to choose from.
    `actor`, `tie` … add one row; what is not given with --set is asked for on a terminal. The row
    is checked before it is written.

    \b
    Examples:
      frenchtech-graph new spreadsheet --in my-tables.xlsx
      frenchtech-graph new actor --in my-tables --set id=acme --set kind=StartUp --set name=Acme
      --set source=acme-site frenchtech-graph new --list kind
    """
    from frenchtech_graph.io.faults import FaultsError
    from frenchtech_graph.pipeline import contribution

    if column:
        _print_terms(column, lang)
        return
    if what is None:
        click.echo(click.get_current_context().get_help(), err=True)
        raise SystemExit(2)
    try:
        written = contribution.start(what, folder, _cells(cells), lang, ask=_asker(lang))
    except FaultsError as error:
        print_faults(error.faults, lang)
        raise SystemExit(2) from error
    click.echo({"fr": f"Écrit : {written}", "en": f"Written: {written}"}[lang])


def _cells(stated: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for cell in stated:
        name, equals, value = cell.partition("=")
        if not equals:
            fail(f"--set {cell}: COLUMN=VALUE expected")
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
        fail(
            f"{column}: "
            + {"fr": "cette colonne ne prend pas de termes", "en": "this column takes no terms"}[
                lang
            ]
        )
    rows = [(t.name, t.label(lang), t.definitions.get(lang, "")) for t in terms]
    print_table(pd.DataFrame(rows, columns=["term", "label", "definition"]))


@click.command("docs")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out/docs"),
    show_default=True,
    help="Folder to write the pages to.",
)
def docs_command(out: Path) -> None:
    """Write the documentation of the ontology: pages in French and English, to read offline.

    \b
    Example:
      frenchtech-graph docs --out out/docs
    """
    from frenchtech_graph.views.documentation import write_documentation

    click.echo(write_documentation(out))
