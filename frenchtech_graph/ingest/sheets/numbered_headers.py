"""Headers of numbered rounds: `Round 2 date`, `Montant tour n°1 (k€)`."""

import re
from collections.abc import Sequence

from frenchtech_graph.ingest.sheets.lexicon import words
from frenchtech_graph.model.names import fold

PARTS = {
    "round_date": "round_dates",
    "round_amount": "round_amounts",
    "round_backers": "round_backers",
    "round_kind": "round_kinds",
}


def numbered(header: str) -> tuple[str, str] | None:
    """Return the number of the round in a header and the code of the column, or None.

    >>> numbered("Round 2 date"), numbered("Montant tour n°1 (k€)"), numbered("Tour 2")
    (('2', 'round_date'), ('1', 'round_amount'), None)
    """
    said = fold(re.sub(r"[(\[][^)\]]*€[)\]]", " ", header))
    found = re.search(r"\b(\d{1,2})\b", re.sub(r"\bn\s*(?=\d)", "", said))
    if not found:
        return None
    rest = re.sub(
        r"\b(?:n|de|du|des|d|la|le|of|the)\b", " ", said.replace(found[1], " ", 1)
    ).split()
    for code, name in PARTS.items():
        part = [w for w in rest if w in words(name)]
        left = " ".join(w for w in rest if w not in part)
        if part and left in words("round_names"):
            return found[1], code
    return None


def code_of(headers: Sequence[str], header: str) -> str:
    """Return the code of a column of a numbered round, if other columns have rounds too."""
    own = numbered(header)
    others = sum(numbered(h) is not None for h in headers)
    return own[1] if own and others > 1 else ""


def are_numbered(headers: Sequence[str]) -> bool:
    """Check whether a list has columns of several numbered rounds."""
    return len({said[0] for h in headers if (said := numbered(h))}) > 1
