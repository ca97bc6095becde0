# Cells of a data frame have no static type.
# mypy: disable-error-code="operator,index,call-overload,arg-type,union-attr,attr-defined,comparison-overlap,misc"
"""Worlds with planted gaps: does `group_gaps` find them, and does it stay silent where there are
none?
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from frenchtech_graph.findings.gaps import group_gaps

PLACES, KINDS, TIES, PLANTED, KEPT = 8, 6, 2200, 5, 0.40
BOTH = ("solid", "probable")
# Worlds from here on were not looked at while the rules were chosen (0 to 159 were).
FIRST_SEED = 9000


@dataclass(frozen=True)
class World:
    graph: nx.Graph[Any]
    planted: set[tuple[str, str]]


def world(
    seed: int,
    *,
    gaps: int = 0,
    clustered: bool = False,
    cells_recorded: bool = False,
    places_recorded: bool = False,
) -> World:
    """Investors of six kinds join rounds of companies in eight places, with unequal activity and
    size.

    A planted gap keeps 40 % of the ties of a cell that expects at least 25. In clustered worlds
    each further member of a round is, at 35 %, drawn from the kind of its first. Recording keeps
    the ties of a cell, or of a place, at a rate drawn evenly from 50 to 100 %.
    """
    rng = np.random.default_rng([seed, gaps, clustered, cells_recorded, places_recorded])
    kinds = rng.choice(KINDS, size=300, p=rng.dirichlet(np.full(KINDS, 40.0)))
    activity = rng.pareto(1.8, size=300) + 0.3
    share_of_place = rng.dirichlet(np.full(PLACES, 40.0))
    share_of_kind = np.bincount(kinds, weights=activity, minlength=KINDS) / activity.sum()
    expected = TIES * np.outer(share_of_kind, share_of_place)
    large = np.argwhere(expected >= 25)
    cells = large[rng.permutation(len(large))[:gaps]]
    keep = np.ones((KINDS, PLACES))
    keep[tuple(cells.T)] = KEPT
    if cells_recorded:
        keep *= rng.uniform(0.5, 1.0, size=keep.shape)
    if places_recorded:
        keep *= rng.uniform(0.5, 1.0, size=PLACES)
    graph: nx.Graph[Any] = nx.Graph(view="bipartite")
    for i, kind in enumerate(kinds):
        graph.add_node(f"investor{i}", mode="actor", kind=f"kind{kind}")
    ties, number = 0, 0
    while ties < TIES:
        place, number = rng.choice(PLACES, p=share_of_place), number + 1
        members = _members(rng, kinds, activity, 1 + rng.poisson(2.3), clustered)
        wanted = len(members)
        members = [i for i in members if rng.random() < keep[kinds[i], place]]
        graph.add_node(f"firm{number}", mode="actor", kind="StartUp", region=f"place{place}")
        graph.add_node(f"round{number}", mode="event", kind="FundingRound")
        graph.add_edge(f"round{number}", f"firm{number}", side="target", sources=())
        graph.add_edges_from(
            ((f"round{number}", f"investor{i}") for i in members), side="source", sources=()
        )
        ties += wanted
    return World(graph, {(f"kind{k}", f"place{p}") for k, p in cells})


def _members(
    rng: np.random.Generator, kinds: Any, activity: Any, size: int, clustered: bool
) -> list[int]:
    first = int(rng.choice(kinds.size, p=activity / activity.sum()))
    members = {first}
    for _ in range(size - 1):
        pool = activity * (kinds == kinds[first]) if clustered and rng.random() < 0.35 else activity
        members.add(int(rng.choice(kinds.size, p=pool / pool.sum())))
    return sorted(members)


def found_in(kind: dict[str, Any], seed: int) -> dict[str, tuple[int, int, int]]:
    """Return for gaps of any grade, and for solid ones, how many were told, were right, and had
    been planted.
    """
    made = world(seed, **kind)
    frame = group_gaps(made.graph, rows="kind", columns="region", seed=seed, draws=200)
    counted = {}
    for level, grades in (("both nulls", BOTH), ("solid", BOTH[:1])):
        told = {
            (r.row_group, r.column_group) for r in frame[frame["grade"].isin(grades)].itertuples()
        }
        counted[level] = (len(told), len(told & made.planted), len(made.planted))
    return counted


def summary(worlds: list[tuple[int, int, int]]) -> dict[str, float]:
    """Return precision, recall and the share of worlds with a false alarm, with 95 % limits
    (Wilson).
    """
    told, right, planted = map(sum, zip(*worlds, strict=True))
    alarms = sum(t > r for t, r, _ in worlds)
    shares = {"false alarm worlds": (alarms, len(worlds))}
    if planted:
        shares = {"precision": (right, told), "recall": (right, planted), **shares}
    row: dict[str, float] = {}
    for name, (count, of) in shares.items():
        low, high = binomtest(count, max(of, 1)).proportion_ci(method="wilson")
        row |= {name: count / max(of, 1), f"{name} low": low, f"{name} high": high}
    return row


UNEVEN = ("no gaps, cells recorded 50-100 %", "5 gaps at 40 %, cells recorded 50-100 %")


@pytest.mark.long
def test_planted_gaps_are_found_and_empty_worlds_stay_silent() -> None:
    worlds: dict[str, dict[str, Any]] = {
        "no gaps": {},
        "no gaps, places recorded 50-100 %": {"places_recorded": True},
        UNEVEN[0]: {"cells_recorded": True},
        "no gaps, clustered rounds": {"clustered": True},
        "5 gaps at 40 %": {"gaps": PLANTED},
        "5 gaps at 40 %, clustered rounds": {"gaps": PLANTED, "clustered": True},
        UNEVEN[1]: {"gaps": PLANTED, "cells_recorded": True},
    }
    found: dict[tuple[str, str], dict[str, float]] = {}
    with ProcessPoolExecutor() as processes:
        for name, kind in worlds.items():
            # Worlds with gaps hold five each: as many as tell precision and recall within three
            # points.
            seeds = range(
                FIRST_SEED, FIRST_SEED + (150 if "gaps" in kind and name not in UNEVEN else 100)
            )
            told = list(processes.map(partial(found_in, kind), seeds, chunksize=5))
            found |= {
                (name, level): summary([w[level] for w in told])
                for level in ("both nulls", "solid")
            }
            rows = pd.DataFrame({level: found[name, level] for level in ("both nulls", "solid")}).T
            print(f"\n{name}\n{rows.round(3).to_string()}", flush=True)
    for name in ("5 gaps at 40 %", "5 gaps at 40 %, clustered rounds"):
        assert found[name, "both nulls"]["precision"] >= 0.95
        # In clustered worlds recall is above its aim by less than these worlds can tell: 0.755,
        # limits 0.72 to 0.78.
        assert found[name, "both nulls"]["recall"] >= 0.75
        assert found[name, "solid"]["precision"] >= 0.97
    for name in ("no gaps", "no gaps, places recorded 50-100 %", "no gaps, clustered rounds"):
        assert found[name, "both nulls"]["false alarm worlds"] <= 0.05
    # Cells recorded at half the rate of others look like gaps; "solid" withstands most of that.
    assert found[UNEVEN[0], "both nulls"]["false alarm worlds"] <= 0.40
    assert found[UNEVEN[0], "solid"]["false alarm worlds"] <= 0.10
