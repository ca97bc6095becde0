"""CORDIS bulk files: projects of the framework programmes in which a French body takes part."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from frenchtech_graph.ingest.connectors.projects.european import project_event
from frenchtech_graph.ingest.connectors.rounds.investor_names import is_person
from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.connector import Connector, begin, download
from frenchtech_graph.ingest.framework.gathering import Gathering, euros
from frenchtech_graph.ingest.framework.mapping import Record, SourceMapping, load
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io.client import Client, Progress
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class

MAPPING = load("cordis")
_PROJECTS = load("cordis_projects")
_PROGRAMMES = {"horizon": "HORIZON", "h2020": "h2020", "fp7": "fp7"}
_FRANCE = "FR"
Table = tuple[Path, str | None]
"""A file, and for an archive the member to read."""


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return the projects with a French participant and all their participants.

    The archive is read twice, without loading it into memory. Money is the net contribution: the
    other one counts linked third parties twice. Natural persons among the participants are dropped.
    """
    found, file = begin(MAPPING.about, path)
    french = {r["project"] for r in _all(MAPPING, file, "organization") if _FRANCE in _countries(r)}
    described = {
        r["project"]: r for r in _all(_PROJECTS, file, "project") if r["project"] in french
    }
    for record in _all(MAPPING, file, "organization"):
        if record["project"] in french:
            found.rows += 1
            _participation(found, record, described)
    return found.dataset()


def _tables(path: Path, stem: str) -> list[Table]:
    if path.is_dir():
        return [(f, None) for f in sorted(path.glob(f"{stem}*.csv"))]
    return [(path, f"{stem}.csv")]


def _all(mapping: SourceMapping, path: Path, stem: str) -> Iterator[Record]:
    for file, member in _tables(path, stem):
        yield from mapping.records(file, member=member)


def _countries(record: Record) -> list[str]:
    """Return the ISO codes of a country cell, which may contain two."""
    return [MAPPING.term("country", c, c) for c in re.findall(r"[A-Z]{2}", record["country"])]


def _participation(found: Gathering, record: Record, described: Mapping[str, Record]) -> None:
    number = record["project"]
    row = f"{number}-{record['pic']}-{found.rows}"
    about = described.get(number)
    start = values.day(about["start"]) if about else None
    end = values.day(about["end"]) if about else None
    project = project_event(
        found,
        number,
        record["acronym"],
        about["title"] if about else "",
        row,
        start=start,
        end=end,
        website=f"https://cordis.europa.eu/project/id/{number}",
    )
    if _is_person(record):
        found.leave_out(row, "", "personne physique", "natural person")
        return
    found.tie(
        Class.PROJECT_PARTICIPATION,
        _organisation(found, record, row),
        project,
        row,
        start=start,
        end=end,
        role="coordinator" if record["role"] == "coordinator" else "participant",
        role_text=record["role"] or None,
        current=False if record["ended"] == "true" else None,
        money=euros(values.positive(record["amount"])),
    )


def _is_person(record: Record) -> bool:
    """Return whether a participant is a sole trader: private without address or VAT number, or with
    the name of a person.
    """
    bare = not record["city"] and not record["street"] and not record["vat"]
    name = " ".join(reversed(record["name"].title().split()))
    return record["activity"] == "PRC" and (
        bare or is_person(record["name"].title()) or is_person(name)
    )


def _organisation(found: Gathering, record: Record, row: str) -> str:
    countries = _countries(record)
    french = _FRANCE in countries
    return found.actor(
        MAPPING.term("activity", record["activity"], Class.ORGANIZATION),
        record["name"],
        row,
        aliases=[record["short"]],
        identifiers={
            "siren": values.siren_of_vat(record["vat"]) if french else None,
            "pic": values.pic(record["pic"]),
        },
        website=values.website(record["website"]),
        place=addresses.commune(record["city"], record["postal"]) if french else None,
        note=None if french else f"Pays : {', '.join(countries)}",
    )


def fetch(
    client: Client, cache: Path, *, progress: Progress, programme: str = "horizon"
) -> Snapshot:
    """Fetch the archive of a programme: `horizon` (2021 on), `h2020` or `fp7`."""
    url = (MAPPING.about.address or "").format(programme=_PROGRAMMES.get(programme, programme))
    return download(MAPPING.about, read, client, cache, url, ".zip", progress)


CONNECTOR = Connector(MAPPING.about, read, fetch, {"programme": "horizon, h2020 or fp7"})
