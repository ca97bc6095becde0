"""`query` and `queries`: questions of the catalogue, and SPARQL of your own."""

import json
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frenchtech_graph.cli.answers import print_answer, write
from frenchtech_graph.cli.common import fail, lang_option, open_built_store, out_option
from frenchtech_graph.cli.logs import tell
from frenchtech_graph.model.terms import Class

if TYPE_CHECKING:
    from frenchtech_graph.catalogue import Query
    from frenchtech_graph.catalogue.engines import Source

_FORMATS = ("table", "csv", "json", "md", "parquet", "turtle")
_store_option = click.option(
    "--store",
    "url",
    default=None,
    metavar="URL",
    help="Ask this SPARQL server instead of the built graph.",
)
_graph_option = click.option(
    "--graph",
    default=None,
    metavar="IRI",
    help="On a server: the named graph to ask; “default” for its own default graph.",
)


@click.command("query")
@click.argument("question")
@click.option(
    "--param",
    "-p",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter; repeat it for more, or for several values.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(_FORMATS),
    default="table",
    help="How to print the answer.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="Write to this file instead of the screen.",
)
@click.option(
    "--sparql",
    "only_text",
    is_flag=True,
    help="Print the SPARQL that would be sent; do not send it.",
)
@click.option(
    "--timeout", type=float, default=60, show_default=True, help="Seconds a server may take."
)
@_store_option
@_graph_option
@out_option
@lang_option
def query_command(
    question: str,
    params: tuple[str, ...],
    format_: str,
    output: Path | None,
    only_text: bool,
    timeout: float,
    url: str | None,
    graph: str | None,
    out: Path,
    lang: str,
) -> None:
    """Ask a question of the catalogue, or a SPARQL query of your own.

    QUESTION is a name of the catalogue (frenchtech-graph queries), the path of an .rq file, or
    SPARQL text; the usual prefixes need not be declared.

    \b
    Examples:
      frenchtech-graph query investors-ranked
      frenchtech-graph query startups --param place=Lille --param sector=health --format csv
      frenchtech-graph query my-question.rq --store http://localhost:8890/sparql
      frenchtech-graph query "SELECT ?name { ?a a fte:Incubator ; skos:prefLabel ?name }"
    """
    from frenchtech_graph import catalogue as queries
    from frenchtech_graph.catalogue import running
    from frenchtech_graph.io.errors import BilingualError

    if format_ == "parquet" and output is None:
        fail("--format parquet: --output FILE")
    source = _source(url, graph, timeout, out, lang)
    # An embedded engine works outside Python: without this, Ctrl-C would wait for it to finish.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        asked = running.question(question)
        values = _values(params)
        if only_text:
            click.echo(queries.prepare(source, asked, lang=lang, **values))
        elif format_ == "turtle":
            write(
                queries.construct(source, asked, lang=lang, **values).serialize(format="turtle"),
                output,
            )
        else:
            print_answer(queries.run(source, asked, lang=lang, **values), format_, output)
    except BilingualError as error:
        fail(error.message(lang))


def _source(url: str | None, graph: str | None, timeout: float, out: Path, lang: str) -> "Source":
    if url is None:
        return open_built_store(out)
    from frenchtech_graph.rdf.endpoint import CONSOLIDATED, RemoteStore
    from frenchtech_graph.rdf.same_server import EndpointError

    try:
        return RemoteStore(
            url, graph=None if graph == "default" else graph or CONSOLIDATED, timeout=timeout
        )
    except EndpointError as error:
        fail(error.message(lang))


def _values(params: tuple[str, ...]) -> dict[str, Any]:
    """Return parameters by name; one that is given several times has a list of values."""
    values: dict[str, Any] = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not equals:
            fail(f"--param {param}: NAME=VALUE")
        values.setdefault(name.strip(), []).append(value)
    return {name: found if len(found) > 1 else found[0] for name, found in values.items()}


@click.command("queries")
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@lang_option
def queries_command(name: str | None, as_json: bool, lang: str) -> None:
    """List the questions of the catalogue; with NAME, say all about one.

    \b
    Examples:
      frenchtech-graph queries
      frenchtech-graph queries startups
    """
    from frenchtech_graph import catalogue as queries
    from frenchtech_graph.io.errors import BilingualError

    try:
        found = [queries.find(name)] if name else list(queries.catalogue())
    except BilingualError as error:
        fail(error.message(lang))
    if as_json:
        click.echo(json.dumps([_about(q) for q in found], ensure_ascii=False, indent=1))
    elif name:
        _explain(found[0], lang)
    else:
        _list(found, lang)


