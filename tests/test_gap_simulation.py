# Cells of a data frame have no static type.
# mypy: disable-error-code="operator,index,call-overload,arg-type,union-attr,attr-defined,comparison-overlap,misc"
"""Worlds with planted gaps: does `group_gaps` find them, and does it stay silent where there are none?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from frenchtech_graph.analysis.gaps import group_gaps

PLACES, KINDS, TIES, PLANTED, KEPT = 8, 6, 2200, 5, 0.40
BOTH = ("solid", "probable")


@dataclass(frozen=True)
class World:
    graph: nx.Graph[Any]
    planted: set[tuple[str, str]]


def world(
    seed: int, *, gaps: int = 0, clustered: bool = False, cells_recorded: bool = False, places_recorded: bool = False
) -> World:
    """Investors of six kinds join rounds of companies in eight places, with unequal activity and size.

    A planted gap keeps 40 % of the ties of a cell. In clustered worlds half of the members of a round are
    of the kind of its first. Recording drops ties of a cell, or of a place, at an even 50 to 100 %.
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
        graph.add_edges_from(((f"round{number}", f"investor{i}") for i in members), side="source", sources=())
        ties += wanted
    return World(graph, {(f"kind{k}", f"place{p}") for k, p in cells})


def _members(rng: np.random.Generator, kinds: Any, activity: Any, size: int, clustered: bool) -> list[int]:
    first = int(rng.choice(kinds.size, p=activity / activity.sum()))
    members = {first}
    for _ in range(size - 1):
        pool = activity * (kinds == kinds[first]) if clustered and rng.random() < 0.35 else activity
        members.add(int(rng.choice(kinds.size, p=pool / pool.sum())))
    return sorted(members)


def outcomes(kind: dict[str, Any], worlds: int) -> dict[str, dict[str, float]]:
    """Count true and false findings over worlds, for gaps of any grade and for solid ones."""
    made = [world(seed, **kind) for seed in range(worlds)]
    frames = [
        group_gaps(w.graph, rows="kind", columns="region", seed=seed, draws=200, label_shuffles=1000)
        for seed, w in enumerate(made)
    ]
    counted = {}
    for level, grades in (("both nulls", BOTH), ("solid", BOTH[:1])):
        told = [{(r.row_group, r.column_group) for r in f[f["grade"].isin(grades)].itertuples()} for f in frames]
        hits = sum(len(t & w.planted) for t, w in zip(told, made, strict=True))
        found, planted = sum(map(len, told)), sum(len(w.planted) for w in made)
        counted[level] = {
            "precision": hits / found if found and planted else float("nan"),
            "recall": hits / planted if planted else float("nan"),
            "false alarm worlds": sum(bool(t - w.planted) for t, w in zip(told, made, strict=True)) / worlds,
        }
    return counted


@pytest.mark.long
def test_planted_gaps_are_found_and_empty_worlds_stay_silent() -> None:
    worlds: dict[str, dict[str, Any]] = {
        "no gaps": {},
        "no gaps, places recorded 50-100 %": {"places_recorded": True},
        "no gaps, cells recorded 50-100 %": {"cells_recorded": True},
        "no gaps, clustered rounds": {"clustered": True},
        "5 gaps at 40 %": {"gaps": PLANTED},
        "5 gaps at 40 %, clustered rounds": {"gaps": PLANTED, "clustered": True},
        "5 gaps at 40 %, cells recorded 50-100 %": {"gaps": PLANTED, "cells_recorded": True},
    }
    # A share of 5 % needs more worlds to be told than a precision.
    found = {
        (name, level): row
        for name, kind in worlds.items()
        for level, row in outcomes(kind, 20 if "gaps" in kind else 60).items()
    }
    print("\n" + pd.DataFrame(found).T.round(3).to_string())
    with_gaps = [name for name in worlds if name.startswith("5") and "cells" not in name]
    for name in with_gaps:
        assert found[name, "both nulls"]["precision"] >= 0.95
        assert found[name, "both nulls"]["recall"] >= 0.75
        assert found[name, "solid"]["precision"] >= 0.97
    for name in ("no gaps", "no gaps, places recorded 50-100 %", "no gaps, clustered rounds"):
        assert found[name, "both nulls"]["false alarm worlds"] <= 0.05
    # Cells recorded at half the rate of others look like gaps; "solid" withstands most of that.
    uneven = [
        found["no gaps, cells recorded 50-100 %", level]["false alarm worlds"] for level in ("solid", "both nulls")
    ]
    assert uneven[0] <= 0.5 * uneven[1]
