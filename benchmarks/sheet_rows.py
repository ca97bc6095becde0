"""Rows of the sheets read by hand beside the rows of the tables that rest on them.

`FRENCHTECH_SHARED=… python -m benchmarks.sheet_rows` counts the rows whose ends, dates or amounts
the tables do not have; `--show date` lists them. `--draw 100 --seed 7` prints rows drawn at random
beside their tables, to be read by eye. Needs the sheets, in the folder data of FRENCHTECH_SHARED.

`--verdicts` sums up sheet_rows_read.csv: rows that were drawn sheet by sheet (`--order` prints the
order of a sheet) and held against their public page, as they stood before the faults were mended.
A page that could not be had is counted apart. The later draws were of rows that are in
the tables, so their numbers leave out the others; the first 25 rows of a sheet whose page was there
are its sample.
"""

import argparse
import csv
import os
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.known_places import SHEETS
from frenchtech_graph.findings.coverage.source_overlap import wilson
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model import places
from frenchtech_graph.model.names import fold

FACTS = ("events", "ties", "observations")
PLACES_AND_WORDS = {"city", "region", "year", "date", "sector", "funding_round", "label"}
"""Kinds of objects that the tables hold as a code, a date or a concept, not by their name."""
READ = Path(__file__).with_name("sheet_rows_read.csv")
SEED_READ = 120121
"""The seed of the last draw whose verdicts are kept in READ."""
SAMPLE = 25
"""Rows of a sheet that are the sample of a draw: the first ones whose page was there."""
_NUMBER = re.compile(r"\d+(\.\d+)?")
Row = Mapping[str, str]


@dataclass
class Sheet:
    """Rows of a sheet by their record, and what the tables make of them."""

    rows: dict[str, Row]
    facts: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    amounts: dict[str, str] = field(default_factory=dict)


def read(name: str, shared: Path) -> Sheet:
    """Return the rows of a sheet that are in its tables."""
    folder = shared / "data"
    path = folder / ("lille" if name == "lille" else f"facts/{name}") / "facts.csv"
    rows = {f"{name}-{n:04}": row for n, row in enumerate(_rows(path), 1)}
    for row in _rows(_table(name, "unmapped")):
        rows.pop(row["record"], None)
    sheet = Sheet(rows)
    for table in ("actors", *FACTS):
        for row in _rows(_table(name, table)):
            if table in {"actors", "events"}:
                said = (row["name"], row["name_en"], *row["aliases"].split("|"))
                sheet.names[row["id"]] |= {fold(one) for one in said if one}
                sheet.amounts[row["id"]] = row.get("amount", "")
            if table != "actors":
                for record in row["record"].split("|"):
                    sheet.facts[record].append(row)
    return sheet


def faults(sheet: Sheet, record: str) -> list[str]:
    """Return what a row says and its facts do not: `ends`, `date`, `amount`."""
    row, facts = sheet.rows[record], sheet.facts[record]
    found = []
    ends = {name for fact in facts for name in _ends(sheet, fact)}
    wanted = {fold(row["subject"])}
    if row["object_type"] not in PLACES_AND_WORDS:
        wanted.add(fold(row["object"]))
    if not wanted <= ends:
        found.append("ends")
    dated = row["date"] and row["object_type"] != "sector"
    if dated and not any(_agree(row["date"], date) for date in _dates(facts)):
        found.append("date")
    if row["amount_eur"] and not any(_same(row["amount_eur"], a) for a in _amounts(sheet, facts)):
        found.append("amount")
    return found


def _ends(sheet: Sheet, fact: Row) -> Iterator[str]:
    known = places.load().by_id
    for column in ("from", "to", "actor", "company", "event", "id"):
        if key := fact.get(column):
            yield from sheet.names.get(key, ())
            yield fold(known[key].name if key in known else key)


