"""The W3C SHACL test suite against the compiled shapes: how many of its tests give the results that
it expects.

    python -m benchmarks.shacl_suite FOLDER

FOLDER is `data-shapes-test-suite/tests` of the repository w3c/data-shapes. A test passes when the
set of results is the expected one: focus node, path, value, shape, component and severity. Equal
results count once, because a finding is a place and not a number of matches. Exit code 1 means that
fewer than 112 pass.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlparse

import pyoxigraph as ox

from frenchtech_graph.graph.shacl.conditions import UnsupportedShapeError
from frenchtech_graph.graph.shacl.paths import sparql_path
from frenchtech_graph.graph.shacl.shapes import SH, Node, ShapesGraph, parse_turtle, plain
from frenchtech_graph.graph.validation import Finding, bare_path, validate
from frenchtech_graph.model.namespaces import RDF

TESTS = "http://www.w3.org/ns/shacl-test#"
MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
FEWEST = 112
Result = tuple[str, str, str, str, str, str]


def outcome(file: Path) -> str | None:
    """Return "passed", "other results" or why a test is refused; None where a file is no test."""
    graph = ShapesGraph.of([file])
    if not (tests := _tests(graph, file)):
        return None
    [test] = tests
    try:
        return "passed" if _found(graph, test) == _expected(graph, test) else "other results"
    except UnsupportedShapeError as error:
        wanted = next(iter(graph.objects(test, MANIFEST + "result")), None)
        return "passed" if wanted == ox.NamedNode(TESTS + "Failure") else f"refused: {error}"


def _tests(graph: ShapesGraph, file: Path) -> list[Node]:
    kind = ox.NamedNode(TESTS + "Validate")
    subjects = {quad.subject for quad in parse_turtle(file)}
    return [s for s in subjects if kind in graph.objects(s, RDF + "type")]


def _found(graph: ShapesGraph, test: Node) -> set[Result]:
    [action] = graph.objects(test, MANIFEST + "action")
    data, shapes = (_path(graph, action, name) for name in ("dataGraph", "shapesGraph"))
    store = ox.Store()
    store.extend(parse_turtle(data))
    return {_result(f) for f in validate(store, shapes=[shapes])}


def _path(graph: ShapesGraph, action: Node, name: str) -> Path:
    [address] = graph.objects(action, TESTS + name)
    return Path(unquote(urlparse(plain(address)).path))


def _result(finding: Finding) -> Result:
    severity = finding.own_severity or f"{SH}{finding.severity.capitalize()}"
    return (
        finding.focus if ":" in finding.focus else "",
        finding.path or "",
        _named(finding.value_term or ""),
        finding.constraint if ":" in finding.constraint else "",
        "SPARQL"
        if finding.component == "sparql"
        else finding.component[0].upper() + finding.component[1:],
        severity,
    )


def _expected(graph: ShapesGraph, test: Node) -> set[Result]:
    [report] = graph.objects(test, MANIFEST + "result")
    return {_stated(graph, result) for result in graph.values(report, "result")}


def _stated(graph: ShapesGraph, result: Node) -> Result:
    def text(name: str) -> str:
        return graph.text(result, name)

    path, value, shape = (graph.value(result, n) for n in ("resultPath", "value", "sourceShape"))
    component = text("sourceConstraintComponent").removeprefix(SH)
    focus = text("focusNode")
    return (
        focus if ":" in focus else "",
        "" if path is None else bare_path(sparql_path(graph, path)) or "",
        "" if value is None else _named(str(value)),
        text("sourceShape") if isinstance(shape, ox.NamedNode) else "",
        component.removesuffix("ConstraintComponent"),
        text("resultSeverity"),
    )


def _named(term: str) -> str:
    """Return a term, and nothing for a blank node: its name is another in each reading."""
    return "" if term.startswith("_:") else term


def run(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield each test file of a folder with its outcome, in the order of their names."""
    for file in sorted(folder.rglob("*.ttl")):
        if (found := outcome(file)) is not None:
            yield file.relative_to(folder), found


def main() -> int:
    """Print the tests that do not pass and the totals."""
    outcomes = dict(run(Path(sys.argv[1])))
    for file, found in outcomes.items():
        if found != "passed":
            print(f"{file}: {found}")
    passed = Counter(outcomes.values())["passed"]
    print(f"{passed} of {len(outcomes)} tests of the suite pass")
    return int(passed < FEWEST)


if __name__ == "__main__":
    raise SystemExit(main())
