"""Inner loops written for a compiler: plain Python that numba turns into machine code.

Nothing here chooses anything: `engines` compiles these functions where numba is installed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def curveball_sweep(
    indptr: Integers, indices: Integers, partners: Integers, keys: Floats, width: int
) -> None:
    """Trade between rows ``partners[0]`` and ``[1]``, ``[2]`` and ``[3]`` … of a sorted 0/1 CSR matrix.

    Works in place. ``keys`` has one random number per stored entry: of the columns that only one row of
    a pair has, the first row gets those of lowest key. ``width`` is the largest number of entries of two rows together.
    """
    columns = np.empty(width, dtype=np.int64)
    rank_keys = np.empty(width, dtype=np.float64)
    shared = np.empty(width, dtype=np.bool_)
    ranked = np.empty(width, dtype=np.float64)
    for pair in range(partners.size // 2):
        first, second = partners[2 * pair], partners[2 * pair + 1]
        i, i_end = indptr[first], indptr[first + 1]
        j, j_end = indptr[second], indptr[second + 1]
        total, single, own = 0, 0, 0
        while i < i_end or j < j_end:
            if j == j_end or (i < i_end and indices[i] < indices[j]):
                columns[total], rank_keys[total], shared[total] = indices[i], keys[i], False
                ranked[single] = keys[i]
                single += 1
                own += 1
                i += 1
            elif i == i_end or indices[j] < indices[i]:
                columns[total], rank_keys[total], shared[total] = indices[j], keys[j], False
                ranked[single] = keys[j]
                single += 1
                j += 1
            else:
                columns[total], shared[total] = indices[i], True
                i += 1
                j += 1
            total += 1
        if own in (0, single):
            continue
        ranked[:single].sort()
        limit = ranked[own - 1]
        # Equal keys are next to impossible, but one too many would break a margin.
        at_limit = own - np.searchsorted(ranked[:single], limit)
        i, j = indptr[first], indptr[second]
        for entry in range(total):
            goes_first = shared[entry] or rank_keys[entry] < limit
            if not goes_first and rank_keys[entry] == limit and at_limit > 0:
                goes_first = True
                at_limit -= 1
            if goes_first:
                indices[i] = columns[entry]
                i += 1
            if shared[entry] or not goes_first:
                indices[j] = columns[entry]
                j += 1
