"""Files of any usual form → rows, one at a time: CSV, JSON, JSON lines, plain, gzipped or in a zip.

What is inside is told by its first bytes, not by its name. Nothing is opened beyond a limit.
"""

import csv
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO, Any

from frenchtech_graph.faults import Fault, FaultsError
from frenchtech_graph.sources.http import refuse_html

LARGEST = 64 << 30
"""Bytes that a compressed file may have once opened."""
_RATIO = 200
_LONGEST_CELL = 16 << 20
Row = dict[str, Any]


def wrong(path: Path | str, code: str, *, row: int = 0, **details: object) -> FaultsError:
    """Return the error of one file."""
    name = path if isinstance(path, str) else path.name
    return FaultsError([Fault(name, row, "", "", code, {k: str(v) for k, v in details.items()})])


class _Counted(io.RawIOBase):
    """A stream that may not bring more than `limit` bytes; its faults become ours."""

    def __init__(self, inner: Any, file: str, limit: int) -> None:
        self._inner, self._file, self._left, self._limit = inner, file, limit, limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            chunk = self._inner.read(len(buffer))
        except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
            raise wrong(self._file, "truncated", detail=error) from error
        self._left -= len(chunk)
        if self._left < 0:
            raise wrong(self._file, "bomb", expected=self._limit)
        buffer[: len(chunk)] = chunk
        return len(chunk)


@contextmanager
def opened(path: Path, member: str | None = None) -> Iterator[IO[bytes]]:
    """Open a file for reading its bytes, whatever it is packed in; `member` is the end of a name in a zip.

    Raises:
        FaultsError: it cannot be read, is cut short, or is larger than it may be.
    """
    if not path.is_file():
        raise wrong(path, "missing-file")
    with path.open("rb") as raw:
        magic = raw.peek(4)[:4]
        if magic.startswith(b"\x1f\x8b"):
            limit = min(LARGEST, max(1 << 20, path.stat().st_size * _RATIO))
            yield io.BufferedReader(_Counted(gzip.GzipFile(fileobj=raw), path.name, limit))
        elif magic.startswith(b"PK"):
            with _archive(path) as archive, archive.open(_member(archive, path, member)) as inner:
                yield io.BufferedReader(_Counted(inner, path.name, _limit(archive, path)))
        else:
            yield io.BufferedReader(raw)


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise wrong(path, "truncated", detail=error) from error


def _limit(archive: zipfile.ZipFile, path: Path) -> int:
    limit = min(LARGEST, max(1 << 20, path.stat().st_size * _RATIO))
    if sum(i.file_size for i in archive.infolist()) > limit:
        raise wrong(path, "bomb", expected=limit)
    return limit


def _member(archive: zipfile.ZipFile, path: Path, member: str | None) -> str:
    _limit(archive, path)
    names = [i.filename for i in archive.infolist() if not i.is_dir()]
    found = [n for n in names if member is None or n.rsplit("/", 1)[-1] == member or n.endswith(member)]
    if not found or (member is None and len(found) > 1):
        raise wrong(path, "missing-member", expected=member or "1")
    return sorted(found, key=len)[0]


def members(path: Path) -> list[str]:
    """Return the names of the files in a zip."""
    with _archive(path) as archive:
        return [i.filename for i in archive.infolist() if not i.is_dir()]


def read(path: Path, *, member: str | None = None) -> Iterator[Row]:
    """Yield the rows of a file: cells by column. Lists and objects of JSON stay as they are.

    A JSON file is a list of rows, or an object with one under `results`, `items`, `data` or `response.docs`,
    or pandas' `split` layout; JSON lines have one row a line.

    Raises:
        FaultsError: the file is none of these, is cut short, or is not UTF-8.
    """
    with opened(path, member) as file:
        beginning = file.peek(2048)[:2048].removeprefix(b"\xef\xbb\xbf").lstrip()  # type: ignore[attr-defined]
        refuse_html(path.name, beginning)
        try:
            if beginning.startswith(b"["):
                yield from _json(file.read(), path)
            elif beginning.startswith(b"{"):
                yield from _json_object(file, path)
            else:
                yield from _csv(file, path)
        except UnicodeDecodeError as error:
            detail = f"0x{error.object[error.start : error.start + 4].hex()}"
            raise wrong(path, "unreadable", expected="UTF-8", detail=detail) from error


def _json_object(file: IO[bytes], path: Path) -> Iterator[Row]:
    """Yield the rows of a file that begins with an object: one document, or a row a line."""
    first = file.readline()
    while first and not first.strip(b"\xef\xbb\xbf \t\r\n"):
        first = file.readline()
    try:
        found = json.loads(first.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise
    except (ValueError, RecursionError):
        found = None  # a document over several lines
    rest = file.readline()
    if found is None or (not rest.strip() and any(isinstance(found.get(k), list | dict) for k in _LISTS)):
        yield from _json(first + rest + file.read(), path)
    else:
        yield from _json_lines(chain([first, rest], file), path)


_LISTS = ("results", "items", "data", "docs", "response", "unitesLegales", "bindings")


def _json(text: bytes, path: Path) -> Iterator[Row]:
    try:
        content = json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise
        raise wrong(path, "unreadable", expected="JSON", detail=str(error)[:120]) from error
    while isinstance(content, dict):
        if isinstance(content.get("columns"), list) and isinstance(content.get("data"), list):
            columns = content["columns"]
            content = [dict(zip(columns, r, strict=True)) for r in content["data"]]
            break
        key = next((k for k in _LISTS if k in content), None)
        if key is None:
            content = [content]
            break
        content = content[key]
    for number, row in enumerate(content if isinstance(content, list) else [None], start=1):
        if not isinstance(row, dict):
            raise wrong(path, "unreadable", row=number, expected="JSON", detail=type(row).__name__)
        yield row


def _json_lines(file: Iterable[bytes], path: Path) -> Iterator[Row]:
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise
        except (ValueError, RecursionError) as error:
            raise wrong(path, "unreadable", row=number, expected="JSON", detail=str(error)[:120]) from error
        if not isinstance(row, dict):
            raise wrong(path, "unreadable", row=number, expected="JSON", detail=type(row).__name__)
        yield row


def _csv(file: IO[bytes], path: Path) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    first = text.readline()
    if "\0" in first or not first.strip():
        raise wrong(path, "unreadable", expected="CSV", detail="0x00" if first else "0")
    delimiter = max(",;\t|", key=first.count)
    header = next(csv.reader([first], delimiter=delimiter))
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, start=2):
            if len(cells) > len(header):
                raise wrong(path, "extra-cells", row=number)
            if any(cells):
                # A short row lost its end with the file: its empty cells are not known to be empty.
                if len(cells) < len(header):
                    raise wrong(path, "truncated", row=number, detail=f"{len(cells)} / {len(header)}")
                yield dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise wrong(path, "truncated", row=reader.line_num + 1, detail=error) from error
