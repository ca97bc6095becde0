"""Compare the tables of an import with its record of readings: both must say the same."""

import re
from collections import defaultdict
from collections.abc import Iterator

from frenchtech_graph.ingest.sheets.cell_report import last_of
from frenchtech_graph.ingest.sheets.datasets import Imported
from frenchtech_graph.ingest.sheets.doubts import DOUBT, KEPT, READ, Cellwise
from frenchtech_graph.ingest.sheets.fields import year_of
from frenchtech_graph.model import ontology, places
from frenchtech_graph.model.names import slug

WRITTEN = {
    "actors": ("sectors", "place", "siren", "siret", "website"),
    "events": ("start", "end", "amount", "round_type"),
    "ties": ("start", "end", "amount", "percentage"),
    "observations": ("value",),
}
"""Values of the tables that come from cells, not from an owner or a title."""
_PIECES = re.compile(r"\s?; |\s?\|\s?| – | = |[\s()]")


def unsaid(found: Imported) -> list[tuple[str, str, str]]:
    """Return the values in the tables that no reading of their rows has: record, field, value."""
    said = _said(found)
    titles = _titles(found)
    return [
        (made.cells.get("record", ""), name, value)
        for table, names in WRITTEN.items()
        for made in found.understood.desk.tables[table]
        for name in names
        for value in filter(None, made.cells.get(name, "").split("|"))
        if not (_is_said(name, value, _readings(made.cells, said)) or value[:4] in titles)
    ]


def unwritten(found: Imported) -> list[tuple[str, str, str]]:
    """Return the readings of kinds and sectors that the actors of their rows do not have: record, meaning,
    reading."""
    desk = found.understood.desk
    held: defaultdict[str, set[str]] = defaultdict(set)
    for made in (*desk.tables["actors"], *desk.tables["events"]):
        for record in _records(made.cells):
            for name in ("kind", "sectors"):
                held[record] |= set(made.cells.get(name, "").split("|"))
    read = (c for c in last_of(desk.cells).values() if c.state == READ and c.reading)
    return [
        (_record(cell), cell.meaning, cell.reading)
        for cell in read
        if cell.meaning in ("kind", "sectors")
        and not all(_holds(held[_record(cell)], term) for term in cell.reading.split("|"))
    ]


def _holds(terms: set[str], term: str) -> bool:
    """Check whether an actor has a term, or a narrower kind that another row states."""
    known = ontology.load()
    return any(h == term or (h in known.classes and known.is_a(h, term)) for h in terms)


def _records(cells: dict[str, str]) -> list[str]:
    return cells.get("record", "").split("|")


def _record(cell: Cellwise) -> str:
    return f"{slug(cell.sheet)}-{cell.row}"


def _said(found: Imported) -> dict[str, list[str]]:
    said: defaultdict[str, list[str]] = defaultdict(list)
    for cell in last_of(found.understood.desk.cells).values():
        if cell.state in (READ, DOUBT) or (cell.state == KEPT and cell.reading):
            said[_record(cell)].append(cell.reading)
    return said


def _readings(cells: dict[str, str], said: dict[str, list[str]]) -> list[str]:
    return [text for record in _records(cells) for text in said.get(record, [])]


def _is_said(name: str, value: str, readings: list[str]) -> bool:
    if name == "place":
        found = places.load().by_id[value]
        return any(found.name in text or value in text for text in readings)
    pieces = {p.strip() for text in readings for p in (text, *_PIECES.split(text))}
    return value in pieces or (
        name in ("start", "end", "value") and any(p.startswith(value) for p in pieces)
    )


def _titles(found: Imported) -> set[str]:
    """Return the years in headers, titles and sections, which date rows too."""
    texts: Iterator[str] = (
        t
        for p in found.understood.plans
        for t in (*p.block.header, *p.block.titles, *p.block.sections.values(), p.block.sheet.name)
    )
    return {year for t in texts if (year := year_of(t))}
