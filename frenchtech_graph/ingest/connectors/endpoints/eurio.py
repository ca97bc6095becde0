"""EURIO over SPARQL: the European projects of companies one asks about, and who else takes part in
them.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from frenchtech_graph.ingest.connectors.projects.european import project_event
from frenchtech_graph.ingest.framework import values
from frenchtech_graph.ingest.framework.connector import Connector, begin
from frenchtech_graph.ingest.framework.endpoints import blocks, solutions
from frenchtech_graph.ingest.framework.mapping import load
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io.client import Client, Progress, fault
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class

MAPPING = load("eurio")
_BLOCK = 20


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return the participations of an answer. Roles of people are not asked for."""
    found, file = begin(MAPPING.about, path)
    for record in MAPPING.of_rows(solutions(file), file.name):
        found.rows += 1
        row = f"{record['number']}-{record['role'].rsplit('/', 1)[-1]}"
        start, end = values.day(record["start"]), values.day(record["end"])
        project = project_event(
            found, record["number"], record["acronym"], record["title"], row, start=start, end=end
        )
        own = record["organisation"].rsplit("/", 1)[-1]
        siren = values.siren_of_vat(record["vat"])
        participant = found.actor(
            Class.ORGANIZATION,
            record["name"],
            row,
            identifiers={"siren": siren},
            key=None if siren else f"eurio-{own}",
        )
        role = "coordinator" if record["role_label"].lower() == "coordinator" else "participant"
        found.tie(
            Class.PROJECT_PARTICIPATION,
            participant,
            project,
            row,
            start=start,
            end=end,
            role=role,
            role_text=record["role_label"] or None,
        )
    return found.dataset()


def vat_of_siren(siren: str) -> str:
    """Return the French VAT number of a SIREN.

    >>> vat_of_siren("999999907")
    'FR29999999907'
    """
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"


def fetch(
    client: Client,
    cache: Path,
    *,
    progress: Progress,
    sirens: Iterable[str] = (),
    endpoint: str | None = None,
) -> Snapshot:
    """Ask about companies by SIREN, which their VAT number contains."""
    wanted = sorted({vat_of_siren(s) for s in sirens})
    url = endpoint or MAPPING.about.address or ""
    if not wanted:
        raise fault(url, "needs-option", expected="--siren")
    return blocks(
        MAPPING.about,
        read,
        client,
        cache,
        progress,
        endpoint=url,
        parameter="vat",
        wanted=wanted,
        size=_BLOCK,
    )


CONNECTOR = Connector(
    MAPPING.about,
    read,
    fetch,
    {"sirens": "SIREN of the companies", "endpoint": "address of a SPARQL endpoint"},
)
