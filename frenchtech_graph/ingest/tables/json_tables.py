"""JSON files as raw tables."""

import json
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest.tables.raw_table import (
    MOST_COLUMNS,
    RawTable,
    cell_text,
    too_large,
    too_wide,
)
from frenchtech_graph.io import json_texts
from frenchtech_graph.io.faults import Fault


def read_json(path: Path, names: list[str]) -> tuple[list[RawTable], list[Fault]]:
    """Return the tables in a JSON file: an object of tables, each a list of objects.

    Lists of texts are joined with `|`. Rows are counted from 2, as in a spreadsheet with a header.
    """
    if fault := too_large(path):
        return [], [fault]
    try:
        return _tables_of_json(path, json_texts.loads(path.read_bytes().decode("utf-8-sig")), names)
    except ValueError as error:
        where = getattr(error, "lineno", 0)
        details = {"expected": "JSON (UTF-8)", "detail": str(error)[:120]}
        return [], [Fault(path.name, where, "", "", "unreadable", details)]


def _tables_of_json(
    path: Path, content: Any, names: list[str]
) -> tuple[list[RawTable], list[Fault]]:
    if not isinstance(content, dict):
        details = {"expected": "JSON", "detail": '{"actors": [{…}], …}'}
        return [], [Fault(path.name, 1, "", type(content).__name__, "unreadable", details)]
    tables, faults = [], []
    for key, rows in content.items():
        file = f"{path.name}[{key}]"
        if key not in names or not isinstance(rows, list):
            faults.append(
                Fault(file, 0, "", str(key), "unknown-file", {"expected": ", ".join(names)})
            )
            continue
        table, wrong = _rows_of_json(rows, file, key)
        faults += wrong
        tables += [table] if table else []
    return tables, faults


def _rows_of_json(rows: list[Any], file: str, name: str) -> tuple[RawTable | None, list[Fault]]:
    header: dict[str, None] = {}
    table, faults = RawTable(file, name, []), []
    for number, row in enumerate(rows, start=2):
        if not isinstance(row, dict):
            details = {"expected": "JSON", "detail": '{"id": …}'}
            faults.append(Fault(file, number, "", str(row)[:80], "unreadable", details))
            continue
        cells = {k: v for k, v in ((k, _json_text(v)) for k, v in row.items()) if v}
        header |= dict.fromkeys(cells)
        table.rows.append((number, cells))
    if len(header) > MOST_COLUMNS:
        return None, [too_wide(file, len(header))]
    table.header[:] = header
    return table, faults


def _json_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "|".join(_json_text(v) for v in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else cell_text(value)
