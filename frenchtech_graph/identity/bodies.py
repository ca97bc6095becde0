"""Well-known bodies: names, acronyms, numbers, wholes and predecessors, from a curated table.

Each row of `data/identity/bodies.csv` is a body with its source. An actor with the name of a body
is that body. An acronym needs a second clue. The table adds no actor to the graph.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from frenchtech_graph.identity.organisation_names import form
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model.names import fold

SCHEMES = ("siren", "ror", "uai")


@dataclass(frozen=True, slots=True)
class Body:
    """A body of the table. `numbers` are its identifiers by scheme, the current one first."""

    id: str
    kind: str
    name: str
    names: frozenset[str]
    acronyms: frozenset[str]
    part_of: tuple[str, ...]
    succeeds: tuple[str, ...]
    numbers: Mapping[str, tuple[str, ...]]
    sources: tuple[str, ...]


def table() -> Path:
    """Return the file of the curated table."""
    return data_folder() / "identity" / "bodies.csv"


def read(path: Path) -> tuple[Body, ...]:
    """Return the bodies of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(map(_body, csv.DictReader(file)))


def _body(row: Mapping[str, str]) -> Body:
    listed = {column: tuple(filter(None, cell.split("|"))) for column, cell in row.items()}
    forms = (form(n) for n in (row["name"], *listed["other_names"]))
    return Body(
        row["id"],
        row["kind"],
        row["name"],
        frozenset(f.core for f in forms if f),
        frozenset(fold(a).replace(" ", "") for a in listed["acronyms"]),
        listed["part_of"],
        listed["succeeds"],
        {s: listed[s] for s in SCHEMES if listed[s]},
        listed["source"],
    )


class Directory:
    """Bodies by name, acronym and number.

    A name or acronym that two bodies share leads to neither.
    """

    def __init__(self, bodies: Sequence[Body]) -> None:
        self.by_id = {b.id: b for b in bodies}
        self.by_name = _unique((n, b.id) for b in bodies for n in b.names)
        self.by_acronym = _unique((a, b.id) for b in bodies for a in b.acronyms)
        self.acronyms = tuple(self.by_acronym)
        self._after: dict[str, list[Body]] = defaultdict(list)
        for body in bodies:
            for before in body.succeeds:
                self._after[before].append(body)
        self._current = {
            (scheme, v): values[0]
            for b in bodies
            for scheme, values in b.numbers.items()
            for v in values
        }

    def current(self, scheme: str, value: str) -> str:
        """Return the current number of the body that has or had a number.

        Return any other number unchanged.
        """
        return self._current.get((scheme, value), value)

    def after(self, body: Body) -> Sequence[Body]:
        """Return the bodies that succeed one."""
        return self._after.get(body.id, ())

    def related_names(self) -> Iterable[tuple[frozenset[str], frozenset[str]]]:
        """Yield the names of a body with the names of the bodies that it belongs to or succeeds."""
        for body in self.by_id.values():
            for other in (*body.part_of, *body.succeeds):
                yield body.names, self.by_id[other].names


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, body in pairs:
        found[key].add(body)
    return {key: next(iter(bodies)) for key, bodies in found.items() if len(bodies) == 1}


@cache
def known() -> Directory:
    """Return the bodies of the curated table."""
    return Directory(read(table()) if table().exists() else ())
