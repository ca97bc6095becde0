"""What a benchmark gives: rows.

And how everything is measured: alternating order, medians, three costs.

A module of this folder offers ``rows(scale: float = 1.0) -> list[Row]``; ``python -m benchmarks``
runs them all. Processor seconds (all threads, and the processes started) decide: on a shared
machine the clock does not.
"""

from __future__ import annotations

import gc
import operator
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from typing import Any

_WANTED = re.compile(r"(?P<sign>[≥≤<]) (?P<bound>[\d.]+)(?: (?P<unit>s|GB))?")
_CLEAR, _STATUS = Path("/proc/self/clear_refs"), Path("/proc/self/status")


@dataclass(frozen=True)
class Row:
    """A line of the table.

    ``wanted``: ``"≥ 8"`` (times faster than the peer), ``"≤ 1.3"`` (our time over the peer's), ``"<
    5 s"`` or ``"≤ 2 GB"`` (ours alone), or ``""``: no target. ``ratio`` is in the same sense as
    ``wanted``; None without a peer. ``ours`` and ``theirs`` are processor seconds, ``wall`` our
    seconds by the clock, ``memory_mb`` our greatest resident memory. A row that could not be
    measured has no figures, and ``notes`` say why.
    """

    job: str
    peer: str
    wanted: str
    ratio: float | None
    ours: float | None
    theirs: float | None
    notes: str = ""
    memory_mb: float | None = None
    wall: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is no target."""
        target = _WANTED.fullmatch(self.wanted)
        if target is None:
            return None
        gigabytes = None if self.memory_mb is None else self.memory_mb / 1000
        figure = {"s": self.ours, "GB": gigabytes}.get(target["unit"], self.ratio)
        if figure is None:
            return False
        holds = {"≥": operator.ge, "≤": operator.le, "<": operator.lt}[target["sign"]]
        return bool(holds(figure, float(target["bound"])))


@dataclass(frozen=True)
class Cost:
    """What a piece of work took: processor and clock seconds, greatest resident memory in MB; and
    what it gave.
    """

    processor: float
    wall: float
    memory_mb: float | None
    result: Any = None


def cost(work: Callable[[], Any]) -> Cost:
    """Run ``work`` here and return its cost. Memory is that of the whole process while it ran."""
    gc.collect()
    known = _forget_peak()
    started, clock = _processor(), time.perf_counter()
    result = work()
    clock, used = time.perf_counter() - clock, _processor() - started
    return Cost(used, clock, _peak() if known else None, result)


def cost_of_command(command: Sequence[str | os.PathLike[str]], **options: Any) -> Cost:
    """Run a command in a process of its own and return its cost; the result is what it wrote.

    ``options`` are those of ``subprocess.Popen``, such as ``cwd`` and ``env``.

    Raises:
        RuntimeError: it failed; the message is what it said.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as complaints:
        clock = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=complaints, **options)
        _, status, usage = os.wait4(process.pid, 0)
        clock = time.perf_counter() - clock
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        complaints.seek(0)
        if process.returncode:
            raise RuntimeError(
                f"{' '.join(map(str, command))}:"
                f" {complaints.read().decode(errors='replace')[-500:]}"
            )
        # Linux counts in kilobytes, macOS in bytes.
        memory = usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
        return Cost(usage.ru_utime + usage.ru_stime, clock, memory, out.read())


def side_by_side(
    *works: Callable[[], Any], repeats: int = 3, measure: Callable[..., Cost] = cost
) -> list[Cost]:
    """Return the median cost of each work, all run ``repeats`` times in an order that turns each
    time.

    The first result of each is kept. ``measure``: `cost` of functions, or `cost_of_command` of
    commands.
    """
    found: list[list[Cost]] = [[] for _ in works]
    for turn in range(repeats):
        order = range(len(works)) if turn % 2 == 0 else range(len(works) - 1, -1, -1)
        for i in order:
            taken = measure(works[i])
            found[i].append(
                taken if not turn else Cost(taken.processor, taken.wall, taken.memory_mb)
            )
    return [_median(costs) for costs in found]


def compared(job: str, peer: str, wanted: str, ours: Cost, theirs: Cost, notes: str = "") -> Row:
    """Return the row of two costs: how many times faster, or how much of the peer's time if
    ``wanted`` is ``≤``.
    """
    slow, fast = (ours, theirs) if wanted.startswith("≤") else (theirs, ours)
    ratio = slow.processor / fast.processor if fast.processor else None
    return Row(
        job, peer, wanted, ratio, ours.processor, theirs.processor, notes, ours.memory_mb, ours.wall
    )


def alone(job: str, wanted: str, ours: Cost, notes: str = "") -> Row:
    """Return the row of a cost without a peer."""
    return Row(job, "", wanted, None, ours.processor, None, notes, ours.memory_mb, ours.wall)


def _median(costs: Sequence[Cost]) -> Cost:
    memories = [c.memory_mb for c in costs if c.memory_mb is not None]
    return Cost(
        median(c.processor for c in costs),
        median(c.wall for c in costs),
        max(memories, default=None),
        costs[0].result,
    )


def _processor() -> float:
    uses = (getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in uses)


def _forget_peak() -> bool:
    """Let the kernel count the greatest memory anew; only Linux can."""
    try:
        _CLEAR.write_text("5")
    except OSError:
        return False
    return True


def _peak() -> float:
    found = re.search(r"VmHWM:\s+(\d+)", _STATUS.read_text())
    assert found is not None
    return int(found[1]) / 1e3
