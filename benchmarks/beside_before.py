"""Commands beside those of an older version, on the same sources, which both versions build.

`FRENCHTECH_BENCH_BEFORE` is the older version: a folder with its files, made for instance by
`git worktree add ../before 3e8eb7e`. Whole processes are measured, on their second call: the first
one may write what later ones read. From nothing means after that was deleted.
`FRENCHTECH_BENCH_REPEATS` (3) is how often each is measured.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.national import FILES
from benchmarks.rows import Cost, Row, compared, cost_of_command, side_by_side

BEFORE, REPEATS = "FRENCHTECH_BENCH_BEFORE", "FRENCHTECH_BENCH_REPEATS"
REGISTERS = ("rnsr", "institutions", "ilab", "inov", "iphd", "ror")
"""The open registers. At less than half the scale Lille stands alone."""
HERE = Path(__file__).parents[1]
LILLE = ("--where", "Lille")
COMMANDS: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    ("query", ("query", "investors-of", "--param", "company=Exotec"), "≥ 5", ""),
    ("info", ("info",), "≥ 10", ""),
    ("hubs", ("hubs",), "≥ 7", "≥ 2"),
    ("gaps", ("gaps",), "≥ 7", "≥ 2"),
    ("introductions", ("introductions",), "≥ 7", "≥ 2"),
    ("compare", ("compare", "Lille", "Lyon"), "≥ 6", ""),
    ("map of Lille", ("map", *LILLE), "", ""),
    ("report of Lille", ("report", *LILLE), "", ""),
)
"""Job, command, wanted on the second call, wanted from nothing."""


def rows(scale: float = 1.0) -> list[Row]:
    """Return a row for each command, and for the three first ones on Lille."""
    older = os.environ.get(BEFORE)
    if not older:
        reason = f"not measured: {BEFORE} is not set"
        return [Row("commands beside 3e8eb7e", "3e8eb7e", "", None, None, None, reason)]
    with tempfile.TemporaryDirectory() as place:
        return list(_rows(Path(older).resolve(), Path(place), scale))


def _rows(older: Path, place: Path, scale: float) -> Iterator[Row]:
    yield from _lille(older, place)
    homes, sources = (HERE, older), _sources() if scale >= 0.5 else []
    outs = [place / "now", place / "before"]
    for home, out in zip(homes, outs, strict=True):
        _run(home, "build", "lille", *sources, "--out", str(out))
    size = "open registers with Lille" if sources else "Lille"
    for job, command, second, nothing in COMMANDS:
        costs = []
        for home, out in zip(homes, outs, strict=True):
            shown = ("-o", str(place / "page.html")) if command[0] in ("map", "report") else ()
            call = (*command, *shown, "--out", str(out))
            try:
                costs.append((_from_nothing(home, out, call), _again(home, call)))
            except RuntimeError as error:  # an older version lacks the command or the place
                yield _failed(f"{size}: {job}", home, error)
                break
        else:
            (first, again), (first_before, again_before) = costs
            name = f"{size}: {job}"
            yield compared(f"{name}, again", "3e8eb7e", second, again, again_before)
            yield compared(f"{name}, from nothing", "3e8eb7e", nothing, first, first_before)


def _lille(older: Path, place: Path) -> Iterator[Row]:
    costs = []
    for number, home in enumerate((HERE, older)):
        out = place / f"lille-{number}"
        calls = (
            ("build", "lille", "--out", str(out)),
            ("hubs", "--out", str(out)),
            ("map", "--out", str(out), "-o", str(place / "lille.html")),
        )
        costs.append([_sum([_run(home, *call) for call in calls]) for _ in range(2)])
    job = "Lille: build, hubs, map"
    yield compared(job, "3e8eb7e", "≤ 0.7", costs[0][0], costs[1][0])
    yield compared(f"{job}, again", "3e8eb7e", "≤ 0.4", costs[0][1], costs[1][1])


def _sources() -> list[str]:
    raw = Path(os.environ.get("FRENCHTECH_SHARED", "")) / "data" / "raw"
    return [part for name in REGISTERS for part in ("--with", f"{name}={raw / FILES[name]}")]


def _run(home: Path, *call: str) -> Cost:
    environment = {**os.environ, "PYTHONPATH": str(home)}
    command = [sys.executable, "-m", "frenchtech_graph", *call]
    return cost_of_command(command, cwd=home, env=environment)


def _from_nothing(home: Path, out: Path, call: tuple[str, ...]) -> Cost:
    for kept in ("findings", "reading", "answers"):
        for folder in out.rglob(kept):
            shutil.rmtree(folder)
    return _run(home, *call)


def _again(home: Path, call: tuple[str, ...]) -> Cost:
    repeats = int(os.environ.get(REPEATS, "3"))
    return side_by_side(call, repeats=repeats, measure=lambda c: _run(home, *c))[0]


def _sum(costs: list[Cost]) -> Cost:
    memories = [c.memory_mb for c in costs if c.memory_mb is not None]
    return Cost(
        sum(c.processor for c in costs), sum(c.wall for c in costs), max(memories, default=None)
    )


def _failed(job: str, home: Path, error: RuntimeError) -> Row:
    reason = (str(error).strip().splitlines() or ["?"])[-1][:200]
    which = "this version" if home == HERE else "3e8eb7e"
    return Row(job, "3e8eb7e", "", None, None, None, f"not measured: {which}: {reason}")
