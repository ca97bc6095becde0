"""Comments of cells: remarks of the row."""

from typing import TYPE_CHECKING

from frenchtech_graph.ingest.sheets.contents import holds_personal_data
from frenchtech_graph.ingest.sheets.doubts import KEPT, OUT, Cellwise
from frenchtech_graph.ingest.sheets.fields import HIDDEN, IGNORED, NOTE, PERSONAL

if TYPE_CHECKING:
    from frenchtech_graph.ingest.sheets.rows import Row

_AFTER_CELLS = 100_000
"""Offset that is added to the position of a column for the comments of its cells."""


def keep_comments(row: "Row") -> None:
    """Keep the comments of the cells of a row as remarks. Personal data and comments of columns that
    are left out stay out.
    """
    plan = row.table.plan
    for column, cell in enumerate(plan.block.sheet.rows[row.index]):
        if not cell.comment:
            continue
        code = plan.columns[column] if column < len(plan.columns) else NOTE
        text, header = " ".join(cell.comment.split()), f"{row.header(column) or '–'} (*)"
        where = (row.table.name, row.number, header, text)
        if code in (IGNORED, PERSONAL, HIDDEN) or holds_personal_data(text):
            row.table.desk.note(Cellwise(*where, PERSONAL, "", OUT, _AFTER_CELLS + column))
            continue
        row.remarks.append(f"{header} : {text}")
        row.table.desk.note(Cellwise(*where, NOTE, text, KEPT, _AFTER_CELLS + column))
