"""Worlds of investors and firms, with planted gaps or without, as `group_gaps` may meet them.

Investors of six kinds join rounds of firms in eight places, with unequal activity. A planted gap
keeps 40 % of the ties of a cell that expects at least 25 of them. `SORTS` names what else a world
has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

PLACES, KINDS, TIES, PLANTED, KEPT = 8, 6, 2200, 5, 0.40
INVESTORS = 300
PREFERENCE = 4.0
"""How much more often an investor joins rounds of its own place than others do."""
STAYING = 0.6
"""Share of the investors of a round that join the next round of the firm."""
LARGEST_PROJECT = 50


@dataclass(frozen=True)
class World:
    """A network, the cells of a gap, and the two attributes that its table compares."""

    graph: nx.Graph[Any]
    planted: set[tuple[str, str]]
    rows: str = "kind"
    columns: str = "region"


@dataclass(frozen=True)
class Sort:
    """What a world has beyond unequal activity."""

    clustered: bool = False
    cells_recorded: bool = False
    places_recorded: bool = False
    register: float | None = None
    heavy: bool = False
    follow_on: bool = False
    hubs_in_one: bool = False
    uneven: bool = False
    projects: bool = False
    several: bool = False
    own_place: bool = False
    one_actor: bool = False
    two_classes: bool = False
    dominant: bool = False


SORTS: Mapping[str, Sort] = {
    "plain": Sort(),
    "heavy-tailed rounds": Sort(heavy=True),
    "follow-on rounds": Sort(follow_on=True),
    "hubs in one kind": Sort(hubs_in_one=True),
    "very uneven groups": Sort(uneven=True),
    "projects of 2 to 50": Sort(projects=True),
    "firms of 1 to 3 sectors": Sort(several=True),
    "own place four times": Sort(own_place=True),
    "one actor with half a kind": Sort(one_actor=True, own_place=True),
    "two classes by place": Sort(two_classes=True, own_place=True),
    "a dominant pair loses 60 %": Sort(dominant=True),
    "pages read place by place": Sort(cells_recorded=True, register=0.5),
    "places known to another year": Sort(places_recorded=True),
}
"""The worlds of a record, by name."""


def world(seed: int, sort: Sort | None = None, *, gaps: int = 0) -> World:
    """Return a world of some sort; ``gaps`` is the number of planted ones.

    Recording keeps the ties of a cell, or of a place, at a rate drawn evenly from 50 to 100 %. With
    ``register`` each round has an address: that share of them of one list, the others of a page
    about its place. With ``dominant`` the pair of the largest kind and the largest place, which has
    a quarter of all ties, is the one planted gap.
    """
    made = _Maker(seed, sort or Sort(), gaps)
    return made.projects() if made.sort.projects else made.rounds()


class _Maker:
    def __init__(self, seed: int, sort: Sort, gaps: int) -> None:
        flags = (sort.clustered, sort.cells_recorded, sort.places_recorded)
        self.rng = rng = np.random.default_rng([seed, gaps, *map(int, flags)])
        self.sort = sort
        even = 1.5 if sort.uneven else 40.0
        share = rng.dirichlet(np.full(KINDS, even))
        if sort.dominant:
            share = np.array([0.5, *rng.dirichlet(np.full(KINDS - 1, 40.0)) * 0.5])
        self.kinds = rng.choice(KINDS, size=INVESTORS, p=share)
        self.activity = rng.pareto(1.8, size=INVESTORS) + 0.3
        if sort.hubs_in_one:
            self.kinds[np.argsort(-self.activity)[:12]] = 0
        self.of_place = rng.dirichlet(np.full(PLACES, even))
        if sort.dominant:
            self.of_place = np.array([0.5, *rng.dirichlet(np.full(PLACES - 1, 40.0)) * 0.5])
        self.home = rng.choice(PLACES, size=INVESTORS, p=self.of_place)
        if sort.one_actor:
            first = int(np.flatnonzero(self.kinds == 0)[0])
            others = (self.kinds == 0) & (np.arange(INVESTORS) != first)
            self.activity[first] = self.activity[others].sum()
        self.keep = self._keep(gaps)

    def _keep(self, gaps: int) -> Any:
        rng = self.rng
        weight = np.bincount(self.kinds, weights=self.activity, minlength=KINDS)
        expected = TIES * np.outer(weight / weight.sum(), self.of_place)
        large = np.argwhere(expected >= 25)
        cells = large[rng.permutation(len(large))[:gaps]]
        if self.sort.dominant and gaps:
            cells = np.array([[0, 0]])
        keep = np.ones((KINDS, PLACES))
        keep[tuple(cells.T)] = KEPT
        self.cells = [(int(k), int(p)) for k, p in cells]
        if self.sort.cells_recorded:
            keep *= rng.uniform(0.5, 1.0, size=keep.shape)
        if self.sort.places_recorded:
            keep *= rng.uniform(0.5, 1.0, size=PLACES)
        return keep

    def _graph(self) -> nx.Graph[Any]:
        graph: nx.Graph[Any] = nx.Graph(view="bipartite")
        for i, kind in enumerate(self.kinds):
            far = self.sort.two_classes and kind == 0 and self.home[i] >= PLACES // 2
            facts = {"region": f"place{self.home[i]}"} if self.sort.own_place else {}
            name = "kind0b" if far else f"kind{kind}"
            graph.add_node(f"investor{i}", mode="actor", kind=name, **facts)
        return graph

    def _world(self, graph: nx.Graph[Any]) -> World:
        column, name = ("sector", "sector") if self.sort.several else ("region", "place")
        planted = {(f"kind{k}", f"{name}{p}") for k, p in self.cells}
        if self.sort.two_classes:
            planted |= {("kind0b", f"{name}{p}") for k, p in self.cells if k == 0}
        return World(graph, planted, "kind", column)

    def rounds(self) -> World:
        """Return a world of rounds of firms."""
        rng, sort, graph = self.rng, self.sort, self._graph()
        ties, number, firms = 0, 0, list[tuple[int, tuple[int, ...], set[int]]]()
        refused = dict[tuple[int, int], bool]()
        while ties < TIES:
            number += 1
            again = bool(firms) and sort.follow_on and rng.random() < 0.6
            firm = int(rng.integers(len(firms))) if again else len(firms)
            if not again:
                firms.append((firm, self._values(), set()))
                self._add_firm(graph, firm, firms[firm][1])
            places, before = firms[firm][1], firms[firm][2]
            stay = {i for i in sorted(before) if rng.random() < STAYING}
            members = sorted(stay | set(self._members(self._size(), places[0])))
            ties += len(members)
            for i in members:
                if (firm, i) not in refused:
                    kept = float(np.mean([self.keep[self.kinds[i], p] for p in places]))
                    refused[firm, i] = rng.random() >= kept
            joined = [i for i in members if not refused[firm, i]]
            firms[firm] = (firm, places, before | set(joined))
            self._add_round(graph, number, firm, places[0], joined)
        return self._world(graph)

    def _values(self) -> tuple[int, ...]:
        count = int(self.rng.integers(1, 4)) if self.sort.several else 1
        drawn = self.rng.choice(PLACES, size=count, replace=False, p=self.of_place)
        return tuple(int(p) for p in drawn)

    def _add_firm(self, graph: nx.Graph[Any], firm: int, values: tuple[int, ...]) -> None:
        facts: dict[str, Any] = {"region": f"place{values[0]}"}
        if self.sort.several:
            facts = {"sectors": tuple(f"sector{p}" for p in values)}
        graph.add_node(f"firm{firm}", mode="actor", kind="StartUp", **facts)

    def _add_round(
        self, graph: nx.Graph[Any], number: int, firm: int, place: int, members: list[int]
    ) -> None:
        told: tuple[str, ...] = ()
        if self.sort.register is not None:
            of_list = self.rng.random() < self.sort.register
            told = ("https://list.example",) if of_list else (f"https://{place}.example/{number}",)
        graph.add_node(f"round{number}", mode="event", kind="FundingRound")
        graph.add_edge(f"round{number}", f"firm{firm}", side="target", sources=told)
        ends = ((f"round{number}", f"investor{i}") for i in members)
        graph.add_edges_from(ends, side="source", sources=told)

    def _size(self) -> int:
        if self.sort.heavy:
            return int(min(1 + self.rng.pareto(1.2) * 1.2, LARGEST_PROJECT))
        return 1 + int(self.rng.poisson(2.3))

    def _members(self, size: int, place: int) -> list[int]:
        rng = self.rng
        taste = np.where(self.home == place, PREFERENCE, 1.0) if self.sort.own_place else 1.0
        pull = self.activity * taste
        first = int(rng.choice(INVESTORS, p=pull / pull.sum()))
        members = {first}
        for _ in range(size - 1):
            near = self.sort.clustered and rng.random() < 0.35
            pool = pull * (self.kinds == self.kinds[first]) if near else pull
            members.add(int(rng.choice(INVESTORS, p=pool / pool.sum())))
        return sorted(members)

    def projects(self) -> World:
        """Return a world of projects without a direction; the actors have kinds and places."""
        rng, graph = self.rng, self._graph()
        for i in range(INVESTORS):
            graph.nodes[f"investor{i}"]["region"] = f"place{self.home[i]}"
        ties, number = 0, 0
        while ties < TIES:
            number += 1
            size = int(min(2 + rng.pareto(1.3) * 1.5, LARGEST_PROJECT))
            members: list[int] = []
            for i in self._members(size, 0):
                apart = sum(self._apart(i, j) for j in members)
                if rng.random() >= min((1 - KEPT) * apart, 1.0):
                    members.append(i)
            ties += size
            if len(members) > 1:
                graph.add_node(f"project{number}", mode="event", kind="Project")
                ends = ((f"project{number}", f"investor{i}") for i in members)
                graph.add_edges_from(ends, sources=())
        return self._world(graph)

    def _apart(self, i: int, j: int) -> bool:
        pairs = ((self.kinds[i], self.home[j]), (self.kinds[j], self.home[i]))
        return any(self.keep[k, p] < 1 for k, p in pairs)
