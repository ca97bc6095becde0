"""Answers of an engine → data frames with typed columns."""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyoxigraph as ox
from pandas.arrays import BooleanArray, IntegerArray, StringArray

from frenchtech_graph.model.namespaces import XSD

Cell = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple | None


@dataclass(frozen=True, slots=True)
class Rows:
    """Solutions that another process read: the names of their variables, and their cells."""

    names: list[str]
    rows: list[tuple[Cell, ...]]


Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | list[ox.Triple] | Rows

_TYPES = {
    **dict.fromkeys(
        (
            XSD + t
            for t in (
                "integer",
                "int",
                "long",
                "short",
                "byte",
                "nonNegativeInteger",
                "positiveInteger",
                "unsignedInt",
            )
        ),
        "integer",
    ),
    **dict.fromkeys((XSD + t for t in ("decimal", "double", "float")), "number"),
    XSD + "boolean": "boolean",
}


def frame(answer: Answer, columns: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return an answer as a data frame.

    Solutions: one column per variable. Integers are `Int64`, other numbers `float64`, truth values
    `boolean`, other values `string`. Dates stay text, with the precision of their source. `columns`
    states the type of columns (`integer`, `number`, `boolean`, `text`), which also applies to empty
    ones. If a column has a value that its type cannot represent (an integer beyond 64 bits, a
    literal that does not match its datatype, an infinite number), the whole column is text, with
    unchanged values. A triple is its text. A truth value is one row with the column `answer`.
    Triples are rows of subject, predicate, object.
    """
    if isinstance(answer, ox.QueryBoolean):
        return pd.DataFrame({"answer": pd.array([bool(answer)], dtype="boolean")})
    if isinstance(answer, ox.QuerySolutions | Rows):
        found = read_rows(answer)
        return _table(found.names, found.rows, columns or {})
    rows = [(t.subject, t.predicate, t.object) for t in answer]
    return _table(["subject", "predicate", "object"], rows, {})


def read_rows(answer: ox.QuerySolutions | Rows) -> Rows:
    """Return solutions of any reader as rows."""
    if isinstance(answer, Rows):
        return answer
    return Rows([v.value for v in answer.variables], [tuple(s) for s in answer])


def _table(
    names: list[str], rows: Sequence[tuple[Any, ...]], stated: Mapping[str, str]
) -> pd.DataFrame:
    columns: Iterable[tuple[Cell, ...]] = zip(*rows, strict=True) if rows else ((),) * len(names)
    typed = {n: _column(cells, stated.get(n)) for n, cells in zip(names, columns, strict=True)}
    return pd.DataFrame(typed, copy=False)


def _column(cells: Sequence[Cell], stated: str | None) -> Any:
    """Return the array of a column.

    Arrays are made as pandas keeps them: it need not look at each value again.
    """
    kind = stated or _common_type(cells)
    if kind == "text":
        return _texts(cells)
    read, missing, dtype = _READERS[kind]
    try:
        values = np.array([missing if c is None else read(text_of(c)) for c in cells], dtype=dtype)
    except (ValueError, OverflowError, KeyError):
        return _texts(cells)
    if kind == "number":
        return values
    unknown = np.array([c is None for c in cells], dtype=bool)
    return IntegerArray(values, unknown) if kind == "integer" else BooleanArray(values, unknown)


def _texts(cells: Sequence[Cell]) -> StringArray:
    return StringArray(
        np.array([pd.NA if c is None else text_of(c) for c in cells], dtype=np.object_)
    )


def text_of(cell: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple) -> str:
    """Return the text of a term: an address, a lexical form, a label, or a complete triple.

    Truth values are normalised, because some servers have no boolean type and return 1 and 0.
    """
    if isinstance(cell, ox.Triple):
        return str(cell)
    if isinstance(cell, ox.Literal) and cell.datatype.value == XSD + "boolean":
        return {"1": "true", "0": "false"}.get(cell.value, cell.value)
    return cell.value


def _common_type(cells: Sequence[Cell]) -> str:
    if set(map(type, cells)) <= {ox.NamedNode, ox.BlankNode, type(None)}:
        return "text"
    found = {_type(c) for c in cells if c is not None}
    if found == {"integer", "number"}:
        return "number"
    return found.pop() if len(found) == 1 else "text"


def _type(cell: Cell) -> str:
    return _TYPES.get(cell.datatype.value, "text") if isinstance(cell, ox.Literal) else "text"


_WHOLE = re.compile(r"[+-]?[0-9]+", re.ASCII)


def _integer(text: str) -> int:
    if not _WHOLE.fullmatch(text):  # some servers write whole numbers as decimals
        number = _number(text)
        if not number.is_integer():
            raise ValueError(text)
        return int(number)
    return int(text)


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number) or "_" in text:
        raise ValueError(text)
    return number


def _truth(text: str) -> bool:
    # Some servers have no truth values and answer 1 and 0.
    return {"true": True, "1": True, "false": False, "0": False}[text]


# How to read a type, what stands for a value that is not known, and the numpy type.
_READERS: dict[str, tuple[Callable[[str], Any], Any, Any]] = {
    "integer": (_integer, 0, np.int64),
    "number": (_number, float("nan"), np.float64),
    "boolean": (_truth, False, np.bool_),
}
