"""Properties of a column that follow from all its values: order of dates, decimal sign, currency,
share."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from frenchtech_graph.ingest.sheets.amounts import (
    Quantity,
    is_price,
    read_quantity,
    says_scale_itself,
    says_scale_of,
    says_unit,
    sign_of,
)
from frenchtech_graph.ingest.sheets.dates import is_either, order_of
from frenchtech_graph.ingest.workbooks.cell import Cell

DAY_FIRST = "dmy"

SMALL = 1_000
"""Euros beneath which a bare number may lack its scale."""
_THOUSANDS = 100_000
"""Bare numbers up to this are possible in thousands or millions too."""


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
    """The common properties of the amounts of a column: the decimal sign and the currency. Bare
    numbers below `bound` have an unknown unit. `mixed` columns have numbers with their own scale too.
    """

    comma: str | None = None
    currency: str = ""
    bound: int = 0
    mixed: bool = False


def money_in(cells: Sequence[Cell], header: str, title: str = "") -> Money:
    """Return the common reading of the amounts of a column.

    `header` states the unit, which may be an answer, and `title` is the header before any answer.
    """
    comma = sign_of([c.text for c in cells if c.number is None])
    read = [(c, q) for c in cells if (q := read_quantity(c, header, comma)) and q.value]
    stated = [q.currency for _, q in read if q.currency]
    currency = max(sorted(set(stated)), key=stated.count, default="")
    plain = [(c, q) for c in cells if (q := read_quantity(c, "", comma)) and q.value]
    bound, mixed = _bound(plain, title or header)
    return Money(comma, currency, bound, mixed)


def _bound(read: Sequence[tuple[Cell, Quantity]], header: str) -> tuple[int, bool]:
    """Return the bound below which bare numbers have an unknown unit, and whether other cells have
    their own scale. The bound is 0 if all units are known.

    >>> cells = [(c, q) for t in ("1,8", "2,6 M€") if (q := read_quantity(c := Cell(t)))]
    >>> _bound(cells, "Montant"), _bound(cells, "Montant (M€)"), _bound(cells[1:], "Montant")
    ((100000, True), (0, True), (0, True))
    """
    mixed = any(says_scale_itself(c) for c, _ in read)
    bare = [abs(q.value) for c, q in read if q.value and is_bare(c, q)]
    alone = not mixed and (says_unit(header) or len(bare) < len(read))
    if says_scale_of(header) or alone or not any(v < SMALL for v in bare):
        return 0, mixed
    return _THOUSANDS if max(bare) < _THOUSANDS and not says_unit(header) else SMALL, mixed


def is_bare(cell: Cell, found: Quantity) -> bool:
    """Return whether a cell has a number without a unit of its own.

    >>> cell = Cell("env. 1")
    >>> is_bare(cell, read_quantity(cell)), is_bare(Cell("450 €"), read_quantity(Cell("450 €")))
    (True, False)
    """
    return not (found.percent or cell.unit or is_price(cell))


def are_shares(cells: Sequence[Cell], header: str) -> bool:
    """Return whether a column of percentages contains shares of one: `0.185` for 18.5 %."""
    read = [read_quantity(c, header) for c in cells]
    plain = [
        q.value for q, c in zip(read, cells, strict=True) if q and q.value and "%" not in c.text
    ]
    return bool(plain) and all(Decimal(0) <= v <= 1 for v in plain) and any(v != 1 for v in plain)
