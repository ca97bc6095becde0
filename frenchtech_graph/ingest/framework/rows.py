"""Files of any usual form → rows, one at a time: CSV, JSON, JSON lines, plain, gzipped or in a zip.

What is inside is told by its first bytes, not by its name. Nothing is opened beyond a limit.
"""

import csv
import gzip
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import chain
from pathlib import Path
from typing import IO, Any

from frenchtech_graph.io import json_texts
from frenchtech_graph.io.client import refuse_html
from frenchtech_graph.io.faults import Fault, FaultsError

LARGEST = 64 << 30
"""Bytes that a compressed file may have once opened."""
_RATIO = 200
_LARGEST_DOCUMENT = 1 << 29
"""Bytes of one JSON document, which must be held in memory; JSON lines and CSV have no such
limit.
"""
_LONGEST_LINE = 16 << 20
_MOST_COLUMNS = 10_000
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
"""What readers of packed files raise on broken, encrypted or unknown ones (NotImplementedError is a
RuntimeError).
"""
_CHUNK = 1 << 18
_BLANK = " \t\r\n"
Row = dict[str, Any]
Watch = Callable[[str, int, int], None]
"""Told the name of a file that is read, how many of its bytes were, and how many there are."""
_watching: ContextVar[Watch | None] = ContextVar("watching", default=None)


def wrong(
    path: Path | str, code: str, *, row: int = 0, value: str = "", **details: object
) -> FaultsError:
    """Return the error of one file."""
    name = path if isinstance(path, str) else path.name
    return FaultsError([Fault(name, row, "", value, code, {k: str(v) for k, v in details.items()})])


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Let `watch` be told how far every file has come that is read meanwhile."""
    before = _watching.set(watch)
    try:
        yield
    finally:
        _watching.reset(before)


class _Watched(io.FileIO):
    """A file that tells how far it has been read."""

    def __init__(self, path: Path, watch: Watch) -> None:
        super().__init__(path)
        self._watch, self._name, self._size = watch, path.name, path.stat().st_size

    def readinto(self, buffer: Any) -> int | None:
        size = super().readinto(buffer)
        self._watch(self._name, self.tell(), self._size)
        return size


def _raw(path: Path) -> io.BufferedReader:
    watch = _watching.get()
    return io.BufferedReader(_Watched(path, watch), _CHUNK) if watch else path.open("rb")


class _Counted(io.RawIOBase):
    """A stream that may not bring more than `limit` bytes; its faults become ours."""

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
    """Open a file for reading its bytes, whatever it is packed in; `member` is the end of a name in
    a zip.

    Raises:
        FaultsError: it cannot be read, is cut short, or is larger than it may be.
    """
    if not path.is_file():
        raise wrong(path, "missing-file")
    with _raw(path) as raw:
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


def read(path: Path, *, member: str | None = None) -> Iterator[Row]:
    """Yield the rows of a file: cells by column. Lists and objects of JSON stay as they are.

    A JSON file is a list of rows, or an object with one under `results`, `items`, `data` or
    `response.docs`, or pandas' `split` layout; JSON lines have one row a line.

    Raises:
        FaultsError: the file is none of these, is cut short, or is not UTF-8.
    """
    with opened(path, member) as file:
        beginning = file.peek(2048)[:2048].removeprefix(b"\xef\xbb\xbf").lstrip()  # type: ignore[attr-defined]
        refuse_html(path.name, beginning)
        try:
            if beginning.startswith(b"["):
                yield from _json_list(file, path)
            elif beginning.startswith(b"{"):
                yield from _json_object(file, path)
            else:
                yield from _csv(file, path)
        except UnicodeDecodeError as error:
            detail = f"0x{error.object[error.start : error.start + 4].hex()}"
            raise wrong(path, "unreadable", expected="UTF-8", detail=detail) from error


def _json_list(file: IO[bytes], path: Path) -> Iterator[Row]:
    """Yield the objects of a list as they come, so that a dump of any size is never held whole."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig")
    held, at, number, expected = "", 0, 0, "["
    while True:
        while at < len(held) and held[at] in _BLANK:
            at += 1
        if at == len(held):
            held, at = text.read(_CHUNK), 0
            if held:
                continue
            if expected == "end":
                return
            raise wrong(path, "truncated", row=number, detail=f"“{expected}”")
        sign = held[at]
        if sign == "]" and expected in ("row or ]", ", or ]"):
            expected, at = "end", at + 1
        elif sign in "[," and expected.startswith(sign):
            expected, at = "row or ]" if sign == "[" else "row", at + 1
        elif expected.startswith("row"):
            number += 1
            row, held, at = _decoded(text, held, at, path, number)
            yield row
            expected = ", or ]"
        else:
            raise wrong(
                path, "unreadable", row=number, expected="JSON", detail=f"{sign!r}, “{expected}”"
            )


