"""The Python interface: one typed method for each task.

>>> from frenchtech_graph import EcosystemGraph
>>> graph = EcosystemGraph.build("lille")                             # doctest: +SKIP
>>> graph.query("investors-of", company="exotec")                     # doctest: +SKIP
>>> graph.hubs(top=5, where="Roubaix")                                # doctest: +SKIP
>>> graph.ecosystem("Lille").map("lille.html")                        # doctest: +SKIP

Only the subject of a method is a positional argument. The other ones are keyword
arguments, so new parameters do not break existing calls.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict, cast

from frenchtech_graph.findings.door_base import Asking
from frenchtech_graph.findings.methods import FindingMethods, GapTablesRows
from frenchtech_graph.io.errors import BilingualError

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import pyoxigraph as ox
    import rdflib

    from frenchtech_graph.ask import Asked
    from frenchtech_graph.ask.names import Names
    from frenchtech_graph.catalogue import Query
    from frenchtech_graph.catalogue.bounded import BoundedEngine, Bounds
    from frenchtech_graph.doctor.check import Check
    from frenchtech_graph.findings.answers import Answer
    from frenchtech_graph.findings.asking import Find
    from frenchtech_graph.findings.changes.differences import Build, Differences
    from frenchtech_graph.findings.declaration import Value
    from frenchtech_graph.findings.finding_table import FindingTable
    from frenchtech_graph.graph.contents import Inventory, Manifest
    from frenchtech_graph.ingest.snapshots import Snapshot
    from frenchtech_graph.network.accounts import Account
    from frenchtech_graph.network.build import Parts
    from frenchtech_graph.network.model import Actor as NetworkActor
    from frenchtech_graph.pipeline.importing import Import
    from frenchtech_graph.pipeline.rebuild import Built
    from frenchtech_graph.pipeline.upgrade import Upgraded
    from frenchtech_graph.rdf.endpoint import RemoteStore
    from frenchtech_graph.views.map import InlinePage
    from frenchtech_graph.views.notebook.actors import Actor
    from frenchtech_graph.views.notebook.widget import MapWidget
    from frenchtech_graph.views.search.entries import Entry

__all__ = ["EcosystemGraph"]

Language = Literal["fr", "en"]
Shown = Literal["map", "report", "gaps", "chain"]
MapEngine = Literal["auto", "pyvis", "webgl", "geo"]
ExportFormat = Literal[
    "turtle", "nquads", "jsonld", "graphml", "gexf", "csv", "xlsx", "parquet", "neo4j", "ftm"
]
NewThing = Literal["actor", "tie", "event", "observation", "source", "tables", "spreadsheet"]
Answerable = str | int | float | bool | Sequence[str] | Sequence[int]
"""A value of a parameter of a question, or several values if the parameter allows it."""
Step = Callable[[str], None]
"""A function that receives the name of each step before the step begins."""


class _Held(TypedDict):
    """The contents of a page besides the network."""

    findings: dict[str, pd.DataFrame]
    labels: Mapping[str, Mapping[str, str]]
    source_facts: Mapping[str, Mapping[str, str | None]]
    title: Mapping[str, str] | None


def _silent(name: str) -> None:
    """Ignore a step."""


def _unheard(sent: int, total: int) -> None:
    """Ignore how far a load has come."""


class EcosystemGraph(FindingMethods):
    """A built graph: its quads, its network, and methods to query and analyse both.

    Create one with `build`, `open` or, for a SPARQL server, `at`. With `kept`, findings and copies
    for reading are cached in the folder of the graph. Do not change the network then.
    """

    def __init__(
        self,
        folder: str | Path,
        *,
        kept: bool = False,
        persons: bool = True,
        progress: Step = _silent,
        bounds: Bounds | None = None,
    ) -> None:
        self.folder = Path(folder)
        self._bounds = bounds
        self.persons = persons
        self.built: Built | None = None
        self._progress = progress
        self._find = self._finder(kept)
        self._kept = kept
        self._server: RemoteStore | None = None
        self._place: str | None = None
        self._around: EcosystemGraph | None = None
        self._place_names: Mapping[str, str] = {}
        self._years: tuple[int | None, int | None] = (None, None)
        self._without_persons: EcosystemGraph | None = None

    @classmethod
    def build(
        cls,
        *inputs: str | Path,
        out: str | Path | None = None,
        sources: Sequence[str] = (),
        decisions: str | Path | None = None,
        removals: str | Path | None = None,
        persons: bool = True,
        full: bool = False,
        private: bool = False,
        progress: Step = _silent,
    ) -> EcosystemGraph:
        """Build the graph of data sets of the package (by name) and of tables (by path), and open
        it.

        If the folder already has a graph of the same inputs, that graph is reused. The attribute
        `built` reports the result of the build.

        Args:
            inputs: Names of data sets and paths of tables (default: `lille`).
            out: Folder to build into (default: `out/<first input>`).
            sources: Additional sources: `name` for the last snapshot, or `name=file`.
            decisions: Table of decisions on identity (default: tables of the package and the user).
            removals: List of people who asked to be removed (default: the project's list).
            persons: False removes natural persons, their ties, and their names in texts.
            full: Reuse no part of the last build.
            private: Include rows marked private. The graph cannot be exported or served then.
            progress: Function that receives the name of each step.

        Raises:
            FaultsError: the tables have faults. The error lists all faults, and no file is written.
            NotConformingError: the graph breaks a shape. No file is written.
            BilingualError: another process builds there.
        """
        from frenchtech_graph.ingest.removals import chosen_list
        from frenchtech_graph.model.names import slug
        from frenchtech_graph.pipeline.inputs import private_rows
        from frenchtech_graph.pipeline.rebuild import rebuild

        names = [str(i) for i in inputs] or ["lille"]
        folder = Path(out) if out else Path("out") / slug(Path(names[0]).stem)
        table = None if decisions is None else Path(decisions)
        with chosen_list(removals), private_rows(private):
            built = rebuild(
                names,
                folder,
                sources=sources,
                decisions=table,
                persons=persons,
                full=full,
                progress=progress,
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
        persons: bool = True,
        progress: Step = _silent,
        bounds: Bounds | None = None,
    ) -> EcosystemGraph:
        """Open a built graph.

        Args:
            folder: Folder of the built graph.
            kept: Cache findings and copies for reading in that folder.
            persons: False removes natural persons, their ties, and their names in texts.
            progress: Function that receives the name of each step.
            bounds: Limits of one query in seconds, rows and bytes of memory (default: no limit).

        Raises:
            NotBuiltError: the folder has no graph.
        """
        from frenchtech_graph.graph.store import graph_folder

        graph_folder(Path(folder))
        return cls(folder, kept=kept, persons=persons, progress=progress, bounds=bounds)

    @classmethod
    def at(cls, url: str, *, graph: str | None = "", timeout: float = 60) -> EcosystemGraph:
        """Return an interface to a graph on a SPARQL 1.1 server, for `query` and similar methods.

        Args:
            url: Address of the server's SPARQL endpoint.
            graph: The named graph to query, or None for the default graph of the server. By
                default, the named graph that `load` writes.
            timeout: Maximum seconds for a whole answer.

        Raises:
            BilingualError: the address is not a web address.
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
        """The quads. The default graph is the consolidated view.

        They are in memory, except in a graph opened with `kept`: it reads an indexed copy on disk,
        which is read-only.
        """
        if self._around is not None:
            return self._around.store
        if not self._kept or not self.persons or "_loaded" in self.__dict__:
            return self._loaded
        from frenchtech_graph.graph.reading_copy import reading_store

        self._progress("open")
        return reading_store(self.folder)

    @cached_property
    def _loaded(self) -> ox.Store:
        """The quads in memory, for methods that read the whole graph."""
        if self._around is not None:
            return self._around._loaded
        from frenchtech_graph.graph.store import open_store

        self._progress("open")
        store = open_store(self.folder)
        if not self.persons:
            from frenchtech_graph.graph.without_persons import without_persons

            store = without_persons(store)
        return store

    @cached_property
    def network(self) -> nx.Graph[str]:
        """The bipartite graph of actors and events, with the attributes that
        `docs/architecture.md` lists.
        """
        from frenchtech_graph.graph.statements import built_statements, statements_of
        from frenchtech_graph.io.collector import collector_paused
        from frenchtech_graph.network.build import assembled, parts, predicates
        from frenchtech_graph.network.kept_parts import kept_parts

        def read() -> Parts:
            self._progress("network")
            if "_loaded" in self.__dict__ or not self.persons:
                return parts(statements_of(self._loaded, predicates()))
            return parts(built_statements(self.folder, predicates()))

        kept = self._kept and self.persons
        with collector_paused():
            network = assembled(kept_parts(self.folder, read) if kept else read())
        if not self.persons:
            network.graph["without_persons"] = True  # kept findings tell the two networks apart
        return network

    @property
    def manifest(self) -> Manifest:
        """The inputs of the graph: data sets, sources, checksum.

        If persons are left out, titles and publishers do not contain their names.
        """
        from frenchtech_graph.graph.store import read_manifest

        manifest = cast("Manifest", read_manifest(self.folder))
        if self.persons:
            return manifest
        from frenchtech_graph.graph.without_persons import manifest_as_named

        return manifest_as_named(manifest, self.store)

    @property
    def titles(self) -> Mapping[str, str]:
        """The title of the graph, or of the place it is limited to, in French and English."""
        if self._place is not None:
            return self._place_names
        # A data set without its persons has no title of its own: that may name one.
        if not self.persons or not self.manifest["datasets"]:
            return {}
        return self.manifest.get("titles") or self.manifest["datasets"][0]["titles"]

    @property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        """Labels of the terms of the ontology in French and English, by name."""
        from frenchtech_graph.model import ontology

        return ontology.load().labels()

    @cached_property
    def source_facts(self) -> Mapping[str, Mapping[str, str | None]]:
        """Title, publisher and dates of each cited page, by its address."""
        from frenchtech_graph.network.build import source_facts

        return source_facts(self._texts)

    @cached_property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """Other names of actors: acronyms, former names, spellings, by their address."""
        from frenchtech_graph.network.build import other_names

        return other_names(self.store)

    @cached_property
    def _entries(self) -> Mapping[str, Entry]:
        """The texts that the search reads, by address."""
        from frenchtech_graph.views.search.entries import entries

        return entries(self._texts)

    @cached_property
    def _texts(self) -> ox.Store:
        """A store for the texts of pages: of a large graph only the statements with texts, unless it
        is open or has its copy.
        """
        if self._around is not None:
            return self._around._texts
        is_open = bool({"store", "_loaded"} & self.__dict__.keys())
        if self._kept and self.persons and not is_open:
            from frenchtech_graph.graph.reading_copy import has_copy
            from frenchtech_graph.graph.statements import built_store
            from frenchtech_graph.views.search.entries import predicates

            if not has_copy(self.folder):
                return built_store(self.folder, predicates())
        return self.store

    def info(self, *, persons: bool = True) -> Inventory:
        """Return the contents of the graph: counts by kind, pillar, source and licence, and the
        number of rows left out.

        Args:
            persons: False removes natural persons, their ties, and their names in texts.

        >>> graph.info()["ties_without_source"]
        0
        """
        from frenchtech_graph.catalogue.inventory import inventory, kept_inventory

        self._whole("info")
        whom = self._whom(persons)

        def count() -> dict[str, Any]:
            return inventory(whom._loaded, whom.manifest)

        kept = whom._kept and whom.persons
        return cast("Inventory", kept_inventory(self.folder, count) if kept else count())

    def shape_warnings(self, *, kind: str | None = None, lang: Language = "en") -> pd.DataFrame:
        """Return the warnings of the shapes, counted by kind and source.

        Columns: ``severity``, ``kind``, ``source`` (a data set), ``count``, ``message``,
        ``example``. With a ``kind``, each row is one warning: ``severity``, ``kind``, ``sources``,
        ``label``, ``value``, ``message``.

        Args:
            kind: Name of a constraint, such as `tie-date`.
            lang: Language of the messages.

        >>> "tie-date" in graph.shape_warnings()["kind"].tolist()
        True
        """
        from dataclasses import fields

        import pandas as pd

        from frenchtech_graph.graph import warning_counts as counts
        from frenchtech_graph.graph.store import graph_folder

        self._whole("info")
        file = graph_folder(self.folder) / counts.VALIDATION
        if kind is None:
            columns = [field.name for field in fields(counts.WarningCount)]
            return pd.DataFrame(counts.counted(file, lang), columns=columns)
        columns = [field.name for field in fields(counts.OneWarning)]
        return pd.DataFrame(list(counts.every(file, lang, kind)), columns=columns)

    def ecosystem(
        self, where: str, *, since: int | None = None, until: int | None = None
    ) -> EcosystemGraph:
        """Return the same graph limited to a place: findings, map and report cover that place.

        Args:
            where: An ecosystem (`French Tech Toulouse`), or the name or INSEE code of a commune,
                an inter-communal body, a department or a region. The name of a town means its
                metropolis. `Lyon (commune)` means only the town. Actors qualify by their own
                place, but their ties may go beyond it.
            since: First year of the events.
            until: Last year of the events.

        Raises:
            BilingualError: the place is unknown, or several places have the name.

        >>> graph.ecosystem("Lille").network.number_of_nodes() <= len(graph.network)
        True
        """
        from frenchtech_graph.findings.asking import part
        from frenchtech_graph.model.where import find as find_place

        bound = EcosystemGraph(self.folder, persons=self.persons, progress=self._progress)
        bound._find, bound._place, bound._years = self._find, where, (since, until)
        bound._around = self
        found = find_place(where)
        bound._place_names = found.names if found else {"fr": where, "en": where}
        bound.__dict__["network"] = part(
            self.network, {"where": where, "since": since, "until": until}
        )
        return bound

    @staticmethod
    def understood(where: str, *, lang: Language = "fr") -> str:
        """Return how a place was understood, in one sentence, or an empty text if it was clear.

        Args:
            where: A place, in a form that `ecosystem` accepts.
            lang: Language of the sentence.

        Raises:
            BilingualError: several places have the name.

        >>> EcosystemGraph.understood("Lyon", lang="en").startswith("Lyon: Métropole de Lyon")
        True
        """
        from frenchtech_graph.model.where import find

        found = find(where)
        return found.notes.get(lang, "") if found else ""

    def ecosystems(self, *, persons: bool = True) -> pd.DataFrame:
        """Return the French Tech ecosystems with their counts of actors and ties.

        - Identity: ``ecosystem`` (id), ``name_fr``, ``name_en``.
        - Label: ``label`` (id of the last one) and ``until`` (its last year).
        - Territory: ``communes`` and ``basis`` (the evidence for it).
        - Living actors by pillar: ``talent``, ``technology``, ``finance``, ``connection``,
          ``venture``.
        - Totals: ``actors`` and ``ties`` (events with an actor of the territory).

        Args:
            persons: False removes natural persons, their ties, and their names in texts.

        >>> "French Tech Lille" in set(graph.ecosystems()["name_fr"])
        True
        """
        from frenchtech_graph.findings.ecosystems import ecosystems

        return ecosystems(self._whom(persons).network)

    @staticmethod
    def labels_held(*, on: str | date | None = None, where: str | None = None) -> pd.DataFrame:
        """Return the holders of French Tech labels on a day, with their names at the time.

        Columns: ``label`` (id), ``ecosystem`` (id), ``name_fr``, ``name_en`` (of today),
        ``name_then`` (the name under which the label was given), ``since``, ``until``,
        ``carriers``, ``page``, ``official``, ``not_known``, ``note``. A row without an ecosystem
        counts the holders that no page lists (``not_known``), of the announced number
        (``official``). Both are empty if no page states a number.

        Args:
            on: Day, month or year (default: today). A month or year means its last day.
            where: Ecosystem, under any of its names, or place (default: all of France).

        Raises:
            BilingualError: `on` is not a date, or `where` is unknown.

        >>> held = EcosystemGraph.labels_held(on="2023-06")
        >>> int(held[held["label"] == "communaute-french-tech"]["not_known"].sum())
        11
        """
        from frenchtech_graph.findings.labels_held import labels_held

        return labels_held(str(on or date.today()), where)

    def actor(self, name: str) -> Actor:
        """Return everything recorded about an actor: attributes, ties, partners, sources, timeline,
        and the records it was merged from.

        `graph["Exotec"]` gives the same.

        Args:
            name: Its name (case and accents do not matter) or address.

        Raises:
            BilingualError: no actor, or several, have this name.
        """
        from frenchtech_graph.network.actor_sheet import actor_sheet
        from frenchtech_graph.views.notebook.actors import with_display

        sheet = actor_sheet(self.network, name)
        return with_display(sheet, self._merged(sheet.iri))

    def _merged(self, iri: str) -> tuple[Account, ...]:
        """Return the records that an actor was merged from."""
        from frenchtech_graph.network.accounts import accounts

        return accounts(self.store, iri)

    def __getitem__(self, name: str) -> Actor:
        """Return an actor by its name or address.

        Raises:
            KeyError: no actor, or several, have this name. The message suggests similar names.
        """
        try:
            return self.actor(name)
        except BilingualError as error:
            raise KeyError(str(error)) from error

    def _ipython_key_completions_(self) -> list[str]:
        """Return the names that an editor suggests after `graph["`, as written and in small letters."""
        names = {str(a.label) for a in self._each_actor() if a.label}
        return sorted(names | {name.lower() for name in names})

    # Questions

    def query(
        self,
        question: str | Path | Query,
        /,
        *,
        lang: Language = "fr",
        persons: bool = True,
        **parameters: Answerable,
    ) -> pd.DataFrame:
        """Return the answer to a question of the catalogue, an `.rq` file or SPARQL text.

        Args:
            question: Name in the catalogue (`queries` lists them), path, or SPARQL.
            lang: Language of labels.
            persons: False removes natural persons, their ties, and their names in texts.
            parameters: Parameters of the question, such as `place="Lille"` or
                `sector=["health", "energy"]`.

        Raises:
            BilingualError: no such question, a wrong parameter, or a query that failed.

        >>> graph.query("SELECT (COUNT(*) AS ?n) { ?s a fte:StartUp }")["n"].tolist()
        [2]
        """
        from frenchtech_graph.catalogue import run

        return run(self._asked(persons), question, lang=lang, **parameters)

    def construct(
        self,
        question: str | Path | Query,
        /,
        *,
        lang: Language = "fr",
        persons: bool = True,
        **parameters: Answerable,
    ) -> rdflib.Graph:
        """Return the triples of a CONSTRUCT or DESCRIBE question, with the parameters of `query`.

        Raises:
            BilingualError: as `query`, or the question is of another form.
        """
        from frenchtech_graph.catalogue import construct

        return construct(self._asked(persons), question, lang=lang, **parameters)

    def sparql(
        self,
        question: str | Path | Query,
        /,
        *,
        lang: Language = "fr",
        persons: bool = True,
        **parameters: Answerable,
    ) -> str:
        """Return the SPARQL that `query` would send, its parameters bound.

        Raises:
            BilingualError: as `query`.
        """
        from frenchtech_graph.catalogue import prepare

        return prepare(self._asked(persons), question, lang=lang, **parameters)

    def explain(
        self,
        question: str | Path | Query,
        /,
        *,
        lang: Language = "fr",
        **parameters: Answerable,
    ) -> pd.DataFrame:
        """Return the parts of a question as sent to the engine, and the matches of each.

        Raises:
            BilingualError: as `query`.

        >>> graph.explain("SELECT ?s { ?s a fte:StartUp }")["matches"].dropna().tolist()
        [2]
        """
        from frenchtech_graph.catalogue.explaining import explain

        return explain(self._asked(), question, lang=lang, **parameters)

    @staticmethod
    def queries(name: str | None = None) -> list[Query]:
        """Return the questions of the catalogue, or the question with that name.

        Raises:
            BilingualError: there is no such question.

        >>> EcosystemGraph.queries("startups")[0].name
        'startups'
        """
        from frenchtech_graph.catalogue import catalogue, find

        return [find(name)] if name else list(catalogue())

    def ask(self, question: str, *, lang: Language | None = None, persons: bool = True) -> Asked:
        """Return the answer to a question in French or English, and how it was understood.

        The words of the catalogue and the names of the graph are matched, without a language model.
        If the meaning is not certain, no query runs: `reading` gives the reason and suggests
        similar questions.

        Args:
            question: Such as "Qui a financé les start-ups santé de Lyon depuis 2020 ?".
            lang: Language of the explanations (default: the language of the question).
            persons: False removes natural persons, their ties, and their names in texts.

        >>> graph.ask("Who founded Nordlys?").reading.name
        'founders-of'
        """
        from dataclasses import replace

        from frenchtech_graph.ask import Asked, read, within_years

        if self._whom(persons) is not self:
            return self._whom(persons).ask(question, lang=lang)
        reading = read(question, self._asked(), lang=lang, names=self._names)
        if not reading.certain:
            return Asked(reading, None)
        if not reading.is_finding:
            frame = self.query(reading.name, **reading.parameters)  # type: ignore[arg-type]
            return Asked(reading, within_years(frame, reading))
        values = {n: _typed(v) for n, v in reading.parameters.items() if isinstance(v, str)}
        try:
            answer = self.answers(reading.name, *reading.subjects, **values)[0]
        except BilingualError as refusal:
            reason = refusal.message(reading.lang)
            return Asked(replace(reading, certain=False, reasons=(reason,)), None)
        return Asked(reading, answer.frame, answer)

    @cached_property
    def _names(self) -> Names:
        from frenchtech_graph.ask.names import Names

        may_keep = self._kept and self.persons and self._around is None and self._server is None
        return Names(self._asked(), self.folder if may_keep else None)

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
    ) -> FindingTable:
        """Return the table of `gap_tables` for two attributes, with a row per pair of groups.

        `gap_tables` documents the parameters, columns, errors and source.

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
        """Return the tables of the finding `name`, with their sentences.

        Args:
            name: Name of a finding (docs/findings.md).
            subjects: The ecosystems to compare, if the finding compares ecosystems: folders, places
                of this graph, spans of years, or other graphs.
            values: Its parameters, and conditions that select a part of the network.

        Raises:
            KeyError: there is no such finding.
            TypeError: it has no such parameter.
            BilingualError: a parameter does not accept its value.
        """
        from frenchtech_graph.findings import registry
        from frenchtech_graph.findings.asking import ask

        finding = registry.find(name)
        if self._around is not None and finding.parameter("where"):  # a place beside all others
            values["where"] = values.get("where") or self._place
            return self._around.answers(name, *subjects, **values)
        conditions = {c: values.pop(c, None) for c in finding.conditions}
        unknown = set(values) - {p.name for p in finding.parameters}
        if unknown or len(subjects) != len(finding.subjects):
            raise TypeError(f"{name} takes no {', '.join(sorted(unknown)) or 'such subjects'}")
        if finding.parameter("pillar"):
            conditions["pillar"] = values.get("pillar")
        networks = [self._subject(s, conditions) for s in subjects or (self,)]
        self._progress(name)
        return ask(finding, networks, values, names=[str(s) for s in subjects], find=self._find)

    def show(
        self,
        what: Shown = "map",
        *,
        height: int = 640,
        lang: Language = "fr",
        seed: int = 1,
    ) -> InlinePage:
        """Return a page to show in a notebook: the map with its findings, the report, the gaps, or
        the chain from laboratory to scale-up.

        For a place, `gaps` and `chain` compare it with other places. For a whole graph, they show
        the gaps between pillars and the stages at which firms stop. The page fills the width of the
        cell and loads nothing from the network. It includes a picture for viewers that do not allow
        pages, such as a code hosting site.

        Args:
            what: `map`, `report`, `gaps` or `chain`.
            height: Height of the cell in pixels.
            lang: First language of the page.
            seed: Seed of layout and findings.

        >>> "<iframe" in graph.show()._repr_html_()
        True
        """
        from frenchtech_graph.findings import registry
        from frenchtech_graph.views.map import InlinePage
        from frenchtech_graph.views.map.payload import page_model
        from frenchtech_graph.views.map.write import model_html
        from frenchtech_graph.views.notebook.pictures import network_picture
        from frenchtech_graph.views.report import report_html

        if what in ("gaps", "chain"):
            return self._shown_finding(what, height, lang, seed)
        is_map = what == "map"
        names = [f.name for f in (registry.of_maps() if is_map else registry.of_reports())]
        held = self._on_a_page(names, seed)
        drawn: _Held = {**held, "findings": held["findings"] if is_map else {}}
        model = page_model(self.network, lang=lang, seed=seed, **drawn)
        html = (
            model_html(model)
            if is_map
            else report_html(
                self.network, lang=lang, method=self._method(), merged=self._merged, **held
            )
        )
        title = (held["title"] or {}).get(lang, str(self))
        return InlinePage(html, height, title, network_picture(model, lang))

    def _shown_finding(self, what: Shown, height: int, lang: Language, seed: int) -> InlinePage:
        from frenchtech_graph.views.notebook.finding_pages import finding_page

        if self._place is not None:
            chosen: dict[str, Value] = {"instrument": "chain"} if what == "chain" else {}
            answers = self.answers("lacks", **chosen)
        elif what == "chain":
            answers = self.answers("pathways")
        else:
            answers = self.answers("gaps", rows="pillar", columns="pillar", seed=seed)
        title = self.titles.get(lang, "")
        return finding_page(answers, lang=lang, height=height, title=title)

    def widget(self, *, height: int = 640, lang: Language = "fr", seed: int = 1) -> MapWidget:
        """Return the map as a widget. Its trait `selected` is the address of the selected actor.

        Args:
            height: Height of the cell in pixels.
            lang: First language of the page.
            seed: Seed of layout and findings.

        Raises:
            BilingualError: the extra `notebooks` is not installed.
        """
        try:
            from frenchtech_graph.views.notebook.widget import map_widget
        except ImportError as error:
            raise BilingualError("notebooks-extra") from error
        widget: MapWidget = map_widget(self.show(height=height, lang=lang, seed=seed))
        return widget

    # Pages and files

    def map(
        self,
        path: str | Path,
        *,
        engine: MapEngine = "auto",
        plain: bool = False,
        title: str | Mapping[str, str] | None = None,
        lang: Language = "fr",
        persons: bool = True,
        story: str | Path | None = None,
        seed: int = 1,
    ) -> Path:
        """Write the map as one page that opens from disk, without network.

        Args:
            path: File to write (`.html`).
            engine: `pyvis`, `webgl` (for very large networks), `auto` (by size), or `geo` (like
                `auto`, with the drawing of France first).
            plain: Leave out hubs, gaps and introductions, which is faster.
            title: Heading, or headings by language (default: the title of the graph).
            lang: First language of the page.
            persons: False removes natural persons, their ties, and their names in texts.
            story: TOML file of views with captions, played with arrow keys (docs/maps.md).
            seed: Seed of layout and findings.

        Returns:
            The path.

        Raises:
            BilingualError: the story cannot be read, or names an actor that is not on the map.
        """
        from frenchtech_graph.findings import registry
        from frenchtech_graph.views.map import write_map

        whom = self._whom(persons)
        names = () if plain else [f.name for f in registry.of_maps()]
        return write_map(
            whom.network,
            Path(path),
            engine=engine,
            lang=lang,
            seed=seed,
            entries=whom._entries,
            credit=whom._credit(),
            story=None if story is None else Path(story),
            **whom._on_a_page(names, seed, title),
        )

    def report(
        self,
        path: str | Path,
        *,
        title: str | Mapping[str, str] | None = None,
        lang: Language = "fr",
        persons: bool = True,
        map_page: str | None = None,
        one_page: bool = False,
        seed: int = 1,
    ) -> Path:
        """Write the report on one page, in French and English: five sentences, then chapters.

        It shows the hubs and gaps of the place and the limits of the data, with evidence.

        Args:
            path: File to write (`.html`).
            title: Heading, or headings by language (default: the title of the graph).
            lang: First language of the page.
            persons: False removes natural persons, their ties, and their names in texts.
            map_page: Address of the map, relative to the report (default: `map.html` in the same
                folder, if it exists).
            one_page: Write only the first screen, which fits one sheet of paper.
            seed: Seed of the findings and of the layout of the small map.

        Returns:
            The path.
        """
        from frenchtech_graph.findings import registry
        from frenchtech_graph.views.report import write_report

        whom = self._whom(persons)
        names = [f.name for f in registry.of_reports()]
        return write_report(
            whom.network,
            Path(path),
            lang=lang,
            method=self._method(),
            merged=self._merged,
            map_page=map_page
            or ("map.html" if Path(path).with_name("map.html").is_file() else None),
            one_page=one_page,
            seed=seed,
            **whom._on_a_page(names, seed, title),
        )

    def site(
        self,
        folder: str | Path | None = None,
        *,
        where: str | None = None,
        address: str = "",
        settings: str | Path | None = None,
        persons: bool = True,
        maps: bool = True,
        downloads: bool = True,
        seed: int = 1,
    ) -> Path:
        """Write a site: a folder of pages that opens from disk or from any web server.

        The site has a map of France and pages of ecosystems, sectors and organisations, in French
        and English. The contents of the folder are replaced in one step.

        Args:
            folder: Folder to write (default: `site` in the folder of the graph).
            where: Write only the pages of this place and the first page of France.
            address: Web address of the site.
            settings: A `dataset.toml` with the publisher in its table `[site]` (default: the file of
                the national data set).
            persons: False removes natural persons, their ties, and their names in texts.
            maps: Draw the map of the network of each ecosystem.
            downloads: Also write the whole graph as tables, workbook and RDF, unless `where` is set.
            seed: Seed of the findings.

        Returns:
            The first page.

        Raises:
            BilingualError: the graph has private rows, the folder has other files, or a site with
                an address lacks its publisher.

        >>> graph.site(maps=False, downloads=False).name
        'index.html'
        """
        from frenchtech_graph.findings import registry
        from frenchtech_graph.views.site.gathering import gathered, public_address
        from frenchtech_graph.views.site.publisher import publisher_of
        from frenchtech_graph.views.site.write import LIBRARY, write_site

        self._whole("site")
        self._published("site")
        whom = self._whom(persons)
        file = None if settings is None else Path(settings)
        stands_at = public_address(address, file)
        names = [f.name for f in registry.of_maps()]

        def draw(ecosystem: str) -> str:
            from frenchtech_graph.views.map.write import map_html

            place, tables = whom.ecosystem(ecosystem), material.findings[ecosystem]
            shown = place._on_a_page([name for name in names if name not in tables], seed)
            shown["findings"] = {**tables, **shown["findings"]}
            return map_html(
                place.network,
                seed=seed,
                entries=whom._entries,
                credit=whom._credit(),
                library=LIBRARY,
                **shown,
            )

        def found(ecosystem: str) -> tuple[nx.Graph[Any], dict[str, pd.DataFrame]]:
            place = whom.ecosystem(ecosystem)
            return place.network, place._collected(["hubs", "gaps", "lacks", "pathways"], seed)

        material = gathered(
            whom.network,
            whom._loaded,
            titles=whom.titles,
            manifest=whom.manifest,
            source_facts=whom.source_facts,
            publisher=publisher_of(file),
            key=whom._key,
            where=where,
            found=found,
            progress=self._progress,
        )
        target = Path(folder) if folder else self.folder / "site"
        return write_site(
            target,
            material,
            address=stands_at,
            draw=draw if maps else None,
            with_downloads=where is None and downloads,
            progress=self._progress,
        )

    def export(
        self,
        format_name: ExportFormat,
        path: str | Path | None = None,
        *,
        persons: bool = True,
    ) -> list[Path]:
        """Write the graph in another format and return the files written.

        Args:
            format_name: `turtle`, `nquads`, `jsonld` (RDF), `graphml`, `gexf` (network), `csv`,
                `xlsx`, `parquet` (tables), `neo4j`, `ftm` (FollowTheMoney).
            path: File, or folder for a format with several files (default: `exports` in the folder
                of the graph).
            persons: False removes natural persons, their ties, and their names in texts.

        Raises:
            BilingualError: the format is unknown, or needs a package that is not installed.
        """
        from frenchtech_graph import exports

        self._whole("export")
        self._published("export")
        known = exports.FORMATS.get(format_name)
        ending = known.ending if known else ""
        usual = self.folder / "exports" / (f"graph{ending}" if ending else format_name)
        return exports.export(self._whom(persons)._loaded, format_name, path or usual)

    def load(
        self,
        graph_store: str,
        *,
        graph: str | None = "",
        user: str | None = None,
        password: str | None = None,
        update: str | None = None,
        timeout: float = 300,
        direct: bool = False,
        persons: bool = True,
        progress: Step = _silent,
        sending: Callable[[int, int], None] = _unheard,
    ) -> int:
        """Load the graph into a SPARQL server and return the number of triples sent.

        The first load writes the graphs under their names. A later load is staged, and replaces
        them in one step. A load that fails drops the graphs it has sent.

        Args:
            graph_store: The server's address of the SPARQL 1.1 Graph Store HTTP Protocol.
            graph: Named graph for the consolidated graph, or None for the default graph.
            user: Account on the server.
            password: Its password.
            update: Address for SPARQL 1.1 Update (default: the usual one of the product).
            timeout: Maximum seconds for one request.
            direct: Write under the final names even if the server has the graphs already. This is
                faster, but readers see the graphs while they are filled.
            persons: False removes natural persons, their ties, and their names in texts.
            progress: Function that receives the name of each part sent.
            sending: Function that receives the number of triples sent and of all triples.

        Raises:
            BilingualError: the server cannot be reached, refuses or fails. Its previous content
                stays, unless the load is direct.
        """
        from frenchtech_graph.rdf.endpoint import CONSOLIDATED, RemoteStore

        self._whole("load")
        self._published("load")
        remote = RemoteStore(
            graph_store,
            graph=CONSOLIDATED if graph == "" else graph,
            timeout=timeout,
            user=user,
            password=password,
        )
        return remote.load(
            self._whom(persons)._loaded,
            graph_store,
            update=update,
            direct=direct,
            progress=progress,
            sending=sending,
        )

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
        site: str | Path | None = None,
        persons: bool = True,
    ) -> None:
        """Serve the graph over HTTP, with a SPARQL 1.1 endpoint and pages, until interrupted.

        Args:
            host: Address to listen on.
            port: Port to listen on.
            timeout: Maximum seconds for one query.
            rows: Maximum rows of one answer.
            memory: Maximum megabytes for one query.
            workers: Number of parallel queries (default: two per processor).
            origin: Site whose pages may send queries (`*` for all sites).
            services: Hosts allowed in SERVICE, as `host` (port 443) or `host:port`.
            host_names: Host names of this server besides localhost (`*` for any).
            proxies: Addresses of proxies whose X-Forwarded-For is trusted.
            site: Folder of a site written from the graph, shown under `/site/` (default: `site` in
                the folder of the graph, if it was written from this build).
            persons: False removes natural persons, their ties, and their names in texts.

        Raises:
            BilingualError: the extra `serve` is not installed, a service is not a host, or the site
                was written from another graph.
        """
        try:
            from frenchtech_graph.views.server.run import serve
        except ImportError as error:
            raise BilingualError("serve-extra") from error
        from frenchtech_graph.graph.built_files import QUADS
        from frenchtech_graph.graph.store import graph_folder
        from frenchtech_graph.views.server.limits import MEGABYTE, Limits
        from frenchtech_graph.views.server.services import destination

        self._whole("serve")
        self._published("serve")
        for service in services:
            try:
                destination(service)
            except ValueError as error:
                raise BilingualError("no-host", value=service) from error
        whom = self._whom(persons)
        usual = Limits()
        limits = Limits(
            seconds=timeout,
            rows=rows,
            memory=memory * MEGABYTE,
            workers=workers or usual.workers,
            services=frozenset(services),
        )
        serve(
            whom._loaded,
            limits,
            host=host,
            port=port,
            origin=origin,
            hosts=frozenset(host_names),
            proxies=frozenset(proxies),
            build=whom._key,
            modified=(graph_folder(self.folder) / QUADS).stat().st_mtime,
            pages=whom._written_site(None if site is None else Path(site)),
        )

    @property
    def _key(self) -> str:
        """A key of the graph, other if persons are left out."""
        return ("" if self.persons else "w-") + str(self.manifest["sha256"])

    def _written_site(self, stated: Path | None) -> Path | None:
        """Return the folder of the site of this graph, or None if none was written.

        Raises:
            BilingualError: the stated folder is not a site of this graph.
        """
        from frenchtech_graph.views.site.stamp import graph_of

        folder = stated or self.folder / "site"
        if graph_of(folder) == self._key:
            return folder
        if stated:
            raise BilingualError("site-of-another-graph", target=folder)
        return None

    def mcp(self, *, port: int | None = None, persons: bool = True) -> None:
        """Serve tools for an assistant over the Model Context Protocol, until it disconnects.

        Args:
            port: Port of streamable HTTP on this machine (default: standard input and output).
            persons: False removes natural persons, their ties, and their names in texts.

        Raises:
            BilingualError: the extras `assistant` and `serve` are not installed, or the graph has
                private rows.
        """
        from importlib import import_module

        self._whole("mcp")
        self._published("mcp")
        try:
            server = import_module("frenchtech_graph.assistant.server")
        except ImportError as error:
            raise BilingualError("assistant-extra") from error
        server.run(self._whom(persons), port)

    def diff(
        self,
        other: str | Path | EcosystemGraph,
        *,
        where: str | None = None,
        top: int = 20,
        seed: int = 1,
        page: str | Path | None = None,
        lang: Language = "fr",
        persons: bool = True,
    ) -> Differences:
        """Return the changes from this build to another one: actors, ties, hubs and gaps.

        An actor whose address changed is recognised by its source records, so that it is not listed
        as gone and new. Gaps come from `gap_tables`, or from `lacks` for a place. The tables `actors`, `ties`,
        `hubs` and `gaps` of the result have one row per change, which their column ``change`` names.

        Args:
            other: The later build: its folder, or an opened graph.
            where: Ecosystem or place to compare (default: the whole graph).
            top: Number of first ranks in which hubs are compared.
            seed: Seed of the findings.
            page: Path of an HTML page to write, with all changes in words.
            lang: Language of the page.
            persons: False removes natural persons, their ties, and their names in texts.

        Raises:
            NotBuiltError: the folder has no graph.
            BilingualError: the place is unknown, or several places have the name.

        >>> graph.diff(graph).empty
        True
        """
        from frenchtech_graph.findings.changes.differences import differences

        there = (
            other
            if isinstance(other, EcosystemGraph)
            else EcosystemGraph.open(other, kept=self._kept, progress=self._progress)
        )
        sides = [side._whom(persons and self.persons) for side in (self, there)]
        place = where or self._place
        if place is not None:
            sides = [s if s._place is not None else s.ecosystem(place) for s in sides]
        before, after = (side._as_a_build(top, seed) for side in sides)
        found = differences(before, after, place)
        if page is not None:
            from frenchtech_graph.views.changes.page import write_page

            write_page(found, Path(page), lang)
        return found

    def _as_a_build(self, top: int, seed: int) -> Build:
        """Return this graph, or its place, as one of two builds to compare."""
        from frenchtech_graph.findings.changes.differences import Build
        from frenchtech_graph.findings.changes.finding_changes import cards_of, cells_of
        from frenchtech_graph.network.accounts import origins
        from frenchtech_graph.network.group_labels import group_labels

        if self._around is not None:
            gaps = cards_of(self._around.lacks(where=self._place))
        else:
            tables = self.gap_tables(seed=seed)
            gaps = cells_of(tables, lambda pair: group_labels(self.network, pair))
        actors = sum(1 for _ in self._each_actor())
        facts = {
            "folder": str(self.folder),
            "sha256": self.manifest["sha256"],
            "actors": actors,
            "ties": self.network.number_of_nodes() - actors,
        }
        hubs = self.hubs(top=top, seed=seed)
        return Build(facts, self.network, lambda: origins(self.store), hubs, gaps)

    # What needs no graph

    @staticmethod
    def validate(*inputs: str | Path) -> dict[str, int]:
        """Check tables together and return the number of rows of each.

        Args:
            inputs: As for `build`.

        Raises:
            FaultsError: the inputs have faults. Each has a file, row, column, value, expectation
                and remedy.

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
        tables: str | Path | None = None,
    ) -> Path:
        """Start tables from the template, or add a checked row, and return the path written.

        Args:
            what: `tables` (CSV files), `spreadsheet` (XLSX), or the row to add.
            folder: Folder of the tables, or name of the spreadsheet.
            cells: Values of the row, by column.
            lang: Language of the spreadsheet's titles.
            ask: Function that asks for a missing cell, given title, help, example and whether the
                cell is required.
            tables: Folder whose tables fill the spreadsheet.

        Raises:
            FaultsError: the row has faults. No file is written.
        """
        from frenchtech_graph.pipeline import contribution

        given = None if tables is None else Path(tables)
        return contribution.start(
            what, Path(folder), dict(cells or {}), lang, ask=ask, tables=given
        )

    @staticmethod
    def import_tables(
        path: str | Path,
        folder: str | Path | None = None,
        *,
        mapping: str | Path | None = None,
        about: Mapping[str, str] | None = None,
        prefer: Literal["", "workbook", "tables"] = "",
    ) -> Import:
        """Turn any spreadsheet into tables, with the proposed reading of unclear cells.

        Args:
            path: A workbook, a text file of columns, or a folder of them.
            folder: Folder of the tables (default: next to the file, under its name).
            mapping: File that describes the reading (default: the mapping next to the file).
            about: Title, publisher, date, url, licence, territory and contact of the data set.
            prefer: Side that wins if a row was changed on both sides (default: an error).

        Returns:
            The import: its rows, its questions and its changes.

        Raises:
            FaultsError: the file cannot be read, has no rows, or a row was changed both in the
                workbook and in the tables. No file is written.
        """
        from frenchtech_graph.ingest.sheets import mapping as mappings
        from frenchtech_graph.pipeline import importing

        kept = Path(mapping) if mapping else mappings.beside(Path(path))
        reading = mappings.read_mapping(kept) if kept.exists() else None
        if about:
            reading = reading or mappings.Reading()
            reading.about |= about
        target = None if folder is None else Path(folder)
        prepared = importing.prepare(Path(path), target, reading=reading, prefer=prefer)
        importing.write(prepared)
        return prepared

    @staticmethod
    def docs(folder: str | Path = "out/docs") -> Path:
        """Write the documentation of the ontology for offline use and return its first page."""
        from frenchtech_graph.views.documentation import write_documentation

        return write_documentation(Path(folder))

    @staticmethod
    def sources(*, cache: str | Path | None = None, lang: Language = "en") -> pd.DataFrame:
        """Return the sources that can be added, with a row per source.

        Columns: `name`, `title`, `gives`, `size`, `licence`, `publisher`, `last snapshot` (its day,
        or empty), `copy` (`shipped` with the package, `fetched`, or empty).

        Args:
            cache: Folder of snapshots (default: FRENCHTECH_CACHE, or the user's cache).
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
            sirens: Companies to request (default for `seats`: those without a commune).
            cache: Folder of snapshots (default: FRENCHTECH_CACHE, or the user's cache).
            trusted: Hosts of your own network that are allowed.
            contact: Your contact, sent to the servers.
            options: Other options of the source, by name.
            progress: Function that receives the bytes received and their total, if known.

        Raises:
            FaultsError: the source is unknown or cannot be fetched. Its last snapshot stays.
            BilingualError: another process fetches it, or an option is unknown.
        """
        from frenchtech_graph.ingest import snapshots
        from frenchtech_graph.ingest.framework.registry import find
        from frenchtech_graph.io import destinations
        from frenchtech_graph.io.client import AGENT, Client
        from frenchtech_graph.io.locks import locked
        from frenchtech_graph.pipeline.targets import SEATS
        from frenchtech_graph.pipeline.without_seat import sirens_without_commune

        connector = find(name)
        if name == SEATS and not sirens:
            sirens = sirens_without_commune()
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
        """Return the pairs of actors that may be the same, the most likely first.

        Args:
            inputs: As for `build` (default: `lille`).
            sources: As for `build`.
            decisions: As for `build`.
            lang: Language of the evidence and the counter-evidence.
            progress: Function that receives the number of finished blocks and their total.

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
            folder: Folder of the built graph, which may be missing.
            cache: Folder of snapshots (default: FRENCHTECH_CACHE, or the user's cache).
            mend: Remove leftovers of killed runs.
        """
        from frenchtech_graph.doctor.examination import examine

        place = None if cache is None else Path(cache)
        return examine(Path(folder), place, mend=mend)

    @staticmethod
    def upgrade(paths: Iterable[str | Path], *, write: bool = False) -> list[Upgraded]:
        """Return the changes that tables, decisions and links of an older version need.

        Args:
            paths: Folders of tables, tables, tables of decisions, texts with addresses.
            write: Write the changes to the files.
        """
        from frenchtech_graph.pipeline.upgrade import upgrade

        found = upgrade(map(Path, paths))
        for file in found if write else ():
            file.write()
        return found

    # How it is done

    def __repr__(self) -> str:
        """Return the place or folder, with its numbers of actors and events."""
        if self._server is not None:
            return f"EcosystemGraph at {self._server.url}"
        actors = sum(1 for _ in self._each_actor())
        events = self.network.number_of_nodes() - actors
        return f"EcosystemGraph of {self}: {actors} actors, {events} events"

    def _repr_html_(self) -> str:
        from collections import Counter

        from frenchtech_graph.network.model import each_event
        from frenchtech_graph.views.notebook.markup import card, sparkline

        if self._server is not None:
            return card(repr(self), {})
        actors = list(self._each_actor())
        pillars = Counter(p for a in actors for p in a.pillars)
        events = list(each_event(self.network))
        years = Counter(e.start for e in events if e.start is not None)
        facts: dict[str, object] = {"actors": len(actors), "events": len(events)}
        undated = sum(e.start is None for e in events)
        facts |= dict(pillars.most_common())
        note = f"{undated} events without a date · methods: hubs, gaps, query, ask, show, actor"
        title = self.titles.get("en", str(self))
        return card(title, facts, sparkline(dict(years), "events"), note)

    def _each_actor(self) -> Iterator[NetworkActor]:
        from frenchtech_graph.network.model import each_actor

        return each_actor(self.network)

    def __str__(self) -> str:
        """Return the place it is bound to, or its folder."""
        return self._place or str(self.folder)

    def _finder(self, kept: bool) -> Find:
        # Before the graph is opened: should a build come in between, nothing is taken.
        if kept:
            from frenchtech_graph.findings.kept import KeptFindings

            return KeptFindings(self.folder)
        return lambda function, network, **options: function(network, **options)

    def _asked(self, persons: bool = True) -> ox.Store | RemoteStore | BoundedEngine:
        self._whole("query")
        if self._server is not None:
            if not persons:
                raise BilingualError("persons-of-server")
            return self._server
        store = self._whom(persons).store
        if self._bounds is None:
            return store
        from frenchtech_graph.catalogue.bounded import BoundedEngine

        return BoundedEngine(store, self._bounds, lambda rows: self._progress(str(rows)))

    def _whom(self, persons: bool) -> EcosystemGraph:
        """Return this graph, or the same graph or place without natural persons."""
        if persons or not self.persons:
            return self
        if self._without_persons is None:
            quiet = EcosystemGraph.open(
                self.folder, persons=False, progress=self._progress, bounds=self._bounds
            )
            quiet._find = self._find
            if self._place is not None:
                since, until = self._years
                quiet = quiet.ecosystem(self._place, since=since, until=until)
            self._without_persons = quiet
        return self._without_persons

    def _whole(self, what: str) -> None:
        """Refuse a method of the whole graph if this graph is limited to a place."""
        if self._place is not None:
            raise BilingualError("whole-graph-only", value=what)

    def _published(self, what: str) -> None:
        """Refuse to publish a graph with private rows."""
        if any(d.get("private") for d in self.manifest["datasets"]):
            raise BilingualError("private-rows", value=what)

    def _subject(
        self, subject: str | Path | Asking, conditions: Mapping[str, Value]
    ) -> nx.Graph[str]:
        """Return the network of a graph, a folder, a span of years or a place."""
        from frenchtech_graph.findings.asking import part

        if isinstance(subject, EcosystemGraph):
            return part(subject.network, conditions)
        name = str(subject)
        if Path(name).is_dir():
            return part(EcosystemGraph.open(name, persons=self.persons).network, conditions)
        years = name.split("-")
        if len(years) == 2 and all(year.isdigit() and len(year) == 4 for year in years):
            span: dict[str, Value] = {"since": int(years[0]), "until": int(years[1])}
            return part(self.network, {**conditions, **span})
        return part(self.network, {**conditions, "where": name})

    def _on_a_page(
        self, names: Sequence[str], seed: int, title: str | Mapping[str, str] | None = None
    ) -> _Held:
        """Return the contents of maps and reports besides the network."""
        return {
            "findings": self._collected(names, seed),
            "labels": self.labels,
            "source_facts": self.source_facts,
            "title": self._headings(title),
        }

    def _credit(self) -> dict[str, str]:
        """Return the line under pictures: publishers, date and licences."""
        datasets = self.manifest.get("datasets", [])
        publishers = dict.fromkeys(str(d["publisher"]) for d in datasets if d.get("publisher"))
        day = max((str(d["issued"]) for d in datasets if d.get("issued")), default="")
        licences = dict.fromkeys(str(d["licence"]) for d in datasets if d.get("licence"))
        parts = (", ".join(list(publishers)[:4]), day, ", ".join(licences))
        return dict.fromkeys(("fr", "en"), " · ".join(p for p in parts if p))

    def _method(self) -> dict[str, str]:
        return {"sha256": self.manifest["sha256"]}

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
            around=self._around.network if self._around else None,
            where=self._place,
        )

    def _headings(self, title: str | Mapping[str, str] | None) -> Mapping[str, str] | None:
        if isinstance(title, str):
            return {"fr": title, "en": title}
        return title or self.titles or None


def _typed(value: str) -> Value:
    """Return a year as a number, a flag as true, and any other value unchanged."""
    if value == "true":
        return True
    return int(value) if value.isdecimal() and len(value) == 4 else value


def build(*inputs: str | Path, out: str | Path | None = None) -> EcosystemGraph:
    """Build a graph (old name of `EcosystemGraph.build`)."""
    _old("build", "EcosystemGraph.build")
    return EcosystemGraph.build(*inputs, out=out)


def open_graph(folder: str | Path = "out/lille") -> EcosystemGraph:
    """Open a built graph (old name of `EcosystemGraph.open`)."""
    _old("open_graph", "EcosystemGraph.open")
    return EcosystemGraph.open(folder)


def _old(name: str, new: str) -> None:
    warnings.warn(
        f"frenchtech_graph.{name} goes with the next release: use {new}",
        DeprecationWarning,
        stacklevel=3,
    )
