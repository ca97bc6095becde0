"""The findings of pySHACL: the slow reference for the compiled shapes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from frenchtech_graph.graph.finding_names import Names
from frenchtech_graph.graph.shacl.paths import sparql_path
from frenchtech_graph.graph.shacl.shapes import SH, ShapesGraph, plain
from frenchtech_graph.graph.validation import Finding, bare_path, known_subclasses, shape_files


def validate_with_pyshacl(
    store: ox.Store, *, shapes: Sequence[Path] | None = None
) -> list[Finding]:
    """Return the findings of pySHACL in the default graph of a store: the reference for
    :func:`validate`.

    The same findings in the same order, messages in English. Time grows with nodes times
    constraints: minutes where :func:`validate` takes seconds.
    """
    import pyshacl

    files = shape_files() if shapes is None else shapes
    asked = Graph()
    for file in files:
        asked.parse(file)
    data = _as_rdflib(store, known_subclasses(store, shapes))
    _, report, _ = pyshacl.validate(
        data, shacl_graph=asked, inference="none", inplace=True, allow_warnings=False
    )
    assert isinstance(report, Graph)
    found = {f.key: f for f in _pyshacl_findings(report, Names(store, "en"))}
    return [found[key] for key in sorted(found)]


def _as_rdflib(store: ox.Store, pairs: set[tuple[str, str]]) -> Graph:
    from rdflib import RDFS as RDFLIB_RDFS
    from rdflib import URIRef

    text = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert text is not None
    graph = Graph().parse(data=text.decode("utf-8"), format="nt")
    for narrower, wider in pairs:
        graph.add((URIRef(narrower), RDFLIB_RDFS.subClassOf, URIRef(wider)))
    return graph


def _pyshacl_findings(report: Graph, names: Names) -> Iterator[Finding]:
    text = report.serialize(format="nt", encoding="utf-8")
    read = ShapesGraph(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
    [root] = read.of_type("ValidationReport")
    for result in read.values(root, "result"):
        kind = (
            read.text(result, "sourceConstraintComponent")
            .removeprefix(SH)
            .removesuffix("ConstraintComponent")
        )
        focus, path, value = (
            read.value(result, name) for name in ("focusNode", "resultPath", "value")
        )
        assert focus is not None
        yield Finding(
            severity=read.text(result, "resultSeverity").removeprefix(SH).lower(),
            constraint=read.text(result, "sourceShape"),
            focus=plain(focus),
            focus_label=names.of(focus),
            path=None if path is None else bare_path(sparql_path(read, path)),
            value=None if value is None else plain(value),
            message=read.text(result, "resultMessage"),
            component="sparql" if kind == "SPARQL" else kind[0].lower() + kind[1:],
            value_term=None if value is None else str(value),
        )
