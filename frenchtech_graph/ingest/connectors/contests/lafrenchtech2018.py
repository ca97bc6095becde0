"""Companies that La French Tech showed in January 2018, with the Métropole French Tech each was
listed under.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.connector import Connector, begin, own_file
from frenchtech_graph.ingest.framework.gathering import Gathering
from frenchtech_graph.ingest.framework.mapping import Record, load
from frenchtech_graph.ingest.framework.mentions import mentions
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class

MAPPING = load("lafrenchtech2018")
_MONTH = "2018-01"
_ADDRESS = re.compile(r"(?P<postal>\b\d{5})\b[\s,]*(?P<town>[^,\d]*)")


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return companies with their places, staff numbers, and the ecosystems that list them."""
    found, file = begin(MAPPING.about, path)
    for record in MAPPING.records(file):
        found.rows += 1
        row = record["id"] or f"row-{found.rows}"
        if not record["name"]:
            found.leave_out(row, "", "entreprise sans nom", "company without a name")
            continue
        company = found.actor(
            Class.START_UP,
            record["name"],
            row,
            website=values.website(record["website"]),
            place=_place(record["address"]),
            sectors=[
                s
                for w in record.all("sectors")
                for s in MAPPING.term("sector", w.removeprefix("#"), [])
            ],
            mentions=mentions(record["description"]),
        )
        staff = record["employees"]
        found.observe(
            Class.HEADCOUNT_OBSERVATION,
            company,
            staff if staff.isdecimal() else None,
            row,
            start=_MONTH,
        )
        _listed(found, record, company, row)
    found.notices += MAPPING.check_count("rows", found.rows, file.name, part=found.is_part)
    return found.dataset()


def _listed(found: Gathering, record: Record, company: str, row: str) -> None:
    """Tie a company to the ecosystem that lists it.

    A word for no ecosystem ("Other", "Paris") gives no tie.
    """
    ecosystem = MAPPING.term("ecosystem", record["location"])
    if ecosystem:
        event = found.event(ecosystem, Class.ECOSYSTEM, record["location"], row)
        found.tie(Class.MEMBERSHIP, company, event, row, seen=(_MONTH,))


def _place(address: str) -> str | None:
    told = _ADDRESS.search(address)
    return addresses.commune(told["town"], told["postal"]) if told else None


CONNECTOR = Connector(MAPPING.about, read, own_file(MAPPING.about), {})
