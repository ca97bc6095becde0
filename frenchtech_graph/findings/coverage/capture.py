"""Estimated totals from overlapping lists: two lists (Chapman), three or more (log-linear models).

Lists are seldom independent: the large are in every list. With positive dependence the estimate of
two lists is a lower bound. Estimate within a stratum (stage, region), and model the dependence of
three lists.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product

import numpy as np
import pandas as pd

from frenchtech_graph.findings.coverage.unseen import NOT_DEFINED, Estimate, bounded
from frenchtech_graph.findings.measures import poisson

MOST_LISTS = 5
FEWEST_SHARED = 5
"""Items in two lists or more, below which nothing is estimated from their overlap."""
History = tuple[int, ...]


def chapman(first: int, second: int, both: int) -> Estimate:
    """Return how many there are, from the sizes of two lists and the number in both.

    ``N = (n1 + 1)(n2 + 1)/(m + 1) - 1``, variance ``(n1+1)(n2+1)(n1-m)(n2-m) / ((m+1)² (m+2))``.
    Limits are log-normal on the part in neither list. Defined for m = 0, where the estimate is
    weak.

    Source: Chapman 1951. Seber 1970, Biometrics 26:13-22 (variance).

    Raises:
        ValueError: more are in both than in one of the lists, or a number is negative.

    >>> round(chapman(100, 90, 37).value, 3)
    240.868
    """
    if not 0 <= both <= min(first, second):
        raise ValueError(f"{both} in both lists does not fit lists of {first} and {second}")
    total = (first + 1) * (second + 1) / (both + 1) - 1
    variance = (
        (first + 1)
        * (second + 1)
        * (first - both)
        * (second - both)
        / ((both + 1) ** 2 * (both + 2))
    )
    return bounded(first + second - both, total - (first + second - both), variance)


def histories(lists: Sequence[Iterable[object]]) -> dict[History, int]:
    """Return how many items have each pattern of presence (1) and absence (0) over the lists.

    >>> histories([{"a", "b"}, {"b"}, {"b", "c"}])
    {(0, 0, 1): 1, (1, 0, 0): 1, (1, 1, 1): 1}
    """
    sets = [set(items) for items in lists]
    found: dict[History, int] = {}
    for item in set().union(*sets):
        pattern = tuple(int(item in s) for s in sets)
        found[pattern] = found.get(pattern, 0) + 1
    return dict(sorted(found.items()))


def log_linear(counts: Mapping[History, int], names: Sequence[str] | None = None) -> pd.DataFrame:
    """Fit Poisson log-linear models with interactions of pairs of lists, best AIC first.

    All models for three lists. For four or five, pairs are added one by one as long as the AIC
    falls.

    ``counts`` gives the number of items per pattern of presence over three to five lists. Missing
    patterns count 0, and the pattern of all zeros is estimated. Columns: ``model`` (the pairs that
    depend on each other, ``independent`` if none), ``parameters``, ``unseen``, ``total``, ``low``,
    ``high`` (95 %, log-normal), ``aic`` (as R ``glm``), ``deviance_df`` (patterns left to judge the
    fit) and ``converged``.

    Source: Fienberg 1972, Biometrika 59:591-603. International Working Group 1995, Am. J.
    Epidemiol. 142:1047.

    Raises:
        ValueError: fewer than three or more than five lists, or patterns of unequal length.
    """
    lengths = {len(pattern) for pattern in counts}
    if len(lengths) != 1 or not 3 <= (lists := lengths.pop()) <= MOST_LISTS:
        raise ValueError(
            f"log-linear models need three to {MOST_LISTS} lists with patterns of one length"
        )
    labels = list(names or [chr(65 + i) for i in range(lists)])
    cells = [pattern for pattern in product((0, 1), repeat=lists) if any(pattern)]
    seen = np.array([counts.get(cell, 0) for cell in cells], dtype=np.float64)
    pairs = list(combinations(range(lists), 2))
    table = np.array(cells, dtype=np.float64)
    if lists == 3:
        chosen = [c for size in range(len(pairs) + 1) for c in combinations(pairs, size)]
        frame = pd.DataFrame([_fitted(table, seen, c, labels) for c in chosen])
    else:
        frame = pd.DataFrame(_forward(table, seen, pairs, labels))
    return frame.sort_values(["aic", "parameters"], kind="stable").reset_index(drop=True)


def _forward(
    cells: np.ndarray, seen: np.ndarray, pairs: list[tuple[int, int]], labels: Sequence[str]
) -> list[dict[str, object]]:
    """Return the models tried when pairs are added one by one, the best each time."""
    chosen: tuple[tuple[int, int], ...] = ()
    tried = [_fitted(cells, seen, chosen, labels)]
    best = tried[0]
    while len(chosen) < len(pairs):
        steps = {
            (*chosen, pair): _fitted(cells, seen, (*chosen, pair), labels)
            for pair in pairs
            if pair not in chosen
        }
        tried += steps.values()
        step = min(steps, key=lambda c: float(str(steps[c]["aic"])))
        if float(str(steps[step]["aic"])) >= float(str(best["aic"])):
            break
        chosen, best = step, steps[step]
    return tried


def _fitted(
    cells: np.ndarray, seen: np.ndarray, chosen: Sequence[tuple[int, int]], labels: Sequence[str]
) -> dict[str, object]:
    design = np.column_stack(
        [np.ones(len(cells)), cells, *(cells[:, i] * cells[:, j] for i, j in chosen)]
    )
    fit = poisson.regression(design, seen)
    unseen = math.exp(fit.coefficients[0])
    total = seen.sum() + unseen
    # Poisson variation of the unseen count itself, and the uncertainty of its logarithm.
    limits = bounded(float(seen.sum()), unseen, unseen + unseen**2 * float(fit.covariance[0, 0]))
    return {
        "model": ", ".join(f"{labels[i]}:{labels[j]}" for i, j in chosen) or "independent",
        "parameters": design.shape[1],
        "unseen": unseen,
        "total": total,
        "low": limits.low,
        "high": limits.high,
        "aic": fit.aic,
        "deviance_df": len(cells) - design.shape[1],
        "converged": fit.converged,
    }


def total_of_lists(lists: Mapping[str, Iterable[object]]) -> tuple[Estimate, str]:
    """Return the estimated total and the method: Chapman for two lists, else log-linear by AIC.

    With one list, or lists that share nothing, the number is not defined: ``NaN`` and the reason.
    From more than five lists, the five largest are used.
    """
    sets = {name: set(items) for name, items in lists.items()}
    largest = sorted((n for n in sets if sets[n]), key=lambda n: (-len(sets[n]), n))[:MOST_LISTS]
    if len(largest) < 2:
        return NOT_DEFINED, "one list"
    if len(largest) == 2:
        a, b = (sets[name] for name in largest)
        return (
            (chapman(len(a), len(b), m), "Chapman")
            if (m := len(a & b)) >= FEWEST_SHARED
            else (NOT_DEFINED, "no overlap")
        )
    found = histories([sets[name] for name in largest])
    if sum(count for pattern, count in found.items() if sum(pattern) > 1) < FEWEST_SHARED:
        return NOT_DEFINED, "no overlap"
    models = log_linear(found, largest)
    usable = models[models["converged"] & np.isfinite(models["high"])]
    if usable.empty:
        return NOT_DEFINED, "no model fits"
    best = usable.iloc[0]
    se = (best["high"] - best["low"]) / (2 * 1.96)
    return Estimate(float(best["total"]), float(se), float(best["low"]), float(best["high"])), str(
        best["model"]
    )
