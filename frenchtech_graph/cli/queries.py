"""`query` and `queries`: questions of the catalogue, and SPARQL of your own."""

import json
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from frenchtech_graph.cli.answers import print_answer, write
from frenchtech_graph.cli.common import (
    are_persons_left_out,
    fail,
    graph_option,
    lang_option,
    named_graph,
    out_option,
)
from frenchtech_graph.model.terms import Class

if TYPE_CHECKING:
    from frenchtech_graph.api import EcosystemGraph
    from frenchtech_graph.catalogue import Query

_FORMATS = ("table", "csv", "json", "md", "parquet", "turtle")
_store_option = click.option(
    "--store",
    "url",
    default=None,
    metavar="URL",
    help="Ask this SPARQL server instead of the built graph.",
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
@graph_option
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
    if format_ == "parquet" and output is None:
        fail("--format parquet: --output FILE")
    door = _door(url, graph, timeout, out)
    # An embedded engine works outside Python: without this, Ctrl-C would wait for it to finish.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    asked: Any = {"lang": lang, **_values(params)}
    if only_text:
        click.echo(door.sparql(question, **asked))
    elif format_ == "turtle":
        write(door.construct(question, **asked).serialize(format="turtle"), output)
    else:
        print_answer(door.query(question, **asked), format_, output)


def _door(url: str | None, graph: str | None, timeout: float, out: Path) -> "EcosystemGraph":
    from frenchtech_graph.api import EcosystemGraph

    if url is None:
        return EcosystemGraph.open(out, without_persons=are_persons_left_out())
    return EcosystemGraph.at(url, graph=named_graph(graph), timeout=timeout)


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
    from frenchtech_graph.api import EcosystemGraph

    found = EcosystemGraph.queries(name)
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
