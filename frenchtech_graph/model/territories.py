"""French Tech ecosystems as places: their names, their labels over time, and their territory.

The tables are in `data/ecosystems/`. A territory is a list of inter-communal bodies, communes,
départements or regions. Each has its page and the statement of the page (`basis`).
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from frenchtech_graph.io.files import data_folder
from frenchtech_graph.io.words import beside
from frenchtech_graph.model import places
from frenchtech_graph.model.names import fold, nearest_folded
from frenchtech_graph.model.terms import Class

BASES = beside(__file__)
"""What a territory rests on, in words, the firmest first."""

_MARKS = {"french", "frenchtech", "tech", "ecosysteme", "ecosystem", "capitale", "capital",
          "communaute", "community", "metropole", "metropolis"}  # fmt: skip
"""Words that say that a text means an ecosystem, and tell none from another."""
_SMALL = {"la", "le", "les", "l", "de", "du", "des", "d", "of", "the", "in", "a"}
_FIRM_MARKS = _MARKS - {"metropole", "metropolis", "capitale", "capital", "tech", "communaute"}
"""Words that only names of ecosystems have; a metropolis or a capital may be a place."""
_RANKS = ("capitale-french-tech", "communaute-french-tech", "metropole-french-tech")


@dataclass(frozen=True, slots=True)
class Award:
    """A label of an ecosystem: its first and last day, the name of the ecosystem at the time, and
    its source.

    `stated` is `named` if the page mentions the ecosystem, `renewed-for-all` if it states that the
    label was renewed for the whole network. Dates are as precise as the page.
    """

    label: str
    start: str
    end: str
    name: str
    stated: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Area:
    """A place of a territory: its id, the words of the page, its basis, and the page."""

    place: str
    words: str
    basis: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Ecosystem:
    """A holder of a territorial French Tech label.

    `names` are its names of today by language, `aliases` its other and former names. `successor` is
    the id of the ecosystem that took over, if a page states it. `carriers` are the bodies that
    carried it, `totem` the name of its building and `totem_place` the commune of it.
    """

    id: str
    names: Mapping[str, str]
    aliases: tuple[str, ...]
    awards: tuple[Award, ...]
    areas: tuple[Area, ...]
    carriers: tuple[str, ...]
    totem: str | None
    totem_place: str | None
    successor: str | None
    sources: Mapping[str, str]
    note: str | None

    @property
    def label(self) -> str:
        """The label of its last award.

        On the same day, a territorial label comes before a thematic one.
        """
        last = max(a.start[:4] for a in self.awards)
        held = [a.label for a in self.awards if a.start[:4] == last]
        return min(held, key=lambda label: _RANKS.index(label) if label in _RANKS else len(_RANKS))

    @property
    def last_year(self) -> str:
        """The last year of its last label."""
        return max(a.end for a in self.awards)

    @property
    def is_thematic(self) -> bool:
        """Whether it has had thematic labels only."""
        return all(a.label not in _RANKS for a in self.awards)

    @property
    def basis(self) -> str:
        """The weakest basis of its areas, in the order of `BASES`."""
        return max((a.basis for a in self.areas), key=list(BASES).index)

    def held(self, day: str) -> tuple[Award, ...]:
        """Return the awards that ran on a day (`2024`, `2024-05` or `2024-05-01`)."""
        return tuple(a for a in self.awards if a.start[: len(day)] <= day and day[:4] <= a.end)


@dataclass(frozen=True, slots=True)
class Match:
    """The meaning of a name: the holder of that name, and the ecosystem that succeeds it today.

    `by` is `name` if an ecosystem has the name, `town` if the text is the name of a town in its
    territory.
    """

    named: Ecosystem
    today: Ecosystem
    by: str = "name"


class Territories:
    """The table of ecosystems, read when first asked for."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or data_folder() / "ecosystems"

    def _rows(self, name: str) -> Iterator[dict[str, str]]:
        with (self._folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    @cached_property
    def sources(self) -> dict[str, dict[str, str]]:
        """Return the pages by id: `url`, `publisher`, `published`, `accessed`."""
        return {r["id"]: r for r in self._rows("sources")}

    @cached_property
    def by_id(self) -> dict[str, Ecosystem]:
        """Return all ecosystems by id."""
        awards: dict[str, list[Award]] = {}
        for r in self._rows("labels"):
            del r["record"]
            awards.setdefault(r.pop("ecosystem"), []).append(Award(**r))
        areas: dict[str, list[Area]] = {}
        for r in self._rows("territories"):
            del r["place_name"]
            areas.setdefault(r.pop("ecosystem"), []).append(Area(**r))
        return {
            r["id"]: Ecosystem(
                id=r["id"],
                names={"fr": r["name"], "en": r["name_en"]},
                aliases=_parts(r["names"]),
                awards=tuple(awards.get(r["id"], ())),
                areas=tuple(areas.get(r["id"], ())),
                carriers=_parts(r["carrier"]),
                totem=r["totem"] or None,
                totem_place=r["totem_place"] or None,
                successor=r["successor"] or None,
                sources={
                    what: r[f"{what}_source"]
                    for what in ("carrier", "totem", "successor")
                    if r[f"{what}_source"]
                },
                note=r["note"] or None,
            )
            for r in self._rows("ecosystems")
        }

    @cached_property
    def _by_name(self) -> dict[str, Ecosystem]:
        """Return ecosystems by folded name and by the name without marks.

        If two have the same name, the one with the more recent label comes first.
        """
        named: dict[str, Ecosystem] = {}
        for way in (fold, _core):
            for one in sorted(self.by_id.values(), key=_latest_first):
                for name in _all_names(one):
                    named.setdefault(way(name), one)
        named.pop("", None)
        return named

    def resolve(self, text: str) -> Match | None:
        """Return the ecosystem with an id or a name: current or former, French or English.

        The name of a place without other words (`Toulouse`) means the place and gives None:
        `around` gives its ecosystems. `French Tech` with a town means the ecosystem that contains
        the town.

        >>> load().resolve("La French Tech Toulouse").today.names["fr"]
        'French Tech Toulouse'
        >>> load().resolve("French Tech East").today.names["fr"]
        'French Tech Est'
        >>> load().resolve("Lyon French Tech").today.names["fr"]
        'French Tech One Lyon Saint-Étienne'
        >>> load().resolve("French Tech Marseille").today.names["fr"]
        'French Tech Aix-Marseille Région Sud'
        >>> load().resolve("Toulouse")
        """
        found, by = self.by_id.get(text) or self._called(text), "name"
        if found is None:
            found, by = self._of_town(text), "town"
        if found is None:
            return None
        today, seen = found, {found.id}
        while today.successor in self.by_id and today.successor not in seen:
            today = self.by_id[today.successor]
            seen.add(today.id)
        return Match(found, today, by)

    def _called(self, text: str) -> Ecosystem | None:
        if _FIRM_MARKS & set(fold(text).split()):
            return self._by_name.get(fold(text)) or self._by_name.get(_core(text))
        return None if _is_place(text) else self._by_name.get(fold(text))

    def _of_town(self, text: str) -> Ecosystem | None:
        """Return the smallest ecosystem around the town that follows `French Tech`."""
        if not _FIRM_MARKS & set(fold(text).split()):
            return None
        try:
            town = places.load().resolve(_core(text))
        except places.AmbiguousPlaceError:
            return None
        return next(iter(self.around(town)), None) if town else None

    def suggest(self, text: str) -> list[str]:
        """Return names of ecosystems that a text may have meant, best first.

        >>> load().suggest("French Tech Toulose")[0]
        'French Tech Toulouse'
        """
        near = nearest_folded(_core(text) or fold(text), self._core_names)
        return list(dict.fromkeys(near))

    @cached_property
    def _core_names(self) -> dict[str, str]:
        cores = {_core(n): n for n in _everything(self.by_id.values())}
        return {c: self._by_name[c].names["fr"] for c in cores if c}

    def communes(self, ecosystem: Ecosystem) -> frozenset[str]:
        """Return the communes of a territory, by INSEE code."""
        return self._communes[ecosystem.id]

    @cached_property
    def _communes(self) -> dict[str, frozenset[str]]:
        held = places.load().communes
        return {
            one.id: frozenset(c for area in one.areas for c in held.get(area.place, ()))
            for one in self.by_id.values()
        }

    def holds(self, ecosystem: Ecosystem, place: str) -> bool:
        """Return whether a whole place is in a territory.

        >>> found = load().resolve("French Tech Lille").today
        >>> [load().holds(found, p) for p in ("59009", "200093201", "59178", "dep-59")]
        [True, True, False, False]
        """
        inside = self.communes(ecosystem)
        if place in inside or any(a.place == place for a in ecosystem.areas):
            return True
        of_place = _communes_of(place)
        return bool(of_place) and of_place <= inside

    def around(self, place: str, day: str | None = None) -> list[Ecosystem]:
        """Return the ecosystems whose territory contains a place, the smallest territory first.

        Only ecosystems that had a label on `day` are returned, by default the ecosystems of the
        last class read.

        >>> [e.names["fr"] for e in load().around("69123")]
        ['French Tech One Lyon Saint-Étienne']
        """
        on = day or self.last_class
        found = [e for e in self.by_id.values() if e.held(on) and self.holds(e, place)]
        return sorted(found, key=lambda e: (len(self.communes(e)), e.id))

    @cached_property
    def last_class(self) -> str:
        """Return the last year of the last class of labels that was read."""
        return max(e.last_year for e in self.by_id.values())


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(p for p in cell.split("|") if p)


def _latest_first(one: Ecosystem) -> tuple[bool, int, str]:
    return (one.is_thematic, -int(one.last_year), one.id)


def _all_names(one: Ecosystem) -> Iterator[str]:
    yield from one.names.values()
    yield from one.aliases
    yield from (a.name for a in one.awards if a.name)


def _everything(ecosystems: Iterable[Ecosystem]) -> Iterator[str]:
    for one in ecosystems:
        yield from _all_names(one)


def _core(name: str) -> str:
    """Return the distinctive words of a name.

    >>> _core("La French Tech de Lille"), _core("Ecosystem of French Tech in the Alps")
    ('lille', 'alps')
    """
    return " ".join(w for w in fold(name).split() if w not in _MARKS | _SMALL)


def _is_place(text: str) -> bool:
    try:
        return places.load().resolve(text) is not None
    except places.AmbiguousPlaceError:
        return True


def _communes_of(place: str) -> frozenset[str]:
    known = places.load()
    if place not in known.by_id or known.by_id[place].kind == Class.CITY:
        return frozenset()
    return known.communes.get(place, frozenset())


@cache
def load() -> Territories:
    """Return the ecosystems of the package."""
    return Territories()
