"""Laureates of i-Nov: projects of companies, their grants and themes."""

from collections.abc import Sequence
from pathlib import Path

from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.connector import Connector, begin
from frenchtech_graph.ingest.framework.gathering import Gathering, euros
from frenchtech_graph.ingest.framework.mapping import Record, load
from frenchtech_graph.ingest.framework.mentions import gist_of, said_in
from frenchtech_graph.ingest.framework.opendatasoft import OPTIONS, whole_set
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.model.names import fold, slug
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class, Contribution

MAPPING = load("inov")

_NUMBERS_OF_OTHERS = frozenset({"Vague 3"})
"""Waves whose rows have the number, and with it the commune, of another company.

Sixteen rows of wave 3 have a number that another row or list has too. Seven of these have the
number of another laureate: SPIREC has the number of WatchFrog, SquadroneSystem of Heyday, Altaroad
of Inalve.
"""


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return a project per row.

    The grant is recorded on the company's participation, the total cost in a note.
    """
    found, file = begin(MAPPING.about, path)
    taken: set[str] = set()
    for record in MAPPING.records(file):
        found.rows += 1
        _project(found, record, key_of(record, taken))
    found.notices += MAPPING.check_count("rows", found.rows, file.name, part=found.is_part)
    return found.dataset()


def key_of(record: Record, taken: set[str]) -> str:
    """Return a key that is unique to a project: wave, owner, title."""
    owner = values.siren(record["siren"]) or slug(record["company"])
    key = f"{slug(record['wave'])}-{owner}-{slug(record['project'])[:40]}"
    while key in taken:
        key += "b"
    taken.add(key)
    return key


def _project(found: Gathering, record: Record, key: str) -> None:
    # For whole waves the day of publication is always 1 January, so only the year is kept.
    year = record["published"][:4]
    whose = record["wave"] not in _NUMBERS_OF_OTHERS
    wave = found.event(
        f"i-nov-{slug(record['wave'])}", Class.PROGRAMME, f"i-Nov {record['wave']}", key, start=year
    )
    cost = values.positive(record["cost"])
    project = found.event(
        f"inov-{key}",
        Class.PROJECT,
        record["project"] or record["slogan"] or f"Projet lauréat i-Nov, {record['wave']}",
        key,
        start=year,
        note=f"Coût total du projet : {cost} EUR" if cost else None,
    )
    company = found.actor(
        Class.COMPANY,
        record["company"],
        key,
        identifiers={"siren": values.siren(record["siren"]) if whose else None},
        place=addresses.insee(record["commune"]) if whose else None,
        sectors=sectors_of(record["theme"]),
        contributions=(Contribution.VENTURE,),
        mentions=said_in(record, MAPPING),
        gist=gist_of(record, MAPPING),
    )
    found.tie(Class.PROGRAMME_PARTICIPATION, company, wave, key, start=year, role="laureate")
    found.tie(
        Class.PROJECT_PARTICIPATION,
        company,
        project,
        key,
        start=year,
        role="laureate",
        money=euros(values.positive(record["grant"])),
    )


def sectors_of(theme: str) -> list[str]:
    """Return the sectors of the longest beginning of a theme that the mapping knows."""
    known = [w for w in MAPPING.terms["sector"] if fold(theme).startswith(w)]
    return list(MAPPING.terms["sector"][max(known, key=len)]) if known else []


CONNECTOR = Connector(MAPPING.about, read, whole_set(MAPPING, read), OPTIONS)
