"""Where each mark of a network map stands: seeded, computed once, and frozen in the page.

A tied pair attracts with a force that grows with the logarithm of its distance and all pairs repel
with one over distance, weighted by degree: the LinLog model, whose minimum shows communities as
separate clouds (Noack 2009, doi:10.1103/PhysRevE.79.026102; the weighting follows Jacomy et al.
2014, doi:10.1371/journal.pone.0098679). Repulsion is summed on a mesh by fast Fourier transform
(Hockney & Eastwood 1988), which keeps one step nearly linear in the number of marks; below
`EXACT_BELOW` marks it is summed pair by pair. Parts that no tie joins are packed around the
largest.
"""

from __future__ import annotations

from functools import cache

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

Array = NDArray[np.float64]
Index = NDArray[np.int64]

EXACT_BELOW = 150
MESH = 128
STEPS = 180
REPULSION = 6.0
GRAVITY = 0.02
GAP = 5.0  # free pixels between two marks
TIDY_ROUNDS = 60
TIDY_LESS_ABOVE = 8_000  # marks


def communities(count: int, ties: Index, weights: Array, seed: int = 1) -> Index:
    """Return a community number for each of `count` marks, 0 being the largest.

    Louvain's method (Blondel et al. 2008, doi:10.1088/1742-5468/2008/10/P10008) at resolution 1. It
    serves the drawing: it says which marks to draw near each other, not which bodies belong
    together.

    >>> communities(5, np.array([[0, 1], [1, 2], [0, 2], [3, 4]]), np.ones(4)).tolist()
    [0, 0, 0, 1, 1]
    """
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(count))
    pairs = zip(*ties.T.tolist(), weights.tolist(), strict=True)
    graph.add_weighted_edges_from(pairs)
    parts = nx.community.louvain_communities(graph, seed=seed)
    found = np.zeros(count, dtype=np.int64)
    for number, part in enumerate(sorted(parts, key=lambda p: (-len(p), min(p)))):
        found[list(part)] = number
    return found


def positions(radii: Array, ties: Index, weights: Array, groups: Index, seed: int = 1) -> Array:
    """Return pixel positions, shape (n, 2), of marks of the given `radii` (pixels).

    `ties` holds pairs of row numbers, shape (m, 2), and `weights` how strongly each draws its ends
    together; `groups` numbers the communities, which decide where marks start. The same arguments
    give the same positions.
    """
    count = len(radii)
    if count == 0:
        return np.zeros((0, 2))
    part = _parts(count, ties)
    sizes = np.bincount(part)
    order = np.argsort(-sizes, kind="stable")
    local = np.zeros(count, dtype=np.int64)
    pieces: list[tuple[Index, Array]] = []
    members_of = np.split(np.argsort(part, kind="stable"), np.cumsum(sizes)[:-1])
    by_part = np.argsort(part[ties[:, 0]], kind="stable")
    ends = _ends(part, ties, len(sizes))
    ties_of, weights_of = np.split(ties[by_part], ends), np.split(weights[by_part], ends)
    for number in order.tolist():
        members = members_of[number]
        local[members] = np.arange(len(members))
        xy = _part(
            radii[members], local[ties_of[number]], weights_of[number], groups[members], seed
        )
        pieces.append((members, xy))
    return _pack(count, radii, pieces)


