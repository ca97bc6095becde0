"""What speaks for two actors being one, and what against: named pieces of evidence, each with its
weight.
"""

import math
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from frenchtech_graph.identity.name_evidence import (
    NameMatch,
    compare_names,
    made_acronym,
    name_of_site,
    named_in_texts,
    shared_acronym,
)
from frenchtech_graph.identity.pairs import Evidence
from frenchtech_graph.identity.profiles import Profile, crowded
from frenchtech_graph.identity.towns import around
from frenchtech_graph.identity.words import bits, words
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model import places

MOST = 6
"""Actors that may share a web address before it is held to identify none of them."""

_FIGURES = 3
"""Figures that the number of a unit has at least."""

_RESEARCH = {"laboratory", "school", "research", "public"}
_RESEARCHING = {"laboratory", "research"}
_KINDRED = (
    {"school", "research"},
    {"laboratory", "school"},
    {"support", "company"},
    {"support", "research"},
    {"support", "school"},
)


@dataclass(frozen=True, slots=True)
class Context:
    """What must be known of all actors to judge two.

    Hosts and domains that too many share, and how many bits a name in their circles is worth:
    `-log2` of the share of actors that have it there.
    """

    crowded_hosts: frozenset[str] = frozenset()
    crowded_domains: frozenset[str] = frozenset()
    rare_neighbours: Mapping[str, float] = field(default_factory=dict)

    @staticmethod
    def of(profiles: Sequence[Profile]) -> "Context":
        """Return the context of actors that are judged together."""
        having = Counter(name for p in profiles for name in p.circle)
        circles = sum(bool(p.circle) for p in profiles)
        return Context(
            crowded((p.host for p in profiles), MOST),
            crowded((p.domain for p in profiles), MOST),
            {name: math.log2(circles / n) for name, n in having.items()},
        )


@cache
def model() -> Mapping[str, Any]:
    """Return the weights and thresholds that were learnt (`data/identity/weights.toml`)."""
    return tomllib.loads((data_folder() / "identity" / "weights.toml").read_text(encoding="utf-8"))


def sort_of(one: Profile, other: Profile) -> str:
    """Return which sort of weights names have: `research` or `firm`."""
    if (one.families | other.families) & _RESEARCH:
        return "research"
    return (
        "research"
        if not (one.families and other.families) and _said_research(one, other)
        else "firm"
    )


def _said_research(one: Profile, other: Profile) -> bool:
    return any(
        t in words("research_words") for p in (one, other) for f in p.forms for t in f.tokens
    )


def features(
    one: Profile, other: Profile, context: Context, name: NameMatch | None = None
) -> dict[str, tuple[float, str]]:
    """Return what speaks for and against, as name → (how much of it, the words it rests on).

    `name` is what `compare_names` says of the two, where that is known.
    """
    name = name or compare_names(one, other)
    found = {f"name {name.level}, {sort_of(one, other)}": (1.0, name.words)}
    found |= _name_extras(name, one, other)
    found |= _web(one, other, context)
    found |= _place(one, other)
    found |= _codes(one, other)
    found |= _towns(one, other)
    found |= _kinds(one, other)
    found |= _years(one, other)
    found |= _circles(one, other, context)
    if one.dataset == other.dataset:
        found["same source"] = (1.0, one.dataset)
    return found


def related(one: Profile, other: Profile, name: NameMatch) -> bool:
    """Tell whether anything names the two alike: a name, an acronym, a web address, a number of a
    unit.
    """
    return (
        name.level != "different"
        or bool(one.domain and one.domain == other.domain)
        or not one.codes.isdisjoint(other.codes)
        or bool(shared_acronym(one, other) or made_acronym(one, other) or name_of_site(one, other))
        or bool(named_in_texts(one, other))
    )


