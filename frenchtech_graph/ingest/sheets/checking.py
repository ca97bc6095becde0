"""Rows made from a workbook, checked in the same way as rows of the template.

A refused row leads to a question.
"""

from collections.abc import Iterable, Sequence

from frenchtech_graph.ingest.sheets.desk import TABLES, Desk, Made
from frenchtech_graph.ingest.tables import template
from frenchtech_graph.ingest.tables.checked_table import CheckedTable, Row
from frenchtech_graph.ingest.tables.raw_table import RawTable
from frenchtech_graph.ingest.tables.row_checks import References, check_rows
from frenchtech_graph.io.faults import Fault
from frenchtech_graph.model import ontology
from frenchtech_graph.model.records import Dataset

Rows = dict[str, list[tuple[int, Row]]]
_ROUNDS = 20


def checked_rows(desk: Desk, known: Sequence[Dataset]) -> Rows:
    """Return the rows of a desk in their checked form, by table with their place among them.

    A row that breaks a rule of the template is removed and leads to a question. Rows that referred
    to it are removed too.
    """
    for _ in range(_ROUNDS):
        tables = _check(desk, known)
        faults = [(name, f) for name, t in tables.items() for f in t.faults]
        if not faults:
            return {name: t.rows for name, t in tables.items()}
        _refuse(desk, faults)
    return {name: [] for name in TABLES}


def _check(desk: Desk, known: Sequence[Dataset]) -> dict[str, CheckedTable]:
    tables = {}
    for name, stated in template.load().items():
        rows = [(i, dict(m.cells)) for i, m in enumerate(desk.tables[name])]
        tables[name] = CheckedTable(RawTable(name, name, list(stated.columns), rows), stated)
    references = References.of({name: [t] for name, t in tables.items()}, known)
    check_rows({name: [t] for name, t in tables.items()}, references)
    return tables


def _refuse(desk: Desk, faults: Iterable[tuple[str, Fault]]) -> None:
    refused: dict[str, set[int]] = {}
    for name, fault in faults:
        if fault.row in refused.setdefault(name, set()):
            continue
        refused[name].add(fault.row)
        _doubt(desk, desk.tables[name][fault.row], fault)
    for name, rows in refused.items():
        desk.tables[name] = [m for i, m in enumerate(desk.tables[name]) if i not in rows]


def _doubt(desk: Desk, made: Made, fault: Fault) -> None:
    texts: dict[str, str] = {}
    for lang in ontology.LANGUAGES:
        texts |= {f"reason_{lang}": fault.expectation(lang), f"remedy_{lang}": fault.remedy(lang)}
    name = made.cells.get("name") or fault.value
    desk.doubt(made.sheet, made.row, fault.column, name, "refused", **texts)
