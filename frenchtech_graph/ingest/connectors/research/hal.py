"""HAL: research structures and their parents, with dates, in their valid forms only."""

from collections.abc import Sequence
from pathlib import Path

from frenchtech_graph.ingest.framework import values
from frenchtech_graph.ingest.framework.connector import Connector, begin, keep_rows
from frenchtech_graph.ingest.framework.gathering import actor_id
from frenchtech_graph.ingest.framework.mapping import Record, load
from frenchtech_graph.ingest.framework.paging import Page, listed, pages
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io.client import Client, Progress, fault
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class

MAPPING = load("hal")
_PAGE = 500
_FIELDS = ",".join(h for f in MAPPING.fields for h in f.headers)


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return the valid structures of an answer and their parents."""
    found, file = begin(MAPPING.about, path)
    records = list(MAPPING.objects(file))
    found.rows = len(records)
    # Computed first, because a structure may refer to a parent in a later record.
    keys = {
        r["id"]: actor_id("hal", _identifiers(r), r["name"])
        for r in records
        if any(_identifiers(r).values())
    }
    for record in records:
        if record["valid"] != "VALID":
            found.leave_out(record["id"], record["name"], "forme non validée", "form not validated")
            continue
        key = found.actor(
            MAPPING.term("type", record["type"], Class.ORGANIZATION),
            record["name"],
            record["id"],
            key=keys.get(record["id"], f"hal-{record['id']}"),
            aliases=[record["acronym"]],
            identifiers=_identifiers(record),
            subject=True,
        )
        found.observe(Class.CREATION_OBSERVATION, key, values.day(record["start"]), record["id"])
        found.observe(Class.CLOSURE_OBSERVATION, key, values.day(record["end"]), record["id"])
        for number, name in zip(record.all("parents"), record.all("parent_names"), strict=False):
            above = found.actor(
                Class.ORGANIZATION, name, record["id"], key=keys.get(number, f"hal-{number}")
            )
            found.tie(Class.SUBUNIT, above, key, record["id"])
    return found.dataset()


def _identifiers(record: Record) -> dict[str, str | None]:
    return {
        "rnsr": next((n for v in record.all("rnsr") if (n := values.rnsr(v))), None),
        "ror": next((n for v in record.all("ror") if (n := values.ror(v))), None),
    }


def fetch(
    client: Client, cache: Path, *, progress: Progress, query: str = "country_s:fr"
) -> Snapshot:
    """Fetch the valid structures that answer a query of the API (Solr syntax)."""
    url = MAPPING.about.address or ""

    def ask(number: int) -> Page:
        asked = {
            "q": query,
            "fq": "valid_s:VALID",
            "fl": _FIELDS,
            "rows": _PAGE,
            "start": number * _PAGE,
            "sort": "docid asc",
            "wt": "json",
        }
        answer = client.get(url, asked).json()
        inner = answer.get("response") if isinstance(answer, dict) else None
        if not isinstance(inner, dict):
            raise fault(url, "fetch-format", expected="JSON", detail="response")
        return listed(url, inner, "docs"), inner.get("numFound")

    return keep_rows(pages(url, ask), MAPPING.about, read, client, cache, url, progress)


CONNECTOR = Connector(
    MAPPING.about, read, fetch, {"query": "Solr query, country_s:fr unless given"}
)
