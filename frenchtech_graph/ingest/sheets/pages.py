"""Sources of rows: a page of their own, a publisher named, or the workbook as a whole."""

import re
from urllib.parse import urlsplit

from frenchtech_graph.ingest.sheets.dates import read_date
from frenchtech_graph.ingest.sheets.desk import Desk, Made
from frenchtech_graph.ingest.sheets.doubts import READ
from frenchtech_graph.ingest.sheets.lexicon import is_blank
from frenchtech_graph.ingest.sheets.rows import Row
from frenchtech_graph.ingest.tables.cell_forms import check_address
from frenchtech_graph.ingest.tables.template import load
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model.names import slug
from frenchtech_graph.model.namespaces import GRAPH

WORKBOOK = "workbook"
_WEB = re.compile(r"https?://[^\s<>\"|;]+|www\.[^\s<>\"|;]+", re.IGNORECASE)
_DATE = re.compile(r"[,(]?\s*(?:le\s+)?(\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}-\d{2}-\d{2})\)?\s*$")


def sheet_source(desk: Desk) -> str:
    """Return the id of the source for the workbook itself, creating it on first use."""
    about = desk.reading.about
    key = f"{desk.name}-{WORKBOOK}"
    return _source(
        desk,
        key,
        url=about.get("url") or GRAPH + desk.name,
        publisher=about.get("publisher") or about.get("title") or desk.name,
        title=about.get("title", ""),
        accessed=about.get("date") or desk.today,
        licence=_address(about.get("licence", "")),
    )


def _address(text: str) -> str:
    column = load()["sources"].columns["licence"]
    return text if text and check_address(text, column) is None else ""


def _source(desk: Desk, key: str, **cells: str) -> str:
    if not desk.page(f"#{key}"):
        desk.page(f"#{key}", key)
        desk.add("sources", Made({"id": key, **cells}, "", 0))
    return key


def sources_of(row: Row) -> str:
    """Return the ids of the sources of a row, joined as the template joins them."""
    desk = row.table.desk
    found: list[str] = []
    for column in row.table.plan.indexes("source"):
        cell = row.cell(column)
        if cell and not is_blank(cell.text):
            found += _of_cell(row, column, cell)
    return "|".join(dict.fromkeys(found)) or sheet_source(desk)


def _of_cell(row: Row, column: int, cell: Cell) -> list[str]:
    """Return the ids of the pages and publishers that a cell names."""
    desk = row.table.desk
    day = _day(row)
    pages = [p.rstrip(".,)") for p in _WEB.findall(cell.text)] or ([cell.link] if cell.link else [])
    sound = [p for p in map(full_address, pages) if _address(p)]
    if len(sound) < len(pages):
        row.doubt(column, cell, "address")
    if sound:
        row.note(column, cell, " ".join(sound))
        return [_page(desk, p, day) for p in sound]
    if known := desk.page(f"#{cell.text.strip()}"):
        row.note(column, cell, known)
        return [known]
    row.note(column, cell, cell.text, READ)
    return [_named(desk, " ".join(cell.text.split()), day)]


def _day(row: Row) -> str:
    stated = row.date("source_date").start
    return stated if len(stated) == 10 else ""


def full_address(text: str) -> str:
    """Return an address with its scheme."""
    return text if "://" in text else "https://" + text


def _page(desk: Desk, url: str, day: str) -> str:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    if known := desk.page(url):
        return known
    key = desk.page(url, desk.new_id("sources", host))
    return _source(desk, key, url=url, publisher=host, accessed=day or _accessed(desk))


def _accessed(desk: Desk) -> str:
    return desk.reading.about.get("date") or desk.today


def _named(desk: Desk, name: str, day: str) -> str:
    """Return the id of a source that is only named (`La Tribune, 12/03/2021`): as the workbook
    says.
    """
    dated = _DATE.search(name)
    published = read_date(dated[1]) if dated else None
    publisher = name[: dated.start()].strip(" ,(") if dated else name
    about = desk.reading.about
    key = f"{desk.name}-{slug(name)[:80]}"
    return _source(
        desk,
        key,
        url=f"{about.get('url') or GRAPH + desk.name}#{slug(name)[:80]}",
        publisher=publisher or name,
        published=published.start if published else "",
        accessed=day or _accessed(desk),
    )
