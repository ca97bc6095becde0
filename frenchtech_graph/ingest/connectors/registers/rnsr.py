"""Public research structures of France: laboratories, supervising bodies, predecessors."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from frenchtech_graph.ingest.connectors.registers import bodies
from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.connector import Connector, begin
from frenchtech_graph.ingest.framework.gathering import Gathering
from frenchtech_graph.ingest.framework.mapping import Record, load
from frenchtech_graph.ingest.framework.opendatasoft import OPTIONS, whole_set
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.records import Actor, Dataset
from frenchtech_graph.model.terms import Class

MAPPING = load("rnsr")
_PARTICIPANT = "PART"
_UNIT = re.compile(r"(UMR|UMS|UAR|USR|US|UPR|UPS)\b")
"""Labels of units with their own staff. A federation with such a label is more than a frame."""
_INRIA = ("centre de recherche inria", "centre inria")
_TIED = (Class.SUPERVISION, Class.PARTNERSHIP, Class.MEMBERSHIP)
_SCHOOLS = (Class.UNIVERSITY, Class.HIGHER_EDUCATION_INSTITUTION)
_PLACE_OF = {"parents": "de la structure parente", "children": "des structures qui la forment"}


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return laboratories, supervising bodies and the ties between them.

    A body that takes part in a laboratory does not supervise it: it is its partner. Federations,
    groups and networks are the frame of their laboratories and bodies: these are their members. A
    structure without an address gets the single commune of its parents, or of its children. A
    predecessor or parent that the file does not describe is named in a note: there is no name to
    show.
    """
    found, file = begin(MAPPING.about, path)
    structures = {r["rnsr"]: r for r in MAPPING.records(file) if values.rnsr(r["rnsr"])}
    shared = _shared_sirens(structures.values())
    found.rows = len(structures)
    found.notices += MAPPING.check_count("rows", found.rows, file.name, part=found.is_part)
    places = {n: addresses.place(r["city"], r["postal"]) for n, r in structures.items()}
    for number, record in structures.items():
        place, whose = _place(record, places)
        note = " ; ".join(filter(None, (_absent(record, structures), whose))) or None
        _structure(found, record, place, note)
        _bodies(found, record, shared)
        for child, parent in [
            *((c, number) for c in record.all("children")),
            *((number, p) for p in record.all("parents")),
        ]:
            if child in structures and parent in structures:
                _part(found, child, parent, number, structures[parent])
        _successions(found, record, structures)
    return found.dataset()


def _place(record: Record, places: Mapping[str, str | None]) -> tuple[str | None, str | None]:
    """Return the place of a structure, and in words whose it is if the file gives no address."""
    own = places[record["rnsr"]]
    if own or record["city"]:
        return own, None
    for around, whose in _PLACE_OF.items():
        known = {p for n in record.all(around) if (p := places.get(n))}
        if len(known) == 1:
            return known.pop(), f"Sans adresse dans le répertoire : lieu {whose}"
    return None, None


def _is_frame(record: Record) -> bool:
    """Return whether a structure is the frame of others: a group, or a federation without a unit."""
    word = MAPPING.term("frame", record["type"])
    labels = " ".join(record.all("labels"))
    is_centre = fold(record["name"]).startswith(_INRIA)
    return word == "always" or (word == "federation" and not (_UNIT.search(labels) or is_centre))


def _part(found: Gathering, child: str, parent: str, number: str, above: Record) -> None:
    """Tie a structure to the one above it: a part of it, or a member where that is a frame."""
    ends = (f"rnsr-{parent}", f"rnsr-{child}")
    if _is_frame(above):
        found.tie(Class.MEMBERSHIP, ends[1], ends[0], number, seen=found.seen)
    else:
        found.tie(Class.SUBUNIT, *ends, number, seen=found.seen)


def _structure(found: Gathering, record: Record, place: str | None, note: str | None) -> None:
    labels = dict.fromkeys(filter(None, record.all("labels")))
    kind = MAPPING.term("structure", record["type"], Class.TECHNOLOGY_ORGANIZATION)
    key = found.actor(
        Class.RESEARCH_NETWORK if _is_frame(record) else kind,
        record["name"].removeprefix("- ").strip(" -") or record["acronym"],
        record["rnsr"],
        aliases=[record["acronym"], *labels],
        identifiers={"rnsr": record["rnsr"]},
        website=values.website(record["website"]),
        place=place,
        sectors=[s for d in record.all("domains") for s in MAPPING.term("sector", d, [])],
        note=note,
    )
    found.observe(Class.CREATION_OBSERVATION, key, values.day(record["year"]), record["rnsr"])


