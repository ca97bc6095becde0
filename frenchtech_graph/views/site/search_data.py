"""The index of the search of a site: organisations and their texts, as a script that a page loads."""

from __future__ import annotations

import json
from typing import Any

from frenchtech_graph.network.model import each_actor
from frenchtech_graph.views.search.columns import Notes, rules
from frenchtech_graph.views.search.entries import Entry, entries
from frenchtech_graph.views.site.file_names import ECOSYSTEMS, ecosystem_stem
from frenchtech_graph.views.site.material import Material

FILE = "search-data.js"
MOST_SHOWN = 50


def search_data(material: Material) -> str:
    """Return a script with the searchable data: letters, weights, entities, shared notes.

    Remarks that name a person are left out. An entity is its file, name, number of its kind, other
    names, numbers of its notes, and town. An ecosystem with a page is its file and its names.
    """
    found = entries(material.store)
    persons = [str(actor.label) for actor in each_actor(material.graph) if actor.person]
    silent = {n for e in found.values() for n in e.notes if any(name in n for name in persons)}
    kinds: dict[str, int] = {}
    notes = Notes(silent)
    things = [
        _thing(material, entry, file, kinds, notes)
        for address, file in sorted(material.pages.items())
        if (entry := found.get(address))
    ]
    data = {
        **rules(notes),
        "shown": MOST_SHOWN,
        "kinds": [[material.term(kind)["fr"], material.term(kind)["en"]] for kind in kinds],
        "things": things,
        "ecosystems": [
            [f"{ECOSYSTEMS}/{ecosystem_stem(own)}.html", *material.names[own].values()]
            for own in (row["ecosystem"] for row in material.written_ecosystems)
        ],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"window.searchData = {text};\n"


def _thing(
    material: Material,
    entry: Entry,
    file: str,
    kinds: dict[str, int],
    notes: Notes,
) -> list[Any]:
    place = material.graph.nodes[entry.address].get("place_label") or ""
    return [
        file,
        entry.name,
        kinds.setdefault(entry.kind, len(kinds)),
        entry.others,
        notes.of(entry),
        place,
        entry.address,
    ]
