"""The door: everything that can be done with a graph, one typed method each.

>>> from frenchtech_graph import EcosystemGraph
>>> graph = EcosystemGraph.build("lille")                             # doctest: +SKIP
>>> graph.query("investors-of", company="exotec")                     # doctest: +SKIP
>>> graph.hubs(top=5, where="Roubaix")                                # doctest: +SKIP
>>> graph.ecosystem("Lille").map("lille.html")                        # doctest: +SKIP

Whatever comes after the subject of a method is given by name, so that later parameters break
nothing.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from frenchtech_graph.findings.door_base import Asking
from frenchtech_graph.findings.methods import FindingMethods, GapTablesRows
from frenchtech_graph.io.errors import BilingualError

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import pyoxigraph as ox
    import rdflib

    from frenchtech_graph.catalogue import Query
    from frenchtech_graph.doctor.check import Check
    from frenchtech_graph.findings.answers import Answer
    from frenchtech_graph.findings.asking import Find
    from frenchtech_graph.findings.declaration import Value
    from frenchtech_graph.graph.contents import Inventory, Manifest
    from frenchtech_graph.ingest.snapshots import Snapshot
    from frenchtech_graph.network.actor_sheet import ActorSheet
    from frenchtech_graph.pipeline.rebuild import Built
    from frenchtech_graph.rdf.endpoint import RemoteStore

__all__ = ["EcosystemGraph"]

Language = Literal["fr", "en"]
MapEngine = Literal["auto", "pyvis", "webgl", "geo"]
ExportFormat = Literal[
    "turtle", "nquads", "jsonld", "graphml", "gexf", "csv", "xlsx", "parquet", "neo4j", "ftm"
]
NewThing = Literal["actor", "tie", "event", "observation", "source", "tables", "spreadsheet"]
Answerable = str | int | float | bool | Sequence[str] | Sequence[int]
"""A value of a parameter of a question; several where it takes several."""
Step = Callable[[str], None]
"""Is told the name of each step before it begins."""


def _silent(name: str) -> None:
    """Tell nobody of a step."""


class EcosystemGraph(FindingMethods):
    """A built graph: its quads, its network, and the questions that can be asked of both.

    Make one with `build`, `open` or, for a SPARQL server, `at`. With `kept`, findings are taken
    from the folder of the graph and kept there; the network must then be left as it is.
    """

    def __init__(
        self,
        folder: str | Path,
        *,
        kept: bool = False,
        without_persons: bool = False,
        progress: Step = _silent,
    ) -> None:
        self.folder = Path(folder)
        self.without_persons = without_persons
        self.built: Built | None = None
        self._progress = progress
        self._find = self._finder(kept)
        self._server: RemoteStore | None = None
        self._place: str | None = None
        self._place_names: Mapping[str, str] = {}

    @classmethod
    def build(
        cls,
        *inputs: str | Path,
        out: str | Path | None = None,
        sources: Sequence[str] = (),
        decisions: str | Path | None = None,
        removals: str | Path | None = None,
        full: bool = False,
        progress: Step = _silent,
    ) -> EcosystemGraph:
        """Build the graph of data sets of the package (by name) and of tables (by path), and open
        it.

        Nothing is done if the graph that stands in the folder was made of the same. `built` of the
        graph says what the build came to.

        Args:
            inputs: Names of data sets and paths of tables; `lille` unless given.
            out: Folder to build into; `out/<first input>` unless given.
            sources: Sources beside the tables, `name` (its last snapshot) or `name=file`.
            decisions: Table of decisions on identity; the package's and the user's unless given.
            removals: List of people who asked to be removed; the project's unless given.
            full: Take nothing from the last build.
            progress: Is told the name of each step.

        Raises:
            FaultsError: the tables have faults; all of them are listed, nothing is written.
            NotConformingError: the graph breaks a shape; nothing is written.
            BilingualError: another process builds there.
        """
        from frenchtech_graph.ingest.removals import use_list
        from frenchtech_graph.model.names import slug
        from frenchtech_graph.pipeline.rebuild import rebuild

        names = [str(i) for i in inputs] or ["lille"]
        folder = Path(out) if out else Path("out") / slug(Path(names[0]).stem)
        table = None if decisions is None else Path(decisions)
        if removals is not None:
            use_list(Path(removals))
        built = rebuild(
            names, folder, sources=sources, decisions=table, full=full, progress=progress
        )
        graph = cls(folder)
        graph.built = built
        return graph

    @classmethod
    def open(
        cls,
        folder: str | Path = "out/lille",
        *,
        kept: bool = False,
        without_persons: bool = False,
        progress: Step = _silent,
    ) -> EcosystemGraph:
        """Open a built graph.

        Args:
            folder: Where it was built into.
            kept: Take findings from its folder, and keep new ones there.
            without_persons: Leave out natural persons: them, their ties, and their names in texts.
            progress: Is told the name of each step.

        Raises:
            NotBuiltError: nothing was built there.
        """
        from frenchtech_graph.graph.store import graph_folder

        graph_folder(Path(folder))
        return cls(folder, kept=kept, without_persons=without_persons, progress=progress)

    @classmethod
    def at(cls, url: str, *, graph: str | None = "", timeout: float = 60) -> EcosystemGraph:
        """Return the door of a graph on a SPARQL 1.1 server; it answers `query` and its like.

        Args:
            url: Address of the server's SPARQL endpoint.
            graph: The named graph to ask; None: the server's own default graph. That of a graph
                loaded with `load` unless given.
            timeout: Seconds a whole answer may take.

        Raises:
            BilingualError: the address is none of the web.
        """
        from frenchtech_graph.rdf.endpoint import CONSOLIDATED, RemoteStore

        door = cls(Path())
        door._server = RemoteStore(
            url, graph=CONSOLIDATED if graph == "" else graph, timeout=timeout
        )
        return door

    # What the graph is made of

    @cached_property
    def store(self) -> ox.Store:
        """The quads, in memory; the default graph is the consolidated view."""
        from frenchtech_graph.graph.store import open_store

        self._progress("open")
        store = open_store(self.folder)
        if self.without_persons:
            from frenchtech_graph.graph.without_persons import without_persons

            store = without_persons(store)
        return store

    @cached_property
    def network(self) -> nx.Graph[str]:
        """The bipartite graph of actors and events; its attributes are in
        `docs/architecture.md`.
        """
        from frenchtech_graph.network.build import bipartite

        store = self.store
        self._progress("network")
        network = bipartite(store)
        if self.without_persons:
            network.graph["without_persons"] = True  # kept findings tell the two networks apart
        return network

    @property
    def manifest(self) -> Manifest:
        """What the graph was built from."""
        from frenchtech_graph.graph.store import read_manifest

        return cast("Manifest", read_manifest(self.folder))

    @property
    def titles(self) -> Mapping[str, str]:
        """The title of the graph in French and English: that of what was built, or the
        place's.
        """
        if self._place is not None:
            return self._place_names
        # A data set without its persons has no title of its own: that may name one.
        if self.without_persons or not self.manifest["datasets"]:
            return {}
        return self.manifest.get("titles") or self.manifest["datasets"][0]["titles"]

    @property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        """Labels of the terms of the ontology in French and English, by name."""
        from frenchtech_graph.model import ontology

        return ontology.load().labels()

    @cached_property
    def source_facts(self) -> Mapping[str, Mapping[str, str | None]]:
        """What is known of each page that was read, by its address."""
        from frenchtech_graph.network.build import source_facts

        return source_facts(self.store)

    def info(self) -> Inventory:
        """Return what is in the graph: counts by kind, pillar, source and licence, and what was
        left out.

        >>> graph.info()["ties_without_source"]
        0
        """
        from frenchtech_graph.catalogue.inventory import inventory

        self._whole("info")
        return cast("Inventory", inventory(self.store, self.manifest))

    def ecosystem(
        self, where: str, *, since: int | None = None, until: int | None = None
    ) -> EcosystemGraph:
        """Return the same door bound to a place: its findings, map and report are those of the
        place.

        Args:
            where: An ecosystem (`French Tech Toulouse`), or the name or INSEE code of a commune,
                an inter-communal body, a department or a region. A town's name stands for its
                metropolis; `Lyon (commune)` means the town alone. Actors qualify by their own
                place; their ties may go beyond it.
            since: Events from this year on.
            until: Events up to this year.

        Raises:
            BilingualError: a place nobody knows, or several of that name.

        >>> graph.ecosystem("Lille").network.number_of_nodes() <= len(graph.network)
        True
        """
        from frenchtech_graph.findings.asking import part
        from frenchtech_graph.network.where import find as find_place

        bound = EcosystemGraph(
            self.folder, without_persons=self.without_persons, progress=self._progress
        )
        bound._find, bound._place = self._find, where
        found = find_place(where)
        bound._place_names = found.names if found else {"fr": where, "en": where}
        bound.__dict__["network"] = part(
            self.network, {"where": where, "since": since, "until": until}
        )
        bound.__dict__["store"] = self.store
        return bound

    @staticmethod
    def understood(where: str, *, lang: Language = "fr") -> str:
        """Return how a place is read, in one sentence; empty where it is just what was asked.

        Args:
            where: A place as `ecosystem` takes it.
            lang: Language of the sentence.

        Raises:
            BilingualError: several places have the name.

        >>> EcosystemGraph.understood("Lyon", lang="en").startswith("Lyon: Métropole de Lyon")
        True
        """
        from frenchtech_graph.network.where import find

        found = find(where)
        return found.notes.get(lang, "") if found else ""

    def ecosystems(self) -> pd.DataFrame:
        """Return the French Tech ecosystems with what is recorded in each.

        Columns: ``ecosystem`` (id), ``name_fr``, ``name_en``, ``label`` (id of its last label),
        ``until`` (last year of it), ``basis`` (what its territory rests on), ``communes``, counts
        of living actors by pillar (``talent``, ``technology``, ``finance``, ``connection``,
        ``venture``), ``actors``, ``ties`` (events with an actor of the territory).

        >>> "French Tech Lille" in set(graph.ecosystems()["name_fr"])
        True
        """
        from frenchtech_graph.findings.ecosystems import ecosystems

        return ecosystems(self.network)

    def actor(self, name: str) -> ActorSheet:
        """Return all that is recorded of an actor: attributes, and ties with their sources.

        Args:
            name: Its name (case and accents do not matter) or address.

        Raises:
            BilingualError: no actor, or several, have this name.
        """
        from frenchtech_graph.network.actor_sheet import actor_sheet

        return actor_sheet(self.network, name)

    # Questions

    def query(
        self,
        question: str | Path | Query,
        /,
        *,
        lang: Language = "fr",
        **parameters: Answerable,
    ) -> pd.DataFrame:
        """Return the answer to a question of the catalogue, an `.rq` file or SPARQL text.

        Args:
            question: Name in the catalogue (`queries` lists them), path, or SPARQL.
            lang: Language of labels.
            parameters: Those of the question, as a person writes them: `place="Lille"`,
                `sector=["health", "energy"]`.

        Raises:
            BilingualError: no such question, a wrong parameter, or a query that failed.

        >>> graph.query("SELECT (COUNT(*) AS ?n) { ?s a fte:StartUp }")["n"].tolist()
        [2]
        """
        from frenchtech_graph.catalogue import run

        return run(self._asked(), question, lang=lang, **parameters)

    def construct(
        self,
        question: str | Path | Query,
        /,
        *,
        lang: Language = "fr",
        **parameters: Answerable,
    ) -> rdflib.Graph:
        """Return the triples of a CONSTRUCT or DESCRIBE question; parameters as for `query`.

        Raises:
            BilingualError: as `query`, or the question is of another form.
        """
        from frenchtech_graph.catalogue import construct

        return construct(self._asked(), question, lang=lang, **parameters)

    def sparql(
        self,
        question: str | Path | Query,
        /,
        *,
        lang: Language = "fr",
        **parameters: Answerable,
    ) -> str:
        """Return the SPARQL that `query` would send, its parameters bound.

        Raises:
            BilingualError: as `query`.
        """
        from frenchtech_graph.catalogue import prepare

        return prepare(self._asked(), question, lang=lang, **parameters)

    @staticmethod
    def queries(name: str | None = None) -> list[Query]:
        """Return the questions of the catalogue, or the one of that name.

        Raises:
            BilingualError: there is no such question.

        >>> EcosystemGraph.queries("startups")[0].name
        'startups'
        """
        from frenchtech_graph.catalogue import catalogue, find

        return [find(name)] if name else list(catalogue())

    # Findings: those of `findings.methods`, and

    def gaps(
        self,
        *,
        rows: GapTablesRows = "pillar",
        columns: GapTablesRows = "pillar",
        seed: int = 1,
        draws: int = 200,
        min_expected: float = 5.0,
        largest_event: int = 60,
        where: str | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> pd.DataFrame:
        """Return the table of `gap_tables` for two attributes: one row for each pair of groups.

        Parameters, columns, errors and source are those of `gap_tables`.

        >>> sorted(set(graph.gaps(rows="kind", columns="kind")["row_attribute"]))
        ['kind']
        """
        tables = self.gap_tables(
            rows=rows,
            columns=columns,
            seed=seed,
            draws=draws,
            min_expected=min_expected,
            largest_event=largest_event,
            where=where,
            since=since,
            until=until,
        )
        return tables[rows, columns]

    def answers(self, name: str, *subjects: str | Path | Asking, **values: Value) -> list[Answer]:
        """Return the tables of the finding `name`, with what they say in words.

        Args:
            name: Name of a finding (docs/findings.md).
            subjects: The ecosystems it compares, if it compares any: folders, places of this
                graph, spans of years, or other graphs.
            values: Its parameters, and conditions that select a part of the network.

        Raises:
            KeyError: there is no such finding.
            TypeError: it has no such parameter.
            BilingualError: a value that a parameter does not take.
        """
        from frenchtech_graph.findings import registry
        from frenchtech_graph.findings.asking import ask

        finding = registry.find(name)
        conditions = {c: values.pop(c, None) for c in finding.conditions}
        unknown = set(values) - {p.name for p in finding.parameters}
        if unknown or len(subjects) != len(finding.subjects):
            raise TypeError(f"{name} takes no {', '.join(sorted(unknown)) or 'such subjects'}")
        if finding.parameter("pillar"):
            conditions["pillar"] = values.get("pillar")
        networks = [self._subject(s, conditions) for s in subjects or (self,)]
        self._progress(name)
        return ask(finding, networks, values, names=[str(s) for s in subjects], find=self._find)

    # Pages and files

    def map(
        self,
        path: str | Path,
        *,
        engine: MapEngine = "auto",
        plain: bool = False,
        title: str | Mapping[str, str] | None = None,
        lang: Language = "fr",
        seed: int = 1,
    ) -> Path:
        """Write the map: one page that opens from disk and asks nothing of the network.

        Args:
            path: File to write (`.html`).
            engine: `pyvis` (a network), `webgl` (a very large one), `geo` (France), `auto`: by
                size.
            plain: Leave out hubs, gaps and introductions: quicker.
            title: Heading, or headings by language; that of the graph unless given.
            lang: Language the page opens in.
            seed: Seed of layout and findings.

        Returns:
            The path.
        """
        from frenchtech_graph.findings import registry
        from frenchtech_graph.views.map import write_map

        names = () if plain else [f.name for f in registry.of_maps()]
        return write_map(
            self.network,
            Path(path),
            engine=engine,
            findings=self._collected(names, seed),
            labels=self.labels,
            source_facts=self.source_facts,
            title=self._headings(title),
            lang=lang,
            seed=seed,
        )

    def report(
        self,
        path: str | Path,
        *,
        title: str | Mapping[str, str] | None = None,
        lang: Language = "fr",
        seed: int = 1,
    ) -> Path:
        """Write the report: hubs, gaps and their evidence on one page, in French and English.

        Args:
            path: File to write (`.html`).
            title: Heading, or headings by language; that of the graph unless given.
            lang: Language the page opens in.
            seed: Seed of the findings.

        Returns:
            The path.
        """
        from frenchtech_graph.findings import registry
        from frenchtech_graph.views.report import write_report

        names = [f.name for f in registry.of_reports()]
        return write_report(
            self.network,
            Path(path),
            findings=self._collected(names, seed),
            labels=self.labels,
            source_facts=self.source_facts,
            title=self._headings(title),
            lang=lang,
            method={"sha256": self.manifest["sha256"]},
        )

    def export(self, format_name: ExportFormat, path: str | Path | None = None) -> list[Path]:
        """Write the graph in another format; return the files written.

        Args:
            format_name: `turtle`, `nquads`, `jsonld` (RDF), `graphml`, `gexf` (network), `csv`,
                `xlsx`, `parquet` (tables), `neo4j`, `ftm` (FollowTheMoney).
            path: File, or folder for a format of several files; beside the graph unless given.

        Raises:
            BilingualError: no such format, or a package it needs is not installed.
        """
        from frenchtech_graph import exports

        self._whole("export")
        known = exports.FORMATS.get(format_name)
        ending = known.ending if known else ""
        usual = self.folder / "exports" / (f"graph{ending}" if ending else format_name)
        return exports.export(self.store, format_name, path or usual)

    def load(
        self,
        graph_store: str,
        *,
        graph: str | None = "",
        user: str | None = None,
        password: str | None = None,
        update: str | None = None,
        timeout: float = 300,
        progress: Step = _silent,
    ) -> int:
        """Load the graph into a SPARQL server, all at once; return how many triples were sent.

        Args:
            graph_store: The server's address of the SPARQL 1.1 Graph Store HTTP Protocol.
            graph: Named graph for the consolidated graph; None: the server's default graph.
            user: Account on the server.
            password: Its password.
            update: Address for SPARQL 1.1 Update, unless it is the product's usual one.
            timeout: Seconds one request may take.
            progress: Is told what is being sent.

        Raises:
            BilingualError: the server cannot be reached, refuses or fails; what was there before
                is still there.
        """
        from frenchtech_graph.rdf.endpoint import CONSOLIDATED, RemoteStore

        self._whole("load")
        remote = RemoteStore(
            graph_store,
            graph=CONSOLIDATED if graph == "" else graph,
            timeout=timeout,
            user=user,
            password=password,
        )
        return remote.load(self.store, graph_store, update=update, progress=progress)

    def serve(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 8000,
        timeout: float = 30,
        rows: int = 100_000,
        memory: int = 2048,
        workers: int | None = None,
        origin: str | None = None,
        services: Sequence[str] = (),
        host_names: Sequence[str] = (),
        proxies: Sequence[str] = (),
    ) -> None:
        """Serve the graph over HTTP, SPARQL 1.1 endpoint and pages, until told to stop.

        Args:
            host: Address to listen on.
            port: Port to listen on.
            timeout: Seconds one query may take.
            rows: Rows one answer may have.
            memory: Megabytes one query may take.
            workers: Queries answered at once; as many as processors unless given.
            origin: Let pages of this site ask (`*`: of all sites).
            services: Hosts that SERVICE may ask, `host` (port 443) or `host:port`.
            host_names: Names this server goes by, besides localhost (`*`: any).
            proxies: Addresses of proxies whose X-Forwarded-For is believed.

        Raises:
            BilingualError: the extra `serve` is not installed, or a service is no host.
        """
        try:
            from frenchtech_graph.views.server.run import serve
        except ImportError as error:
            raise BilingualError("serve-extra") from error
        from frenchtech_graph.views.server.limits import MEGABYTE, Limits
        from frenchtech_graph.views.server.services import destination

        self._whole("serve")
        for service in services:
            try:
                destination(service)
            except ValueError as error:
                raise BilingualError("no-host", value=service) from error
        usual = Limits()
        limits = Limits(
            seconds=timeout,
            rows=rows,
            memory=memory * MEGABYTE,
            workers=workers or usual.workers,
            services=frozenset(services),
        )
        serve(
            self.store,
            limits,
            host=host,
            port=port,
            origin=origin,
            hosts=frozenset(host_names),
            proxies=frozenset(proxies),
            build=self.manifest["sha256"],
        )

    # What needs no graph

    @staticmethod
    def validate(*inputs: str | Path) -> dict[str, int]:
        """Check tables together and return how many rows each has.

        Args:
            inputs: As for `build`.

        Raises:
            FaultsError: with all faults of all inputs: file, row, column, value, expectation,
                remedy.

        >>> EcosystemGraph.validate("lille")["actors"] > 100
        True
        """
        from frenchtech_graph.pipeline import datasets

        return datasets.check([str(i) for i in inputs])

    @staticmethod
    def new(
        what: NewThing,
        folder: str | Path = "my-tables",
        *,
        cells: Mapping[str, str] | None = None,
        lang: Language = "en",
        ask: Callable[[str, str, str, bool], str] | None = None,
    ) -> Path:
        """Start tables from the template, or add a checked row to yours; return what was written.

        Args:
            what: `tables` (CSV files), `spreadsheet` (XLSX), or the row to add.
            folder: Folder of the tables, or name of the spreadsheet.
            cells: Values of the row, by column.
            lang: Language of the spreadsheet's titles.
            ask: Asks for a cell that is missing: title, help, example, whether it is required.

        Raises:
            FaultsError: the row is not sound; nothing is written.
        """
        from frenchtech_graph.pipeline import contribution

        return contribution.start(what, Path(folder), dict(cells or {}), lang, ask=ask)

    @staticmethod
    def docs(folder: str | Path = "out/docs") -> Path:
        """Write the documentation of the ontology, to read offline; return its first page."""
        from frenchtech_graph.views.documentation import write_documentation

        return write_documentation(Path(folder))

    @staticmethod
    def sources(*, cache: str | Path | None = None, lang: Language = "en") -> pd.DataFrame:
        """Return the sources that can be brought in: one row each.

        Columns: `name`, `title`, `gives`, `size`, `licence`, `publisher`, `last snapshot` (the day
        it was taken, or nothing), `copy` (`shipped` with the package, `fetched`, or nothing).

        Args:
            cache: Folder of snapshots; FRENCHTECH_CACHE or the user's unless given.
            lang: Language of titles.

        >>> "ilab" in set(EcosystemGraph.sources()["name"])
        True
        """
        import pandas as pd

        from frenchtech_graph.ingest import shipped
        from frenchtech_graph.ingest.framework.registry import connectors

        rows = []
        for c in connectors().values():
            last = shipped.newest(c.name, None if cache is None else Path(cache))
            kept = ("shipped" if shipped.is_shipped(last) else "fetched") if last else ""
            rows.append(
                {
                    "name": c.name,
                    "title": c.titles[lang],
                    "gives": c.gives[lang],
                    "size": c.size[lang],
                    "licence": c.licence,
                    "publisher": c.publisher,
                    "last snapshot": last.accessed if last else "",
                    "copy": kept,
                }
            )
        return pd.DataFrame(rows)

    @staticmethod
    def fetch(
        name: str,
        *,
        sirens: Sequence[str] = (),
        cache: str | Path | None = None,
        trusted: Sequence[str] = (),
        contact: str | None = None,
        options: Mapping[str, str] | None = None,
        progress: Callable[[int, int | None], None] = lambda done, total: None,
    ) -> Snapshot:
        """Fetch a source into the cache and return its snapshot.

        Args:
            name: Name of the source (`sources` lists them).
            sirens: Companies to ask about.
            cache: Folder of snapshots; FRENCHTECH_CACHE or the user's unless given.
            trusted: Hosts of your own network that may be asked.
            contact: How to reach you, told to the servers.
            options: What else the source takes, by name.
            progress: Is told the bytes that have come, and how many there are, if known.

        Raises:
            FaultsError: no such source, or it could not be fetched; its last snapshot stays.
            BilingualError: another process fetches it, or it takes no such option.
        """
        from frenchtech_graph.ingest import snapshots
        from frenchtech_graph.ingest.framework.registry import find
        from frenchtech_graph.io import destinations
        from frenchtech_graph.io.client import AGENT, Client
        from frenchtech_graph.io.locks import locked

        connector = find(name)
        asked: dict[str, object] = {**({"sirens": sorted(set(sirens))} if sirens else {})}
        asked |= dict(options or {})
        taken = connector.options
        wrong = [o for o in asked if o not in taken and "…" not in taken]
        if wrong:
            known = ", ".join(f"{n} ({h})" for n, h in taken.items())
            raise BilingualError("no-such-option", source=name, value=wrong[0], expected=known)
        hosts = destinations.named_by_user() | {h.lower() for h in trusted}
        client = Client(agent=f"{AGENT[:-1]}; {contact})" if contact else AGENT, trusted=hosts)
        place = snapshots.folder() if cache is None else Path(cache)
        with locked(place / name):
            return connector.fetch(client, place, progress=progress, **asked)

    @staticmethod
    def identity(
        *inputs: str | Path,
        sources: Sequence[str] = (),
        decisions: str | Path | None = None,
        lang: Language = "en",
        progress: Callable[[int, int], None] | None = None,
    ) -> pd.DataFrame:
        """Return the pairs of actors that may be one, the likeliest first, side by side.

        Args:
            inputs: As for `build`; `lille` unless given.
            sources: As for `build`.
            decisions: As for `build`.
            lang: Language of evidence and doubts.
            progress: Is told how many blocks are done, and of how many.

        Raises:
            FaultsError: the tables have faults.
        """
        import pandas as pd

        from frenchtech_graph.identity import read_decisions, resolve
        from frenchtech_graph.identity.review import COLUMNS, rows
        from frenchtech_graph.pipeline import datasets

        read = datasets.read([str(i) for i in inputs] or ["lille"], sources)
        table = read_decisions(None if decisions is None else Path(decisions))
        told = {} if progress is None else {"progress": progress}
        undecided = resolve(read, table, **told).undecided
        return pd.DataFrame(rows(undecided, read, lang), columns=list(COLUMNS))

    @staticmethod
    def doctor(
        folder: str | Path = "out/lille", *, cache: str | Path | None = None, mend: bool = False
    ) -> Iterator[Check]:
        """Yield checks of the installation, of a built graph and of the snapshots.

        Args:
            folder: Where the graph was built into; it need not be there.
            cache: Folder of snapshots; FRENCHTECH_CACHE or the user's unless given.
            mend: Remove what killed runs left.
        """
        from frenchtech_graph.doctor.examination import examine

        place = None if cache is None else Path(cache)
        return examine(Path(folder), place, mend=mend)

    # How it is done

    def __str__(self) -> str:
        """Return the place it is bound to, or its folder."""
        return self._place or str(self.folder)

    def _finder(self, kept: bool) -> Find:
        # Before the graph is opened: should a build come in between, nothing is taken.
        if kept:
            from frenchtech_graph.findings.kept import KeptFindings

            return KeptFindings(self.folder)
        return lambda function, network, **options: function(network, **options)

    def _asked(self) -> ox.Store | RemoteStore:
        self._whole("query")
        return self.store if self._server is None else self._server

    def _whole(self, what: str) -> None:
        """Refuse what is about the whole graph on a door that is bound to a place."""
        if self._place is not None:
            raise BilingualError("whole-graph-only", value=what)

    def _subject(
        self, subject: str | Path | Asking, conditions: Mapping[str, Value]
    ) -> nx.Graph[str]:
        """Return the network that a graph, a folder, a span of years or a place stands for."""
        from frenchtech_graph.findings.asking import part

        if isinstance(subject, EcosystemGraph):
            return part(subject.network, conditions)
        name = str(subject)
        if Path(name).is_dir():
            return part(
                EcosystemGraph.open(name, without_persons=self.without_persons).network, conditions
            )
        years = name.split("-")
        if len(years) == 2 and all(year.isdigit() and len(year) == 4 for year in years):
            span: dict[str, Value] = {"since": int(years[0]), "until": int(years[1])}
            return part(self.network, {**conditions, **span})
        return part(self.network, {**conditions, "where": name})

    def _collected(self, names: Sequence[str], seed: int) -> dict[str, pd.DataFrame]:
        from frenchtech_graph.findings.collected import collect

        network = self.network
        return collect(
            network,
            names,
            labels=self.labels,
            seed=seed,
            started=self._progress,
            find=self._find,
        )

    def _headings(self, title: str | Mapping[str, str] | None) -> Mapping[str, str] | None:
        if isinstance(title, str):
            return {"fr": title, "en": title}
        return title or self.titles or None


def build(*inputs: str | Path, out: str | Path | None = None) -> EcosystemGraph:
    """Build a graph: the old name of `EcosystemGraph.build`."""
    _old("build", "EcosystemGraph.build")
    return EcosystemGraph.build(*inputs, out=out)


def open_graph(folder: str | Path = "out/lille") -> EcosystemGraph:
    """Open a built graph: the old name of `EcosystemGraph.open`."""
    _old("open_graph", "EcosystemGraph.open")
    return EcosystemGraph.open(folder)


def _old(name: str, new: str) -> None:
    warnings.warn(
        f"frenchtech_graph.{name} goes with the next release: use {new}",
        DeprecationWarning,
        stacklevel=3,
    )
