"""Funding rounds from trackers: a row per round, with its investors in one free string.

:func:`read_rounds` reads a tracker whose rows have a month but no year, in the order of time. A
month that falls back (December, then January) starts the next year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from frenchtech_graph.ingest.connectors.rounds.investor_names import Mention
from frenchtech_graph.ingest.connectors.rounds.investors import parse_investors
from frenchtech_graph.io import json_texts

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
UNDISCLOSED_AMOUNTS = {0.0, 0.001, 0.01}
"""Placeholders of the tracker for an undisclosed amount, in millions of euros."""


@dataclass(frozen=True)
class Round:
    """One funding round.

    The amount is in euros, or None if undisclosed. 0 is an unknown year or month.
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
    """Return the rounds of one tracker file, in its order.

    The year follows from the order of the months.

    Raises ``ValueError`` for a row with an invalid month.
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
