"""How soon the command line is there: whole processes, from start to end."""

import sys

from benchmarks.rows import Row, compared, cost_of_command, side_by_side


def rows(scale: float = 1.0) -> list[Row]:
    """Return the row of ``frenchtech-graph --help``."""
    ours, theirs = side_by_side(
        [sys.executable, "-m", "frenchtech_graph", "--help"],
        [sys.executable, "-c", "import networkx"],
        repeats=max(3, int(11 * scale)),
        measure=cost_of_command,
    )
    return [
        compared(
            "cold start, `frenchtech-graph --help`", "`import networkx`", "≤ 1.5", ours, theirs
        )
    ]
