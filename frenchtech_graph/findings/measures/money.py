"""Who brings the money: the amounts of events shared out among actors.

Money is a ranking of its own and never a weight of ties: one round of a billion would be the
network.
"""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from frenchtech_graph.findings.measures.centrality import table
from frenchtech_graph.findings.measures.ties import Ties
from frenchtech_graph.model.terms import Contribution
from frenchtech_graph.network.model import Edge, event_of


def money(graph: nx.Graph[Any]) -> pd.DataFrame:
    """Share out the known amounts of the events of a two-mode network, in euros.

    - ``money_joined``: the amount of each event, split equally among the actors who pay.
    - ``money_led``: the same among the recorded leads, or 0 if no lead is known.
    - ``money_received``: split equally among the actors on the target side.
    - ``amounts_known``, ``amounts_unknown``: events the actor pays in, by whether their amount is
      known.

    Payers are on the source side of the event. If no side is known, every actor counts as a payer.
    Only events along which finance flows count.
    """
    ties = Ties.of(graph)
    paid = money_along_ties(ties)
    known = np.array([amount is not None for amount in _amounts(ties)], dtype=bool) & paid["pays"]
    unknown = paid["pays"] & ~known
    columns: dict[str, Any] = {
        name: np.bincount(ties.head, paid[name], ties.n)
        for name in ("money_joined", "money_led", "money_received")
    }
    columns["amounts_known"] = np.bincount(ties.head[known], minlength=ties.n)
    columns["amounts_unknown"] = np.bincount(ties.head[unknown], minlength=ties.n)
    return table(ties, **columns)


def money_along_ties(ties: Ties) -> dict[str, Any]:
    """Return for each tie its share of the event's amount (as in `money`), and whether its actor
    pays.
    """
    amounts = _amounts(ties)
    amount = np.array([a or 0.0 for a in amounts])
    edges = [Edge(tie, data) for tie, data in enumerate(ties.data)]
    side = np.array([edge.side or "" for edge in edges], dtype=object)
    lead = np.array([edge.lead is True for edge in edges], dtype=bool)
    finance = np.array([_is_finance(ties, tie) for tie in range(ties.head.size)], dtype=bool)
    source, target = (side == "source") & finance, (side == "target") & finance
    has_source = np.bincount(ties.event[source], minlength=ties.events)[ties.event] > 0
    pays = np.where(has_source, source, finance & ~target)
    shares = {"money_joined": pays, "money_led": pays & lead, "money_received": target}
    split: dict[str, Any] = {"pays": pays}
    for name, who in shares.items():
        number = np.bincount(ties.event[who], minlength=ties.events)[ties.event]
        split[name] = np.where(who, amount / np.maximum(number, 1), 0.0)
    return split


def _amounts(ties: Ties) -> list[Any]:
    return [event_of(ties.graph, ties.nodes[tail]).amount_eur for tail in ties.tail]


def _is_finance(ties: Ties, tie: int) -> bool:
    flow = event_of(ties.graph, ties.nodes[ties.tail[tie]]).flow if ties.two_mode else ""
    return flow in (None, Contribution.FINANCE)
