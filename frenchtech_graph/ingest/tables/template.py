"""The template of the tables, as `ontology/template.json` (CSV on the Web metadata, W3C 2015)
states it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from frenchtech_graph.io.files import ontology_folder


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the type of its cells, with title, help and example.

    `datatype` is a CSVW base (`string`, `decimal`, `boolean`, `date`, `anyURI`) or
    `fte:partialDate`. `vocabulary` is the list of accepted terms of the ontology, and `references`
    are the tables of its ids. A value that is required `once` may be left out in a further row of
    the same id.
    """

    name: str
    titles: Mapping[str, str]
    help: Mapping[str, str]
    datatype: str
    required: bool
    separator: str | None
    pattern: re.Pattern[str] | None
    minimum: float | None
    maximum: float | None
    vocabulary: str | None
    references: tuple[str, ...]
    example: str
    once: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the template and its columns by name, in their order."""

    name: str
    titles: Mapping[str, str]
    columns: Mapping[str, Column]


def _column(entry: Mapping[str, Any]) -> Column:
    datatype = entry["datatype"]
    facets = datatype if isinstance(datatype, dict) else {"base": datatype}
    return Column(
        name=entry["name"],
        titles=entry["titles"],
        help=entry["dc:description"],
        datatype=facets["base"],
        required=entry.get("required", False) or _once(entry),
        once=_once(entry),
        separator=entry.get("separator"),
        pattern=re.compile(facets["format"], re.ASCII) if "format" in facets else None,
        minimum=facets.get("minimum"),
        maximum=facets.get("maximum"),
        vocabulary=entry.get("fte:vocabulary"),
        references=tuple(filter(None, entry.get("fte:references", "").split("|"))),
        example=entry["skos:example"],
    )


def _once(entry: Mapping[str, Any]) -> bool:
    return bool(entry.get("fte:requiredOnce", False))


@cache
def load() -> dict[str, Table]:
    """Return the tables of the template by name, in their order."""
    stated = json.loads((ontology_folder() / "template.json").read_text(encoding="utf-8"))
    tables = {}
    for entry in stated["tables"]:
        columns = {c["name"]: _column(c) for c in entry["tableSchema"]["columns"]}
        name = entry["url"].removesuffix(".csv")
        tables[name] = Table(name, entry["dc:title"], columns)
    return tables
