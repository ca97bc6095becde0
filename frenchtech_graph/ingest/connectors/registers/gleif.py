"""GLEIF: the LEI of requested companies, the parents that consolidate their accounts, and their
successors.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.connector import Connector, begin, keep_rows
from frenchtech_graph.ingest.framework.mapping import load
from frenchtech_graph.ingest.framework.paging import listed
from frenchtech_graph.ingest.framework.rows import Row
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io.client import Client, FetchError, Progress, fault
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class

MAPPING = load("gleif")
_FRENCH_REGISTERS = ("RA000189", "RA000192")
_VOID = ("ANNULLED", "DUPLICATE")
"""Registrations without an entity, or of an entity with another LEI."""


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return entities by SIREN or LEI, their direct parents and successors.

    A parent consolidates the accounts of its subsidiary, which does not mean that it has all
    shares. A lapsed registration does not mean that a company is closed: an inactive entity does.
    Registrations that were annulled, or are doubles of another, are left out.
    """
    found, file = begin(MAPPING.about, path)
    for record in MAPPING.objects(file):
        found.rows += 1
        lei = values.lei(record["lei"])
        if not lei:
            found.leave_out(f"row-{record.number}", record["name"], "LEI faux", "wrong LEI")
            continue
        if record["registration"] in _VOID:
            found.leave_out(
                lei, record["name"], "enregistrement annulé ou en double", "annulled or double LEI"
            )
            continue
        french = record["register"] in _FRENCH_REGISTERS
        key = found.actor(
            Class.COMPANY,
            record["name"],
            lei,
            identifiers={"siren": values.siren(record["siren"]) if french else None, "lei": lei},
            place=addresses.commune(record["city"], record["postal"])
            if record["country"] == "FR"
            else None,
            subject=True,
        )
        if record["status"] == "INACTIVE":
            found.closed(key, values.day(record["expired"]), lei)
        parent = values.lei(record["parent"])
        if parent and record["parent_name"] and record["parent_registration"] not in _VOID:
            above = found.actor(
                Class.COMPANY, record["parent_name"], lei, identifiers={"lei": parent}
            )
            found.tie(Class.SUBUNIT, above, key, lei, role_text="consolidation comptable directe")
        for after, name in zip(
            record.all("successors"), record.all("successor_names"), strict=False
        ):
            if values.lei(after) and name:
                later = found.actor(Class.COMPANY, name, lei, identifiers={"lei": after})
                found.tie(Class.SUCCESSION, key, later, lei)
    return found.dataset()


def fetch(
    client: Client, cache: Path, *, progress: Progress, sirens: Iterable[str] = ()
) -> Snapshot:
    """Fetch the records of companies by SIREN, with the direct parent if reported."""
    url = MAPPING.about.address or ""
    wanted = sorted(set(sirens))
    if not wanted:
        raise fault(url, "needs-option", expected="--siren")

    def rows() -> Iterator[Row]:
        for siren in wanted:
            asked = {"filter[entity.registeredAs]": siren, "filter[entity.jurisdiction]": "FR"}
            for row in listed(url, client.get(url, asked).json(), "data"):
                yield {**row, "parent": _parent(client, f"{url}/{row.get('id')}/direct-parent")}

    return keep_rows(rows(), MAPPING.about, read, client, cache, url, progress)


def _parent(client: Client, url: str) -> Any:
    """Return the record of the direct parent, or None if it is not reported (404)."""
    try:
        return client.get(url).json().get("data")
    except FetchError as error:
        if error.faults[0].details.get("status") == "404":
            return None
        raise


CONNECTOR = Connector(MAPPING.about, read, fetch, {"sirens": "SIREN of the companies"})
