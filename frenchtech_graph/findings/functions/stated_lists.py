"""Statements of the data sets about themselves: the territory they read, and the lists that are
complete.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from frenchtech_graph.findings.gaps.areas import Area, by_id, communes_of
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model.places import COUNTRY


@dataclass(frozen=True, slots=True)
class CompleteList:
    """A list that is declared complete: ``named`` bodies of a class, in a territory, at a date."""

    kind: str
    named: int
    as_of: str
    names: tuple[str, str]
    territory: tuple[str, ...]


@cache
def _stated() -> tuple[dict[str, Any], ...]:
    files = sorted(data_folder().glob("*/dataset.toml"))
    return tuple(tomllib.loads(file.read_text(encoding="utf-8")) for file in files)


def complete_lists(area: Area, kinds: Iterable[str]) -> list[CompleteList]:
    """Return the newest complete list of each of some classes that covers an area."""
    found: dict[str, CompleteList] = {}
    for dataset in _stated():
        for stated in dataset.get("complete", ()):
            one = _list(stated)
            newer = one.kind not in found or one.as_of > found[one.kind].as_of
            if one.kind in set(kinds) and newer and _holds(one.territory, area.communes):
                found[one.kind] = one
    return [found[kind] for kind in sorted(found)]


def complete_lists_of_all() -> list[CompleteList]:
    """Return every list that is declared complete, the newest first."""
    found = [_list(stated) for dataset in _stated() for stated in dataset.get("complete", ())]
    return sorted(found, key=lambda one: (one.as_of, one.kind), reverse=True)


def way_of_reading(dataset: str) -> str:
    """Return how a data set was read: a `sheet`, a `list`, or by default a `register`."""
    stated = next((d for d in _stated() if d.get("id") == dataset), {})
    return str(stated.get("coverage", {}).get("method", "register"))


def _list(stated: dict[str, Any]) -> CompleteList:
    return CompleteList(
        stated["kind"],
        int(stated["named"]),
        stated["as_of"],
        (stated["list_fr"], stated["list_en"]),
        tuple(stated["territory"]),
    )


def is_read(area: Area) -> bool:
    """Return whether a sheet of facts was read for the territory of an area."""
    return _is_read(area.id)


@cache
def _is_read(name: str) -> bool:
    return communes_are_read(by_id(name).communes)


def communes_are_read(communes: frozenset[str]) -> bool:
    """Return whether one sheet of facts was read for all of some communes."""
    return any(
        dataset.get("coverage", {}).get("method") == "sheet"
        and _holds([t for t in dataset["coverage"].get("territory", ()) if t != COUNTRY], communes)
        for dataset in _stated()
    )


def _holds(territory: Iterable[str], communes: frozenset[str]) -> bool:
    held: set[str] = set()
    for place in territory:
        if place == COUNTRY:
            return True
        held |= communes_of(place)
    return communes <= held
