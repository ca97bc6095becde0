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
from frenchtech_graph.ingest.connectors.registers.bodies import body_kind
from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.connector import Connector, begin
from frenchtech_graph.ingest.framework.gathering import Gathering
from frenchtech_graph.ingest.framework.mapping import Record, load
from frenchtech_graph.ingest.framework.mentions import gist_of, said_in
from frenchtech_graph.ingest.framework.opendatasoft import OPTIONS, whole_set
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.model import places
from frenchtech_graph.model.names import slug
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class, Role

MAPPING = load("ilab")


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return a project per laureate, with its company, laboratories and institutions.

    The commune of the laboratory or school behind a project, from data sets of `known`, is the
    first place of the company if it is in the region of the award. It is the origin of the company,
    not its seat.
    """
    found, file = begin(MAPPING.about, path, persons=persons)
    records = list(MAPPING.records(file))
    found.rows = len(records)
    found.notices += MAPPING.check_count("rows", found.rows, file.name, part=found.is_part)
    labs = names_of(records, "labs", "lab_names")
    bodies = names_of(records, "bodies", "body_names")
    taken: set[str] = set()
    origins = _Origins(known)
    for record in records:
        _laureate(found, record, key_of(record, taken), labs, bodies, origins)
    return found.dataset()


class _Origins:
    """Communes of laboratories and schools, by their numbers, from data sets read before."""

    def __init__(self, known: Sequence[Dataset]) -> None:
        self._places: dict[tuple[str, str], str] = {}
        cities = {p.id for p in places.load().by_id.values() if p.kind == Class.CITY}
        for actor in (a for d in known for a in d.actors if a.place in cities):
            for scheme in ("rnsr", "uai", "siren"):
                if number := actor.identifiers.get(scheme):
                    self._places.setdefault((scheme, number), actor.place or "")

    def of(self, record: Record) -> tuple[str, str] | None:
        """Return the commune behind a project and in words its owner, or None if it is unknown.

        A laboratory takes precedence over a school, whose seat may be far from its parts. Several
        communes give no result.
        """
        region = addresses.region(record["region"])
        labs = {self._places.get(("rnsr", n)) for n in record.all("labs")}
        numbers = [i for c in record.all("bodies") for i in body_identifiers(c).items()]
        schools = {self._places.get((scheme, n)) for scheme, n in numbers if n}
        for words, found in (("laboratoire", labs), ("établissement", schools)):
            inside = {p for p in found if p and region in places.load().ancestors(p)}
            if len(inside) == 1:
                return inside.pop(), f"lieu d'origine : {words} lié au projet lauréat"
        return None


def key_of(record: Record, taken: set[str]) -> str:
    """Return the number of a laureate. Rows without a number get a digest of their values."""
    said = "\x1f".join(
        record[f] for f in ("year", "region", "siren", "company", "slogan", "category", "domain")
    )
    key = record["number"] or f"{record['year']}-{hashlib.sha256(said.encode()).hexdigest()[:10]}"
    while slug(key) in taken:
        key += "b"
    taken.add(slug(key))
    return key


def _laureate(
    found: Gathering,
    record: Record,
    key: str,
    labs: Mapping[str, str],
    bodies: Mapping[str, str],
    origins: _Origins,
) -> None:
    year = record["year"]
    programme = edition(found, "i-Lab", year, key)
    title = record["project"] or record["slogan"] or f"Projet lauréat i-Lab {key}"
    project = found.event(f"ilab-{slug(key)}", Class.PROJECT, title, key, start=year)
    company = _company(found, record, key)
    if company:
        laureate(found, company, programme, project, year, key)
        if origin := origins.of(record):
            place, words = origin
            found.tie(
                Class.ESTABLISHMENT, company, place, key, role=Role.FIRST_PLACE, role_text=words
            )
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
            name = bodies.get(code, "")
            body = found.actor(body_kind(name), name, key, identifiers=body_identifiers(code))
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
        gist=gist_of(record, MAPPING),
    )


CONNECTOR = Connector(MAPPING.about, read, whole_set(MAPPING, read), OPTIONS)
