"""A round compared with rounds of the same sector and type: their number, their quartiles, and the
rank of an amount.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.numbers import number
from frenchtech_graph.io.words import beside
from frenchtech_graph.model import ontology
from frenchtech_graph.model.annotations import with_narrower
from frenchtech_graph.model.names import alphabetical
from frenchtech_graph.model.terms import Class
from frenchtech_graph.network.model import Event, actor_of, each_event
from frenchtech_graph.network.selection import check

FEWEST = 8
"""Rounds below which quartiles say nothing."""
COLUMNS = (
    "rounds", "first_quartile", "median", "third_quartile", "amount", "share_below", "unknown",
    "since", "until", "largest", "pages",
)  # fmt: skip
_WORDS = beside(__file__)


def comparable_rounds(
    graph: nx.Graph[Any],
    *,
    sector: str | None = None,
    round_type: str | None = None,
    amount: float | None = None,
) -> pd.DataFrame:
    """Return the amounts of rounds of a sector and a type, and the rank of an amount among them.

    The network has no events for announced or cancelled rounds. Rounds without a known amount are
    counted as `unknown`. Quartiles use linear interpolation (Hyndman & Fan 1996, type 7).

    Args:
        graph: Bipartite network of actors and events.
        sector: Concept of the companies' sector. Its narrower concepts count too.
        round_type: Type of round.
        amount: Euros to place among them.

    Raises:
        BilingualError: fewer than eight rounds have a known amount, or an unknown term.
    """
    wanted = (
        None if sector is None else with_narrower("sector", _term("sector", sector, "--sector"))
    )
    kind = None if round_type is None else _term("round", round_type, "--round-type")
    found = [e for e in each_event(graph) if e.kind == Class.FUNDING_ROUND]
    alike = [e for e in found if kind in (None, e.round) and _is_of(graph, e, wanted)]
    known = [e for e in alike if e.amount_eur is not None]
    if len(known) < FEWEST:
        raise BilingualError("too-few-rounds", value=len(known), expected=FEWEST)
    return pd.DataFrame([_row(known, amount, len(alike) - len(known))], columns=list(COLUMNS))


def _row(known: Sequence[Event], amount: float | None, unknown: int) -> tuple[Any, ...]:
    amounts = np.array([e.amount_eur for e in known], dtype=float)
    years = [e.start for e in known if e.start is not None]
    largest = sorted(known, key=lambda e: (-float(e.amount_eur or 0), alphabetical(str(e.label))))[
        :3
    ]
    return (
        len(known),
        *np.quantile(amounts, (0.25, 0.5, 0.75)),
        amount,
        None if amount is None else float((amounts < amount).mean()),
        unknown,
        min(years, default=None),
        max(years, default=None),
        "; ".join(str(e.label) for e in largest),
        tuple(dict.fromkeys(page for e in largest for page in e.pages)),
    )


def comparable_sentence(row: Any, lang: str) -> str:
    """Return the table as a sentence."""
    figures = {
        name: number(float(row[name]) / 1e6, lang)
        for name in ("first_quartile", "median", "third_quartile")
    }
    said = _WORDS.text("quartiles", lang, rounds=row["rounds"], unknown=row["unknown"], **figures)
    if pd.isna(row["amount"]):
        return said
    share = number(100 * float(row["share_below"]), lang)
    amount = number(float(row["amount"]) / 1e6, lang)
    return f"{said} {_WORDS.text('place', lang, amount=amount, share=share)}"


def _is_of(graph: nx.Graph[Any], event: Event, wanted: frozenset[str] | None) -> bool:
    """Return whether a company of one of the sectors raised the money."""
    if wanted is None:
        return True
    return any(not wanted.isdisjoint(_sectors_of(graph, company)) for company in event.targets)


def _sectors_of(graph: nx.Graph[Any], company: Hashable) -> tuple[str, ...]:
    return actor_of(graph, company).sectors


def _term(scheme: str, stated: str, option: str) -> str:
    known = ontology.load()
    found = known.resolve(f"concept/{scheme}", stated) or stated
    check(option, found, known.schemes[scheme])
    return found
