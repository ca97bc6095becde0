"""Names of a stranger's table → actors of the graph, by the Reconciliation Service API 0.2.

OpenRefine and its kin ask in batches: a name, perhaps a kind and other cells of the row. An actor
whose name, or other name, is the same but for case and accents is a match if it is the only one.
"""

import asyncio
import json
from collections.abc import Iterable, Mapping
from typing import Any

from rapidfuzz import fuzz
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from frenchtech_graph.io import json_texts
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import alphabetical, fold
from frenchtech_graph.model.namespaces import FTE, ID
from frenchtech_graph.model.terms import Class
from frenchtech_graph.views.search.index import Hit, Index
from frenchtech_graph.views.server import negotiation
from frenchtech_graph.views.server.pages import language, response, shown, site_of
from frenchtech_graph.views.server.requests import RefusedError, parameters

SPACE = ID + "actor/"
MOST = 50
"""Names in one request at most."""
_LONGEST = 500
_KINDS = (Class.ACTOR, Class.START_UP, Class.COMPANY, Class.FUND_MANAGER, Class.PERSON)
_ONE_AT_A_TIME = asyncio.Semaphore(1)
Json = dict[str, Any]


async def reconcile(request: Request) -> Response:
    """Return the manifest of the service, or candidates for the names of a batch.

    Raises:
        RefusedError: the batch is invalid.
    """
    body = await request.body() if request.method == "POST" else b""
    kind = request.headers.get("content-type", "")
    site, lang = site_of(request), language(request)
    found: Json = {}
    async with _ONE_AT_A_TIME:
        # A thread reads the batch: a large one takes longer than others should wait.
        asked_of = (request.method, request.scope["query_string"], kind, body)
        names = await run_in_threadpool(_names, *asked_of)
        if names is None:
            return JSONResponse(manifest(request))
        for key, asked in names.items():
            found[key] = {"result": await run_in_threadpool(candidates, site.index, asked, lang)}
    # Escapes, because a name in JSON may contain half a character.
    return Response(json.dumps(found), media_type="application/json")


def _names(
    method: str, query_string: bytes, content_type: str, body: bytes
) -> Mapping[str, Json] | None:
    """Return the queries of a request. None asks for the manifest."""
    found = parameters(method if body else "GET", query_string, content_type, body)
    texts = [text for text in found.get("queries", []) if text]
    return batch(texts[-1]) if texts else None


def batch(text: str) -> Mapping[str, Json]:
    """Return the queries of a batch.

    Raises:
        RefusedError: it is not a JSON object of queries, or has too many of them.
    """
    try:
        found = json_texts.loads(text)
        whole = isinstance(found, dict) and all(
            isinstance(q, dict) and isinstance(q.get("query"), str) and q["query"].strip()
            for q in found.values()
        )
    except ValueError:
        whole = False
    if not whole:
        raise RefusedError(400, 'queries must be a JSON object like {"q0": {"query": "Exotec"}}.')
    if len(found) > MOST:
        raise RefusedError(400, f"A batch may have {MOST} queries at most.")
    return dict(found)


def candidates(index: Index, asked: Json, lang: str) -> list[Json]:
    """Return the actors that a query may mean, best first."""
    text = asked["query"][:_LONGEST]
    same = _fitting(index.named(text), asked)
    hits = [*same, *_fitting(index.search(text, 50), asked)]
    if not hits:
        hits = _fitting([h for name in index.suggest(text) for h in index.named(name)], asked)
    clues = _clues(asked)
    found = [_candidate(hit, text, index, clues, lang) for hit in dict.fromkeys(hits)]
    found.sort(key=lambda c: (-c["score"], alphabetical(c["name"]), c["id"]))
    _mark(found, {hit.address.removeprefix(SPACE) for hit in same})
    return found[: _limit(asked)]


def _fitting(hits: Iterable[Hit], asked: Json) -> list[Hit]:
    return [hit for hit in hits if _fits(hit, asked)]


def _mark(found: list[Json], same: set[str]) -> None:
    """Mark the only candidate with exactly that name.

    Among several, mark the candidate that the other cells support.
    """
    sure = [c for c in found if c["id"] in same]
    if len(sure) > 1:
        sure = [c for c in sure if c["score"] > 100]
    if len(sure) == 1:
        sure[0]["match"] = True