def _about(query: "Query") -> dict[str, Any]:
    return {
        "name": query.name,
        "topic": query.topic,
        "title": dict(query.titles),
        "description": dict(query.descriptions),
        "parameters": [
            {
                "name": p.name,
                "type": p.spec,
                "default": p.default,
                "many": p.many,
                "help": dict(p.helps),
            }
            for p in query.parameters.values()
        ],
        "example": dict(query.example),
        "sparql": query.sparql,
    }


def _list(found: "list[Query]", lang: str) -> None:
    from frenchtech_graph.catalogue.questions import topics

    width = max(len(q.name) for q in found)
    for topic, title in topics(lang).items():
        click.secho(title, bold=True)
        for query in (q for q in found if q.topic == topic):
            click.echo(f"  {query.name:<{width}}  {query.titles[lang]}")


def _explain(query: "Query", lang: str) -> None:
    said = {
        "fr": ("Paramètres", "plusieurs valeurs", "par défaut", "tous", "Exemple"),
        "en": ("Parameters", "several values", "default", "all", "Example"),
    }[lang]
    click.secho(query.titles[lang], bold=True)
    click.echo(query.descriptions[lang] + "\n")
    if query.parameters:
        click.secho(said[0], bold=True)
    for p in query.parameters.values():
        default = said[3] if p.default == "UNDEF" else p.default
        many = f", {said[1]}" if p.many else ""
        click.echo(f"  {p.name} ({p.spec}{many}; {said[2]}: {default})  {p.helps.get(lang, '')}")
        click.echo(_allowed(p.type, p.of, lang), nl=False)
    example = "".join(f' --param {n}="{v}"' for n, v in query.example.items())
    click.echo(f"\n{said[4]}: frenchtech-graph query {query.name}{example}\n\n{query.sparql}")


def _allowed(kind: str, of: str, lang: str) -> str:
    if kind not in ("concept", "class"):
        return ""
    from frenchtech_graph.model import ontology

    terms = ontology.load().vocabulary(f"{kind}/{of or Class.DATED_THING}").values()
    return "".join(f"      {t.name}: {t.label(lang)}\n" for t in terms)


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
    from frenchtech_graph import exports
    from frenchtech_graph.io.errors import BilingualError

    known = exports.FORMATS.get(format_)
    ending = known.ending if known else ""
    target = output or out / "exports" / (f"graph{ending}" if ending else format_)
    try:
        for path in exports.export(open_built_store(out), format_, target):
            click.echo(path)
    except BilingualError as error:
        fail(error.message(lang))


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
@_graph_option
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
    from frenchtech_graph.rdf.endpoint import CONSOLIDATED, RemoteStore
    from frenchtech_graph.rdf.same_server import EndpointError

    if user and password is None:
        password = click.prompt("Password", hide_input=True, err=True)
    try:
        place = None if graph == "default" else graph or CONSOLIDATED
        remote = RemoteStore(
            graph_store, graph=place, timeout=timeout, user=user, password=password
        )
        count = remote.load(open_built_store(out), graph_store, update=update, progress=tell)
    except EndpointError as error:
        fail(error.message(lang))
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
    try:
        import uvicorn

        from frenchtech_graph.views.server.run import serve
    except ImportError:
        fail(
            {
                "fr": "serve demande : pip install 'frenchtech-graph[serve]'",
                "en": "serve needs: pip install 'frenchtech-graph[serve]'",
            }[lang]
        )
    from frenchtech_graph.graph.store import read_manifest
    from frenchtech_graph.views.server.limits import MEGABYTE, Limits
    from frenchtech_graph.views.server.services import destination

    for service in services:
        try:
            destination(service)
        except ValueError:
            expected = {
                "fr": " : HÔTE ou HÔTE:PORT attendu, par exemple localhost:3030",
                "en": ": HOST or HOST:PORT expected, for example localhost:3030",
            }
            fail(f"--allow-service {service}{expected[lang]}")
    given = {"workers": workers} if workers else {}
    limits = Limits(
        seconds=timeout, rows=rows, memory=memory * MEGABYTE, services=frozenset(services), **given
    )
    assert uvicorn
    serve(
        open_built_store(out),
        limits,
        host=host,
        port=port,
        origin=origin,
        hosts=frozenset(hosts),
        proxies=frozenset(proxies),
        build=read_manifest(out)["sha256"],
    )
