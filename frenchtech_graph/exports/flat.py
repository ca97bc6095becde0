"""Lists as text, for formats with one text per cell: CSV, workbooks, GraphML."""

from collections.abc import Mapping, Sequence

import pandas as pd

ADDRESSES = frozenset({"pages", "snapshots", "licences", "sources", "ties"})
"""Columns of addresses, which are joined by a space: no address has one."""


def joined(column: str, values: Sequence[str | None]) -> str:
    """Return several values as one text: addresses with a space between them, others with `|`.

    A value that is not known keeps its place. A `|` within a value becomes `¦`.

    >>> joined("publishers", ["Le Monde", None, "A|B"])
    'Le Monde||A¦B'
    >>> joined("pages", ["https://a.fr", "https://b.fr"])
    'https://a.fr https://b.fr'
    """
    if column in ADDRESSES:
        return " ".join((value or "-").replace(" ", "%20") for value in values)
    return "|".join((value or "").replace("|", "¦") for value in values)


def flat(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """Return a list with a text for each of its lists, nothing for an empty one."""
    return frame.assign(
        **{
            c: pd.Series(
                [joined(c, v) if v else None for v in frame[c]], dtype="string", index=frame.index
            )
            for c, kind in columns.items()
            if kind == "list"
        }
    )
