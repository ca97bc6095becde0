"""Names and dates of the European projects that other sources name by their number."""

from collections.abc import Sequence
from pathlib import Path

from frenchtech_graph.ingest.connectors.projects.european import project_event, project_id
from frenchtech_graph.ingest.framework import values
from frenchtech_graph.ingest.framework.connector import Connector, begin
from frenchtech_graph.ingest.framework.mapping import load
from frenchtech_graph.ingest.framework.opendatasoft import OPTIONS, whole_set
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.model.records import Dataset

MAPPING = load("eu_projects")


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return the projects that data sets of `known` refer to, or all projects if `known` has no
    project."""
    found, file = begin(MAPPING.about, path)
    named = {e.id for d in known for e in d.events if e.id.startswith(project_id(""))}
    for record in MAPPING.records(file):
        if named and project_id(record["project"]) not in named:
            continue
        found.rows += 1
        project_event(
            found,
            record["project"],
            record["acronym"],
            record["title"],
            record["project"],
            start=values.day(record["start"]),
            end=values.day(record["end"]),
            website=values.website(record["website"]),
        )
    return found.dataset()


CONNECTOR = Connector(MAPPING.about, read, whole_set(MAPPING, read), OPTIONS)
