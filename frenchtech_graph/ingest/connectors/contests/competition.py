"""What the innovation competitions of the State have in common: an edition, a project, those around
it.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping

from frenchtech_graph.ingest.connectors.registers.bodies import own_siren
from frenchtech_graph.ingest.framework import values
from frenchtech_graph.ingest.framework.gathering import Gathering
from frenchtech_graph.ingest.framework.mapping import Record
from frenchtech_graph.model.names import slug
from frenchtech_graph.model.terms import Class


def edition(found: Gathering, title: str, year: str, record: str) -> str:
    """Note the edition of a competition in a year, as the programme its laureates share."""
    return found.event(
        f"{slug(title)}-{year}", Class.PROGRAMME, f"{title} {year}", record, start=year
    )


def laureate(
    found: Gathering, actor: str, programme: str, project: str, year: str, record: str
) -> None:
    """Tie a laureate to the edition and to the project it won with."""
    found.tie(Class.PROGRAMME_PARTICIPATION, actor, programme, record, start=year, role="laureate")
    found.tie(Class.PROJECT_PARTICIPATION, actor, project, record, start=year, role="laureate")


def person(found: Gathering, first: str, family: str, record: str) -> str | None:
    """Note a laureate as a person and return an id that does not tell the name; None unless persons
    are asked for.
    """
    name = f"{first} {family}".strip()
    if not found.persons or not name:
        return None
    hidden = hashlib.sha256(f"{found.about.id}\x1f{record}\x1f{name}".encode()).hexdigest()[:12]
    return found.actor(Class.PERSON, name, record, key=f"person-{hidden}")


def body_identifiers(code: str) -> dict[str, str | None]:
    """Return what the ministry's code of a body is: a UAI, a SIRET or a SIREN."""
    siren = values.siren_of_siret(code) or values.siren(code)
    return {"siren": own_siren(siren, None), "uai": values.uai(code)}


def names_of(records: Iterable[Record], codes: str, names: str) -> Mapping[str, str]:
    """Return the most frequent name of each code, of the rows that have this code alone if there are any.

    Lists are parallel, though not always in one order, and names may hold the comma between them.
    """
    alone: dict[str, Counter[str]] = {}
    listed: dict[str, Counter[str]] = {}
    for record in records:
        pair = record.all(codes), record.all(names)
        counted = alone if len(pair[0]) == 1 else listed
        if len(pair[0]) == 1:
            pair = pair[0], (", ".join(pair[1]),)
        if len(pair[0]) == len(pair[1]):
            for code, name in zip(*pair, strict=True):
                counted.setdefault(code, Counter())[name.split(">")[0]] += 1
    return {code: min(c, key=lambda n: (-c[n], n)) for code, c in (listed | alone).items()}
