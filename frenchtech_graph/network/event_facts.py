"""The attributes of events."""

from functools import cache, lru_cache
from typing import Any

from frenchtech_graph.graph.statements import Statements
from frenchtech_graph.model.namespaces import DCTERMS, FTE
from frenchtech_graph.model.ontology import Ontology
from frenchtech_graph.model.partial_dates import precedes
from frenchtech_graph.model.terms import Class, Property, Status
from frenchtech_graph.network.facts import LABEL, first, most_specific_kind, notations_of
from frenchtech_graph.network.tie_rows import TYPE

ISSUED = f"{DCTERMS}issued"
OF_EVENTS = (
    Property.DATE,
    Property.START_DATE,
    Property.START_YEAR,
    Property.END_YEAR,
    Property.SEEN_DATE,
    Property.END_DATE,
    Property.AMOUNT_EUR,
    Property.ROUND_TYPE,
    Property.STATUS,
    Property.IS_CURRENT,
)


class EventFacts:
    """Reads the attributes of events from statements: kind, name, dates, status, amount."""

    def __init__(self, found: Statements, terms: Ontology) -> None:
        self._terms = terms
        self._kinds, self._names = found.values(TYPE), found.values(LABEL)
        own = {name: found.values(f"{FTE}{name}") for name in OF_EVENTS}
        self._own = own
        self._days = found.values(f"{FTE}{Property.DATE}")
        for event, days in own[Property.START_DATE].items():
            self._days[event] = sorted({*self._days.get(event, ()), *days})
        self._rounds = notations_of(found, Property.ROUND_TYPE)
        self._statuses = notations_of(found, Property.STATUS)
        self._as_of = _as_of(found)
        self.facts = cache(self._facts)

    def _facts(self, event: str) -> dict[str, Any]:
        """Return the attributes of an event."""
        own = self._own
        kind = most_specific_kind(self._terms, tuple(self._kinds.get(event, ())))
        tie_kind = self._terms.tie_kinds.get(kind)
        amount, current = first(own[Property.AMOUNT_EUR], event), own[Property.IS_CURRENT]
        seen = {day[:4] for day in own[Property.SEEN_DATE].get(event, ())}
        return {
            "kind": kind,
            "label": first(self._names, event) or "",
            "flow": tie_kind.flow if tie_kind else _flow_of_shared(self._terms, kind),
            "start": _year(first(own[Property.START_YEAR], event)),
            "end": _year(first(own[Property.END_YEAR], event)),
            "date": first(self._days, event),
            "amount_eur": None if amount is None else float(amount),
            "seen": tuple(map(int, sorted(seen))),
            "round": first(self._rounds, event),
            "status": first(self._statuses, event),
            "current": {"true": True, "false": False}.get(first(current, event) or ""),
            "over": tie_kind is not None and not tie_kind.instant and self._is_over(event),
        }

    def _is_over(self, event: str) -> bool:
        """Return whether a state is known to have ended before the date of the graph."""
        told = "false" in self._own[Property.IS_CURRENT].get(event, ())
        ends = self._own[Property.END_DATE].get(event, ())
        return (
            told
            or Status.ENDED in self._statuses.get(event, ())
            or any(not self._as_of or precedes(day, self._as_of) for day in ends)
        )


def _year(text: str | None) -> int | None:
    return None if text is None else int(text)


def _as_of(found: Statements) -> str:
    """Return the date of the newest snapshot, or an empty text."""
    snapshot = f"{FTE}{Class.SOURCE_SNAPSHOT}"
    snapshots = {thing for thing, kind in found.of(TYPE) if kind == snapshot}
    return max((day for thing, day in found.of(ISSUED) if thing in snapshots), default="")


@lru_cache(maxsize=1024)
def _flow_of_shared(terms: Ontology, kind: str) -> str | None:
    """Return the flow of the tie kinds that share events of class `kind`, or None."""
    for tie_kind in terms.tie_kinds.values():
        if tie_kind.event_end and terms.is_a(kind, terms.range_of(tie_kind.event_end)):
            return tie_kind.flow
    return terms.flow_of(kind)
