"""The table of all shapes: target, severity, message, and a valid value."""

import re
from dataclasses import dataclass

from rdflib import SH, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from frenchtech_graph.views.documentation.entries import Link
from frenchtech_graph.views.documentation.source import FTE, Source, label, name, typeset

SHAPES = "https://w3id.org/fte/shapes/"
_ADDRESS = re.compile(r"<https?://[^>]*/([\w-]+)/([\w.-]+)>")
_TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)


@dataclass(frozen=True, slots=True)
class Constraint:
    """One shape, ready for a table."""

    code: str
    severity: str
    target: URIRef
    looks_at: Link
    message: str
    example: str


def constraints(source: Source, lang: str) -> list[Constraint]:
    """Return all shapes that have a target, gravest first, then by code."""
    shapes, french = source.shapes(), source.french_messages()
    found = [
        Constraint(
            code=str(shape).removeprefix(SHAPES),
            severity=_severity(shapes, shape),
            target=URIRef(str(target)),
            looks_at=_link(source, target, lang),
            message=_message(shapes, french, shape, lang).replace("{?", "{"),
            example=_short(str(shapes.value(shape, SKOS.example) or "")),
        )
        for predicate in _TARGETS
        for shape, target in shapes.subject_objects(predicate)
    ]
    return sorted(found, key=lambda c: (("violation", "warning", "info").index(c.severity), c.code))


def by_target(listed: list[Constraint]) -> dict[str, list[str]]:
    """Return the codes of the constraints on each term."""
    codes: dict[str, list[str]] = {}
    for constraint in listed:
        codes.setdefault(str(constraint.target), []).append(constraint.code)
    return codes


def _link(source: Source, term: Node, lang: str) -> Link:
    ours = str(term).startswith(FTE)
    return Link(label(source.core, term, lang), f"terms.html#{name(term)}" if ours else "")


def _short(example: str) -> str:
    """Return an example with the addresses of concepts and things cut to their last two steps.

    >>> _short("fte:hasRole <https://w3id.org/fte/concept/role/chair>")
    'fte:hasRole role:chair'
    """
    return _ADDRESS.sub(r"\1:\2", example)


def _severity(shapes: Graph, shape: Node) -> str:
    return str(shapes.value(shape, SH.severity) or SH.Violation).rpartition("#")[2].lower()


def _message(shapes: Graph, french: Graph, shape: Node, lang: str) -> str:
    if lang == "fr":
        return next((typeset(str(m), lang) for m in french.objects(shape, SH.message)), "")
    written = [
        m
        for node in (shape, *shapes.objects(shape, SH.sparql))
        for m in shapes.objects(node, SH.message)
    ]
    return next((str(m) for m in written if isinstance(m, Literal)), "")