def _limit(asked: Json) -> int:
    limit = asked.get("limit")
    return min(max(limit, 1), 50) if isinstance(limit, int) else 10


def _fits(hit: Hit, asked: Json) -> bool:
    """Return whether a resource is an actor, and of the requested kind."""
    known = ontology.load()
    if not hit.address.startswith(SPACE):
        return False
    stated = asked.get("type") or []
    kinds = stated if isinstance(stated, list) else [stated]
    names = [k.removeprefix(FTE) for k in kinds if isinstance(k, str)]
    return not names or any(n == hit.kind or known.is_a(hit.kind, n) for n in names)


def _clues(asked: Json) -> list[str]:
    """Return the other cells of a row: a number, a town."""
    stated = asked.get("properties")
    found = [p.get("v") for p in stated if isinstance(p, dict)] if isinstance(stated, list) else []
    flat = [v for one in found for v in (one if isinstance(one, list) else [one])]
    texts = [v.get("name") or v.get("id") if isinstance(v, dict) else v for v in flat]
    return [str(t)[:_LONGEST] for t in texts if t][:10]


def _candidate(hit: Hit, text: str, index: Index, clues: list[str], lang: str) -> Json:
    exact = hit in index.named(text)
    score = 100.0 if exact else min(99.0, fuzz.token_sort_ratio(fold(text), fold(hit.name)))
    agreeing = sum(index.holds(hit.address, clue) for clue in clues)
    return {
        "id": hit.address.removeprefix(SPACE),
        "name": hit.name,
        "type": [_type(hit.kind, lang)],
        "score": round(score + 10 * agreeing, 1),
        "match": False,
    }


def _type(name: str, lang: str) -> Json:
    term = ontology.load().classes.get(name)
    return {"id": name, "name": term.label(lang) if term else name}


def manifest(request: Request) -> Json:
    """Return the description of the service."""
    lang, base = language(request), str(request.base_url).rstrip("/")
    return {
        "versions": ["0.2"],
        "name": site_of(request).title.get(lang, "frenchtech-graph"),
        "identifierSpace": SPACE,
        "schemaSpace": FTE,
        "defaultTypes": [_type(kind, lang) for kind in _KINDS],
        "view": {"url": f"{base}/id/actor/{{{{id}}}}"},
        "preview": {
            "url": f"{base}/reconcile/preview?id={{{{id}}}}&lang={lang}",
            "width": 420,
            "height": 260,
        },
        "suggest": {
            "entity": {"service_url": base, "service_path": "/reconcile/suggest/entity"},
            "type": {"service_url": base, "service_path": "/reconcile/suggest/type"},
        },
    }


async def preview(request: Request) -> Response:
    """Return an actor as a small page, for the frame of another program."""
    address = SPACE + request.query_params.get("id", "")[:_LONGEST]
    if address not in site_of(request).index.hits:
        raise RefusedError(404, "No such actor.")
    reply = response(await shown(request, address, negotiation.HTML, "preview.html"))
    reply.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"
    )
    return reply


async def suggest(request: Request) -> Response:
    """Return the actors, or the kinds, whose names begin with the typed text."""
    site, lang = site_of(request), language(request)
    typed = request.query_params.get("prefix", "")[:200]
    if request.path_params["what"] == "type":
        classes = ontology.load().classes
        kinds = [n for n in classes if fold(typed) in fold(f"{n} {classes[n].label(lang)}")]
        return JSONResponse({"result": [_type(name, lang) for name in kinds[:20]]})
    if request.path_params["what"] != "entity":
        raise RefusedError(404, "Only entity and type are suggested.")
    hits = await run_in_threadpool(site.index.search, typed, 40)
    found = [
        {
            "id": h.address.removeprefix(SPACE),
            "name": h.name,
            "notable": [_type(h.kind, lang)],
        }
        for h in hits
        if h.address.startswith(SPACE)
    ]
    return Response(json.dumps({"result": found[:20]}), media_type="application/json")
