"""The network cached as columns, so that the next command reads a file instead of the store.

`graph/reading/network.json` has the parts of the network (`build.Parts`) column by column. Its key
covers the quads, the program and the queries. A file that is missing, damaged or of another key is
created again, and deleting it changes no answer. The format is JSON, so a foreign file cannot run code.
"""

import json
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from frenchtech_graph.graph.reading_copy import READING
from frenchtech_graph.graph.store import graph_folder, read_manifest
from frenchtech_graph.io import json_texts, sealed_files
from frenchtech_graph.network.build import Parts
from frenchtech_graph.pipeline.fingerprints import reading_key

FILE = "network.json"


def kept_parts(out: Path, read: Callable[[], Parts]) -> Parts:
    """Return the cached parts of the network built into `out`, or call `read` and cache its result."""
    key = _key(out)
    file = graph_folder(out) / READING / FILE
    kept = _taken(file, key)
    if kept is not None:
        return kept
    found = read()
    if key == _key(out):  # else a build came in between
        sealed_files.write(file, key, dumps(found))
    return found


def dumps(found: Parts) -> bytes:
    """Return the parts of a network as columns in JSON.

    >>> parts = Parts({"a": {"label": "A"}}, {"e": {"seen": (2019,)}}, {("e", "a"): {"ties": ()}})
    >>> loads(dumps(parts)) == parts
    True
    """
    content = {
        "actors": [list(found.actors), _columns(found.actors.values())],
        "events": [list(found.events), _columns(found.events.values())],
        "edges": [list(found.edges), _columns(found.edges.values())],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def loads(content: bytes) -> Parts:
    """Return the parts that `dumps` wrote.

    Raises:
        ValueError, KeyError, TypeError: the content is no such file.
    """
    found = json_texts.loads(content)
    edges, rows = found["edges"]
    return Parts(
        dict(zip(found["actors"][0], _rows(found["actors"][1]), strict=True)),
        dict(zip(found["events"][0], _rows(found["events"][1]), strict=True)),
        dict(zip(((event, actor) for event, actor in edges), _rows(rows), strict=True)),
    )


def _columns(rows: Collection[dict[str, Any]]) -> dict[str, list[Any]]:
    """Return name → distinct values and the number of the value of each row."""
    names = list(next(iter(rows), ()))
    found: dict[str, list[Any]] = {}
    for name in names:
        column = [row[name] for row in rows]
        numbers: dict[Any, int] = {}
        if len({*map(type, column)} - {type(None)}) > 1:  # 1, 1.0 and True are equal
            codes = [numbers.setdefault((type(v), v), len(numbers)) for v in column]
            found[name] = [[value for _, value in numbers], codes]
        else:
            codes = [numbers.setdefault(v, len(numbers)) for v in column]
            found[name] = [list(numbers), codes]
    return found


def _rows(columns: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """Yield the rows of `_columns`. Lists become tuples, because JSON has no tuples."""
    names = list(columns)
    series = []
    for values, codes in columns.values():
        restored = [tuple(v) if type(v) is list else v for v in values]
        series.append(map(restored.__getitem__, codes))
    for row in zip(*series, strict=True):
        yield dict(zip(names, row, strict=True))


def _key(out: Path) -> str:
    """Return a key of the quads under `out` and of the code that reads them."""
    return reading_key(str(read_manifest(out)["sha256"]), "network")


def _taken(file: Path, key: str) -> Parts | None:
    """Return the parts in a file, None if it is missing, damaged or has another key."""
    content = sealed_files.read(file, key)
    try:
        return None if content is None else loads(content)
    except (ValueError, TypeError, LookupError, AttributeError):
        return None
