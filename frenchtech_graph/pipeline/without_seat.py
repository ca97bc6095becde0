"""Companies of the package with a SIREN and no commune, whose seat is worth looking up."""

from collections.abc import Iterable

from frenchtech_graph.model import ontology, places
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class
from frenchtech_graph.pipeline import datasets


def sirens_without_commune(inputs: Iterable[str] = ("france",)) -> list[str]:
    """Return the SIREN of the companies of inputs for which no row gives a commune, sorted."""
    return _without_commune(datasets.read(inputs))


def _without_commune(found: Iterable[Dataset]) -> list[str]:
    known, terms = places.load().by_id, ontology.load()
    asked: set[str] = set()
    placed: set[str] = set()
    for dataset in found:
        for actor in dataset.actors:
            siren = actor.identifiers.get("siren")
            if siren and actor.place and known[actor.place].kind == Class.CITY:
                placed.add(siren)
            elif siren and any(terms.is_a(kind, Class.COMPANY) for kind in actor.kinds):
                asked.add(siren)
    return sorted(asked - placed)
