"""ANR: national research projects and their partners, with the laboratory if known."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.connector import Connector, begin, own_file
from frenchtech_graph.ingest.framework.gathering import Gathering, euros
from frenchtech_graph.ingest.framework.mapping import Record, load
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class

MAPPING = load("anr")
_PROJECTS = load("anr_projects")
_TRUE = ("true", "1", "oui")


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return projects and partners.

    A folder may contain the file of projects next to the file of partners.
    """
    found, file = begin(MAPPING.about, path)
    files = (
        [file]
        if not file.is_dir()
        else sorted(f for f in file.iterdir() if f.suffix in (".json", ".csv"))
    )
    about = {
        r["project"]: r
        for f in files
        if f.name.startswith("projects")
        for r in _PROJECTS.records(f)
    }
    for table in (f for f in files if not f.name.startswith("projects")):
        for record in MAPPING.records(table):
            found.rows += 1
            _partner(found, record, about)
    return found.dataset()


def _partner(found: Gathering, record: Record, about: Mapping[str, Record]) -> None:
    code, row = record["project"], record["partner"] or f"{record['project']}-{record.number}"
    described = about.get(code)
    year = values.day(described["year"]) if described else None
    titles = [described["title_fr"], described["title_en"]] if described else []
    project = found.event(
        f"anr-{code.lower().removeprefix('anr-')}",
        Class.PROJECT,
        record["acronym"] or code,
        row,
        aliases=titles,
        start=year,
    )
    if not record["name"]:
        found.leave_out(row, code, "partenaire sans nom", "partner without a name")
        return
    rnsr = values.rnsr(record["rnsr"])
    french = record["country"] in ("", "FRA", "FR", "France")
    partner = found.actor(
        Class.RESEARCH_LABORATORY if rnsr else Class.ORGANIZATION,
        record["name"],
        row,
        identifiers={"rnsr": rnsr},
        place=addresses.commune(record["city"]) if french and record["city"] else None,
    )
    role = "coordinator" if record["coordinator"].lower() in _TRUE else "participant"
    money = euros(values.positive(record["amount"]))
    found.tie(
        Class.PROJECT_PARTICIPATION, partner, project, row, start=year, role=role, money=money
    )


CONNECTOR = Connector(MAPPING.about, read, own_file(MAPPING.about), {})
