"""The answer to a question as a table: names link to pages, headings are in the reader's language."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from frenchtech_graph.catalogue.columns import column_label
from frenchtech_graph.model.namespaces import BASE
from frenchtech_graph.views.server.rendering import link


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and whether it contains numbers."""

    label: str
    number: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: the text, the link, and the full address."""

    text: str
    href: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """Columns and rows of a table."""

    columns: list[Column]
    rows: list[list[Cell]]

    @staticmethod
    def of(frame: pd.DataFrame, lang: str) -> "AnswerTable":
        """Return a frame as a table. An address next to a name becomes the link of the name."""
        addresses = _address_columns(list(frame.columns))
        shown = [c for c in frame.columns if c not in addresses.values()]
        plain = frame.astype(object).where(frame.notna(), None).to_dict("records")
        numeric = {c for c in frame.columns if str(frame[c].dtype) in ("Int64", "float64")}
        columns = [Column(column_label(c, lang), c in numeric) for c in shown]
        return AnswerTable(
            columns, [[_cell(row[c], row.get(addresses.get(c))) for c in shown] for row in plain]
        )


def _address_columns(columns: list[str]) -> dict[str, str]:
    """Return, for each column of names, the column with the addresses of the same resources.

    >>> _address_columns(["company", "company_name", "year"]), _address_columns(["actor", "name", "city"])
    ({'company_name': 'company'}, {'name': 'actor'})
    """
    found = {f"{c}_name": c for c in columns if f"{c}_name" in columns}
    first = columns[0] if columns else ""
    for names in ("name", "label"):
        if names in columns and first not in (names, *found.values()) and first not in found:
            return {names: first} | found
    return found


def _cell(value: Any, address: Any) -> Cell:
    if value is None:
        return Cell("") if address is None else Cell(_shortened(address), link(address), address)
    if address is not None:
        return Cell(str(value), link(address), address)
    if isinstance(value, str) and "://" in value:
        return Cell(_shortened(value), link(value), value)
    return Cell(_number(value) if isinstance(value, int | float) else str(value))


def _shortened(address: str) -> str:
    if address.startswith(BASE):
        return address.removeprefix(BASE).rpartition("/")[2]
    try:
        return urlsplit(address).hostname or address
    except ValueError:  # brackets that enclose no address in numbers
        return address


def _number(value: float) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    whole = f"{value:,.0f}" if value == round(value) else f"{value:,.4g}"
    return (whole if abs(value) >= 10_000 else whole.replace(",", "")).replace(",", "\u202f")
