"""Compare two actors field by field, and collect the evidence for and against their identity."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from frenchtech_graph.identity.clues import Clue, Clues, Evidence
from frenchtech_graph.identity.name_evidence import (
    NameMatch,
    compare_names,
    is_called_short,
    made_acronym,
    name_of_site,
    named_in_texts,
    shared_acronym,
)
from frenchtech_graph.identity.place_evidence import firms_at, place_evidence
from frenchtech_graph.identity.profiles import Profile, crowded
from frenchtech_graph.identity.texts import ALIKE, Texts
from frenchtech_graph.identity.towns import around
from frenchtech_graph.identity.words import bits, is_coined, words
from frenchtech_graph.model import places

MOST = 6
"""Actors that may share a web address before it identifies none."""

_COINED = 4.5
"""Bits that a web address has more if it is a made-up word: three letters' worth."""

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
    """Statistics over all actors that a comparison of two needs.

    These are hosts and domains that too many share, the bits of a name in their circles (`-log2` of
    the share of actors with it), and the weights of words in their texts. A place has fewer bits
    among firms than among people, because one firm in three is in Paris.
    """

    crowded_hosts: frozenset[str] = frozenset()
    crowded_domains: frozenset[str] = frozenset()
    rare_neighbours: Mapping[str, float] = field(default_factory=dict)
    texts: Texts = field(default_factory=Texts)
    firms_at: Mapping[str, float] = field(default_factory=dict)

    @staticmethod
    def of(profiles: Sequence[Profile]) -> "Context":
        """Return the context for comparisons among some actors."""
        having = Counter(name for p in profiles for name in p.circle)
        circles = sum(bool(p.circle) for p in profiles)
        return Context(
            crowded((p.host for p in profiles), MOST),
            crowded((p.domain for p in profiles), MOST),
            {name: math.log2(circles / n) for name, n in having.items()},
            Texts.of(profiles),
            firms_at(profiles),
        )


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


def clues(one: Profile, other: Profile, context: Context, name: NameMatch | None = None) -> Clues:
    """Return the evidence for and against the identity of two actors, without weights.

    `name` is the result of `compare_names`, if it is known.
    """
    name = name or compare_names(one, other)
    sort = sort_of(one, other)
    return Clues(
        (
            Evidence(Clue(f"name {name.level}"), name.words, sort=sort),
            *_name_extras(name, one, other, sort),
            *_web(one, other, context, sort),
            *place_evidence(one, other, sort, context.firms_at),
            *_codes(one, other),
            *_towns(one, other),
            *_kinds(one, other),
            *_years(one, other),
            *_circles(one, other, context),
            *_texts(one, other, context, sort),
            *_same_source(one, other),
        )
    )


def related(one: Profile, other: Profile, name: NameMatch, context: Context) -> bool:
    """Return whether two actors share any designation: a name, an acronym, a site, the number of a
    unit, texts."""
    return (
        name.level != "different"
        or _share_site(one, other, context)
        or not one.codes.isdisjoint(other.codes)
        or is_called_short(one, other)
        or bool(name_of_site(one, other))
        or bool(named_in_texts(one, other))
        or context.texts.likeness(one, other) >= ALIKE
    )


def _share_site(one: Profile, other: Profile, context: Context) -> bool:
    """Return whether two actors share a web address that few others have.

    Thousands of laboratories are under the address of a university: to judge each pair is slow.
    """
    return bool(
        one.domain
        and one.domain == other.domain
        and any(_web(one, other, context, sort_of(one, other)))
    )


def _texts(one: Profile, other: Profile, context: Context, sort: str) -> Iterator[Evidence]:
    """Yield evidence if two sources describe two firms in similar words: they may be one under two
    names."""
    if sort == "firm" and one.dataset != other.dataset:
        likeness = context.texts.likeness(one, other)
        if likeness >= ALIKE:
            yield Evidence(Clue.TEXTS_ALIKE, f"{likeness:.2f}", amount=likeness * 5)


