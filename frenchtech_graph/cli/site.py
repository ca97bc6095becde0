"""`site`: a folder of pages of the built graph."""

from pathlib import Path

import click

from frenchtech_graph.cli.common import lang_option, opened, out_option, tell_place


@click.command("site")
@click.option("--where", default=None, metavar="PLACE")
@click.option("--address", default="", metavar="URL")
@click.option(
    "--settings", type=click.Path(path_type=Path, exists=True, dir_okay=False), default=None
)
@click.option("--without-maps", is_flag=True)
@click.option("--without-downloads", is_flag=True)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, file_okay=False), default=None, metavar="DIR"
)
@click.option("--open", "open_", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
@click.option("--seed", type=int, default=1, show_default=True)
@lang_option
@out_option
def site_command(
    where: str | None,
    address: str,
    settings: Path | None,
    without_maps: bool,
    without_downloads: bool,
    output: Path | None,
    open_: bool,
    as_json: bool,
    seed: int,
    lang: str,
    out: Path,
) -> None:
    """Write the site."""
    tell_place(where, lang)
    with opened(out) as graph:
        first = graph.site(
            output or out / "site",
            where=where,
            address=address,
            settings=settings,
            maps=not without_maps,
            downloads=not without_downloads,
            seed=seed,
        )
    if as_json:
        import json

        pages = sum(1 for _ in first.parent.rglob("*.html"))
        click.echo(json.dumps({"first": str(first), "pages": pages}, ensure_ascii=False))
    else:
        click.echo(str(first))
    if open_:
        click.launch(first.resolve().as_uri())
