"""Fetched files, unchanged: bytes with address, checksum, licence, time and ETag.

A snapshot is a file with a note next to it (`<file>.snapshot.json`). The note is written last, so
that a file without a note is incomplete. A failed fetch never touches the last good snapshot.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from frenchtech_graph.io import json_texts
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.io.swap import put_in_place, write_atomically
from frenchtech_graph.model.partial_dates import is_partial_date

NOTE = ".snapshot.json"
"""Suffix of a file's name in the name of its note."""
TABLES = "tables"
"""Folder beside those of the sources: tables computed from registers."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file that was fetched, or the user's own.

    `fetched` is the time of access (ISO 8601, UTC, to the second), `sha256` the checksum of the
    bytes. `etag` and `modified` are the server's validators of this version, for the next
    conditional request.
    """

    source: str
    path: Path
    url: str
    sha256: str
    size: int
    fetched: str
    licence: str
    etag: str | None = None
    modified: str | None = None

    @property
    def accessed(self) -> str:
        """The day of access, as `2026-11-23`."""
        return self.fetched[:10]


def folder() -> Path:
    """Return the folder of snapshots: FRENCHTECH_CACHE, else the user's cache folder."""
    stated = os.environ.get("FRENCHTECH_CACHE")
    if stated:
        return Path(stated)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "frenchtech-graph" / "sources"


def checksum(path: Path) -> str:
    """Return the SHA-256 of the bytes of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def stamp(seconds: float) -> str:
    """Return a time (seconds since 1970) as ISO 8601 in UTC.

    >>> stamp(0)
    '1970-01-01T00:00:00Z'
    """
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def keep(
    file: Path,
    source: str,
    *,
    url: str,
    licence: str,
    now: float,
    headers: Mapping[str, str],
    cache: Path,
) -> Snapshot:
    """Move a complete `file` into the cache and return its snapshot.

    The same bytes as the latest snapshot make no new one: its time and ETag are renewed. If the
    clock went back, the snapshot is dated one second after the latest.
    """
    stated = {k.lower(): v for k, v in headers.items()}
    before = latest(source, cache)
    fetched, digest = _later(stamp(now), before), checksum(file)
    place = cache / source
    place.mkdir(parents=True, exist_ok=True)
    target = place / f"{fetched[:10]}-{digest[:12]}{''.join(file.suffixes[-2:])}"
    if before and before.sha256 == digest:
        target = before.path
        file.unlink()
    else:
        put_in_place(file, target)
    snapshot = Snapshot(
        source,
        target,
        url,
        digest,
        target.stat().st_size,
        fetched,
        licence,
        stated.get("etag"),
        stated.get("last-modified"),
    )
    _write_note(snapshot)
    return snapshot


def _later(fetched: str, before: Snapshot | None) -> str:
    if before is not None and fetched < before.fetched:
        with suppress(ValueError):
            return stamp(datetime.fromisoformat(before.fetched).timestamp() + 1)
    return fetched


def _write_note(snapshot: Snapshot) -> None:
    note = snapshot.path.with_name(snapshot.path.name + NOTE)
    about = {k: v for k, v in asdict(snapshot).items() if k != "path"}
    write_atomically(note, json.dumps(about, ensure_ascii=False, indent=1) + "\n")


def latest(source: str, cache: Path | None = None) -> Snapshot | None:
    """Return the snapshot of `source` that was fetched last, or None.

    A snapshot with a damaged note is ignored.

    If two were fetched in one second, it is the last recorded.
    """
    found: list[tuple[str, int, str, Snapshot]] = []
    for note in ((cache or folder()) / source).glob(f"*{NOTE}"):
        with suppress(FaultsError):
            if snapshot := _noted(note):
                found.append((snapshot.fetched, note.stat().st_mtime_ns, note.name, snapshot))
    return max(found)[-1] if found else None


def without_note(place: Path) -> list[Path]:
    """Return the files of a source's folder that were never completed: those without a note."""
    files = [p for p in place.iterdir() if p.is_file() and not p.name.endswith((NOTE, ".new"))]
    return sorted(p for p in files if not p.with_name(p.name + NOTE).exists())


def _noted(note: Path) -> Snapshot | None:
    path = note.with_name(note.name.removesuffix(NOTE))
    if not path.exists() or not note.exists():
        return None
    try:
        snapshot = Snapshot(path=path, **json_texts.loads(note.read_bytes()))
    except (ValueError, TypeError) as error:
        raise _damaged(note, str(error)) from error
    texts = (snapshot.source, snapshot.url, snapshot.sha256, snapshot.fetched, snapshot.licence)
    marks = (snapshot.etag or "", snapshot.modified or "")
    if not all(isinstance(t, str) for t in (*texts, *marks)) or not isinstance(snapshot.size, int):
        raise _damaged(note, "text expected")
    if len(snapshot.accessed) != 10 or not is_partial_date(snapshot.accessed):
        raise _damaged(note, f"fetched: {snapshot.fetched[:30]}")
    return snapshot


def _damaged(note: Path, detail: str) -> FaultsError:
    return FaultsError(
        [Fault(note.name, 0, "", "", "unreadable", {"expected": "JSON", "detail": detail[:120]})]
    )


def of(path: Path | Snapshot, *, source: str, url: str, licence: str) -> Snapshot:
    """Return the snapshot of a file: from the note next to it, or as the user's own file.

    A file without a note was accessed on the day it was last changed.

    Raises:
        FaultsError: the note is damaged.
    """
    if isinstance(path, Snapshot):
        return path
    noted = _noted(path.with_name(path.name + NOTE)) if path.is_file() else None
    if noted:
        return replace(noted, source=source)
    files = [path] if path.is_file() else sorted(f for f in path.rglob("*") if f.is_file())
    digest = checksum(path) if path.is_file() else _of_folder(files, path)
    newest = max((f.stat().st_mtime for f in files), default=0.0)
    size = sum(f.stat().st_size for f in files)
    return Snapshot(source, path, url, digest, size, stamp(newest), licence)


def _of_folder(files: list[Path], top: Path) -> str:
    lines = (f"{f.relative_to(top).as_posix()}\0{checksum(f)}\n" for f in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
