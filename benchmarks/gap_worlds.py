"""How far gaps between groups can be trusted: worlds of each sort, with planted gaps and without.

`python -m benchmarks.gap_worlds` prints a dated record, `python -m benchmarks.gap_worlds 25 50` that
of 25 worlds with gaps and 50 without of each sort. Seeds are those of the record alone.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.city_gaps import wilson
from frenchtech_graph.findings.gaps import group_gaps
from tests.support.gap_worlds import PLANTED, SORTS, world

WITH, WITHOUT, DRAWS = 100, 200, 100
FIRST = 5_400_000
"""Seeds never used in building."""
TOLD = ("solid", "probable")


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


def row(sort: str, with_gaps: int, without: int) -> str:
    """Return the row of one sort of world."""
    some = sum((tally(sort, FIRST + n, PLANTED) for n in range(with_gaps)), Tally())
    none = sum((tally(sort, FIRST + 10_000 + n, 0) for n in range(without)), Tally())
    low, high = wilson(none.alarms, none.worlds)
    precision = f"{some.right / some.found:.3f}" if some.found else "–"
    return (
        f"| {sort} | {precision} | {some.right / max(some.planted, 1):.3f} |"
        f" {some.right} of {some.planted} | {none.alarms} of {none.worlds} [{low:.3f}, {high:.3f}] |"
    )


def main(asked: Sequence[str]) -> None:
    """Print the record."""
    with_gaps, without = (int(asked[0]), int(asked[1])) if asked else (WITH, WITHOUT)
    today = datetime.datetime.now(tz=datetime.UTC).date()
    print(
        f"Record of {today}, seeds from {FIRST}, {with_gaps} worlds with gaps, {without} without.\n"
    )
    print("| world | precision | recall | found | worlds without gaps that have one |")
    print("| --- | ---: | ---: | ---: | ---: |", flush=True)
    for sort in SORTS:
        print(row(sort, with_gaps, without), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
