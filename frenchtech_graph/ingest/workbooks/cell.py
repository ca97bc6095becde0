"""A cell as a spreadsheet program shows it, and its sheet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Cell:
    """The visible content of a cell.

    `text` is the whole of it. `number` is the displayed number (18.5 for `18.5 %`, 1.5 for `1.5
    M€`), and `unit` is the unit in its format (`%`, `M€`). `date` is the date shown, at the
    precision shown: `2016`, `2016-05`, `2016-05-10`. `link` is the address that a click opens.
    `flaw` is the code of a fault: `error`, `formula` (never computed), `no-year`.
    `comment` is the text of its comment.
    """

    text: str = ""
    number: Decimal | None = None
    unit: str = ""
    date: str | None = None
    link: str = ""
    flaw: str = ""
    comment: str = ""

    def __bool__(self) -> bool:
        """Return whether anything is shown."""
        return bool(self.text)


EMPTY = Cell()


@dataclass(slots=True)
class Looks:
    """How the cells of a sheet look, where that may mean something: rows and columns from 0.

    `colours` are the backgrounds of filled cells, and `struck` are cells with strikethrough.
    `hidden_rows` and `hidden_columns` are not shown.
    """

    colours: dict[tuple[int, int], str] = field(default_factory=dict)
    struck: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Sheet:
    """The cells of one sheet by row, from the left. `first` is the number of the first row.

    `merged` are the ranges of merged cells as (top, left, bottom, right), counted from 0 within
    `rows`. The value of each range is copied into all its cells. `looks` is available for workbooks
    of Excel (XLSX) only. A part without an empty row above it has the `titles` of the first table.
    """

    file: str
    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    first: int = 1
    looks: Looks = field(default_factory=Looks)
    titles: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """The sheet as faults name it."""
        return f"{self.file}[{self.name}]" if self.name else self.file

    def at(self, row: int, column: int) -> Cell:
        """Return a cell, an empty one beyond the end of a row."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else EMPTY

    def filled(self) -> Iterator[tuple[int, list[Cell]]]:
        """Yield the rows that show anything, with their index."""
        for index, cells in enumerate(self.rows):
            if any(cells):
                yield index, cells

    @property
    def width(self) -> int:
        """The number of columns."""
        return max(map(len, self.rows), default=0)


@dataclass(slots=True)
class Book:
    """The content of one file: its sheets, and the properties of the file.

    `title` and `modified` (a day) come from the properties of the file. `remarks` are codes with a
    value that describe for the user how the file was read (`encoding`, `separator`).
    """

    file: str
    sheets: list[Sheet] = field(default_factory=list)
    title: str = ""
    modified: str = ""
    remarks: list[tuple[str, str]] = field(default_factory=list)


def spread(sheet: Sheet) -> None:
    """Write the value of merged cells into all of them."""
    for top, left, bottom, right in sheet.merged:
        value = sheet.at(top, left)
        for row in range(top, min(bottom, len(sheet.rows) - 1) + 1):
            cells = sheet.rows[row]
            cells.extend([EMPTY] * (right + 1 - len(cells)))
            cells[left : right + 1] = [value] * (right + 1 - left)
