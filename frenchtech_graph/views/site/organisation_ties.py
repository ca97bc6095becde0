"""The ties of an organisation: its events by year with their sources, merging similar ones into one
line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from frenchtech_graph.model.names import alphabetical
from frenchtech_graph.network.model import Actor, Event, actor_of, events_of
from frenchtech_graph.views.map.columns import web_address
from frenchtech_graph.views.site.material import Material, Texts

Entry = dict[str, Any]
MOST_ON_A_SIDE = 12
"""Partners named of an event in which the organisation is one of many on its side."""
MOST_ON_A_PAGE = 240
"""Partners listed on one page of ties. Longer lists are paged by year."""


@dataclass(frozen=True)
class Line:
    """One line of a page: kind, date, partners with their roles, source pages."""

    year: int | None
    kind: str
    own_role: str | None
    role: str | None
    label: str
    when: Texts
    money: Texts | None
    more: int
    pages: tuple[str, ...]
    partners: list[str] = field(default_factory=list, compare=False, hash=False)


@dataclass(frozen=True)
class Part:
    """Ties on one page: years, newest first, with their lines. None means no date."""

    years: list[tuple[int | None, list[Line]]]

    @property
    def size(self) -> int:
        """How many partners are named."""
        return sum(len(line.partners) for _, lines in self.years for line in lines)

    @property
    def span(self) -> tuple[int | None, int | None]:
        """The first and last year."""
        known = [year for year, _ in self.years if year is not None]
        return (min(known), max(known)) if known else (None, None)


def year_of(event: Event) -> int | None:
    """Return the year under which an event is listed: it began, was seen, or ended."""
    if event.start is not None:
        return event.start
    return min(event.seen) if event.seen else event.end


def years(material: Material, actor: Actor) -> list[tuple[int | None, list[Line]]]:
    """Return the lines of an organisation by year, newest first, those without a date last."""
    found: dict[int | None, dict[Line, list[str]]] = {}
    for event in sorted(events_of(material.graph, actor.key), key=lambda e: str(e.key)):
        for line, partners in _lines(material, actor, event):
            found.setdefault(line.year, {}).setdefault(line, []).extend(partners)
    ordered = sorted(found, key=lambda year: (year is None, -(year or 0)))
    return [(year, [_whole(material, *row) for row in _sorted(found[year])]) for year in ordered]


def _sorted(lines: Mapping[Line, list[str]]) -> list[tuple[Line, list[str]]]:
    return sorted(
        lines.items(),
        key=lambda row: (row[0].kind, row[0].when["fr"], row[0].label, row[0].role or "", row[1]),
    )


def _whole(material: Material, line: Line, partners: list[str]) -> Line:
    names = {p: str(actor_of(material.graph, p).label or p) for p in partners}
    line.partners.extend(sorted(names, key=lambda p: (alphabetical(names[p]), p)))
    return line


def _lines(material: Material, actor: Actor, event: Event) -> Iterator[tuple[Line, list[str]]]:
    """Yield the line of each role that partners have in an event."""
    edge = event.parts[actor.key]
    same_side = sum(part.get("side") == edge.get("side") for part in event.parts.values())
    by_role: dict[str | None, list[str]] = {}
    for partner, part in event.parts.items():
        if partner != actor.key:
            by_role.setdefault(part.get("role"), []).append(str(partner))
    for role, partners in by_role.items() or [(None, [])]:
        pages = {p for one in (actor.key, *partners) for p in event.parts[one].get("sources") or ()}
        shown = sorted(partners) if same_side == 1 else sorted(partners)[:MOST_ON_A_SIDE]
        yield (
            Line(
                year_of(event),
                event.kind,
                edge.get("role"),
                role,
                str(event.label or ""),
                _Frozen({lang: t.when(event) for lang, t in material.wordings.items()}),
                _money(material, event),
                len(partners) - len(shown),
                tuple(sorted(pages)),
            ),
            shown,
        )


class _Frozen(dict[str, str]):
    """Texts by language that can be part of a key."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self.values()))


def _money(material: Material, event: Event) -> Texts | None:
    amount = event.amount_eur
    if not amount:
        return None
    return _Frozen({lang: t.euros(amount) for lang, t in material.wordings.items()})


def parts(found: Sequence[tuple[int | None, list[Line]]]) -> list[Part]:
    """Return years cut into pages of `MOST_ON_A_PAGE` partners at most, in order."""
    pages: list[Part] = []
    for year, lines in found:
        for piece in _pieces(lines):
            one = Part([(year, piece)])
            if pages and pages[-1].size + one.size <= MOST_ON_A_PAGE:
                _append(pages[-1], year, piece)
            else:
                pages.append(one)
    return pages


def _append(part: Part, year: int | None, lines: list[Line]) -> None:
    if part.years[-1][0] == year:
        part.years[-1][1].extend(lines)
    else:
        part.years.append((year, lines))


def _pieces(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Yield lines in pieces that fit on a page. A line that does not fit is cut."""
    piece: list[Line] = []
    size = 0
    for line in lines:
        for cut in _cut(line):
            if piece and size + len(cut.partners) > MOST_ON_A_PAGE:
                yield piece
                piece, size = [], 0
            piece.append(cut)
            size += max(1, len(cut.partners))
    if piece:
        yield piece


def _cut(line: Line) -> Iterator[Line]:
    if len(line.partners) <= MOST_ON_A_PAGE:
        yield line
        return
    for begin in range(0, len(line.partners), MOST_ON_A_PAGE):
        values = {name: getattr(line, name) for name in Line.__dataclass_fields__}
        yield Line(**values | {"partners": line.partners[begin : begin + MOST_ON_A_PAGE]})


def partners(material: Material, actor: Actor) -> list[tuple[str, int]]:
    """Return the partners of an organisation with their numbers of shared events, most first."""
    shared: dict[str, int] = {}
    for event in events_of(material.graph, actor.key):
        for other in event.members:
            if other != actor.key:
                shared[str(other)] = shared.get(str(other), 0) + 1
    names = {key: str(actor_of(material.graph, key).label or key) for key in shared}
    return sorted(shared.items(), key=lambda row: (-row[1], alphabetical(names[row[0]]), row[0]))


class Sources:
    """The pages that a page cites, numbered in order of first use."""

    def __init__(self, facts: Mapping[str, Mapping[str, Any]]) -> None:
        self._facts = facts
        self.numbers: dict[str, int] = {}

    def numbered(self, pages: Iterable[str]) -> list[int]:
        """Return the numbers of pages."""
        return [self.numbers.setdefault(page, len(self.numbers) + 1) for page in pages]

    @property
    def rows(self) -> list[Entry]:
        """The pages in the order of their numbers: `number`, `link`, `title`, `publisher`,
        `date`.
        """
        return [self._row(page, number) for page, number in self.numbers.items()]

    def _row(self, page: str, number: int) -> Entry:
        facts = self._facts.get(page, {})
        return {
            "number": number,
            "link": web_address(page),
            "title": str(facts.get("title") or facts.get("publisher") or page),
            "publisher": str(facts.get("publisher") or "") if facts.get("title") else "",
            "date": str(facts.get("date") or ""),
        }
