"""An actor in a notebook: its facts, ties by year, partners and pages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields

import pandas as pd

from frenchtech_graph.network.accounts import Account, names_told
from frenchtech_graph.network.actor_sheet import ActorSheet, partners
from frenchtech_graph.views.notebook.markup import card, small_table, sparkline

_FACTS = ("kind", "pillars", "place_label", "sectors", "stage", "created", "closed")


@dataclass(frozen=True)
class Actor(ActorSheet):
    """The sheet of an actor, with its partners, sources and timeline.

    `accounts` are the records it was merged from: the name and id in each source.
    """

    accounts: tuple[Account, ...] = field(default=())

    @property
    def partners(self) -> pd.DataFrame:
        """The partners of its ties: `partner`, `name`, `ties`, `kinds`, `since`, `until`, most ties
        first.
        """
        frame = partners(self.ties).drop(columns="sources")
        frame["kinds"] = frame["kinds"].map(", ".join)
        return frame.rename(columns={"partner_label": "name"})

    @property
    def sources(self) -> list[str]:
        """The pages that state its ties."""
        return sorted({page for pages in self.ties["sources"] for page in pages})

    @property
    def timeline(self) -> pd.DataFrame:
        """Its dated ties in order: `year`, `kind`, `label`, `with`."""
        dated = self.ties[self.ties["start"].notna()]
        frame = pd.DataFrame(
            {
                "year": dated["start"].astype(int),
                "kind": dated["kind"],
                "label": dated["label"],
                "with": dated["partner_label"],
            }
        )
        return frame.sort_values(["year", "label"], ignore_index=True)

    @property
    def merged_from(self) -> pd.DataFrame:
        """The records it was merged from: `name`, `sources` (data sets), `ids`, the name that most
        give first."""
        told = names_told(self.accounts)
        return pd.DataFrame(
            {
                "name": list(told),
                "sources": [", ".join(dict.fromkeys(a.dataset for a in t)) for t in told.values()],
                "ids": [", ".join(dict.fromkeys(a.id for a in t)) for t in told.values()],
            }
        )

    def _repr_html_(self) -> str:
        facts = {name.removesuffix("_label"): getattr(self, name) for name in _FACTS}
        dated = self.ties[self.ties["start"].notna()]
        years = Counter(map(int, dated.drop_duplicates("event")["start"]))
        undated = self.ties.drop_duplicates("event")["start"].isna().sum()
        body = sparkline(years, "ties") + small_table(
            self.partners, ("name", "kinds", "ties", "since", "until")
        )
        if len(self.merged_from) > 1:
            body += small_table(self.merged_from, ("name", "sources"))
        note = f"{len(self.sources)} pages · {undated} ties without a date · {self.iri}"
        return card(self.label, facts, body, note)

    def __repr__(self) -> str:
        """Return name, kind, place, and how many ties and pages there are."""
        place = self.place_label or "–"
        return (
            f"{self.label} ({self.kind}, {place}): {len(self.ties)} ties, {len(self.sources)} pages"
        )


def with_display(sheet: ActorSheet, accounts: tuple[Account, ...] = ()) -> Actor:
    """Return the sheet of an actor in a form for notebooks, with the records it was merged from."""
    told = {f.name: getattr(sheet, f.name) for f in fields(ActorSheet)}
    return Actor(**told, accounts=accounts)
