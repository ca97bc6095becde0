"""BODACC: when companies were registered and struck off, for the companies that one asks about."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.connector import Connector, begin
from frenchtech_graph.ingest.framework.gathering import Gathering
from frenchtech_graph.ingest.framework.mapping import Record, load
from frenchtech_graph.ingest.framework.opendatasoft import by_blocks
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io import json_texts
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class

MAPPING = load("bodacc")
_BEGINNINGS = ("creation", "immatriculation")
_END = "radiation"
_CORRECTION, _ANNULMENT = "rectificatif", "annulation"


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return companies with the dates of their registration and removal.

    Notices on natural persons are dropped unread. Insolvencies, sales and accounts have no term in
    the ontology yet: they are listed as left out. The publication date is never used as the date of
    the event. A notice is ignored if another one corrects or annuls it. The annulling notice is
    ignored too.
    """
    found, file = begin(MAPPING.about, path)
    records = list(MAPPING.records(file))
    replaced = {_replaced(r["before"]) for r in records if r["sort"] in (_CORRECTION, _ANNULMENT)}
    for record in records:
        found.rows += 1
        if record["sort"] == _ANNULMENT or record["number"] in replaced:
            found.leave_out(
                record["number"], "", "annonce annulée ou rectifiée", "notice annulled or corrected"
            )
            continue
        siren = values.siren(record["register"].split(";")[0])
        if not siren or _of_person(record["parties"]):
            found.leave_out(
                record["number"],
                "",
                "annonce sur une personne physique ou sans SIREN",
                "notice on a natural person or without a SIREN",
            )
            continue
        _notice(found, record, siren)
    return found.dataset()


def _notice(found: Gathering, record: Record, siren: str) -> None:
    family, number = record["family"], record["number"]
    began = (
        _date(record["deed"], "dateImmatriculation", "dateCommencementActivite")
        if family in _BEGINNINGS
        else None
    )
    ended = (
        _date(record["removal"], "dateCessationActivite", "dateRadiation")
        if family == _END
        else None
    )
    if not began and not ended:
        found.leave_out(
            number,
            record["company"],
            f"annonce sans terme dans l'ontologie : {family}",
            f"notice without a term in the ontology: {family}",
        )
        return
    company = found.actor(
        Class.COMPANY,
        record["company"],
        number,
        identifiers={"siren": siren},
        place=addresses.commune(record["city"], record["postal"]),
    )
    found.observe(Class.CREATION_OBSERVATION, company, began, number)
    found.observe(Class.CLOSURE_OBSERVATION, company, ended, number)


def _replaced(cell: str) -> str | None:
    """Return the number of the notice that a correction or an annulment is about: the letter of its
    series, the number of its issue and its own.

    >>> _replaced('{"nomPublication": "BODACC A", "numeroParution": "20230092", "numeroAnnonce": 1234}')
    'A202300921234'
    """
    stated = _parsed(cell)
    if not isinstance(stated, dict):
        return None
    series = values.text(stated.get("nomPublication")).rpartition(" ")[2]
    return "".join(
        (
            series,
            values.text(stated.get("numeroParution")),
            values.text(stated.get("numeroAnnonce")),
        )
    )


def _parsed(cell: str) -> Any:
    """Return the JSON in the text of a cell, or None."""
    try:
        return json_texts.loads(cell) if cell else None
    except ValueError:
        return None


def _of_person(parties: str) -> bool:
    """Return whether a party is a natural person, without reading any name."""
    stated = _parsed(parties)
    stated = stated.get("personne") if isinstance(stated, dict) else stated
    people = stated if isinstance(stated, list) else [stated]
    return any(isinstance(p, dict) and p.get("typePersonne") == "pp" for p in people)


def _date(cell: str, *names: str) -> str | None:
    stated = _parsed(cell)
    if not isinstance(stated, dict):
        return None
    return next((d for n in names if (d := values.day(stated.get(n)))), None)


def _condition(sirens: Iterable[str]) -> str:
    return " or ".join(f'registre like "{s}"' for s in sirens)


CONNECTOR = Connector(
    MAPPING.about,
    read,
    by_blocks(MAPPING, read, _condition),
    {"sirens": "SIREN of the companies to ask about"},
)