def _same_source(one: Profile, other: Profile) -> Iterator[Evidence]:
    if one.dataset == other.dataset:
        yield Evidence(Clue.SAME_SOURCE, one.dataset)


def _name_extras(name: NameMatch, one: Profile, other: Profile, sort: str) -> Iterator[Evidence]:
    extra = " ".join(sorted(name.extra))
    if name.level != "different":
        yield Evidence(Clue.RARE_WORDS, name.words, amount=min(name.shared, 60.0) / 10, sort=sort)
    if name.placed:
        yield Evidence(Clue.PLACE_IN_THE_NAME, name.placed)
    if name.over:
        yield Evidence(Clue.WORDS_OVER, extra, amount=min(name.over, 60.0) / 10)
    if name.misspelt:
        yield Evidence(Clue.OTHER_SPELLING, name.words)
    if parts := name.extra & words("part_words"):
        yield Evidence(Clue.WORD_OF_A_PART, " ".join(sorted(parts)))
    if name.numbers_differ:
        yield Evidence(Clue.OTHER_NUMBER_IN_THE_NAME, extra)
    if name.level != "same":
        yield from _names_elsewhere(one, other, sort)
    yield from _acronyms(name, one, other, sort)


def _names_elsewhere(one: Profile, other: Profile, sort: str) -> Iterator[Evidence]:
    """Yield evidence if the name of one is in the address of the other's site, or in texts about
    the other."""
    site = name_of_site(one, other) if sort == "firm" else None
    if site:
        worth = min(bits(site), 15.0) + (_COINED if is_coined(site) else 0.0)
        yield Evidence(Clue.NAME_OF_THE_OTHERS_SITE, site, amount=worth / 5)
    named = named_in_texts(one, other)
    if not named:
        return
    said, often, instead = named
    yield Evidence(Clue.NAMED_IN_TEXTS, said, amount=min(bits(said), 15.0) / 5)
    if often > 1:
        yield Evidence(Clue.NAMED_AGAIN, said)
    if instead:
        yield Evidence(Clue.NAMED_INSTEAD, said)


def _acronyms(name: NameMatch, one: Profile, other: Profile, sort: str) -> Iterator[Evidence]:
    """Acronyms both state, or that one states and the words of the other make.

    They count less if the names are the same. An acronym that is a word of a longer name is counted
    as a word: “Inserm Transfert” is not Inserm.
    """
    stated, made = shared_acronym(one, other), made_acronym(one, other)
    if name.level == "same":
        yield from _acronyms_beside(one, other, stated, made, sort)
    elif stated and (name.level == "abbreviated" or stated not in name.words.split()):
        yield Evidence(Clue.SAME_ACRONYM, stated, amount=min(bits(stated), 15.0) / 5, sort=sort)
    elif made and not stated:
        yield Evidence(Clue.ACRONYM_OF_THE_WORDS, made, amount=min(bits(made), 15.0) / 5, sort=sort)


def _acronyms_beside(
    one: Profile, other: Profile, stated: str | None, made: str | None, sort: str
) -> Iterator[Evidence]:
    if one.acronyms and other.acronyms and not stated and not made and sort == "research":
        both = (" ".join(sorted(p.acronyms)) for p in (one, other))
        yield Evidence(Clue.OTHER_ACRONYM, " / ".join(both))
    elif stated and stated not in one.cores | other.cores:
        yield Evidence(Clue.ACRONYM_BESIDE, stated, amount=min(bits(stated), 15.0) / 5, sort=sort)


def _towns(one: Profile, other: Profile) -> Iterator[Evidence]:
    """Their names name two towns, or one of them a town of another region than the other's."""
    if one.towns & other.towns:
        return
    both_named = bool(one.towns and other.towns)
    if both_named or _in_another_region(one, other) or _in_another_region(other, one):
        names = places.load().by_id
        told = (
            " ".join(names[t].name for t in sorted(p.towns)) or str(p.place) for p in (one, other)
        )
        yield Evidence(Clue.OTHER_TOWN_IN_THE_NAME, " / ".join(told))


