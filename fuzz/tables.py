"""Tables of the template: CSV, XLSX, JSON, and the folder with its description."""

import io
import json
from collections.abc import Iterator

from frenchtech_graph.ingest.tables import template
from frenchtech_graph.ingest.tables.reading import read_dataset
from frenchtech_graph.io.faults import FaultsError
from fuzz import mutations
from fuzz.harnesses import Harness, Run
from fuzz.places import FIXTURES, folder, written

_MINI = FIXTURES / "mini"
_TABLES = ("actors", "events", "observations", "sources", "ties")


def harnesses() -> Iterator[Harness]:
    """Yield the harnesses of the readers of tables."""
    for name in _TABLES:
        seed = (_MINI / f"{name}.csv").read_bytes()
        yield Harness(
            f"table-{name}", _in_folder(f"{name}.csv"), [seed].copy, (FaultsError,), mutations.table
        )
    for name, seed in (
        ("dataset.toml", _DESCRIPTION),
        ("conflicts.csv", _CONFLICTS),
        ("unmapped.csv", _UNMAPPED),
    ):
        yield Harness(f"folder-{name}", _in_folder(name), [seed].copy, (FaultsError,))
    yield Harness("table-json", _alone("tables.json"), _json_seeds, (FaultsError,), mutations.tree)
    yield Harness(
        "table-xlsx", _alone("tables.xlsx"), _xlsx_seeds, (FaultsError,), mutations.workbook
    )


_DESCRIPTION = b"""id = "mini"
title_fr = "Mini"
title_en = "Mini"
publisher = "Nous"
licence = "https://creativecommons.org/licenses/by/4.0/"
issued = "2026-01-01"
records = 12

[counts.actors]
min = 1
max = 3
"""
_CONFLICTS = b"id_other,id_preferred\na,b\n"
_UNMAPPED = b"record,subject,predicate,object,reason_fr,reason_en\n1,a,b,c,parce que,because\n"


def _in_folder(name: str) -> Run:
    """Return a reader of a folder of sound tables in which the file `name` is the input."""

    def run(data: bytes) -> object:
        where = folder() / "mini"
        if not where.exists():
            where.mkdir()
            for file in _MINI.iterdir():
                (where / file.name).write_bytes(file.read_bytes())
        before = where / name
        sound = before.read_bytes() if before.exists() else None
        try:
            before.write_bytes(data)
            return read_dataset(where)
        finally:
            before.unlink() if sound is None else before.write_bytes(sound)

    return run


def _alone(name: str) -> Run:
    def run(data: bytes) -> object:
        return read_dataset(written(name, data))

    return run


def _rows() -> dict[str, list[dict[str, str]]]:
    import csv

    return {
        n: list(csv.DictReader((_MINI / f"{n}.csv").open(encoding="utf-8", newline="")))
        for n in _TABLES
    }


def _json_seeds() -> list[bytes]:
    return [json.dumps(_rows(), ensure_ascii=False).encode()]


def _xlsx_seeds() -> list[bytes]:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in _rows().items():
        sheet = book.create_sheet(name)
        sheet.append(list(template.load()[name].columns))
        for row in rows:
            sheet.append([row.get(c, "") for c in template.load()[name].columns])
    out = io.BytesIO()
    book.save(out)
    return [out.getvalue()]
