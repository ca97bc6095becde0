"""Opendatasoft portals (Explore API v2.1): one client for all their data sets.

A whole data set comes as an export of JSON lines, whose rows are counted against the number that
the portal announces. A query about a few companies comes in pages of a hundred.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urlencode

from frenchtech_graph.ingest.framework.connector import Fetch, Read, draft, keep, keep_rows
from frenchtech_graph.ingest.framework.mapping import SourceMapping
from frenchtech_graph.ingest.framework.paging import Page, listed, pages
from frenchtech_graph.ingest.framework.rows import Row, read
from frenchtech_graph.ingest.snapshots import Snapshot, latest
from frenchtech_graph.io.client import Client, Progress, fault

_PAGE = 100
_DEEPEST = 10_000
OPTIONS = {"where": "condition in the portal's query language (ODSQL)"}


def base(mapping: SourceMapping, dataset: str = "dataset") -> str:
    """Return the address of a data set's API.

    `[about]` contains `portal` and the name of the data set.
    """
    return f"{mapping.text['portal']}/api/explore/v2.1/catalog/datasets/{mapping.text[dataset]}"


def total(client: Client, url: str, where: str | None) -> int:
    """Return how many records there are.

    Raises:
        FetchError: the answer does not follow this API.
    """
    answer = client.get(f"{url}/records", {"limit": 0} | ({"where": where} if where else {})).json()
    count = answer.get("total_count") if isinstance(answer, dict) else None
    if not isinstance(count, int):
        raise fault(url, "fetch-format", expected="JSON", detail="total_count")
    return count


def whole_set(mapping: SourceMapping, read_records: Read) -> Fetch:
    """Return the `fetch` of a data set: its export, complete or not at all."""

    def fetch(
        client: Client, cache: Path, *, progress: Progress, where: str | None = None
    ) -> Snapshot:
        url = base(mapping)
        expected = total(client, url, where)
        address = f"{url}/exports/jsonl" + (f"?{urlencode({'where': where})}" if where else "")
        file = draft(cache, mapping.about, ".jsonl")
        before = latest(mapping.about.id, cache)
        known = before if before and before.url == address else None
        headers = client.download(
            address, file, etag=known.etag if known else None, progress=progress
        )
        if headers is None:
            assert known is not None
            return known
        try:
            got = sum(1 for _ in read(file))
            # An interrupted export may still be valid JSON lines, so the rows are counted.
            if got < expected:
                raise fault(address, "fetch-incomplete", got=got, expected=expected)
            now = client.clock.now()
            return keep(
                file,
                mapping.about,
                read_records,
                url=address,
                now=now,
                headers=headers,
                cache=cache,
            )
        finally:
            file.unlink(missing_ok=True)

    return fetch


def selection(client: Client, url: str, where: str) -> Iterator[Row]:
    """Yield the records that fit a condition, page by page.

    Raises:
        FetchError: pages repeat, rows are missing, or there are more than the API gives in pages.
    """

    def ask(number: int) -> Page:
        asked = {"where": where, "limit": _PAGE, "offset": number * _PAGE, "order_by": "id"}
        answer = client.get(f"{url}/records", asked).json()
        rows = listed(url, answer, "results")
        count = answer.get("total_count")
        if isinstance(count, int) and count > _DEEPEST:
            raise fault(url, "fetch-large", limit=_DEEPEST)
        return rows, count if isinstance(count, int) else None

    return pages(url, ask)


def by_blocks(
    mapping: SourceMapping,
    read_records: Read,
    condition: Callable[[Iterable[str]], str],
    *,
    size: int = 20,
) -> Fetch:
    """Return the `fetch` of the records of given companies: `sirens`, asked for in blocks."""

    def fetch(
        client: Client, cache: Path, *, progress: Progress, sirens: Iterable[str] = ()
    ) -> Snapshot:
        url, wanted = base(mapping), sorted(set(sirens))
        if not wanted:
            raise fault(url, "needs-option", expected="--siren")

        def rows() -> Iterator[Row]:
            for at in range(0, len(wanted), size):
                yield from selection(client, url, condition(wanted[at : at + size]))

        return keep_rows(rows(), mapping.about, read_records, client, cache, url, progress)

    return fetch
