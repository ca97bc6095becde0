"""Files of any usual form → rows, read lazily: CSV, JSON, JSON lines, packed or not.

The first bytes of a file determine its format, not its name. Files beyond a limit are refused.
"""

from collections.abc import Iterator
from pathlib import Path

from frenchtech_graph.ingest.framework.csv_rows import csv_rows
from frenchtech_graph.ingest.framework.json_lists import json_list
from frenchtech_graph.ingest.framework.json_rows import json_object
from frenchtech_graph.ingest.framework.packed_files import Row, opened, wrong
from frenchtech_graph.io.client import refuse_html

__all__ = ["Row", "read"]


def read(path: Path, *, member: str | None = None) -> Iterator[Row]:
    """Yield the rows of a file: cells by column. Lists and objects of JSON stay unchanged.

    A JSON file is a list of rows, or an object with one under `results`, `items`, `data` or
    `response.docs`, or pandas' `split` layout. In JSON lines, every line is a row.

    Raises:
        FaultsError: the file has another format, is cut short, or is not UTF-8.
    """
    with opened(path, member) as file:
        beginning = file.peek(2048)[:2048].removeprefix(b"\xef\xbb\xbf").lstrip()  # type: ignore[attr-defined]
        refuse_html(path.name, beginning)
        try:
            if beginning.startswith(b"["):
                yield from json_list(file, path)
            elif beginning.startswith(b"{"):
                yield from json_object(file, path)
            else:
                yield from csv_rows(file, path)
        except UnicodeDecodeError as error:
            detail = f"0x{error.object[error.start : error.start + 4].hex()}"
            raise wrong(path, "unreadable", expected="UTF-8", detail=detail) from error
