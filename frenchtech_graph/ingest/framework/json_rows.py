"""Read JSON files row by row: a list, a document with a list, or JSON lines."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Any

from frenchtech_graph.ingest.framework.json_lists import one_object
from frenchtech_graph.ingest.framework.packed_files import LONGEST_LINE, Row, wrong
from frenchtech_graph.io import json_texts

_LARGEST_DOCUMENT = 1 << 29
"""Bytes of one JSON document, which must fit in memory. JSON lines and CSV have no such limit.
"""


def json_object(file: IO[bytes], path: Path) -> Iterator[Row]:
    """Yield the rows of a file that begins with an object: a document, or JSON lines."""
    first = file.readline(_LARGEST_DOCUMENT)
    while first and not first.strip(b"\xef\xbb\xbf \t\r\n"):
        first = file.readline(_LARGEST_DOCUMENT)
    try:
        found = json_texts.loads(first.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise
    except ValueError:
        found = None  # a document over several lines
    rest = file.readline(LONGEST_LINE)
    if found is None or (
        not rest.strip() and any(isinstance(found.get(k), list | dict) for k in _LISTS)
    ):
        yield from _json(first + rest + _whole(file, path), path)
    else:
        yield from _json_lines(
            chain([first, rest], iter(lambda: file.readline(LONGEST_LINE), b"")), path
        )


def _whole(file: IO[bytes], path: Path) -> bytes:
    """Return the rest of a file that is one document.

    Raises:
        FaultsError: it is too large for memory.
    """
    content = file.read(_LARGEST_DOCUMENT)
    if file.read(1):
        raise wrong(path, "bomb", expected=_LARGEST_DOCUMENT)
    return content


_LISTS = ("results", "items", "data", "docs", "response", "unitesLegales", "bindings")


def _json(text: bytes, path: Path) -> Iterator[Row]:
    try:
        content = json_texts.loads(text.decode("utf-8-sig"))
    except ValueError as error:
        if isinstance(error, UnicodeDecodeError):
            raise
        raise wrong(path, "unreadable", expected="JSON", detail=str(error)[:120]) from error
    found = _list_in(content, path)
    for number, row in enumerate(found if isinstance(found, list) else [None], start=1):
        yield one_object(row, path, number)


def _list_in(content: Any, path: Path) -> Any:
    """Return the list of rows in a document, or a list with the document itself."""
    while isinstance(content, dict):
        if isinstance(content.get("columns"), list) and isinstance(content.get("data"), list):
            return _of_columns(content["columns"], content["data"], path)
        key = next((k for k in _LISTS if k in content), None)
        if key is None:
            return [content]
        content = content[key]
    return content


def _of_columns(columns: list[Any], data: list[Any], path: Path) -> list[Row]:
    """Return the rows of pandas' `split` layout."""
    whole = all(isinstance(r, list) and len(r) == len(columns) for r in data)
    if not whole or not all(isinstance(c, str) for c in columns):
        raise wrong(path, "unreadable", expected="JSON", detail="columns / data")
    return [dict(zip(columns, r, strict=True)) for r in data]


def _json_lines(file: Iterable[bytes], path: Path) -> Iterator[Row]:
    for number, line in enumerate(file, start=1):
        if len(line) >= LONGEST_LINE and not line.endswith(b"\n"):
            raise wrong(path, "long-line", row=number, expected=LONGEST_LINE)
        if not line.strip():
            continue
        try:
            row = json_texts.loads(line.decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise
        except ValueError as error:
            raise wrong(
                path, "unreadable", row=number, expected="JSON", detail=str(error)[:120]
            ) from error
        yield one_object(row, path, number)
