"""The rows behind a number: events, partners, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from frenchtech_graph.model.terms import Quality
from frenchtech_graph.views.map.columns import web_address
from frenchtech_graph.views.map.contents import Contents, Edge, Event

MOST_EVENTS = 80  # rows shown behind one number
MOST_PARTNERS = 8
WEAK = (Quality.BLOG, Quality.MIRROR)
ONE_PAGE = "one page"
MOST_PUBLISHERS = 3


@dataclass(frozen=True)
class Note:
    """The evidence of a key fact in one line: the number of events and pages, and their publishers.

    `weak` is `one page`, or the quality of all its pages (`blog`, `mirror`), or None.
    """

    number: int
    anchor: str
    title: str
    events: int
    pages: int
    publishers: tuple[str, ...]
    weak: str | None


@dataclass(frozen=True)
class Source:
    """A page that states a tie.

    `url` is None if a browser should not follow it, and `weak` is the quality of a page that is
    weak evidence by itself.
    """

    url: str | None
    text: str
    date: str | None
    weak: str | None = None


@dataclass(frozen=True)
class Row:
    """One event behind a number."""

    event: Event
    actors: tuple[tuple[str, str | None], ...]  # names and roles
    more: int
    sources: tuple[Source, ...]


@dataclass
class Evidence:
    """All evidence of a report: `blocks` by anchor, each cut to `MOST_EVENTS` rows of `total`.

    `subjects` are the actors of the blocks, by anchor.
    """

    contents: Contents
    facts: Mapping[str, Mapping[str, Any]]
    blocks: dict[str, tuple[str, list[Row], int]] = field(default_factory=dict)
    subjects: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the events of each actor."""
        self._events_of: dict[int, list[int]] = {}
        self._pages: dict[str, list[str]] = {}
        for number, event in enumerate(self.contents.events):
            for actor in self.contents.numbers(event.members):
                self._events_of.setdefault(actor, []).append(number)

    def of_actor(self, iri: str) -> str | None:
        """Return the anchor of the events of an actor, or None if it is not in the network."""
        number = self.contents.number.get(iri)
        if number is None:
            return None
        title = str(self.contents.actors[number].label or iri)
        self.subjects[f"actor-{number}"] = iri
        return self._block(f"actor-{number}", title, self._events_of.get(number, []), number)

    def of_events(self, name: str, title: str, iris: Iterable[str]) -> str:
        """Return the anchor `name` of a list of events, given by IRI."""
        wanted = set(iris)
        numbers = [i for i, e in enumerate(self.contents.events) if e.key in wanted]
        return self._block(name, title, numbers, None)

    def note(self, anchor: str) -> Note:
        """Return the numbered note of an anchor: blocks are numbered in the order of first use."""
        title, _, total = self.blocks[anchor]
        pages = self._pages[anchor]
        publishers = Counter(self.publisher(page) for page in pages)
        shown = (name for name, _ in publishers.most_common(MOST_PUBLISHERS) if name)
        number = list(self.blocks).index(anchor) + 1
        return Note(number, anchor, title, total, len(pages), tuple(shown), self.weakness(pages))

    def publisher(self, page: str) -> str:
        """Return the publisher of a page, empty if unknown."""
        return str(self.facts.get(page, {}).get("publisher") or "")

    def weakness(self, pages: Collection[str]) -> str | None:
        """Return why pages are weak evidence, or None if they are not weak or there are no
        pages."""
        qualities = {self.facts.get(page, {}).get("quality") for page in pages}
        if len(qualities) == 1 and qualities <= set(WEAK):
            return str(*qualities)
        return ONE_PAGE if len(pages) == 1 else None

    def _block(self, anchor: str, title: str, numbers: Iterable[int], subject: int | None) -> str:
        chosen = sorted(numbers, key=lambda n: (-(self.contents.events[n].start or 0), n))
        rows = [self._row(self.contents.events[n], subject) for n in chosen[:MOST_EVENTS]]
        self.blocks[anchor] = (title, rows, len(chosen))
        self._pages[anchor] = sorted({p for n in chosen for p in self.contents.events[n].pages})
        return anchor

    def _row(self, event: Event, subject: int | None) -> Row:
        own = None if subject is None else self.contents.iris[subject]
        others = [edge for edge in event.edges if edge.actor != own]
        names = tuple((self._name(edge), edge.role) for edge in others[:MOST_PARTNERS])
        small = len(event.parts) <= 2
        speaking = [e for e in event.edges if own is None or small or e.actor == own]
        iris = dict.fromkeys(s for edge in speaking for s in edge.sources)
        return Row(event, names, len(others) - len(names), tuple(self._source(s) for s in iris))

    def _name(self, edge: Edge) -> str:
        actor = self.contents.actors[self.contents.number[str(edge.actor)]]
        return str(actor.label or actor.key)

    def _source(self, iri: str) -> Source:
        known = self.facts.get(iri, {})
        url = web_address(known.get("url")) or web_address(iri)
        parts = [str(known[k]) for k in ("publisher", "title") if known.get(k)]
        quality = known.get("quality")
        return Source(
            url,
            ", ".join(parts) or url or iri,
            str(known["date"]) if known.get("date") else None,
            str(quality) if quality in WEAK else None,
        )