def _decoded(
    text: io.TextIOWrapper, held: str, at: int, path: Path, number: int
) -> tuple[Row, str, int]:
    """Return the object that begins at a place, what is held after it, and where it ended."""
    while True:
        try:
            row, at = json_texts.first(held, at)
        except ValueError as error:
            if len(held) - at >= _LONGEST_LINE:
                raise wrong(path, "long-line", row=number, expected=_LONGEST_LINE) from error
            more = text.read(max(_CHUNK, len(held) - at))
            if not more or isinstance(error, json_texts.NestedError):
                raise wrong(
                    path, "unreadable", row=number, expected="JSON", detail=str(error)[:120]
                ) from error
            held, at = held[at:] + more, 0
        else:
            if not isinstance(row, dict):
                raise wrong(
                    path, "unreadable", row=number, expected="JSON", detail=type(row).__name__
                )
            return row, held, at


def _json_object(file: IO[bytes], path: Path) -> Iterator[Row]:
    """Yield the rows of a file that begins with an object: one document, or a row a line."""
    first = file.readline(_LARGEST_DOCUMENT)
    while first and not first.strip(b"\xef\xbb\xbf \t\r\n"):
        first = file.readline(_LARGEST_DOCUMENT)
    try:
        found = json_texts.loads(first.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise
    except ValueError:
        found = None  # a document over several lines
    rest = file.readline(_LONGEST_LINE)
    if found is None or (
        not rest.strip() and any(isinstance(found.get(k), list | dict) for k in _LISTS)
    ):
        yield from _json(first + rest + _whole(file, path), path)
    else:
        yield from _json_lines(
            chain([first, rest], iter(lambda: file.readline(_LONGEST_LINE), b"")), path
        )


def _whole(file: IO[bytes], path: Path) -> bytes:
    """Return what is left of a file that is one document.

    Raises:
        FaultsError: it is too large to be held in memory.
    """
    content = file.read(_LARGEST_DOCUMENT)
    if file.read(1):
        raise wrong(path, "bomb", expected=_LARGEST_DOCUMENT)
    return content


_LISTS = ("results", "items", "data", "docs", "response", "unitesLegales", "bindings")


def _json(text: bytes, path: Path) -> Iterator[Row]:
    try:
        content = json_texts.loads(text.decode("utf-8-sig"))
    except ValueError as error:
        if isinstance(error, UnicodeDecodeError):
            raise
        raise wrong(path, "unreadable", expected="JSON", detail=str(error)[:120]) from error
    while isinstance(content, dict):
        if isinstance(content.get("columns"), list) and isinstance(content.get("data"), list):
            columns, data = content["columns"], content["data"]
            whole = all(isinstance(r, list) and len(r) == len(columns) for r in data)
            if not whole or not all(isinstance(c, str) for c in columns):
                raise wrong(path, "unreadable", expected="JSON", detail="columns / data")
            content = [dict(zip(columns, r, strict=True)) for r in data]
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
        if len(line) >= _LONGEST_LINE and not line.endswith(b"\n"):
            raise wrong(path, "long-line", row=number, expected=_LONGEST_LINE)
        if not line.strip():
            continue
        try:
            row = json_texts.loads(line.decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise
        except ValueError as error:
            raise wrong(
                path, "unreadable", row=number, expected="JSON", detail=str(error)[:120]
            ) from error
        if not isinstance(row, dict):
            raise wrong(path, "unreadable", row=number, expected="JSON", detail=type(row).__name__)
        yield row


def _csv(file: IO[bytes], path: Path) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_LINE)
    text = _lines(io.TextIOWrapper(file, encoding="utf-8-sig", newline=""), path)
    first = next(text, "")
    if "\0" in first or not first.strip():
        raise wrong(path, "unreadable", expected="CSV", detail="0x00" if first else "0")
    delimiter = max(",;\t|", key=first.count)
    header = _header(first, delimiter, path)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, start=2):
            if len(cells) > len(header):
                raise wrong(path, "extra-cells", row=number)
            if any(cells):
                # A short row lost its end with the file: its empty cells are not known to be empty.
                if len(cells) < len(header):
                    raise wrong(
                        path, "truncated", row=number, detail=f"{len(cells)} / {len(header)}"
                    )
                yield dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise wrong(path, "truncated", row=reader.line_num + 1, detail=error) from error


def _lines(text: io.TextIOWrapper, path: Path) -> Iterator[str]:
    """Yield the lines of a file; one without end is not read whole."""
    for number, line in enumerate(iter(lambda: text.readline(_LONGEST_LINE), ""), start=1):
        if len(line) >= _LONGEST_LINE:
            raise wrong(path, "long-line", row=number, expected=_LONGEST_LINE)
        yield line


def _header(line: str, delimiter: str, path: Path) -> list[str]:
    try:
        header = next(csv.reader([line.rstrip("\r\n").replace("\r", " ")], delimiter=delimiter), [])
    except csv.Error as error:
        raise wrong(path, "unreadable", row=1, expected="CSV", detail=error) from error
    if len(header) > _MOST_COLUMNS:
        raise wrong(path, "too-wide", row=1, value=str(len(header)), expected=_MOST_COLUMNS)
    return header
