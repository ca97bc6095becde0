"""`build`, `validate`, `info`: from tables to a graph."""

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from frenchtech_graph.cli.common import (
    DEFAULT_OUT,
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
from frenchtech_graph.cli.logs import Steps, neutral, tell
from frenchtech_graph.model.names import slug

if TYPE_CHECKING:
    from frenchtech_graph.graph.contents import Inventory
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

    INPUT is a data set of the project (lille), france (all data sets and registers of the
    package), a French Tech ecosystem (toulouse: the sheet of its territory, national bodies and
    labels), or a CSV, XLSX or JSON file, or a folder of them, made from the template
    (frenchtech-graph new). Several inputs make one graph; later ones may
    refer to actors of earlier ones. Nothing is written if anything is wrong. Sources that did not
    change are not read again; if nothing changed, nothing is done.

    \b
    Examples:
      frenchtech-graph build lille
      frenchtech-graph build france
      frenchtech-graph build "French Tech Toulouse"
      frenchtech-graph build lille my-tables/ --out out/mine
      frenchtech-graph build lille --with ilab=laureats.csv --with ror
    """
    from frenchtech_graph.api import EcosystemGraph
    from frenchtech_graph.graph.build import NotConformingError
    from frenchtech_graph.io.faults import FaultsError

    target = out or DEFAULT_OUT.with_name(slug(Path(inputs[0]).stem))
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
                    full=full,
                    progress=step,
                )
            steps.end()
    except FaultsError as error:
        print_faults(error.faults, lang, as_json=as_json)
        raise SystemExit(2) from error
    except NotConformingError as error:
        _print_findings(error.findings, lang)
        raise SystemExit(2) from error
    built = graph.built
    assert built is not None
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
    from frenchtech_graph.api import EcosystemGraph
    from frenchtech_graph.io.faults import FaultsError

    try:
        counts = EcosystemGraph.validate(*inputs)
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
    from frenchtech_graph.cli.common import opened

    with opened(out) as graph:
        found = graph.info()
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        _print_inventory(found, lang)


def _print_inventory(found: "Inventory", lang: str) -> None:
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
        kept = f"  {notes['in_graph']} / {notes['stated']}"
        said = {
            "fr": f"relevés dans le graphe, {notes['unmapped']} écartés avec leur raison",
            "en": f"notes in the graph, {notes['unmapped']} left out with their reason",
        }
        click.echo(f"{kept} {said[lang]}")
    said = {"fr": "Liens sans source", "en": "Ties without a source"}
    click.echo(f"{said[lang]}: {found['ties_without_source']}")
