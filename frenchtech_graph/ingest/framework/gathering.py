"""Records of one data set while they are found: each actor, event and tie once, with all the rows
it rests on.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pyoxigraph as ox

from frenchtech_graph.ingest.framework.mapping import About
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import fold, slug
from frenchtech_graph.model.namespaces import CURRENCY
from frenchtech_graph.model.records import Actor, Dataset, Event, Money, Observation, Source, Tie
from frenchtech_graph.model.terms import Class

STRONGEST_FIRST = ("siren", "rnsr", "ror", "uai", "pic", "lei", "wikidata")
"""Identifiers by strength: the first one known makes the id of an actor."""
PLACEHOLDER = "{scheme} {value}"


def actor_id(
    source: str, identifiers: Mapping[str, str | None], name: str, place: str | None = None
) -> str:
    """Return the id of an actor: by its strongest identifier, else by source and name.

    >>> actor_id("ilab", {"siren": "552100554", "ror": None}, "Exemple")
    'siren-552100554'
    >>> actor_id("rounds", {}, "Exemple & fils")
    'rounds-exemple-fils-8f7a1e'
    """
    for scheme in STRONGEST_FIRST:
        if identifiers.get(scheme):
            return f"{scheme}-{identifiers[scheme]}"
    short = hashlib.sha256(f"{fold(name)}\x1f{place or ''}".encode()).hexdigest()[:6]
    return f"{source}-{slug(name)[:60].strip('-')}-{short}"


def _written(scheme: str) -> bool:
    """Return whether the ontology has a property for an identifier.

    Other identifiers appear only in the id.
    """
    return scheme in ontology.load().identifier_properties


@dataclass
class Gathering:
    """The records found so far in one snapshot.

    `rows` counts the rows read, and `notices` need attention.
    """

    about: About
    snapshot: Snapshot
    persons: bool = False
    rows: int = 0
    notices: tuple[Fault, ...] = ()
    _actors: dict[str, Actor] = field(default_factory=dict)
    _events: dict[str, Event] = field(default_factory=dict)
    _ties: dict[tuple[Any, ...], Tie] = field(default_factory=dict)
    _observations: dict[tuple[Any, ...], Observation] = field(default_factory=dict)
    _left: list[Mapping[str, str]] = field(default_factory=list)

    @property
    def seen(self) -> tuple[str, ...]:
        """The day a register showed its state, if it was fetched.

        A user's own file may be of any day.
        """
        return () if self.snapshot.url == self.about.page else (self.snapshot.accessed,)

    @property
    def is_part(self) -> bool:
        """Whether the snapshot was narrowed by a condition when it was fetched."""
        return "where=" in self.snapshot.url

    def _said(self, record: str) -> dict[str, Any]:
        return {"sources": (self.about.id,), "records": (self._key(record),)}

    def _key(self, record: str) -> str:
        """Return the key of a row.

        It contains the name of the data set, as the notes of a table do.
        """
        return f"{self.about.id}-{record}"

    def actor(
        self,
        kind: str,
        name: str,
        record: str,
        *,
        key: str | None = None,
        names: Mapping[str, str] | None = None,
        aliases: Iterable[str] = (),
        identifiers: Mapping[str, str | None] | None = None,
        website: str | None = None,
        place: str | None = None,
        sectors: Iterable[str | None] = (),
        contributions: Iterable[str] = (),
        mentions: Iterable[str] = (),
        gist: Iterable[str] = (),
        note: str | None = None,
        subject: bool = False,
    ) -> str:
        """Add an actor and return its id. Missing fields of an actor added before are filled in.

        Without a name it is called by its identifier, until another row states its name. `subject`
        means that the row is about this actor: its values take precedence over passing mentions in
        other rows. A sector that is None is a word without a term: it leads to a notice.

        Raises:
            FaultsError: the kind is None, a word without a term.
        """
        if not kind:
            raise FaultsError([self._without_term("kind-without-term", name, record)])
        known = {k: v for k, v in (identifiers or {}).items() if v}
        own = key or actor_id(self.about.id, known, name, place)
        scheme = next((s for s in (*STRONGEST_FIRST, *known) if s in known), "")
        called = dict(names or ({"fr": name} if name else {}))
        if not called:
            called = {"fr": PLACEHOLDER.format(scheme=scheme.upper(), value=known.get(scheme, own))}
        found = Actor(
            **self._said(record),
            id=own,
            kinds=(kind,),
            names=called,
            aliases=_distinct(aliases, called.values()),
            identifiers={k: v for k, v in known.items() if _written(k)},
            website=website,
            place=place,
            sectors=self._terms(sectors, name, record),
            contributions=tuple(contributions),
            mentions=tuple(mentions),
            gist=tuple(gist),
            note=note,
        )
        before = self._actors.get(own)
        if before is None:
            self._actors[own] = found
        # The row about the actor comes first, so that its values win.
        elif subject:
            self._actors[own] = replace(
                _joined(found, before), records=_distinct((self._key(record), *before.records), ())
            )
        else:
            self._actors[own] = _joined(before, found)
        return own

    def _terms(self, sectors: Iterable[str | None], name: str, record: str) -> tuple[str, ...]:
        """Return the sectors that are terms. A word without a term leads to a notice."""
        stated = tuple(dict.fromkeys(sectors))
        if None in stated:
            self.notices += (self._without_term("sector-without-term", name, record),)
        return tuple(s for s in stated if s)

    def _without_term(self, code: str, name: str, record: str) -> Fault:
        return Fault(self.about.id, 0, "", name, code, {"expected": self._key(record)})

    def has(self, key: str) -> bool:
        """Return whether an actor or event was noted."""
        return key in self._actors or key in self._events

    def event(self, key: str, kind: str, name: str | None, record: str, **details: Any) -> str:
        """Add an event and return its id. The first row with its key describes it."""
        if key not in self._events:
            names = details.pop("names", None) or ({"fr": name} if name else {})
            aliases = _distinct(details.pop("aliases", ()), names.values())
            known = {k: v for k, v in details.pop("identifiers", {}).items() if v and _written(k)}
            self._events[key] = Event(
                **self._said(record),
                id=key,
                kind=kind,
                names=names,
                aliases=aliases,
                identifiers=known,
                **details,
            )
        return key

    def tie(self, kind: str, origin: str, target: str, record: str, **details: Any) -> bool:
        """Add a tie. The same tie in another row adds that row.

        An actor has no tie with itself.
        """
        if origin == target:
            return False
        found = Tie(**self._said(record), kind=kind, origin=origin, target=target, **details)
        same = (
            kind,
            origin,
            target,
            found.event,
            found.start,
            found.end,
            found.role,
            found.role_text,
            found.money.amount,
        )
        before = self._ties.get(same)
        if before is None:
            self._ties[same] = found
        elif self._key(record) not in before.records:
            self._ties[same] = replace(before, records=(*before.records, self._key(record)))
        return True

    def observe(
        self, kind: str, actor: str, value: str | None, record: str, **details: Any
    ) -> None:
        """Note an observation of an actor, unless there is no value."""
        same = (kind, actor, value, details.get("start"))
        if value and same not in self._observations:
            self._observations[same] = Observation(
                **self._said(record), actor=actor, kind=kind, value=value, **details
            )

    def ended(self, actor: str, record: str) -> None:
        """Note that an organisation has ended, where the source does not say when."""
        self._observations[Class.CLOSURE_OBSERVATION, actor, "", None] = Observation(
            **self._said(record), actor=actor, kind=Class.CLOSURE_OBSERVATION
        )

    def closed(self, actor: str, day: str | None, record: str) -> None:
        """Record that an organisation has ended, with the day if the source states it."""
        if day:
            self.observe(Class.CLOSURE_OBSERVATION, actor, day, record)
        else:
            self.ended(actor, record)

    def leave_out(self, record: str, subject: str, reason_fr: str, reason_en: str) -> None:
        """Note that a row could not be turned into a record, and why. Never name a person here."""
        self._left.append(
            {
                "record": self._key(record),
                "subject": subject,
                "predicate": "",
                "object": "",
                "reason_fr": reason_fr,
                "reason_en": reason_en,
            }
        )

    def dataset(self) -> Dataset:
        """Return all records found, in a fixed order."""
        about = self.about
        source = Source(
            id=about.id,
            url=about.page,
            publisher=about.publisher,
            accessed=self.snapshot.accessed,
            title=about.titles["fr"],
            licence=about.licence,
        )
        return Dataset(
            id=about.id,
            titles=about.titles,
            publisher=about.publisher,
            licence=about.licence,
            issued=self.snapshot.accessed,
            checksum=self.snapshot.sha256,
            sources=(source,),
            actors=tuple(a for _, a in sorted(self._actors.items())),
            events=tuple(e for _, e in sorted(self._events.items())),
            ties=tuple(t for _, t in sorted(self._ties.items(), key=_order)),
            observations=tuple(o for _, o in sorted(self._observations.items(), key=_order)),
            unmapped=tuple(self._left),
            notes=self.rows or None,
            notices=self.notices,
            rough_places=about.rough_places,
            registered_seats=about.registered_seats,
        )


def _order(item: tuple[tuple[Any, ...], Any]) -> tuple[str, ...]:
    return tuple("" if part is None else str(part) for part in item[0])


def _distinct(names: Iterable[str], taken: Iterable[str]) -> tuple[str, ...]:
    seen = set(taken)
    return tuple(n for n in dict.fromkeys(names) if n and n not in seen)


def _is_placeholder(actor: Actor) -> bool:
    called = actor.names.get("fr", "")
    return any(
        called == PLACEHOLDER.format(scheme=s.upper(), value=v)
        for s, v in actor.identifiers.items()
    )


def _joined(first: Actor, other: Actor) -> Actor:
    """Return the first account of an actor, completed by another.

    Rows of mere mentions are not added.
    """
    named = other if _is_placeholder(first) and not _is_placeholder(other) else first
    names = {**other.names, **named.names}
    spoken = [n for a in (first, other) if not _is_placeholder(a) for n in a.names.values()]
    kinds = ontology.load().most_specific([*first.kinds, *other.kinds])
    return replace(
        first,
        kinds=tuple(kinds),
        names=names,
        aliases=_distinct([*first.aliases, *other.aliases, *spoken], names.values()),
        identifiers={**other.identifiers, **first.identifiers},
        website=first.website or other.website,
        place=first.place or other.place,
        sectors=tuple(dict.fromkeys((*first.sectors, *other.sectors))),
        contributions=tuple(dict.fromkeys((*first.contributions, *other.contributions))),
        mentions=(*first.mentions, *other.mentions),
        gist=tuple(sorted({*first.gist, *other.gist})),
        note=first.note or other.note,
    )


def is_listed(currency: str) -> bool:
    """Return whether the ontology lists a currency. Amounts in other currencies go to a note.

    >>> is_listed("EUR"), is_listed("MAD"), is_listed("€|<")
    (True, False, False)
    """
    if not (currency.isascii() and currency.isalpha()):
        return False
    quads = ontology.load().store.quads_for_pattern(ox.NamedNode(CURRENCY + currency), None, None)
    return next(iter(quads), None) is not None


def euros(amount: str | None) -> Money:
    """Return an amount in euros, or an empty amount."""
    return Money(amount, "EUR") if amount else Money()
