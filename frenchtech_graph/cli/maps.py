"""`map` and `report`: pages of the built graph."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from frenchtech_graph.cli.common import (
    are_persons_left_out,
    fail,
    lang_option,
    network_of,
    open_built_store,
    out_option,
    progress_bar,
)
from frenchtech_graph.cli.logs import Steps

if TYPE_CHECKING:
    import pandas as pd
    import pyoxigraph as ox

    from frenchtech_graph.findings.kept import KeptFindings
    from frenchtech_graph.views.map.write import Engine

# Named here so that --help does not wait for the maps; a test holds them to the list there.
ENGINES = ("auto", "pyvis", "webgl", "geo")

_output_option = click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="Page to write (.html).",
)
_title_option = click.option("--title", default=None, help="Heading of the page.")
_seed_option = click.option(
    "--seed", type=int, default=1, show_default=True, help="Seed of layout and findings."
)
_open_option = click.option("--open", "open_", is_flag=True, help="Open the page in the browser.")


@click.command("map")
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="auto",
    show_default=True,
    help="pyvis: network; webgl: very large network; geo: France; auto: by size.",
)
@click.option("--plain", is_flag=True, help="Do not compute hubs and missing ties: quicker.")
@_output_option
@_title_option
@_seed_option
@_open_option
@lang_option
@out_option
def map_command(
    engine: str,
    plain: bool,
    output: Path | None,
    title: str | None,
    seed: int,
    open_: bool,
    lang: str,
    out: Path,
) -> None:
    """Draw the map: one page that opens from disk and asks nothing of the network.

    \b
    Examples:
      frenchtech-graph map --open
      frenchtech-graph map --engine geo --lang en -o lille.html
    """
    from frenchtech_graph.findings.collected import OF_MAPS
    from frenchtech_graph.findings.kept import KeptFindings
    from frenchtech_graph.views.map import write_map

    path = _page(output, out / f"map-{engine}.html" if engine != "auto" else out / "map.html")
    kept, store = KeptFindings(out), open_built_store(out)
    network, shown = network_of(store), _shown(out, store, title)
    found: dict[str, Any] = (
        {} if plain else dict(_findings(network, OF_MAPS, shown["labels"], seed, kept))
    )
    write_map(network, path, engine=cast("Engine", engine), lang=lang, seed=seed, **shown, **found)
    _done(path, open_)


@click.command("report")
@_output_option
@_title_option
@_seed_option
@_open_option
@lang_option
@out_option
def report_command(
    output: Path | None, title: str | None, seed: int, open_: bool, lang: str, out: Path
) -> None:
    """Write the report: hubs, gaps and their evidence on one page, in French and English.

    \b
    Examples:
      frenchtech-graph report --open
      frenchtech-graph report --lang en --title "French Tech Lille" -o report.html
    """
    from frenchtech_graph.findings.collected import OF_REPORTS
    from frenchtech_graph.findings.kept import KeptFindings
    from frenchtech_graph.graph.store import read_manifest
    from frenchtech_graph.views.report import write_report

    path = _page(output, out / "report.html")
    kept, store = KeptFindings(out), open_built_store(out)
    network, shown = network_of(store), _shown(out, store, title)
    found = _findings(network, OF_REPORTS, shown["labels"], seed, kept)
    method = {"sha256": str(read_manifest(out)["sha256"])}
    write_report(network, path, findings=found, lang=lang, method=method, **shown)
    _done(path, open_)


def _page(stated: Path | None, usual: Path) -> Path:
    path = stated or usual
    if path.suffix.lower() not in (".html", ".htm"):
        fail(f"{path}: a page ends in .html; for example {path.with_suffix('.html')}")
    return path


def _shown(out: Path, store: "ox.Store", title: str | None) -> dict[str, Any]:
    """Return the names of terms, the facts of sources and the title of a built graph."""
    from frenchtech_graph.graph.store import read_manifest
    from frenchtech_graph.model import ontology
    from frenchtech_graph.network.build import source_facts

    # A data set without its persons has no title of its own: that may name one.
    datasets = [] if are_persons_left_out() else read_manifest(out)["datasets"]
    names = {"fr": title, "en": title} if title else datasets[0]["titles"] if datasets else None
    return {"labels": ontology.load().labels(), "source_facts": source_facts(store), "title": names}


def _findings(
    network: Any, names: tuple[str, ...], labels: Any, seed: int, kept: "KeptFindings"
) -> "dict[str, pd.DataFrame]":
    from frenchtech_graph.findings.collected import collect

    with progress_bar() as bar:
        task, steps = bar.add_task("", total=len(names)), Steps()

        def started(name: str) -> None:
            steps(name)
            bar.update(task, description=name, advance=1)

        found = collect(network, names, labels=labels, seed=seed, started=started, find=kept)
        steps.end()
        return found


def _done(path: Path, open_: bool) -> None:
    click.echo(str(path))
    if open_:
        click.launch(path.resolve().as_uri())
