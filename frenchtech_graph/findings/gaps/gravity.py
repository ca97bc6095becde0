"""Places and distance: are two places less tied than their size and the distance between them
allow?

``log E = a_i + a_j + g log(distance) + h (same region)``, fitted by Poisson pseudo-maximum
likelihood (Santos Silva & Tenreyro 2006, Rev. Econ. Stat. 88:641-658), once without and once with
distance. The residual is tested with the Poisson variance and a negative-binomial one (Cameron &
Trivedi 1990).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from frenchtech_graph.findings.gaps import nulls
from frenchtech_graph.findings.gaps.blocks import blocks
from frenchtech_graph.findings.gaps.evenness import read_unevenly
from frenchtech_graph.findings.measures import poisson
from frenchtech_graph.findings.measures.distances import centres, kilometres
from frenchtech_graph.findings.measures.membership import ATTRIBUTES, groups_of
from frenchtech_graph.findings.measures.statistics import benjamini_hochberg
from frenchtech_graph.network.model import actor_of
from frenchtech_graph.network.projections import actors as actors_of

Floats = NDArray[np.float64]
NEAREST_KM = 1.0
COLUMNS = (
    "row_group",
    "column_group",
    "observed",
    "km",
    "same_region",
    "expected",
    "q",
    "expected_without_distance",
    "q_without_distance",
    "ratio",
    "missing_ties",
    "finding",
)


def gravity_gaps(
    graph: nx.Graph[Any], *, by: str = "city", largest: int = 60, min_expected: float = 5.0
) -> pd.DataFrame:
    """Return one row per pair of places: ties recorded, and expected with and without distance.

    ``by`` is ``city``, ``department`` or ``region``. The ``largest`` places by number of ties to
    others are kept. Ties inside a place have no distance and are left out. Columns: ``km`` is the distance between the
    mean positions of the actors of both, or NaN without coordinates. ``expected`` and ``q`` exist
    with and without distance (BH over testable pairs, two-sided, the larger p of the Poisson and
    negative-binomial variance). ``finding`` is a code: ``gap`` (both), ``explained by distance``, ``gap for its
    distance``, ``none``, ``cannot tell``, or ``read unevenly`` where there seems to be a gap, but the
    ties of a place come from addresses that know some places only (`evenness`). ``attrs`` has
    the distance exponent, the factor of a common region, and the overdispersion.

    Raises:
        ValueError: ``by`` is not a place.
    """
    if by not in ("city", "department", "region"):
        raise ValueError(f"places are city, department or region, not {by!r}")
    actors = actors_of(graph)
    groups = groups_of(graph, actors, by)
    parts, table = blocks(graph, actors)[0], nulls.Table(groups, groups, symmetric=True)
    ties = nulls.observed(parts, table)
    between = np.triu(ties, 1)
    degree = between.sum(axis=0) + between.sum(axis=1)
    kept = [i for i in np.argsort(-degree, kind="stable")[:largest] if degree[i] > 0]
    names = [groups.names[i] for i in sorted(kept)]
    if len(names) < 3:
        return pd.DataFrame(columns=list(COLUMNS))
    frame = _pairs(names, between[np.ix_(sorted(kept), sorted(kept))])
    position = centres(graph, actors, ATTRIBUTES[by])
    frame["km"] = [kilometres(position.get(a), position.get(b)) for a, b in _ends(frame)]
    region = _regions(graph, actors, by)
    frame["same_region"] = [
        region.get(a) is not None and region.get(a) == region.get(b) for a, b in _ends(frame)
    ]
    uneven = read_unevenly(graph, parts, table, by)
    number = {name: i for i, name in enumerate(groups.names)}
    frame["uneven"] = [bool(uneven[number[a], number[b]]) for a, b in _ends(frame)]
    return _judged(frame, names, min_expected)


def _ends(frame: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(frame["row_group"], frame["column_group"], strict=True))


def _pairs(names: list[str], between: Floats) -> pd.DataFrame:
    i, j = np.triu_indices(len(names), 1)
    return pd.DataFrame(
        {
            "row_group": [names[k] for k in i],
            "column_group": [names[k] for k in j],
            "observed": between[i, j],
        }
    )


def _regions(graph: nx.Graph[Any], actors: list[Hashable], by: str) -> Mapping[str, str | None]:
    """Return the region of most actors of each city or department.

    It is empty if the places are regions.
    """
    votes: dict[str, Counter[str]] = {}
    for actor in actors:
        view = actor_of(graph, actor)
        place, region = view.facts.get(ATTRIBUTES[by]), view.region
        if by != "region" and place and region:
            votes.setdefault(place, Counter())[region] += 1
    return {place: min(found, key=lambda r: (-found[r], r)) for place, found in votes.items()}


def _judged(frame: pd.DataFrame, names: list[str], min_expected: float) -> pd.DataFrame:
    place = {name: k for k, name in enumerate(names)}
    size = np.zeros((len(frame), len(names)))
    for column in ("row_group", "column_group"):
        size[np.arange(len(frame)), frame[column].map(place)] += 1
    known = frame["km"].notna().to_numpy()
    logs = np.log(np.maximum(frame["km"].fillna(NEAREST_KM).to_numpy(), NEAREST_KM))
    together = frame["same_region"].to_numpy(dtype=np.float64)
    extra = np.column_stack(
        [np.where(known, logs, logs[known].mean() if known.any() else 0.0), ~known, together]
    )
    extra = extra[:, extra.std(axis=0) > 0]
    counts = frame["observed"].to_numpy()
    plain = poisson.regression(size, counts)
    full = poisson.regression(np.hstack([size, extra]), counts) if extra.size else plain
    # What distance explains is no overdispersion: both fits are judged by that of the full one.
    spread = overdispersion(counts, full.fitted)
    for suffix, fit in (("_without_distance", plain), ("", full)):
        frame[f"expected{suffix}"] = fit.fitted
        p = residual_probability(counts, fit.fitted, spread)
        testable = fit.fitted >= min_expected
        frame[f"q{suffix}"] = benjamini_hochberg(np.where(testable, p, np.nan))
    frame["ratio"] = counts / np.maximum(full.fitted, 1e-12)
    frame["missing_ties"] = full.fitted - counts
    frame["finding"] = _findings(frame)
    frame.attrs["distance_exponent"] = (
        float(full.coefficients[len(names)]) if extra.size else float("nan")
    )
    frame.attrs["overdispersion"] = spread
    order = np.argsort(-frame["missing_ties"].to_numpy(), kind="stable")
    return frame.iloc[order].reset_index(drop=True)[list(COLUMNS)]


def _findings(frame: pd.DataFrame) -> list[str]:
    words = {
        (True, True): "gap",
        (True, False): "explained by distance",
        (False, True): "gap for its distance",
    }
    found = []
    for row in frame.to_dict("records"):
        if np.isnan(row["q"]) and np.isnan(row["q_without_distance"]):
            found.append("cannot tell")
            continue
        plain = (
            row["q_without_distance"] < 0.10
            and row["observed"] < 0.75 * row["expected_without_distance"]
        )
        full = row["q"] < 0.10 and row["observed"] < 0.75 * row["expected"]
        seen = words.get((plain, full), "none")
        found.append("read unevenly" if row["uneven"] and seen != "none" else seen)
    return found


def overdispersion(counts: Floats, fitted: Floats) -> float:
    """Return the moment estimate of alpha in ``variance = mean + alpha mean²``, zero or more.

    Source: Cameron & Trivedi 1990, J. Econometrics 46:347-364 (regression of the squared residual).

    >>> overdispersion(np.array([5.0, 5.0]), np.array([5.0, 5.0]))
    0.0
    """
    excess = (counts - fitted) ** 2 - counts
    return max(0.0, float((excess * fitted**2).sum() / max((fitted**4).sum(), 1e-12)))


def residual_probability(counts: Floats, fitted: Floats, alpha: float) -> Floats:
    """Return the two-sided normal p of ``counts - fitted``.

    The negative-binomial variance is the larger.
    """
    sd = np.sqrt(fitted + alpha * fitted**2)
    return np.asarray(
        2 * special.ndtr(-np.abs(counts - fitted) / np.maximum(sd, 1e-12)), dtype=np.float64
    )
