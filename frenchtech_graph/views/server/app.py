"""The application: which path is answered by what."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import pyoxigraph as ox
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from frenchtech_graph.model.namespaces import BASE
from frenchtech_graph.views.server import descriptions, negotiation, pages, requests
from frenchtech_graph.views.server.guard import App, Guard
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.metrics import Metrics
from frenchtech_graph.views.server.requests import Asked, RefusedError
from frenchtech_graph.views.server.result_formats import RDF_FORMATS
from frenchtech_graph.views.server.site import Site
from frenchtech_graph.views.server.workers import Nursery, Pool, StoppedError

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Settings:
    """What the one who runs the server decides.

    `origin` is the one other site whose pages may ask (CORS).
    """

    limits: Limits = field(default_factory=Limits)
    origin: str | None = None
    title: dict[str, str] = field(default_factory=dict)


def create(store: ox.Store, settings: Settings) -> tuple[App, Callable[[], None]]:
    """Return the application, and what ends its workers at once.

    Call it before any thread is started: it forks the nursery of the workers.
    """
    nursery = Nursery(store, settings.limits)
    counts = Metrics()

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        pool = Pool(nursery, settings.limits)
        app.state.site = Site(store, pool, settings.limits, counts, settings.title)
        await asyncio.to_thread(lambda: (app.state.site.index, app.state.site.quads))
        try:
            yield
        finally:
            pool.close()

    app = Starlette(
        routes=_routes(), lifespan=life, exception_handlers={RefusedError: _refused, 404: _missing}
    )
    return Guard(app, settings.limits, counts, settings.origin), nursery.close


def _routes() -> list[Route | Mount]:
    things = [
        Route(f"/{part}/{{rest:path}}", pages.thing)
        for part in ("id", "onto", "concept", "scheme", "graph")
    ]
    return [
        Route("/", pages.home),
        Route("/search", pages.search),
        Route("/questions", pages.questions),
        Route("/questions/{name}", pages.question),
        Route("/privacy", pages.privacy),
        Route("/vocabulary", pages.vocabulary),
        *(Route(p, sparql, methods=["GET", "POST", "OPTIONS"]) for p in ("/sparql", "/sparql/")),
        Route("/dataset", dataset),
        Route("/.well-known/void", dataset),
        Route("/health", health),
        Route("/metrics", metrics),
        *things,
        Mount("/static", StaticFiles(directory=_HERE / "static")),
        Mount("/vendor", StaticFiles(directory=_HERE / "vendor")),
    ]


def _refused(_: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, RefusedError)
    return PlainTextResponse(refusal.message + "\n", refusal.status, refusal.headers)


def _missing(_: Request, __: Exception) -> Response:
    return PlainTextResponse("There is nothing here.\n", 404)


async def sparql(request: Request) -> Response:
    """Answer by the SPARQL 1.1 Protocol; without a query, show the editor or describe the
    service.
    """
    site: Site = request.app.state.site
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
    )
    begin = perf_counter()
    try:
        outcome = await site.pool.run(asked)
    except RefusedError as refusal:
        site.metrics.query(
            "stopped" if isinstance(refusal, StoppedError) else "busy", perf_counter() - begin
        )
        raise
    names = {200: "ok", 400: "invalid"}
    site.metrics.query(names.get(outcome.status, "refused"), perf_counter() - begin)
    return Response(outcome.body, outcome.status, media_type=outcome.media_type)


async def _without_query(request: Request) -> Response:
    site: Site = request.app.state.site
    chosen = negotiation.choose(
        request.headers.get("accept", ""), (negotiation.TURTLE, *negotiation.PAGES)
    )
    if chosen == negotiation.HTML:
        return await pages.editor(request)
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
    return _rdf(await asyncio.to_thread(descriptions.dataset, site.store, endpoint, []), chosen)


async def health(request: Request) -> Response:
    """Say whether queries are answered."""
    site: Site = request.app.state.site
    return JSONResponse(
        {"status": "ok", "triples": site.quads, "workers": site.limits.workers, "base": BASE}
    )


async def metrics(request: Request) -> Response:
    """Return the counts for Prometheus."""
    site: Site = request.app.state.site
    text = site.metrics.text(
        busy=site.pool.busy, waiting=site.pool.waiting, stopped=site.pool.stopped
    )
    return PlainTextResponse(text, media_type="text/plain; version=0.0.4; charset=utf-8")
