"""The place of a row: its town, else the town of its postal address, else its department or region."""

import re

from frenchtech_graph.ingest.sheets.doubts import DOUBT, READ
from frenchtech_graph.ingest.sheets.fields import ADDRESS
from frenchtech_graph.ingest.sheets.lexicon import is_blank
from frenchtech_graph.ingest.sheets.rows import Row
from frenchtech_graph.ingest.sheets.towns import read_town, seat_in, towns_in
from frenchtech_graph.ingest.tables.cell_forms import suggestion
from frenchtech_graph.ingest.workbooks.texts import usual_figures
from frenchtech_graph.model import places
from frenchtech_graph.model.names import fold

_TOWN = re.compile(r"\b(?:F-)?(\d{5})[\s,]+([^\W\d_][^\d,;()|]{1,40})")


def place_of(row: Row) -> str:
    """Return the id of the place of a row, empty if it is unknown or uncertain."""
    around = row.text("department") or row.text("region")
    code = row.text("insee")
    column = row.column("place")
    cell = row.cell(column)
    if code and places.load().is_id(code):
        _note_named(row, code)
        return code
    postcode, country = row.text("postcode"), row.text("country")
    if column is None or not cell or is_blank(cell.text):
        return _in_address(row) or _wide(postcode, around, country)
    text = _seat(row, column, usual_figures(cell.text.replace("\n", " ")), postcode)
    found = read_town(text, postcode, around, country)
    if not found.id:
        names = suggestion(found.candidates[:5] or places.load().suggest(cell.text))
        shown = {
            f"suggestion_text_{lang}": names.get(f"suggestion_{lang}", "") for lang in ("fr", "en")
        }
        row.doubt(column, cell, "place", **shown)
        row.remarks.append(f"{row.header(column)} : {cell.text}")
        row.note(column, cell, "", DOUBT)
        return _wide(postcode, "", "")
    place = places.load().by_id[found.id]
    shown_place = f"{place.name} ({place.department or place.id})"
    if not found.sure:
        row.doubt(column, cell, "place-guess", guess=shown_place)
    row.note(column, cell, shown_place, READ if found.sure else DOUBT)
    return found.id


def _seat(row: Row, column: int, text: str, postcode: str) -> str:
    """Return the town of the seat if a cell has several towns, else its text. All towns are a remark."""
    seat = seat_in(text, postcode)
    if seat or len(towns_in(text)) > 1:
        row.remarks.append(f"{row.header(column)} : {' '.join(text.split())}")
    return seat or text


def _note_named(row: Row, identifier: str) -> None:
    """Note the town of a row as read if it is the place of its code."""
    column, place = row.column("place"), places.load().by_id[identifier]
    cell = row.cell(column)
    if column is not None and fold(cell.text) == fold(place.name):
        row.note(column, cell, f"{place.name} ({place.department or place.id})")


def _in_address(row: Row) -> str:
    """Return the town of a postal address: the name after the post code. The whole stays a remark."""
    column = row.column(ADDRESS)
    cell = row.cell(column)
    said = _TOWN.search(usual_figures(" ".join(cell.text.split()))) if cell else None
    found = read_town(said[2].strip(), said[1]) if said else None
    if column is not None:
        row.remark(column, cell)
    if column is None or not found or not (found.id and found.sure):
        return ""
    place = places.load().by_id[found.id]
    row.note(column, cell, f"{place.name} ({place.department or place.id})")
    return found.id


def _wide(postcode: str, around: str, country: str) -> str:
    """Return the place of a row without a town: the department of its post code, or a wider
    area."""
    for text in (postcode, around, country):
        found = read_town(text) if text else None
        if found and found.id and found.sure:
            return found.id
    return ""
