"""An actor prepared for comparison: parsed names, web address, place, kind, identifiers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from frenchtech_graph.identity.bodies import known
from frenchtech_graph.identity.crosswalks import sound_identifiers
from frenchtech_graph.identity.kinds import FIRM, families_of
from frenchtech_graph.identity.organisation_names import (
    Beside,
    Form,
    Reading,
    abbreviates,
    initials,
    is_generic,
    read_names,
)
from frenchtech_graph.identity.renamings import other_names
from frenchtech_graph.identity.ties import (
    first_years,
    investors,
    names_of_ties,
    neighbours,
    places_of_establishments,
    regions_of_ties,
    years_of_creation,
)
from frenchtech_graph.identity.towns import around, place_words, towns_in
from frenchtech_graph.identity.web_addresses import web_names
from frenchtech_graph.model.names import fold, name_digest
from frenchtech_graph.model.records import Actor, Dataset

_BEARERS = 3
"""Actors of one source that may share an alternative name before it identifies none."""


@dataclass(frozen=True, slots=True)
class Profile:
    """An actor prepared for comparison.

    `own` are its current names, joined, without other names. `spelt` are all its names, with joined
    words. `bare` are the same without “laboratoire” or a similar word in front, and `words` are
    their words. `cores` are its current names, each joined. `initials` are the acronyms that their
    words form. `called` are current names and acronyms, `short` are stated acronyms and acronyms
    formed from words. `host` is the full name of its web server and `domain` the registered part of
    it, both None for sites that host pages of many users. `stem` is the first word of the domain,
    as a name. `place` is the place of its record, or else the first of its seats. `places` are all
    of them with the areas around them, and `near` the regions of its neighbours, if no place is
    stated. `beside` are words that its names may have or lack (also the place and the town around
    it: Villeneuve-d'Ascq is Lille to many), `towns` the larger towns in its names. `circle` are the
    names and acronyms of the organisations a laboratory has a tie with, or an event that few share.
    `gist` are the heaps that the words of its sources' texts fall in. `said` are digests of the
    names of others in its sources' texts, with counts. `unsaid` is true if these texts contain
    names of others but never its own. `families` are the entries of `kinds.FAMILIES` for its kinds.
    For an organisation without a stated kind, it is finance if money comes from it, and empty
    otherwise. `created` is the year it was created, `seen` the first year of a tie it had.
    """

    id: str
    dataset: str
    label: str
    own: frozenset[str]
    forms: tuple[Form, ...]
    spelt: tuple[str, ...]
    bare: frozenset[str]
    words: frozenset[str]
    cores: frozenset[str]
    acronyms: frozenset[str]
    initials: frozenset[str]
    called: frozenset[str]
    short: frozenset[str]
    codes: frozenset[str]
    host: str | None
    domain: str | None
    stem: str | None
    place: str | None
    places: frozenset[str]
    near: frozenset[str]
    beside: Beside
    towns: frozenset[str]
    circle: frozenset[str]
    gist: frozenset[str]
    said: Mapping[str, int]
    unsaid: bool
    families: frozenset[str]
    created: int | None
    seen: int | None
    identifiers: tuple[tuple[str, str], ...]
    generic: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Facts about an actor outside its own record: see `Profile`."""

    created: int | None = None
    seen: int | None = None
    invests: bool = False
    seats: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    circle: frozenset[str] = frozenset()


def profile(actor: Actor, dataset: str, around_it: Surroundings = Surroundings()) -> Profile:
    """Return an actor of a data set prepared for comparison."""
    names = [n for n in actor.names.values() if not _is_number(n, actor)]
    families = families_of(actor.kinds) or frozenset({"finance"} if around_it.invests else ())
    since = [o for n in names for o in other_names(n)] if families == FIRM else []
    own_readings = read_names(names, ())
    readings = own_readings + read_names((), (*actor.aliases, *since))
    # Reversed, so that the actor's own names win over other names with the same core.
    forms = {f.core: f for r in reversed(readings) for f in reversed(r.forms)}
    host, domain, stem = web_names(actor.website) or (None, None, None)
    said, unsaid = _said(actor, forms)
    read = _of_readings(own_readings, readings) | _of_forms(forms)
    return Profile(
        id=actor.id,
        dataset=dataset,
        label=next(iter(actor.names.values()), actor.id),
        host=host,
        domain=domain,
        stem=stem,
        near=around_it.near,
        circle=around_it.circle,
        gist=frozenset(actor.gist),
        said=said,
        unsaid=unsaid,
        families=families,
        created=around_it.created,
        seen=around_it.seen,
        identifiers=_numbers(actor),
        generic=families <= {"finance", "support"}
        and all(map(is_generic, actor.names.values() or [""])),
        **_whereabouts(actor.place, around_it.seats, read["acronyms"], read["cores"]),
        called=read["acronyms"] | read["cores"],
        short=read["acronyms"] | read["initials"],
        **read,
    )


def _whereabouts(
    stated: str | None, seats: frozenset[str], acronyms: frozenset[str], names: frozenset[str]
) -> dict[str, Any]:
    """Return the fields of a profile that depend on the place of a record and on its seats."""
    everywhere = seats | {stated} if stated else seats
    words_of_place = frozenset(w for seat in everywhere for w in place_words(seat))
    return {
        "place": stated or min(seats, default=None),
        "places": frozenset(up for seat in everywhere for up in around(seat)),
        "beside": Beside.of(words_of_place, acronyms, names),
    }


def _of_readings(own: Sequence[Reading], readings: Sequence[Reading]) -> dict[str, Any]:
    """Return the fields of a profile that are derived from readings of its names."""
    return {
        "own": frozenset(f.core for r in own for f in r.forms if not f.former),
        "acronyms": frozenset(a for r in readings for a in r.acronyms),
        "codes": frozenset(c for r in readings for c in r.codes),
    }


def _of_forms(forms: Mapping[str, Form]) -> dict[str, Any]:
    """Return the fields of a profile that are derived from the forms of its names."""
    today = [f for f in forms.values() if not f.former]
    return {
        "forms": tuple(forms[c] for c in sorted(forms)),
        "spelt": tuple(sorted(forms)),
        "bare": frozenset(f.bare for f in forms.values()),
        "words": frozenset(t for f in forms.values() for t in f.tokens),
        "cores": frozenset(f.core for f in today),
        "initials": frozenset(i for f in today if (i := initials(f.tokens))),
        "towns": frozenset(t for f in forms.values() for t in towns_in(f.tokens)),
    }


def _said(actor: Actor, forms: Mapping[str, Form]) -> tuple[Mapping[str, int], bool]:
    """Return the names of others in texts about an actor, and whether these texts never contain its
    own."""
    said = Counter(actor.mentions)
    own = {name_digest(core) for core in forms if said}
    others = Counter({s: n for s, n in said.items() if s not in own})
    return others, bool(said) and said.keys().isdisjoint(own)


def _numbers(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return the sound identifiers of an actor.

    A known body that changed its legal person gets the current one.
    """
    sound = sound_identifiers(actor.identifiers)
    return tuple(sorted((s, known().current(s, v)) for s, v in sound.items()))


def _is_number(name: str, actor: Actor) -> bool:
    """Return whether the name of an actor is an identifier because its source has no name: `SIREN
    000000018`."""
    scheme, _, value = name.partition(" ")
    return value != "" and actor.identifiers.get(scheme.lower()) == value


def profiles(datasets: Sequence[Dataset]) -> list[Profile]:
    """Return the actors of all data sets prepared for comparison, joining actors of the same id."""
    found: dict[str, tuple[Actor, str]] = {}
    for dataset in datasets:
        for actor in dataset.actors:
            earlier = found.get(actor.id)
            found[actor.id] = (
                (_joined(earlier[0], actor), earlier[1]) if earlier else (actor, dataset.id)
            )
    everybodys = aliases_of_many(datasets)
    found = (
        {i: (_without(everybodys, a), d) for i, (a, d) in found.items()} if everybodys else found
    )
    created, seen, giving = years_of_creation(datasets), first_years(datasets), investors(datasets)
    tied = neighbours(datasets)
    seats = places_of_establishments(datasets)
    near = regions_of_ties(datasets, {a.id: a.place for a, _ in found.values()}, tied)
    circles = names_of_ties([a for a, _ in found.values()], tied)
    return [
        profile(
            a,
            dataset,
            Surroundings(
                created.get(a.id),
                seen.get(a.id),
                a.id in giving,
                seats.get(a.id, frozenset()),
                near.get(a.id, frozenset()),
                circles.get(a.id, frozenset()),
            ),
        )
        for a, dataset in found.values()
    ]


def aliases_of_many(datasets: Sequence[Dataset]) -> frozenset[str]:
    """Return the alternative names of more than `_BEARERS` actors of one source, folded.

    They identify only the body that they abbreviate: a register may give `CNRS` to all of its
    institutes.
    """
    counts = Counter(
        (d.id, said) for d in datasets for a in d.actors for said in {fold(n) for n in a.aliases}
    )
    return frozenset(said for (_, said), n in counts.items() if n > _BEARERS)


def _without(everybodys: frozenset[str], actor: Actor) -> Actor:
    own = next(iter(actor.names.values()), "")
    kept = tuple(n for n in actor.aliases if fold(n) not in everybodys or abbreviates(n, own))
    return replace(actor, aliases=kept) if len(kept) < len(actor.aliases) else actor


def _joined(one: Actor, other: Actor) -> Actor:
    """Return one actor with the facts of two data sets, the first preferred."""
    return Actor(
        sources=one.sources,
        records=one.records,
        id=one.id,
        kinds=tuple(dict.fromkeys((*one.kinds, *other.kinds))),
        names={**other.names, **one.names},
        aliases=tuple(dict.fromkeys((*one.aliases, *other.aliases, *other.names.values()))),
        identifiers={**other.identifiers, **one.identifiers},
        website=one.website or other.website,
        place=one.place or other.place,
        mentions=(*one.mentions, *other.mentions),
        gist=(*one.gist, *other.gist),
    )


def crowded(values: Iterable[str | None], most: int) -> frozenset[str]:
    """Return the values that more than `most` actors share, and that therefore identify no
    actor."""
    counts = Counter(v for v in values if v)
    return frozenset(v for v, n in counts.items() if n > most)
