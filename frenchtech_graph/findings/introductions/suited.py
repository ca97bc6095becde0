"""Possible introductions of an actor: by name, kind, area of action and contribution."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable
from functools import cached_property, lru_cache
from typing import Any

import networkx as nx

from frenchtech_graph.findings.gaps.areas import communes_of
from frenchtech_graph.findings.gaps.near import place_id
from frenchtech_graph.findings.gaps.pillar_ties import meet
from frenchtech_graph.findings.measures.distances import kilometres
from frenchtech_graph.model import ontology
from frenchtech_graph.model.annotations import support_functions
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.places import COUNTRY
from frenchtech_graph.model.terms import Class, Contribution, Function
from frenchtech_graph.network.model import Actor, actor_of, each_actor, each_event

KNOWN_TO_ALL = 60
"""Number of partners from which all others know an actor, so that sharing it is no reason."""
NO_NAME = re.compile(r"SIREN \d+|https?:.*|SAS|SASU|SARL|SA", re.IGNORECASE)
"""Labels of actors whose name no source gives, or gives as a legal form alone."""
CLINICAL_CENTRE = re.compile(r"\bcic\b|centre d investigation clinique")
"""Centres where hospitals test what others develop: units of the register, but no contact."""
PUBLIC = (Class.PUBLIC_AUTHORITY, Class.ECOSYSTEM_COMMUNITY)
KINDS_KNOWN_TO_ALL = (*PUBLIC, Class.PUBLIC_INVESTMENT_BANK, Class.UNIVERSITY)
"""Kinds of bodies that all others in their place know."""
TELL_NOTHING = (
    Class.RESEARCH_ORGANIZATION,
    Class.GRADUATE_SCHOOL,
    Class.TECHNOLOGY_TRANSFER_OFFICE,
)
"""Kinds of bodies that stand above, or work for, so many that sharing one is no reason."""
TELL_LABORATORIES_NOTHING = (*TELL_NOTHING, Class.INCUBATOR)
"""The same if one of two is a laboratory: an incubator works for all laboratories around it."""
NO_BODY = (Class.CAMPUS, Class.SCIENCE_PARK, Class.SITE)
"""Places: one meets who runs them."""
OF_A_REGION = (
    Function.TECHNOLOGY_TRANSFER,
    Function.STUDENT_ENTREPRENEURSHIP,
    Function.INCUBATOR,
    Function.ACCELERATOR,
    Function.CLUSTER,
    Function.SHARED_PLACE,
    Function.COMMUNITY,
    Function.UNIVERSITY,
)
"""Functions of bodies that work for the region around them, unless they say otherwise."""
OTHERS_OF_A_REGION = (
    Class.CAMPUS,
    Class.CLUSTER,
    Class.HIGHER_EDUCATION_INSTITUTION,
    Class.HOSPITAL,
    Class.RESEARCH_ORGANIZATION,
    Class.SCIENCE_PARK,
    Class.SITE,
    Class.UNIVERSITY_INNOVATION_HUB,
)
NEAR_KM = 75.0
"""Distance within its region that such a body works at."""


class Suited:
    """The possible introductions of each actor of a network.

    >>> graph = nx.Graph()
    >>> graph.add_node("office", mode="actor", label="Office", kind="TechnologyTransferOffice",
    ...                pillars=("technology",), region="44")
    >>> graph.add_node("firm", mode="actor", label="Firm", pillars=("venture",), region="32")
    >>> Suited(graph).in_its_area("office", "firm")
    False
    """

    def __init__(self, graph: nx.Graph[Any]) -> None:
        self._graph = graph
        self._around: dict[Hashable, set[Hashable]] = {}

    @cached_property
    def nobody(self) -> set[Hashable]:
        """Actors without introductions.

        They have no name, or are a place, or are part of a laboratory or hospital, which is met
        instead.
        """
        return self._teams | {
            actor.key
            for actor in each_actor(self._graph)
            if _nameless(actor) or _is_clinical_centre(actor) or actor.kind in NO_BODY
        }

    @cached_property
    def _teams(self) -> set[Hashable]:
        laboratory = Class.RESEARCH_LABORATORY
        return {
            target
            for event in each_event(self._graph)
            if event.kind == Class.SUBUNIT
            and any(actor_of(self._graph, s).kind == laboratory for s in event.sources)
            for target in event.targets
            if actor_of(self._graph, target).kind == laboratory
        }

    @cached_property
    def known_to_all(self) -> set[Hashable]:
        """Actors that everyone knows, by their kind or by their number of partners."""
        known = _with_narrower(KINDS_KNOWN_TO_ALL)
        return {
            actor.key
            for actor in each_actor(self._graph)
            if actor.kind in known
            or (self._graph.degree(actor.key) and len(self._partners(actor.key)) >= KNOWN_TO_ALL)
        }

    def to_be_introduced(self, actors: set[Hashable]) -> list[Hashable]:
        """Return the actors that can have introductions, in the order of the network."""
        out = self.nobody
        return [a for a in self._graph if a in actors and a not in out and not self.is_public(a)]

    def is_public(self, actor: Hashable) -> bool:
        """Return whether an actor is an authority or the community of an ecosystem."""
        return actor_of(self._graph, actor).kind in _with_narrower(PUBLIC)

    def _partners(self, actor: Hashable) -> set[Hashable]:
        if actor not in self._around:
            events = self._graph[actor]
            self._around[actor] = {o for event in events for o in self._graph[event]} - {actor}
        return self._around[actor]

    def fit(self, one: Hashable, other: Hashable) -> bool:
        """Return whether an actor can be introduced to another for a reason that both understand."""
        return (
            self.contribute(one, other)
            and self.have_a_reason(one, other)
            and self.within_reach(one, other)
        )

    def within_reach(self, one: Hashable, other: Hashable) -> bool:
        """Return whether each is in the area of the other, and their kinds do not make them meet.

        A body of a region meets investors from anywhere. Laboratories, schools, incubators and
        transfer offices of one place know each other. Two parts of one body do, too.
        """
        if self._is_rooted(one) and self._is_rooted(other):
            return False
        invests = Contribution.FINANCE in actor_of(self._graph, other).pillars
        areas = self.in_its_area(other, one) and (invests or self.in_its_area(one, other))
        return areas and not self.of_one_name(one, other)

    def _is_rooted(self, actor: Hashable) -> bool:
        kind = actor_of(self._graph, actor).kind or ""
        return kind == Class.RESEARCH_LABORATORY or kind in _kinds_of_a_region()

    def in_its_area(self, body: Hashable, actor: Hashable) -> bool:
        """Return whether an actor is in the area of action of a body.

        A body that states the places it works for works for these. A transfer office, incubator,
        cluster or school works for the actors near it in its region. Other bodies work everywhere.
        """
        who, they = actor_of(self._graph, actor), actor_of(self._graph, body)
        if COUNTRY in they.covers:
            return True
        if they.covers:
            place = communes_of(place_id(who))
            return bool(place) and place <= _communes(they.covers)
        if (they.kind or "") not in _kinds_of_a_region():
            return True
        region = who.region or self._region_of_partners(actor)
        return they.region is not None and they.region == region and _are_near(who, they)

    def _region_of_partners(self, actor: Hashable) -> str | None:
        """Return the region of most partners of an actor of unknown place."""
        around = (actor_of(self._graph, p).region for p in sorted(self._partners(actor), key=str))
        counts = Counter(region for region in around if region is not None)
        region, most = counts.most_common(1)[0] if counts else (None, 0)
        return region if 2 * most > counts.total() else None

    def of_one_name(self, one: Hashable, other: Hashable) -> bool:
        """Return whether one name contains the other: a university and its foundation.

        >>> graph = nx.Graph()
        >>> graph.add_node(1, mode="actor", label="Université de Lille")
        >>> graph.add_node(2, mode="actor", label="Fondation Université de Lille")
        >>> Suited(graph).of_one_name(1, 2)
        True
        """
        names = [_words(actor_of(self._graph, key).label or "") for key in (one, other)]
        return bool(names[0] and names[1]) and (names[0] <= names[1] or names[1] <= names[0])

    def contribute(self, one: Hashable, other: Hashable) -> bool:
        """Return whether one actor has a pillar that the other lacks, between pillars that meet
        (`meet`).

        An actor without a known pillar meets young firms and support bodies.
        """
        mine, theirs = (actor_of(self._graph, key).pillars for key in (one, other))
        joins = (Contribution.VENTURE, Contribution.CONNECTION)
        if not mine or not theirs:
            return any(pillar in joins for pillar in (*mine, *theirs)) and bool(theirs)
        return any(meet(a, b) for a in mine for b in theirs if b not in mine)

    def have_a_reason(self, one: Hashable, other: Hashable) -> bool:
        """Return whether two actors share a partner that links them in particular."""
        kinds = {actor_of(self._graph, key).kind for key in (one, other)}
        mute = TELL_LABORATORIES_NOTHING if Class.RESEARCH_LABORATORY in kinds else TELL_NOTHING
        shared = (self._partners(one) & self._partners(other)) - self.known_to_all
        return any(actor_of(self._graph, key).kind not in mute for key in shared)


def _nameless(actor: Actor) -> bool:
    return actor.label is not None and NO_NAME.fullmatch(actor.label) is not None


def _is_clinical_centre(actor: Actor) -> bool:
    laboratory = actor.kind == Class.RESEARCH_LABORATORY
    return laboratory and CLINICAL_CENTRE.search(fold(actor.label or "")) is not None


def _are_near(one: Actor, other: Actor) -> bool:
    if one.position is None or other.position is None:
        return True
    return kilometres(one.position, other.position) <= NEAR_KM


@lru_cache(maxsize=8)
def _with_narrower(kinds: tuple[str, ...]) -> frozenset[str]:
    known = ontology.load()
    return frozenset(name for kind in kinds for name in known.subclasses(kind))


@lru_cache(maxsize=4096)
def _communes(places: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(communes_of(place) for place in places))


@lru_cache(maxsize=1)
def _kinds_of_a_region() -> frozenset[str]:
    filled = support_functions()
    return frozenset(k for f in OF_A_REGION for k in filled[f]) | frozenset(OTHERS_OF_A_REGION)


@lru_cache(maxsize=65536)
def _words(name: str) -> frozenset[str]:
    return frozenset(fold(name).split())
