"""How fast `/health` answers while the endpoint is attacked: a row for each kind of attack.

    python benchmarks/attacks.py out/lille

The attacks are those of the slow tests (`tests/support/attacks.py` and `more_attacks.py`), against a
default server.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import sleep

from benchmarks.health import watched
from benchmarks.hostile import _server
from benchmarks.of_a_graph import of_lille, printed
from benchmarks.rows import Row
from tests.support.attacks import GROUPS
from tests.support.more_attacks import MORE

GOAL = "≤ 0.2 s"


def measured(out: Path) -> Iterator[Row]:
    """Yield the rows, asked of a server of the graph in `out`."""
    worst: dict[str, tuple[float, str]] = defaultdict(lambda: (0.0, ""))
    with _server(out) as port:
        for kind, group in (GROUPS | MORE).items():
            times: list[float] = []
            attacks = dict(group())
            for name, attack in attacks.items():
                with watched(port) as seen:
                    attack(port, "http://127.0.0.1:9/")
                    sleep(0.06)  # so that the shortest is seen, too
                times += seen
                worst[kind] = max(worst[kind], (max(seen, default=0.0), name))
            slowest, name = worst[kind]
            note = (
                f"{len(attacks)} attacks, {len(times)} answers, median"
                f" {1000 * median(times or [0.0]):.0f} ms; slowest under “{name}”"
            )
            job = f"`/health` under attack: {kind}"
            yield Row(job, "", GOAL, None, slowest, None, note, wall=slowest)


def rows(scale: float = 1.0) -> list[Row]:
    """Return the rows for the graph of Lille."""
    return of_lille(measured)


def main() -> None:
    """Print the rows for a built graph."""
    printed(__doc__, measured, lambda row: f"{row.job}: {row.ours:.3f} s ({row.notes})")


if __name__ == "__main__":
    main()
