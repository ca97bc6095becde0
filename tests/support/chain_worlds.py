"""Worlds with a chain: ecosystems of uneven size, sectors of uneven rate, some rates halved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

SECTORS = ("health", "digital", "materials", "energy", "other")
SIZES = (989, 450, 308, 300, 250, 188, 165, 150, 130, 113, 110, 90, 83, 80, 70, 60, 50, 43, 40, 30)
"""Laboratories of twenty ecosystems, uneven as those of France are."""


@dataclass(frozen=True)
class World:
    """Counts of a step and the places whose rate was planted at a part of the others'."""

    counts: pd.DataFrame
    planted: frozenset[str]


def world(
    seed: int, *, planted: int = 4, at: float = 0.5, spread: float = 0.1, rate: float = 0.6
) -> World:
    """Return a world: rates of ordinary places vary by ``spread`` (log s.d.)."""
    rng = np.random.default_rng(seed)
    places = len(SIZES)
    mix = rng.dirichlet(np.full(len(SECTORS), 4.0), places)
    exposed = np.maximum(1, np.round(np.array(SIZES)[:, None] * mix))
    by_sector = rng.lognormal(0.0, 0.5, len(SECTORS))
    own = rng.lognormal(0.0, spread, places)
    low = rng.choice(places, planted, replace=False)
    own[low] = at
    level = sum(SIZES) * rate / (exposed * by_sector).sum()
    happened = rng.poisson(exposed * by_sector * own[:, None] * level)
    rows = [
        (f"p{p:02d}", sector, exposed[p, s], happened[p, s])
        for p in range(places)
        for s, sector in enumerate(SECTORS)
    ]
    counts = pd.DataFrame(rows, columns=["place", "sector", "exposed", "events"])
    return World(counts, frozenset(f"p{p:02d}" for p in low))
