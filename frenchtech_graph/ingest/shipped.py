"""The registers that the package ships, reduced to facts and identifiers, and which copy is newest.

They are in `data/registers/`: `registers.toml` states the origin of each, `manifest.json` its
length and checksum. A register that the user fetched replaces the shipped copy.
"""

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest import snapshots
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io.files import data_folder

ABOUT, MANIFEST = "registers.toml", "manifest.json"


def folder() -> Path:
    """Return the folder of the shipped registers."""
    return data_folder() / "registers"


@cache
def about() -> Mapping[str, Mapping[str, str]]:
    """Return the description of each shipped register: licence, attribution, address, day."""
    return tomllib.loads((folder() / ABOUT).read_text(encoding="utf-8"))


@cache
def manifest() -> Mapping[str, Mapping[str, Any]]:
    """Return file, size, rows and checksum of each shipped register."""
    found: Mapping[str, Mapping[str, Any]] = json.loads(
        (folder() / MANIFEST).read_text(encoding="utf-8")
    )
    return found


def snapshot(name: str) -> Snapshot | None:
    """Return the shipped copy of a register, or None if the package has no copy.

    Its time is the day of the state that it has.

    >>> snapshot("ror").accessed, snapshot("gleif")
    ('2026-06-23', None)
    """
    if name not in manifest():
        return None
    file, stated = manifest()[name], about()[name]
    return Snapshot(
        source=name,
        path=folder() / file["file"],
        url=stated["address"],
        sha256=file["sha256"],
        size=file["bytes"],
        fetched=f"{stated['as_of']}T00:00:00Z",
        licence=stated["licence"],
    )


def is_shipped(found: Snapshot) -> bool:
    """Return whether a snapshot belongs to the package."""
    return found.path.parent == folder()


def newest(name: str, cache_folder: Path | None = None) -> Snapshot | None:
    """Return the newer of the user's last snapshot of a source and the shipped copy, or None."""
    found = [snapshots.latest(name, cache_folder), snapshot(name)]
    return max((s for s in found if s), key=lambda s: (s.fetched, not is_shipped(s)), default=None)
