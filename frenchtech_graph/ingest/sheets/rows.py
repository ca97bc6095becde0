"""One row of a table: its cells read by their meaning, with their certainty."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from frenchtech_graph.ingest.sheets.amounts import (
    Quantity,
    read_quantity,
)
from frenchtech_graph.ingest.sheets.columns import Order
from frenchtech_graph.ingest.sheets.comments import keep_comments
from frenchtech_graph.ingest.sheets.contents import holds_personal_data, is_initialled
from frenchtech_graph.ingest.sheets.dates import Span, read_date
from frenchtech_graph.ingest.sheets.doubts import DOUBT, KEPT, OUT, READ, Cellwise
from frenchtech_graph.ingest.sheets.fields import ADDRESS, HIDDEN, IGNORED, NOTE, PERSONAL
from frenchtech_graph.ingest.sheets.gates import is_plain_amount
from frenchtech_graph.ingest.sheets.lexicon import is_blank, truth, words
from frenchtech_graph.ingest.sheets.mapping import cell_key
from frenchtech_graph.ingest.sheets.read_tables import Table
from frenchtech_graph.ingest.sheets.unknown_units import lacks_unit, unit_for
from frenchtech_graph.ingest.tables.cell_forms import Wrong, suggestion
from frenchtech_graph.ingest.tables.cells import check_text
from frenchtech_graph.ingest.workbooks.cell import EMPTY, Cell
from frenchtech_graph.model.names import fold, slug
from frenchtech_graph.model.wordings import Wording, find, suggest

_FLAWS = ("error", "formula")
_LONGEST_NOTE = 10_000


@dataclass(slots=True)
class Row:
    """A row of a table. Remarks are collected in `remarks`."""

    table: Table
    index: int
    remarks: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The number of the row as the spreadsheet program shows it."""
        return self.table.plan.block.number(self.index)

    def header(self, column: int) -> str:
        """Return the header of a column."""
        header = self.table.plan.block.header
        return header[column] if column < len(header) else ""

    def column(self, code: str) -> int | None:
        """Return the column of a meaning."""
        return self.table.plan.index(code)

    def cell(self, column: int | None) -> Cell:
        """Return a cell.

        A cell with an error, or a formula without a result, leads to a question and is empty.
        """
        if column is None:
            return EMPTY
        self.table.seen[self.index].add(column)
        cell = self.table.plan.block.sheet.at(self.index, column)
        stated = self.table.desk.reading.cells
        if stated and (text := stated.get(self._key(column))) is not None:
            cell = Cell(text)
        if cell.flaw in _FLAWS:
            self.doubt(column, cell, cell.flaw)
            self.note(column, cell, "", DOUBT)
            return EMPTY
        return self._above(column) if fold(cell.text) in words("same_as_above") else cell

    def _key(self, column: int) -> str:
        return cell_key(self.table.name, self.number, self.header(column))

    def _above(self, column: int) -> Cell:
        """Return the cell that `idem` refers to: the nearest different value above."""
        block = self.table.plan.block
        for index in reversed([r for r in block.rows if r < self.index]):
            cell = block.sheet.at(index, column)
            if cell and fold(cell.text) not in words("same_as_above"):
                return cell
        return EMPTY

    def doubt(self, column: int, cell: Cell, code: str, **more: object) -> None:
        """Record a question about a cell, and that its reading is uncertain."""
        header = self.header(column)
        self.table.desk.doubt(self.table.name, self.number, header, cell.text, code, **more)

    def note(self, column: int, cell: Cell, reading: str, state: str = READ) -> None:
        """Note how a cell was read."""
        columns = self.table.plan.columns
        meaning = columns[column] if column < len(columns) else NOTE
        where = (self.table.name, self.number, self.header(column))
        shown = self.table.plan.block.sheet.at(self.index, column).text if cell else ""
        self.table.desk.note(Cellwise(*where, shown, meaning, reading, state, column))

    def remark(self, column: int, cell: Cell) -> None:
        """Keep a cell as a remark. Personal data is left out."""
        if not cell or is_blank(cell.text):
            self.note(column, cell, "", READ)
        elif holds_personal_data(cell.text) or is_initialled(cell.text):
            self.note(column, cell, "", OUT)
        else:
            self.remarks.append(f"{self.header(column) or '–'} : {' '.join(cell.text.split())}")
            self.note(column, cell, cell.text, KEPT)

    def text(self, code: str) -> str:
        """Return the text of a field, empty if it means no data."""
        column = self.column(code)
        cell = self.cell(column)
        if column is None or not cell or is_blank(cell.text):
            return ""
        text = " ".join(cell.text.split())
        if isinstance(found := check_text(text), Wrong) and found.code == "mojibake":
            self.doubt(column, cell, "damaged", guess=text)
        self.note(column, cell, text)
        return text

    def date(self, code: str) -> Span:
        """Return the date of a field, an empty span if it is missing."""
        return self.date_at(self.column(code))

    def date_at(self, column: int | None) -> Span:
        """Return the date of a column, in the same way as `date`."""
        cell = self.cell(column)
        if column is None or not cell:
            return Span()
        if cell.date:
            self.note(column, cell, cell.date)
            return Span(cell.date)
        if cell.flaw == "no-year":
            self.doubt(column, cell, "no-year")
            return self._kept(column, cell)
        order = self.table.order(column)
        found = read_date(cell.text, order.order)
        if found is None:
            self.doubt(column, cell, "date")
            return self._kept(column, cell)
        return self._dated(column, cell, found, order)

    def _kept(self, column: int, cell: Cell) -> Span:
        self.remarks.append(f"{self.header(column)} : {cell.text}")
        self.note(column, cell, "", DOUBT)
        return Span()

    def _dated(self, column: int, cell: Cell, found: Span, order: Order) -> Span:
        shown = " – ".join(filter(None, (found.start, found.end)))
        if found.about:
            self.remarks.append(f"{self.header(column)} : {cell.text}")
        if not found.sure:
            self.doubt(column, cell, "date-guess", guess=shown)
        elif order.doubtful and cell.text == order.doubtful:
            about = "dates"
            self.doubt(column, cell, "order", guess=order.order, about=about)
        self.note(column, cell, shown, READ if found.sure else DOUBT)
        return found

    def quantity(self, code: str, what: str = "number") -> Quantity:
        """Return the number of a field, empty if it is missing.

        `what` is the code of the question (`amount`, `number`).
        """
        return self.quantity_at(self.column(code), what)

    def quantity_at(self, column: int | None, what: str = "number") -> Quantity:
        """Return the number of a column, in the same way as `quantity`."""
        cell = self.cell(column)
        if column is None or not cell:
            return Quantity()
        header = unit_for(self.table, column, cell) if what == "amount" else self.header(column)
        found = read_quantity(cell, header, self.table.amounts(column).comma)
        if found is None or found.percent or cell.date:
            self.doubt(column, cell, what)
            self._kept(column, cell)
            return Quantity()
        if what == "amount" and self._is_held_back(column, cell, found):
            return self._without_unit(column, cell)
        if not found.sure:
            self.doubt(column, cell, "number-guess", guess=found.text())
            self.remarks.append(f"{self.header(column)} : {cell.text}")
        self.note(column, cell, _shown(found), READ if found.sure else DOUBT)
        return found

    def _is_held_back(self, column: int, cell: Cell, found: Quantity) -> bool:
        """Check whether an amount stays out of the tables, and ask about it. Its text has other words, or
        the unit of its column is unknown.
        """
        if not is_plain_amount(cell, found):
            self.doubt(column, cell, "amount-in-text")
            return True
        if found.value and lacks_unit(self.table, column, cell, found):
            self.table.doubt_unit(column)
            return True
        return False

    def _without_unit(self, column: int, cell: Cell) -> Quantity:
        self._kept(column, cell)
        return Quantity()

    def amount(self, code: str) -> Quantity:
        """Return the amount of a field with its currency."""
        return self.amount_at(self.column(code))

    def amount_at(self, column: int | None) -> Quantity:
        """Return the amount of a column with its currency."""
        found = self.quantity_at(column, "amount")
        return found if column is None else self._with_currency(column, found)

    def amount_of(self, column: int, text: str) -> Quantity:
        """Return the amount in a part of a cell, with its currency."""
        unit, comma = self.table.unit_of(column), self.table.amounts(column).comma
        found = read_quantity(Cell(text), unit, comma) or Quantity()
        return self._with_currency(column, found)

    def _with_currency(self, column: int, found: Quantity) -> Quantity:
        if found.value is None or found.currency:
            return found
        answered = self.table.desk.reading.word("currency", self.header(column)) or ""
        stated = (answered or self.text("currency")).upper()
        currency = stated if len(stated) == 3 else self.table.amounts(column).currency
        if not currency:
            about = self.header(column)
            self.table.desk.doubt(
                self.table.name, 0, about, about, "currency", guess="EUR", about="currency"
            )
        return replace(found, currency=currency or "EUR")

    def percentage(self, code: str = "percentage") -> Quantity:
        """Return the percentage of a field."""
        column = self.column(code)
        cell = self.cell(column)
        if column is None or not cell:
            return Quantity()
        found = read_quantity(cell, self.header(column), self.table.amounts(column).comma)
        if found is None or (found.value is not None and not 0 <= found.value <= 100):
            self.doubt(column, cell, "percentage")
            self._kept(column, cell)
            return Quantity()
        if found.value is not None and self.table.are_shares(column) and "%" not in cell.text:
            found = replace(found, value=found.value * 100, sure=False)
            guess = found.text()
            self.doubt(column, cell, "percentage-guess", guess=guess)
        elif found.qualifier and found.value is not None:
            found = replace(found, sure=False)
            self.doubt(column, cell, "number-guess", guess=found.text())
            self.remarks.append(f"{self.header(column)} : {cell.text}")
        self.note(column, cell, found.text(), READ if found.sure else DOUBT)
        return found

    def truth(self, code: str) -> bool | None:
        """Return the truth value of a field, None where it says none."""
        column = self.column(code)
        cell = self.cell(column)
        if column is None or not cell:
            return None
        found = truth(cell.text)
        if found is None:
            self.remark(column, cell)
        else:
            self.note(column, cell, str(found).lower())
        return found

    def word(self, code: str, vocabulary: str, spec: str, text: str = "") -> tuple[Wording, ...]:
        """Return the possible terms for a word: from the user, or else from the ontology."""
        stated = self.table.desk.reading.word(vocabulary, text)
        if stated is not None:
            return (Wording(stated.removeprefix("<"), stated.startswith("<")),) if stated else ()
        return find(spec, text)

    def doubt_word(
        self,
        column: int,
        cell: Cell,
        text: str,
        vocabulary: str,
        spec: str,
        guess: str,
        within: tuple[str, ...] = (),
    ) -> None:
        """Record that a word is unknown or uncertain. `guess` is the assumed term, and `within` has
        the terms of words in a phrase, which are only proposed.
        """
        if self.table.desk.reading.word(vocabulary, text) is not None:
            return
        near = tuple(dict.fromkeys((*within, *suggest(spec, text))))
        choices = near or ((guess,) if guess else ())
        code = "word-left-out" if not guess else "word-guess" if find(spec, text) else "word"
        hint = suggestion(choices if code != "word-guess" else ())
        shown = {
            f"suggestion_text_{lang}": hint.get(f"suggestion_{lang}", "") for lang in ("fr", "en")
        }
        more = {"guess": guess, "about": f"words.{vocabulary}", "choices": choices, **shown}
        self.doubt(column, Cell(text), code, **more)

    def leftovers(self) -> None:
        """Keep the missing cells of the row as remarks, and the comments. Columns that are left out
        stay out.
        """
        keep_comments(self)
        plan = self.table.plan
        for column in range(len(plan.block.sheet.rows[self.index])):
            code = plan.columns[column] if column < len(plan.columns) else NOTE
            if self.is_noted(column):
                continue
            looked_at = column in self.table.seen[self.index]
            cell = self.cell(column)
            if cell and code in (IGNORED, PERSONAL, HIDDEN):
                self.note(column, cell, "", OUT)
            elif cell:
                if not looked_at and column < len(plan.columns) and code != ADDRESS:
                    self.table.doubt_unused(column)
                self.remark(column, cell)

    def is_noted(self, column: int) -> bool:
        """Check whether a cell is in the report already. A cell with an error counts once."""
        flawed = self.table.plan.block.sheet.at(self.index, column).flaw in _FLAWS
        noted = (self.table.name, self.number, column) in self.table.desk.noted
        return noted or (flawed and column in self.table.seen[self.index])

    def remarks_text(self) -> str:
        """Return the remarks as one text."""
        text = " ; ".join(dict.fromkeys(self.remarks))
        return text if len(text) <= _LONGEST_NOTE else text[: _LONGEST_NOTE - 1] + "…"


def rows_of(table: Table) -> Iterator[Row]:
    """Yield the rows of a table."""
    for index in table.plan.block.rows:
        yield Row(table, index)


def record_of(row: Row) -> str:
    """Return the name of the note that a row is: sheet and number."""
    return f"{slug(row.table.name)}-{row.number}"


def _shown(found: Quantity) -> str:
    return " ".join(filter(None, (found.qualifier, found.text(), found.currency)))
