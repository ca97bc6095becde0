"""The ontology as the rest of the code sees it: terms, labels, tie kinds, concept schemes.

No other module of the package repeats a term of `ontology/`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import pyoxigraph as ox

from frenchtech_graph.io.files import ontology_folder
from frenchtech_graph.model.names import fold, nearest
from frenchtech_graph.model.namespaces import CONCEPT, FTE, OWL, RDF, RDFS, SKOS, XSD
from frenchtech_graph.model.terms import Class, Property

LANGUAGES = ("fr", "en")
CORE_FILES = ("core.ttl", "schemes.ttl")


@dataclass(frozen=True, slots=True)
class Term:
    """A class, a property or a concept.

    `name` is the local name in the ontology (`StartUp`), or the slug of a concept (`seed-round`).
    """

    iri: str
    name: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    order: int = 0

    def label(self, lang: str) -> str:
        """Return the label in `lang`, or the name if there is no label."""
        return self.labels.get(lang, self.name)


@dataclass(frozen=True, slots=True)
class TieKind:
    """The description of one kind of tie in the ontology.

    `source` and `target` are the properties of its two ends, `source_class` and `target_class` the
    classes they must have. `event_end` leads to the event that several ties share, or is None.
    `flow` is the contribution that flows along it. `family` is the family of its ties, a concept of
    the scheme `family`, or None if the kind is unspecified (`UnspecifiedTie`). `instant` is true
    for ties with one date, false for ties that last.
    """

    term: Term
    source: str
    target: str
    shortcut: str
    source_class: str
    target_class: str
    directed: bool
    flow: str | None
    family: str | None
    event_end: str | None
    instant: bool

    @property
    def name(self) -> str:
        """The local name of the tie class."""
        return self.term.name


@dataclass(frozen=True, slots=True)
class ObservationKind:
    """The description of one kind of observation of an actor in the ontology.

    `value` is the property of the observed value. `scheme` is the scheme of its concepts, or None
    for a plain value. `datatype` is `concept`, `integer`, `decimal`, `string` or `date`.
    """

    term: Term
    value: str
    scheme: str | None
    datatype: str


@dataclass(eq=False)
class Ontology:
    """The terms of `ontology/`, parsed once."""

    store: ox.Store
    _labels: dict[str, dict[str, str]] = field(default_factory=dict)

    def _objects(self, subject: str, predicate: str) -> list[ox.NamedNode | ox.Literal]:
        pattern = self.store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)
        return [q.object for q in pattern if isinstance(q.object, ox.NamedNode | ox.Literal)]

    def _subjects(self, predicate: str, value: str) -> Iterator[str]:
        for quad in self.store.quads_for_pattern(
            None, ox.NamedNode(predicate), ox.NamedNode(value)
        ):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value

    def _texts(self, subject: str, predicate: str) -> dict[str, str]:
        found = self._objects(subject, predicate)
        return {o.language: o.value for o in found if isinstance(o, ox.Literal) and o.language}

    def _first(self, subject: str, predicate: str) -> str | None:
        return next((o.value for o in self._objects(subject, predicate)), None)

    def _term(self, iri: str, name: str) -> Term:
        labels = self._texts(iri, RDFS + "label") or self._texts(iri, SKOS + "prefLabel")
        order = int(self._first(iri, FTE + "order") or 0)
        return Term(iri, name, labels, self._texts(iri, SKOS + "definition"), order)

    def concepts(self, iri: str, annotation: str) -> list[str]:
        """Return the values of an annotation of the term `iri`, sorted: concepts by their slugs."""
        return sorted(o.value.rsplit("/", 1)[-1] for o in self._objects(iri, FTE + annotation))

    @cached_property
    def classes(self) -> dict[str, Term]:
        """Classes of the ontology by local name."""
        iris = (i for i in self._subjects(RDF + "type", OWL + "Class") if i.startswith(FTE))
        return {i.removeprefix(FTE): self._term(i, i.removeprefix(FTE)) for i in sorted(iris)}

    @cached_property
    def properties(self) -> dict[str, Term]:
        """Object, data and annotation properties of the ontology by local name."""
        kinds = ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
        iris = {
            i for k in kinds for i in self._subjects(RDF + "type", OWL + k) if i.startswith(FTE)
        }
        return {i.removeprefix(FTE): self._term(i, i.removeprefix(FTE)) for i in sorted(iris)}

    @cached_property
    def superclasses(self) -> dict[str, tuple[str, ...]]:
        """For each class its superclasses, itself first, nearest first."""
        return self._above(self.classes, RDFS + "subClassOf")

    @cached_property
    def superproperties(self) -> dict[str, tuple[str, ...]]:
        """For each property its superproperties, itself first, nearest first."""
        return self._above(self.properties, RDFS + "subPropertyOf")

    def _above(self, terms: Mapping[str, Term], relation: str) -> dict[str, tuple[str, ...]]:
        above = {n: (o.value for o in self._objects(t.iri, relation)) for n, t in terms.items()}
        direct = {
            n: sorted(o[len(FTE) :] for o in a if o.startswith(FTE)) for n, a in above.items()
        }
        return {name: tuple(_breadth_first(name, direct)) for name in direct}

    def is_a(self, name: str, ancestor: str) -> bool:
        """Return whether class `name` is `ancestor` or one of its subclasses."""
        return ancestor in self.superclasses.get(name, ())

    def subclasses(self, ancestor: str) -> list[str]:
        """Return `ancestor` and the names of all its subclasses, sorted."""
        return [name for name, up in self.superclasses.items() if ancestor in up]

    def most_specific(self, names: Iterator[str] | list[str] | tuple[str, ...]) -> list[str]:
        """Return the `names` without superclasses of other members, deepest first."""
        known = {n for n in names if n in self.superclasses}
        lowest = [n for n in known if not any(n != m and self.is_a(m, n) for m in known)]
        return sorted(lowest, key=lambda n: (-len(self.superclasses[n]), n))

    @cached_property
    def tie_kinds(self) -> dict[str, TieKind]:
        """The kinds of tie that join two ends, by local name of their class."""
        kinds = {}
        for name, term in self.classes.items():
            source = self._first(term.iri, FTE + Property.EDGE_SOURCE)
            if source:
                kinds[name] = self._tie_kind(term, source.removeprefix(FTE))
        return kinds

    def _tie_kind(self, term: Term, source: str) -> TieKind:
        def local(annotation: str) -> str | None:
            value = self._first(term.iri, FTE + annotation)
            return value.rsplit("/", 1)[-1] if value else None

        target = local(Property.EDGE_TARGET) or Property.TIE_TO
        return TieKind(
            term=term,
            source=source,
            target=target,
            shortcut=local("shortcut") or Property.RELATED_TO,
            source_class=self.range_of(source),
            target_class=self.range_of(target),
            directed=local(Property.EDGE_DIRECTED) != "false",
            flow=local("flow"),
            family=self.tie_families.get(term.name),
            event_end=local(Property.EVENT_END),
            instant=self.is_a(term.name, Class.EVENT_TIE),
        )

    @cached_property
    def tie_families(self) -> dict[str, str]:
        """The family of the ties of a kind, by name of the tie class or of the class of an event.

        Subclasses inherit it from the nearest superclass that has one.

        >>> load().tie_families["Investment"], load().tie_families["FundingRound"]
        ('money', 'money')
        """
        own = {
            name: self._first(t.iri, FTE + Property.TIE_FAMILY) for name, t in self.classes.items()
        }
        nearest_own = (
            (name, next((f for f in map(own.get, up) if f), None))
            for name, up in self.superclasses.items()
        )
        return {name: family.rsplit("/", 1)[-1] for name, family in nearest_own if family}

    @cached_property
    def observation_kinds(self) -> dict[str, ObservationKind]:
        """The kinds of observation, by local name of their class."""
        kinds = {}
        for name, term in self.classes.items():
            value = self._first(term.iri, FTE + Property.OBSERVED_VALUE)
            if value:
                scheme = self._first(value, FTE + Property.CONCEPT_SCHEME)
                short = scheme.rsplit("/", 1)[-1] if scheme else None
                datatype = "concept" if short else self._datatype(value)
                kinds[name] = ObservationKind(term, value.removeprefix(FTE), short, datatype)
        return kinds

    @cached_property
    def identifier_properties(self) -> dict[str, str]:
        """The property for an identifier, by the name of its scheme.

        >>> load().identifier_properties["ror"]
        'rorId'
        """
        schemes = {
            name: self._first(term.iri, FTE + Property.IDENTIFIER_SCHEME)
            for name, term in self.properties.items()
        }
        return {s.rsplit("/", 1)[-1]: name for name, s in schemes.items() if s}

    def _datatype(self, iri: str) -> str:
        stated = (self._first(iri, RDFS + "range") or "").removeprefix(XSD)
        return stated if stated in ("integer", "decimal", "string") else "date"

    @cached_property
    def not_come_about(self) -> frozenset[str]:
        """The statuses of acts that are not known to have happened. They are never living ties."""
        found = self._subjects_of_literal(FTE + Property.CAME_ABOUT, "false")
        return frozenset(iri.rsplit("/", 1)[-1] for iri in found)

    @cached_property
    def frameworks(self) -> frozenset[str]:
        """The classes of organisations that are the frame of their members."""
        found = self._subjects_of_literal(FTE + Property.FRAMEWORK, "true")
        return frozenset(iri.removeprefix(FTE) for iri in found)

    def _subjects_of_literal(self, predicate: str, value: str) -> Iterator[str]:
        literal = ox.Literal(value, datatype=ox.NamedNode(XSD + "boolean"))
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(predicate), literal):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value

    def flow_of(self, name: str) -> str | None:
        """Return the flow of a shared act of class `name`, or None if it depends on its ties."""
        flow = self._first(FTE + name, FTE + Property.FLOW)
        return flow.rsplit("/", 1)[-1] if flow else None

    @cache  # noqa: B019 - the ontology lives as long as the process
    def is_instant(self, name: str) -> bool:
        """Return whether a kind of tie or act has one date: it happens, and does not last."""
        return self.is_a(name, Class.EVENT_TIE) or self.is_a(name, Class.SHARED_ACT)

    def range_of(self, name: str) -> str:
        """Return the class of the resources that property `name` points to, by default `Entity`."""
        found = self._first(FTE + name, RDFS + "range") or FTE + Class.ENTITY
        return found.removeprefix(FTE)

    @cached_property
    def schemes(self) -> dict[str, dict[str, Term]]:
        """Concept schemes by name. Each contains its concepts by slug, in order."""
        schemes: dict[str, dict[str, Term]] = {}
        for iri in self._subjects(RDF + "type", SKOS + "Concept"):
            if iri.startswith(CONCEPT):
                scheme, slug = iri.removeprefix(CONCEPT).split("/", 1)
                schemes.setdefault(scheme, {})[slug] = self._term(iri, slug)
        return {
            s: dict(sorted(c.items(), key=lambda i: (i[1].order, i[0]))) for s, c in schemes.items()
        }

    @cache  # noqa: B019
    def vocabulary(self, spec: str) -> dict[str, Term]:
        """Return the terms allowed in a template column, by name.

        `spec` is `concept/<scheme>`, or `class/<Class>` for a class and its subclasses. Several are
        joined by `|`.
        """
        terms: dict[str, Term] = {}
        for part in spec.split("|"):
            group, name = part.split("/", 1)
            if group == "concept":
                terms |= self.schemes.get(name, {})
            else:
                terms |= {n: self.classes[n] for n in self.subclasses(name)}
        return terms

    @cache  # noqa: B019
    def _spellings(self, spec: str) -> dict[str, str]:
        terms = self.vocabulary(spec)
        labels = {fold(label): name for name, t in terms.items() for label in t.labels.values()}
        return labels | {fold(name): name for name in terms}

    def resolve(self, spec: str, text: str) -> str | None:
        """Return the name of the term that `text` means (name or label, fr or en), or None."""
        return self._spellings(spec).get(fold(text))

    def suggest(self, spec: str, text: str) -> list[str]:
        """Return names of the vocabulary that `text` may have meant, best first."""
        spellings = self._spellings(spec)
        return list(dict.fromkeys(spellings[fold(n)] for n in nearest(text, spellings)))

    def labels(self) -> dict[str, dict[str, str]]:
        """Return labels in both languages of all classes, properties and concepts, by name."""
        if not self._labels:
            groups = [self.classes, self.properties, *self.schemes.values()]
            for group in groups:
                for name, term in group.items():
                    self._labels.setdefault(name, {lang: term.label(lang) for lang in LANGUAGES})
        return self._labels


def _breadth_first(start: str, up: Mapping[str, list[str]]) -> Iterator[str]:
    seen, frontier = {start}, [start]
    while frontier:
        yield from frontier
        above = dict.fromkeys(p for name in frontier for p in up.get(name, []))
        frontier = [p for p in above if p not in seen]
        seen.update(frontier)


def parse_files(names: tuple[str, ...], folder: Path | None = None) -> ox.Store:
    """Return a memory store with the Turtle files `names` of the ontology folder."""
    store = ox.Store()
    for name in names:
        store.load(path=str((folder or ontology_folder()) / name), format=ox.RdfFormat.TURTLE)
    return store


@cache
def load() -> Ontology:
    """Return the ontology of the package."""
    return Ontology(parse_files(CORE_FILES))
