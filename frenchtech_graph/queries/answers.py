"""Answers of an engine → data frames with typed columns."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd
import pyoxigraph as ox

from frenchtech_graph.namespaces import XSD

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | list[ox.Triple]
Cell = ox.NamedNode | ox.Literal | ox.BlankNode | None

_INTEGERS = frozenset(
    XSD + t for t in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "unsignedInt")
)
_NUMBERS = frozenset(XSD + t for t in ("decimal", "double", "float"))
_DTYPES = {"integer": "Int64", "number": "float64", "boolean": "boolean", "text": "string"}


def frame(answer: Answer, columns: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return an answer as a data frame.

    Solutions: one column per variable. Integers are `Int64`, other numbers `float64`, truth values
    `boolean`, all else `string`; dates stay text, with the precision their source gave. `columns` states
    the type of columns (`integer`, `number`, `boolean`, `text`), which then holds for empty ones too.
    A truth value is one row with the column `answer`; triples are rows of subject, predicate, object.
    """
    if isinstance(answer, ox.QueryBoolean):
        return pd.DataFrame({"answer": pd.array([bool(answer)], dtype="boolean")})
    if isinstance(answer, ox.QuerySolutions):
        names = [v.value for v in answer.variables]
        return _table(names, [tuple(s) for s in answer], columns or {})
    rows = [(t.subject, t.predicate, t.object) for t in answer]
    return _table(["subject", "predicate", "object"], rows, {})


def _table(names: list[str], rows: list[tuple[Any, ...]], stated: Mapping[str, str]) -> pd.DataFrame:
    columns: Iterable[tuple[Cell, ...]] = zip(*rows, strict=True) if rows else ((),) * len(names)
    typed = {n: _column(list(cells), stated.get(n)) for n, cells in zip(names, columns, strict=True)}
    return pd.DataFrame(typed, columns=names)


def _column(cells: list[Cell], stated: str | None) -> "pd.Series[Any]":
    kind = stated or _common_type(cells)
    values = [None if c is None else _READERS[kind](c.value) for c in cells]
    return pd.Series(values, dtype=_DTYPES[kind])


def _common_type(cells: Iterable[Cell]) -> str:
    found = {_type(c) for c in cells if c is not None}
    if found == {"integer", "number"}:
        return "number"
    return found.pop() if len(found) == 1 else "text"


def _type(cell: Cell) -> str:
    datatype = cell.datatype.value if isinstance(cell, ox.Literal) else ""
    if datatype in _INTEGERS:
        return "integer"
    if datatype in _NUMBERS:
        return "number"
    return "boolean" if datatype == XSD + "boolean" else "text"


def _integer(text: str) -> int:
    return int(float(text)) if "." in text or "e" in text.lower() else int(text)


def _truth(text: str) -> bool:
    # Some servers have no truth values and answer 1 and 0.
    return text in ("true", "1")


_READERS: dict[str, Callable[[str], Any]] = {
    "integer": _integer,
    "number": float,
    "boolean": _truth,
    "text": str,
}
