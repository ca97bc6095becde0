"""Checked rows of the template as records."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from frenchtech_graph.ingest.tables.checked_table import Row
from frenchtech_graph.model.records import Actor, Event, Money, Observation, Source, Tie


def records_of(rows: Mapping[str, Sequence[tuple[int, Row]]]) -> dict[str, Any]:
    """Return the records that checked rows are, by table: fields of `Dataset`."""
    return {
        "sources": tuple(_source(r) for _, r in rows["sources"]),
        "actors": _actors(rows["actors"]),
        "events": tuple(_event(r, _records(r, "events", n)) for n, r in rows["events"]),
        "ties": tuple(_tie(r, _records(r, "ties", n)) for n, r in rows["ties"]),
        "observations": tuple(
            _observation(r, _records(r, "observations", n)) for n, r in rows["observations"]
        ),
    }


def _records(row: Row, table: str, number: int) -> tuple[str, ...]:
    return row.get("record") or (f"{table}-{number}",)


def _names(row: Row) -> dict[str, str]:
    stated = {"fr": row.get("name"), "en": row.get("name_en")}
    return {lang: name for lang, name in stated.items() if name}


def _money(row: Row) -> Money:
    return Money(row.get("amount"), row.get("currency"), row.get("amount_qualifier"))


def _pick(row: Row, *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names if name in row}


def _identifiers(row: Row) -> dict[str, str]:
    return _pick(row, "siren", "siret", "rnsr", "ror", "wikidata", "lei", "uai", "orcid")


def _truth(row: Row, name: str) -> bool | None:
    return {"true": True, "false": False}.get(row.get(name, ""))


def _source(row: Row) -> Source:
    return Source(
        **_pick(
            row,
            "id",
            "url",
            "publisher",
            "accessed",
            "title",
            "published",
            "licence",
            "quality",
            "note",
        )
    )


def _statement(row: Row, records: tuple[str, ...]) -> dict[str, Any]:
    return {"sources": row["source"], "records": records, "note": row.get("note")}


def _actors(rows: Sequence[tuple[int, Row]]) -> tuple[Actor, ...]:
    """Return the actors. A further row of an actor adds the facts of another page."""
    told: set[str] = set()
    found = []
    for number, row in rows:
        further = row["id"] in told
        told.add(row["id"])
        actor = _actor(row, _records(row, "actors", number))
        found.append(replace(actor, page=".".join(actor.sources)) if further else actor)
    return tuple(found)


def _actor(row: Row, records: tuple[str, ...]) -> Actor:
    return Actor(
        **_statement(row, records),
        kinds=row.get("kind", ()),
        names=_names(row),
        identifiers=_identifiers(row),
        **_pick(row, "id", "aliases", "website", "place", "sectors", "contributions"),
    )


def _event(row: Row, records: tuple[str, ...]) -> Event:
    optional = (
        "aliases",
        "company",
        "start",
        "end",
        "round_type",
        "equity",
        "type",
        "status",
        "announced",
    )
    return Event(
        **_statement(row, records),
        names=_names(row),
        identifiers=_identifiers(row),
        money=_money(row),
        **_pick(row, "id", "kind", "place", "website", *optional),
    )


def _tie(row: Row, records: tuple[str, ...]) -> Tie:
    optional = (
        "id",
        "event",
        "start",
        "end",
        "seen",
        "role",
        "role_text",
        "status",
        "announced",
        "instrument",
        "label_class",
        "percentage",
    )
    return Tie(
        **_statement(row, records),
        kind=row["kind"],
        origin=row["from"],
        target=row["to"],
        current=_truth(row, "current"),
        lead=_truth(row, "lead"),
        money=_money(row),
        **_pick(row, *optional),
    )


def _observation(row: Row, records: tuple[str, ...]) -> Observation:
    stated = ("id", "actor", "kind", "value", "start", "end", "status", "announced")
    return Observation(**_statement(row, records), money=_money(row), **_pick(row, *stated))
