"""The one pattern of all sources: `fetch` brings a snapshot home, `read` turns a file into checked
records.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest import snapshots
from frenchtech_graph.ingest.framework.gathering import Gathering
from frenchtech_graph.ingest.framework.mapping import About
from frenchtech_graph.ingest.framework.paging import write_lines
from frenchtech_graph.ingest.framework.rows import Row
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io.client import Client, Progress
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.model.records import Dataset

Read = Callable[..., Dataset]
"""`read(path, *, persons=False, known=())`, with a snapshot or the user's own file as path. `known`
are data sets read before.
"""
Fetch = Callable[..., Snapshot]
"""`fetch(client, cache, *, progress, **options)`, where options restrict the request."""


@dataclass(frozen=True, slots=True)
class Connector:
    """A source: its description and its two operations.

    `options` lists the options of `fetch`, with a line of help for each.
    """

    about: About
    read: Read
    fetch: Fetch
    options: Mapping[str, str]

    @property
    def name(self) -> str:
        """The name of the connector, as used in `--with`."""
        return self.about.id

    @property
    def titles(self) -> Mapping[str, str]:
        """Its title in French and English."""
        return self.about.titles

    @property
    def licence(self) -> str:
        """The address of its licence."""
        return self.about.licence

    @property
    def publisher(self) -> str:
        """Who publishes it."""
        return self.about.publisher

    @property
    def size(self) -> Mapping[str, str]:
        """How large it is, in French and English."""
        return self.about.size

    @property
    def gives(self) -> Mapping[str, str]:
        """Its contribution to the graph, in French and English."""
        return self.about.gives


def begin(about: About, path: Path | Snapshot, *, persons: bool = False) -> tuple[Gathering, Path]:
    """Return an empty gathering of a snapshot or file, and the path to read."""
    snapshot = snapshots.of(path, source=about.id, url=about.page, licence=about.licence)
    return Gathering(about, snapshot, persons), snapshot.path


def keep(
    draft: Path,
    about: About,
    read: Read,
    *,
    url: str,
    now: float,
    headers: Mapping[str, str],
    cache: Path,
) -> Snapshot:
    """Make a fetched file the latest snapshot, provided that it can be read to its end.

    Raises:
        FaultsError: it cannot. The previous snapshot stays the latest.
    """
    read(snapshots.of(draft, source=about.id, url=url, licence=about.licence))
    return snapshots.keep(
        draft, about.id, url=url, licence=about.licence, now=now, headers=headers, cache=cache
    )


def draft(cache: Path, about: About, suffix: str) -> Path:
    """Return the place of a file that is being fetched."""
    folder = cache / about.id
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f".fetching{suffix}"


def keep_rows(
    rows: Iterable[Row],
    about: About,
    read: Read,
    client: Client,
    cache: Path,
    url: str,
    progress: Progress,
) -> Snapshot:
    """Make rows that are fetched one by one the latest snapshot, as JSON lines.

    Raises:
        FaultsError: they cannot be fetched or read. The last good snapshot stays.
    """
    file = draft(cache, about, ".jsonl")
    try:
        write_lines(file, rows, progress)
        return keep(file, about, read, url=url, now=client.clock.now(), headers={}, cache=cache)
    finally:
        file.unlink(missing_ok=True)


def download(
    about: About, read: Read, client: Client, cache: Path, url: str, suffix: str, progress: Progress
) -> Snapshot:
    """Fetch one file of a source.

    If it is unchanged since the last time, return the previous snapshot.

    Raises:
        FaultsError: it cannot be fetched or read. The last good snapshot stays.
    """
    before = snapshots.latest(about.id, cache)
    known = before if before and before.url == url else None
    file = draft(cache, about, suffix)
    headers = client.download(
        url,
        file,
        etag=known.etag if known else None,
        modified=known.modified if known else None,
        progress=progress,
    )
    if headers is None:
        assert known is not None
        return known
    try:
        return keep(
            file, about, read, url=url, now=client.clock.now(), headers=headers, cache=cache
        )
    finally:
        file.unlink(missing_ok=True)


def own_file(about: About) -> Fetch:
    """Return the `fetch` of a source without a public address: it says to give one's own file."""

    def fetch(client: Client, cache: Path, *, progress: Progress, **options: Any) -> Snapshot:
        raise FaultsError([Fault(about.id, 0, "", "", "own-file", {"expected": about.id})])

    return fetch
