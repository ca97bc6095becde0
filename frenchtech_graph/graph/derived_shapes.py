"""Write the constraints that follow from the ontology alone, so that a new kind of tie needs no
shape by hand.

For each kind of tie: one start and one end of the right class (or, in a round, the company that
raises it), two different ends, no property foreign to its kind.
For each property: values from its list of concepts, the pattern of its identifier scheme, its
datatype. ``python3 tasks.py regenerate`` rewrites ``ontology/derived-shapes.ttl`` and its French
messages.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef

from frenchtech_graph.io.files import ontology_folder
from frenchtech_graph.model.namespaces import FTE as FTE_IRI
from frenchtech_graph.model.terms import Class, Property

FTE = Namespace(FTE_IRI)


def _own(name: str) -> str:
    return f"fte:{name}"


ROUND, RAISED_BY = _own(Property.IN_ROUND), _own(Property.RAISED_BY)

HEADER = """# Written from core.ttl and schemes.ttl by python3 tasks.py regenerate: do not edit.
{note}

@prefix fsh: <https://w3id.org/fte/shapes/> .
"""
PREFIXES = """@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix fte: <https://w3id.org/fte/onto/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix scheme: <https://w3id.org/fte/scheme/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
MESSAGES_ONLY = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"

# What any tie or observation may carry whatever its kind: names, sources, and what the rules add.
COMMON = [
    "rdf:type",
    "rdfs:label",
    "rdfs:comment",
    "skos:prefLabel",
    "skos:altLabel",
    "foaf:homepage",
]
COMMON += [
    "prov:wasDerivedFrom",
    "dcterms:source",
    _own(Property.START_YEAR),
    _own(Property.END_YEAR),
]
DATES = {
    Class.EVENT_TIE: [_own(Property.DATE)],
    Class.SHARED_ACT: [_own(Property.DATE)],
    Class.SOURCED_THING: [
        _own(Property.START_DATE),
        _own(Property.END_DATE),
        _own(Property.IS_CURRENT),
    ],
    Class.STATE_TIE: [
        _own(Property.START_DATE),
        _own(Property.END_DATE),
        _own(Property.IS_CURRENT),
    ],
    Class.ACTOR_OBSERVATION: [
        _own(Property.DATE),
        _own(Property.START_DATE),
        _own(Property.END_DATE),
        _own(Property.IS_CURRENT),
    ],
}
FORMS = {
    XSD.decimal: ("a decimal number", "un nombre décimal"),
    XSD.integer: ("a whole number", "un nombre entier"),
    XSD.boolean: ("true or false", "true ou false"),
    XSD.dateTime: ("a date and a time", "une date et une heure"),
}


class Shape(NamedTuple):
    """One constraint: its name, its Turtle body without the message, and its messages."""

    name: str
    body: str
    english: str
    french: str
    example: str


def _local(term: object) -> str:
    return str(term).removeprefix(str(FTE))