def _name_extras(name: NameMatch, one: Profile, other: Profile) -> dict[str, tuple[float, str]]:
    found: dict[str, tuple[float, str]] = {}
    sort = sort_of(one, other)
    if name.level != "different":
        found[f"rare words, {sort}"] = (min(name.shared, 60.0) / 10, name.words)
    if name.placed:
        found["place in the name"] = (1.0, name.placed)
    if name.over:
        found["words over"] = (min(name.over, 60.0) / 10, " ".join(sorted(name.extra)))
    if name.extra & words("part_words"):
        found["word of a part"] = (1.0, " ".join(sorted(name.extra & words("part_words"))))
    if name.numbers_differ:
        found["other number"] = (1.0, " ".join(sorted(name.extra)))
    site = name_of_site(one, other) if name.level != "same" and sort == "firm" else None
    if site:
        found["name of the other's site"] = (min(bits(site), 15.0) / 5, site)
    if name.level != "same":
        found |= _named_in_texts(one, other)
    return found | _acronyms(name, one, other, sort)


def _named_in_texts(one: Profile, other: Profile) -> dict[str, tuple[float, str]]:
    named = named_in_texts(one, other)
    if not named:
        return {}
    said, often, instead = named
    found = {"named in the other's texts": (min(bits(said), 15.0) / 5, said)}
    found |= {"named there again": (1.0, said)} if often > 1 else {}
    return found | ({"named instead of its own name": (1.0, said)} if instead else {})


def _acronyms(
    name: NameMatch, one: Profile, other: Profile, sort: str
) -> dict[str, tuple[float, str]]:
    """Acronyms both state, or that one states and the words of the other make; beside one name they
    say less.
    """
    stated, made = shared_acronym(one, other), made_acronym(one, other)
    if name.level == "same":
        beside = stated and stated not in one.cores | other.cores
        other_one = bool(one.acronyms and other.acronyms) and not stated and not made
        if other_one and sort == "research":
            return {
                "other acronym": (
                    1.0,
                    f"{' '.join(sorted(one.acronyms))} / {' '.join(sorted(other.acronyms))}",
                )
            }
        return (
            {f"acronym beside, {sort}": (min(bits(str(stated)), 15.0) / 5, str(stated))}
            if beside
            else {}
        )
    if stated and name.level != "abbreviated" and stated in name.words.split():
        return {}  # counted as a word: “Inserm Transfert” is not Inserm
    if stated:
        return {f"same acronym, {sort}": (min(bits(stated), 15.0) / 5, stated)}
    return {f"acronym of the words, {sort}": (min(bits(made), 15.0) / 5, made)} if made else {}


def _towns(one: Profile, other: Profile) -> dict[str, tuple[float, str]]:
    """Their names name two towns, or one of them a town of another region than the other's."""
    if one.towns & other.towns:
        return {}
    names = places.load().by_id
    told = " / ".join(
        " ".join(names[t].name for t in sorted(p.towns)) or str(p.place) for p in (one, other)
    )
    if one.towns and other.towns:
        return {"other town in the name": (1.0, told)}
    for named, placed in ((one, other), (other, one)):
        regions = {r for t in named.towns for r in around(t) if r.startswith("reg-")}
        there = {r for r in placed.places or placed.near if r.startswith("reg-")}
        if regions and there and not regions & there:
            return {"other town in the name": (1.0, told)}
    return {}


def _web(one: Profile, other: Profile, context: Context) -> dict[str, tuple[float, str]]:
    if not one.host or not other.host:
        return {}
    sort = sort_of(one, other)
    if one.host == other.host and one.host not in context.crowded_hosts:
        return {f"same site, {sort}": (1.0, one.host)}
    if one.domain == other.domain:
        crowded = one.domain in context.crowded_domains or sort == "research"
        return {} if crowded else {f"same site, {sort}": (1.0, str(one.domain))}
    if sort == "firm" and {one.stem, _unbroken(one.host)} & {other.stem, _unbroken(other.host)}:
        return {"site of the same name, firm": (1.0, f"{one.host} / {other.host}")}
    return {f"other site, {sort}": (1.0, f"{one.host} / {other.host}")}


def _unbroken(host: str) -> str:
    """Return a web address whose ending is part of the name as that name: `seq.one`, `seqone`."""
    return re.sub(r"\W", "", host)


@cache
def _place_bits(place: str) -> float:
    """Return how much a shared place says: the smaller its share of France's people, the more."""
    people = _people().get(place)
    return -math.log2(people / _people()[places.COUNTRY]) if people else 10.0


@cache
def _people() -> dict[str, int]:
    counts: dict[str, int] = {}
    for place in places.load().by_id.values():
        for up in (place.id, *_ups(place.within)) if place.population else ():
            counts[up] = counts.get(up, 0) + int(place.population or 0)
    return counts


