"""The entry of each term: its texts, and its facts as links to other terms."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, SKOS, URIRef
from rdflib.term import Node

from frenchtech_graph.model.terms import Class, Property
from frenchtech_graph.views.documentation.source import FTE, Source, label, members, name, text

STATUS = URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
CHARACTERISTICS = {
    OWL.FunctionalProperty: "functional",
    OWL.SymmetricProperty: "symmetric",
    OWL.TransitiveProperty: "transitive",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A word of a fact: its text, and the page and anchor of its link, possibly empty."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line about a term: a key of `texts.toml`, and links."""

    key: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One term, ready for a page."""

    name: str
    iri: str
    label: str
    definition: str
    example: str
    status: str
    facts: tuple[Fact, ...]


class Entries:
    """Makes the entries of all terms in one language."""

    def __init__(self, source: Source, lang: str, shapes_of: dict[str, list[str]]) -> None:
        self.source = source
        self.core = source.core
        self.lang = lang
        self.shapes_of = shapes_of

    def sections(self) -> list[tuple[str, list[Entry]]]:
        """Return the terms by section. The first of each pair is a key of `texts.toml`."""
        classes = self.source.of_type(OWL.Class)
        ties = [
            c
            for c in classes
            if FTE[Class.SOURCED_THING] in self._above(c) and FTE[Class.TIE] in {c, *self._above(c)}
        ]
        rest = [c for c in classes if c not in ties]
        lines = [self.source.position(c) for c in ties]
        return [
            ("actors", self._entries(c for c in rest if self.source.position(c) < lines[0])),
            ("ties", self._entries(ties)),
            ("observations", self._entries(c for c in rest if self.source.position(c) > lines[0])),
            ("relations", self._entries(self.source.of_type(OWL.ObjectProperty))),
            ("attributes", self._entries(self.source.of_type(OWL.DatatypeProperty))),
            ("annotations", self._entries(self.source.of_type(OWL.AnnotationProperty))),
        ]

    def _entries(self, terms: Iterable[URIRef]) -> list[Entry]:
        return [self.entry(term) for term in terms]

    def entry(self, term: URIRef) -> Entry:
        """Return the entry of a term."""
        return Entry(
            name=name(term),
            iri=str(term),
            label=label(self.core, term, self.lang),
            definition=text(self.core, term, SKOS.definition, self.lang),
            example=text(self.core, term, SKOS.example, self.lang),
            status=text(self.core, term, STATUS, self.lang),
            facts=tuple(f for f in self._facts(term) if f.links),
        )

    def link(self, term: Node) -> Link:
        """Return a link to one of our terms, or the short name of another."""
        if str(term).startswith(FTE):
            return Link(label(self.core, term, self.lang), f"terms.html#{name(term)}")
        return Link(name(term))

    def _links(self, terms: Iterable[Node]) -> tuple[Link, ...]:
        return tuple(
            self.link(t) for t in sorted(terms, key=lambda t: (self.source.position(t), str(t)))
        )

    def _facts(self, term: URIRef) -> Iterator[Fact]:
        above = RDFS.subClassOf if (term, RDF.type, OWL.Class) in self.core else RDFS.subPropertyOf
        yield Fact("kind_of", self._links(self.core.objects(term, above)))
        yield Fact("kinds", self._links(self.core.subjects(above, term)))
        yield from self._tie_facts(term)
        yield from self._property_facts(term)
        yield Fact(
            "brings", self._concepts(self.core.objects(term, FTE[Property.DEFAULT_CONTRIBUTION]))
        )
        yield Fact("used_on", self._links(self.core.subjects(RDFS.domain, term)))
        yield Fact("disjoint", self._links(self._disjoint(term)))
        near = [o for p, o in self.source.alignments.predicate_objects(term) if p != RDF.type]
        yield Fact("near", tuple(Link(name(o), str(o)) for o in sorted(near, key=str)))
        yield Fact(
            "checked",
            tuple(Link(s, f"constraints.html#{s}") for s in self.shapes_of.get(str(term), [])),
        )

    def _tie_facts(self, term: URIRef) -> Iterator[Fact]:
        ends = [
            e
            for a in (Property.EDGE_SOURCE, Property.EDGE_TARGET)
            for e in self.core.objects(term, FTE[a])
        ]
        yield Fact("ends", tuple(self.link(e) for e in ends))
        yield Fact("short_form", self._links(self.core.objects(term, FTE[Property.SHORTCUT])))
        yield Fact("flow", self._concepts(self.core.objects(term, FTE[Property.FLOW])))
        yield Fact("event", self._links(self.core.objects(term, FTE[Property.EVENT_END])))

    def _property_facts(self, term: URIRef) -> Iterator[Fact]:
        yield Fact("from", self._links(self.core.objects(term, RDFS.domain)))
        yield Fact("to", self._links(self.core.objects(term, RDFS.range)))
        yield Fact("short_form_of", self._links(self.core.subjects(FTE[Property.SHORTCUT], term)))
        yield Fact("inverse", self._links(self.core.objects(term, OWL.inverseOf)))
        for chain in self.core.objects(term, OWL.propertyChainAxiom):
            yield Fact("chain", tuple(self.link(p) for p in members(self.core, chain)))
        types = set(self.core.objects(term, RDF.type))
        kinds = [word for kind, word in CHARACTERISTICS.items() if kind in types]
        yield Fact("characteristics", tuple(Link(f"@{kind}") for kind in sorted(kinds)))
        lists = [
            str(s).rpartition("/")[2] for s in self.core.objects(term, FTE[Property.CONCEPT_SCHEME])
        ]
        yield Fact("list", tuple(Link(s, f"concepts.html#{s}") for s in lists))
        patterns = [str(s) for s in self.core.objects(term, FTE[Property.IDENTIFIER_SCHEME])]
        yield Fact(
            "pattern",
            tuple(Link(p.rpartition("/")[2], "concepts.html#identifiers") for p in patterns),
        )

    def _concepts(self, concepts: Iterable[Node]) -> tuple[Link, ...]:
        found = sorted(concepts, key=str)
        schemes = self.source.schemes
        return tuple(
            Link(label(schemes, c, self.lang), f"concepts.html#{str(c).split('/')[-2]}")
            for c in found
        )

    def _above(self, term: URIRef) -> set[Node]:
        return {
            c for c in self.core.transitive_objects(term, RDFS.subClassOf) if c not in (None, term)
        }

    def _disjoint(self, term: URIRef) -> set[Node]:
        if FTE[Class.TIE] in self._above(
            term
        ):  # thirty other kinds of tie, listed once on the page of events and states
            return set()
        found = set(self.core.objects(term, OWL.disjointWith)) | set(
            self.core.subjects(OWL.disjointWith, term)
        )
        for axiom in self.core.subjects(RDF.type, OWL.AllDisjointClasses):
            apart = set(members(self.core, self.core.value(axiom, OWL.members)))
            found |= apart - {term} if term in apart else set()
        return found
