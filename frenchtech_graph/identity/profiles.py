"""An actor as it is compared: names read, web address, place, kind, identifiers."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from frenchtech_graph.identity.crosswalks import sound_identifiers
from frenchtech_graph.identity.kinds import families_of
from frenchtech_graph.identity.organisation_names import (
    Form,
    abbreviates,
    form,
    initials,
    is_generic,
    read_names,
)
from frenchtech_graph.identity.ties import (
    first_years,
    investors,
    names_of_ties,
    neighbours,
    regions_of_ties,
    years_of_creation,
)
from frenchtech_graph.identity.towns import around, place_words, towns_in
from frenchtech_graph.identity.words import words
from frenchtech_graph.model.names import fold, name_digest
from frenchtech_graph.model.records import Actor, Dataset

_BEARERS = 3
"""Actors of one source that may have another name in common before it names none of them."""


@dataclass(frozen=True, slots=True)
class Profile:
    """An actor as it is compared.

    `spelt` are its names, each run together, `bare` the same without “laboratoire” or its like in
    front, `words` their words; `cores` are its names of today, each run together; `initials` the
    acronyms their words would make. `host` is the whole name of its web server, `domain` the part
    of it that is registered, both None where anybody could have a page; `stem` is the first word of
    the domain, as a name. `places` are its place and all that lies around it, `near` the regions of
    those it has ties with, if no place is stated, `place_words` the words of its name and of the
    town it belongs to (Villeneuve-d'Ascq is Lille to many), `towns` the larger towns that its names
    name. `circle` are the names and acronyms of the organisations a laboratory has a tie with, or
    an event that few share. `said` are digests of the names of others that its sources' own words
    say, with how often; `unsaid` tells that they never say its own, though they say names.
    `families` are those of `kinds.FAMILIES` its kinds belong to; an organisation of no stated kind
    is one of finance if money comes from it, else of none. `created` is the year it was created,
    `seen` the first year of a tie it had.
    """

    id: str
    dataset: str
    label: str
    forms: tuple[Form, ...]
    spelt: tuple[str, ...]
    bare: frozenset[str]
    words: frozenset[str]
    cores: frozenset[str]
    acronyms: frozenset[str]
    initials: frozenset[str]
    codes: frozenset[str]
    host: str | None
    domain: str | None
    stem: str | None
    place: str | None
    places: frozenset[str]
    near: frozenset[str]
    place_words: frozenset[str]
    towns: frozenset[str]
    circle: frozenset[str]
    said: Mapping[str, int]
    unsaid: bool
    families: frozenset[str]
    created: int | None
    seen: int | None
    identifiers: tuple[tuple[str, str], ...]
    generic: bool


def web_names(address: str | None) -> tuple[str, str, str] | None:
    """Return host, registered domain and stem of a web address, None if it says nothing of who it
    is.

    >>> web_names("https://www.fr.swan.io/contact")
    ('fr.swan.io', 'swan.io', 'swan')
    >>> web_names("https://www.linkedin.com/company/vekia")
    """
    if not address:
        return None
    try:
        host = (urlsplit(address if "//" in address else "//" + address).hostname or "").rstrip(".")
    except ValueError:
        return None
    host = re.sub(r"^www\d?\.", "", host.lower())
    labels = host.split(".")
    size = 3 if ".".join(labels[-2:]) in words("second_level_suffixes") else 2
    domain = ".".join(labels[-size:])
    if len(labels) < size or not all(labels) or domain in words("shared_hosts"):
        return None
    read = form(labels[-size], expand=False)
    return host, domain, read.core if read else labels[-size]


def profile(
    actor: Actor,
    dataset: str,
    created: int | None = None,
    seen: int | None = None,
    *,
    invests: bool = False,
    near: frozenset[str] = frozenset(),
    circle: frozenset[str] = frozenset(),
) -> Profile:
    """Return an actor of a data set as it is compared."""
    names = [n for n in actor.names.values() if not _is_number(n, actor)]
    readings = read_names(names, actor.aliases)
    families = families_of(actor.kinds) or frozenset({"finance"} if invests else ())
    forms = {f.core: f for r in reversed(readings) for f in reversed(r.forms)}
    web = web_names(actor.website)
    name = next(iter(actor.names.values()), actor.id)
    said, own = Counter(actor.mentions), {name_digest(core) for core in forms if actor.mentions}
    return Profile(
        id=actor.id,
        dataset=dataset,
        label=name,
        forms=tuple(forms[c] for c in sorted(forms)),
        spelt=tuple(sorted(forms)),
        bare=frozenset(f.bare for f in forms.values()),
        words=frozenset(t for f in forms.values() for t in f.tokens),
        cores=frozenset(f.core for f in forms.values() if not f.former),
        acronyms=frozenset(a for r in readings for a in r.acronyms),
        initials=frozenset(i for f in forms.values() if not f.former and (i := initials(f.tokens))),
        codes=frozenset(c for r in readings for c in r.codes),
        host=web[0] if web else None,
        domain=web[1] if web else None,
        stem=web[2] if web else None,
        place=actor.place,
        places=around(actor.place),
        near=near,
        place_words=place_words(actor.place),
        towns=frozenset(t for f in forms.values() for t in towns_in(f.tokens)),
        circle=circle,
        said=Counter({s: n for s, n in said.items() if s not in own}),
        unsaid=bool(said) and said.keys().isdisjoint(own),
        families=families,
        created=created,
        seen=seen,
        identifiers=tuple(sorted(sound_identifiers(actor.identifiers).items())),
        generic=families <= {"finance", "support"}
        and all(map(is_generic, actor.names.values() or [""])),
    )


def _is_number(name: str, actor: Actor) -> bool:
    """Tell whether an actor is called by an identifier for want of a name: `SIREN 000000018`."""
    scheme, _, value = name.partition(" ")
    return value != "" and actor.identifiers.get(scheme.lower()) == value


def profiles(datasets: Sequence[Dataset]) -> list[Profile]:
    """Return the actors of all data sets as they are compared; those of the same id are one."""
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
    near = regions_of_ties(datasets, {a.id: a.place for a, _ in found.values()}, tied)
    circles = names_of_ties([a for a, _ in found.values()], tied)
    nobody: frozenset[str] = frozenset()
    return [
        profile(
            a,
            dataset,
            created.get(a.id),
            seen.get(a.id),
            invests=a.id in giving,
            near=near.get(a.id, nobody),
            circle=circles.get(a.id, nobody),
        )
        for a, dataset in found.values()
    ]


def aliases_of_many(datasets: Sequence[Dataset]) -> frozenset[str]:
    """Return the other names that more than `_BEARERS` actors of one source have, folded.

    They name none of them but the one they abbreviate: a register gives `CNRS` to each of its
    institutes, say.
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
    """Return what two data sets say of one actor, the first preferred."""
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
    )


def crowded(values: Iterable[str | None], most: int) -> frozenset[str]:
    """Return the values that more than `most` actors share: they identify none of them."""
    counts = Counter(v for v in values if v)
    return frozenset(v for v, n in counts.items() if n > most)
