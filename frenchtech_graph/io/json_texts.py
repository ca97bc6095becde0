"""JSON that somebody else wrote → values: whatever is wrong with it, its nesting too, is a
ValueError.

What of files and of the network is JSON is read here; the package's own files are not somebody
else's. How deep it may be nested is stated, not left to the interpreter's stack: the same text is
taken or refused by every version of Python, from every place, and what was taken can be walked and
written again by code that recurses.
"""

import json
from typing import Any

DEEPEST = 100
"""Lists and objects in one another that are followed; no source has ten."""
_DECODER = json.JSONDecoder()


class NestedError(ValueError):
    """JSON nested deeper than `DEEPEST`: no more text will mend it."""

    def __init__(self) -> None:
        super().__init__(f"nested deeper than {DEEPEST}")


def loads(text: str | bytes) -> Any:
    """Return the value of a JSON text.

    Raises:
        ValueError: it is no JSON, not UTF-8, or nested too deep.
    """
    try:
        return _shallow(json.loads(text))
    except RecursionError as error:
        raise NestedError from error


def first(text: str, at: int) -> tuple[Any, int]:
    """Return the value that begins at a place of a text, and the place after it.

    Raises:
        NestedError: it is nested too deep.
        ValueError: there is none, or not its end.
    """
    try:
        value, end = _DECODER.raw_decode(text, at)
    except RecursionError as error:
        raise NestedError from error
    return _shallow(value), end


def _shallow(value: Any) -> Any:
    """Return a value if it is not nested too deep; it is looked at level by level."""
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
