"""Long lists cut into pages: their file names, and the position of each page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, TypeVar

T = TypeVar("T")


class Standing(TypedDict):
    """The position of a page: its number, the number of pages, and the files before and after
    it."""

    number: int
    of: int
    before: str | None
    after: str | None


def cut(items: Sequence[T], most: int) -> list[Sequence[T]]:
    """Return a list in parts of `most` items. An empty list is one empty part.

    >>> cut([1, 2, 3], 2), cut([], 2)
    ([[1, 2], [3]], [[]])
    """
    return [items[n : n + most] for n in range(0, max(1, len(items)), most)]


def file_names(stem: str, count: int) -> list[str]:
    """Return the names of the pages of a list: the first has no number.

    >>> file_names("health", 2)
    ['health.html', 'health-2.html']
    """
    return [f"{stem}{f'-{n + 1}' if n else ''}.html" for n in range(count)]


def standings(names: Sequence[str]) -> list[Standing]:
    """Return the position of each page among some pages.

    >>> standings(["a.html", "b.html"])[0]
    {'number': 1, 'of': 2, 'before': None, 'after': 'b.html'}
    """
    around = [None, *names, None]
    return [
        {"number": n, "of": len(names), "before": around[n - 1], "after": around[n + 1]}
        for n in range(1, len(names) + 1)
    ]
