"""`export`, `load`, `serve`: the graph in other formats, on other servers, on ours."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from frenchtech_graph.cli.common import (
    are_persons_left_out,
    graph_option,
    lang_option,
    named_graph,
    out_option,
    progress_bar,
)
from frenchtech_graph.cli.languages import WORDS
from frenchtech_graph.cli.logs import tell

if TYPE_CHECKING:
    from frenchtech_graph.api import ExportFormat


@click.command("export")
@click.argument("format_", metavar="FORMAT")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    default=None,
)
@out_option
@lang_option
def export_command(format_: str, output: Path | None, out: Path, lang: str) -> None:
    """Write the graph in another format."""
    from frenchtech_graph.api import EcosystemGraph

    for path in EcosystemGraph.open(out, persons=not are_persons_left_out()).export(
        cast("ExportFormat", format_), output
    ):
        click.echo(path)


@click.command("load")
@click.argument("graph_store", metavar="URL")
@click.option("--user", default=None)
@click.option(
    "--password",
    default=None,
    envvar="FRENCHTECH_STORE_PASSWORD",
    show_envvar=True,
)
@click.option(
    "--update",
    default=None,
    metavar="URL",
)
@click.option("--direct", is_flag=True)
@click.option("--timeout", type=float, default=300, show_default=True)
@graph_option
@out_option
@lang_option
def load_command(
    graph_store: str,
    user: str | None,
    password: str | None,
    update: str | None,
    direct: bool,
    timeout: float,
    graph: str | None,
    out: Path,
    lang: str,
) -> None:
    """Load the graph into a SPARQL server."""
    from frenchtech_graph.api import EcosystemGraph

    if user and password is None:
        password = click.prompt(WORDS.text("password", lang), hide_input=True, err=True)
    with progress_bar() as bar:
        task = bar.add_task("", total=None)
        count = EcosystemGraph.open(out, persons=not are_persons_left_out()).load(
            graph_store,
            graph=named_graph(graph),
            user=user,
            password=password,
            update=update,
            direct=direct,
            timeout=timeout,
            progress=tell,
            sending=lambda sent, total: bar.update(task, completed=sent, total=total),
        )
    click.echo(WORDS.plural("loaded", count, lang))


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, default=8000, show_default=True)
@click.option("--timeout", type=float, default=30, show_default=True)
@click.option("--rows", type=int, default=100_000, show_default=True)
@click.option("--memory", type=int, default=2048, show_default=True)
@click.option(
    "--workers",
    type=int,
    default=None,
)
@click.option(
    "--cors",
    "origin",
    default=None,
    metavar="ORIGIN",
)
@click.option(
    "--allow-service",
    "services",
    multiple=True,
    metavar="HOST[:PORT]",
)
@click.option(
    "--host-name",
    "hosts",
    multiple=True,
    metavar="NAME",
)
@click.option(
    "--proxy",
    "proxies",
    multiple=True,
    metavar="ADDRESS",
)
@click.option(
    "--site",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=None,
    metavar="DIR",
)
@out_option
@lang_option
def serve_command(
    host: str,
    port: int,
    timeout: float,
    rows: int,
    memory: int,
    workers: int | None,
    origin: str | None,
    services: tuple[str, ...],
    hosts: tuple[str, ...],
    proxies: tuple[str, ...],
    site: Path | None,
    out: Path,
    lang: str,
) -> None:
    """Serve the graph over HTTP."""
    from frenchtech_graph.api import EcosystemGraph

    EcosystemGraph.open(out, persons=not are_persons_left_out()).serve(
        host=host,
        port=port,
        timeout=timeout,
        rows=rows,
        memory=memory,
        workers=workers,
        origin=origin,
        services=services,
        host_names=hosts,
        proxies=proxies,
        site=site,
    )
