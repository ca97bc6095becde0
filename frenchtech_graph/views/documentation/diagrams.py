"""One drawing per pillar: the actors that can be tied and the kinds of their ties, as inline
SVG."""

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import RDFS, SKOS, URIRef
from rdflib.term import Node

from frenchtech_graph.model.namespaces import CONCEPT
from frenchtech_graph.model.terms import Contribution, Property
from frenchtech_graph.views.documentation.source import FTE, Source, label, name, text

ROW, BOX, PILL, GAP = 46, 190, 240, 160
"""Height of a row, widths of a class box, of a tie pill, and of the gap between columns, in
pixels.
"""
WIDTH = 2 + 2 * BOX + PILL + 2 * GAP


@dataclass(frozen=True, slots=True)
class Box:
    """A labelled shape with its anchor on the page of terms.

    `x`, `y` are its left side and its middle.
    """

    anchor: str
    label: str
    note: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Diagram:
    """A drawing: boxes of classes, pills of ties, and the curves between them (SVG path data)."""

    pillar: str
    title: str
    definition: str
    width: float
    height: float
    classes: tuple[Box, ...]
    ties: tuple[Box, ...]
    curves: tuple[str, ...]
    arrows: tuple[str, ...]


def diagrams(source: Source, lang: str) -> list[Diagram]:
    """Return a drawing for each contribution that flows along ties, and one for the ties without a
    flow.
    """
    drawn = []
    for pillar in (
        Contribution.TALENT,
        Contribution.TECHNOLOGY,
        Contribution.FINANCE,
        Contribution.CONNECTION,
    ):
        concept = URIRef(CONCEPT + "contribution/" + pillar)
        title = label(source.schemes, concept, lang)
        definition = text(source.schemes, concept, SKOS.definition, lang)
        kinds = [
            k for k in source.kinds_of_tie() if source.core.value(k, FTE[Property.FLOW]) == concept
        ]
        drawn.append(_diagram(source, lang, pillar, title, definition, kinds))
    silent = [k for k in source.kinds_of_tie() if source.core.value(k, FTE[Property.FLOW]) is None]
    return [*drawn, _diagram(source, lang, "none", "", "", silent)]


def _diagram(
    source: Source, lang: str, pillar: str, title: str, definition: str, kinds: list[URIRef]
) -> Diagram:
    kinds = sorted(
        kinds,
        key=lambda k: [
            source.position(_end(source, k, e))
            for e in (Property.EDGE_SOURCE, Property.EDGE_TARGET)
        ],
    )
    left = _column(source, lang, kinds, Property.EDGE_SOURCE, 1)
    right = _column(source, lang, kinds, Property.EDGE_TARGET, 1 + BOX + PILL + 2 * GAP)
    pills, curves, arrows = [], [], []
    for row, kind in enumerate(kinds):
        pill = _pill(source, lang, kind, row)
        start, end = (
            left[_end(source, kind, Property.EDGE_SOURCE)],
            right[_end(source, kind, Property.EDGE_TARGET)],
        )
        pills.append(pill)
        curves.append(_curve(start.x + BOX, start.y, pill.x, pill.y))
        arrows.append(_curve(pill.x + PILL, pill.y, end.x - 6, end.y))
    boxes = (*left.values(), *right.values())
    height = max(b.y for b in (*boxes, *pills)) + ROW / 2
    return Diagram(
        pillar, title, definition, WIDTH, height, boxes, tuple(pills), tuple(curves), tuple(arrows)
    )


def _column(source: Source, lang: str, kinds: list[URIRef], end: str, x: float) -> dict[Node, Box]:
    """Return the classes at one end of the ties, each near the middle of its ties."""
    rows: dict[Node, list[int]] = {}
    for row, kind in enumerate(kinds):
        rows.setdefault(_end(source, kind, end), []).append(row)
    middles = {c: sum(r) / len(r) for c, r in rows.items()}
    ordered = sorted(rows, key=lambda c: (middles[c], str(c)))
    placed = _spread([middles[c] for c in ordered])
    boxes = zip(ordered, placed, strict=True)
    return {c: Box(name(c), label(source.core, c, lang), "", x, _y(m), BOX) for c, m in boxes}


def _pill(source: Source, lang: str, kind: URIRef, row: int) -> Box:
    short = source.core.value(kind, FTE[Property.SHORTCUT])
    assert short is not None
    event = source.core.value(kind, FTE[Property.EVENT_END])
    shared = event is not None and event != source.core.value(kind, FTE[Property.EDGE_TARGET])
    note = " · ".join(
        label(source.core, p, lang) for p in (short, *([event] if shared and event else []))
    )
    return Box(name(kind), label(source.core, kind, lang), note, 1 + BOX + GAP, _y(row), PILL)


def _end(source: Source, kind: URIRef, end: str) -> Node:
    found = source.core.value(source.core.value(kind, FTE[end]), RDFS.range)
    assert found is not None
    return found


def _y(row: float) -> float:
    return row * ROW + ROW / 2


def _spread(middles: Iterable[float]) -> list[float]:
    """Return rows near the given ones, in their order, at least one row apart.

    >>> _spread([0.5, 0.5, 3.0])
    [0.5, 1.5, 3.0]
    """
    placed: list[float] = []
    for middle in middles:
        placed.append(max(middle, placed[-1] + 1) if placed else middle)
    return placed


def _curve(x1: float, y1: float, x2: float, y2: float) -> str:
    middle = (x1 + x2) / 2
    return f"M{x1:g},{y1:g} C{middle:g},{y1:g} {middle:g},{y2:g} {x2:g},{y2:g}"
