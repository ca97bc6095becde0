"""A third world without gaps, of tables with a column of places: each actor keeps its own habits.

Actors prefer their own place, and an actor of many ties that likes few places makes a whole group
look absent elsewhere. So the ties of each actor go to the places by the places' shares, with one
preference for home for all actors. The spread comes from whole actors and not from ties.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy import optimize

from frenchtech_graph.findings.gaps.blocks import Block
from frenchtech_graph.findings.gaps.cards import FEWEST_ACTORS, MOST_OF_ONE
from frenchtech_graph.findings.gaps.nulls import Null, Table

Floats = NDArray[np.float64]
ROUNDS = 20
"""Times that the shares of places and the preference are fitted in turn."""
MOST = 6.0
"""Largest logarithm of a preference."""


def have_homes(blocks: Sequence[Block], table: Table) -> bool:
    """Return whether at least half of the ties are of actors with a known place."""
    ties = known = 0.0
    for block in blocks:
        many = np.asarray(block.incidence.sum(axis=1)).ravel()
        placed = np.asarray(table.columns.weights[block.actors].sum(axis=1)).ravel() > 0
        ties, known = ties + float(many.sum()), known + float(many[placed].sum())
    return ties > 0 and known >= ties / 2


def of_few_actors(blocks: Sequence[Block], table: Table) -> NDArray[np.bool_]:
    """Return the row groups with most ties from one actor, or from very few."""
    ties: dict[int, float] = {}
    for block in blocks:
        many = np.asarray(block.incidence.sum(axis=1)).ravel()
        for actor, count in zip(block.actors.tolist(), many.tolist(), strict=True):
            ties[actor] = ties.get(actor, 0.0) + count
    actors = np.array(list(ties), dtype=np.int64)
    of_group = _dense(table.rows.weights[actors]) * np.array(list(ties.values()))[:, None]
    whole = np.maximum(of_group.sum(axis=0), 1e-9)
    share = of_group / whole
    effective = 1 / np.maximum((share**2).sum(axis=0), 1e-9)
    return np.asarray((share.max(axis=0, initial=0.0) > MOST_OF_ONE) | (effective < FEWEST_ACTORS))


def own_choices(blocks: Sequence[Block], table: Table) -> Null:
    """Return mean and spread of each cell if only the habits of actors made it.

    The variance is the mean times the dispersion of the actors of a group around the rate of their
    group, so that a lack that all of them share is no dispersion. It is never below a Poisson
    variance. An actor without a known place has no home.

    Source: Liang & Zeger 1986, Biometrika 73:13-22 (variance by clusters).
    """
    mean, variance = np.zeros(table.shape), np.zeros(table.shape)
    for block in blocks:
        counts = counts_of_actors(block, table)
        home = _dense(table.columns.weights[block.actors])
        fitted = expected_of_actors(counts, home)
        groups = sp.csr_array(table.rows.weights[block.actors])
        expected, seen = _dense(groups.T @ fitted), _dense(groups.T @ counts)
        mean += expected
        least = 1.0 if block.directed else 0.5
        variance += expected * np.maximum(
            _dispersion(groups, counts, fitted, expected, seen), least
        )
    return Null(mean, np.sqrt(variance))


def _dispersion(
    groups: Any, counts: Floats, fitted: Floats, expected: Floats, seen: Floats
) -> Floats:
    """Return the squared deviations of the actors of each group from its rates, over its ties."""
    rate = np.where(expected > 0, seen / np.where(expected > 0, expected, 1.0), 0.0)
    squares = groups.power(2).T
    # The sum of (n - rate f)², with the rate of the group: three sums over actors.
    total = (
        _dense(squares @ counts**2)
        - 2 * rate * _dense(squares @ (counts * fitted))
        + rate**2 * _dense(squares @ fitted**2)
    )
    # One dispersion for a group: that of a cell of few ties is little known.
    ties = seen.sum(axis=1, keepdims=True)
    return np.asarray(total.sum(axis=1, keepdims=True) / np.where(ties > 0, ties, 1.0))


def counts_of_actors(block: Block, table: Table) -> Floats:
    """Return the ties of all actors of a block with all column groups."""
    members = sp.csr_array(block.incidence)
    weights = table.columns.weights
    if block.read is not None:
        return _dense(members @ (block.read @ weights))
    size = np.bincount(members.indices, minlength=members.shape[1])
    share = sp.diags_array(0.5 / np.maximum(size - 1, 1))
    groups = weights[block.actors]
    around = members @ (share @ (members.T @ groups))
    own = (members @ share @ np.ones(members.shape[1]))[:, None] * _dense(groups)
    return np.asarray(np.maximum(_dense(around) - own, 0.0), dtype=np.float64)


def expected_of_actors(counts: Floats, home: Floats) -> Floats:
    """Return the expected ties of each actor with each place.

    >>> home = np.array([[1.0, 0.0], [0.0, 1.0]])
    >>> expected_of_actors(np.array([[9.0, 1.0], [1.0, 9.0]]), home).round(1).tolist()
    [[9.0, 1.0], [1.0, 9.0]]
    """
    total, columns = counts.sum(axis=1), counts.sum(axis=0)
    if not total.any():
        return np.zeros(counts.shape)
    share = columns / columns.sum()
    at_home = float((counts * home).sum())

    def fitted(preference: float) -> Floats:
        pull = share * (1 + (np.exp(preference) - 1) * home)
        sums = pull.sum(axis=1, keepdims=True)
        return np.asarray(total[:, None] * pull / np.where(sums > 0, sums, 1.0))

    def excess(preference: float) -> float:
        return float((fitted(preference) * home).sum()) - at_home

    preference = 0.0
    for _ in range(ROUNDS if home.any() else 1):
        if excess(-MOST) < 0 < excess(MOST):
            preference = optimize.brentq(excess, -MOST, MOST, xtol=1e-4)
        dealt = fitted(preference).sum(axis=0)
        share = share * np.where(dealt > 0, columns / np.where(dealt > 0, dealt, 1.0), 1.0)
        share = share / share.sum()
    return fitted(preference)


def _dense(matrix: Any) -> Floats:
    return np.asarray(matrix.toarray() if sp.issparse(matrix) else matrix, dtype=np.float64)
