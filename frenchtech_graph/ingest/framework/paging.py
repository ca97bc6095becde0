"""Answers that come in pages, and files of many rows, taken to their end and not beyond."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest.framework.rows import Row
from frenchtech_graph.io.client import fault

Page = tuple[list[Row], int | None]
"""The rows of a page, and the total number that the server states, or None."""


def pages(url: str, ask: Callable[[int], Page], *, most: int = 10_000) -> Iterator[Row]:
    """Yield the rows of all pages. `ask` receives the number of a page, from 0.

    Raises:
        FetchError: a page comes a second time, there is no end after `most` pages, or rows are
            missing.
    """
    seen: set[str] = set()
    got, total = 0, None
    for number in range(most):
        rows, total = ask(number)
        if not rows:
            break
        mark = hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
        if mark in seen:
            raise fault(url, "fetch-repeated", page=number + 1)
        seen.add(mark)
        got += len(rows)
        yield from rows
        if total is not None and got >= total:
            break
    else:
        raise fault(url, "fetch-repeated", page=most)
    if total is not None and got < total:
        raise fault(url, "fetch-incomplete", got=got, expected=total)


def listed(url: str, answer: Any, key: str) -> list[Row]:
    """Return the list of rows under `key` of an answer.

    Raises:
        FetchError: the answer has another form.
    """
    found = answer.get(key) if isinstance(answer, dict) else None
    if not isinstance(found, list) or not all(isinstance(r, dict) for r in found):
        raise fault(url, "fetch-format", expected="JSON", detail=f"“{key}”: […]")
    return found


def write_lines(
    path: Path, rows: Iterable[Row], progress: Callable[[int, int | None], None]
) -> int:
    """Write rows as JSON lines and return how many there were."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for count, row in enumerate(rows, start=1):  # noqa: B007
            file.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")
            progress(file.tell(), None)
    return count
