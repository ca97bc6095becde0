"""Open plain, gzipped and zipped files, up to a size limit."""

import gzip
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from frenchtech_graph.ingest.framework.watched_files import opened_plain
from frenchtech_graph.io.faults import Fault, FaultsError

CHUNK = 1 << 18
"""Bytes that are read at once."""
LONGEST_LINE = 16 << 20
"""Bytes of one line, or of one object in a list."""
Row = dict[str, Any]
LARGEST = 64 << 30
"""Bytes that a compressed file may have once opened."""
_RATIO = 200
_BROKEN = (
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    LookupError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
)
"""Exceptions of the readers for broken, encrypted or unknown packed files (NotImplementedError is a
RuntimeError).
"""


def wrong(
    path: Path | str, code: str, *, row: int = 0, value: str = "", **details: object
) -> FaultsError:
    """Return the error of one file."""
    name = path if isinstance(path, str) else path.name
    return FaultsError([Fault(name, row, "", value, code, {k: str(v) for k, v in details.items()})])


class _Counted(io.RawIOBase):
    """A stream of at most `limit` bytes. Its errors become ours."""

    def __init__(self, inner: Any, file: str, limit: int) -> None:
        self._inner, self._file, self._left, self._limit = inner, file, limit, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            chunk = self._inner.read(len(buffer))
        except _BROKEN as error:
            raise wrong(self._file, "truncated", detail=error) from error
        self._left -= len(chunk)
        if self._left < 0:
            raise wrong(self._file, "bomb", expected=self._limit)
        buffer[: len(chunk)] = chunk
        return len(chunk)


@contextmanager
def opened(path: Path, member: str | None = None) -> Iterator[IO[bytes]]:
    """Open a file for reading its bytes, packed or not. `member` is the end of a name in a zip.

    Raises:
        FaultsError: it cannot be read, is cut short, or is larger than it may be.
    """
    if not path.is_file():
        raise wrong(path, "not-regular" if path.exists() else "missing-file")
    with opened_plain(path, CHUNK) as raw:
        magic = raw.peek(4)[:4]
        if magic.startswith(b"\x1f\x8b"):
            limit = min(LARGEST, max(1 << 20, path.stat().st_size * _RATIO))
            yield io.BufferedReader(_Counted(gzip.GzipFile(fileobj=raw), path.name, limit))
        elif magic.startswith(b"PK"):
            with _archive(path, raw) as archive, _unpacked(archive, path, member) as inner:
                yield io.BufferedReader(_Counted(inner, path.name, _limit(archive, path)))
        else:
            yield raw


def _archive(path: Path, raw: IO[bytes] | None = None) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(raw or path)
    except _BROKEN as error:
        raise wrong(path, "truncated", detail=error) from error


def _unpacked(archive: zipfile.ZipFile, path: Path, member: str | None) -> IO[bytes]:
    name = _member(archive, path, member)
    try:
        return archive.open(name)
    except _BROKEN as error:
        raise wrong(path, "truncated", detail=error) from error


def _limit(archive: zipfile.ZipFile, path: Path) -> int:
    limit = min(LARGEST, max(1 << 20, path.stat().st_size * _RATIO))
    if sum(i.file_size for i in archive.infolist()) > limit:
        raise wrong(path, "bomb", expected=limit)
    return limit


def _member(archive: zipfile.ZipFile, path: Path, member: str | None) -> str:
    _limit(archive, path)
    names = _files_in(archive)
    found = [
        n for n in names if member is None or n.rsplit("/", 1)[-1] == member or n.endswith(member)
    ]
    if not found or (member is None and len(found) > 1):
        raise wrong(path, "missing-member", expected=member or "1")
    return sorted(found, key=len)[0]


def members(path: Path) -> list[str]:
    """Return the names of the files in a zip."""
    with _archive(path) as archive:
        return _files_in(archive)


def _files_in(archive: zipfile.ZipFile) -> list[str]:
    return [i.filename for i in archive.infolist() if i.filename and not i.filename.endswith("/")]
