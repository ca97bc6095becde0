"""Forces of the layout: attraction along ties, repulsion on a mesh."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Index = NDArray[np.int64]
EXACT_BELOW = 150
MESH = 128
STEPS = 180
REPULSION = 6.0
GRAVITY = 0.02


def settled(xy: Array, ties: Index, weights: Array) -> Array:
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
    """Return the transforms of the push of a mass along either axis, on a mesh of cells of size 1."""
    steps = np.fft.fftfreq(2 * MESH, 1 / (2 * MESH))
    square = steps[:, None] ** 2 + steps[None, :] ** 2 + 0.6**2
    return np.fft.rfft2(steps[:, None] / square), np.fft.rfft2(steps[None, :] / square)
