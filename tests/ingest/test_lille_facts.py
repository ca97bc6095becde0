"""The tables of Lille against the sheet they were made from: no row of it loses its date or amount.

The sheet and what a second reading made of it stand outside the project (`FRENCHTECH_SHARED`).
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model.partial_dates import agree, is_partial_date

LILLE = data_folder() / "lille"
TABLES = ("actors", "events", "ties", "observations")
DATES = ("start", "end", "announced", "seen", "value")
AMOUNTS = ("amount", "equity", "value")
_MILLIONS = re.compile(r"([\d.]+) (?:M€|M USD)")
Rows = list[dict[str, str]]


def rows(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Fact:
    """A row of the sheet as the second reading leaves it, and the rows of the tables it became."""

    number: int
    date: str
    amount: str
    role: str
    page: str
    became: Rows

    def values(self, *columns: str) -> set[str]:
        return {v for row in self.became for c in columns for v in row.get(c, "").split("|") if v}


def facts(folder: Path) -> Iterator[Fact]:
    """Yield the rows of the sheet; those that their page does not state stand in no table."""
    became: dict[str, Rows] = defaultdict(list)
    acts = {row["id"]: row for row in rows(LILLE / "events.csv")}
    for table in TABLES:
        for row in rows(LILLE / f"{table}.csv"):
            for record in row["record"].split("|"):
                became[record] += [row, acts.get(row.get("event", ""), {})]
    fixed: dict[tuple[int, str], str] = {}
    for row in rows(folder / "checked.csv"):
        if row["verdict"] == "FIX":
            fixed[int(row["line"]), row["field"]] = row["value"]
        elif row["comment"].startswith("date"):  # a date that no quote gives
            fixed[int(row["line"]), "date"] = ""
    left_out = {row["record"] for row in rows(LILLE / "unmapped.csv")}
    for line, row in enumerate(rows(folder / "facts.csv"), 2):
        record = f"lille-{line - 1:04}"
        if record not in left_out:
            date, amount, role = (
                fixed.get((line, c), row[c]) for c in ("date", "amount_eur", "role")
            )
            yield Fact(line - 1, date, amount, role, row["source_url"], became[record])


def test_every_row_is_in_the_tables_or_left_out_with_its_reason(shared: Path) -> None:
    found = list(facts(shared / "data" / "lille"))
    left_out = rows(LILLE / "unmapped.csv")
    assert len(found) + len(left_out) == 730
    assert [f.number for f in found if not f.became] == []
    assert all(row["reason_fr"] and row["reason_en"] for row in left_out)


def test_no_row_loses_its_date(shared: Path) -> None:
    dated = [f for f in facts(shared / "data" / "lille") if f.date]
    lost = [
        (f.number, f.date)
        for f in dated
        if not any(is_partial_date(v) and agree(f.date, v) for v in f.values(*DATES))
    ]
    assert len(dated) > 400
    assert lost == []


def test_no_row_loses_its_amount(shared: Path) -> None:
    found = list(facts(shared / "data" / "lille"))
    lost = [
        (f.number, f.amount)
        for f in found
        if f.amount and float(f.amount) not in map(_number, f.values(*AMOUNTS))
    ]
    assert sum(bool(f.amount) for f in found) > 40
    assert lost == []


def test_no_amount_in_words_is_lost(shared: Path) -> None:
    """Amounts that the sheet holds in the words of a role: a number of the tables, or a remark."""
    lost = []
    for fact in facts(shared / "data" / "lille"):
        stated = {_number(v) for v in fact.values(*AMOUNTS)}
        remarks = " ".join(fact.values("note"))
        for millions in _MILLIONS.findall(fact.role):
            if float(millions) * 1e6 not in stated and f"{millions} " not in remarks:
                lost.append((fact.number, fact.role))
    assert [n for n, role in lost if "other source" not in role] == []


def test_every_row_still_cites_its_page(shared: Path) -> None:
    urls = {row["id"]: row["url"] for row in rows(LILLE / "sources.csv")}
    found = facts(shared / "data" / "lille")
    assert [f.number for f in found if f.page not in {urls[s] for s in f.values("source")}] == []


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"[\d.]+", text) else None
