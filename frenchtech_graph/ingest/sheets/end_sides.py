"""The end of ties that a column describes: from its header, its values or its position."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from frenchtech_graph.ingest.sheets.fields import meanings
from frenchtech_graph.ingest.sheets.headers import Block
from frenchtech_graph.ingest.sheets.lexicon import is_blank
from frenchtech_graph.ingest.sheets.plans import Plan
from frenchtech_graph.ingest.sheets.tie_lists import hold_dates, is_only_source
from frenchtech_graph.model.names import fold

_CODES = {"place": "place", "postcode": "postcode", "kind": "kind", "tie": "kind"}
"""Meanings of headers that describe an actor, and the same of an end (`from_place`)."""
_SHORTEST = 4
_MOST_AGREE = 0.8
_FEWEST = 2


def code_of_end(made: Plan, header: str, code: str) -> str:
    """Return the meaning of a column that describes one end of ties (`from_place`), or an empty text
    if the end is unknown, or another column has it.
    """
    ends = _ends(made)
    if ends is None or code not in _CODES:
        return ""
    column, what = made.block.header.index(header), _CODES[code]
    sides = (side_of(made.block, column, ends), _second(made, column, ends, what))
    found = (f"{side}_{what}" for side in sides if side)
    return next((f for f in found if f not in made.columns), "")


def _second(made: Plan, column: int, ends: tuple[int, int], what: str) -> str:
    """Return the last end if a column is to the right of both, and the first end has such a column
    already (`From | City | To | City`).
    """
    side, other = ("to", "from") if ends[0] < ends[1] else ("from", "to")
    placed = column > max(ends) and f"{other}_{what}" in made.columns
    return side if placed and _support(made.block, column, max(ends)).holds else ""


def _ends(made: Plan) -> tuple[int, int] | None:
    """Return the columns of the first and the last end of ties, or None."""
    if made.ties is not None:
        return made.ties.first, made.ties.last
    first, last = (_end(made, code) for code in ("from", "to"))
    return None if first is None or last is None or first == last else (first, last)


def _end(made: Plan, code: str) -> int | None:
    """Return the column of one end of ties. The plan or the mapping gives it, or else its header."""
    block, stated = made.block, made.mapping.columns
    told = [i for i, h in enumerate(block.header) if stated.get(h) == code]
    told += made.indexes(code)
    headed = (
        i
        for i, h in enumerate(block.header)
        if any(m.code == code and not m.near for m in meanings(h))
        and not (is_only_source(block, i) or hold_dates(block.cells(i)))
    )
    return next(iter(told), None) if told else next(headed, None)


@dataclass(frozen=True, slots=True)
class _Support:
    """The number of names of an end with one value (`agree`), and with several values (`differ`)."""

    agree: int
    differ: int

    @property
    def holds(self) -> bool:
        """Whether the values may describe this end."""
        return self.agree >= _MOST_AGREE * (self.agree + self.differ)

    @property
    def sure(self) -> bool:
        """Whether the values describe this end, if they describe one."""
        return self.differ == 0 and self.agree >= _FEWEST


def side_of(block: Block, column: int, ends: tuple[int, int]) -> str:
    """Return the end of ties that a column describes (`from`, `to`), empty if this is unknown.

    A header may name the end (`Nature acteur lié`). Otherwise the values count: rows of a name
    have one town. They confirm the position, which is between both ends.
    """
    if named := _named(block, column, ends):
        return named
    told = {s: _support(block, column, e) for s, e in zip(("from", "to"), ends, strict=True)}
    placed = _placed(column, ends)
    if placed and told[placed].holds:
        return placed
    return _by_support(told)


def _by_support(told: Mapping[str, _Support]) -> str:
    for side, other in (("from", "to"), ("to", "from")):
        if told[side].sure and not told[other].holds:
            return side
    return ""


def _named(block: Block, column: int, ends: tuple[int, int]) -> str:
    """Return the end whose header is a part of the header of a column: the longer one of two."""
    text = f" {fold(block.header[column])} "
    parts = {s: fold(block.header[e]) for s, e in zip(("from", "to"), ends, strict=True)}
    found = [s for s, p in parts.items() if len(p) >= _SHORTEST and f" {p} " in text]
    whole = [s for s in found if text.strip() != parts[s]]
    longest = sorted(whole, key=lambda s: -len(parts[s]))
    return longest[0] if longest and len({parts[s] for s in longest}) == len(longest) else ""


def _placed(column: int, ends: tuple[int, int]) -> str:
    """Return the end that is to the left of a column, if the other end is to its right."""
    if ends[0] < column < ends[1]:
        return "from"
    return "to" if ends[1] < column < ends[0] else ""


def _support(block: Block, column: int, end: int) -> _Support:
    """Return how the values of a column agree among the rows of each name of an end."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    for row in block.rows:
        name, value = block.sheet.at(row, end).text, block.sheet.at(row, column).text
        if not (is_blank(name) or is_blank(value)):
            said[fold(name)].append(fold(value))
    several = [set(values) for values in said.values() if len(values) > 1]
    agree = sum(len(values) == 1 for values in several)
    return _Support(agree, len(several) - agree)
