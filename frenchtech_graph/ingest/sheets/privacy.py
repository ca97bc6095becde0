"""Rows marked private: the records that come only from them are not published."""

from collections.abc import Callable, Sequence

from frenchtech_graph.ingest.sheets.desk import Desk, Made
from frenchtech_graph.ingest.sheets.lexicon import is_blank, truth
from frenchtech_graph.ingest.sheets.rows import Row
from frenchtech_graph.model.names import fold


def is_private(row: Row) -> bool:
    """Return whether a row is marked private. A mark that is neither yes nor no counts as yes.

    A column for public rows has the opposite meaning.
    """
    for code in ("private", "public"):
        column = row.column(code)
        cell = row.cell(column)
        if column is None or not cell or is_blank(cell.text):
            continue
        said = truth(cell.text)
        words = fold(cell.text).split()
        if said is None and words[:1] in (["prive"], ["privee"], ["private"], ["confidentiel"]):
            said = code == "private"
        elif said is None and words[:1] == ["public"]:
            said = code == "public"
        private = (said if code == "private" else not said) if said is not None else True
        if said is None:
            row.doubt(column, cell, "truth", guess=code)
        row.note(column, cell, "private" if private else "public")
        return private
    return False


def with_privacy(row: Row, read: Callable[[Row], None]) -> None:
    """Read a row. Its records are private if the row is.

    An actor is private if only private rows mention it.
    """
    desk = row.table.desk
    before = {name: len(rows) for name, rows in desk.tables.items()}
    private = is_private(row)
    read(row)
    if private:
        _mark(desk, before, row)
    else:
        _unmark(desk, desk.tables["ties"][before["ties"] :])


def _mark(desk: Desk, before: dict[str, int], row: Row) -> None:
    desk.private.add((row.table.name, row.number))
    for name, rows in desk.tables.items():
        for made in rows[before[name] :]:
            made.private = True
    for name in ("actors", "events"):
        for made in desk.tables[name]:
            if made.row == row.number and made.sheet == row.table.name:
                made.private = True


def _unmark(desk: Desk, ties: Sequence[Made]) -> None:
    for tie in ties:
        for end in ("from", "to", "event"):
            made = desk.entity(tie.cells.get(end, ""))
            if made and made.named:
                made.private = False
