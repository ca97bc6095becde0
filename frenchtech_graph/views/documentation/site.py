"""Write the pages: in each language an overview, terms, lists, constraints and examples, with the
files for download.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
import pyoxigraph as ox
from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, URIRef
from rdflib.term import Node

from frenchtech_graph.io.swap import write_atomically
from frenchtech_graph.io.words import beside
from frenchtech_graph.model.terms import Class, Property
from frenchtech_graph.views.documentation.constraints import by_target, constraints
from frenchtech_graph.views.documentation.context import FILE as CONTEXT
from frenchtech_graph.views.documentation.diagrams import diagrams
from frenchtech_graph.views.documentation.entries import Entries
from frenchtech_graph.views.documentation.examples import examples
from frenchtech_graph.views.documentation.source import FTE, ONTOLOGY, Source, label, text, typeset

LANGUAGES = ("fr", "en")
PAGES = ("index", "terms", "concepts", "constraints", "examples")
_HERE = Path(__file__).parent
_TURTLE = ("core", "schemes", "shapes", "derived-shapes", "alignments", "example")


def write_pages(folder: Path, source: Source) -> Path:
    """Write all pages and files into a folder and return the first page."""
    folder.mkdir(parents=True, exist_ok=True)
    _copy_files(source, folder)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    words = beside(__file__, "texts.toml")
    for lang in LANGUAGES:
        shared = _shared(source, lang, {key: typeset(words.text(key, lang), lang) for key in words})
        for page in PAGES:
            html = environment.get_template(f"{page}.html").render(page=page, **shared)
            write_atomically(folder / lang / f"{page}.html", html)
    first = folder / "index.html"
    titles = {lang: words.text("title", lang) for lang in LANGUAGES}
    write_atomically(first, environment.get_template("languages.html").render(titles=titles))
    return first


def _shared(source: Source, lang: str, words: Mapping[str, str]) -> dict[str, Any]:
    """Return the variables that all pages of one language show."""
    listed = constraints(source, lang)
    entries = Entries(source, lang, by_target(listed))
    return {
        "lang": lang,
        "other": next(other for other in LANGUAGES if other != lang),
        "t": words,
        "about": _about(source, lang),
        "diagrams": diagrams(source, lang),
        "sections": entries.sections(),
        "schemes": _schemes(source, lang),
        "identifiers": _identifiers(source, lang),
        "constraints": listed,
        "examples": examples(source, lang),
        "files": [f"{n}.ttl" for n in _TURTLE] + ["core.nt", "core.jsonld", CONTEXT],
    }


def _about(source: Source, lang: str) -> dict[str, Any]:
    """Return the header of the ontology: description, version, licence, citation and changes."""
    core = source.core
    concepts = set(source.schemes.subjects(RDF.type, SKOS.Concept))
    properties = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    return {
        "title": text(core, ONTOLOGY, DCTERMS.title, lang),
        "description": text(core, ONTOLOGY, DCTERMS.description, lang),
        "iri": str(ONTOLOGY),
        "version": str(core.value(ONTOLOGY, OWL.versionInfo)),
        "version_iri": str(core.value(ONTOLOGY, OWL.versionIRI)),
        "licence": str(core.value(ONTOLOGY, DCTERMS.license)),
        "citation": str(core.value(ONTOLOGY, DCTERMS.bibliographicCitation)),
        "changes": _in_language(core, ONTOLOGY, SKOS.historyNote, lang),
        "classes_count": len(source.of_type(OWL.Class)),
        "properties_count": sum(len(source.of_type(kind)) for kind in properties),
        "concepts_count": len(concepts),
    }


def _in_language(graph: Graph, subject: Node, predicate: URIRef, lang: str) -> list[str]:
    """Return all texts of a property in one language, latest first."""
    said = [o for o in graph.objects(subject, predicate) if getattr(o, "language", None) == lang]
    return sorted((typeset(str(o), lang) for o in said), reverse=True)


def _schemes(source: Source, lang: str) -> list[dict[str, Any]]:
    """Return the lists of concepts with their concepts in order. `depth` is the level."""
    graph = source.schemes
    found = []
    for scheme in sorted(graph.subjects(RDF.type, SKOS.ConceptScheme), key=str):
        concepts = sorted(
            graph.subjects(SKOS.inScheme, scheme),
            key=lambda c: int(str(graph.value(c, FTE[Property.ORDER]))),
        )
        found.append(
            {
                **_concept(graph, scheme, lang),
                "concepts": [_concept(graph, c, lang) for c in concepts],
            }
        )
    return found


def _concept(graph: Graph, concept: Node, lang: str) -> dict[str, Any]:
    broader = graph.value(concept, SKOS.broader)
    return {
        "name": str(concept).rpartition("/")[2],
        "iri": str(concept),
        "label": label(graph, concept, lang),
        "definition": text(graph, concept, SKOS.definition, lang),
        "broader": label(graph, broader, lang) if broader else "",
    }


def _identifiers(source: Source, lang: str) -> list[dict[str, Any]]:
    graph = source.schemes
    schemes = sorted(graph.subjects(RDF.type, FTE[Class.IDENTIFIER_SCHEME]), key=str)
    keys = {"pattern": FTE[Property.VALUE_PATTERN], "check": FTE[Property.CHECK_ALGORITHM]}
    return [
        _concept(graph, s, lang)
        | {key: str(graph.value(s, predicate)) for key, predicate in keys.items()}
        for s in schemes
    ]


def _copy_files(source: Source, folder: Path) -> None:
    """Copy the ontology to the folder of the pages, the core also as N-Triples and JSON-LD."""
    files = folder / "files"
    files.mkdir(exist_ok=True)
    for file in [f"{n}.ttl" for n in _TURTLE] + [CONTEXT]:
        shutil.copyfile(source.folder / file, files / file)
    quads = ox.parse(path=str(source.folder / "core.ttl"), format=ox.RdfFormat.TURTLE)
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)  # the same blank nodes on every run
    triples = sorted((quad.triple for quad in dataset), key=str)
    for suffix, form in (("nt", ox.RdfFormat.N_TRIPLES), ("jsonld", ox.RdfFormat.JSON_LD)):
        ox.serialize(triples, output=str(files / f"core.{suffix}"), format=form)
    shutil.copyfile(_HERE / "templates" / "style.css", folder / "style.css")
    shutil.copyfile(_HERE / "templates" / "filter.js", folder / "filter.js")