def _dates(facts: Sequence[Row]) -> Iterator[str]:
    for fact in facts:
        for column in ("start", "end", "seen", "announced", "value"):
            yield from filter(None, fact.get(column, "").split("|"))


def _amounts(sheet: Sheet, facts: Sequence[Row]) -> Iterator[str]:
    for fact in facts:
        yield fact.get("amount") or fact.get("value", "")
        yield sheet.amounts.get(fact.get("event", ""), "")
        yield fact.get("equity", "")


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _same(one: str, other: str) -> bool:
    numbers = _NUMBER.fullmatch(one) and _NUMBER.fullmatch(other)
    return bool(numbers) and abs(float(one) - float(other)) < 1


def _table(name: str, table: str) -> Path:
    return Path(str(data_folder())) / name / f"{table}.csv"


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _print(sheet: Sheet, record: str) -> None:
    row = sheet.rows[record]
    print(record, *(row[c] for c in ("subject", "predicate", "object", "date", "amount_eur")),
          row["role"], row["source_date"], row["quote_short"], sep=" | ")  # fmt: skip
    for fact in sheet.facts[record]:
        print("    ", {k: v for k, v in fact.items() if v and k not in {"record", "source"}})


def drawn(name: str, sheet: Sheet, seed: int = SEED_READ) -> list[str]:
    """Return the records of a sheet in the order in which they are drawn."""
    return random.Random(f"{seed}:{name}").sample(sorted(sheet.rows), len(sheet.rows))


def _verdicts(seed: str) -> None:
    found: Counter[tuple[str, str]] = Counter()
    sheets: dict[str, int] = {}
    for row in (row for row in _rows(READ) if row["seed"] == seed):
        if sheets.setdefault(row["sheet"], 0) == SAMPLE:
            continue
        found[row["sheet"], row["verdict"]] += 1
        sheets[row["sheet"]] += row["verdict"] != "page not found"
    for name in (*sheets, "all"):
        of = list(sheets) if name == "all" else [name]
        right, wrong, gone = (
            sum(found[one, verdict] for one in of)
            for verdict in ("right", "wrong", "page not found")
        )
        low, high = wilson(right, right + wrong)
        print(f"{name:<14} {right} right of {right + wrong} read (95 %: {low:.1%} to {high:.1%})"
              f", {gone} pages not found")  # fmt: skip


def main() -> None:
    """Count, list or draw, or sum up what was read."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--show", choices=("ends", "date", "amount"), help="list these rows")
    parser.add_argument("--draw", type=int, default=0, help="print so many rows, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="of the draw")
    parser.add_argument("--verdicts", action="store_true", help="sum up the rows that were read")
    parser.add_argument("--order", choices=SHEETS, help="print the records of a sheet as drawn")
    asked = parser.parse_args()
    if asked.verdicts:
        for seed in dict.fromkeys(row["seed"] for row in _rows(READ)):
            print(f"draw of seed {seed}")
            _verdicts(seed)
        return
    shared = Path(os.environ["FRENCHTECH_SHARED"])
    if asked.order:
        print(*drawn(asked.order, read(asked.order, shared)), sep="\n")
        return
    sheets = {name: read(name, shared) for name in SHEETS}
    if asked.draw:
        everything = [(name, record) for name in SHEETS for record in sorted(sheets[name].rows)]
        for name, record in random.Random(asked.seed).sample(everything, asked.draw):
            _print(sheets[name], record)
        return
    for name, sheet in sheets.items():
        found: dict[str, list[str]] = defaultdict(list)
        for record in sheet.rows:
            for fault in faults(sheet, record):
                found[fault].append(record)
        counts = ", ".join(f"{fault} {len(found[fault])}" for fault in ("ends", "date", "amount"))
        print(f"{name:<14} {len(sheet.rows):>5} rows: {counts}")
        for record in found.get(asked.show or "", ()):
            _print(sheet, record)
    return


if __name__ == "__main__":
    main()
