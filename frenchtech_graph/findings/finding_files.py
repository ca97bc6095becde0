"""Tables of findings as JSON and back, without loss, so that the next command can reuse them.

JSON, not pickle: a manipulated file can contain wrong findings, but cannot run code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

import pandas as pd

from frenchtech_graph.io import json_texts

Found: TypeAlias = "pd.DataFrame | dict[tuple[str, ...], pd.DataFrame]"
"""What a function of the analysis gives: a table, or several by the groups that they cross."""

_PLAIN = (str, int, float, bool, type(None))


def dumps(found: Found) -> bytes:
    """Return tables as JSON: names, types and values of their columns, and their ``attrs``.

    Raises:
        TypeError: a table has values that JSON cannot restore exactly, or an index of its own.
    """
    tables = {None: found} if isinstance(found, pd.DataFrame) else found
    content = [{"name": _coded(name), **_content(table)} for name, table in tables.items()]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def loads(content: bytes) -> Found:
    """Return the tables that `dumps` wrote.

    Raises:
        ValueError, TypeError, KeyError: the content is no such file.
    """
    tables = {_decoded(each["name"]): _table(each) for each in json_texts.loads(content)}
    return tables.get(None, tables)


def _content(table: pd.DataFrame) -> dict[str, Any]:
    if not table.index.equals(pd.RangeIndex(len(table))):
        raise TypeError("a table of findings numbers its rows")
    return {
        "columns": [
            [_coded(name), str(table[name].dtype), _cells(table[name])] for name in table.columns
        ],
        "attrs": _coded(table.attrs),
    }


def _cells(column: pd.Series[Any]) -> list[Any]:
    if column.dtype.kind in "fiub":
        return column.tolist()
    if column.dtype not in (
        object,
        "str",
    ):  # pandas 3 has a type for texts, with NaN where there is none
        raise TypeError(f"a column of {column.dtype}")
    return [_coded(cell) for cell in column]


def _coded(value: Any) -> Any:
    """Return a value for JSON. A tuple gets a name that distinguishes it from a list."""
    if type(value) in _PLAIN:
        return value
    if type(value) is tuple:
        return {"tuple": [_coded(each) for each in value]}
    if type(value) is list:
        return [_coded(each) for each in value]
    if type(value) is dict and all(type(name) is str for name in value):
        return {"dict": {name: _coded(each) for name, each in value.items()}}
    raise TypeError(f"{type(value).__name__} would not come back as it was")


def _decoded(value: Any) -> Any:
    if isinstance(value, list):
        return [_decoded(each) for each in value]
    if isinstance(value, Mapping):
        if "tuple" in value:
            return tuple(_decoded(each) for each in value["tuple"])
        return {name: _decoded(each) for name, each in value["dict"].items()}
    return value


def _table(content: Mapping[str, Any]) -> pd.DataFrame:
    names = [_decoded(name) for name, _, _ in content["columns"]]
    columns = [
        pd.Series([_decoded(v) for v in values] if kind == "object" else values, dtype=kind)
        for _, kind, values in content["columns"]
    ]
    table = pd.DataFrame(dict(enumerate(columns)))
    table.columns = pd.Index(names)
    table.attrs = _decoded(content["attrs"])
    return table
