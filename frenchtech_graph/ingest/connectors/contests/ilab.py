"""Laureates of i-Lab since 1999: companies, and the laboratories and institutions their projects
come from.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from frenchtech_graph.ingest.connectors.contests.competition import (
    body_identifiers,
    edition,
    laureate,
    names_of,
    person,
)
from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.connector import Connector, begin
from frenchtech_graph.ingest.framework.gathering import Gathering
from frenchtech_graph.ingest.framework.mapping import Record, load
from frenchtech_graph.ingest.framework.mentions import said_in
from frenchtech_graph.ingest.framework.opendatasoft import OPTIONS, whole_set
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.model.names import slug
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class

MAPPING = load("ilab")


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return one project a laureate, with the company, laboratories and institutions around it."""
    found, file = begin(MAPPING.about, path, persons=persons)
    records = list(MAPPING.records(file))
    found.rows = len(records)
    found.notices += MAPPING.check_count("rows", found.rows, file.name, part=found.is_part)
    labs = names_of(records, "labs", "lab_names")
    bodies = names_of(records, "bodies", "body_names")
    taken: set[str] = set()
    for record in records:
        _laureate(found, record, _key(record, taken), labs, bodies)
    return found.dataset()


def _key(record: Record, taken: set[str]) -> str:
    """Return the number of a laureate; rows without one are told by what they say."""
    said = "\x1f".join(
        record[f] for f in ("year", "region", "siren", "company", "slogan", "category", "domain")
    )
    key = record["number"] or f"{record['year']}-{hashlib.sha256(said.encode()).hexdigest()[:10]}"
    while slug(key) in taken:
        key += "b"
    taken.add(slug(key))
    return key


def _laureate(
    found: Gathering, record: Record, key: str, labs: Mapping[str, str], bodies: Mapping[str, str]
) -> None:
    year = record["year"]
    programme = edition(found, "i-Lab", year, key)
    title = record["project"] or record["slogan"] or f"Projet lauréat i-Lab {key}"
    project = found.event(f"ilab-{slug(key)}", Class.PROJECT, title, key, start=year)
    company = _company(found, record, key)
    if company:
        laureate(found, company, programme, project, year, key)
    winner = person(found, record["first_name"], record["family_name"], key)
    if winner:
        laureate(found, winner, programme, project, year, key)
    for number in filter(values.rnsr, record.all("labs")):
        lab = found.actor(
            Class.RESEARCH_LABORATORY, labs.get(number, ""), key, identifiers={"rnsr": number}
        )
        found.tie(Class.PROJECT_PARTICIPATION, lab, project, key, start=year, role="participant")
    for code in filter(None, record.all("bodies")):
        if code in bodies or any(body_identifiers(code).values()):
            body = found.actor(
                Class.ORGANIZATION, bodies.get(code, ""), key, identifiers=body_identifiers(code)
            )
            found.tie(
                Class.PROJECT_PARTICIPATION, body, project, key, start=year, role="participant"
            )


def _company(found: Gathering, record: Record, key: str) -> str | None:
    siren = values.siren(record["siren"]) or values.siren_of_siret(record["siret"])
    if not siren and not record["company"]:
        return None
    return found.actor(
        Class.START_UP,
        record["company"],
        key,
        identifiers={"siren": siren},
        website=values.website(record["website"]),
        place=addresses.region(record["region"]),
        sectors=MAPPING.term("sector", record["domain"], []),
        mentions=said_in(record, MAPPING),
    )


CONNECTOR = Connector(MAPPING.about, read, whole_set(MAPPING, read), OPTIONS)
