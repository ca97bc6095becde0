"""Checked records as a JSON file and back: the facts of a source, kept to avoid reading it again.

The format is JSON, not pickle: a foreign file may contain wrong records, but never code.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, get_origin, get_type_hints

from frenchtech_graph.io import json_texts
from frenchtech_graph.io.faults import Fault
from frenchtech_graph.model.records import Actor, Dataset, Event, Money, Observation, Source, Tie

TABLES: Mapping[str, type] = {
    "sources": Source,
    "actors": Actor,
    "events": Event,
    "ties": Tie,
    "observations": Observation,
    "notices": Fault,
}


def dumps(dataset: Dataset) -> bytes:
    """Return a data set as JSON: an object of its fields, each record a list of its values."""
    content = {f.name: getattr(dataset, f.name) for f in fields(Dataset)}
    return json.dumps(content, default=_values, ensure_ascii=False, separators=(",", ":")).encode()


def loads(content: bytes) -> Dataset:
    """Return the data set that `dumps` wrote.

    Raises:
        ValueError, TypeError, KeyError: the content is no such file.
    """
    found: dict[str, Any] = json_texts.loads(content)
    for table, kind in TABLES.items():
        found[table] = tuple(map(_maker(kind), found[table]))
    found["unmapped"] = tuple(found["unmapped"])
    return Dataset(**found)


def _values(record: Any) -> list[Any]:
    if not is_dataclass(record):
        raise TypeError(f"{type(record).__name__} is no record")
    return [getattr(record, f.name) for f in fields(record)]


def _maker(kind: type) -> Callable[[list[Any]], Any]:
    """Return a function that creates a record from a list: JSON has no tuples, and money is a list
    too."""
    hints = get_type_hints(kind)
    names = [f.name for f in fields(kind)]
    tuples = [i for i, name in enumerate(names) if get_origin(hints[name]) is tuple]
    money = [i for i, name in enumerate(names) if hints[name] is Money]

    def made(values: list[Any]) -> Any:
        for i in tuples:
            values[i] = tuple(values[i])
        for i in money:
            values[i] = Money(*values[i])
        return kind(*values)

    return made
