"""The SPARQL editor, and its completions."""

import json
from functools import cache
from pathlib import Path

from rdflib import namespace
from starlette.requests import Request
from starlette.responses import Response

from frenchtech_graph import catalogue
from frenchtech_graph.model import ontology
from frenchtech_graph.model.namespaces import CONCEPT, FTE, PREFIXES
from frenchtech_graph.model.terms import Class
from frenchtech_graph.views import map as maps
from frenchtech_graph.views.server.pages import language, page
from frenchtech_graph.views.server.rendering import words

_WORDS = (
    *("query", "saved", "query_cancelled", "copied", "rows", "no_rows", "yes", "no", "download"),
    *("as_table", "as_chart", "as_map", "as_graph", "as_text", "chart_label", "chart_value"),
    *("shown", "before", "after", "no_term", "editor_label"),
)
"""Words of the page that its script says."""
_OTHERS = (
    namespace.SKOS,
    namespace.DCTERMS,
    namespace.PROV,
    namespace.FOAF,
    namespace.RDF,
    namespace.RDFS,
    namespace.OWL,
)
"""Vocabularies of others whose terms are completed, too."""


async def editor(request: Request) -> Response:
    """Return the SPARQL editor."""
    found = words(language(request))
    own = json.dumps({name: found[name] for name in _WORDS}, ensure_ascii=False)
    return await page(
        request,
        "editor.html",
        first=EXAMPLE,
        catalogue=catalogue.catalogue(),
        editor_words=own,
    )


async def vocabulary(request: Request) -> Response:
    """Return the completions of the editor: prefixes, classes, properties and questions, with their
    labels. `others` are terms of other vocabularies, `own` all terms of the ontology.
    """
    return Response(_vocabulary(language(request)), media_type="application/json")


@cache
def _vocabulary(lang: str) -> str:
    known = ontology.load()
    subjects = {str(q.subject).strip("<>") for q in known.store.quads_for_pattern(None, None, None)}
    found = {
        "prefixes": PREFIXES | {s: f"{CONCEPT}{s}/" for s in ("contribution", "sector")},
        "classes": [{"iri": t.iri, "label": t.label(lang)} for t in known.classes.values()],
        "properties": [{"iri": t.iri, "label": t.label(lang)} for t in known.properties.values()],
        "others": [{"iri": iri, "label": ""} for iri in sorted(set(_terms_of_others()))],
        "own": [{"iri": iri} for iri in sorted(subjects) if iri.startswith(FTE) and iri != FTE],
        "questions": [
            {"name": q.name, "title": q.titles[lang], "text": q.sparql}
            for q in catalogue.catalogue()
        ],
    }
    return json.dumps(found, ensure_ascii=False)


def _terms_of_others() -> list[str]:
    return [
        str(vocabulary[name])
        for vocabulary in _OTHERS
        for name in vocabulary.__annotations__
        if not name.startswith("_")
    ]


async def outlines(_: Request) -> Response:
    """Return the outlines of the regions of France, for an answer drawn as a map."""
    return Response(_outlines(), media_type="application/json")


@cache
def _outlines() -> str:
    file = Path(maps.__file__).parent / "outlines.json"
    whole = json.loads(file.read_text(encoding="utf-8"))
    paths = [region["d"] for region in whole["regions"]]
    return json.dumps({"fine": whole["fine"], "credit": whole["credit"], "regions": paths})


EXAMPLE = f"""PREFIX fte: <{FTE}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?startup ?name WHERE {{
  ?startup a fte:{Class.START_UP} ; skos:prefLabel ?name .
}}
ORDER BY ?name
LIMIT 20
"""
