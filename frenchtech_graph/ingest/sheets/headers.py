"""Find the header of a table in a sheet, with the titles above it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from frenchtech_graph.ingest.sheets.contents import looks_like
from frenchtech_graph.ingest.sheets.fields import (
    entries,
    is_year,
    meanings,
    titles_in,
)
from frenchtech_graph.ingest.sheets.lexicon import is_blank, pattern
from frenchtech_graph.ingest.sheets.money_headers import is_money
from frenchtech_graph.ingest.sheets.ticks import are_ticks
from frenchtech_graph.ingest.sheets.vocabularies import ACTORS
from frenchtech_graph.ingest.workbooks.cell import Cell, Sheet
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.wordings import find

_DEEPEST = 40
_LONGEST = 60
_ALIKE = 0.8


@dataclass(slots=True)
class Block:
    """A table within a sheet: its header, the titles above it, its rows.

    `row` is the index of the header in the sheet. `rows` have their index in the sheet. Sections
    are rows of one text that describe the rows beneath them. `bare` means that the table has no
    header.
    """

    sheet: Sheet
    row: int
    header: list[str]
    titles: list[str]
    rows: list[int] = field(default_factory=list)
    sections: dict[int, str] = field(default_factory=dict)
    left_out: dict[int, str] = field(default_factory=dict)
    bare: bool = False

    def number(self, row: int) -> int:
        """Return the number of a row as the spreadsheet program shows it."""
        return row + self.sheet.first

    def section(self, row: int) -> str:
        """Return the text of the section of a row."""
        above = [r for r in self.sections if r < row]
        return self.sections[max(above)] if above else ""

    def cells(self, column: int) -> list[Cell]:
        """Return the cells of a column that show anything."""
        return [c for r in self.rows if (c := self.sheet.at(r, column))]


def find_block(sheet: Sheet, stated: int | None = None) -> Block | None:
    """Return the table of a sheet, or None if it has no table.

    `stated` is the number of the header row, if the user stated it.
    """
    filled = [index for index, _ in sheet.filled()]
    if not filled or (stated is None and _is_matrix(sheet, filled)):
        return None
    if stated is not None:
        row = stated - sheet.first
        return _block(sheet, filled, row, two=_is_group(sheet, row - 1, filled))
    row = max(filled[:_DEEPEST], key=lambda r: (_likeness(sheet, r, filled), -r))
    if _likeness(sheet, row, filled) <= 0:
        return None
    if _is_of_sentences(sheet, row):
        return None
    if _is_data(sheet, row, filled):
        return _without_header(sheet, filled, row)
    two = _is_group(sheet, row, filled)
    return _block(sheet, filled, row + two, two=two)


def _is_of_sentences(sheet: Sheet, row: int) -> bool:
    """Check whether a sheet is only text: a single column whose header is unknown, or ends with a colon
    (`Code couleur :`).
    """
    text = next((c.text for c in sheet.rows[row] if c), "")
    single = sum(any(r[c] for r in sheet.rows if c < len(r)) for c in range(sheet.width)) == 1
    return single and (text.endswith(":") or _is_known(text) < 0.7)


def _is_matrix(sheet: Sheet, filled: Sequence[int]) -> bool:
    """Return whether a sheet is a matrix with the same names in a row and a column."""
    for row in filled[:_DEEPEST]:
        across = {c.text for c in sheet.rows[row][1:] if c}
        down = {sheet.at(r, 0).text for r in filled if r > row} - {""}
        if len(across) > 1 and len(across & down) >= _ALIKE * max(len(across), len(down)):
            return True
    return False


def _block(sheet: Sheet, filled: Sequence[int], row: int, *, two: bool) -> Block | None:
    """Return the table beneath a header. `two` means that the row above belongs to it."""
    header = _header(sheet, row, two=two)
    titles = [t for r in filled if r < row - two for t in _texts(sheet.rows[r])]
    block = Block(sheet, row, header, list(dict.fromkeys((*titles, *sheet.titles))))
    _share_out(block, [r for r in filled if r > row])
    return block if block.rows else None


def _without_header(sheet: Sheet, filled: Sequence[int], row: int) -> Block:
    """Return the table that begins at a row, its columns named by their letters."""
    from openpyxl.utils import get_column_letter  # loads openpyxl, few builds need it

    header = [get_column_letter(c + 1) for c in range(sheet.width)]
    titles = [t for r in filled if r < row for t in _texts(sheet.rows[r])]
    block = Block(sheet, row - 1, header, titles, bare=True)
    _share_out(block, [r for r in filled if r >= row])
    return block


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [c.text for c in cells if c]


def _likeness(sheet: Sheet, row: int, filled: Sequence[int]) -> float:
    """Return how much a row looks like the header of the rows beneath it."""
    cells = [c for c in sheet.rows[row] if c]
    texts = {c.text for c in cells}
    known = [_is_known(t) for t in texts]
    if row == filled[-1] or (len(texts) == 1 and _is_title(sheet, cells, known)):
        return 0
    odd = sum(c.number is not None or c.date is not None or len(c.text) > _LONGEST for c in cells)
    repeated = len(cells) - len(texts)
    score = 3 * sum(known) + 0.5 * len(texts) - 2 * odd - repeated
    return score if any(known) or _is_first(sheet, row, filled) else 0


def _is_title(sheet: Sheet, cells: Sequence[Cell], known: Sequence[float]) -> bool:
    """Return whether the one text of a row is a title: it is merged over several cells, or is no
    header that is known.
    """
    return len(cells) > 1 or (sheet.width > 1 and not all(known))


def _is_known(text: str) -> float:
    found = meanings(text)
    near = (1.0, 0.7, 0.4)[found[0].near] if found else 0.0
    return near if len(text) > 1 else min(near, 0.3)


def _is_first(sheet: Sheet, row: int, filled: Sequence[int]) -> bool:
    """Return whether a row of unknown words may be a header: the first of several of its width."""
    width = sum(map(bool, sheet.rows[row]))
    return row == filled[0] and width > 1


def _is_group(sheet: Sheet, row: int, filled: Sequence[int]) -> bool:
    """Return whether a header row only groups the headers beneath: some of its cells are merged
    over several columns, with headers beneath them.
    """
    groups = [
        (a, c) for t, a, b, c in sheet.merged if t == b == row and a < c < a + sheet.width - 1
    ]
    if not groups or row + 1 not in filled:
        return False
    columns = [(first, column) for first, last in groups for column in range(first, last + 1)]
    under = [(sheet.at(row, first).text, sheet.at(row + 1, column)) for first, column in columns]
    return _are_headers(under) or _are_crossed(sheet, [c for _, c in columns], row + 1, filled)


def _are_crossed(sheet: Sheet, columns: Sequence[int], row: int, filled: Sequence[int]) -> bool:
    """Return whether columns contain crosses beneath a row."""
    cells = [sheet.at(r, c) for r in filled if r > row for c in columns]
    return are_ticks([c for c in cells if c])


def _are_headers(under: Sequence[tuple[str, Cell]]) -> bool:
    """Return whether cells, each beneath a group, are headers: mostly known ones, years, or names
    of givers of the group's money.
    """
    if any((c.number is not None or c.date is not None) and not is_year(c.text) for _, c in under):
        return False
    said = [(group, c.text) for group, c in under if c and not is_year(c.text)]
    known = sum(1.0 if is_money(group) else _is_known(text) for group, text in said)
    return bool(said) and known * 2 >= len(said)


def _is_data(sheet: Sheet, row: int, filled: Sequence[int]) -> bool:
    """Return whether the row that looks most like a header is a row of data: its values have the
    same kinds as the values beneath, as in a sheet without headers.
    """
    texts = _texts(sheet.rows[row])
    if 2 * sum(_is_known(t) == 1 for t in texts) >= len(texts):
        return False
    beneath = [r for r in filled if r > row][:50]
    for column in range(sheet.width):
        code = looks_like([c for r in beneath if (c := sheet.at(r, column))])
        own = sheet.at(row, column)
        if code in ("kind", "place", "siren", "email") and own and looks_like([own]) == code:
            return True
    return False


def _header_cells(sheet: Sheet, row: int) -> list[str]:
    cells = [" ".join(c.text.split()) for c in sheet.rows[row]]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _header(sheet: Sheet, row: int, *, two: bool = False) -> list[str]:
    """Return the header texts, with the header of the group above if a text appears twice."""
    cells = _header_cells(sheet, row)
    if two:
        above = _header_cells(sheet, row - 1)
        size = max(len(cells), len(above))
        cells, above = (x + [""] * (size - len(x)) for x in (cells, above))
        cells = [c or a for c, a in zip(cells, above, strict=True)]
    over = {c: sheet.at(top, left).text for c, (top, left) in _groups(sheet, row).items()}
    found: list[str] = []
    for column, text in enumerate(cells):
        named = _named(text, over.get(column, ""), cells)
        while named and named in found:
            named += " ′"
        found.append(named)
    return found


def _named(text: str, group: str, cells: Sequence[str]) -> str:
    """Return a header with the header of the group above it, if it is not specific by itself."""
    if not group or not text:
        return text or group
    alone = cells.count(text) == 1 and not is_year(text) and meanings(text) and not is_money(group)
    return text if alone else f"{group} – {text}"


def _groups(sheet: Sheet, row: int) -> dict[int, tuple[int, int]]:
    """Return for each column the cell above the header that is merged over it and others."""
    groups: dict[int, tuple[int, int]] = {}
    for top, left, bottom, right in sheet.merged:
        if bottom == row - 1 and 1 <= right - left < sheet.width - 1:
            groups |= dict.fromkeys(range(left, right + 1), (top, left))
    return groups


def _share_out(block: Block, beneath: Sequence[int]) -> None:
    """Sort the rows beneath a header: rows of the table, sections, repeated headers, totals."""
    names = [t for t in block.header if t]
    wide = len(names) > 2
    for row in beneath:
        cells = [block.sheet.at(row, c) for c in range(len(block.header))]
        texts = _texts(cells)
        if not texts:
            block.left_out[row] = "beside"
        elif [c.text for c in cells if c] == names[: len(texts)] and len(texts) == len(names):
            block.left_out[row] = "header"
        elif _is_total(cells):
            block.left_out[row] = "total"
        elif _is_footnote(block, row, cells, wide=wide):
            block.left_out[row] = "footnote"
        elif wide and _is_section(block, row, cells):
            block.sections[row] = texts[0]
        else:
            block.rows.append(row)


def _is_total(cells: Sequence[Cell]) -> bool:
    """Return whether a row is a total of others: it begins with the word, followed by numbers."""
    first, *others = [c for c in cells if c]
    said = fold(first.text)
    if _is_count(first.text.strip()) and all(any(map(str.isdigit, c.text)) for c in others):
        return True
    numbers = all(any(f.isdigit() for f in c.text) or is_blank(c.text) for c in others)
    if not pattern("totals").match(said) or not numbers:
        return False
    return len(said.split()) <= 3 or (bool(others) and len(said.split()) <= 6)


_COUNT = re.compile(
    r"\d+\s+(?:membre|adhérent|startup|start-up|entreprise|société|projet|ligne|structure|member|"
    r"compan|project|row|record)\w{0,3}\.?(?=\W|$)",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\D{3,40}:\s*\d[\d\s]*")


def _is_count(text: str) -> bool:
    """Return whether a text counts rows: `12 membres`, `Nombre de projets : 4`."""
    summed = pattern("totals").match(fold(text)) and _COUNTED.fullmatch(text)
    return bool(_COUNT.match(text) or summed)


_FOOTNOTE = re.compile(
    r"\s*(?:\*|#\s*[^\W\d_]|\(\d\)\s|[¹²³†‡]|©|(?:source|note|nota|nb|n\.b\.|légende|legend|mise à jour|màj)s?\s*:)",
    re.IGNORECASE,
)
_SENTENCE = 8
_REMARK = 4
"""Words of a text that is a note: alone beneath a table, and beneath its totals."""


def _is_footnote(block: Block, row: int, cells: Sequence[Cell], *, wide: bool) -> bool:
    """Return whether a row is a note beneath a table: one text, that is marked as a note, or is a
    sentence apart from the table. A table that is not `wide` has only comments (`# …`).
    """
    texts = {c.text for c in cells if c}
    text = next(iter(texts), "")
    if len(texts) != 1 or not (wide or text.startswith("#")):
        return False
    above = block.left_out.get(row - 1)
    apart = row > 0 and (not any(block.sheet.rows[row - 1]) or above == "footnote")
    summed = any(block.left_out.get(r) == "total" for r in range(row))
    long = len(text.split()) >= (_REMARK if summed else _SENTENCE)
    return bool(_FOOTNOTE.match(text)) or (apart and long) or _explains(block, text)


def _explains(block: Block, text: str) -> bool:
    """Return whether a text explains the values of a column (`Collège 1 : banques ; 2 : autres`)."""
    before, colon, _ = text.partition(":")
    said = [w for w in fold(before).split() if not w.isdigit()]
    return bool(colon and said) and " ".join(said) in {fold(h) for h in block.header}


def _is_section(block: Block, row: int, cells: Sequence[Cell]) -> bool:
    """Return whether a row is the title of the rows beneath it: one text, over several cells, a
    word for a kind of entity or a list, or a year.
    """
    texts = {c.text for c in cells if c}
    if len(texts) != 1:
        return False
    text = next(iter(texts))
    merged = any(t == row and r > left for t, left, _, r in block.sheet.merged)
    found = find(ACTORS, text)
    titled = is_year(text) or any(entries()["titles"][t]["kind"] for t in titles_in(text))
    kind = bool(found) and found[0].sure
    return merged or (len([c for c in cells if c]) == 1 and (kind or titled))
