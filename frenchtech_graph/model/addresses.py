"""Addresses of resources by their class, following the annotations of the ontology.

`fte:addressSegment` gives the segment before the key: `/id/label/capitale-french-tech`. Up to
version 0.1 of the ontology, labels, ecosystems, programmes, projects and markets had addresses
under `/id/event/`, with the same key. Links to those addresses still lead to the resource.
`data/reference/moved.csv` lists the resources of the package whose key or family has changed.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model import ontology
from frenchtech_graph.model.namespaces import FTE, ID
from frenchtech_graph.model.terms import Class, Property

FORMER = "event"
"""The segment that all things of the table of events had."""


@cache
def segment(kind: str) -> str:
    """Return the segment before the key in the addresses of a class.

    Raises:
        KeyError: the ontology gives the class no addresses of its own.

    >>> segment("Label"), segment("FundingRound"), segment("StartUp")
    ('label', 'event', 'actor')
    """
    known = ontology.load()
    for name in known.superclasses[kind]:
        if found := known.concepts(FTE + name, Property.ADDRESS_SEGMENT):
            return found[0]
    raise KeyError(kind)


@cache
def segments() -> tuple[str, ...]:
    """Return the segments of resources with a name: actors, places, labels, acts and so on.

    >>> sorted(segments())
    ['actor', 'ecosystem', 'event', 'label', 'market', 'place', 'programme', 'project']
    """
    known = ontology.load()
    named = (*known.subclasses(Class.ENTITY), *known.subclasses(Class.SHARED_ACT))
    own = (known.concepts(FTE + name, Property.ADDRESS_SEGMENT) for name in named)
    return tuple(dict.fromkeys(s for found in own for s in found))


@cache
def _moved() -> tuple[str, ...]:
    """Return the segments of the resources that were under the former segment."""
    kept = {segment(Class.ACTOR), segment(Class.PLACE), FORMER}
    return tuple(s for s in segments() if s not in kept)


class Moved(NamedTuple):
    """Today's address of a resource: segment and key, and the class of the label that its old key
    contained.
    """

    segment: str
    key: str
    label_class: str


@cache
def moved() -> Mapping[str, Moved]:
    """Return the new addresses of the resources of the package whose key or family has changed.

    >>> moved()["event/next40"]
    Moved(segment='label', key='next40-120', label_class='next40')
    """
    path = data_folder() / "reference" / "moved.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["former"]: Moved(segment, key, row["label_class"])
            for row in csv.DictReader(file)
            for segment, _, key in [row["today"].partition("/")]
        }


def successors(address: str) -> Iterator[str]:
    """Yield the addresses that the resource of a former address may have today, likeliest first.

    >>> next(successors("https://w3id.org/fte/id/event/feder")).startswith(ID)
    True
    >>> list(successors("https://w3id.org/fte/id/actor/exotec"))
    []
    """
    if gone := moved().get(address.removeprefix(ID)):
        yield f"{ID}{gone.segment}/{gone.key}"
    before = f"{ID}{FORMER}/"
    if address.startswith(before):
        key = address.removeprefix(before)
        yield from (f"{ID}{one}/{key}" for one in _moved())


def current(address: str, is_known: Callable[[str], bool]) -> str:
    """Return today's address of a resource: the given one, or the one it moved to.

    >>> today = "https://w3id.org/fte/id/label/next40-120"
    >>> current("https://w3id.org/fte/id/event/next40-120", {today}.__contains__) == today
    True
    """
    if is_known(address):
        return address
    return next(filter(is_known, successors(address)), address)


def key_of(text: str) -> str:
    """Return the key at the end of one of our addresses, and any other text unchanged.

    >>> key_of("https://w3id.org/fte/id/ecosystem/ecosysteme-french-tech-est"), key_of("Lyon")
    ('ecosysteme-french-tech-est', 'Lyon')
    """
    return text.removeprefix(ID).partition("/")[2] if text.startswith(ID) else text
