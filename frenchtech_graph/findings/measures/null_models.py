"""Random two-mode networks that keep both margins: the events per actor and the actors per event.

A chain of *global curveball trades*: the rows are paired at random. Each pair pools the columns
that only one of the two has and deals them out again, so that each row gets as many as it gave.
Both margins are preserved, and the chain converges to the uniform distribution over all 0/1
matrices with these margins.

Sources: Strona, Nappo, Boccacci, Fattorini & San-Miguel-Ayanz 2014, Nat. Commun. 5:4114 (the
trade). Carstens, Hamann, Meyer, Penschuck, Tran & Wagner 2018, ESA, LIPIcs 112:11 (all rows at
once). Godard & Neal 2022, J. Complex Netw. 10:cnac057 (rows kept sorted).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterator
from itertools import chain, repeat
from typing import Any, TypeVar, cast

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike

from frenchtech_graph.findings.measures import kernels
from frenchtech_graph.findings.measures.engines import compiled_or
from frenchtech_graph.findings.measures.kernels import Integers
from frenchtech_graph.io.threads import some_threads

Incidence = TypeVar("Incidence")
Sweeps = Callable[[Integers, Integers, Integers, Integers], None]

# Entries visited in all sweeps, plus `PER_SWEEP` for each, above which the compiled loop saves more
# than loading it costs, and above which chains run side by side in threads.
COMPILE_ABOVE, THREADS_ABOVE = 4_000_000, 300_000_000
PER_SWEEP = 2_000
CHAINS = 4
# Pairs of rows that numpy deals in one call; fewer are dealt one by one.
TOGETHER = 8


def curveball(
    incidence: Incidence, *, trades_per_row: float = 5, seed: int, strata: ArrayLike | None = None
) -> Incidence:
    """Draw one random incidence with the margins of ``incidence``.

    ``incidence`` is a 0/1 ``scipy.sparse.csr_array`` (rows × columns) or a list with one set of
    columns per row. The answer is of the same type, and the input is not changed. ``trades_per_row
    × rows`` trades are made: 5 is the habit, 10 the advice where draws must be independent (Neal
    2023). With ``strata``, one label per row, only rows of the same label trade. The same seed
    gives the same draw, with and without numba.

    Raises:
        ValueError: the matrix has values other than 0 and 1, ``trades_per_row`` is negative, or the
            number of ``strata`` differs from the number of rows.

    >>> [len(row) for row in curveball([{"a", "b"}, {"c"}], seed=2)]
    [2, 1]
    """
    return next(curveball_draws(incidence, 1, burn_in=trades_per_row, seed=seed, strata=strata))


def curveball_draws(
    incidence: Incidence,
    n: int,
    *,
    burn_in: float = 20,
    spacing: float = 10,
    seed: int,
    strata: ArrayLike | None = None,
) -> Iterator[Incidence]:
    """Yield ``n`` draws of four chains in turn: each first after ``burn_in`` trades per row, then
    one each ``spacing``.

    Input, answer and errors are the same as for `curveball`. Each draw is a new object that the
    caller may keep. The draws depend on the seed alone, not on the number of cores.
    """
    if isinstance(incidence, list):
        matrix, columns = _matrix_of_sets(incidence)
    else:
        matrix, columns = _checked(incidence), None
    for indices in curveball_columns(
        matrix, n, burn_in=burn_in, spacing=spacing, seed=seed, strata=strata
    ):
        arrays = (matrix.data.copy(), indices, matrix.indptr.copy())
        draw = sp.csr_array(arrays, shape=matrix.shape)
        yield draw if columns is None else cast(Incidence, _sets_of_matrix(draw, columns))


def curveball_columns(
    incidence: Any,
    n: int,
    *,
    burn_in: float = 20,
    spacing: float = 10,
    seed: int,
    strata: ArrayLike | None = None,
) -> Iterator[Integers]:
    """Yield the draws of `curveball_draws` as the column of each entry, row by row."""
    if burn_in < 0 or spacing < 0:
        raise ValueError("the number of trades per row cannot be negative")
    matrix = _checked(incidence)
    labels = np.zeros(matrix.shape[0], dtype=np.int64)
    if strata is not None:
        labels = np.unique(np.asarray(strata), return_inverse=True)[1].ravel()
        if labels.size != matrix.shape[0]:
            raise ValueError(f"{labels.size} strata were given for {matrix.shape[0]} rows")
    yield from _draws(matrix, n, (burn_in, spacing), labels, seed)


def _draws(
    matrix: Any, n: int, trades: tuple[float, float], strata: Integers, seed: int
) -> Iterator[Integers]:
    """Yield the draws of several chains in turn, chain k making the draws k, k + `CHAINS` …

    How many chains there are does not depend on the machine, so neither do the draws.
    """
    burn_in, spacing = trades
    work = 2 * (matrix.nnz + PER_SWEEP) * (burn_in + spacing * n)
    sweeps = compiled_or(kernels.curveball_sweeps, _numpy_sweeps, worth_it=work > COMPILE_ABOVE)
    seeds = np.random.SeedSequence(seed).spawn(CHAINS)
    chains = [_chain(matrix, trades, strata, s, sweeps) for s in seeds[: min(n, CHAINS)]]
    if work < THREADS_ABOVE or sweeps is _numpy_sweeps:
        yield from (next(chains[draw % CHAINS]) for draw in range(n))
        return
    with some_threads(min(len(chains), os.cpu_count() or 1)) as threads:
        ahead = [threads.submit(next, chain) for chain in chains]
        for draw in range(n):
            drawn = ahead[draw % CHAINS].result()
            if draw + CHAINS < n:
                ahead[draw % CHAINS] = threads.submit(next, chains[draw % CHAINS])
            yield drawn


def _chain(
    matrix: Any,
    trades: tuple[float, float],
    strata: Integers,
    seed: np.random.SeedSequence,
    sweeps: Sweeps,
) -> Iterator[Integers]:
    """Run a chain without end on one array of sorted column indices, and copy it out for each
    draw.
    """
    rng = np.random.default_rng(seed)
    rows, indptr, indices = (
        matrix.shape[0],
        matrix.indptr.astype(np.int64),
        matrix.indices.astype(np.int32),
    )
    paired = _pairable(strata)
    for due in chain([trades[0]], repeat(trades[1])):
        # A sweep makes rows/2 trades: two sweeps are one trade per row.
        count = round(2 * due)
        while count > 0:
            at_once = min(count, max(1, 2_000_000 // max(rows, 1)))
            partners = np.array([rng.permutation(rows) for _ in range(at_once)]).reshape(
                at_once, rows
            )
            if strata.any():
                partners = np.array(
                    [p[np.argsort(strata[p], kind="stable")][paired] for p in partners]
                )
            sweeps(indptr, indices, partners, rng.integers(2**64, size=at_once, dtype=np.uint64))
            count -= at_once
        yield indices.astype(matrix.indices.dtype)


def _pairable(strata: Integers) -> Any:
    """Return the places that pair up within strata, once rows are sorted by stratum: odd ones out
    left out.
    """
    sizes = np.bincount(strata)
    place = np.arange(strata.size)
    last = np.cumsum(sizes)[np.sort(strata)] - 1
    return place[(place < last) | (sizes[np.sort(strata)] % 2 == 0)]


def _numpy_sweeps(indptr: Integers, indices: Integers, partners: Integers, seeds: Integers) -> None:
    """Return the same result as `kernels.curveball_sweeps`, entry for entry, without a compiler."""
    for paired, seed in zip(partners, seeds, strict=True):
        _numpy_sweep(indptr, indices, paired[: paired.size // 2 * 2], int(seed))


def _numpy_sweep(indptr: Integers, indices: Integers, traded: Integers, seed: int) -> None:
    size, pairs = np.diff(indptr)[traded], traded.size // 2
    start = np.cumsum(size) - size
    slots = np.arange(size.sum()) + np.repeat(indptr[traded] - start, size)
    pair = np.repeat(np.arange(traded.size) // 2, size)
    if not slots.size:
        return
    order = np.argsort(pair * (np.int64(indices.max()) + 1) + indices[slots], kind="stable")
    pair, column = pair[order], indices[slots][order]
    again = np.append(False, (pair[1:] == pair[:-1]) & (column[1:] == column[:-1]))
    pair, column, shared = pair[~again], column[~again], np.append(again[1:], False)[~again]

    entry = np.arange(pair.size) - np.searchsorted(pair, np.arange(pairs))[pair]
    number = _hashes(seed, start[::2][pair] + entry + 1)
    in_both = np.bincount(pair[shared], minlength=pairs)
    goes = np.ones(pair.size, dtype=np.bool_)
    goes[~shared] = _dealt(number[~shared], pair[~shared], size[::2] - in_both)

    row = np.concatenate([2 * pair[goes], 2 * pair[~goes | shared] + 1])
    columns = np.concatenate([column[goes], column[~goes | shared]])
    # Both parts are in order of pair and column: a stable sort by row keeps the columns of a row
    # sorted.
    indices[slots] = columns[np.argsort(row, kind="stable")]


def _hashes(seed: int, place: Integers) -> Integers:
    """Return 32 random bits for each place (SplitMix64)."""
    state = np.uint64(seed) + np.uint64(0x9E3779B97F4A7C15) * place.astype(np.uint64)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (state ^ (state >> np.uint64(31))) >> np.uint64(32)


def _dealt(number: Integers, pair: Integers, lacks: Integers) -> Any:
    """Return for each entry, ordered by pair, whether the first row gets it.

    That row ends with ``lacks`` entries.

    Entries of the same place in their pair are dealt together while many pairs are that long,
    others one by one.
    """
    size = np.bincount(pair, minlength=lacks.size)
    longest_first = np.argsort(-size, kind="stable")
    start, size, lacks = (
        (a[longest_first]).astype(np.int64) for a in (np.cumsum(size) - size, size, lacks)
    )
    goes, together = (
        np.zeros(number.size, dtype=np.bool_),
        int(size[TOGETHER]) if size.size > TOGETHER else 0,
    )
    for place in range(together):
        here = slice(0, int(np.searchsorted(-size, -place)))
        at, left = start[here] + place, (size[here] - place).astype(np.uint64)
        goes[at] = number[at] * left < lacks[here].astype(np.uint64) << np.uint64(32)
        lacks[here] -= goes[at]
    for k in range(int(np.searchsorted(-size, -together))):
        lack, end = int(lacks[k]), int(start[k] + size[k])
        entries = range(int(start[k]) + together, end)
        for at_one, bits in zip(entries, number[entries.start : end].tolist(), strict=True):
            if bits * (end - at_one) < lack << 32:
                goes[at_one] = True
                lack -= 1
    return goes


def _checked(incidence: Any) -> Any:
    """Return a canonical copy of a 0/1 matrix: sorted, without doubles or stored zeros."""
    matrix = sp.csr_array(incidence, copy=True)
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    if matrix.nnz and not (matrix.data == 1).all():
        odd = matrix.data[matrix.data != 1][0]
        raise ValueError(f"an incidence holds only 0 and 1; found {odd}")
    return matrix


def _matrix_of_sets(rows: list[set[Hashable]]) -> tuple[Any, list[Hashable]]:
    """Return the 0/1 matrix of a list of sets and its column labels, independent of the iteration
    order of the sets.
    """
    columns = sorted(set().union(*rows), key=lambda column: (type(column).__name__, repr(column)))
    position = {column: i for i, column in enumerate(columns)}
    indices = [sorted(position[column] for column in row) for row in rows]
    indptr = np.cumsum([0, *map(len, indices)])
    flat = np.array([i for row in indices for i in row], dtype=np.int64)
    return sp.csr_array(
        (np.ones(flat.size), flat, indptr), shape=(len(rows), len(columns))
    ), columns


def _sets_of_matrix(matrix: Any, columns: list[Hashable]) -> list[set[Hashable]]:
    """Return one set of column labels for each row."""
    ends = zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True)
    return [{columns[i] for i in matrix.indices[start:end]} for start, end in ends]
