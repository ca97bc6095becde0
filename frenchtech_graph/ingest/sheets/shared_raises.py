"""Rows of one raise in a list of ties: whether their amounts are of the round or of each investor."""

from collections import defaultdict
from collections.abc import Mapping

from frenchtech_graph.ingest.sheets.end_headers import kind_of_header
from frenchtech_graph.ingest.sheets.lexicon import is_blank
from frenchtech_graph.ingest.sheets.read_tables import Table
from frenchtech_graph.ingest.sheets.rows import Row
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class

EACH, ASKED = "each", "asked"
_DATES = ("date", "start", "end")


def amounts_of_raises(table: Table, raises: Mapping[int, Row]) -> dict[int, str]:
    """Return for each row of a shared raise whose its amount is, by the index of the row.

    Rows of one raise have the same company, the same date and the same word, but other investors.
    Different amounts are of `EACH` investor. Equal amounts, or some only, are `ASKED` about.
    """
    if "holder.amount" in table.plan.columns:
        return dict.fromkeys(raises, EACH)
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in raises.values():
        company = _text(row, _raiser(row))
        when = tuple(_text(row, code) for code in (*_DATES, "tie"))
        if company and any(when[:-1]):
            found[company, *when].append(row)
    return {
        row.index: EACH if len(set(amounts)) > 1 and len(amounts) == len(rows) else ASKED
        for rows in found.values()
        if len({_text(r, _investor(r)) for r in rows}) > 1
        and (amounts := [a for r in rows if (a := _text(r, "amount"))])
        for row in rows
    }


def doubt_whose_amount(row: Row) -> None:
    """Ask whose the amounts of a column are: of whole rounds, or of each investor."""
    column = row.column("amount")
    header = row.header(column) if column is not None else ""
    if column is None or header in row.table.plan.mapping.columns:
        return
    desk, name = row.table.desk, row.table.name
    more = {"guess": "amount", "about": f"columns.{name}", "choices": ("amount", "holder.amount")}
    desk.doubt(name, row.number, header, header, "whose-amount", **more)


def _text(row: Row, code: str) -> str:
    cell = row.cell(row.column(code))
    return "" if is_blank(cell.text) else fold(cell.text) or cell.text


def _raiser(row: Row) -> str:
    """Return the column of the company that raises: the column with a company, else the target."""
    ends = {code: _is_company(row, code) for code in ("from", "to")}
    return "from" if ends["from"] and not ends["to"] else "to"


def _investor(row: Row) -> str:
    return "to" if _raiser(row) == "from" else "from"


def _is_company(row: Row, code: str) -> bool:
    column = row.column(code)
    cell = row.cell(column)
    known = ontology.load()
    entry = row.table.desk.register.own(" ".join(cell.text.split())) if cell else None
    told = (kind_of_header(row.header(column)),) if column is not None else ()
    kinds = entry.kinds if entry else tuple(filter(None, told))
    return any(known.is_a(k, Class.COMPANY) for k in kinds)
