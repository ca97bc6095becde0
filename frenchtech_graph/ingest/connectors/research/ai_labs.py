"""Laboratories of artificial intelligence in France: public laboratories from RNSR, and
laboratories of companies.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from frenchtech_graph.ingest.connectors.registers.rnsr import Acronyms
from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.connector import Connector, begin, own_file
from frenchtech_graph.ingest.framework.gathering import Gathering
from frenchtech_graph.ingest.framework.mapping import Record, load
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.records import Actor, Dataset
from frenchtech_graph.model.terms import Class, Sector

MAPPING = load("ai_labs")
_PRIVATE = "private"


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return laboratories with their supervising bodies or their parent company.

    The list lacks the RNSR number. A name that exactly one structure of `known` has (RNSR, read
    before) restores it. The score of the list is its author's own and is not read.
    """
    found, file = begin(MAPPING.about, path)
    acronyms, structures = Acronyms(known), _structures(known)
    for record in MAPPING.records(file):
        found.rows += 1
        row = f"{found.rows:04d}"
        numbers = structures.get(fold(record["name"]), ())
        lab = found.actor(
            MAPPING.term("type", record["type"], Class.TECHNOLOGY_ORGANIZATION),
            record["name"] or record["acronym"],
            row,
            aliases=[record["acronym"], *record.all("labels")],
            identifiers={"rnsr": numbers[0]} if len(numbers) == 1 else {},
            website=values.website(record["website"]),
            place=addresses.commune(record["city"]),
            sectors=[Sector.ARTIFICIAL_INTELLIGENCE],
        )
        found.observe(Class.CREATION_OBSERVATION, lab, values.day(record["year"]), row)
        if record["sector"] == _PRIVATE:
            _company(found, record, lab, row)
        else:
            for acronym in dict.fromkeys(filter(None, record.all("bodies"))):
                found.tie(Class.SUPERVISION, acronyms.body(found, acronym, row), lab, row)
    found.notices += MAPPING.check_count("rows", found.rows, file.name, part=found.is_part)
    return found.dataset()


def _company(found: Gathering, record: Record, lab: str, row: str) -> None:
    """Tie a laboratory to its company.

    The text in brackets after the name is dropped because it may contain people.
    """
    name = record["parent"].partition(" (")[0]
    if name and fold(name) != fold(record["name"]):
        found.tie(Class.SUBUNIT, found.actor(Class.COMPANY, name, row), lab, row)


def _structures(known: Sequence[Dataset]) -> Mapping[str, tuple[str, ...]]:
    """Return the RNSR numbers of each name."""
    numbers: dict[str, tuple[str, ...]] = {}
    for actor in (a for d in known for a in d.actors if "rnsr" in a.identifiers):
        for name in _names(actor):
            numbers[name] = tuple(
                dict.fromkeys((*numbers.get(name, ()), actor.identifiers["rnsr"]))
            )
    return numbers


def _names(actor: Actor) -> set[str]:
    return {fold(n) for n in actor.names.values()}


CONNECTOR = Connector(MAPPING.about, read, own_file(MAPPING.about), {})
