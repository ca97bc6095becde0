"""How far gaps between groups can be trusted: worlds of each sort, with planted gaps and without.

`python -m benchmarks.gap_worlds` prints a dated record, `python -m benchmarks.gap_worlds 25 50` that
of 25 worlds with gaps and 50 without of each sort. Seeds are those of the record alone. With
`--kept FILE` each world is written as it is done, and a later run goes on from there; `--part 1/2`
makes every second world, for two runs at once; `--print` makes none and prints the record.
"""

from __future__ import annotations

import argparse
import csv
import datetime
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from benchmarks.city_gaps import wilson
from frenchtech_graph.findings.gaps import group_gaps
from tests.support.gap_worlds import PLANTED, SORTS, world

WITH, WITHOUT, DRAWS = 100, 200, 100
FIRST = 5_800_000
"""Seeds never used in building."""
TOLD = ("solid", "probable")
Key = tuple[str, int, int]
"""Sort of a world, its number, and 1 if it has gaps."""


@dataclass(frozen=True)
class Tally:
    """Gaps that were found, the true ones among them, the planted ones, worlds with a false one."""

    found: int = 0
    right: int = 0
    planted: int = 0
    alarms: int = 0
    worlds: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Return the sum of two tallies."""
        return Tally(
            self.found + other.found,
            self.right + other.right,
            self.planted + other.planted,
            self.alarms + other.alarms,
            self.worlds + other.worlds,
        )


def tally(sort: str, seed: int, gaps: int) -> Tally:
    """Return what `group_gaps` finds in one world, rows of firms left out."""
    made = world(seed, SORTS[sort], gaps=gaps)
    table = group_gaps(made.graph, rows=made.rows, columns=made.columns, seed=seed, draws=DRAWS)
    table = table[table["grade"].isin(TOLD) & (table["row_group"] != "StartUp")]
    found = set(zip(table["row_group"], table["column_group"], strict=True))
    right = found & made.planted
    return Tally(len(found), len(right), len(made.planted), int(found != right), 1)


def keys(with_gaps: int, without: int) -> Iterator[Key]:
    """Yield the worlds of a record, all sorts in turn, so that a part of it is even."""
    for number in range(max(with_gaps, without)):
        for sort in SORTS:
            for gaps, count in ((1, with_gaps), (0, without)):
                if number < count:
                    yield sort, number, gaps


def made(key: Key) -> Tally:
    """Return the tally of one world of the record."""
    sort, number, gaps = key
    return tally(sort, FIRST + number + (0 if gaps else 10_000), PLANTED if gaps else 0)


def kept(file: Path | None) -> dict[Key, Tally]:
    """Return the worlds that are done: of a file, and of the parts beside it."""
    done: dict[Key, Tally] = {}
    for part in sorted(file.parent.glob(f"{file.name}*")) if file else ():
        with part.open(encoding="utf-8", newline="") as rows:
            for sort, number, gaps, *counts in csv.reader(rows):
                done[sort, int(number), int(gaps)] = Tally(*map(int, counts))
    return done


def row(sort: str, done: dict[Key, Tally]) -> str:
    """Return the row of one sort of world."""
    some = sum((t for (s, _, gaps), t in done.items() if s == sort and gaps), Tally())
    none = sum((t for (s, _, gaps), t in done.items() if s == sort and not gaps), Tally())
    low, high = wilson(none.alarms, none.worlds) if none.worlds else (0.0, 1.0)
    precision = f"{some.right / some.found:.3f}" if some.found else "–"
    return (
        f"| {sort} | {some.worlds} / {none.worlds} | {precision} |"
        f" {some.right / max(some.planted, 1):.3f} | {some.right} of {some.planted} |"
        f" {none.alarms} [{low:.3f}, {high:.3f}] |"
    )


def main(asked: Sequence[str] | None = None) -> None:
    """Make the worlds that are not done, and print the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("with_gaps", nargs="?", type=int, default=WITH)
    parser.add_argument("without", nargs="?", type=int, default=WITHOUT)
    parser.add_argument("--kept", type=Path)
    parser.add_argument("--part", default="1/1")
    parser.add_argument("--print", action="store_true", dest="only_print")
    options = parser.parse_args(asked)
    part, parts = map(int, options.part.split("/"))
    done = kept(options.kept)
    for at, key in enumerate(keys(options.with_gaps, options.without)):
        if key in done or at % parts != part - 1 or options.only_print:
            continue
        done[key] = made(key)
        if options.kept:
            own = options.kept.with_name(f"{options.kept.name}.{part}")
            with own.open("a", encoding="utf-8", newline="") as file:
                csv.writer(file).writerow([*key, *astuple(done[key])])
    today = datetime.datetime.now(tz=datetime.UTC).date()
    print(f"Record of {today}, seeds from {FIRST}.\n")
    print(
        "| world | with / without gaps | precision | recall | found"
        " | worlds without gaps that have one |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for sort in SORTS:
        print(row(sort, done))


if __name__ == "__main__":
    main()
