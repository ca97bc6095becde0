"""Ctrl-C during each long command: seconds until it has ended, files cleared up, the slowest of five.

    python -m benchmarks --only cancelling
    python benchmarks/cancelling.py out/france

A command that leaves something, ends with another code than 130 or says more than a line is not
met.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.of_a_graph import of_lille, printed
from benchmarks.rows import Row
from tests.support.interrupts import all_ended

MOMENTS = 5
LONGEST = 30.0


def measured(out: Path, scale: float = 1.0) -> Iterator[Row]:
    """Yield a row for each command."""
    for found in all_ended(out, "lille", max(1, int(MOMENTS * scale)), [], LONGEST):
        slowest = max(found.seconds, default=0.0)
        times = ", ".join(f"{1000 * s:.0f}" for s in found.seconds)
        note = "; ".join([f"{times} ms, by the clock", *found.faults])
        ours = None if found.faults else slowest
        yield Row(
            f"Ctrl-C during `{found.name}`", "", "< 1 s", None, ours, None, note, wall=slowest
        )


def rows(scale: float = 1.0) -> list[Row]:
    """Return the rows for the graph of Lille."""
    return of_lille(lambda out: measured(out, scale))


def main() -> None:
    """Print the rows for a built graph."""
    printed(__doc__, measured, lambda row: f"{row.job}: {row.wall:.2f} s ({row.notes})")


if __name__ == "__main__":
    main()
