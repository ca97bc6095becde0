"""`map` and `report`: pages of the built graph."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from frenchtech_graph.cli.common import fail, lang_option, opened, out_option, tell_place
from frenchtech_graph.cli.kept_answers import written
from frenchtech_graph.cli.languages import WORDS, language
from frenchtech_graph.findings import registry

if TYPE_CHECKING:
    from frenchtech_graph.api import Language, MapEngine

# Listed here so that --help does not wait for the maps. A test compares the list with theirs.
ENGINES = ("auto", "pyvis", "webgl", "geo")

_output_option = click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
)
_title_option = click.option("--title", default=None)
_seed_option = click.option("--seed", type=int, default=1, show_default=True)
_where_option = click.option(
    "--where",
    default=None,
    metavar="PLACE",
)
_open_option = click.option("--open", "open_", is_flag=True)


@click.command("map")
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="auto",
    show_default=True,
)
@click.option("--plain", is_flag=True)
@_where_option
@_output_option
@click.option(
    "--story",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=None,
    metavar="FILE",
)
@_title_option
@_seed_option
@_open_option
@lang_option
@out_option
def map_command(
    engine: str,
    plain: bool,
    where: str | None,
    output: Path | None,
    story: Path | None,
    title: str | None,
    seed: int,
    open_: bool,
    lang: str,
    out: Path,
) -> None:
    """Draw the map."""
    path = _page(output, out / f"map-{engine}.html" if engine != "auto" else out / "map.html")

    def write() -> None:
        tell_place(where, lang)
        with opened(out, len(registry.of_maps())) as whole:
            graph = whole.ecosystem(where) if where else whole
            graph.map(
                path,
                engine=cast("MapEngine", engine),
                plain=plain,
                title=title,
                lang=cast("Language", lang),
                story=story,
                seed=seed,
            )

    told = story.read_bytes() if story else None
    options = {"engine": engine, "plain": plain, "where": where, "title": title, "seed": seed}
    written(out, "map", {**options, "story": told}, path, write)
    _done(path, open_)


@click.command("report")
@_where_option
@_output_option
@click.option("--map", "map_page", default=None, metavar="FILE")
@click.option("--one-page", is_flag=True)
@_title_option
@_seed_option
@_open_option
@lang_option
@out_option
def report_command(
    where: str | None,
    output: Path | None,
    map_page: str | None,
    one_page: bool,
    title: str | None,
    seed: int,
    open_: bool,
    lang: str,
    out: Path,
) -> None:
    """Write the report."""
    path = _page(output, out / "report.html")

    def write() -> None:
        tell_place(where, lang)
        with opened(out, len(registry.of_reports())) as whole:
            graph = whole.ecosystem(where) if where else whole
            graph.report(
                path,
                title=title,
                lang=cast("Language", lang),
                map_page=map_page,
                one_page=one_page,
                seed=seed,
            )

    linked = (map_page, path.with_name("map.html").is_file())
    options = {"where": where, "title": title, "one page": one_page, "seed": seed}
    written(out, "report", {**options, "map": linked}, path, write)
    _done(path, open_)


def _page(stated: Path | None, usual: Path) -> Path:
    path = stated or usual
    if path.suffix.lower() not in (".html", ".htm"):
        example = path.with_suffix(".html")
        fail(WORDS.text("html-file", language(), path=path, example=example))
    return path


def _done(path: Path, open_: bool) -> None:
    click.echo(str(path))
    if open_:
        click.launch(path.resolve().as_uri())
