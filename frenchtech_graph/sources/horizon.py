"""European projects of French participants, down to the laboratory: the ministry's cleaned file."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from frenchtech_graph.records import Dataset
from frenchtech_graph.snapshots import Snapshot
from frenchtech_graph.sources import values
from frenchtech_graph.sources.connector import Connector, begin
from frenchtech_graph.sources.european import project_event
from frenchtech_graph.sources.gathering import Gathering, euros
from frenchtech_graph.sources.mapping import Record, load
from frenchtech_graph.sources.opendatasoft import OPTIONS, whole_set

MAPPING = load("horizon")
_PROJECTS = load("horizon_projects")


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return projects and participations; a folder may hold the file of projects beside that of entities.

    An entity and its laboratories take part alike; the amount stands on the entity.
    """
    found, file = begin(MAPPING.about, path)
    described: dict[str, Record] = {}
    entities = [file]
    if file.is_dir():
        files = sorted(f for f in file.iterdir() if f.suffix in (".csv", ".json", ".jsonl"))
        entities = [f for f in files if "signed-informations" not in f.name]
        for other in (f for f in files if "signed-informations" in f.name):
            described |= {r["project"]: r for r in _PROJECTS.records(other)}
    for table in entities:
        for record in MAPPING.records(table):
            found.rows += 1
            _participation(found, record, described)
    return found.dataset()


def _participation(found: Gathering, record: Record, described: Mapping[str, Record]) -> None:
    about = described.get(record["project"], record)
    row = f"{record['project']}-{found.rows}"
    project = project_event(found, record["project"], about["acronym"], about["title"], row,
                            start=values.day(about["start"]), end=values.day(about["end"]),
                            website=values.website(about["website"]))  # fmt: skip
    if not record["name"]:
        found.leave_out(row, record["entity"], "participant sans nom", "participant without a name")
        return
    role = MAPPING.term("role", record["role"], "participant")
    entity = found.actor("Organization", record["name"], row, identifiers=_identifiers(record["entity"]))
    start, end = values.day(about["start"]), values.day(about["end"])
    found.tie("ProjectParticipation", entity, project, row, role=role, start=start, end=end,
              role_text=record["participates_as"] or None, money=euros(values.positive(record["amount"])))  # fmt: skip
    for number in filter(values.rnsr, record.all("labs")):
        lab = found.actor("ResearchLaboratory", "", row, identifiers={"rnsr": number})
        found.tie("ProjectParticipation", lab, project, row, role=role, start=start, end=end)


def _identifiers(code: str) -> dict[str, str | None]:
    """Tell a participant's id by its form. A nine-digit number that fails the check of a SIREN is a PIC."""
    siren = values.siren(code)
    return {
        "siren": siren,
        "rnsr": values.rnsr(code),
        "ror": values.ror(code),
        "pic": None if siren else values.pic(code),
    }


CONNECTOR = Connector(MAPPING.about, read, whole_set(MAPPING, read), OPTIONS)
