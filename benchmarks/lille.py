"""Lille from the command line, warm: build, hubs, map; each a process of its own."""

import sys
import tempfile
from pathlib import Path

from benchmarks.rows import Cost, Row, alone, cost_of_command, side_by_side

COMMAND = [sys.executable, "-m", "frenchtech_graph"]


def rows(scale: float = 1.0) -> list[Row]:
    """Return the rows of each command and of the three together."""
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "lille")
        commands = [[*COMMAND, "build", "lille"], [*COMMAND, "hubs"], [*COMMAND, "map"]]
        for command in commands:  # warm: files read once, loops compiled
            cost_of_command([*command, "--out", out])
        costs = side_by_side(
            *([*command, "--out", out] for command in commands),
            repeats=max(3, int(5 * scale)),
            measure=cost_of_command,
        )
    memory = max(taken.memory_mb or 0 for taken in costs)
    together = Cost(sum(t.processor for t in costs), sum(t.wall for t in costs), memory)
    parts = ", ".join(f"{c[3]} {t.processor:.2f} s" for c, t in zip(commands, costs, strict=True))
    return [alone("Lille: `build` + `hubs` + `map`, warm", "< 5 s", together, parts)]
