"""Which graph a site was written from: a small file that `serve` reads before it shows the site."""

from __future__ import annotations

import json
from pathlib import Path

FILE = "site.json"


def stamp(key: str) -> str:
    """Return the text of the file, for the key of a graph.

    >>> stamp("12ab")
    '{"graph": "12ab"}\\n'
    """
    return json.dumps({"graph": key}) + "\n"


def graph_of(folder: Path) -> str | None:
    """Return the key of the graph from which a folder was written. None if it is not a site."""
    try:
        stated = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    key = stated.get("graph") if isinstance(stated, dict) else None
    return key if isinstance(key, str) else None
