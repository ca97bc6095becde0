"""Read CSV files row by row."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from frenchtech_graph.ingest.framework.packed_files import LONGEST_LINE, Row, wrong

_MOST_COLUMNS = 10_000


def csv_rows(file: IO[bytes], path: Path) -> Iterator[Row]:
    """Yield the rows of a CSV file with any usual separator."""
    csv.field_size_limit(LONGEST_LINE)
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
    """Yield the lines of a file. An endless line is not read completely."""
    for number, line in enumerate(iter(lambda: text.readline(LONGEST_LINE), ""), start=1):
        if len(line) >= LONGEST_LINE:
            raise wrong(path, "long-line", row=number, expected=LONGEST_LINE)
        yield line


def _header(line: str, delimiter: str, path: Path) -> list[str]:
    try:
        header = next(csv.reader([line.rstrip("\r\n").replace("\r", " ")], delimiter=delimiter), [])
    except csv.Error as error:
        raise wrong(path, "unreadable", row=1, expected="CSV", detail=error) from error
    if len(header) > _MOST_COLUMNS:
        raise wrong(path, "too-wide", row=1, value=str(len(header)), expected=_MOST_COLUMNS)
    return header
