"""Differences between a new copy of a source and the previous one, table by table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from frenchtech_graph.io.words import beside
from frenchtech_graph.model.records import Actor, Dataset, Event, Observation, Tie

_WORDS = beside(__file__)


@dataclass(frozen=True, slots=True)
class Change:
    """How many records of a table are new, gone, and other than they were."""

    table: str
    new: int
    gone: int
    changed: int

    def sentence(self, lang: str) -> str:
        """Return the change in words.

        >>> Change("actors", 12, 1, 3).sentence("en")
        'actors: 12 new, 1 gone, 3 changed'
        """
        counts = {"new": self.new, "gone": self.gone, "changed": self.changed}
        return _WORDS.text(self.table, lang, **counts)


def changes(before: Dataset, after: Dataset) -> list[Change]:
    """Return the changes between two copies of one source, table by table.

    A record is identified by its subject, and counts as changed if its content differs. Days of
    access and rows of the file do not count.
    """
    keys: Mapping[str, Callable[[Any], tuple[Any, ...]]] = {
        "actors": _of_thing,
        "events": _of_thing,
        "ties": _of_tie,
        "observations": _of_observation,
    }
    found = []
    for table, key in keys.items():
        old = {key(r): _said(r) for r in getattr(before, table)}
        new = {key(r): _said(r) for r in getattr(after, table)}
        changed = sum(old[k] != new[k] for k in old.keys() & new.keys())
        found.append(Change(table, len(new.keys() - old), len(old.keys() - new), changed))
    return found


def _of_thing(record: Actor | Event) -> tuple[str, ...]:
    return (record.id,)


def _of_tie(tie: Tie) -> tuple[str | None, ...]:
    return (tie.kind, tie.origin, tie.target, tie.event, tie.start, tie.role, tie.role_text)


def _of_observation(record: Observation) -> tuple[str | None, ...]:
    return (record.actor, record.kind, record.start)


def _said(record: Actor | Event | Tie | Observation) -> tuple[Any, ...]:
    """Return the content of a record, without its rows and dates of observation."""
    if isinstance(record, Actor):
        return (record.kinds, dict(record.names), frozenset(record.aliases), record.website,
                dict(record.identifiers), record.place, record.sectors)  # fmt: skip
    if isinstance(record, Event):
        return (record.kind, dict(record.names), record.start, record.end, record.money,
                record.status, record.place)  # fmt: skip
    if isinstance(record, Tie):
        return (record.end, record.money, record.status, record.current)
    return (record.value, record.end)
