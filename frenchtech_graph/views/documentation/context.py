"""The JSON-LD context: short names for the terms, and which values are links, numbers or dates.

``python3 tasks.py regenerate`` writes ``ontology/context.jsonld``. W3C, JSON-LD 1.1, Recommendation
of 16 July 2020.
"""

import json
from pathlib import Path
from typing import Any

from rdflib import OWL, RDF, RDFS, XSD

from frenchtech_graph.io.files import ontology_folder
from frenchtech_graph.model.terms import Class
from frenchtech_graph.views.documentation.source import FOREIGN, FTE, Source, name

FILE = "context.jsonld"
_PREFIXES = ("adms", "dcterms", "foaf", "fte", "geo", "prov", "rdfs", "skos", "xsd")
_OTHERS: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    "name": {"@id": "skos:prefLabel", "@container": "@language"},
    "otherName": {"@id": "skos:altLabel"},
    "homepage": {"@id": "foaf:homepage", "@type": "@id"},
    "source": {"@id": "dcterms:source", "@type": "@id"},
    "derivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "licence": {"@id": "dcterms:license", "@type": "@id"},
    "title": {"@id": "dcterms:title", "@container": "@language"},
    "publisher": {"@id": "dcterms:publisher"},
    "issued": {"@id": "dcterms:issued", "@type": "xsd:date"},
    "latitude": {"@id": "geo:lat", "@type": "xsd:decimal"},
    "longitude": {"@id": "geo:long", "@type": "xsd:decimal"},
}


def context(source: Source) -> dict[str, Any]:
    """Return the context of the terms of the core.

    Dates keep their datatype next to the value, because it states their precision.
    """
    terms: dict[str, Any] = {"@version": 1.1} | {p: FOREIGN[p] for p in _PREFIXES} | _OTHERS
    terms |= {name(c): f"fte:{name(c)}" for c in sorted(source.of_type(OWL.Class))}
    terms |= {
        name(p): {"@id": f"fte:{name(p)}", "@type": "@id"}
        for p in sorted(source.of_type(OWL.ObjectProperty))
    }
    for prop in sorted(source.of_type(OWL.DatatypeProperty)):
        datatype = str(source.core.value(prop, RDFS.range))
        typed = datatype.startswith(str(XSD)) and datatype != str(XSD.string)
        coerced = {"@type": datatype.replace(str(XSD), "xsd:")} if typed else {}
        terms[name(prop)] = {"@id": f"fte:{name(prop)}"} | coerced
    assert (FTE[Class.START_UP], RDF.type, OWL.Class) in source.core
    return {"@context": terms}


def context_text(source: Source) -> str:
    """Return the text of the context file."""
    return json.dumps(context(source), ensure_ascii=False, indent=1) + "\n"


def files() -> dict[Path, str]:
    """Return the file of the context with its text."""
    return {ontology_folder() / FILE: context_text(Source())}
