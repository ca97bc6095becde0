"""An actor as it is compared: names read, web address, place, kind, identifiers."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from urllib.parse import urlsplit

from frenchtech_graph import ontology, places
from frenchtech_graph.identity.crosswalks import sound_identifiers
from frenchtech_graph.identity.organisation_names import Form, abbreviates, form, initials, is_generic, read_name
from frenchtech_graph.identity.words import words
from frenchtech_graph.names import fold, name_digest
from frenchtech_graph.partial_dates import is_partial_date, year
from frenchtech_graph.records import Actor, Dataset

_FEW = 10
"""Actors that may share an event before it says nothing of where they are."""

_LARGER = 30_000
"""People from which a town is one that names of other bodies name."""

_SHORTEST = 3
"""Letters that the name of such a town has more than: Pau is a name of many things."""

_BEARERS = 3
"""Actors of one source that may have another name in common before it names none of them."""

FAMILIES = {
    "person": "Person",
    "company": "Company",
    "finance": "FinanceOrganization",
    "laboratory": "ResearchLaboratory",
    "school": "TalentOrganization",
    "research": "TechnologyOrganization",
    "support": "SupportOrganization",
    "public": "PublicAuthority",
}
"""Family of kinds → the class of the ontology at its top."""


@dataclass(frozen=True, slots=True)
class Profile:
    """An actor as it is compared.

    `spelt` are its names, each run together, `bare` the same without “laboratoire” or its like in front, `words`
    their words; `cores` are its names of today, each run together; `initials` the acronyms their words would make.
    `host` is the whole name of its web server, `domain` the part of it that is registered, both None where
    anybody could have a page; `stem` is the first word of the domain, as a name. `places` are its place and
    all that lies around it, `near` the regions of those it has ties with, if no place is stated,
    `place_words` the words of its name and of the town it belongs to (Villeneuve-d'Ascq is Lille to many),
    `towns` the larger towns that its names name.
    `circle` are the names and acronyms of the organisations a laboratory has a tie with, or an event that few share.
    `said` are digests of the names of others that its sources' own words say, with how often; `unsaid` tells
    that they never say its own, though they say names.
    `families` are those of `FAMILIES` its kinds belong to; an organisation of no stated kind is one of
    finance if money comes from it, else of none. `created` is the year it was created, `seen` the first
    year of a tie it had.
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


@cache
def families_of(kinds: tuple[str, ...]) -> frozenset[str]:
    """Return the families of an actor of these kinds."""
    terms = ontology.load()
    found = {name for name, top in FAMILIES.items() if any(terms.is_a(k, top) for k in kinds)}
    return frozenset(found - {"research"} if "laboratory" in found else found)


@cache
def around(place: str | None) -> frozenset[str]:
    """Return a place and all places it lies in but the country."""
    if not place or place not in places.load().by_id:
        return frozenset()
    return frozenset(p.id for p in places.load().with_ancestors({place})) - {places.COUNTRY}


@cache
def _place_words(place: str | None) -> frozenset[str]:
    known = places.load().by_id
    own = set(fold(known[place].name).split()) if place in known else set()
    around_it = {w for p in around(place) if known[p].kind == "Metropolis" for w in fold(known[p].name).split()}
    return frozenset(w for w in own | around_it & _communes() if len(w) > 2)


@cache
def _communes() -> frozenset[str]:
    return frozenset(fold(p.name) for p in places.load().by_id.values() if p.kind == "City")


@cache
def _larger_towns() -> dict[tuple[str, ...], str]:
    """Return the words of the names of larger towns → their ids; two words at most, link words left out."""
    named: dict[tuple[str, ...], str] = {}
    for town in places.load().by_id.values():
        if town.kind == "City" and int(town.population or 0) >= _LARGER:
            said = tuple(w for w in fold(town.name).split() if w not in words("link_words"))[:2]
            named |= {said: town.id} if len("".join(said)) > _SHORTEST else {}
    return named


def towns_in(tokens: Sequence[str]) -> frozenset[str]:
    """Return the ids of the larger towns that the words of a name name.

    >>> [sorted(towns_in(n.split())) for n in ("ecole centrale lille", "institut chimie clermont ferrand")]
    [['59350'], ['63113']]
    """
    larger = _larger_towns()
    return frozenset(larger[w] for w in (*((t,) for t in tokens), *pairwise(tokens)) if w in larger)


def web_names(address: str | None) -> tuple[str, str, str] | None:
    """Return host, registered domain and stem of a web address, None if it says nothing of who it is.

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
    readings = [read_name(n) for n in names] + [read_name(n, alias=True) for n in actor.aliases]
    families = families_of(actor.kinds) or frozenset({"finance"} if invests else ())
    forms = {f.core: f for r in reversed(readings) for f in reversed(r.forms)}
    web = web_names(actor.website)
    name = next(iter(actor.names.values()), actor.id)
    said, own = Counter(actor.mentions), {name_digest(core) for core in forms}
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
        place_words=_place_words(actor.place),
        towns=frozenset(t for f in forms.values() for t in towns_in(f.tokens)),
        circle=circle,
        said=Counter({s: n for s, n in said.items() if s not in own}),
        unsaid=bool(said) and said.keys().isdisjoint(own),
        families=families,
        created=created,
        seen=seen,
        identifiers=tuple(sorted(sound_identifiers(actor.identifiers).items())),
        generic=families <= {"finance", "support"} and all(map(is_generic, actor.names.values() or [""])),
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
            found[actor.id] = (_joined(earlier[0], actor), earlier[1]) if earlier else (actor, dataset.id)
    everybodys = aliases_of_many(datasets)
    found = {i: (_without(everybodys, a), d) for i, (a, d) in found.items()} if everybodys else found
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

    They name none of them but the one they abbreviate: a register gives `CNRS` to each of its institutes, say.
    """
    counts = Counter((d.id, said) for d in datasets for a in d.actors for said in {fold(n) for n in a.aliases})
    return frozenset(said for (_, said), n in counts.items() if n > _BEARERS)


def _without(everybodys: frozenset[str], actor: Actor) -> Actor:
    own = next(iter(actor.names.values()), "")
    kept = tuple(n for n in actor.aliases if fold(n) not in everybodys or abbreviates(n, own))
    return replace(actor, aliases=kept) if len(kept) < len(actor.aliases) else actor


def neighbours(datasets: Sequence[Dataset]) -> Mapping[str, set[str]]:
    """Return, for each actor and event, those it has a tie with."""
    tied: dict[str, set[str]] = defaultdict(set)
    for tie in (t for d in datasets for t in d.ties):
        tied[tie.origin].add(tie.target)
        tied[tie.target].add(tie.origin)
    return tied


def names_of_ties(actors: Sequence[Actor], tied: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    """Return, for each laboratory, the names and acronyms of the organisations it has a tie with.

    An event that few take part in (a project) stands for those who share it.
    """
    organisations = {a.id: a for a in actors if families_of(a.kinds) != {"person"}}
    names: dict[str, frozenset[str]] = {}

    def called(actor: str) -> frozenset[str]:
        if actor not in names:
            names[actor] = _names_of(organisations[actor])
        return names[actor]

    found: dict[str, frozenset[str]] = {}
    for actor, body in organisations.items():
        if actor not in tied or "laboratory" not in families_of(body.kinds):
            continue
        events = [n for n in tied[actor] if n not in organisations and len(tied[n]) <= _FEW]
        beside = {n for e in events for n in tied[e]} | tied[actor]
        found[actor] = frozenset(c for n in beside if n in organisations and n != actor for c in called(n))
    return {a: circle for a, circle in found.items() if circle}


def _names_of(actor: Actor) -> frozenset[str]:
    readings = [read_name(n) for n in actor.names.values()] + [read_name(n, alias=True) for n in actor.aliases]
    return frozenset(c for r in readings for c in (*(f.core for f in r.forms), *r.acronyms))


def regions_of_ties(
    datasets: Sequence[Dataset], homes: Mapping[str, str | None], tied: Mapping[str, set[str]]
) -> dict[str, frozenset[str]]:
    """Return, for each actor of no stated place, the regions of those it has a tie with.

    An event that few take part in (a project, a round) stands for its place and for those who share it.
    `homes` is the place of each actor, None where it is not stated; `tied` is what `neighbours` returns.
    """
    places_of_events = {e.id: e.place for d in datasets for e in d.events}
    found: dict[str, frozenset[str]] = {}
    for actor, home in homes.items():
        if home or actor not in tied:
            continue
        events = [n for n in tied[actor] if n not in homes and len(tied[n]) <= _FEW]
        stated = {homes.get(n) for n in tied[actor]} | {places_of_events.get(e) for e in events}
        stated |= {homes.get(n) for e in events for n in tied[e]}
        found[actor] = frozenset(p for place in stated for p in around(place) if p.startswith("reg-"))
    return {a: regions for a, regions in found.items() if regions}


def investors(datasets: Sequence[Dataset]) -> frozenset[str]:
    """Return the actors that money comes from in some tie: bodies of finance, where no kind is stated."""
    kinds = {name for name, kind in ontology.load().tie_kinds.items() if kind.flow == "finance"}
    return frozenset(t.origin for d in datasets for t in d.ties if t.kind in kinds)


def years_of_creation(datasets: Sequence[Dataset]) -> dict[str, int]:
    """Return the earliest year in which each actor is said to be created."""
    stated = [
        (o.actor, o.start or o.value)
        for d in datasets
        for o in d.observations
        if o.kind == "CreationObservation" and is_partial_date(o.start or o.value)
    ]
    years: dict[str, int] = {}
    for actor, when in stated:
        years[actor] = min(year(when), years.get(actor, 9999))
    return years


def first_years(datasets: Sequence[Dataset]) -> dict[str, int]:
    """Return the first year in which each actor is seen at work: in a dated tie that lets it exist."""
    years: dict[str, int] = {}
    for tie in (t for d in datasets for t in d.ties):
        dates = [t for t in (tie.start, *tie.seen) if t and is_partial_date(t)]
        for actor in (tie.origin, tie.target) if dates else ():
            years[actor] = min(*map(year, dates), years.get(actor, 9999))
    return years


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