def _in_another_region(named: Profile, placed: Profile) -> bool:
    """Return whether the towns in a name and the other actor are in different regions."""
    regions = {r for t in named.towns for r in around(t) if r.startswith("reg-")}
    there = {r for r in placed.places or placed.near if r.startswith("reg-")}
    return bool(regions and there and not regions & there)


def _web(one: Profile, other: Profile, context: Context, sort: str) -> Iterator[Evidence]:
    if not one.host or not other.host:
        return
    both = f"{one.host} / {other.host}"
    if one.host == other.host and one.host not in context.crowded_hosts:
        yield Evidence(Clue.SAME_SITE, one.host, sort=sort)
    elif one.domain == other.domain:
        if one.domain not in context.crowded_domains and sort != "research":
            yield Evidence(Clue.SAME_SITE, str(one.domain), sort=sort)
    elif sort == "firm" and {one.stem, _unbroken(one.host)} & {other.stem, _unbroken(other.host)}:
        yield Evidence(Clue.SITE_OF_THE_SAME_NAME, both, sort=sort)
    else:
        yield Evidence(Clue.OTHER_SITE, both, sort=sort)


def _unbroken(host: str) -> str:
    """Return a web address whose ending is part of the name as that name: `seq.one`, `seqone`."""
    return re.sub(r"\W", "", host)


def _codes(one: Profile, other: Profile) -> Iterator[Evidence]:
    if not one.codes or not other.codes:
        return
    common = one.codes & other.codes
    both = " / ".join(" ".join(sorted(p.codes)) for p in (one, other))
    if common:
        yield Evidence(Clue.SAME_UNIT_NUMBER, " ".join(sorted(common)))
    elif _figures(one) & _figures(other):
        yield Evidence(Clue.SAME_NUMBER_RELABELLED, both)
    else:
        yield Evidence(Clue.OTHER_UNIT_NUMBER, both)


def _figures(profile: Profile) -> frozenset[str]:
    """Return the figures of unit numbers: a unit with a new label (EA 7378, UMR 7378) keeps
    them."""
    return frozenset(f for code in profile.codes if len(f := re.sub(r"\D", "", code)) >= _FIGURES)


def _kinds(one: Profile, other: Profile) -> Iterator[Evidence]:
    if not one.families or not other.families or one.families & other.families:
        return
    if one.families | other.families == _RESEARCHING:
        return
    kindred = any({a, b} in _KINDRED for a in one.families for b in other.families)
    both = " / ".join(" ".join(sorted(p.families)) for p in (one, other))
    yield Evidence(Clue.KINDRED_KIND if kindred else Clue.OTHER_KIND, both)


def _years(one: Profile, other: Profile) -> Iterator[Evidence]:
    """Yield evidence if one was active before the creation of the other, which may succeed it."""
    for early, late in ((one, other), (other, one)):
        if early.seen and late.created and early.seen < late.created:
            yield Evidence(Clue.SEEN_BEFORE_CREATION, f"{early.seen} < {late.created}")
            return
    if one.created and other.created:
        same = one.created == other.created
        both = f"{one.created} / {other.created}"
        yield Evidence(Clue.SAME_CREATION_YEAR if same else Clue.OTHER_CREATION_YEAR, both)


def _circles(one: Profile, other: Profile, context: Context) -> Iterator[Evidence]:
    """Both have a tie to a body of one name, that few others have a tie to."""
    common = one.circle & other.circle
    if common and one.dataset != other.dataset:
        worth, rarest = max((context.rare_neighbours.get(n, 0.0), n) for n in sorted(common))
        yield Evidence(Clue.TIE_TO_THE_SAME_BODY, rarest, amount=min(worth, 10.0) / 5)
