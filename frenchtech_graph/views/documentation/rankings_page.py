"""docs/rankings.md: the default ranking of each Capitale French Tech, by name, from a built graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings.hubs.missing_pillars import first, in_words, missing_pillars
from frenchtech_graph.findings.hubs.ranking import rank_hubs
from frenchtech_graph.findings.hubs.reach import reaching
from frenchtech_graph.model import ontology, territories
from frenchtech_graph.model.names import alphabetical
from frenchtech_graph.model.terms import Contribution
from frenchtech_graph.model.territories import Ecosystem
from frenchtech_graph.network.model import actor_of
from frenchtech_graph.network.selection import select

FILE = Path(__file__).parents[3] / "docs" / "rankings.md"
CAPITALE = "capitale-french-tech"
_HEAD = """# Who holds each Capitale French Tech together

*Les quinze premiers de chaque Capitale French Tech, ex æquo compris, sans quota.* The first fifteen
of `frenchtech-graph hubs --where NAME` for the {n} Capitales, with those that tie with the
fifteenth, as they come: no quota. Named are living bodies with a seat, a site or a parent in the
territory. Funds that reach it only by their area of action stand apart. Where a pillar
(talent, technology, finance, support) has nobody among the fifteen, the page says why.

How events are counted: supervision, subunits, successions and ties of unknown nature do not count;
what a dissolved body did counts for the one that succeeded it; of a body that works all over France,
that has only a site here, or of a fund that stands here with its manager and works elsewhere, those
events count that it shares with others of the place. Young firms are not ranked (`--pillar venture`
ranks them). A rank says how much was recorded, not how much there
is: read it with [gaps.md](gaps.md).

Made by `python -m frenchtech_graph.views.documentation.country out/france`.
"""


def page(network: nx.Graph[Any]) -> str:
    """Return the page for the Capitales of the last class of labels."""
    capitales = list(_capitales())
    parts = [_HEAD.format(n=len(capitales))]
    parts += [_section(network, one) for one in capitales]
    return "\n".join(parts)


def _capitales() -> Iterator[Ecosystem]:
    known = territories.load()
    held = (e for e in known.by_id.values() if e.held(known.last_class))
    yield from sorted(
        (e for e in held if e.label == CAPITALE), key=lambda e: alphabetical(e.names["fr"])
    )


def _section(network: nx.Graph[Any], one: Ecosystem) -> str:
    view = select(network, where=one.names["fr"])
    ranked = first(rank_hubs(view, top=view.number_of_nodes(), resamples=0))
    lines = [f"## {one.names['fr']}", "", _table(view, ranked), ""]
    lines += [f"- {in_words(missing, 'en')}" for missing in missing_pillars(view)]
    near = reaching(network, where=one.names["fr"])
    funds = near[[(Contribution.FINANCE in pillars) for pillars in near["pillars"]]]
    others = near.drop(funds.index)
    for title, found in (("Funds that reach it", funds), ("Others that reach it", others)):
        if len(found):
            lines.append(f"- {title} by their area of action: {_names(found)}.")
    return "\n".join([*lines, ""])


def _table(view: nx.Graph[Any], ranked: pd.DataFrame) -> str:
    rows = [
        "| | name | kind | pillars | events | stands in |",
        "| ---: | --- | --- | --- | ---: | --- |",
    ]
    places = ranked["rank"].rank(method="min").astype(int)
    for at, row in zip(places, ranked.to_dict("records"), strict=True):
        actor = actor_of(view, row["iri"])
        kind = ontology.load().classes[row["kind"]].label("en") if row["kind"] else ""
        place = actor.place_label or ("site" if actor.sites else "area")
        cells = (str(at), row["label"], kind, ", ".join(row["pillars"]), str(row["events"]), place)
        rows.append("| " + " | ".join(cell.replace("|", "∣") for cell in cells) + " |")
    return "\n".join(rows)


def _names(found: pd.DataFrame) -> str:
    return ", ".join(f"{row['label']} ({row['area']})" for row in found.to_dict("records"))
