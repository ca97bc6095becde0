"""Public research structures of computing and electronics: a newer extract of RNSR, whose
supervisors are acronyms.
"""

from collections.abc import Sequence
from pathlib import Path

from frenchtech_graph.ingest.connectors.registers.rnsr import Acronyms
from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.connector import Connector, begin, own_file
from frenchtech_graph.ingest.framework.mapping import load
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class

MAPPING = load("rnsr_stic")


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return structures and their supervising bodies.

    An acronym of exactly one supervising body of `known` (RNSR, read before) refers to that body.
    Any other acronym becomes the name of a new body. The list adds laboratories under its own
    numbers, which are identified by name.
    """
    found, file = begin(MAPPING.about, path)
    acronyms = Acronyms(known)
    for record in MAPPING.records(file):
        found.rows += 1
        row = record["rnsr"]
        key = found.actor(
            MAPPING.term("structure", record["type"], Class.TECHNOLOGY_ORGANIZATION),
            record["name"] or record["acronym"],
            row,
            aliases=[record["acronym"], *record.all("labels")],
            identifiers={"rnsr": values.rnsr(row)},
            website=values.website(record["website"]),
            place=addresses.place(record["city"], record["postal"]),
            sectors=[s for d in record.all("domains") for s in MAPPING.term("sector", d, [])],
            subject=True,
        )
        found.observe(Class.CREATION_OBSERVATION, key, values.day(record["year"]), row)
        for acronym in dict.fromkeys(filter(None, record.all("bodies"))):
            found.tie(
                Class.SUPERVISION, acronyms.body(found, acronym, row), key, row, seen=found.seen
            )
    found.notices += MAPPING.check_count("rows", found.rows, file.name, part=found.is_part)
    return found.dataset()


CONNECTOR = Connector(MAPPING.about, read, own_file(MAPPING.about), {})