@cache
def _ups(within: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(p.id for p in places.load().with_ancestors(set(within)))


def _place(one: Profile, other: Profile) -> dict[str, tuple[float, str]]:
    if not one.places or not other.places:
        return _surroundings(one, other)
    common = one.places & other.places
    if not common:
        return {"other region": (1.0, f"{one.place} / {other.place}")}
    nearest = max(sorted(common), key=_place_bits)
    worth = (min(_place_bits(nearest), 12.0) / 5, places.load().by_id[nearest].name)
    finer = nearest.startswith("reg-") and nearest not in {one.place, other.place}
    return {f"same place, {sort_of(one, other)}": worth} | (
        {"other department": (1.0, "")} if finer else {}
    )


def _surroundings(one: Profile, other: Profile) -> dict[str, tuple[float, str]]:
    """Where no place is stated, those an actor has ties with say in which regions it works."""
    first, second = one.places or one.near, other.places or other.near
    if not first or not second:
        return {}
    common = sorted(p for p in first & second if p.startswith("reg-"))
    if common:
        nearest = max(common, key=_place_bits)
        return {
            "ties to the same region": (_place_bits(nearest) / 5, places.load().by_id[nearest].name)
        }
    return {
        "ties to other regions": (
            1.0,
            f"{one.place or ' '.join(sorted(first))} / {other.place or ' '.join(sorted(second))}",
        )
    }


def _codes(one: Profile, other: Profile) -> dict[str, tuple[float, str]]:
    if not one.codes or not other.codes:
        return {}
    common = one.codes & other.codes
    if common:
        return {"same unit number": (1.0, " ".join(sorted(common)))}
    told = f"{' '.join(sorted(one.codes))} / {' '.join(sorted(other.codes))}"
    if _figures(one) & _figures(other):
        return {"same number under another label": (1.0, told)}
    return {"other unit number": (1.0, told)}


def _figures(profile: Profile) -> frozenset[str]:
    """Return the figures of unit numbers: a unit that is labelled anew (EA 7378, UMR 7378) keeps
    them.
    """
    return frozenset(f for code in profile.codes if len(f := re.sub(r"\D", "", code)) >= _FIGURES)


def _kinds(one: Profile, other: Profile) -> dict[str, tuple[float, str]]:
    families = one.families | other.families
    if (
        not one.families
        or not other.families
        or one.families & other.families
        or families == _RESEARCHING
    ):
        return {}
    if any({a, b} in _KINDRED for a in one.families for b in other.families):
        return {
            "kindred kind": (
                1.0,
                f"{' '.join(sorted(one.families))} / {' '.join(sorted(other.families))}",
            )
        }
    return {
        "other kind": (
            1.0,
            f"{' '.join(sorted(one.families))} / {' '.join(sorted(other.families))}",
        )
    }


def _years(one: Profile, other: Profile) -> dict[str, tuple[float, str]]:
    """One was seen at work before the other was created: it may be what the other succeeds."""
    for early, late in ((one, other), (other, one)):
        if early.seen and late.created and early.seen < late.created:
            return {"seen before creation": (1.0, f"{early.seen} < {late.created}")}
    if one.created and other.created:
        same = one.created == other.created
        return {
            "same creation year" if same else "other creation year": (
                1.0,
                f"{one.created} / {other.created}",
            )
        }
    return {}


def _circles(one: Profile, other: Profile, context: Context) -> dict[str, tuple[float, str]]:
    """Both have a tie to a body of one name, that few others have a tie to."""
    common = sorted(one.circle & other.circle)
    if not common or one.dataset == other.dataset:
        return {}
    worth, rarest = max(
        ((context.rare_neighbours.get(n, 0.0), n) for n in common), key=lambda found: found[0]
    )
    return {"tie to the same body": (min(worth, 10.0) / 5, rarest)}


def weigh(found: Mapping[str, tuple[float, str]]) -> list[Evidence]:
    """Return the evidence with its weights, the heaviest first."""
    weights = model()["weights"]
    weighed = [
        Evidence(kind, detail, round(weights.get(kind, 0.0) * much, 2))
        for kind, (much, detail) in found.items()
    ]
    return sorted(weighed, key=lambda e: (-abs(e.weight), e.kind))
