"""The records that an actor of a report was merged from, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from frenchtech_graph.network.accounts import Account, names_told
from frenchtech_graph.views.report.report_words import Wording

MOST_NAMES = 8

Merged = Callable[[str], Sequence[Account]]
"""Address of an actor → the records it was merged from."""


def nothing_told(iri: str) -> Sequence[Account]:
    """Return that an actor has no known records."""
    return ()


def merged_names(merged: Merged, iri: str | None, t: Wording) -> str:
    """Return the names an actor was merged from with their sources, or an empty text if it has one
    account."""
    found = merged(iri) if iri else ()
    if len(found) < 2:
        return ""
    told = list(names_told(found).items())
    names = [
        f"{name} ({', '.join(dict.fromkeys(a.dataset for a in accounts))})"
        for name, accounts in told[:MOST_NAMES]
    ]
    more = [t("more", t.number(len(told) - MOST_NAMES))] if len(told) > MOST_NAMES else []
    return t("mergedFrom", " · ".join([*names, *more]))
