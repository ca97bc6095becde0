"""Names of the pages of a site: short, in small letters, the same at each writing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from frenchtech_graph.model.namespaces import ID

ORGANISATIONS, ECOSYSTEMS, SECTORS, LINES, QUESTIONS, DOWNLOADS = "o", "e", "s", "l", "q", "d"
_PLAIN = re.compile(r"[^a-z0-9-]+")
LONGEST = 90


def stem(address: str) -> str:
    """Return a file name, without its ending, for the address of an entity.

    >>> stem("https://w3id.org/fte/id/actor/rnsr-000021537K")
    'rnsr-000021537k'
    """
    last = address.removeprefix(ID).rpartition("/")[2] or address
    return _PLAIN.sub("-", last.lower()).strip("-")[:LONGEST].rstrip("-") or "x"


def stems(addresses: Iterable[str]) -> dict[str, str]:
    """Return a unique file name for each address, in the order of the addresses."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for address in sorted(addresses):
        name, number = stem(address), 2
        while name in taken:
            name = f"{stem(address)}-{number}"
            number += 1
        taken.add(name)
        found[address] = name
    return found


def ecosystem_stem(identifier: str) -> str:
    """Return the file name of the page of an ecosystem.

    >>> ecosystem_stem("ecosysteme-french-tech-lille")
    'lille'
    """
    return identifier.removeprefix("ecosysteme-").removeprefix("french-tech-") or identifier