def main_frame(places: Array, radii: Array, ties: Index) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the largest part that ties join, in pixels."""
    if len(places) == 0:
        return 0.0, 0.0, 1.0, 1.0
    part = _parts(len(places), ties)
    main = part == np.argmax(np.bincount(part))
    low = (places[main] - radii[main, None]).min(axis=0)
    high = (places[main] + radii[main, None]).max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _parts(count: int, ties: Index) -> Index:
    """Return the number of the connected part of each mark."""
    matrix = coo_array((np.ones(len(ties)), (ties[:, 0], ties[:, 1])), shape=(count, count))
    return np.asarray(connected_components(matrix, directed=False)[1], dtype=np.int64)


def _ends(part: Index, ties: Index, parts: int) -> Index:
    counts = (
        np.bincount(part[ties[:, 0]], minlength=parts)
        if len(ties)
        else np.zeros(parts, dtype=np.int64)
    )
    return np.cumsum(counts)[:-1]


def _part(radii: Array, ties: Index, weights: Array, groups: Index, seed: int) -> Array:
    """Lay out one connected part around the origin."""
    count = len(radii)
    if count <= 2:
        return np.array([[0.0, 0.0], [radii.sum() + 2 * GAP, 0.0]])[:count]
    xy = _settle(_start(count, ties, weights, groups, seed), ties, weights)
    return _tidy(_scaled(xy, radii), radii)


def _start(count: int, ties: Index, weights: Array, groups: Index, seed: int) -> Array:
    """Put each community on a disc of its own; discs stand as their mutual ties would have it."""
    rng = np.random.default_rng(seed)
    names, group = np.unique(groups, return_inverse=True)
    inside = rng.normal(size=(count, 2))
    if len(names) == 1:
        return np.asarray(inside * np.sqrt(count))
    angle = np.arange(len(names)) * 2.399963  # the golden angle spreads the starting points
    spiral = (
        np.column_stack([np.cos(angle), np.sin(angle)])
        * np.sqrt(np.arange(len(names)) + 0.5)[:, None]
    )
    ends = group[ties]
    between = coo_array((weights, (ends[:, 0], ends[:, 1])), shape=(len(names), len(names))).tocsr()
    pair, weight = np.column_stack(between.nonzero()), between.data
    apart = pair[:, 0] != pair[:, 1]
    centre = _settle(spiral, pair[apart], weight[apart]) if len(names) > 2 else spiral
    centre *= np.sqrt(count) * 2 / max(1e-9, float(np.abs(centre).max()))
    return np.asarray(centre[group] + inside * np.sqrt(np.bincount(group)[group])[:, None] * 0.2)


def _settle(xy: Array, ties: Index, weights: Array) -> Array:
    """Move marks along their forces, with steps that shrink to nothing."""
    count = len(xy)
    a, b = ties[:, 0], ties[:, 1]
    mass = np.asarray(
        1.0 + np.bincount(a, weights, count) + np.bincount(b, weights, count), dtype=float
    )
    side = np.sqrt(count)
    push = REPULSION * side / mass.sum()  # keeps the size of the drawing near its square root
    for step in range(STEPS):
        force = _repulsion(xy, mass) * push - xy * (GRAVITY / side * mass)[:, None]
        apart = xy[b] - xy[a]
        far = np.hypot(apart[:, 0], apart[:, 1])
        draw = apart * (weights * np.log1p(far) / np.maximum(far, 1e-9))[:, None]
        for axis in (0, 1):
            force[:, axis] += np.bincount(a, draw[:, axis], count) - np.bincount(
                b, draw[:, axis], count
            )
        move = force / mass[:, None]
        limit = side * 0.25 * (1 - step / STEPS) ** 1.5 + 1e-3
        length = np.hypot(move[:, 0], move[:, 1])
        xy = xy + move * np.minimum(1.0, limit / np.maximum(length, 1e-9))[:, None]
    return np.asarray(xy - np.average(xy, axis=0, weights=mass))


def _repulsion(xy: Array, mass: Array) -> Array:
    if len(xy) < EXACT_BELOW:
        apart = xy[:, None, :] - xy[None, :, :]
        square = (apart**2).sum(axis=2) + 0.01
        pushed: Array = (apart * (mass[:, None] * mass[None, :] / square)[:, :, None]).sum(axis=1)
        return pushed
    return _mesh_repulsion(xy, mass)


def _mesh_repulsion(xy: Array, mass: Array) -> Array:
    """Sum the repulsion on a square mesh: masses to its points, one convolution, forces back."""
    low = xy.min(axis=0)
    cell = float((xy.max(axis=0) - low).max()) / (MESH - 2) + 1e-9
    place = (xy - low) / cell
    corner = np.floor(place).astype(np.int64)
    part = place - corner
    shares = [
        (dx, dy, (part[:, 0] if dx else 1 - part[:, 0]) * (part[:, 1] if dy else 1 - part[:, 1]))
        for dx in (0, 1)
        for dy in (0, 1)
    ]
    mesh = np.zeros(MESH * MESH)
    for dx, dy, share in shares:
        mesh += np.bincount(
            (corner[:, 0] + dx) * MESH + corner[:, 1] + dy, mass * share, MESH * MESH
        )
    spread = np.fft.rfft2(mesh.reshape(MESH, MESH), (2 * MESH, 2 * MESH))
    force = np.zeros_like(xy)
    for axis, kernel in enumerate(_kernels()):
        field = np.fft.irfft2(spread * kernel, (2 * MESH, 2 * MESH))[:MESH, :MESH] / cell
        for dx, dy, share in shares:
            force[:, axis] += field[corner[:, 0] + dx, corner[:, 1] + dy] * share
    return force * mass[:, None]


@cache
def _kernels() -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """Return the transforms of what a mass pushes along either axis, on a mesh of cells of size
    1.
    """
    steps = np.fft.fftfreq(2 * MESH, 1 / (2 * MESH))
    square = steps[:, None] ** 2 + steps[None, :] ** 2 + 0.6**2
    return np.fft.rfft2(steps[:, None] / square), np.fft.rfft2(steps[None, :] / square)


def _scaled(xy: Array, radii: Array) -> Array:
    """Stretch so that the marks would have room if they stood evenly."""
    spread = float(np.quantile(np.hypot(*(xy - np.median(xy, axis=0)).T), 0.8)) + 1e-9
    room = np.sqrt(((2 * radii + GAP) ** 2).sum() / np.pi) * 1.5
    return np.asarray(xy / spread * room)


def _tidy(xy: Array, radii: Array) -> Array:
    """Push overlapping marks apart."""
    for _ in range(TIDY_ROUNDS if len(xy) < TIDY_LESS_ABOVE else TIDY_ROUNDS // 4):
        pairs = _near(xy, radii)
        apart = xy[pairs[:, 1]] - xy[pairs[:, 0]]
        far = np.hypot(apart[:, 0], apart[:, 1])
        need = radii[pairs[:, 0]] + radii[pairs[:, 1]] + GAP - far
        close = need > 0.05
        if not close.any():
            break
        pairs = pairs[close]
        shift = apart[close] * (0.5 * need[close] / np.maximum(far[close], 1e-9))[:, None]
        moved = np.zeros_like(xy)
        for end, sign in ((0, -1.0), (1, 1.0)):
            for axis in (0, 1):
                moved[:, axis] += sign * np.bincount(pairs[:, end], shift[:, axis], len(xy))
        touched = np.bincount(pairs.ravel(), minlength=len(xy))
        xy = xy + moved / np.sqrt(np.maximum(touched, 1))[:, None]
    return xy


def _near(xy: Array, radii: Array) -> Index:
    """Return pairs that may overlap: every close pair, and all that stand on the few large
    marks.
    """
    tree = cKDTree(xy)
    usual = float(np.quantile(radii, 0.9))
    pairs = [tree.query_pairs(2 * usual + GAP, output_type="ndarray")]
    large = np.flatnonzero(radii > usual)
    if len(large):
        around = tree.query_ball_point(
            xy[large], radii[large] + float(radii.max()) + GAP, return_sorted=True
        )
        first = np.repeat(large, [len(a) for a in around])
        second = np.concatenate([np.asarray(a, dtype=np.int64) for a in around])
        # a pair of two large marks is found from both ends; one the tree gave already counts twice,
        # which only speeds it up
        keep = (first != second) & ((first < second) | (radii[second] <= usual))
        pairs.append(np.column_stack([first, second])[keep])
    return np.concatenate(pairs)


def _pack(count: int, radii: Array, pieces: list[tuple[Index, Array]]) -> Array:
    """Put the largest part on top and the others in rows beneath it, largest first."""
    placed = np.zeros((count, 2))
    members, xy = pieces[0]
    corner, size = _frame(xy, radii[members])
    placed[members] = xy - corner - size / 2
    frames = [_frame(xy, radii[members]) for members, xy in pieces[1:]]
    area = sum(float(size.prod()) for _, size in frames)
    width = max(float(size[0]), 1.5 * np.sqrt(area))
    left, top, high = -width / 2, size[1] / 2 + 6 * GAP, 0.0
    for (members, xy), (corner, size) in zip(pieces[1:], frames, strict=True):
        if left + size[0] > width / 2 and high:
            left, top, high = -width / 2, top + high, 0.0
        placed[members] = xy - corner + np.array([left, top])
        left, high = left + size[0], max(high, float(size[1]))
    return np.round(placed, 1)


def _frame(xy: Array, radii: Array) -> tuple[Array, Array]:
    """Return the upper left corner and the size of the box around marks, with room between
    boxes.
    """
    room = radii[:, None] + 1.5 * GAP
    low, high = (xy - room).min(axis=0), (xy + room).max(axis=0)
    return low, high - low
