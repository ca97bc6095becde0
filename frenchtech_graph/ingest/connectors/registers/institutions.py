"""Institutions of higher education and their identifiers: the crosswalk between registers."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from frenchtech_graph.ingest.connectors.registers import bodies
from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.connector import Connector, begin
from frenchtech_graph.ingest.framework.gathering import Gathering
from frenchtech_graph.ingest.framework.mapping import Record, load
from frenchtech_graph.ingest.framework.opendatasoft import OPTIONS, whole_set
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class

MAPPING = load("institutions")
Pair = tuple[str, str | None]
"""A scheme, and the identifier that a row gives in it."""
Identifiers = dict[str, str | None]


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return the institutions.

    A number that several rows share (schools merged into one legal person) does not identify a
    school. It is kept in a note, and each school is identified by its UAI.
    """
    found, file = begin(MAPPING.about, path)
    records = list(MAPPING.records(file))
    found.rows = len(records)
    found.notices += MAPPING.check_count("rows", found.rows, file.name, part=found.is_part)
    all_known = [_identifiers(r) for r in records]
    times = Counter(p for known in all_known for p in known.items())
    shared = {pair for pair, n in times.items() if n > 1}
    for record, stated in zip(records, all_known, strict=True):
        name = record["name"] or record["official"] or record["short"]
        if name:
            _institution(found, record, name, stated, shared)
        else:
            found.leave_out(
                record["number"],
                "",
                "établissement sans nom dans le fichier",
                "no name in the file",
            )
    return found.dataset()


def _institution(
    found: Gathering, record: Record, name: str, stated: Identifiers, shared: set[Pair]
) -> None:
    notes = (
        _shared_note([p for p in stated.items() if p[1] and p in shared]),
        _others_note(record, stated),
    )
    slip = MAPPING.term("slip", stated["uai"] or "", "")
    english = record["english"]
    key = found.actor(
        bodies.school_kind(
            name, MAPPING.term("type", record["type"], Class.HIGHER_EDUCATION_INSTITUTION)
        ),
        name,
        record["number"],
        names={"fr": name} | ({"en": english} if english not in ("", slip) else {}),
        aliases=[
            record["acronym"],
            record["short"],
            record["official"],
            *(n for n in record.all("search") if n != slip),
        ],
        identifiers={scheme: v for scheme, v in stated.items() if (scheme, v) not in shared},
        website=values.website(record["website"]),
        place=addresses.insee(record["commune"]),
        note=" ; ".join(filter(None, notes)) or None,
    )
    found.observe(Class.CREATION_OBSERVATION, key, values.day(record["created"]), record["number"])


def _identifiers(record: Record) -> Identifiers:
    siren = _siren(record)
    codes = [u for part in _parts(record["uai"]) if (u := values.uai(part))]
    of_person = bodies.holder(siren) if siren in bodies.persons() else None
    uai = of_person if of_person in codes else next(iter(codes), None)
    return {
        "siren": bodies.own_siren(siren, uai),
        "uai": uai,
        "ror": values.ror(record["ror"]),
        "pic": next((p for part in _parts(record["pic"]) if (p := values.pic(part))), None),
        "wikidata": values.wikidata(record["wikidata"]),
        "idref": next((i for part in _parts(record["idref"]) if (i := values.idref(part))), None),
    }


def _shared_note(pairs: Iterable[tuple[str, str | None]]) -> str | None:
    told = ", ".join(f"{scheme.upper()} {value}" for scheme, value in pairs)
    return f"Partagé avec un autre établissement du fichier : {told}" if told else None


def _others_note(record: Record, stated: Mapping[str, str | None]) -> str | None:
    """Return the other numbers of a cell: an institution may have two legal persons or codes."""
    others = [
        f"{scheme.upper()} {part}"
        for scheme in ("siren", "uai", "pic", "idref")
        for part in map(str.strip, _parts(record[scheme]))
        if part and part != stated[scheme]
    ]
    return f"Autres numéros : {', '.join(others)}" if others else None


def _parts(cell: str) -> list[str]:
    """Return the numbers of a cell that may contain several, separated by comma or semicolon."""
    return re.split(r"[;,]", cell)


def _siren(record: Record) -> str | None:
    """Return the SIREN of a row. If a cell has two, return the SIREN of its SIRET."""
    stated = [s for part in _parts(record["siren"]) if (s := values.siren(part))]
    of_seat = values.siren_of_siret(record["siret"])
    return of_seat if of_seat in stated else next(iter(stated), of_seat)


CONNECTOR = Connector(MAPPING.about, read, whole_set(MAPPING, read), OPTIONS)
