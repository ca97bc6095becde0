"""Public research structures of France: laboratories, who supervises them, what they came from."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

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


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return laboratories, supervising bodies and the ties between them.

    A predecessor or parent that the file does not describe is named in a note: there is no name to
    show.
    """
    found, file = begin(MAPPING.about, path)
    structures = {r["rnsr"]: r for r in MAPPING.records(file) if values.rnsr(r["rnsr"])}
    shared = _shared_sirens(structures.values())
    found.rows = len(structures)
    found.notices += MAPPING.check_count("rows", found.rows, file.name, part=found.is_part)
    for number, record in structures.items():
        _structure(found, record, _absent(record, structures))
        _bodies(found, record, shared)
        for child, parent in [
            *((c, number) for c in record.all("children")),
            *((number, p) for p in record.all("parents")),
        ]:
            if child in structures and parent in structures:
                found.tie(Class.SUBUNIT, f"rnsr-{parent}", f"rnsr-{child}", number, seen=found.seen)
        _successions(found, record, structures)
    return found.dataset()


def _structure(found: Gathering, record: Record, note: str | None) -> None:
    labels = dict.fromkeys(filter(None, record.all("labels")))
    key = found.actor(
        MAPPING.term("structure", record["type"], Class.TECHNOLOGY_ORGANIZATION),
        record["name"].removeprefix("- ").strip(" -") or record["acronym"],
        record["rnsr"],
        aliases=[record["acronym"], *labels],
        identifiers={"rnsr": record["rnsr"]},
        website=values.website(record["website"]),
        place=addresses.commune(record["city"], record["postal"]),
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
    """Yield each supervising body: its type, and what a list says of it.

    The lists are parallel; names may hold the separator.
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

    A school that shares the SIREN of its legal person with others goes by its UAI.
    """
    for type_, nth in _listed_bodies(record):
        siren, uai = values.siren_of_siret(nth("body_sirets")), values.uai(nth("body_uais"))
        body = found.actor(
            MAPPING.term("body", nth("body_natures"), Class.ORGANIZATION),
            nth("bodies"),
            record["rnsr"],
            aliases=[nth("body_acronyms")],
            identifiers={"siren": None if uai and siren in shared else siren, "uai": uai},
        )
        role = "participant" if type_ == _PARTICIPANT else None
        found.tie(
            Class.SUPERVISION,
            body,
            f"rnsr-{record['rnsr']}",
            record["rnsr"],
            role=role,
            seen=found.seen,
        )


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
    """Supervising bodies by acronym, for lists that give nothing else ("CNRS", "U
    PARIS-SACLAY").
    """

    def __init__(self, known: Sequence[Dataset]) -> None:
        bodies = {t.origin for d in known for t in d.ties if t.kind == Class.SUPERVISION}
        self._found: dict[str, dict[str, Actor]] = {}
        for actor in (a for d in known for a in d.actors if a.id in bodies):
            for name in (*actor.names.values(), *actor.aliases):
                self._found.setdefault(fold(name), {})[actor.id] = actor

    def body(self, found: Gathering, acronym: str, record: str) -> str:
        """Note a supervising body and return its id: that of the one body known by the acronym, or
        one of its own.
        """
        known = list(self._found.get(fold(acronym), {}).values())
        if len(known) != 1:
            return found.actor(Class.ORGANIZATION, acronym, record)
        (body,) = known
        return found.actor(
            body.kinds[0], acronym, record, key=body.id, identifiers=body.identifiers
        )


CONNECTOR = Connector(MAPPING.about, read, whole_set(MAPPING, read), OPTIONS)
