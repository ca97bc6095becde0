"""Two accounts of one round: the same company, agreeing dates, and amounts that do not differ.

If one page states "2021-09" and another "2021-09-29", they describe one round. A round without a
date is never merged with another. A year that fits several dated rounds is not merged with any of
them.
"""

from collections.abc import Iterator, Mapping, Sequence

from frenchtech_graph.model import ontology
from frenchtech_graph.model.partial_dates import agree
from frenchtech_graph.model.records import Dataset, Event
from frenchtech_graph.model.terms import Class, Round, Status


def same_rounds(datasets: Sequence[Dataset], canonical: Mapping[str, str]) -> dict[str, str]:
    """Return the id of each round that is the same as another one → the id of that, the more precise.

    `canonical` maps the id of a company to the id of the company it was merged into.
    """
    by_company: dict[str, dict[str, Event]] = {}
    for dataset in datasets:
        for event in dataset.events:
            company = event.company if event.kind == Class.FUNDING_ROUND and event.start else None
            if company and event.id not in dataset.conflicts:
                found = by_company.setdefault(canonical.get(company, company), {})
                found.setdefault(event.id, event)
    pairs = (pair for found in by_company.values() for pair in _same(list(found.values())))
    return dict(pairs)


def _same(rounds: list[Event]) -> Iterator[tuple[str, str]]:
    if len(rounds) < 2:
        return
    known = ontology.load().not_come_about
    rounds = sorted(rounds, key=lambda r: (r.status in known, -len(r.start or ""), r.id))
    kept: list[Event] = []
    for found in rounds:
        alike = [k for k in kept if _is_same(k, found)]
        if len(alike) == 1:
            yield found.id, alike[0].id
        else:
            kept.append(found)


def _is_same(one: Event, other: Event) -> bool:
    stated = [(r.money.amount, r.money.currency) for r in (one, other)]
    amounts = {(float(a), c) for a, c in stated if a is not None}
    kinds = {r.round_type for r in (one, other)} - {None, Round.UNKNOWN_ROUND}
    cancelled = Status.CANCELLED in (one.status, other.status)
    dated = agree(one.start or "", other.start or "")
    return dated and not cancelled and len(amounts) < 2 and len(kinds) < 2
