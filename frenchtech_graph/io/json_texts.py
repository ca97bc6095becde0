"""Read JSON from outside the project: any fault in it, including deep nesting, raises a ValueError.

All JSON from files and from the network is read here. The package's own files are trusted. The
limit on nesting is explicit and does not depend on the interpreter's stack. Every version of Python
therefore accepts the same texts, and recursive code can process each accepted value.
"""

import json
from typing import Any

DEEPEST = 100
"""Limit on nested lists and objects. No source has ten."""
_DECODER = json.JSONDecoder()


class NestedError(ValueError):
    """JSON nested deeper than `DEEPEST`: reading more of the text does not help."""

    def __init__(self) -> None:
        super().__init__(f"nested deeper than {DEEPEST}")


def loads(text: str | bytes) -> Any:
    """Return the value of a JSON text.

    Raises:
        ValueError: it is not JSON, not UTF-8, or nested too deep.
    """
    try:
        return _shallow(json.loads(text))
    except RecursionError as error:
        raise NestedError from error


def first(text: str, at: int) -> tuple[Any, int]:
    """Return the value that begins at a place of a text, and the place after it.

    Raises:
        NestedError: it is nested too deep.
        ValueError: no complete value begins there.
    """
    try:
        value, end = _DECODER.raw_decode(text, at)
    except RecursionError as error:
        raise NestedError from error
    return _shallow(value), end


def _shallow(value: Any) -> Any:
    """Return a value unless it is nested too deep, checking level by level."""
    level: list[Any] = [[value]]
    for _ in range(DEEPEST + 1):
        level = [
            c
            for v in level
            for c in (v if type(v) is list else v.values())
            if type(c) is list or type(c) is dict
        ]
        if not level:
            return value
    raise NestedError
