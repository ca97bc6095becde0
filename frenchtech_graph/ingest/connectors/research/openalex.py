"""OpenAlex: institutions of scholarly works, by ROR.

Co-publication is not counted here: it needs a query a pair.
"""

from collections.abc import Sequence
from pathlib import Path

from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.connector import Connector, begin, keep_rows
from frenchtech_graph.ingest.framework.gathering import Gathering
from frenchtech_graph.ingest.framework.mapping import Record, load
from frenchtech_graph.ingest.framework.paging import Page, listed, pages
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io.client import Client, Progress, fault
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class

MAPPING = load("openalex")
_PAGE = 200


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return the institutions of an answer, and their parents."""
    found, file = begin(MAPPING.about, path)
    for record in MAPPING.objects(file):
        found.rows += 1
        _institution(found, record)
    return found.dataset()


def _institution(found: Gathering, record: Record) -> None:
    row = record["id"].rsplit("/", 1)[-1]
    if record["status"] == "withdrawn":
        found.leave_out(row, record["name"], "fiche retirée par ROR", "record withdrawn by ROR")
        return
    names = {lang: record[f"name_{lang}"] for lang in ("fr", "en") if record[f"name_{lang}"]}
    key = found.actor(
        MAPPING.term("type", record["type"], Class.ORGANIZATION),
        record["name"],
        row,
        names={"fr": record["name"]} | names,
        aliases=[record["name"], *record.all("acronyms"), *record.all("aliases")],
        identifiers={
            "ror": values.ror(record["ror"]),
            "wikidata": values.wikidata(record["wikidata"]),
        },
        website=values.website(record["website"]),
        place=addresses.commune(record["city"])
        if record["country"] == "FR" and record["city"]
        else None,
        subject=True,
    )
    if record["status"] == "inactive":
        found.ended(key, row)
    for ror, name, role in zip(
        record.all("others"), record.all("other_names"), record.all("other_roles"), strict=False
    ):
        number = values.ror(ror)
        if number and role in ("parent", "child"):
            other = found.actor(Class.ORGANIZATION, name, row, identifiers={"ror": number})
            above, below = (other, key) if role == "parent" else (key, other)
            found.tie(Class.SUBUNIT, above, below, row)


def fetch(
    client: Client, cache: Path, *, progress: Progress, api_key: str = "", country: str = "fr"
) -> Snapshot:
    """Fetch the institutions of a country. OpenAlex requires your API key."""
    url = MAPPING.about.address or ""
    if not api_key:
        raise fault(url, "needs-option", expected="--set api_key=…")
    cursor = "*"

    def ask(number: int) -> Page:
        nonlocal cursor
        asked = {
            "filter": f"country_code:{country}",
            "per-page": _PAGE,
            "cursor": cursor,
            "api_key": api_key,
        }
        answer = client.get(url, asked).json()
        rows = listed(url, answer, "results")
        cursor = answer.get("meta", {}).get("next_cursor") or ""
        return rows, answer.get("meta", {}).get("count")

    # The kept address does not contain the key.
    return keep_rows(pages(url, ask), MAPPING.about, read, client, cache, url, progress)


CONNECTOR = Connector(
    MAPPING.about, read, fetch, {"api_key": "your key", "country": "ISO 3166 code, fr unless given"}
)
