"""The Python interface: build or open a graph, ask it, see its hubs and gaps, draw it.

>>> import frenchtech_graph as ftg                                    # doctest: +SKIP
>>> graph = ftg.build("lille")                                        # doctest: +SKIP
>>> graph.query("investors-of", company="exotec")                     # doctest: +SKIP
>>> graph.hubs()                                                      # doctest: +SKIP
>>> graph.map("lille.html")                                           # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frenchtech_graph.model import ontology

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import pyoxigraph as ox


class EcosystemGraph:
    """A built graph: its store, its network, and the questions that can be asked of both."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def store(self) -> ox.Store:
        """The quads, in memory; the default graph is the consolidated view."""
        from frenchtech_graph.graph.store import open_store

        return open_store(self.folder)

    @cached_property
    def network(self) -> nx.Graph[str]:
        """The bipartite graph of actors and events; its attributes are in
        `docs/architecture.md`.
        """
        from frenchtech_graph.network.build import bipartite

        return bipartite(self.store)

    @property
    def manifest(self) -> dict[str, Any]:
        """What the graph was built from."""
        from frenchtech_graph.graph.store import read_manifest

        return read_manifest(self.folder)

    def info(self) -> dict[str, Any]:
        """Return what is in the graph: counts by kind, pillar, source and licence, and what was
        left out.
        """
        from frenchtech_graph.catalogue.inventory import inventory

        return inventory(self.store, self.manifest)

    def query(self, question: str | Path, **parameters: Any) -> pd.DataFrame:
        """Return the answer to a question of the catalogue (by name), a .rq file or SPARQL text."""
        from frenchtech_graph import catalogue as queries

        return queries.run(self.store, question, **parameters)

    def hubs(self, **options: Any) -> pd.DataFrame:
        """Return the hubs with their rank intervals; options of `analysis.hubs.rank_hubs`."""
        from frenchtech_graph.findings.hubs.ranking import rank_hubs

        return rank_hubs(self.network, **options)

    def brokers(self, **options: Any) -> pd.DataFrame:
        """Return the brokers; options of `analysis.brokerage.rank_brokers`."""
        from frenchtech_graph.findings.brokers.brokerage import rank_brokers

        return rank_brokers(self.network, **options)

    def gaps(self, **options: Any) -> pd.DataFrame:
        """Return groups that are tied less than expected; options of `analysis.gaps.group_gaps`."""
        from frenchtech_graph.findings.gaps import group_gaps

        return group_gaps(self.network, **options)

    def map(self, path: str | Path, **options: Any) -> Path:
        """Write the map with hubs, gaps and introductions; options of `maps.write_map`."""
        from frenchtech_graph.findings.collected import OF_MAPS, collect
        from frenchtech_graph.views.map import write_map

        shown = {
            "title": self.titles,
            **collect(self.network, OF_MAPS, labels=self.labels),
            **options,
        }
        return write_map(
            self.network, Path(path), labels=self.labels, source_facts=self.source_facts, **shown
        )

    def report(self, path: str | Path, **options: Any) -> Path:
        """Write the report; options of `report.write_report`."""
        from frenchtech_graph.findings.collected import collect
        from frenchtech_graph.views.report import write_report

        findings = collect(self.network, labels=self.labels)
        shown = {"title": self.titles, "findings": findings, **options}
        return write_report(
            self.network, Path(path), labels=self.labels, source_facts=self.source_facts, **shown
        )

    @property
    def titles(self) -> Mapping[str, str]:
        """The title of the graph in French and English: that of its first data set."""
        titles: dict[str, str] = self.manifest["datasets"][0]["titles"]
        return titles

    @property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        """Labels of the terms of the ontology in French and English, by name."""
        return ontology.load().labels()

    @cached_property
    def source_facts(self) -> dict[str, dict[str, str | None]]:
        """What is known of each page that was read, by its address."""
        from frenchtech_graph.network.build import source_facts

        return source_facts(self.store)


def build(*inputs: str | Path, out: str | Path | None = None) -> EcosystemGraph:
    """Build the graph of data sets of the package (by name) and of tables (by path), and open it.

    Nothing is done if the graph that stands in the folder was made of the same.

    Raises:
        FaultsError: when the tables have faults; all of them are listed, nothing is written.
        NotConformingError: when the graph breaks a shape; nothing is written.
    """
    from frenchtech_graph.pipeline.rebuild import rebuild

    names = [str(i) for i in inputs] or ["lille"]
    folder = Path(out) if out else Path("out") / Path(names[0]).stem
    rebuild(names, folder)
    return EcosystemGraph(folder)


def open_graph(folder: str | Path = "out/lille") -> EcosystemGraph:
    """Open a built graph.

    Raises:
        NotBuiltError: when nothing was built there.
    """
    from frenchtech_graph.graph.store import graph_folder

    graph_folder(Path(folder))
    return EcosystemGraph(Path(folder))
