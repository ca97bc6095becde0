"""A table being read: its plan, and the properties that a column decides for all its cells."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median

from frenchtech_graph.ingest.sheets.amounts import says_unit, unit_in_title
from frenchtech_graph.ingest.sheets.columns import Money, Order, are_shares, money_in, order_in
from frenchtech_graph.ingest.sheets.desk import Desk
from frenchtech_graph.ingest.sheets.fields import NOTE
from frenchtech_graph.ingest.sheets.lists import split_names
from frenchtech_graph.ingest.sheets.plans import Plan
from frenchtech_graph.model.names import fold

_MORE = re.compile(r"\s(?:et|and|&|[-–—])\s|[/()]|\d\s?[kKmM]?€")


@dataclass(slots=True)
class Table:
    """A table during reading: its plan, the readings that its columns decide, and the cells seen
    so far."""

    desk: Desk
    plan: Plan
    french: bool = True
    orders: dict[int, Order] = field(default_factory=dict)
    money: dict[int, Money] = field(default_factory=dict)
    shares: dict[int, bool] = field(default_factory=dict)
    unused: set[int] = field(default_factory=set)
    alone: dict[int, frozenset[str]] = field(default_factory=dict)
    width: float | None = None
    seen: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    @property
    def usual_width(self) -> float:
        """The usual number of filled cells of a row (the median)."""
        if self.width is None:
            block = self.plan.block
            self.width = median(sum(map(bool, block.sheet.rows[r])) for r in block.rows)
        return self.width

    @property
    def name(self) -> str:
        """The name of the sheet."""
        return self.plan.name

    def order(self, column: int) -> Order:
        """Return the order of day and month in a column."""
        if column not in self.orders:
            header = self.plan.block.header[column]
            stated = self.desk.reading.dates.get(header)
            cells = self.plan.block.cells(column)
            self.orders[column] = Order(stated) if stated else order_in(cells, self.french)
        return self.orders[column]

    def amounts(self, column: int) -> Money:
        """Return the common reading of the amounts of a column."""
        if column not in self.money:
            block = self.plan.block
            unit, title = self.unit_of(column), self.title_of(column)
            self.money[column] = money_in(block.cells(column), unit, title)
        return self.money[column]

    def names_alone(self, column: int) -> frozenset[str]:
        """Return the folded names from the simple cells and lists of a column. The other cells of the
        column may join the same names.
        """
        if column not in self.alone:
            texts = (c.text for c in self.plan.block.cells(column))
            parts = [p for t in texts for p in split_names(t, lambda _: False)]
            self.alone[column] = frozenset(fold(p) for p in parts if not _MORE.search(p))
        return self.alone[column]

    def doubt_unused(self, column: int) -> None:
        """Raise a question, once per column, if the meaning of its header does not fit these
        rows."""
        code, header = self.plan.columns[column], self.plan.block.header[column]
        row = self.plan.block.number(self.plan.block.row)
        if code == NOTE or column in self.unused:
            return
        self.unused.add(column)
        self.desk.doubt(self.name, row, header, header, "unused-column", guess=code)

    def unit_of(self, column: int) -> str:
        """Return the text with the unit of a column of amounts: an answer, its header, or a title."""
        answered = self.unit_answered(column)
        return f"({answered})" if answered else self.title_of(column)

    def unit_answered(self, column: int) -> str:
        """Return the answered unit of a column of amounts, or an empty text."""
        return self.desk.reading.word("unit", self.plan.block.header[column]) or ""

    def title_of(self, column: int) -> str:
        """Return the header of a column of amounts, or the title with their unit."""
        header = self.plan.block.header[column]
        if says_unit(header):
            return header
        return next(filter(None, map(unit_in_title, self.plan.block.titles)), header)

    def doubt_unit(self, column: int) -> None:
        """Ask once for the unit of the small bare numbers of a column."""
        header, block = self.plan.block.header[column], self.plan.block
        if column not in self.unused:
            self.unused.add(column)
            choices, row = ("€", "k€", "M€"), block.number(block.row)
            more = {"about": "unit", "choices": choices}
            self.desk.doubt(self.name, row, header, header, "unit", **more)

    def are_shares(self, column: int) -> bool:
        """Return whether a column of percentages contains shares of one."""
        if column not in self.shares:
            block = self.plan.block
            self.shares[column] = are_shares(block.cells(column), block.header[column])
        return self.shares[column]
