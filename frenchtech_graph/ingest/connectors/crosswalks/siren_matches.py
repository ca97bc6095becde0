"""SIREN numbers that a search of the business register gave for names: taken with a second clue
only.
"""

from collections.abc import Sequence
from pathlib import Path

from frenchtech_graph.ingest.connectors.registers import companies
from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.connector import Connector, begin, own_file
from frenchtech_graph.ingest.framework.corroboration import Corroboration, squeezed
from frenchtech_graph.ingest.framework.mapping import Record, load
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class

MAPPING = load("siren_matches")


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return the bodies whose number a data set of `known` confirms, or the town or year of
    creation.

    A search gives homonyms at full confidence ("Accel", the fund, became a letting agency), so that
    the confidence of the list is not read. Unconfirmed rows are left out and listed.
    """
    found, file = begin(MAPPING.about, path)
    clues = Corroboration(known)
    for record in MAPPING.records(file):
        found.rows += 1
        row, name = f"{found.rows:04d}", record["name"]
        siren, place = values.siren(record["siren"]), addresses.commune(record["city"])
        created = values.day(record["created"])
        if not siren:
            found.leave_out(row, "", "aucun numéro trouvé", "no number found")
        elif _is_confirmed(clues, record, siren, place, created):
            key = found.actor(
                Class.ORGANIZATION,
                name,
                row,
                aliases=[record["matched"]],
                identifiers={"siren": siren},
                website=values.website(record["website"]),
                place=place,
                sectors=companies.sectors(record["activity"]),
            )
            found.observe(Class.CREATION_OBSERVATION, key, created, row)
        else:
            found.leave_out(row, "", "numéro sans second indice", "number without a second clue")
    found.notices += MAPPING.check_count("rows", found.rows, file.name, part=found.is_part)
    return found.dataset()


def _is_confirmed(
    clues: Corroboration, record: Record, siren: str, place: str | None, created: str | None
) -> bool:
    """Return whether a source gives the number itself, or the town or year of a body that the
    register calls the same.
    """
    name = record["name"]
    if clues.of_number(name, siren):
        return True
    same = squeezed(name) == squeezed(record["matched"])
    return same and (clues.of_place(name, place) or clues.of_year(name, created))


CONNECTOR = Connector(MAPPING.about, read, own_file(MAPPING.about), {})
