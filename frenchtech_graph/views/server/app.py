"""The application: paths and their handlers."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import anyio.to_thread
import pyoxigraph as ox
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from frenchtech_graph.catalogue.hints import hints
from frenchtech_graph.model.namespaces import BASE
from frenchtech_graph.views.server import (
    descriptions,
    editor,
    negotiation,
    openapi,
    pages,
    reconciliation,
    requests,
    thing_pages,
)
from frenchtech_graph.views.server.endpoint import answered, tag_of, unchanged, validators
from frenchtech_graph.views.server.guard import App, Guard
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.metrics import Metrics
from frenchtech_graph.views.server.nursery import Nursery
from frenchtech_graph.views.server.pool import Pool
from frenchtech_graph.views.server.quick import Quick
from frenchtech_graph.views.server.requests import Asked, RefusedError
from frenchtech_graph.views.server.result_formats import RDF_FORMATS
from frenchtech_graph.views.server.site import Site
from frenchtech_graph.views.server.written import WrittenSite

_HERE = Path(__file__).parent
_PAGES_AT_ONCE = 2
"""Number of threads for pages. Python runs one thread at a time, so more threads add delay."""
_TURN = 0.001
"""Seconds before a thread gives way to the event loop (`sys.setswitchinterval`)."""


@dataclass(frozen=True)
class Settings:
    """Settings of the server's operator.

    `origin` is the one other site whose pages may ask (CORS). `hosts` are the names of the server
    besides localhost and its numbers. `*` is any name. `build` is a key of the graph, for ETag.
    `pages` is the folder of a site that was written from the graph.
    """

    limits: Limits = field(default_factory=Limits)
    origin: str | None = None
    title: dict[str, str] = field(default_factory=dict)
    hosts: frozenset[str] = frozenset()
    build: str = ""
    modified: float | None = None
    proxies: frozenset[str] = frozenset()
    pages: Path | None = None


def create(store: ox.Store, settings: Settings) -> tuple[App, Quick, Callable[[], None]]:
    """Return the application, the handler of short requests, and a function that ends its workers
    at once.

    Call it before any thread is started: it forks the nursery of the workers.
    """
    hints("ASK { ?s fte:known ?o }")  # so that workers share the cached ontology
    thing_pages.read_files()
    nursery = Nursery(store, settings.limits)
    counts = Metrics()
    quick = Quick(settings.limits, counts, settings.hosts, settings.proxies)

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        pool = Pool(nursery, settings.limits)
        site = Site(store, pool, settings.limits, counts, settings.title, settings.build)
        site.modified = settings.modified
        site.pages = settings.pages
        app.state.site = site
        await asyncio.to_thread(lambda: (site.kinds, site.quads))
        anyio.to_thread.current_default_thread_limiter().total_tokens = _PAGES_AT_ONCE
        sys.setswitchinterval(_TURN)
        # Pages of another site get their header the long way.
        quick.site = None if settings.origin else site
        try:
            yield
        finally:
            pool.close()

    app = Starlette(
        routes=_routes(settings.pages),
        lifespan=life,
        exception_handlers={RefusedError: _refused, ClientDisconnect: _left, 404: _missing},
    )
    guard = Guard(app, settings.limits, counts, settings.origin, settings.hosts)
    return guard, quick, nursery.close


def _routes(pages_of_site: Path | None) -> list[Route | Mount]:
    things = [
        Route(f"/{part}/{{rest:path}}", pages.thing)
        for part in ("id", "onto", "concept", "scheme", "graph")
    ]
    written = (
        [Mount("/site", WrittenSite(directory=pages_of_site, html=True))] if pages_of_site else []
    )
    return [
        *written,
        Route("/", pages.home),
        Route("/search", pages.search),
        Route("/questions", pages.questions),
        Route("/questions/{name}", pages.question),
        Route("/openapi.json", openapi.openapi),
        Route("/reconcile", reconciliation.reconcile, methods=["GET", "POST"]),
        Route("/reconcile/preview", reconciliation.preview),
        Route("/reconcile/suggest/{what}", reconciliation.suggest),
        Route("/findings", pages.findings),
        Route("/privacy", pages.privacy),
        Route("/vocabulary", editor.vocabulary),
        Route("/outlines", editor.outlines),
        *(Route(p, sparql, methods=["GET", "POST", "OPTIONS"]) for p in ("/sparql", "/sparql/")),
        Route("/dataset", dataset),
        Route("/.well-known/void", dataset),
        Route("/health", health),
        Route("/ready", ready),
        Route("/metrics", metrics),
        Route("/favicon.ico", no_icon),
        *things,
        Mount("/static", StaticFiles(directory=_HERE / "static")),
        Mount("/vendor", StaticFiles(directory=_HERE / "vendor")),
    ]


def _refused(_: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, RefusedError)
    return PlainTextResponse(refusal.message + "\n", refusal.status, refusal.headers)


def _left(_: Request, __: Exception) -> Response:
    """A client that leaves in the middle of its request gets nothing, and no trace in the log."""
    return Response(status_code=400)


def _missing(_: Request, __: Exception) -> Response:
    return PlainTextResponse("There is nothing here.\n", 404)


async def sparql(request: Request) -> Response:
    """Follow the SPARQL 1.1 Protocol. Without a query, show the editor or describe the service."""
    site: Site = request.app.state.site
    # A CORS preflight has no query.
    if request.method == "OPTIONS":
        return Response(
            status_code=204,
            headers={
                "Allow": "GET, HEAD, POST, OPTIONS",
                "Access-Control-Allow-Methods": "GET, HEAD, POST",
                "Access-Control-Allow-Headers": "Content-Type, Accept",
            },
        )
    posted = request.method == "POST"
    if not posted and not requests.asks(request.scope["query_string"]):
        return await _without_query(request)
    asked = Asked(
        "POST" if posted else "GET",
        request.scope["query_string"],
        request.headers.get("content-type", ""),
        await request.body() if posted else b"",
        request.headers.get("accept", ""),
        negotiation.packing(request.headers.get("accept-encoding", "")),
    )
    tag = tag_of(site.build, asked)
    headers = request.headers
    since = "" if posted else headers.get("if-modified-since", "")
    if unchanged(tag, site.modified, headers.get("if-none-match", ""), since):
        return Response(status_code=304, headers=validators(site, tag))
    reply = await answered(site, asked, request.client.host if request.client else "")
    return Response(reply.body, reply.status, reply.headers, reply.media_type)


async def _without_query(request: Request) -> Response:
    site: Site = request.app.state.site
    chosen = negotiation.choose(
        request.headers.get("accept", ""), (negotiation.TURTLE, *negotiation.PAGES)
    )
    if chosen == negotiation.HTML:
        return await editor.editor(request)
    if chosen is None:
        raise RefusedError(406, "The service can be described in RDF, or shown as a page.")
    described = descriptions.service(site.store, str(request.url_for("sparql")))
    return _rdf(described, chosen)


def _rdf(triples: list[ox.Triple], media_type: str) -> Response:
    body = (
        ox.serialize(triples, format=RDF_FORMATS[media_type], prefixes=descriptions.PREFIXES) or b""
    )
    return Response(body, media_type=media_type)


async def dataset(request: Request) -> Response:
    """Describe the data in VoID and DCAT."""
    site: Site = request.app.state.site
    chosen = (
        negotiation.choose(request.headers.get("accept", ""), negotiation.TRIPLES)
        or negotiation.TURTLE
    )
    endpoint = str(request.url_for("sparql"))
    return await asyncio.to_thread(lambda: _rdf(site.described(endpoint), chosen))


async def health(request: Request) -> Response:
    """Return whether a worker answers: 200, or 503 if no worker answers and a new one cannot
    start."""
    site: Site = request.app.state.site
    well = await site.pool.healthy()
    facts = {"triples": site.quads, "workers": site.limits.workers, "base": BASE}
    return JSONResponse({"status": "ok" if well else "failing", **facts}, 200 if well else 503)


async def ready(request: Request) -> Response:
    """Return whether a new query would be taken: 200, or 503 where too many wait."""
    site: Site = request.app.state.site
    well = not site.pool.lost and site.pool.waiting < site.limits.waiting // 2
    facts = {"waiting": site.pool.waiting, "busy": site.pool.busy}
    return JSONResponse({"status": "ready" if well else "busy", **facts}, 200 if well else 503)


async def no_icon(_: Request) -> Response:
    """Return an empty answer to a browser that asks for an icon."""
    return Response(status_code=204, headers={"Cache-Control": "max-age=86400"})


async def metrics(request: Request) -> Response:
    """Return the counts for Prometheus."""
    site: Site = request.app.state.site
    text = site.metrics.text(
        busy=site.pool.busy, waiting=site.pool.waiting, stopped=site.pool.stopped
    )
    return PlainTextResponse(text, media_type="text/plain; version=0.0.4; charset=utf-8")
