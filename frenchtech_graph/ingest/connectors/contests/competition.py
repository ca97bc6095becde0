"""Shared parts of the innovation competitions of the State: an edition, a project, its
participants.
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

_OF_ITS_OWN = " Transfert"
"""How a subsidiary that transfers technology is called, with a SIREN of its own: Inserm Transfert."""


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
    """Add a laureate as a person and return an id that does not reveal the name.

    Return None unless persons are included.
    """
    name = f"{first} {family}".strip()
    if not found.persons or not name:
        return None
    hidden = hashlib.sha256(f"{found.about.id}\x1f{record}\x1f{name}".encode()).hexdigest()[:12]
    return found.actor(Class.PERSON, name, record, key=f"person-{hidden}")


def body_identifiers(code: str) -> dict[str, str | None]:
    """Return the identifier in the ministry's code of a body: a UAI, a SIRET or a SIREN."""
    siren = values.siren_of_siret(code) or values.siren(code)
    return {"siren": own_siren(siren, None), "uai": values.uai(code)}


_ALONE = 3
"""Votes of a row with a single code. A row with several has one vote, because its lists may be in
two orders."""


def names_of(records: Iterable[Record], codes: str, names: str) -> Mapping[str, str]:
    """Return the most frequent name of each code. Codes of one SIREN get the same name.

    Lists are parallel, though not always in one order, and names may contain the comma between
    them. `Whole>part` is the name of the part if the code belongs to the part.
    """
    votes: dict[str, Counter[str]] = {}
    known: dict[str, str] = {}
    for record in records:
        pair = record.all(codes), record.all(names)
        alone = len(pair[0]) == 1
        if alone:
            pair = pair[0], (", ".join(pair[1]),)
        if len(pair[0]) == len(pair[1]):
            for code, name in zip(*pair, strict=True):
                known[code] = values.siren_of_siret(code) or values.siren(code) or code
                counted = votes.setdefault(known[code], Counter())
                counted[name] += _ALONE if alone else 1
    owners = _owners(votes)
    chosen = {owner: _most_named(owner, counted, owners) for owner, counted in votes.items()}
    return {code: chosen[owner] for code, owner in known.items()}


def _owners(votes: Mapping[str, Counter[str]]) -> Mapping[str, str]:
    """Return the name of a whole → the SIREN that most rows give to it or to its parts."""
    wholes: dict[str, Counter[str]] = {}
    for owner, counted in votes.items():
        for name, count in counted.items() if values.siren(owner) else ():
            wholes.setdefault(name.split(">")[0], Counter())[owner] += count
    return {whole: min(c, key=lambda o: (-c[o], o)) for whole, c in wholes.items()}


def _most_named(owner: str, counted: Counter[str], owners: Mapping[str, str]) -> str:
    """Return the name in most rows for the owner of a code, distinguishing whole and parts."""
    found: Counter[str] = Counter()
    for name, count in counted.items():
        whole, _, part = name.rpartition(">")
        of_the_whole = owners.get(whole) == owner and not part.endswith(_OF_ITS_OWN)
        found[whole.split(">")[0] if of_the_whole else part] += count
    return min(found, key=lambda n: (-found[n], n))
