"""The description of the web API in OpenAPI 3.1, made from the catalogue."""

import json
from functools import lru_cache
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from frenchtech_graph import catalogue
from frenchtech_graph.catalogue import Parameter, Query
from frenchtech_graph.catalogue.columns import column_label
from frenchtech_graph.model import ontology
from frenchtech_graph.model.terms import Class
from frenchtech_graph.version import __version__
from frenchtech_graph.views.server import question_answers
from frenchtech_graph.views.server.pages import language, site_of

_TYPES = {"year": "integer", "integer": "integer", "number": "number", "boolean": "boolean"}
_COLUMNS = {"integer": "integer", "number": "number", "boolean": "boolean", "text": "string"}
_FORMS = {
    "CONSTRUCT": ["ttl", "nt", "csv", "json"],
    "DESCRIBE": ["ttl", "nt", "csv", "json"],
}
_SERVER = '"urn:server"'
Json = dict[str, Any]


async def openapi(request: Request) -> Response:
    """Return the description of the web API."""
    lang = language(request)
    title = site_of(request).title.get(lang, "frenchtech-graph")
    text = await run_in_threadpool(described, lang, title)
    server = json.dumps(str(request.base_url).rstrip("/"))
    return Response(text.replace(_SERVER, server, 1), media_type="application/vnd.oai.openapi+json")


@lru_cache(maxsize=8)
def described(lang: str, title: str) -> str:
    """Return the description in a language, as JSON. `_SERVER` is a placeholder for the address."""
    paths: Json = {f"/questions/{q.name}": _question(q, lang) for q in catalogue.catalogue()}
    document = {
        "openapi": "3.1.0",
        "info": {"title": title, "version": __version__, "license": {"name": "MIT"}},
        "servers": [{"url": _SERVER.strip('"')}],
        "paths": paths | _others(),
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _question(query: Query, lang: str) -> Json:
    forms = _FORMS.get(query.form or "", ["csv", "json", "csvw"])
    own = [_parameter(p, lang) for p in query.parameters.values() if p.type != "language"]
    asked = {
        "operationId": query.name,
        "summary": query.titles[lang],
        "description": query.descriptions[lang],
        "tags": [query.topic or "questions"],
        "parameters": [*own, _choice("lang", ["fr", "en"]), _choice("format", forms)],
        "responses": {
            "200": {"description": "answer", "content": _contents(query, lang)},
            "400": _refusal("a parameter is at fault"),
            "406": _refusal("not available in that form"),
            "422": _refusal("over a limit of the server"),
        },
    }
    return {"get": asked}


def _parameter(parameter: Parameter, lang: str) -> Json:
    schema: Json = {"type": _TYPES.get(parameter.type, "string")}
    if parameter.type in ("concept", "class"):
        spec = f"{parameter.type}/{parameter.of or Class.DATED_THING}"
        schema["examples"] = sorted(ontology.load().vocabulary(spec))
    elif parameter.type == "iri":
        schema["format"] = "iri"
    if parameter.many:
        schema = {"type": "array", "items": schema}
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.helps.get(lang, ""),
        "required": False,
        "explode": True,
        "schema": schema,
    }


def _choice(name: str, values: list[str]) -> Json:
    return {"name": name, "in": "query", "schema": {"type": "string", "enum": values}}


def _contents(query: Query, lang: str) -> Json:
    if query.form in ("CONSTRUCT", "DESCRIBE"):
        return {"text/turtle": {"schema": {"type": "string"}}}
    columns = {
        name: {
            "type": [_COLUMNS[query.columns.get(name, "text")], "null"],
            "title": column_label(name, lang),
        }
        for name in question_answers.projected(query)
    }
    rows = {"type": "array", "items": {"type": "object", "properties": columns}}
    return {
        "text/csv": {"schema": {"type": "string"}},
        "application/json": {"schema": rows},
        "application/csvm+json": {"schema": {"type": "object"}},
    }


def _refusal(why: str) -> Json:
    return {"description": why, "content": {"text/plain": {"schema": {"type": "string"}}}}


def _others() -> Json:
    text = {"schema": {"type": "string"}}
    query = {"name": "query", "in": "query", "required": True, **text}
    name = {"name": "name", "in": "path", "required": True, **text}
    found = {"description": "answer"}
    return {
        "/sparql": {
            "get": {
                "operationId": "sparql",
                "summary": "SPARQL 1.1 Protocol",
                "parameters": [query],
                "responses": {"200": found, "400": _refusal("no query, or not valid")},
            }
        },
        "/id/actor/{name}": {
            "get": {
                "operationId": "actor",
                "summary": "an actor, as Turtle, JSON-LD, N-Triples or a page",
                "parameters": [name, _choice("format", ["ttl", "jsonld", "nt", "rdf", "html"])],
                "responses": {"200": found, "404": _refusal("no such actor")},
            }
        },
        "/reconcile": {
            "get": {
                "operationId": "reconcile",
                "summary": "Reconciliation Service API 0.2: the manifest, or answers to `queries`",
                "parameters": [{"name": "queries", "in": "query", **text}],
                "responses": {"200": found},
            }
        },
    }
