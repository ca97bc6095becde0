"""Companies of the tracker of 2025: website, town and a SIREN that is only believed if another
source confirms it.
"""

from collections.abc import Sequence
from pathlib import Path

from frenchtech_graph.ingest.connectors.rounds.tracked_rounds import company_id
from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.connector import Connector, begin, own_file
from frenchtech_graph.ingest.framework.corroboration import Corroboration
from frenchtech_graph.ingest.framework.mapping import load
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class

MAPPING = load("organizations2025")
_FRANCE = "France"


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return companies under the ids that their rounds give them.

    The numbers come from searching a register for a name, and one in six differs from the number in
    the trackers of 2023 and 2024. One that no data set of `known` gives to a body of this name
    stays in a note.
    """
    found, file = begin(MAPPING.about, path)
    clues = Corroboration(known)
    for record in MAPPING.records(file):
        found.rows += 1
        row = f"{found.rows:04d}"
        proposed = values.siren(record["siren"])
        sure = proposed if proposed and clues.of_number(record["name"], proposed) else None
        french = record["country"] in ("", _FRANCE)
        key = found.actor(
            Class.START_UP,
            record["name"],
            row,
            key=company_id(record["name"], sure),
            identifiers={"siren": sure},
            website=values.website(record["website"]),
            place=addresses.commune(record["city"]) if french and record["city"] else None,
            note=f"SIREN proposé, non confirmé : {proposed}" if proposed and not sure else None,
            subject=True,
        )
        found.observe(Class.CREATION_OBSERVATION, key, values.day(record["founded"]), row)
    found.notices += MAPPING.check_count("rows", found.rows, file.name, part=found.is_part)
    return found.dataset()


CONNECTOR = Connector(MAPPING.about, read, own_file(MAPPING.about), {})
