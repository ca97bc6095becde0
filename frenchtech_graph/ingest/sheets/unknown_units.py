"""Bare numbers of a column of amounts whose unit is unknown."""

from decimal import Decimal

from frenchtech_graph.ingest.sheets.amounts import Quantity, read_quantity
from frenchtech_graph.ingest.sheets.columns import is_bare
from frenchtech_graph.ingest.sheets.read_tables import Table
from frenchtech_graph.ingest.workbooks.cell import Cell

_LARGE = frozenset(
    [
        *("amount", "holder.amount", "holder.later_amount", "round_amount"),
        *("raised", "raised_total", "turnover", "valuation", "fund_size"),
    ]
)
"""Columns of amounts that are rarely below a thousand euros."""


def lacks_unit(table: Table, column: int, cell: Cell, found: Quantity) -> bool:
    """Check whether an amount is a bare number whose unit is unknown."""
    money, large = table.amounts(column), table.plan.columns[column] in _LARGE
    if table.unit_answered(column) or not (money.mixed or large):
        return False
    return abs(found.value or Decimal()) < money.bound and is_bare(cell, found)


def unit_for(table: Table, column: int, cell: Cell) -> str:
    """Return the text with the unit of a cell. An answer about a column applies to its
    small bare numbers only.
    """
    money = table.amounts(column)
    if not table.unit_answered(column) or not money.bound:
        return table.unit_of(column)
    found = read_quantity(cell, "", money.comma)
    is_large = found is not None and abs(found.value or Decimal()) >= money.bound
    return table.title_of(column) if is_large else table.unit_of(column)
