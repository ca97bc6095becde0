"""Classic scores of a missing tie from the ties around it.

Plain, and easily beaten by fame: the yardstick.

All functions take the adjacency of the actors (sparse, symmetric, diagonal empty). They return a
dense table of scores between the actors ``among`` (their numbers, by default all). Paths may pass
through every actor. Source: Liben-Nowell & Kleinberg 2007, J. Am. Soc. Inf. Sci. Technol.
58:1019-1031. Zhou, Lü & Zhang 2009, Eur. Phys. J. B 71:623-630 (resource allocation). Tong,
Faloutsos & Pan 2006, ICDM (walk with restart).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Among = NDArray[np.int64] | None
KATZ_DECAY = 0.05
KATZ_LENGTHS = (2, 3, 4)
RESTART = 0.85


def common_neighbours(adjacency: Any, among: Among = None) -> Floats:
    """Return the number of common neighbours of every pair of actors.

    >>> path = sp.csr_array(np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]]))
    >>> common_neighbours(path)[0].tolist()
    [1.0, 0.0, 1.0]
    """
    return _through(adjacency, np.ones_like, among)


def adamic_adar(adjacency: Any, among: Among = None) -> Floats:
    """Return the sum over common neighbours z of ``1 / log k_z``.

    A neighbour of both has at least two ties.
    """
    return _through(adjacency, lambda k: 1 / np.log(np.maximum(k, 2)), among)


def resource_allocation(adjacency: Any, among: Among = None) -> Floats:
    """Return the sum over common neighbours z of ``1 / k_z``."""
    return _through(adjacency, lambda k: 1 / np.maximum(k, 1), among)


def katz(weights: Any, among: Among = None) -> Floats:
    """Return ``sum over l = 2, 3, 4 of 0.05^l A^l``: short walks between two actors, without the
    direct tie.
    """
    asked = _asked(weights, among)
    total, power = (
        np.zeros((asked.size, asked.size)),
        sp.csr_array(weights, dtype=np.float64)[asked],
    )
    for length in range(2, max(KATZ_LENGTHS) + 1):
        power = sp.csr_array(power @ weights)
        if length in KATZ_LENGTHS:
            total += KATZ_DECAY**length * power[:, asked].toarray()
    return total


def walk_with_restart(weights: Any, among: Among = None, steps: int = 60) -> Floats:
    """Return the chance of meeting the column's actor on walks from the row's, made symmetric by
    adding both.
    """
    asked = _asked(weights, among)
    sums = np.asarray(weights.sum(axis=1)).ravel()
    back = sp.csr_array((sp.diags_array(1 / np.where(sums > 0, sums, 1.0)) @ weights).T)
    here = np.zeros((weights.shape[0], asked.size))
    here[asked, np.arange(asked.size)] = 1.0
    start = (1 - RESTART) * here
    for _ in range(steps):
        here = RESTART * (back @ here) + start
    met = here[asked].T
    return np.asarray(met + met.T)


def preferential_attachment(degrees: Floats) -> Floats:
    """Return ``k_i k_j``."""
    return np.outer(degrees, degrees)


def _through(adjacency: Any, weigh: Any, among: Among) -> Floats:
    ties = sp.csr_array((adjacency > 0).astype(np.float64))
    degree, mine = np.asarray(ties.sum(axis=1)).ravel(), ties[_asked(adjacency, among)]
    return np.asarray((mine @ sp.diags_array(weigh(degree)) @ mine.T).toarray())


def _asked(adjacency: Any, among: Among) -> NDArray[np.int64]:
    return np.arange(adjacency.shape[0]) if among is None else among
