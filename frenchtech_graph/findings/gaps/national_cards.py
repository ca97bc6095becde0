"""Cards and masses of the national registers in the user's cache: every graph has the same.

The key of a file covers the program, its data, the registers and the versions of the engines. A
missing or damaged file, or a file with another key, is computed again. In a read-only folder no
file is stored. Without the files each answer is the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from frenchtech_graph.findings.gaps.cards import Card
from frenchtech_graph.findings.kept import findings_key
from frenchtech_graph.ingest import snapshots
from frenchtech_graph.io import json_texts, sealed_files
from frenchtech_graph.pipeline.fingerprints import digest

T = TypeVar("T")
_NAMES = tuple(field.name for field in fields(Card))


def file_of(name: str) -> Path:
    """Return the file of the cards with that name."""
    return snapshots.folder() / snapshots.TABLES / f"{name}.json"


def kept_cards(name: str, find: Callable[[], Iterable[Card]]) -> tuple[Card, ...]:
    """Return the cards that `find` returns. Stored ones are read from the user's cache."""
    return _kept(name, lambda: dumps(find()), loads)


def kept_numbers(name: str, find: Callable[[], Mapping[str, float]]) -> dict[str, float]:
    """Return the numbers that `find` returns. Stored ones are read from the user's cache."""
    return _kept(name, lambda: json.dumps(find()).encode(), _numbers)


def _kept(name: str, find: Callable[[], bytes], read: Callable[[bytes], T]) -> T:
    file, key = file_of(name), digest(findings_key(), name)
    with suppress(ValueError, TypeError, AttributeError):
        return read(sealed_files.read(file, key) or b"")
    content = find()
    sealed_files.write(file, key, content)
    return read(content)


def _numbers(content: bytes) -> dict[str, float]:
    return {str(name): float(number) for name, number in json_texts.loads(content).items()}


def dumps(cards: Iterable[Card]) -> bytes:
    """Return cards as JSON."""
    rows = [[getattr(card, name) for name in _NAMES] for card in cards]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def loads(content: bytes) -> tuple[Card, ...]:
    """Return the cards that `dumps` wrote.

    Raises:
        ValueError, TypeError: the content is no such file.

    >>> card = Card("a", "chain", "s", "all", "l", evidence=("e",), readings=(("m", 0.1),))
    >>> repr(loads(dumps([card]))) == repr((card,))
    True
    """
    rows = json_texts.loads(content)
    return tuple(Card(**dict(zip(_NAMES, map(_tuple, row), strict=True))) for row in rows)


def _tuple(value: Any) -> Any:
    """Return a list as a tuple, because JSON has no tuples."""
    return tuple(map(_tuple, value)) if isinstance(value, list) else value
