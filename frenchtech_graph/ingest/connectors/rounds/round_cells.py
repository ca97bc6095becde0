"""Funding rounds from trackers: one row a round, its investors in one free string.

:func:`read_rounds` reads a tracker whose rows have a month but no year, in the order of time: a
month that falls back (December, then January) starts the next year. :func:`merge_names` gives one
name a body.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from frenchtech_graph.ingest.connectors.rounds.investors import (
    Mention,
    fold,
    is_generic,
    parse_investors,
)
from frenchtech_graph.io import json_texts

__all__ = [
    "MONTHS",
    "UNDISCLOSED_AMOUNTS",
    "Mention",
    "Round",
    "fold",
    "merge_names",
    "parse_investors",
    "read_rounds",
]

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
UNDISCLOSED_AMOUNTS = {0.0, 0.001, 0.01}
"""Placeholders of the tracker, in millions of euros: an amount that was not told."""
# Left out of a house's name when it also goes without them. "Ventures" and "Invest" stay: the
# venture arm of a group is a body of its own.
_HOUSE_WORDS = {"capital", "partners", "partner", "vc", "gestion"}


@dataclass(frozen=True)
class Round:
    """One funding round: the amount is in euros, or None when it was not disclosed; 0 is an unknown
    year or month.
    """

    row: int
    company: str
    year: int
    month: int
    stage: str | None
    amount_eur: float | None
    city: str | None
    sectors: tuple[str, ...]
    investors: tuple[Mention, ...]
    investors_raw: str | None
    day: str | None = None
    siren: str | None = None
    website: str | None = None

    @property
    def date(self) -> str | None:
        """The date with the precision the source has: `2025-03-14`, `2025-03`, or None."""
        return self.day or (f"{self.year}-{self.month:02d}" if self.year and self.month else None)


def read_rounds(path: Path, first_year: int) -> list[Round]:
    """The rounds of one tracker file, in its order; the year follows from the order of the months.

    Raises ``ValueError`` for a row whose month is none of the twelve.
    """
    return with_years(json_texts.loads(path.read_text(encoding="utf-8")), path.name, first_year)


def with_years(rows: Iterable[dict[str, object]], file: str, first_year: int) -> list[Round]:
    """The rounds of rows that were read already, see :func:`read_rounds`."""
    rounds: list[Round] = []
    year, last = first_year, 0
    for row, entry in enumerate(rows):
        if entry.get("month") not in MONTHS:
            raise ValueError(
                f"{file}, row {row}: month is {entry.get('month')!r}; expected an English month"
                " name"
            )
        month = MONTHS.index(str(entry["month"])) + 1
        year += last - month > 6
        last = month
        rounds.append(_tracked(row, entry, year, month))
    return rounds


def _tracked(row: int, entry: dict[str, object], year: int, month: int) -> Round:
    millions, sectors = entry.get("amount"), entry.get("sectors")
    raw = entry.get("investors")
    known = isinstance(millions, int | float) and millions not in UNDISCLOSED_AMOUNTS
    return Round(
        row=row,
        company=str(entry["company"]),
        year=year,
        month=month,
        stage=_text(entry.get("round")),
        amount_eur=float(millions) * 1e6 if known and isinstance(millions, int | float) else None,
        city=_text(entry.get("hq")),
        sectors=tuple(map(str, sectors)) if isinstance(sectors, list) else (),
        investors=parse_investors(_text(raw)),
        investors_raw=_text(raw),
        website=_text(entry.get("website")),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _houses(names: Iterable[str]) -> dict[str, str]:
    """Folded spelling -> folded house: 'Elaia Partners' is 'Elaia' once 'Elaia' itself is named."""
    spellings = {fold(name): name for name in names}
    houses: dict[str, str] = {}
    for folded, name in spellings.items():
        words = re.findall(r"[\w+&'.]+", name)
        while len(words) > 1 and words[-1].lower() in _HOUSE_WORDS:
            words = words[:-1]
        bare = fold("".join(words))
        houses[folded] = bare if bare in spellings and len(bare) > 2 else folded
    return houses


def merge_names(rounds: Sequence[Round]) -> list[Round]:
    """The rounds with one name a body: the most frequent of the spellings that mean the same house.

    Two names run together without a comma are parted when both stand alone elsewhere in the list.
    The whole list is used, later rounds included: say so when a forecast is measured on it.
    """
    counts = Counter(m.name for r in rounds for m in r.investors)
    known = {fold(name) for name, n in counts.items() if n >= 2}

    def parted(mention: Mention) -> list[Mention]:
        words = mention.name.split(" ")
        for cut in range(1, len(words)):
            left, right = " ".join(words[:cut]), " ".join(words[cut:])
            generic = is_generic(left)
            if (
                fold(mention.name) not in known
                and fold(right) in known
                and (generic or fold(left) in known)
            ):
                return [
                    replace(mention, name=part) for part in ((right,) if generic else (left, right))
                ]
        return [mention]

    capitals = {
        fold(m.name) for r in rounds for m in r.investors if not m.name.replace(" ", "").islower()
    }

    def named(mention: Mention) -> bool:
        """Plain lower-case words ("health", "three co-founders") are prose unless a name
        elsewhere.
        """
        return fold(mention.name) in capitals or not re.fullmatch(r"[a-z -]+", mention.name)

    pieces = [[part for m in r.investors for part in parted(m) if named(part)] for r in rounds]
    counts = Counter(m.name for row in pieces for m in row)
    houses = _houses(counts)
    best: dict[str, str] = {}
    for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        best.setdefault(houses[fold(name)], name)
    merged = []
    for r, row in zip(rounds, pieces, strict=True):
        unique = {
            houses[fold(m.name)]: replace(m, name=best[houses[fold(m.name)]]) for m in reversed(row)
        }
        merged.append(replace(r, investors=tuple(reversed(unique.values()))))
    return merged
