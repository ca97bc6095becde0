"""The inputs of the pages of a site: network, store, file names, ecosystems of actors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import networkx as nx
import pandas as pd
import pyoxigraph as ox

from frenchtech_graph.findings.ecosystems import ecosystems_of_today, places_of
from frenchtech_graph.findings.measures.rows import Row
from frenchtech_graph.io.words import LANGUAGES
from frenchtech_graph.model.namespaces import ID, SKOS
from frenchtech_graph.network.model import Actor, each_actor
from frenchtech_graph.views.report.report_words import Wording
from frenchtech_graph.views.report.summary import Sentence
from frenchtech_graph.views.site.file_names import stems
from frenchtech_graph.views.site.publisher import Publisher

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Material:
    """The inputs of a site.

    `only` limits the pages of organisations and ecosystems to one part of France: the codes of its
    places and the id of its ecosystem. None means no limit. `findings` are tables by ecosystem, and
    `summaries` the sentences of its report, by ecosystem and language. `key` is the key of the
    graph, other if persons are left out.
    """

    graph: nx.Graph[Any]
    store: ox.Store
    labels: Mapping[str, Texts]
    facts: Mapping[str, Mapping[str, Any]]
    title: Texts
    publisher: Publisher
    manifest: Mapping[str, Any]
    findings: Mapping[str, Mapping[str, pd.DataFrame]]
    only: frozenset[str] | None = None
    summaries: Mapping[str, Mapping[str, Sequence[Sentence]]] = field(default_factory=dict)
    key: str = ""

    @cached_property
    def wordings(self) -> dict[str, Wording]:
        """Words and forms of numbers by language."""
        return {lang: Wording(lang, self.labels) for lang in LANGUAGES}

    @cached_property
    def organisations(self) -> list[Actor]:
        """The actors that have a page: no person has one."""
        return [
            actor
            for actor in sorted(each_actor(self.graph), key=lambda a: str(a.key))
            if not actor.person and (self.only is None or actor.place in self.only)
        ]

    @cached_property
    def pages(self) -> dict[str, str]:
        """The file name of each organisation that has a page, by address."""
        return stems(str(actor.key) for actor in self.organisations)

    @cached_property
    def ecosystems(self) -> list[Row]:
        """The ecosystems of today that have actors, most actors first."""
        return ecosystems_of_today(self.graph)

    @cached_property
    def ecosystems_of_place(self) -> dict[str, tuple[str, ...]]:
        """The ids of the current ecosystems that contain a place, by its code."""
        found: dict[str, list[str]] = {}
        for row in self.ecosystems:
            for place in places_of(row["ecosystem"]):
                found.setdefault(place, []).append(row["ecosystem"])
        return {place: tuple(ids) for place, ids in found.items()}

    def around(self, actor: Actor) -> tuple[str, ...]:
        """Return the ids of the ecosystems of an actor."""
        return self.ecosystems_of_place.get(str(actor.place), ())

    @cached_property
    def written_ecosystems(self) -> list[Row]:
        """The ecosystems that have a page, because their findings are given."""
        return [row for row in self.ecosystems if row["ecosystem"] in self.findings]

    @cached_property
    def names(self) -> dict[str, Texts]:
        """The names of the ecosystems by id."""
        return {
            row["ecosystem"]: {lang: row[f"name_{lang}"] for lang in LANGUAGES}
            for row in self.ecosystems
        }

    def term(self, name: str | None) -> Texts:
        """Return the name of a term in both languages, its first letter a capital."""
        return {lang: t.term(name) for lang, t in self.wordings.items()}

    def role(self, name: str | None) -> Texts:
        """Return the name of a role in both languages, in the form used in a sentence."""
        return {lang: t.role(name) for lang, t in self.wordings.items()}

    @cached_property
    def members(self) -> Mapping[str, Sequence[Actor]]:
        """The living organisations of each ecosystem by its id."""
        found: dict[str, list[Actor]] = {row["ecosystem"]: [] for row in self.ecosystems}
        for actor in self.organisations:
            for one in self.around(actor) if actor.living else ():
                found[one].append(actor)
        return found

    @cached_property
    def label_names(self) -> dict[str, Texts]:
        """The names of the French Tech labels by id."""
        ids = {row["label"] for row in self.ecosystems}
        return {one: {lang: self._label(one, lang) for lang in LANGUAGES} for one in ids}

    def _label(self, label: str, lang: str) -> str:
        named = self.store.quads_for_pattern(
            ox.NamedNode(f"{ID}label/{label}"),
            ox.NamedNode(SKOS + "prefLabel"),
            None,
            ox.DefaultGraph(),
        )
        found = {
            quad.object.language: quad.object.value
            for quad in named
            if isinstance(quad.object, ox.Literal)
        }
        return found.get(lang) or found.get("fr") or label.replace("-", " ").capitalize()
