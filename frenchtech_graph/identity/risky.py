"""Joins that do not rest on identical names: the evidence of each, and the list of reviewed joins.

A join that is wrong cannot be seen on a map. A person reviews each of these. The list of reviewed
joins (`data/identity/read_joins.csv`) leaves only new ones to review.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from frenchtech_graph.identity.clues import Clue
from frenchtech_graph.identity.pairs import Pair
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.io.swap import written_whole

READ_COLUMNS = ("one", "other", "name_one", "name_other", "risk", "verdict", "date")


class Risk(StrEnum):
    """The evidence of a join that may deceive, the weakest first."""

    MENTION = "a mention in a text"
    TEXTS = "similar texts"
    ACRONYM = "an acronym"
    SPELLING = "a close spelling"
    PART = "a part of the name"
    SITE = "a website"
    UNIT = "the number of a unit"
    BODY = "the table of known bodies"
    NUMBER = "a shared number"


_RESTS_ON: tuple[tuple[Risk, frozenset[Clue]], ...] = (
    (Risk.NUMBER, frozenset({Clue.SAME_IDENTIFIER})),
    (Risk.BODY, frozenset({Clue.KNOWN_BODY})),
    (Risk.SPELLING, frozenset({Clue.OTHER_SPELLING})),
    (
        Risk.PART,
        frozenset(
            {
                Clue.NAME_CLOSE,
                Clue.NAME_CONTAINED,
                Clue.NAME_PLACED,
                Clue.NAME_HEADED,
                Clue.NAME_FORMER,
                Clue.NAME_SWAPPED,
            }
        ),
    ),
    (Risk.ACRONYM, frozenset({Clue.SAME_ACRONYM, Clue.ACRONYM_OF_THE_WORDS})),
    (Risk.UNIT, frozenset({Clue.SAME_UNIT_NUMBER})),
    (Risk.SITE, frozenset({Clue.NAME_OF_THE_OTHERS_SITE, Clue.SAME_SITE})),
    (Risk.TEXTS, frozenset({Clue.TEXTS_ALIKE})),
    (Risk.MENTION, frozenset({Clue.NAMED_IN_TEXTS})),
)
"""Evidence of joins, in order of precedence."""

_PLAIN = frozenset({Clue.NAME_SAME, Clue.DECIDED, Clue.SAME_NAME})


def riskiest(joined: Sequence[Pair]) -> list[Pair]:
    """Return the joins that rest on something else than one and the same name, the weakest first.

    A close or partial name, an acronym, a mention, or a number shared under other names. Decisions
    of people are left out.
    """
    plain = {(p.one, p.other) for p in joined if not _PLAIN.isdisjoint(e.clue for e in p.evidence)}
    found = {(p.one, p.other): p for p in joined if (p.one, p.other) not in plain}
    return sorted(found.values(), key=lambda p: (p.score, p.one, p.other))


def risk_of(pair: Pair) -> Risk:
    """Return the riskiest evidence of a join.

    >>> from frenchtech_graph.identity.clues import Evidence
    >>> str(risk_of(Pair("a", "b", 3.0, "same", (Evidence(Clue.SAME_ACRONYM, "lip6", 3.0),))))
    'an acronym'
    """
    clues = {e.clue for e in pair.evidence if e.weight >= 0}
    return next((risk for risk, known in _RESTS_ON if known & clues), Risk.PART)


def shipped_list() -> Path:
    """Return the list of reviewed joins that ships with the project."""
    return data_folder() / "identity" / "read_joins.csv"


def read_already(path: Path | None = None) -> frozenset[tuple[str, str, str, str]]:
    """Return the reviewed joins, by the ids and the names of the two: a new name needs a new
    review."""
    file = path or shipped_list()
    if not file.exists():
        return frozenset()
    with file.open(encoding="utf-8-sig", newline="") as text:
        return frozenset(map(_key, csv.DictReader(text)))


def unread(
    rows: Iterable[Mapping[str, str]], already: frozenset[tuple[str, str, str, str]]
) -> list[Mapping[str, str]]:
    """Return the rows of joins (`review.rows`) that are not reviewed yet."""
    return [row for row in rows if _key(row) not in already]


def keep(rows: Iterable[Mapping[str, str]], day: str, path: Path | None = None) -> int:
    """Add joins that were reviewed and found right to the list, keep it sorted, and return the
    number of new ones."""
    file = path or shipped_list()
    before: list[Mapping[str, str]] = []
    if file.exists():
        with file.open(encoding="utf-8-sig", newline="") as text:
            before = list(csv.DictReader(text))
    fresh = unread(rows, frozenset(map(_key, before)))
    noted = {"verdict": "same", "date": day}
    kept = [*before, *({c: row.get(c, "") for c in READ_COLUMNS} | noted for row in fresh)]
    with written_whole(file) as new, new.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, READ_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(kept, key=_key))
    return len(fresh)


def _key(row: Mapping[str, str]) -> tuple[str, str, str, str]:
    one, other = (row[c].removeprefix("'") for c in ("name_one", "name_other"))
    return row["one"], row["other"], one, other
