"""`query` and `queries`: questions of the catalogue, and SPARQL of your own."""

import json
import signal
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
    progress_bar,
)
from frenchtech_graph.cli.kept_answers import printed
from frenchtech_graph.cli.languages import WORDS, language
from frenchtech_graph.cli.logs import tell
from frenchtech_graph.io.files import queries_folder
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
)


@click.command("query")
@click.argument("question")
@click.option(
    "--param",
    "-p",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(_FORMATS),
    default="table",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
)
@click.option(
    "--sparql",
    "only_text",
    is_flag=True,
)
@click.option("--explain", "explained", is_flag=True)
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), default=60, show_default=True
)
@click.option("--rows", type=click.IntRange(min=1), default=1_000_000, show_default=True)
@click.option("--memory", type=click.IntRange(min=1), default=4096, show_default=True)
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
    explained: bool,
    timeout: float,
    rows: int,
    memory: int,
    url: str | None,
    graph: str | None,
    out: Path,
    lang: str,
) -> None:
    """Ask a question of the catalogue, or a SPARQL query of your own."""
    if format_ == "parquet" and output is None:
        fail(WORDS.text("parquet-file", lang))
    asked: Any = {"lang": lang, **_values(params)}
    limits = (timeout, rows, memory)

    def show() -> None:
        with _waiting() as step, _hinted():
            door = _door(url, graph, out, step, limits)
            if only_text:
                found: Any = door.sparql(question, **asked)
            elif explained:
                found = door.explain(question, **asked)
            elif format_ == "turtle":
                found = door.construct(question, **asked).serialize(format="turtle")
            else:
                found = door.query(question, **asked)
        if only_text:
            click.echo(found)
        elif format_ == "turtle" and not explained:
            write(found, output)
        else:
            print_answer(found, format_, output)

    if url is None and output is None and not explained and _in_catalogue(question):
        form = {"format": format_, "text": only_text, "limits": limits}
        printed(out, "query", {"question": question, **asked, "form": form}, show)
    else:
        show()


def _in_catalogue(question: str) -> bool:
    return any(file.stem == question for file in queries_folder().glob("*.rq"))


def _door(
    url: str | None,
    graph: str | None,
    out: Path,
    step: Callable[[str], None],
    limits: tuple[float, int, int],
) -> "EcosystemGraph":
    from frenchtech_graph.api import EcosystemGraph
    from frenchtech_graph.catalogue.bounded import MEGABYTE, Bounds

    seconds, rows, memory = limits
    if url is not None:
        return EcosystemGraph.at(url, graph=named_graph(graph), timeout=seconds)
    with _ended_at_once():  # the engine loads the graph outside Python
        door = EcosystemGraph.open(
            out,
            kept=True,
            persons=not are_persons_left_out(),
            progress=step,
            bounds=Bounds(seconds, rows, memory * MEGABYTE),
        )
        _ = door.store
    return door


@contextmanager
def _ended_at_once() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the process at once, even during compiled code."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, signal.SIG_DFL) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


@contextmanager
def _waiting() -> Iterator[Callable[[str], None]]:
    """Show on a terminal how long a query takes, and how many rows have come."""
    with progress_bar() as bar:
        task = bar.add_task("", total=None)

        def step(name: str) -> None:
            rows = f"{int(name):,} ".replace(",", "\u202f") if name.isdecimal() else ""
            bar.update(task, description=f"{bar.tasks[0].elapsed or 0:.0f} s {rows}")

        yield step


@contextmanager
def _hinted() -> Iterator[None]:
    """Report terms that are not in the ontology."""
    from frenchtech_graph.catalogue.hints import UnknownTermWarning

    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("ignore")
        warnings.simplefilter("always", UnknownTermWarning)
        yield
    for warning in found:
        tell(f"! {warning.message}")


def _values(params: tuple[str, ...]) -> dict[str, Any]:
    """Return parameters by name. A repeated parameter has a list of values."""
    values: dict[str, Any] = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not equals:
            fail(WORDS.text("parameter-expected", language(), value=param))
        values.setdefault(name.strip(), []).append(value)
    return {name: found if len(found) > 1 else found[0] for name, found in values.items()}


@click.command("queries")
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True)
@lang_option
def queries_command(name: str | None, as_json: bool, lang: str) -> None:
    """List the questions of the catalogue."""
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
    said = WORDS.named("question", lang)
    click.secho(query.titles[lang], bold=True)
    click.echo(query.descriptions[lang] + "\n")
    if query.parameters:
        click.secho(said["parameters"], bold=True)
    for p in query.parameters.values():
        default = said["all"] if p.default == "UNDEF" else p.default
        many = f", {said['many']}" if p.many else ""
        usual = f"{said['default']}: {default}"
        click.echo(f"  {p.name} ({p.spec}{many}; {usual})  {p.helps.get(lang, '')}")
        click.echo(_allowed(p.type, p.of, lang), nl=False)
    example = "".join(f' --param {n}="{v}"' for n, v in query.example.items())
    click.echo(
        f"\n{said['example']}: frenchtech-graph query {query.name}{example}\n\n{query.sparql}"
    )


def _allowed(kind: str, of: str, lang: str) -> str:
    if kind not in ("concept", "class"):
        return ""
    from frenchtech_graph.model import ontology

    terms = ontology.load().vocabulary(f"{kind}/{of or Class.DATED_THING}").values()
    return "".join(f"      {t.name}: {t.label(lang)}\n" for t in terms)
