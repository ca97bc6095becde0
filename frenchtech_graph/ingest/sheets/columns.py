"""Properties of a column that follow from all its values: order of dates, decimal sign, currency,
share."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from frenchtech_graph.ingest.sheets.amounts import (
    Quantity,
    read_quantity,
    says_scale_itself,
    says_unit,
    sign_of,
)
from frenchtech_graph.ingest.sheets.dates import is_either, order_of
from frenchtech_graph.ingest.workbooks.cell import Cell

DAY_FIRST = "dmy"

SMALL = 1_000
"""Euros beneath which a bare number among thousands and millions rather lacks its scale."""


@dataclass(frozen=True, slots=True)
class Order:
    """The order of day and month in a column.

    `doubtful` is an ambiguous date in a column without evidence of the order.
    """

    order: str = DAY_FIRST
    doubtful: str = ""


def order_in(cells: Sequence[Cell], french: bool) -> Order:
    """Return the order of day and month in a column: the order that its dates show, or else the
    French order. An English sheet has no default order.
    """
    texts = [c.text for c in cells if c.date is None]
    found = order_of(texts)
    if found or french:
        return Order(found or DAY_FIRST)
    either = next((t for t in texts if is_either(t)), "")
    return Order(DAY_FIRST, either)


@dataclass(frozen=True, slots=True)
class Money:
    """The common properties of the amounts of a column: the decimal sign and the currency. `scaled`
    columns have more cells with thousands or millions than small bare numbers, and `unitless`
    columns have only small bare numbers.
    """

    comma: str | None = None
    currency: str = ""
    scaled: bool = False
    unitless: bool = False


def money_in(cells: Sequence[Cell], header: str) -> Money:
    """Return the common reading of the amounts of a column."""
    comma = sign_of([c.text for c in cells if c.number is None])
    read = [(c, q) for c in cells if (q := read_quantity(c, header, comma)) and q.value]
    stated = [q.currency for _, q in read if q.currency]
    currency = max(sorted(set(stated)), key=stated.count, default="")
    scaled = sum(map(says_scale_itself, cells))
    small = sum(_is_small(c, q) for c, q in read)
    unitless = 0 < small == len(read) and not says_unit(header)
    return Money(comma, currency, scaled > small, unitless)


def _is_small(cell: Cell, found: Quantity) -> bool:
    """Check whether a cell is a bare number that is small for an amount."""
    small = found.value is not None and found.value < SMALL
    return small and not found.currency and not says_scale_itself(cell)


def are_shares(cells: Sequence[Cell], header: str) -> bool:
    """Return whether a column of percentages contains shares of one: `0.185` for 18.5 %."""
    read = [read_quantity(c, header) for c in cells]
    plain = [
        q.value for q, c in zip(read, cells, strict=True) if q and q.value and "%" not in c.text
    ]
    return bool(plain) and all(Decimal(0) <= v <= 1 for v in plain) and any(v != 1 for v in plain)
