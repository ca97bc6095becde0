"""Tables that pair the numbers of two registers: one body with both numbers, so that identity can
join them.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest.framework import values
from frenchtech_graph.ingest.framework.connector import Connector, begin, own_file
from frenchtech_graph.ingest.framework.gathering import actor_id
from frenchtech_graph.ingest.framework.mapping import Record, load
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class

_READ: Mapping[str, Callable[[Any], str | None]] = {
    "rnsr": values.rnsr,
    "ror": values.ror,
    "pic": values.pic,
}


def connector(name: str, kind: str, left: str, right: str) -> Connector:
    """Return the connector of a table of pairs.

    A number of `left` with several numbers of `right` joins no pair.

    Conversely, one body may have several numbers: each of them becomes an actor with the same
    number of `left`.
    """
    mapping = load(name)

    def read(
        path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()
    ) -> Dataset:
        """Return the pairs with a number that some data set of `known` has, or all pairs if `known`
        is empty.
        """
        found, file = begin(mapping.about, path)
        records = list(mapping.records(file))
        found.rows = len(records)
        found.notices += mapping.check_count("rows", found.rows, file.name, part=found.is_part)
        pairs = [_pair(r, (left, right)) for r in records]
        shared = _several(pairs, left)
        named = _named(known, (left, right))
        refused = refused_pairs()
        for number, pair in enumerate(pairs, start=1):
            row = f"{number:05d}"
            if not (pair[left] and pair[right]):
                found.leave_out(
                    row, "", "un des deux numéros manque", "one of the two numbers is missing"
                )
            elif pair[left] in shared:
                found.leave_out(
                    row,
                    "",
                    f"{left.upper()} rattaché à plusieurs {right.upper()}",
                    f"{left.upper()} of several {right.upper()}",
                )
            elif frozenset(pair.items()) in refused:
                found.leave_out(
                    row,
                    "",
                    "relu : deux organismes (refused_pairs.csv)",
                    "reviewed: two bodies (refused_pairs.csv)",
                )
            elif known and not named & set(pair.items()):
                found.leave_out(
                    row,
                    "",
                    "aucune autre source ne contient cet organisme",
                    "no other source has this body",
                )
            else:
                # Several numbers of `left` may share one of `right`: each of them needs its own id.
                own = actor_id(name, pair, "")
                taken = found.has(own)
                found.actor(
                    kind, "", row, key=f"{left}-{pair[left]}" if taken else own, identifiers=pair
                )
        return found.dataset()

    return Connector(mapping.about, read, own_file(mapping.about), {})


def _pair(record: Record, schemes: tuple[str, str]) -> dict[str, str | None]:
    return {scheme: _READ[scheme](record[scheme]) for scheme in schemes}


def _several(pairs: Iterable[Mapping[str, str | None]], scheme: str) -> set[str | None]:
    counts = Counter(p[scheme] for p in pairs if all(p.values()))
    return {number for number, n in counts.items() if n > 1}


@cache
def refused_pairs() -> frozenset[frozenset[tuple[str, str | None]]]:
    """Return the pairs of numbers that a table treats as one body and that a review found to be
    two."""
    with (data_folder() / "identity" / "refused_pairs.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        return frozenset(
            frozenset({(r["scheme_one"], r["number_one"]), (r["scheme_other"], r["number_other"])})
            for r in csv.DictReader(file)
        )


def _named(known: Sequence[Dataset], schemes: tuple[str, str]) -> set[tuple[str, str | None]]:
    return {
        (s, v) for d in known for a in d.actors for s, v in a.identifiers.items() if s in schemes
    }


CONNECTORS = (
    connector("rnsr_ror", Class.TECHNOLOGY_ORGANIZATION, "ror", "rnsr"),
    connector("pic_ror", Class.ORGANIZATION, "pic", "ror"),
)
