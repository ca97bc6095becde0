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
)
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
    help="File or folder to write; beside the built graph unless given.",
)
@out_option
@lang_option
def export_command(format_: str, output: Path | None, out: Path, lang: str) -> None:
    """Write the graph in another format.

    \b
    FORMAT is one of:
      turtle    RDF to read (consolidated graph)
      nquads    RDF with the named graphs of the sources
      jsonld    RDF for the web and JavaScript
      graphml   network: Gephi, Cytoscape, igraph, yEd
      gexf      network with dates: Gephi
      csv       node and edge lists for a spreadsheet
      xlsx      the same as one workbook
      parquet   the same, typed: DuckDB, pandas, R
      neo4j     files for neo4j-admin database import
      ftm       FollowTheMoney entities

    \b
    Examples:
      frenchtech-graph export graphml -o lille.graphml
      frenchtech-graph export csv -o lille-tables/
    """
    from frenchtech_graph.api import EcosystemGraph

    for path in EcosystemGraph.open(out, without_persons=are_persons_left_out()).export(
        cast("ExportFormat", format_), output
    ):
        click.echo(path)


@click.command("load")
@click.argument("graph_store", metavar="URL")
@click.option("--user", default=None, help="Account on the server.")
@click.option(
    "--password",
    default=None,
    envvar="FRENCHTECH_STORE_PASSWORD",
    show_envvar=True,
    help="Its password; asked for when not given.",
)
@click.option(
    "--update",
    default=None,
    metavar="URL",
    help="Address for SPARQL 1.1 Update, unless it is the product's usual one.",
)
@click.option(
    "--timeout", type=float, default=300, show_default=True, help="Seconds one request may take."
)
@graph_option
@out_option
@lang_option
def load_command(
    graph_store: str,
    user: str | None,
    password: str | None,
    update: str | None,
    timeout: float,
    graph: str | None,
    out: Path,
    lang: str,
) -> None:
    """Load the graph into a SPARQL server.

    URL is the server's address for the SPARQL 1.1 Graph Store HTTP Protocol. Graphs of ours that
    are there are replaced, all at once; other graphs are left alone. If it is cut short, what was
    there before is there.

    \b
    Examples:
      frenchtech-graph load http://localhost:8890/sparql-graph-crud-auth --user dba       (Virtuoso)
      frenchtech-graph load http://localhost:3030/lille/data                              (Fuseki)
      frenchtech-graph load http://localhost:7878/store                                   (Oxigraph)
    """
    from frenchtech_graph.api import EcosystemGraph

    if user and password is None:
        password = click.prompt("Password", hide_input=True, err=True)
    count = EcosystemGraph.open(out, without_persons=are_persons_left_out()).load(
        graph_store,
        graph=named_graph(graph),
        user=user,
        password=password,
        update=update,
        timeout=timeout,
        progress=tell,
    )
    click.echo({"fr": f"{count} triplets chargés", "en": f"{count} triples loaded"}[lang])


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=int, default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--timeout", type=float, default=30, show_default=True, help="Seconds one query may take."
)
@click.option(
    "--rows", type=int, default=100_000, show_default=True, help="Rows one answer may have."
)
@click.option(
    "--memory", type=int, default=2048, show_default=True, help="Megabytes one query may take."
)
@click.option(
    "--workers",
    type=int,
    default=None,
    help="Queries answered at once; as many as processors unless given.",
)
@click.option(
    "--cors",
    "origin",
    default=None,
    metavar="ORIGIN",
    help="Let pages of this site ask (“*”: of all sites).",
)
@click.option(
    "--allow-service",
    "services",
    multiple=True,
    metavar="HOST[:PORT]",
    help="Let SERVICE ask this host, at port 443 unless given; repeat it. Default: none.",
)
@click.option(
    "--host-name",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="A name this server goes by, besides localhost; repeat it (“*”: any).",
)
@click.option(
    "--proxy",
    "proxies",
    multiple=True,
    metavar="ADDRESS",
    help="A proxy whose X-Forwarded-For is believed; repeat it.",
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
    out: Path,
    lang: str,
) -> None:
    """Serve the graph over HTTP: SPARQL 1.1 endpoint, editor, search, pages of actors.

    Read-only. A query that takes too long is stopped. Restart it to serve a new build.

    \b
    Examples:
      frenchtech-graph serve
      frenchtech-graph serve --out out/mine --port 8080 --timeout 10
      frenchtech-graph serve --host 0.0.0.0 --host-name graph.example.org --proxy 10.0.0.2
      frenchtech-graph serve --allow-service query.wikidata.org --allow-service localhost:3030
    """
    from frenchtech_graph.api import EcosystemGraph

    EcosystemGraph.open(out, without_persons=are_persons_left_out()).serve(
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
    )
