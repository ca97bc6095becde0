"""Random two-mode networks that keep both margins: the events per actor and the actors per event.

A chain of *global curveball trades*: the rows are paired at random and each pair pools what only one of
the two has, then deals it out again, each row getting back as many as it gave. Both margins stay as they
are, and the chain converges to the uniform distribution over all 0/1 matrices with these margins.

Sources: Strona, Nappo, Boccacci, Fattorini & San-Miguel-Ayanz 2014, Nat. Commun. 5:4114 (the trade);
Carstens, Hamann, Meyer, Penschuck, Tran & Wagner 2018, ESA, LIPIcs 112:11 (all rows at once);
Godard & Neal 2022, J. Complex Netw. 10:cnac057 (rows kept sorted).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any, TypeVar, cast

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike

from frenchtech_graph.analysis import kernels
from frenchtech_graph.analysis.engines import compiled_or
from frenchtech_graph.analysis.kernels import Floats, Integers

Incidence = TypeVar("Incidence")

# Entries visited in all sweeps above which loading the compiled loop costs less than it saves.
COMPILE_ABOVE = 3_000_000


def curveball(
    incidence: Incidence, *, trades_per_row: float = 5, seed: int, strata: ArrayLike | None = None
) -> Incidence:
    """Draw one random incidence with the margins of ``incidence``.

    ``incidence`` is a 0/1 ``scipy.sparse.csr_array`` (rows × columns) or a list with one set of columns per
    row; the answer is of the same type, and the input is left as it is. ``trades_per_row × rows`` trades are
    made: 5 is the habit, 10 the advice where draws must be independent (Neal 2023). With ``strata``, one label
    per row, only rows of the same label trade. The same seed gives the same draw, with and without numba.

    Raises:
        ValueError: the matrix holds something other than 0 and 1, ``trades_per_row`` is negative, or
            ``strata`` are not as many as rows.

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
    """Yield ``n`` draws of one chain: the first after ``burn_in`` trades per row, then one each ``spacing``.

    Input, answer and errors are those of `curveball`; each draw is a new object that the caller may keep.
    """
    if burn_in < 0 or spacing < 0:
        raise ValueError("the number of trades per row cannot be negative")
    if isinstance(incidence, list):
        matrix, columns = _matrix_of_sets(incidence)
    else:
        matrix, columns = _checked(incidence), None
    labels = np.zeros(matrix.shape[0], dtype=np.int64)
    if strata is not None:
        labels = np.unique(np.asarray(strata), return_inverse=True)[1].ravel()
        if labels.size != matrix.shape[0]:
            raise ValueError(f"{labels.size} strata were given for {matrix.shape[0]} rows")
    for draw in _chain(matrix, n, (burn_in, spacing), labels, seed):
        yield draw if columns is None else cast(Incidence, _sets_of_matrix(draw, columns))


def _chain(matrix: Any, n: int, trades: tuple[float, float], strata: Integers, seed: int) -> Iterator[Any]:
    """Run the chain on one array of sorted column indices, and copy it out for each draw."""
    rng = np.random.default_rng(seed)
    indptr, indices = matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64)
    width = int(np.sort(np.diff(indptr))[-2:].sum())
    burn_in, spacing = trades
    work = 2 * indices.size * (burn_in + spacing * n)
    sweep = compiled_or(kernels.curveball_sweep, _numpy_sweep, worth_it=work > COMPILE_ABOVE)
    paired = _pairable(strata)
    for draw in range(n):
        # A sweep makes rows/2 trades: two sweeps are one trade per row.
        for _ in range(round(2 * (spacing if draw else burn_in))):
            partners = rng.permutation(matrix.shape[0])
            if strata.any():
                partners = partners[np.argsort(strata[partners], kind="stable")][paired]
            sweep(indptr, indices, partners, rng.random(indices.size), width)
        arrays = (matrix.data.copy(), indices.astype(matrix.indices.dtype), matrix.indptr.copy())
        yield sp.csr_array(arrays, shape=matrix.shape)


def _pairable(strata: Integers) -> Any:
    """Return the places that pair up within strata, once rows are sorted by stratum: odd ones out left out."""
    sizes = np.bincount(strata)
    place = np.arange(strata.size)
    last = np.cumsum(sizes)[np.sort(strata)] - 1
    return place[(place < last) | (sizes[np.sort(strata)] % 2 == 0)]


def _numpy_sweep(indptr: Integers, indices: Integers, partners: Integers, keys: Floats, width: int) -> None:
    """Do what `kernels.curveball_sweep` does, entry for entry, without a compiler."""
    traded, rows = partners[: partners.size // 2 * 2], indptr.size - 1
    pair_of = np.full(rows, -1)
    pair_of[traded] = np.arange(traded.size) // 2
    row = np.repeat(np.arange(rows), np.diff(indptr))
    slots = np.flatnonzero(pair_of[row] >= 0)
    slots = slots[np.lexsort((indices[slots], pair_of[row[slots]]))]
    pair, column = pair_of[row[slots]], indices[slots]
    if not slots.size:
        return
    same = (pair[1:] == pair[:-1]) & (column[1:] == column[:-1])
    single = ~(np.append(same, False) | np.append(False, same))

    owner, of_pair = row[slots[single]], pair[single]
    from_first = np.bincount(of_pair, weights=owner == traded[2 * of_pair], minlength=traded.size // 2)
    by_key = np.lexsort((keys[slots[single]], of_pair))
    place_in_pair = np.empty(of_pair.size, dtype=np.int64)
    place_in_pair[by_key] = np.arange(of_pair.size) - np.searchsorted(of_pair, of_pair)
    goes_second = place_in_pair >= from_first[of_pair]

    new_row = row[slots]
    new_row[single] = traded[2 * of_pair + goes_second]
    ordered = np.lexsort((column, new_row))
    # Degrees are kept, so the traded rows fill exactly the slots they had.
    indices[np.sort(slots)] = column[ordered]


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
    """Return the 0/1 matrix of a list of sets and its column labels, whatever order the sets iterate in."""
    columns = sorted(set().union(*rows), key=lambda column: (type(column).__name__, repr(column)))
    position = {column: i for i, column in enumerate(columns)}
    indices = [sorted(position[column] for column in row) for row in rows]
    indptr = np.cumsum([0, *map(len, indices)])
    flat = np.array([i for row in indices for i in row], dtype=np.int64)
    return sp.csr_array((np.ones(flat.size), flat, indptr), shape=(len(rows), len(columns))), columns


def _sets_of_matrix(matrix: Any, columns: list[Hashable]) -> list[set[Hashable]]:
    """Return one set of column labels for each row."""
    ends = zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True)
    return [{columns[i] for i in matrix.indices[start:end]} for start, end in ends]
