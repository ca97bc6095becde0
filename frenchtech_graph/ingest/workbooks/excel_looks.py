"""How the cells of a sheet of Excel look: colours, struck texts, hidden rows and columns."""

from typing import Any

from frenchtech_graph.ingest.workbooks.cell import Looks

_WHITE = ("FFFFFFFF", "00FFFFFF", "FFFFFF")


def looks_of(sheet: Any, rows: int, width: int) -> Looks:
    """Return how the cells of a sheet look, within its filled rows and columns."""
    from openpyxl.utils import column_index_from_string  # loads openpyxl, few builds need it

    found = Looks()
    for (row, column), cell in sheet._cells.items():
        if row > rows or column > width or cell.value is None:
            continue
        if not cell.has_style:
            continue
        if colour := _colour(cell.fill):
            found.colours[row - 1, column - 1] = colour
        if cell.font.strike:
            found.struck.add((row - 1, column - 1))
    found.hidden_rows = {n - 1 for n, d in sheet.row_dimensions.items() if d.hidden and n <= rows}
    for letter, dimension in sheet.column_dimensions.items():
        if dimension.hidden:
            first = dimension.min or column_index_from_string(letter)
            last = min(dimension.max or first, width)
            found.hidden_columns |= set(range(first - 1, last))
    return found


def _colour(fill: Any) -> str:
    """Return the colour of a filled cell as one text, empty for unfilled and white cells."""
    if fill is None or fill.fill_type != "solid":
        return ""
    colour = fill.fgColor
    if colour.type == "rgb":
        return "" if colour.rgb in _WHITE else str(colour.rgb)
    if colour.type == "theme":
        return "" if colour.theme == 0 and not colour.tint else f"{colour.theme}:{colour.tint:.2f}"
    return f"i{colour.indexed}"