def _absent(record: Record, structures: dict[str, Record]) -> str | None:
    named = {
        "Structures parentes": record.all("parents"),
        "Structures d'origine": record.all("predecessors"),
    }
    lost = {
        what: [n for n in numbers if n and n not in structures] for what, numbers in named.items()
    }
    return (
        " ; ".join(
            f"{what} hors du répertoire actif : {', '.join(n)}" for what, n in lost.items() if n
        )
        or None
    )


def _listed_bodies(record: Record) -> Iterator[tuple[str, Callable[[str], str]]]:
    """Yield each supervising body: its type, and its values in the lists.

    The lists are parallel. Names may contain the separator.
    """
    types = record.all("body_types")
    for at, type_ in enumerate(types):

        def nth(field: str, at: int = at) -> str:
            listed = record.all(field)
            return listed[at] if len(listed) == len(types) else ""

        yield type_, nth


def _shared_sirens(records: Iterable[Record]) -> frozenset[str]:
    """Return the SIREN that the register gives to bodies of several UAI: schools of one legal person."""
    schools: dict[str, set[str]] = {}
    for record in records:
        for _, nth in _listed_bodies(record):
            siren = values.siren_of_siret(nth("body_sirets"))
            if siren:
                schools.setdefault(siren, set()).add(values.uai(nth("body_uais")) or "")
    return frozenset(siren for siren, found in schools.items() if len(found) > 1)


def _bodies(found: Gathering, record: Record, shared: frozenset[str]) -> None:
    """Tie a structure to its supervising bodies.

    A school that shares the SIREN of its legal person with others is identified by its UAI.
    """
    for type_, nth in _listed_bodies(record):
        siren, uai = values.siren_of_siret(nth("body_sirets")), values.uai(nth("body_uais"))
        if siren in bodies.persons():
            siren = bodies.own_siren(siren, uai)
        elif uai and siren in shared:
            siren = None
        nature = MAPPING.term("body", nth("body_natures"), Class.ORGANIZATION)
        kind = bodies.body_kind(nth("bodies"), nature)
        body = found.actor(
            bodies.school_kind(nth("bodies"), kind) if kind in _SCHOOLS else kind,
            nth("bodies"),
            record["rnsr"],
            aliases=[nth("body_acronyms")],
            identifiers={"siren": siren, "uai": uai},
        )
        _body(found, body, record, takes_part=type_ == _PARTICIPANT)


def _body(found: Gathering, body: str, record: Record, *, takes_part: bool) -> None:
    """Tie a body to a structure that it supervises, or takes part in."""
    row = record["rnsr"]
    if not takes_part:
        found.tie(Class.SUPERVISION, body, f"rnsr-{row}", row, seen=found.seen)
    else:
        kind = Class.MEMBERSHIP if _is_frame(record) else Class.PARTNERSHIP
        words = "établissement participant"
        found.tie(kind, body, f"rnsr-{row}", row, role_text=words, seen=found.seen)


def _successions(found: Gathering, record: Record, structures: dict[str, Record]) -> None:
    before = record.all("predecessors")
    years, kinds = record.all("succession_years"), record.all("successions")
    for at, number in enumerate(before):
        if number in structures:
            year = values.day(years[at]) if len(years) == len(before) else None
            words = kinds[at] if len(kinds) == len(before) else None
            found.tie(
                Class.SUCCESSION,
                f"rnsr-{number}",
                f"rnsr-{record['rnsr']}",
                record["rnsr"],
                start=year,
                role_text=words or None,
            )


class Acronyms:
    """Supervising bodies by acronym, for lists that give only the acronym ("CNRS", "U
    PARIS-SACLAY").
    """

    def __init__(self, known: Sequence[Dataset]) -> None:
        around = {t.origin for d in known for t in d.ties if t.kind in _TIED}
        self._found: dict[str, dict[str, Actor]] = {}
        for actor in (a for d in known for a in d.actors if a.id in around):
            for name in (*actor.names.values(), *actor.aliases):
                self._found.setdefault(fold(name), {})[actor.id] = actor

    def body(self, found: Gathering, acronym: str, record: str) -> str:
        """Add a supervising body and return its id: the id of the only known body with the acronym,
        or a new id.
        """
        known = list(self._found.get(fold(acronym), {}).values())
        if len(known) != 1:
            return found.actor(Class.ORGANIZATION, acronym, record)
        (body,) = known
        return found.actor(
            body.kinds[0], acronym, record, key=body.id, identifiers=body.identifiers
        )


CONNECTOR = Connector(MAPPING.about, read, whole_set(MAPPING, read), OPTIONS)
