"""Records of several data sets that are one: merged, with the claims they rest on."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from frenchtech_graph.graph.claims import claim
from frenchtech_graph.model import ontology
from frenchtech_graph.model.records import Actor, Dataset, Event, Observation, Statement, Tie

S = TypeVar("S", bound=Statement)
R = TypeVar("R", Tie, Event, Observation)
Origin = tuple[Dataset, str]
"""A data set and the term of its claim."""


def by_key(
    datasets: Sequence[Dataset], table: str, key: Callable[[Any], str]
) -> dict[str, list[tuple[Any, Origin]]]:
    """Group the records of a table by key.

    A conflicting claim joins the record preferred to it, in last position.
    """
    groups: dict[str, list[tuple[Any, Origin]]] = {}
    late = []
    for dataset in datasets:
        for record in getattr(dataset, table):
            own = key(record)
            stated = record.claim if isinstance(record, Actor) else record.id
            origin = (record, (dataset, claim(dataset, table.removesuffix("s"), stated)))
            if own in dataset.conflicts:
                late.append((dataset.conflicts[own], origin))
            else:
                groups.setdefault(own, []).append(origin)
    for preferred, origin in late:
        groups.setdefault(preferred, []).append(origin)
    return groups


def first_filled(records: Sequence[S]) -> S:
    """Return the first record, its empty fields filled from the others in turn."""
    first = records[0]
    if len(records) == 1:
        return first
    gaps = {
        f.name: next((v for r in records if (v := getattr(r, f.name))), getattr(first, f.name))
        for f in fields(first)
        if not getattr(first, f.name)
    }
    return replace(first, **gaps)


def merged_actor(records: Sequence[Actor]) -> Actor:
    """Return one actor: all names, identifiers, sectors and contributions that records give, and
    their most specific kinds.
    """
    if len(records) == 1:
        kinds = ontology.load().most_specific(records[0].kinds)
        return replace(records[0], kinds=tuple(kinds))
    records = sorted(
        records, key=_is_named_by_number
    )  # any real name goes before "SIREN 123456789"
    merged = first_filled(records)
    names = dict(merged.names)
    others = [n for r in records for lang, n in r.names.items() if names.setdefault(lang, n) != n]
    kinds = ontology.load().most_specific([k for r in records for k in r.kinds])
    identifiers: dict[str, str] = {}
    for record in records:
        identifiers = {**record.identifiers, **identifiers}
    return replace(
        merged,
        kinds=tuple(kinds),
        names=names,
        aliases=union(*(r.aliases for r in records), tuple(others)),
        identifiers=identifiers,
        sectors=union(*(r.sectors for r in records)),
        contributions=union(*(r.contributions for r in records)),
    )


def merged_event(records: Sequence[Event]) -> Event:
    """Return one event: the fields of the first record, completed from the others, with the names
    of all of them.
    """
    if len(records) == 1:
        return records[0]
    merged = first_filled(records)
    names = dict(merged.names)
    others = [n for r in records for lang, n in r.names.items() if names.setdefault(lang, n) != n]
    known = set(names.values())
    aliases = union(*(r.aliases for r in records), tuple(others))
    return replace(merged, names=names, aliases=tuple(a for a in aliases if a not in known))


def _is_named_by_number(record: Actor) -> bool:
    return any(
        number in name for number in record.identifiers.values() for name in record.names.values()
    )


def union(*groups: tuple[str, ...]) -> tuple[str, ...]:
    """Return the items of all groups, each once, in their order."""
    return tuple(dict.fromkeys(item for group in groups for item in group))
