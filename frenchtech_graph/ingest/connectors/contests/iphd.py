"""Laureates of i-PhD: the chain from a thesis to a laboratory, a transfer office and an
incubator.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from frenchtech_graph.ingest.connectors.contests.competition import (
    body_identifiers,
    edition,
    laureate,
    person,
)
from frenchtech_graph.ingest.connectors.registers.bodies import body_kind
from frenchtech_graph.ingest.framework import values
from frenchtech_graph.ingest.framework.connector import Connector, begin
from frenchtech_graph.ingest.framework.gathering import Gathering, actor_id
from frenchtech_graph.ingest.framework.mapping import Record, load
from frenchtech_graph.ingest.framework.opendatasoft import OPTIONS, whole_set
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.model.names import fold, slug
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class, Role

MAPPING = load("iphd")
_WITH_SHORT_NAME = re.compile(r"([^()]+?) \(([^()]+)\)")


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return a project per laureate, with its bodies."""
    found, file = begin(MAPPING.about, path, persons=persons)
    taken: set[str] = set()
    records = list(MAPPING.records(file))
    named = _institutions(records)
    for record in records:
        found.rows += 1
        _project(found, record, key_of(record, taken), named)
    found.notices += MAPPING.check_count("rows", found.rows, file.name, part=found.is_part)
    return found.dataset()


def key_of(record: Record, taken: set[str]) -> str:
    """Return a key for a laureate's project that is not in `taken`, and add it there."""
    key = f"{record['year']}-{slug(record['acronym'])}"
    while key in taken:
        key += "b"
    taken.add(key)
    return key


def _institutions(records: Sequence[Record]) -> dict[str, str]:
    """Return the institutions of the file by folded name and by the acronym in brackets."""
    found: dict[str, str] = {}
    for name in (n for r in records for n in r.all("institutions") if n):
        for written in (name, *_name_and_short(name)):
            found.setdefault(fold(written), name)
    found.pop("", None)
    return found


def _project(found: Gathering, record: Record, key: str, institutions: Mapping[str, str]) -> None:
    year = record["year"]
    programme = edition(found, "i-PhD", year, key)
    title = record["acronym"] or f"Projet lauréat i-PhD {year}"
    project = found.event(f"iphd-{key}", Class.PROJECT, title, key, start=year)
    winner = person(found, record["first_name"], record["family_name"], key)
    if winner:
        laureate(found, winner, programme, project, year, key)

    def takes_part(actor: str, role: str) -> None:
        found.tie(Class.PROJECT_PARTICIPATION, actor, project, key, start=year, role=role)

    for number, name in _laboratories(record):
        identifiers = {"rnsr": number}
        lab = found.actor(Class.RESEARCH_LABORATORY, name, key, identifiers=identifiers)
        takes_part(lab, "participant")
    for name in filter(None, record.all("institutions")):
        takes_part(_institution(found, name, key), "participant")
    offices = [o for o in record.all("offices") if o]
    for name in offices:
        known = body_identifiers(record["office_code"]) if len(offices) == 1 else {}
        takes_part(
            found.actor(body_kind(name), name, key, identifiers=known), Role.TECHNOLOGY_TRANSFER
        )
    if record["incubator"]:
        known = body_identifiers(record["incubator_code"])
        # Some rows name a research body here (CNRS): it incubates no more than elsewhere.
        body = institutions.get(fold(record["incubator"]))
        helper = (
            _institution(found, body, key, Class.ORGANIZATION, known)
            if body
            else found.actor(Class.INCUBATOR, record["incubator"], key, identifiers=known)
        )
        takes_part(helper, "incubation")


def _institution(
    found: Gathering,
    written: str,
    record: str,
    kind: str = "",
    identifiers: Mapping[str, str | None] | None = None,
) -> str:
    """Note an institution and return its id, which is built from the text of the list.

    A short name in brackets at the end is another name. The kind follows from the name by default.
    """
    name, short = _name_and_short(written)
    return found.actor(
        kind or body_kind(written),
        name,
        record,
        key=actor_id(found.about.id, identifiers or {}, written),
        aliases=[short] if short else [],
        identifiers=identifiers,
    )


def _name_and_short(written: str) -> tuple[str, str]:
    """Return a name without its short name in brackets, and the short name or an empty text."""
    named = _WITH_SHORT_NAME.fullmatch(written)
    return (named[1], named[2]) if named else (written, "")


def _laboratories(record: Record) -> list[tuple[str, str]]:
    """Return the RNSR numbers of a row with their names, empty if the two lists do not match."""
    numbers = re.split(r"[;,|\s]+", "; ".join(record.all("lab_codes")))
    numbers = [n for n in numbers if values.rnsr(n)]
    names = record.all("labs")
    return list(
        zip(numbers, names if len(names) == len(numbers) else [""] * len(numbers), strict=True)
    )


CONNECTOR = Connector(MAPPING.about, read, whole_set(MAPPING, read), OPTIONS)
