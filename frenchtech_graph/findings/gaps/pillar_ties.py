"""Which kinds of tie are expected between two pillars.

Money, technology and talent are brought to young firms, and connection joins them. So ties are
expected only if one of the two pillars is *venture* or *connection*, or if both are the same. The
kind of tie must be one along which one of the two gives its contribution. Funds do not invest in
laboratories. A kind of tie must also be recorded between the two pillars at least once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from frenchtech_graph.findings.gaps.blocks import Block
from frenchtech_graph.model.terms import Contribution

MEETING = frozenset({Contribution.VENTURE, Contribution.CONNECTION})
"""Pillars that the others are brought to, or meet in."""


def meet(first: str, second: str) -> bool:
    """Return whether ties between two pillars are expected at all.

    >>> meet("finance", "venture"), meet("finance", "technology"), meet("venture", "venture")
    (True, False, False)
    """
    if first == second:
        return first != Contribution.VENTURE
    return not MEETING.isdisjoint((first, second))


def made_for(flow: str | None, directed: bool, first: str, second: str) -> bool:
    """Return whether ties with this ``flow`` are expected between two pillars.

    A partnership joins any two and has no giving end, so it is never expected. Ties without a
    stated flow are expected everywhere.

    >>> made_for("finance", True, "finance", "venture"), made_for("finance", True, "talent", "venture")
    (True, False)
    >>> made_for("connection", False, "connection", "technology")
    False
    """
    if not flow:
        return True
    giving = directed or flow != Contribution.CONNECTION
    return giving and flow in (first, second) and meet(first, second)


def counted_cells(
    block: Block, names: Sequence[str], recorded: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return 1 for each pair of pillars between which the ties of a block are compared, else 0.

    ``recorded`` counts these ties by pair of pillars.
    """
    made = [[made_for(block.flow, block.directed, one, two) for two in names] for one in names]
    return (np.array(made) & (recorded > 0)).astype(np.float64)
