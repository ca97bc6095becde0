"""Typical questions of the catalogue at a million quads: against rdflib in memory, and against the
bare engine.
"""

import gc
import math
import signal
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pyoxigraph as ox
import rdflib

from benchmarks.ecosystem import built
from benchmarks.rows import Cost, Row, compared, cost, side_by_side
from frenchtech_graph import catalogue as queries
from frenchtech_graph.graph.built_files import GRAPH_FOLDER, QUADS
from frenchtech_graph.graph.store import open_store
from frenchtech_graph.model.namespaces import ID

# Actors with many ties: the generator gives the first of each kind the most.
STARTUP, FUND, INCUBATOR = (f"{ID}actor/a{n}" for n in (5, 49, 50))
ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("actors-of-a-kind", {"kind": "Incubator", "place": "Nord"}),
    ("actors-per-pillar", {"place": "Lille"}),
    ("startups", {"place": "Nord", "sector": "health"}),
    ("investors-of", {"company": STARTUP}),
    ("portfolio-of", {"investor": FUND}),
    ("investors-ranked", {}),
    ("syndicates", {"investor": FUND}),
    ("money-raised-per-year", {"place": "Nord"}),
    ("supported-by", {"supporter": INCUBATOR}),
    ("sources-of-a-tie", {"one": FUND, "other": STARTUP}),
    ("ties-of", {"actor": INCUBATOR}),
    ("mixing-between-contributions", {}),
    ("edge-list", {}),
)
PATIENCE = 15  # processor seconds that rdflib may take for a question
QUADS_ASKED = 1_000_000


class OutOfPatienceError(BaseException):
    """Not an `Exception`, which an engine may swallow."""


def rows(scale: float = 1.0) -> list[Row]:
    """Return the rows of the questions and of loading."""
    folder = built(int(QUADS_ASKED * scale))
    file = folder / GRAPH_FOLDER / QUADS
    loaded = cost(lambda: open_store(folder))
    store: ox.Store = loaded.result
    peer = cost(lambda: _rdflib(file))
    gc.freeze()  # its millions of objects must not cost us a look at each, whenever Python collects garbage
    size = f"{len(store):,} quads"
    ours, engine, theirs, given_up, differ = [], [], [], [], []
    for name, parameters in ASKED:
        text = queries.prepare(store, name, **parameters)
        fast, bare = side_by_side(
            lambda n=name, p=parameters: queries.run(store, n, **p),
            lambda t=text: [tuple(solution) for solution in store.query(t)],
            repeats=5,
        )
        slow = cost(lambda t=text: _patiently(lambda: list(peer.result.query(t))))
        ours.append(fast)
        engine.append(bare)
        theirs.append(slow)
        if slow.result is None:
            given_up.append(name)
        elif len(slow.result) != len(fast.result):
            differ.append(f"{name} ({len(slow.result)} rows instead of {len(fast.result)})")
    ratios = [t.processor / o.processor for t, o in zip(theirs, ours, strict=True)]
    against = [o.processor / e.processor for o, e in zip(ours, engine, strict=True)]
    job = f"{len(ASKED)} typical questions, {size}"
    notes = (
        f"geometric mean, from {min(ratios):.0f} to {max(ratios):,.0f}, through our API with data"
        " frames"
    )
    if given_up:
        notes += f"; rdflib stopped after {PATIENCE} s (counted so) in {', '.join(given_up)}"
    if differ:
        notes += f"; other rows in rdflib: {', '.join(differ)}"
    totals = [_total(costs) for costs in (ours, engine, theirs)]
    mean = f"geometric mean of the questions {_mean(against):.2f}, worst {max(against):.2f}"
    return [
        compared(f"open, {size}", "rdflib", "", loaded, peer, "from N-Quads into memory"),
        Row(
            job,
            "rdflib in memory",
            "≥ 40",
            _mean(ratios),
            totals[0].processor,
            totals[2].processor,
            notes,
            totals[0].memory_mb,
            totals[0].wall,
        ),
        compared(
            "the same as data frames, all together",
            "the engine's rows as tuples",
            "≤ 1.3",
            *totals[:2],
            mean,
        ),
    ]


def _rdflib(file: Path) -> rdflib.Dataset:
    dataset = rdflib.Dataset()
    dataset.parse(file, format="nquads")
    return dataset


def _patiently(work: Callable[[], list[Any]]) -> list[Any] | None:
    """Return what work gives; None when it takes too much processor time."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise OutOfPatienceError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        return work()
    except OutOfPatienceError:
        return None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _mean(ratios: list[float]) -> float:
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def _total(costs: list[Cost]) -> Cost:
    memory = max((c.memory_mb for c in costs if c.memory_mb), default=None)
    return Cost(sum(c.processor for c in costs), sum(c.wall for c in costs), memory)
