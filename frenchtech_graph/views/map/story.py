"""A story: views of the map in an order, a caption each, from a small TOML file.

    title_fr = "…"
    title_en = "…"

    [[views]]
    caption_fr = "…"
    caption_en = "…"
    view = "hubs"            # hubs, all, gaps, introductions
    drawing = "network"      # network, geo, time, cities
    actor = "EuraTechnologies"   # a name or an address
    steps = 2                # ties of that actor, one to three steps away

A view may also have the other parameters of a map address: `sector`, `place`, `from`, `to`,
`colour`, `size`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from frenchtech_graph.io import bounded_files
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.words import LANGUAGES
from frenchtech_graph.model.names import fold
from frenchtech_graph.views.map.contents import Contents

CHOICES = {
    "view": ("hubs", "all", "gaps", "introductions"),
    "drawing": ("network", "geo", "time", "cities"),
    "colour": ("pillar", "kind", "sector", "stage", "group", "partners", "euros"),
    "size": ("events", "partners", "euros", "rank"),
    "steps": (1, 2, 3),
}
FREE = ("sector", "place", "from", "to")
CAPTIONS = tuple(f"caption_{lang}" for lang in LANGUAGES)
IN_ADDRESS = {"steps": "ego"}
"""Keys that the address of a page calls otherwise."""

Stated = Mapping[str, Any]


def read_story(file: Path, contents: Contents) -> dict[str, Any]:
    """Return title and views of a story. Each view has the parameters of the page's address.

    Raises:
        BilingualError: the file is not TOML, a key or value is unknown, a caption is missing, or an
            actor is not on the map. The message lists all faults.
    """
    try:
        stated = bounded_files.read_toml(file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BilingualError("story", target=file, faults=str(error)) from error
    views = stated.get("views", [])
    known = {fold(str(a.label)): iri for iri, a in zip(contents.iris, contents.actors, strict=True)}
    known |= {iri: iri for iri in contents.iris}
    faults = [
        f"views[{number}].{fault}"
        for number, view in enumerate(views, 1)
        for fault in _faults(view, known)
    ]
    if not views:
        faults.append("[[views]]")
    if faults:
        raise BilingualError("story", target=file, faults="; ".join(faults))
    return {
        "title": [stated.get(f"title_{lang}") for lang in LANGUAGES],
        "views": [
            {"caption": [view[key] for key in CAPTIONS], "address": _address(view, known)}
            for view in views
        ],
    }


def _faults(view: Stated, known: Mapping[str, str]) -> Iterator[str]:
    yield from (f"{key} (…)" for key in CAPTIONS if not view.get(key))
    for key, value in view.items():
        if key in CHOICES and value not in CHOICES[key]:
            yield f"{key} = {value!r} ({', '.join(map(str, CHOICES[key]))})"
        elif key == "actor" and _actor(value, known) is None:
            yield f"actor = {value!r} (—)"
        elif key not in (*CHOICES, *FREE, *CAPTIONS, "actor"):
            yield f"{key} ({', '.join((*CAPTIONS, *CHOICES, *FREE, 'actor'))})"


def _actor(name: object, known: Mapping[str, str]) -> str | None:
    return known.get(str(name)) or known.get(fold(str(name)))


def _address(view: Stated, known: Mapping[str, str]) -> str:
    held = {
        IN_ADDRESS.get(key, key): _actor(value, known) if key == "actor" else value
        for key, value in view.items()
        if key not in CAPTIONS
    }
    return urlencode(held)
