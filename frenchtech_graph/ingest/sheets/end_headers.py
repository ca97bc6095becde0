"""The headers of the two ends of ties: the kind of the actors, the direction of the ties."""

import re
from collections.abc import Sequence

from frenchtech_graph.ingest.sheets.directions import NOT_SAID
from frenchtech_graph.ingest.sheets.fields import entry, meanings
from frenchtech_graph.ingest.sheets.lexicon import pattern
from frenchtech_graph.ingest.sheets.vocabularies import ACTORS
from frenchtech_graph.model import ontology
from frenchtech_graph.model.terms import Family
from frenchtech_graph.model.wordings import find, plain

_SIDES = re.compile(r"\s*[/|]\s*|\s+(?:ou|or)\s+")


def kind_of_header(header: str) -> str:
    """Return the kind of the actors beneath a header (`Pôle`, `Entreprise accompagnée`), empty if it
    does not say.

    >>> kind_of_header("Entreprise accompagnée"), kind_of_header("Financeur / Structure")
    ('Company', '')
    """
    sides = {_kind(side) for side in _SIDES.split(header)}
    return sides.pop() if len(sides) == 1 else ""


def _kind(text: str) -> str:
    """Return the kind in the first words of a text."""
    words = text.split()
    for size in range(min(3, len(words)), 0, -1):
        found = find(ACTORS, " ".join(words[:size]))
        if found and found[0].sure:
            return "" if found[0].term in NOT_SAID else found[0].term
    return ""


def inverse_by_headers(kind: str, headers: Sequence[str]) -> bool | None:
    """Return whether ties of a kind go from the second column to the first, from the headers of
    both, or None if the headers do not state it.

    >>> inverse_by_headers("Investment", ("Investisseur", "Société"))
    False
    >>> inverse_by_headers("Investment", ("Société", "Investisseur"))
    True
    >>> inverse_by_headers("Membership", ("De", "Vers"))
    """
    ends = [_end(kind, header) for header in headers]
    first, last = (*ends, "", "")[:2]
    if first == last:
        return None
    return first == "target" or last == "source"


def _end(kind: str, header: str) -> str:
    """Return the end of a kind of tie whose actors a header contains (`source`, `target`), empty
    if this is unknown."""
    found = {
        str(stated["value"])
        for side in (header, *_SIDES.split(header))
        for m in meanings(side)
        if m.near == 0 and m.group == "relations" and (stated := entry(m.code))["kind"] == kind
    }
    if ontology.load().tie_kinds[kind].family == Family.MONEY and _is_recipient(header):
        found.add("target")
    return found.pop() if len(found) == 1 else ""


def _is_recipient(header: str) -> bool:
    return bool(pattern("beneficiaries").search(plain(header)))
