"""The pages people read: home, search, things, questions, the editor."""

import json
from typing import Any

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from frenchtech_graph import catalogue as queries
from frenchtech_graph.catalogue import Query, answers
from frenchtech_graph.catalogue.engines import EmbeddedEngine
from frenchtech_graph.catalogue.lookup import Lookup
from frenchtech_graph.catalogue.questions import topics
from frenchtech_graph.catalogue.running import bound
from frenchtech_graph.findings import registry
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.model import ontology
from frenchtech_graph.model.namespaces import BASE
from frenchtech_graph.model.terms import Class
from frenchtech_graph.views.server import negotiation, question_answers, thing_pages
from frenchtech_graph.views.server.answer_table import AnswerTable
from frenchtech_graph.views.server.answering import Outcome
from frenchtech_graph.views.server.endpoint import tag_of, unchanged, validators
from frenchtech_graph.views.server.packing import packed
from frenchtech_graph.views.server.rendering import LANGUAGES
from frenchtech_graph.views.server.requests import Asked, Job, RefusedError
from frenchtech_graph.views.server.site import Site
from frenchtech_graph.views.server.thing_pages import Shown

_MOST_VALUES = 100
"""Values of one parameter at most: each is looked up."""


def language(request: Request) -> str:
    """Return the language of a request: the parameter `lang`, else the browser's preference, else
    French.
    """
    stated = request.query_params.get("lang", "")
    if stated in LANGUAGES:
        return stated
    accepted = request.headers.get("accept-language", "").lower()
    first = {lang: accepted.find(lang) for lang in LANGUAGES if lang in accepted}
    return min(first, key=lambda lang: first[lang]) if first else "fr"


def site_of(request: Request) -> Site:
    """Return the parts that all requests share."""
    site: Site = request.app.state.site
    return site


async def page(request: Request, template: str, status: int = 200, **content: Any) -> Response:
    """Return a page in the language of a request."""
    text = await run_in_threadpool(
        site_of(request).render, template, language(request), **around(request), **content
    )
    return HTMLResponse(text, status)


def around(request: Request) -> dict[str, Any]:
    """Return the parts of a page's link to its other language."""
    others = {k: v for k, v in request.query_params.items() if k != "lang"}
    return {"here": request.url.path, "others": others}


async def home(request: Request) -> Response:
    """Return the first page: the content of the graph and the ways to query it."""
    site, lang = site_of(request), language(request)
    return await page(request, "home.html", counts=_counts(site, lang), topics=_by_topic(lang))


def _counts(site: Site, lang: str) -> list[tuple[str, int]]:
    known, kinds = ontology.load(), site.kinds
    counted = [k for k in kinds if known.is_a(k, Class.ACTOR) or k == Class.FUNDING_ROUND]
    shown = sorted(counted, key=lambda k: (-kinds[k], k))[:8]
    return [(known.classes[k].label(lang), kinds[k]) for k in shown]


def _by_topic(lang: str) -> list[tuple[str, list[Query]]]:
    return [
        (title, [q for q in queries.catalogue() if q.topic == topic])
        for topic, title in topics(lang).items()
    ]


async def privacy(request: Request) -> Response:
    """Return the page on personal data and removal."""
    return await page(request, "privacy.html")


async def findings(request: Request) -> Response:
    """Return the page of the findings, as the registry declares them."""
    return await page(
        request, "findings.html", findings=[(f, registry.call(f)) for f in registry.with_commands()]
    )


async def search(request: Request) -> Response:
    """Return the search results for a text."""
    site, text = site_of(request), request.query_params.get("q", "")[:200]
    answer = await run_in_threadpool(site.index.find, text)
    hits = answer.hits
    near = [] if hits or not text.strip() else await run_in_threadpool(site.index.suggest, text)
    labels = ontology.load().labels()
    if request.query_params.get("format") == "json":
        found = [{"id": h.address, "name": h.name, "kind": h.kind} for h in hits]
        return Response(json.dumps(found, ensure_ascii=False), media_type="application/json")
    return await page(
        request,
        "search.html",
        text=text,
        hits=hits,
        meant=answer.meant,
        near=near,
        labels=labels,
    )


async def thing(request: Request) -> Response:
    """Return a resource, as a page or as RDF, at the path of its address. Redirect from a former
    address."""
    address = BASE + request.url.path.lstrip("/")
    chosen = negotiation.agreed(
        request.query_params.get("format", ""),
        request.headers.get("accept", ""),
        negotiation.PAGES,
    )
    if chosen is None:
        raise RefusedError(406, f"This resource is available as {', '.join(negotiation.PAGES)}.")
    try:
        ox.NamedNode(address)
    except ValueError as error:
        raise RefusedError(404, "No such resource.") from error
    outcome = await shown(request, address, chosen, "thing.html")
    if outcome.status == thing_pages.MOVED:
        today = outcome.body.decode()
        # A relative address also works behind a proxy.
        to = request.url.replace(path="/" + today.removeprefix(BASE), scheme="", netloc="")
        return RedirectResponse(str(to), outcome.status)
    return response(outcome)


async def shown(request: Request, address: str, media_type: str, template: str) -> Outcome:
    """Return a resource in a form, made by a worker."""
    site, lang = site_of(request), language(request)
    asked = Shown(
        address,
        media_type,
        lang,
        template,
        site.shared(lang) | around(request),
        site.pages,
        negotiation.packing(request.headers.get("accept-encoding", "")),
    )
    return await site.pool.run(asked, _client(request))


