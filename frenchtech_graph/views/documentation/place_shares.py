"""How many bodies of the registers have a known place, counted in a built graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from frenchtech_graph.io.files import queries_folder
from frenchtech_graph.model import ontology
from frenchtech_graph.model.namespaces import FTE, ID
from frenchtech_graph.model.terms import Class

RESEARCH = ("rnsr", "rnsr_stic", "ror", "institutions")
CONTESTS = ("ilab", "inov", "iphd", "next40")


@dataclass(frozen=True, slots=True)
class Share:
    """How many members of a group have a property. `target` is the lowest acceptable share."""

    what: str
    count: int
    of: int
    target: float | None = None

    @property
    def share(self) -> float:
        """The share, 0 for an empty group."""
        return self.count / self.of if self.of else 0.0


def shares(store: ox.Store) -> list[Share]:
    """Return the shares of research and teaching bodies, and of start-ups, with a commune."""
    kinds, ways = _kinds(store), _ways(store)
    seat, anywhere = ways["seat"], ways["seat"] | ways["site"]
    origin = ways["origin"] - seat
    terms = ontology.load()
    research = {
        body
        for body, (sources, found) in kinds.items()
        if sources & set(RESEARCH)
        and any(
            terms.is_a(k, up)
            for k in found
            for up in (Class.TALENT_ORGANIZATION, Class.TECHNOLOGY_ORGANIZATION)
        )
    }
    firms = {
        body
        for body, (sources, found) in kinds.items()
        if sources & set(CONTESTS) and Class.START_UP in found
    }
    return [
        _share("research", research & anywhere, research, 0.95),
        _share("firms", firms & (anywhere | origin), firms, 0.3),
        _share("firms-seat", firms & seat, firms),
        _share("firms-origin", firms & origin, firms),
    ]


def _share(what: str, having: set[str], group: set[str], target: float | None = None) -> Share:
    return Share(what, len(having), len(group), target)


def _kinds(store: ox.Store) -> dict[str, tuple[set[str], set[str]]]:
    """Return for each living body the data sets whose claims it rests on, and its classes."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for body, claim, kind in _rows(store, "living-bodies"):
        sources, kinds = found.setdefault(body, (set(), set()))
        sources.add(claim.removeprefix(f"{ID}claim/").partition("/")[0])
        kinds.add(kind.removeprefix(FTE))
    return found


def _ways(store: ox.Store) -> dict[str, set[str]]:
    """Return the bodies with a commune, by the source of the commune."""
    found: dict[str, set[str]] = {"seat": set(), "site": set(), "origin": set()}
    for body, way in _rows(store, "communes"):
        found[way].add(body)
    return found


def _rows(store: ox.Store, name: str) -> Iterator[tuple[str, ...]]:
    text = (queries_folder() / "network" / f"{name}.rq").read_text(encoding="utf-8")
    found = store.query(text)
    assert isinstance(found, ox.QuerySolutions)
    for row in found:
        yield tuple("" if term is None else term.value for term in row)