def _slug(term: object) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", _local(term)).lower()


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Terms:
    """The ontology as the shapes need it: labels, classes and properties by name."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def label(self, term: object, lang: str) -> str:
        """Return the label of a term in a language."""
        labels = self.graph.objects(URIRef(str(term)), RDFS.label)
        return next(
            str(label) for label in labels if isinstance(label, Literal) and label.language == lang
        )

    def value(self, subject: object, predicate: URIRef) -> URIRef | None:
        """Return the only value of a property, or None."""
        value = self.graph.value(URIRef(str(subject)), predicate)
        return URIRef(str(value)) if value is not None else None

    def kinds(self, base: str) -> list[URIRef]:
        """Return the classes directly under a class, by name."""
        return sorted(URIRef(str(c)) for c in self.graph.subjects(RDFS.subClassOf, FTE[base]))

    def properties(self, kind: URIRef) -> list[URIRef]:
        """Return the properties that the ontology gives to a class or its superclasses, except
        dates.
        """
        wider = {kind, *self.graph.transitive_objects(kind, RDFS.subClassOf)} - {
            FTE[Class.DATED_THING]
        }
        found = {p for c in wider for p in self.graph.subjects(RDFS.domain, c)}
        return sorted(URIRef(str(p)) for p in found)


def _end(terms: Terms, kind: URIRef, role: URIRef, needed: bool) -> Shape:
    wanted = URIRef(str(terms.value(role, RDFS.range)))
    count = "sh:minCount 1 ; sh:maxCount 1" if needed else "sh:maxCount 1"
    described = {lang: terms.label(wanted, lang) for lang in ("en", "fr")}
    return Shape(
        f"{_slug(kind)}-{_slug(role)}",
        f"a sh:PropertyShape ;\n  sh:targetClass fte:{_local(kind)} ; sh:path fte:{_local(role)} ;"
        f" {count} ; sh:class fte:{_local(wanted)}",
        f"{terms.label(kind, 'en').capitalize()}: give the {terms.label(role, 'en')}"
        f" (fte:{_local(role)}), once, described as: {described['en']}.",
        f"{terms.label(kind, 'fr').capitalize()} : indiquer « {terms.label(role, 'fr')} »"
        f" (fte:{_local(role)}), une seule fois, avec la description : {described['fr']}.",
        _example(terms, role),
    )


def _two_ends(terms: Terms, kind: URIRef, source: URIRef, target: URIRef) -> Shape:
    return Shape(
        f"{_slug(kind)}-two-ends",
        f"a sh:PropertyShape ;\n  sh:targetClass fte:{_local(kind)} ; sh:path fte:{_local(source)}"
        f" ; sh:disjoint fte:{_local(target)}",
        f"{terms.label(kind, 'en').capitalize()}: both ends are the same, {{?value}}.",
        f"{terms.label(kind, 'fr').capitalize()} : les deux extrémités sont identiques,"
        " {?value}.",
        _example(terms, kind),
    )


def _closed(terms: Terms, kind: URIRef, base: str) -> Shape:
    general = (
        [_own(Property.TIE_FROM), _own(Property.TIE_TO)] if base != Class.ACTOR_OBSERVATION else []
    )
    own = [f"fte:{_local(p)}" for p in terms.properties(kind)]
    allowed = [*COMMON, *DATES[base], *sorted({*general, *own})]
    lines = "\n    ".join(" ".join(allowed[i : i + 6]) for i in range(0, len(allowed), 6))
    return Shape(
        f"{_slug(kind)}-properties",
        f"a sh:NodeShape ;\n  sh:targetClass fte:{_local(kind)} ; sh:closed true ;\n"
        f"  sh:ignoredProperties (\n    {lines} )",
        f"{terms.label(kind, 'en').capitalize()}: no such property for this kind. Check its"
        " spelling, or the kind.",
        f"{terms.label(kind, 'fr').capitalize()} : "
        "cette propriété n'existe pas pour cette sorte. Vérifier l'orthographe, ou la sorte.",
        _example(terms, kind),
    )


def _tie_shapes(terms: Terms, base: str) -> Iterator[Shape]:
    for kind in terms.kinds(base):
        source, target = (
            terms.value(kind, FTE[Property.EDGE_SOURCE]),
            terms.value(kind, FTE[Property.EDGE_TARGET]),
        )
        yield _closed(terms, kind, base)
        if source is None or target is None:
            continue
        in_round = (
            terms.value(kind, FTE[Property.EVENT_END]) == FTE[Property.IN_ROUND]
        )  # the company of the round may stand in for the end
        yield _end(terms, kind, source, needed=True)
        yield _end(terms, kind, target, needed=not in_round)
        yield _two_ends(terms, kind, source, target)
        if in_round:
            yield from _company_of_round(terms, kind, target)


def _company_of_round(terms: Terms, kind: URIRef, target: URIRef) -> Iterator[Shape]:
    names = [
        (terms.label(kind, lang).capitalize(), terms.label(target, lang)) for lang in ("en", "fr")
    ]
    (kind_en, role_en), (kind_fr, role_fr) = names
    yield Shape(
        f"{_slug(kind)}-{_slug(target)}-or-round",
        f"a sh:PropertyShape ;\n  sh:targetClass fte:{_local(kind)} ;"
        f" sh:path [ sh:alternativePath ( fte:{_local(target)} {ROUND} ) ] ; sh:minCount 1",
        f"{kind_en}: give the {role_en} (fte:{_local(target)}), or the round it took part in"
        f" ({ROUND}).",
        f"{kind_fr} : indiquer « {role_fr} » (fte:{_local(target)}), ou la levée concernée"
        f" ({ROUND}).",
        _example(terms, target),
    )
    yield Shape(
        f"{_slug(kind)}-{_slug(target)}-of-round",
        f"a sh:PropertyShape ;\n  sh:targetClass fte:{_local(kind)} ; sh:path [ sh:alternativePath"
        f" ( fte:{_local(target)} ( {ROUND} {RAISED_BY} ) ) ] ; sh:maxCount 1",
        f"{kind_en}: the {role_en} is not the company that raised the round.",
        f"{kind_fr} : « {role_fr} » n'est pas l'entreprise qui a levé les fonds.",
        f"{ROUND} <https://w3id.org/fte/id/event/round-1> ; fte:{_local(target)} the company of"
        " that round",
    )


def _example(terms: Terms, term: URIRef) -> str:
    """Return the example of a term without its subject."""
    return str(terms.graph.value(term, SKOS.example)).split(" ", 1)[1].removesuffix(" .")


def _pairs(terms: Terms, annotation: URIRef) -> list[tuple[URIRef, URIRef]]:
    return sorted(
        (URIRef(str(p)), URIRef(str(s))) for p, s in terms.graph.subject_objects(annotation)
    )


def _list_shapes(terms: Terms) -> Iterator[Shape]:
    for prop, scheme in _pairs(terms, FTE[Property.CONCEPT_SCHEME]):
        name = str(scheme).rpartition("/")[2]
        notation = min(str(c) for c in terms.graph.subjects(SKOS.inScheme, scheme))
        yield Shape(
            f"{_slug(prop)}-list",
            f"a sh:PropertyShape ;\n  sh:targetSubjectsOf fte:{_local(prop)} ; sh:path"
            f" fte:{_local(prop)} ;\n  sh:node [ sh:property [ sh:path skos:inScheme ; sh:hasValue"
            f" scheme:{name} ] ]",
            f"{{?value}} is not in the list “{name}” of the concept schemes.",
            f"{{?value}} n'est pas dans la liste « {name} » des concepts.",
            f"fte:{_local(prop)} <{notation}>",
        )


def _pattern_shapes(terms: Terms) -> Iterator[Shape]:
    for prop, scheme in _pairs(terms, FTE[Property.IDENTIFIER_SCHEME]):
        pattern = str(terms.graph.value(scheme, FTE[Property.VALUE_PATTERN]))
        yield Shape(
            f"{_slug(prop)}-pattern",
            f"a sh:PropertyShape ;\n  sh:targetSubjectsOf fte:{_local(prop)} ; sh:path"
            f" fte:{_local(prop)} ; sh:pattern {_quoted(pattern)}",
            f"“{{?value}}” does not have the form of a {terms.label(prop, 'en')}.",
            f"« {{?value}} » n'a pas la forme attendue : {terms.label(prop, 'fr')}.",
            _example(terms, prop),
        )


def _datatype_shapes(terms: Terms) -> Iterator[Shape]:
    for prop in sorted(
        URIRef(str(p)) for p in terms.graph.subjects(RDF.type, OWL.DatatypeProperty)
    ):
        datatype = terms.value(prop, RDFS.range)
        if datatype not in FORMS:
            continue
        english, french = FORMS[datatype]
        functional = (prop, RDF.type, OWL.FunctionalProperty) in terms.graph
        yield Shape(
            f"{_slug(prop)}-datatype",
            f"a sh:PropertyShape ;\n  sh:targetSubjectsOf fte:{_local(prop)} ; sh:path"
            f" fte:{_local(prop)} ; sh:datatype xsd:{str(datatype).rpartition('#')[2]}"
            + (" ; sh:maxCount 1" if functional else ""),
            f"The value of “{terms.label(prop, 'en')}” must be {english}"
            + (", and there is one only." if functional else "."),
            f"La valeur de « {terms.label(prop, 'fr')} » doit être {french}"
            + (", et il n'y en a qu'une." if functional else "."),
            _example(terms, prop),
        )


def derived_shapes(ontology: Graph) -> tuple[str, str]:
    """Return the derived shapes and their French messages, both in Turtle, from the core and the
    schemes.
    """
    terms = Terms(ontology)
    sections = [
        ("Event ties", _tie_shapes(terms, Class.EVENT_TIE)),
        ("State ties", _tie_shapes(terms, Class.STATE_TIE)),
    ]
    closed = (
        _closed(terms, kind, Class.ACTOR_OBSERVATION)
        for kind in terms.kinds(Class.ACTOR_OBSERVATION)
    )
    acts = (_closed(terms, kind, Class.SHARED_ACT) for kind in terms.kinds(Class.SHARED_ACT))
    planned = iter([_closed(terms, FTE[Class.PLANNED_FACT], Class.SOURCED_THING)])
    sections += [("Shared acts", acts), ("Planned facts", planned)]
    sections += [("Observations", closed), ("Values from lists", _list_shapes(terms))]
    sections += [
        ("Forms of identifiers", _pattern_shapes(terms)),
        ("Datatypes", _datatype_shapes(terms)),
    ]
    shapes = HEADER.format(note="# Constraints that follow from the ontology alone.") + PREFIXES
    french = HEADER.format(note="# The messages of derived-shapes.ttl in French.") + MESSAGES_ONLY
    for title, section in sections:
        shapes += f"\n# --- {title} ---\n"
        french += f"\n# --- {title} ---\n"
        for shape in section:
            shapes += (
                f"\nfsh:{shape.name} {shape.body} ;\n  sh:message {_quoted(shape.english)}@en ;"
            )
            shapes += f"\n  skos:example {_quoted(shape.example)} .\n"
            french += f"fsh:{shape.name} sh:message {_quoted(shape.french)}@fr .\n"
    return shapes, french


def files() -> dict[Path, str]:
    """Return the derived files of the ontology folder with their texts."""
    folder = ontology_folder()
    shapes, french = derived_shapes(
        Graph().parse(folder / "core.ttl").parse(folder / "schemes.ttl")
    )
    return {folder / "derived-shapes.ttl": shapes, folder / "derived-shapes.fr.ttl": french}
