"""Answers in the order of an alphabet: SPARQL sorts by code point, É and i after Z."""

import re

import pandas as pd

from frenchtech_graph.model.names import fold

_ONE = r"(?:\?\w+|(?:ASC|DESC)\s*\(\s*\?\w+\s*\))"
_ORDER = re.compile(rf"ORDER\s+BY\s+((?:{_ONE}\s*)+)\Z", re.IGNORECASE)
_KEY = re.compile(r"(DESC)?\s*\(?\s*\?(\w+)", re.IGNORECASE)
_COMMENT = re.compile(r"^\s*#.*$", re.MULTILINE)


def collated(frame: pd.DataFrame, sparql: str) -> pd.DataFrame:
    """Return the rows of a question in alphabetical order, where it orders them by plain columns.

    Texts are compared without accents and case, addresses and numbers unchanged, in ascending or
    descending order. Questions that order by anything else, or cut their answer, keep their order.

    >>> names = pd.DataFrame({"name": ["Alpha", "Zeta", "i-Trans", "École"]})
    >>> list(collated(names, "SELECT ?name { } ORDER BY ?name")["name"])
    ['Alpha', 'École', 'i-Trans', 'Zeta']
    """
    found = _ORDER.search(_COMMENT.sub("", sparql).rstrip())
    keys = [(name, bool(down)) for down, name in _KEY.findall(found[1])] if found else []
    # A key that is no column of the answer cannot be compared anew.
    if not all(c in frame for c, _ in keys) or len(frame) < 2:
        return frame
    if not any(_is_text(frame[c]) for c, _ in keys):
        return frame
    ordered = frame
    for column, down in reversed(keys):
        ordered = ordered.sort_values(
            column,
            ascending=not down,
            kind="stable",
            na_position="last" if down else "first",
            key=_compared,
        )
    ordered = ordered.reset_index(drop=True)
    ordered.attrs = dict(frame.attrs)
    return ordered


def _is_text(values: pd.Series) -> bool:
    return bool(pd.api.types.is_string_dtype(values.dtype) or values.dtype == object) and all(
        isinstance(v, str) and not v.startswith("http") for v in values.dropna()
    )


def _compared(values: pd.Series) -> pd.Series:
    return (
        values.map(lambda v: fold(v) if isinstance(v, str) else v) if _is_text(values) else values
    )
