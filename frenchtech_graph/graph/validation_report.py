"""Findings of the validation as a SHACL report in Turtle."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox

from frenchtech_graph.graph.shacl.paths import turtle_path
from frenchtech_graph.graph.shacl.shapes import SH, ShapesGraph
from frenchtech_graph.graph.validation import Finding, shape_files


def report_turtle(findings: Iterable[Finding], *, shapes: Sequence[Path] | None = None) -> str:
    """Return the findings as a SHACL validation report in Turtle (SHACL §3.6), without blank nodes
    for results.
    """
    graph = ShapesGraph.of(shape_files() if shapes is None else shapes)
    listed = list(findings)
    unnamed: dict[str, ox.BlankNode] = {}
    conforms = "true" if not listed else "false"
    lines = [
        f"@prefix sh: <{SH}> .",
        "",
        f"<urn:report> a sh:ValidationReport ; sh:conforms {conforms} .",
    ]
    for number, finding in enumerate(listed, 1):
        shape = _shape(finding.constraint, unnamed)
        path = graph.value(shape, "path")
        about = [f"a sh:ValidationResult ; sh:resultSeverity {_severity(finding)}"]
        about.append(f"sh:focusNode {_term(finding.focus)} ; sh:sourceShape {shape}")
        about.append(f"sh:sourceConstraintComponent sh:{_component(finding.component)}")
        if finding.path:
            about.append(
                f"sh:resultPath {turtle_path(graph, path) if path else _term(finding.path)}"
            )
        if finding.value_term:
            about.append(f"sh:value {finding.value_term}")
        about.append(f"sh:resultMessage {ox.Literal(finding.message)}")
        lines.append(f"<urn:report> sh:result <urn:report#{number}> .")
        lines.append(f"<urn:report#{number}> " + " ;\n  ".join(about) + " .")
    return "\n".join(lines) + "\n"


def _severity(finding: Finding) -> str:
    own = finding.own_severity
    return f"<{own}>" if own else f"sh:{finding.severity.capitalize()}"


def _shape(constraint: str, unnamed: dict[str, ox.BlankNode]) -> ox.NamedNode | ox.BlankNode:
    """Return the shape of a finding.

    A property shape within another often has no address. It is numbered in the order in which
    `unnamed` meets it.
    """
    if ":" in constraint:
        return ox.NamedNode(constraint)
    return unnamed.setdefault(constraint, ox.BlankNode(f"shape{len(unnamed) + 1}"))


def _term(text: str) -> str:
    return f"<{text}>" if ":" in text else str(ox.Literal(text))


def _component(name: str) -> str:
    return (
        "SPARQLConstraintComponent"
        if name == "sparql"
        else f"{name[0].upper()}{name[1:]}ConstraintComponent"
    )
