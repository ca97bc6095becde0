"""Marks moved apart, and the parts of a layout packed on one page."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from frenchtech_graph.views.map.forces import Array, Index

GAP = 5.0  # free pixels between two marks
TIDY_ROUNDS = 60
TIDY_LESS_ABOVE = 8_000  # marks


def scaled(xy: Array, radii: Array) -> Array:
    """Stretch the layout until the marks would have room if evenly spread."""
    spread = float(np.quantile(np.hypot(*(xy - np.median(xy, axis=0)).T), 0.8)) + 1e-9
    room = np.sqrt(((2 * radii + GAP) ** 2).sum() / np.pi) * 1.5
    return np.asarray(xy / spread * room)


def tidied(xy: Array, radii: Array) -> Array:
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
    """Return pairs that may overlap: every close pair, and all marks that overlap the few large
    ones.
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
        # a pair of two large marks is found from both ends, and a pair from the tree counts twice,
        # which only speeds it up
        keep = (first != second) & ((first < second) | (radii[second] <= usual))
        pairs.append(np.column_stack([first, second])[keep])
    return np.concatenate(pairs)


def packed(count: int, radii: Array, pieces: list[tuple[Index, Array]]) -> Array:
    """Put the largest part on top and the others in rows beneath it, largest first."""
    placed = np.zeros((count, 2))
    members, xy = pieces[0]
    corner, size = frame_of(xy, radii[members])
    placed[members] = xy - corner - size / 2
    frames = [frame_of(xy, radii[members]) for members, xy in pieces[1:]]
    area = sum(float(size.prod()) for _, size in frames)
    width = max(float(size[0]), 1.5 * np.sqrt(area))
    left, top, high = -width / 2, size[1] / 2 + 6 * GAP, 0.0
    for (members, xy), (corner, size) in zip(pieces[1:], frames, strict=True):
        if left + size[0] > width / 2 and high:
            left, top, high = -width / 2, top + high, 0.0
        placed[members] = xy - corner + np.array([left, top])
        left, high = left + size[0], max(high, float(size[1]))
    return np.round(placed, 1)


def frame_of(xy: Array, radii: Array) -> tuple[Array, Array]:
    """Return the upper left corner and the size of the box around marks, with room between
    boxes.
    """
    room = radii[:, None] + 1.5 * GAP
    low, high = (xy - room).min(axis=0), (xy + room).max(axis=0)
    return low, high - low
