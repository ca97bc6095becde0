"""The W3C's SPARQL 1.1 tests, read from a copy of https://github.com/w3c/rdf-tests (never stored
here).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
import rdflib
from rdflib.collection import Collection
from rdflib.plugins.sparql.results.rdfresults import RDFResult

from frenchtech_graph.rdf.tokens import form

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
BASE = "http://www.w3.org/2009/sparql/docs/tests/"
_RESULTS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}


@dataclass(frozen=True)
class Evaluation:
    """A query with its data and its expected answer; a syntax test has no answer but whether it is
    valid.
    """

    name: str
    query: Path
    data: tuple[Path, ...]
    graphs: tuple[tuple[str, Path], ...]
    result: Path | None
    valid: bool | None

    @property
    def text(self) -> str:
        return self.query.read_bytes().decode("utf-8")

    @property
    def address(self) -> str:
        """The address the query is read from: relative addresses in it are resolved against it."""
        return self.query.as_uri()

    def store(self) -> ox.Store:
        """Return a store with the data of the test."""
        store = ox.Store()
        for path in self.data:
            store.load(path=str(path), base_iri=path.as_uri())
        for name, path in self.graphs:
            store.load(path=str(path), base_iri=path.as_uri(), to_graph=ox.NamedNode(name))
        return store


def evaluations(folder: Path) -> Iterator[Evaluation]:
    """Yield the query tests: evaluation, result formats and syntax."""
    top = folder / "sparql" / "sparql11"
    for name in ("manifest-sparql11-query.ttl", "manifest-sparql11-results.ttl"):
        graph = _read(top / name)
        for include in graph.objects(None, MF.include):
            for manifest in Collection(graph, include):
                yield from _of_manifest(_path(manifest))


def _read(path: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(path, publicID=path.as_uri())


def _path(address: object) -> Path:
    return Path(unquote(urlsplit(str(address)).path))


def _of_manifest(path: Path) -> Iterator[Evaluation]:
    graph = _read(path)
    for head in graph.objects(None, MF.entries):
        for test in Collection(graph, head):
            kind = str(graph.value(test, rdflib.RDF.type)).removeprefix(str(MF))
            action = graph.value(test, MF.action)
            name = f"{path.parent.name}/{graph.value(test, MF.name)}"
            if "Syntax" in kind and "Update" not in kind:
                yield Evaluation(name, _path(action), (), (), None, kind.startswith("Positive"))
            elif kind in ("QueryEvaluationTest", "CSVResultFormatTest") and action is not None:
                result = graph.value(test, MF.result)
                yield Evaluation(
                    name,
                    _path(graph.value(action, QT.query)),
                    tuple(_path(d) for d in graph.objects(action, QT.data)),
                    tuple(_named(graph, g) for g in graph.objects(action, QT.graphData)),
                    _path(result),
                    None,
                )


def _named(graph: rdflib.Graph, node: rdflib.term.Node) -> tuple[str, Path]:
    file = graph.value(node, QT.graph) or node
    label = graph.value(node, rdflib.RDFS.label)
    return str(label or file), _path(file)


Answer = Callable[[ox.Store, str, str, str], bytes]
"""Store, query text, address of the query, media type → the answer in that form."""


def passes(test: Evaluation, answer: Answer, solutions_form: str) -> bool:
    """Whether an engine passes a test; it answers solutions in `solutions_form`, triples as
    N-Triples.
    """
    if test.valid is not None:
        try:
            answer(ox.Store(), test.text, test.address, solutions_form)
        except SyntaxError:
            return not test.valid
        except RuntimeError:  # valid, but of a function nobody knows
            return test.valid
        return test.valid
    assert test.result is not None
    try:
        if test.result.suffix in (".ttl", ".rdf", ".nt") and form(test.text) == "CONSTRUCT":
            found = answer(test.store(), test.text, test.address, "application/n-triples")
            return _same_graph(found, test.result)
        if test.result.suffix == ".csv":
            return _same_csv(
                answer(test.store(), test.text, test.address, "text/csv"), test.result.read_bytes()
            )
        found = answer(test.store(), test.text, test.address, solutions_form)
        in_xml = solutions_form == "application/sparql-results+xml"
        read = ox.parse_query_results(
            found, format=ox.QueryResultsFormat.XML if in_xml else ox.QueryResultsFormat.JSON
        )
        return _same_solutions(read, _expected(test.result))
    except (SyntaxError, ValueError, OSError, RuntimeError):
        return False


def _expected(path: Path) -> ox.QuerySolutions | ox.QueryBoolean:
    if path.suffix in _RESULTS:
        return ox.parse_query_results(path.read_bytes(), format=_RESULTS[path.suffix])
    # A few answers stand in RDF, in the vocabulary of result sets; rdflib reads that.
    read = RDFResult(
        io.BytesIO(path.read_bytes()), format="turtle" if path.suffix == ".ttl" else "xml"
    )
    written = io.BytesIO()
    read.serialize(written, format="json")
    return ox.parse_query_results(written.getvalue(), format=ox.QueryResultsFormat.JSON)


def _same_graph(found: bytes, expected: Path) -> bool:
    graphs = [
        ox.parse(found, format=ox.RdfFormat.N_TRIPLES),
        ox.parse(path=str(expected), base_iri=expected.as_uri()),
    ]
    datasets = [ox.Dataset(q for q in g) for g in graphs]
    for dataset in datasets:
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return datasets[0] == datasets[1]


def _same_csv(found: bytes, expected: bytes) -> bool:
    return _csv_rows(found) == _csv_rows(expected)


def _csv_rows(text: bytes) -> list[list[tuple[str, str]]]:
    """Return rows as cells by column, for the order of columns of `SELECT *` is not fixed; blank
    nodes as one.
    """
    rows = csv.DictReader(io.StringIO(text.decode("utf-8"), newline=""))
    return sorted(
        sorted((n, "_:" if v.startswith("_:") else v) for n, v in row.items()) for row in rows
    )


def _same_solutions(
    found: ox.QuerySolutions | ox.QueryBoolean, expected: ox.QuerySolutions | ox.QueryBoolean
) -> bool:
    if isinstance(found, ox.QueryBoolean) or isinstance(expected, ox.QueryBoolean):
        return (
            isinstance(found, ox.QueryBoolean)
            and isinstance(expected, ox.QueryBoolean)
            and bool(found) == bool(expected)
        )
    names = sorted(v.value for v in expected.variables)
    if sorted(v.value for v in found.variables) != names:
        return False
    return _as_dataset(found, names) == _as_dataset(expected, names)


def _as_dataset(solutions: ox.QuerySolutions, names: list[str]) -> ox.Dataset:
    """Return solutions as a graph, so that blank nodes are compared as graphs are: a node per
    row.
    """
    rows = sorted(
        (tuple(row[n] for n in names) for row in solutions), key=lambda r: [str(c) for c in r]
    )
    quads = []
    for number, row in enumerate(rows):
        here = ox.BlankNode(f"row{number}")
        quads.append(ox.Quad(here, ox.NamedNode("urn:row"), ox.Literal("")))
        for name, cell in zip(names, row, strict=True):
            if cell is not None:
                quads.append(ox.Quad(here, ox.NamedNode(f"urn:{name}"), _value(cell)))
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def _value(
    cell: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    """Return a cell, a number by its value: 2.0 is 2."""
    if isinstance(cell, ox.Literal) and cell.datatype.value.endswith(
        ("#decimal", "#double", "#float")
    ):
        return ox.Literal(f"{float(cell.value):.10g}", datatype=cell.datatype)
    return cell


@dataclass(frozen=True)
class Exchange:
    """One request of the protocol tests and what must come back."""

    name: str
    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    statuses: tuple[int, ...]
    truth: bool | None
    form: str | None


def exchanges(folder: Path) -> Iterator[Exchange]:
    """Yield the requests of the protocol tests for queries, and those for updates that must be
    refused.
    """
    graph = _read(folder / "sparql" / "sparql11" / "protocol" / "manifest.ttl")
    for head in graph.objects(None, MF.entries):
        for test in Collection(graph, head):
            name = str(test).rpartition("#")[2]
            if name.startswith("update_"):
                continue  # this endpoint is read-only: updates that should succeed do not apply
            for number, request in enumerate(_requests(graph, graph.value(test, MF.action))):
                yield _exchange(graph, request, f"{name}-{number}")


def _requests(graph: rdflib.Graph, action: rdflib.term.Node | None) -> Iterator[rdflib.term.Node]:
    for head in graph.objects(action, HT.requests):
        yield from Collection(graph, head)


def _exchange(graph: rdflib.Graph, request: rdflib.term.Node, name: str) -> Exchange:
    content = graph.value(request, HT.body)
    chars = graph.value(content, CNT.chars) if content else None
    encoding = str(graph.value(content, CNT.characterEncoding) or "utf-8") if content else "utf-8"
    headers = [
        (str(graph.value(h, HT.fieldName)), str(graph.value(h, HT.fieldValue)))
        for head in graph.objects(request, HT.headers)
        for h in Collection(graph, head)
    ]
    reply = graph.value(request, HT.resp)
    stated = {str(s).rpartition("StatusCode")[2] for s in graph.objects(reply, MF.expectedStatus)}
    truth = graph.value(reply, MF.expectedBoolean)
    form = graph.value(reply, MF.expectedFormat)
    return Exchange(
        name,
        str(graph.value(request, HT.methodName)),
        str(graph.value(request, HT.absolutePath)),
        tuple(headers),
        str(chars).encode(encoding) if chars is not None else None,
        tuple(int(s[0]) for s in sorted(stated)),
        None if truth is None else str(truth) == "true",
        None if form is None else str(form),
    )