def response(outcome: Outcome) -> Response:
    """Return the outcome of a worker as a response."""
    headers = {"Content-Encoding": outcome.encoding} if outcome.encoding else None
    return Response(outcome.body, outcome.status, headers, outcome.media_type)


async def questions(request: Request) -> Response:
    """Return the catalogue."""
    return await page(request, "questions.html", topics=_by_topic(language(request)))


async def question(request: Request) -> Response:
    """Return a question with its form and, when it was asked, its answer as a table or CSV."""
    site, lang = site_of(request), language(request)
    try:
        query = queries.find(request.path_params["name"])
    except BilingualError as error:
        raise RefusedError(404, error.message(lang)) from error
    chosen = question_answers.wanted(request, query)
    if chosen != negotiation.HTML:
        return await _kept(request, query, chosen)
    values = _values(request, query)
    frame, fault, text = None, "", ""
    # Without `ask`, the form was opened and not submitted.
    if "ask" in request.query_params or not query.parameters:
        try:
            text = await run_in_threadpool(_bound, site, query, lang, values)
            frame = await _answered(site, query, text, _client(request))
        except BilingualError as error:
            fault = error.message(lang)
        except RefusedError as refusal:
            fault = refusal.message
    return await page(
        request,
        "question.html",
        400 if fault else 200,
        query=query,
        values=values,
        choices={n: _choices(p.type, p.of, lang) for n, p in query.parameters.items()},
        table=None if frame is None else await run_in_threadpool(AnswerTable.of, frame, lang),
        fault=fault,
        sparql=text or query.sparql,
    )


async def _kept(request: Request, query: Query, chosen: str) -> Response:
    """Answer a program. The answer is compressed if accepted, and 304 if unchanged."""
    site, headers = site_of(request), request.headers
    packing = negotiation.packing(headers.get("accept-encoding", ""))
    address = f"{request.url.path}?{request.url.query}".encode()
    form = f"{headers.get('accept', '')} {chosen} {language(request)}"
    asked = Asked("GET", address, "", b"", form, packing)
    stated = validators(site, tag_of(site.build, asked))
    since = headers.get("if-modified-since", "")
    if unchanged(stated.get("ETag", ""), site.modified, headers.get("if-none-match", ""), since):
        return Response(status_code=304, headers=stated)
    found = await _for_programs(request, query, chosen)
    if found.status_code == 200:
        body, encoding = await run_in_threadpool(packed, bytes(found.body), packing)
        found.body = body
        found.headers.update(stated | ({"Content-Encoding": encoding} if encoding else {}))
        found.headers["Content-Length"] = str(len(body))
    return found


async def _for_programs(request: Request, query: Query, chosen: str) -> Response:
    """Return the answer to a question in a form for programs.

    Raises:
        RefusedError: a parameter is at fault, or the query failed.
    """
    site, lang = site_of(request), language(request)
    values = _values(request, query)
    known = {*query.parameters, "lang", "format", "ask"}
    if unknown := sorted(set(request.query_params) - known):
        raise RefusedError(400, f"{query.name} has no parameter {unknown[0][:80]}.")
    try:
        text = await run_in_threadpool(_bound, site, query, lang, values)
    except BilingualError as error:
        raise RefusedError(400, error.message(lang)) from error
    if chosen in (negotiation.TURTLE, negotiation.N_TRIPLES):
        outcome = await site.pool.run(Job(text, chosen), _client(request))
        return response(outcome)
    frame = await _answered(site, query, text, _client(request))
    return await run_in_threadpool(question_answers.answer, request, query, frame, chosen, lang)


def _client(request: Request) -> str:
    return request.client.host if request.client else ""


def _values(request: Request, query: Query) -> dict[str, Any]:
    """Return the parameters of a form. A parameter with several values is a list."""
    asked = {
        k: [v for v in request.query_params.getlist(k) if v.strip()]
        for k in query.parameters
        if k != "lang"
    }
    if any(len(values) > _MOST_VALUES for values in asked.values()):
        raise RefusedError(400, f"A parameter may have {_MOST_VALUES} values at most.")
    return {k: v if len(v) > 1 else v[0] for k, v in asked.items() if v}


def _bound(site: Site, query: Query, lang: str, values: dict[str, Any]) -> str:
    return bound(query, lang, values, Lookup(EmbeddedEngine(site.store)))


async def _answered(site: Site, query: Query, text: str, client: str) -> Any:
    media_type = (
        negotiation.N_TRIPLES if query.form in ("CONSTRUCT", "DESCRIBE") else negotiation.JSON
    )
    outcome = await site.pool.run(Job(text, media_type), client)
    if outcome.status != 200:
        raise RefusedError(outcome.status, outcome.body.decode("utf-8", "replace"))
    return await run_in_threadpool(_frame, outcome.body, media_type, query)


def _frame(body: bytes, media_type: str, query: Query) -> Any:
    if media_type == negotiation.N_TRIPLES:
        return answers.frame([q.triple for q in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)])
    return answers.frame(
        ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON), query.columns
    )


def _choices(kind: str, of: str, lang: str) -> list[tuple[str, str]]:
    if kind not in ("concept", "class"):
        return []
    terms = ontology.load().vocabulary(f"{kind}/{of or Class.DATED_THING}").values()
    return [(t.name, t.label(lang)) for t in terms]
