"""Possible meanings of the looks of a table: colours, struck rows, hidden rows.

They lead to questions.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from frenchtech_graph.ingest.sheets.desk import Desk
from frenchtech_graph.ingest.sheets.headers import Block
from frenchtech_graph.ingest.workbooks.cell import Looks

_BANDED = 0.8
_ROWS_SHOWN = 6


def doubt_looks(desk: Desk, block: Block) -> None:
    """Raise questions on looks of a table whose meaning is not in a cell."""
    sheet, looks = block.sheet, block.sheet.looks
    name, header = sheet.name or sheet.file, block.number(block.row)
    if groups := _colours(block):
        rows = " ; ".join(_rows(block, g) for g in groups.values())
        legend = " ; ".join(_legend(block, looks, groups))
        desk.doubt(name, header, "", rows, "colours", guess=str(len(groups)), **_with(legend))
    hidden = sorted(looks.hidden_rows & set(block.rows))
    if hidden:
        desk.doubt(name, header, "", _rows(block, hidden), "hidden-rows", guess=str(len(hidden)))
    for row in block.rows:
        filled = [c for c, cell in enumerate(sheet.rows[row]) if cell]
        struck = [c for c in filled if (row, c) in looks.struck]
        if len(struck) * 2 > len(filled):
            desk.doubt(name, block.number(row), "", sheet.at(row, struck[0]).text, "struck")


def _rows(block: Block, rows: Iterable[int]) -> str:
    numbers = [str(block.number(r)) for r in rows]
    return ", ".join(numbers[:_ROWS_SHOWN]) + ("…" if len(numbers) > _ROWS_SHOWN else "")


def _colours(block: Block) -> dict[str, list[int]]:
    """Return the rows of each colour, if a column has cells of several colours and the colours are
    not a banding of rows.
    """
    groups: dict[str, list[int]] = {}
    for column in range(len(block.header)):
        rows = [r for r in block.rows if block.sheet.at(r, column)]
        shown = [block.sheet.looks.colours.get((r, column), "") for r in rows]
        if len(set(shown)) < 2 or _is_banded(shown):
            continue
        for row, colour in zip(rows, shown, strict=True):
            if colour and row not in groups.setdefault(colour, []):
                groups[colour].append(row)
    return {c: sorted(rows) for c, rows in groups.items()}


def _is_banded(shown: Sequence[str]) -> bool:
    """Return whether two colours alternate from row to row."""
    changes = sum(one != other for one, other in pairwise(shown))
    return len(set(shown)) == 2 and len(shown) > 2 and changes >= _BANDED * (len(shown) - 1)


def _legend(block: Block, looks: Looks, groups: Iterable[str]) -> Iterator[str]:
    """Yield the texts outside the table that have the colours of its rows."""
    inside = {*block.rows, block.row, block.row - 1}
    known = set(groups)
    for (row, column), colour in sorted(looks.colours.items()):
        if colour in known and row not in inside and row not in block.left_out:
            yield block.sheet.at(row, column).text


def _with(legend: str) -> dict[str, str]:
    """Return the end of the sentence with a legend, by language."""
    said = (("fr", "légende :"), ("en", "legend:")) if legend else ()
    shown = {f"legend_text_{lang}": f" ({word} {legend})" for lang, word in said}
    return {"legend_text_fr": "", "legend_text_en": ""} | shown
