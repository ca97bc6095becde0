"""European projects of French participants, down to the laboratory: the ministry's cleaned
files.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from frenchtech_graph.ingest.connectors.projects.european import project_event, project_id
from frenchtech_graph.ingest.framework import values
from frenchtech_graph.ingest.framework.connector import Connector, Read, begin
from frenchtech_graph.ingest.framework.gathering import Gathering, euros
from frenchtech_graph.ingest.framework.mapping import Record, SourceMapping, load
from frenchtech_graph.ingest.framework.opendatasoft import OPTIONS, whole_set
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.model.records import Dataset, Event
from frenchtech_graph.model.terms import Class


def connector(name: str) -> Connector:
    """Return the connector of one framework programme's file.

    All programmes have the same columns.
    """
    mapping = load(name)
    read = _reader(mapping)
    return Connector(mapping.about, read, whole_set(mapping, read), OPTIONS)


def _reader(mapping: SourceMapping) -> Read:
    def read(
        path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()
    ) -> Dataset:
        """Return participations.

        Names and dates of the projects come from `eu_projects`, if that was read before.

        An entity and its laboratories all take part. The amount is recorded on the entity.
        """
        found, file = begin(mapping.about, path)
        described = {e.id: e for d in known for e in d.events}
        for record in mapping.records(file):
            found.rows += 1
            _participation(found, mapping, record, described)
        return found.dataset()

    return read


def _participation(
    found: Gathering, mapping: SourceMapping, record: Record, described: Mapping[str, Event]
) -> None:
    number = record["project"]
    about = described.get(project_id(number))
    row = f"{number}-{found.rows}"
    start = about.start if about else values.day(record["start"])
    end = about.end if about else values.day(record["end"])
    acronym = record["acronym"] or (about.names.get("fr", "") if about else "")
    project = project_event(found, number, acronym, record["title"], row, start=start, end=end)
    if not record["name"]:
        found.leave_out(row, record["entity"], "participant sans nom", "participant without a name")
        return
    role = mapping.term("role", record["role"], "participant")
    entity = found.actor(
        Class.ORGANIZATION, record["name"], row, identifiers=_identifiers(record["entity"])
    )
    found.tie(
        Class.PROJECT_PARTICIPATION,
        entity,
        project,
        row,
        role=role,
        start=start,
        end=end,
        role_text=record["participates_as"] or None,
        money=euros(values.positive(record["amount"])),
    )
    for lab_number in filter(values.rnsr, record.all("labs")):
        lab = found.actor(Class.RESEARCH_LABORATORY, "", row, identifiers={"rnsr": lab_number})
        found.tie(Class.PROJECT_PARTICIPATION, lab, project, row, role=role, start=start, end=end)


def _identifiers(code: str) -> dict[str, str | None]:
    """Return a participant's identifier according to its form.

    A nine-digit number that fails the check of a SIREN is a PIC.
    """
    siren = values.siren(code)
    return {
        "siren": siren,
        "rnsr": values.rnsr(code),
        "ror": values.ror(code),
        "pic": None if siren else values.pic(code),
    }


CONNECTORS = (connector("horizon"), connector("h2020"))
