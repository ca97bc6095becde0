"""Rounds of a tracker → records: the round, its company, its investors, the funds they invest
through.

These lists contain people as well as funds. Unless persons are included, they are left out, and the
quoted words of the source do not contain their names.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from frenchtech_graph.ingest.connectors.rounds.house_names import merge_names
from frenchtech_graph.ingest.connectors.rounds.investor_names import Mention, is_person
from frenchtech_graph.ingest.connectors.rounds.investors import parse_investors
from frenchtech_graph.ingest.connectors.rounds.round_cells import (
    MONTHS,
    UNDISCLOSED_AMOUNTS,
    Round,
)
from frenchtech_graph.ingest.framework import addresses, guessed_numbers, values
from frenchtech_graph.ingest.framework.connector import Connector, Read, begin, own_file
from frenchtech_graph.ingest.framework.gathering import Gathering, actor_id, is_listed
from frenchtech_graph.ingest.framework.mapping import Record, SourceMapping, load
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.model.names import fold, slug
from frenchtech_graph.model.records import Dataset, Money
from frenchtech_graph.model.terms import Class, Contribution
from frenchtech_graph.model.terms import Round as RoundType

WORDS = load("rounds")
_ID = "rounds"
_PERSON_HERE = re.compile(r"[A-ZÀ-Ý][\w'-]+(?: (?:de |d'|van |von |le |la )?[A-ZÀ-Ý][\w'-]+){1,3}")
Line = tuple[Round, Money]


def company_id(name: str, siren: str | None) -> str:
    """Return the id of a company of a tracker, by its SIREN or its name."""
    return actor_id(_ID, {"siren": siren}, name)


def investor(found: Gathering, name: str, row: str) -> str | None:
    """Add an investor of a list, and return its id.

    Return None for a person unless persons are included.
    """
    if is_person(name):
        return _investor(found, Class.PERSON, name, row) if found.persons else None
    return _investor(found, _kind(name), name, row)


def connector(
    name: str, lines: Callable[[SourceMapping, Iterable[Record]], list[Line]]
) -> Connector:
    """Return the connector of one layout.

    `lines` turns its rows into rounds with their stated money.
    """
    mapping = load(name)

    def read(
        path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()
    ) -> Dataset:
        found, file = begin(mapping.about, path, persons=persons)
        stated = lines(mapping, mapping.records(file))
        found.rows = len(stated)
        found.notices += mapping.check_count("rows", found.rows, file.name, part=found.is_part)
        merged = merge_names([r for r, _ in stated])
        for tracked, (_, money) in zip(merged, stated, strict=True):
            _round(found, tracked, money)
        return found.dataset()

    return Connector(mapping.about, _named(read), own_file(mapping.about), {})


def _named(read: Read) -> Read:
    read.__doc__ = "Return the rounds of a tracker with their companies and investors."
    return read


def by_day(mapping: SourceMapping, records: Iterable[Record]) -> list[Line]:
    """Return the rounds of a layout with a date in each row.

    Amounts are in `currency`, or in euros without that column.
    """
    has_currency = any(f.name == "currency" for f in mapping.fields)
    lines = []
    for row, r in enumerate(records):
        amount = values.positive(r["amount"])
        currency = r["currency"] if has_currency else "EUR"
        money = Money(amount, currency) if amount and currency else Money(qualifier="undisclosed")
        lines.append((_tracked(row, r, values.day(r["date"]), money), money))
    return lines


def by_month(mapping: SourceMapping, records: Iterable[Record], *, first_year: int) -> list[Line]:
    """Return the rounds of the layout with a month and millions of euros in each row.

    The year follows from the order.
    """
    lines = []
    year, last = first_year, 0
    for row, r in enumerate(records):
        month = MONTHS.index(r["month"]) + 1 if r["month"] in MONTHS else 0
        year += bool(month) and last - month > 6
        last = month or last
        millions = values.amount(r["amount"])
        told = millions is not None and float(millions) not in UNDISCLOSED_AMOUNTS
        money = (
            Money(str(round(float(millions or 0) * 1e6)), "EUR")
            if told
            else Money(qualifier="undisclosed")
        )
        lines.append(
            (_tracked(row, r, f"{year}-{month:02d}" if month else str(year), money), money)
        )
    return lines


def _tracked(row: int, r: Record, date: str | None, money: Money) -> Round:
    raw = r["investors"]
    return Round(
        row=row,
        company=r["company"],
        year=int(date[:4]) if date else 0,
        month=int(date[5:7]) if date and len(date) > 4 else 0,
        stage=r["stage"] or None,
        amount_eur=float(money.amount) if money.amount and money.currency == "EUR" else None,
        city=r["city"].split(",")[0] or None,
        sectors=r.all("sectors"),
        investors=parse_investors(raw),
        investors_raw=raw or None,
        day=date,
        siren=guessed_numbers.siren(r["siren"], r["company"]),
        website=values.website(r["website"]),
    )


def _round(found: Gathering, tracked: Round, money: Money) -> None:
    row = f"{tracked.year or 'undated'}-{tracked.row + 1:04d}"
    if not tracked.company:
        found.leave_out(row, "", "levée sans entreprise", "round without a company")
        return
    company = found.actor(
        Class.START_UP,
        tracked.company,
        row,
        key=company_id(tracked.company, tracked.siren),
        identifiers={"siren": tracked.siren},
        website=tracked.website,
        place=addresses.commune(tracked.city) if tracked.city else None,
        sectors=[s for w in tracked.sectors for s in WORDS.term("sector", w, [])],
    )
    event = _event(found, tracked, money, company, row)
    for mention in tracked.investors:
        _investment(found, tracked, mention, company, event, row)


def _event(found: Gathering, tracked: Round, money: Money, company: str, row: str) -> str:
    """Note the round.

    Two lists of one year use the same id: company, month, and the stage if two differ.
    """
    month = (tracked.date or f"undated-{row}")[:7]
    type_ = WORDS.term("round", tracked.stage or "", RoundType.UNKNOWN_ROUND)
    key = f"round-{company.removeprefix('rounds-')}-{month}"
    if found.has(key):
        key = f"{key}-{type_}" if not found.has(f"{key}-{type_}") else f"{key}-{slug(row)}"
    listed = money.currency is None or is_listed(money.currency)
    amount = None if listed else f"Montant : {money.amount} {money.currency}"
    return found.event(
        key,
        Class.FUNDING_ROUND,
        None,
        row,
        company=company,
        start=tracked.date,
        round_type=type_,
        money=money if listed else Money(),
        status="announced",
        note=" — ".join(filter(None, (amount, _words_kept(found, tracked)))) or None,
    )


def _words_kept(found: Gathering, tracked: Round) -> str | None:
    """Return the words of the source on the investors, without names of people."""
    if not tracked.investors_raw:
        return None
    words = tracked.investors_raw
    if not found.persons:
        for mention in tracked.investors:
            if mention.person:
                words = words.replace(mention.name, "[personne]")
        words = _PERSON_HERE.sub(lambda m: "[personne]" if is_person(m[0]) else m[0], words)
    return f"Investisseurs, selon la source : {words}"


def _investment(
    found: Gathering, tracked: Round, mention: Mention, company: str, event: str, row: str
) -> None:
    if mention.person and not found.persons:
        return
    kind = Class.PERSON if mention.person else _kind(mention.name)
    investor = _investor(found, kind, mention.name, row)
    if investor == company:
        return
    said = (
        mention.raw if mention.raw != mention.name and not _names_someone(found, mention) else None
    )
    found.tie(
        Class.LOAN if mention.lender else Class.INVESTMENT,
        investor,
        company,
        row,
        event=event,
        start=tracked.date,
        lead=mention.lead,
        role_text=said,
    )
    for vehicle in (
        (mention.vehicle or "").split("; ") if mention.vehicle and not mention.person else ()
    ):
        if vehicle and not is_person(vehicle):
            _management(found, mention, investor, vehicle, row)


def _names_someone(found: Gathering, mention: Mention) -> bool:
    return not found.persons and any(is_person(m[0]) for m in _PERSON_HERE.finditer(mention.raw))


def _investor(found: Gathering, kind: str, name: str, row: str) -> str:
    if kind == Class.PERSON:
        # The id of a person does not reveal the name.
        hidden = hashlib.sha256(f"{_ID}\x1f{fold(name)}".encode()).hexdigest()[:12]
        return found.actor(kind, name, row, key=f"person-{hidden}")
    key = actor_id(_ID, {}, name)
    contributions = (
        ()
        if kind in (Class.BANK, Class.PUBLIC_INVESTMENT_BANK, Class.INVESTMENT_FUND)
        else (Contribution.FINANCE,)
    )
    return found.actor(kind, name, row, key=key, contributions=contributions)


def _management(found: Gathering, mention: Mention, investor: str, vehicle: str, row: str) -> None:
    """Tie a fund to the house that manages it, as stated by the words around the two."""
    other = _investor(
        found, Class.ORGANIZATION if mention.managed else Class.INVESTMENT_FUND, vehicle, row
    )
    manager, fund = (other, investor) if mention.managed else (investor, other)
    if mention.managed:
        found.actor(Class.INVESTMENT_FUND, mention.name, row, key=fund)
    if manager != fund:
        found.tie(Class.FUND_MANAGEMENT, manager, fund, row)


def _kind(name: str) -> str:
    folded = f" {fold(name)} "
    return next(
        (k for word, k in WORDS.terms["kind"].items() if f" {word} " in folded), Class.ORGANIZATION
    )


CONNECTORS = (
    connector("rounds2023", by_day),
    connector("rounds2024", by_day),
    connector("rounds2024v2", by_day),
    connector("rounds2025", partial(by_month, first_year=2025)),
)
