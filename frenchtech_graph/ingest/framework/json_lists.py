"""Read a JSON list object by object."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from frenchtech_graph.ingest.framework.packed_files import CHUNK, LONGEST_LINE, Row, wrong
from frenchtech_graph.io import json_texts

_BLANK = " \t\r\n"


def json_list(file: IO[bytes], path: Path) -> Iterator[Row]:
    """Yield the objects of a list one after the other, so that a dump of any size fits in
    memory."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig")
    # A small state machine: `expected` is the token that may come next.
    held, at, number, expected = "", 0, 0, "["
    while True:
        while at < len(held) and held[at] in _BLANK:
            at += 1
        if at == len(held):
            held, at = text.read(CHUNK), 0
            if held:
                continue
            if expected == "end":
                return
            raise wrong(path, "truncated", row=number, detail=f"“{expected}”")
        sign = held[at]
        if sign == "]" and expected in ("row or ]", ", or ]"):
            expected, at = "end", at + 1
        elif sign in "[," and expected.startswith(sign):
            expected, at = "row or ]" if sign == "[" else "row", at + 1
        elif expected.startswith("row"):
            number += 1
            row, held, at = _decoded(text, held, at, path, number)
            yield row
            expected = ", or ]"
        else:
            raise wrong(
                path, "unreadable", row=number, expected="JSON", detail=f"{sign!r}, “{expected}”"
            )


def _decoded(
    text: io.TextIOWrapper, held: str, at: int, path: Path, number: int
) -> tuple[Row, str, int]:
    """Return the object that begins at a position, the buffer after it, and the end of the
    object."""
    while True:
        try:
            row, at = json_texts.first(held, at)
        except ValueError as error:
            if len(held) - at >= LONGEST_LINE:
                raise wrong(path, "long-line", row=number, expected=LONGEST_LINE) from error
            more = text.read(max(CHUNK, len(held) - at))
            if not more or isinstance(error, json_texts.NestedError):
                raise wrong(
                    path, "unreadable", row=number, expected="JSON", detail=str(error)[:120]
                ) from error
            held, at = held[at:] + more, 0
        else:
            return one_object(row, path, number), held, at


def one_object(row: Any, path: Path, number: int) -> Row:
    """Return a row.

    Raises:
        FaultsError: it is not a JSON object.
    """
    if not isinstance(row, dict):
        raise wrong(path, "unreadable", row=number, expected="JSON", detail=type(row).__name__)
    return row
