"""Answer one request on a store: what a worker does."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, replace

import pyoxigraph as ox

from frenchtech_graph.model.namespaces import BASE
from frenchtech_graph.rdf import tokens as sparql
from frenchtech_graph.rdf.endpoint import CONSOLIDATED
from frenchtech_graph.views.server import consolidated, requests, services
from frenchtech_graph.views.server import result_formats as results
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.requests import Asked, Job, RefusedError
from frenchtech_graph.views.server.services import Ask, Found, NotAllowedError, Question


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of a job: an HTTP status, and the answer or one sentence that says why there is
    none.
    """

    status: int
    media_type: str
    body: bytes
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Outside:
    """Whether a worker is cut off from the network, the function that asks servers for it, and
    the one that tells the server that the client wants an answer sooner.
    """

    cut: bool
    ask: Ask
    hurry: Callable[[float], None] = lambda seconds: None


def _nobody(question: Question) -> Found:
    raise NotAllowedError(f"Nobody asks {question.address} here.")


_LEAST_PACKED = 1024
"""Bytes below which an answer is not compressed."""
ALONE = Outside(True, _nobody)


def answer(
    store: ox.Store, asked: Asked | Job, limits: Limits, outside: Outside = ALONE
) -> Outcome:
    """Return the outcome of a request, or of a job that was read before; never raises."""
    try:
        job = requests.read(asked, limits) if isinstance(asked, Asked) else asked
        if job.seconds is not None:
            outside.hurry(job.seconds)
        body = _written(store, job, limits, outside)
        packed = isinstance(asked, Asked) and asked.gzip and len(body) > _LEAST_PACKED
        if packed:
            return Outcome(200, job.media_type, gzip.compress(body, 5, mtime=0), "gzip")
        return Outcome(200, job.media_type, body)
    except BaseException as error:  # a panic of the engine is no Exception
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        return _plain(*_reason(error))


# An OSError: a store in memory reads nothing, so the engine wanted to go out, and could not.
_REASONS: tuple[tuple[type[Exception], int, str], ...] = (
    (SyntaxError, 400, "The query is not valid SPARQL: {}"),
    (MemoryError, 422, "The query needs more memory than this server gives."),
    (NotAllowedError, 403, "{}"),
    (OSError, 403, "SERVICE may only ask hosts this server allows, named in full."),
    (Exception, 422, "The query failed: {}"),
)


def _reason(error: BaseException) -> tuple[int, str]:
    """Return the status and the sentence that say why there is no answer."""
    if isinstance(error, RefusedError):
        return error.status, error.message
    for kind, status, words in _REASONS:
        if isinstance(error, kind):
            return status, words.format(error)
    return 422, "The query failed within the engine."


def _plain(status: int, message: str) -> Outcome:
    return Outcome(status, "text/plain", message.encode("utf-8", "replace"))


def _written(store: ox.Store, job: Job, limits: Limits, outside: Outside) -> bytes:
    if not outside.cut:
        requests.check_unguarded(job.text)
    text = job.text
    if limits.services and "SERVICE" in sparql.keywords(text):
        text = services.expand(text, outside.ask, limits.answer)
    plain = consolidated.dataset(text)
    text = plain.text
    if plain.default is not None and not (job.default_graphs or job.named_graphs):
        job = replace(job, default_graphs=plain.default, named_graphs=plain.named or ())
    default, named = _dataset(job)
    found = store.query(text, base_iri=BASE, default_graph=default, named_graphs=named)
    if isinstance(found, ox.QueryBoolean):
        return results.truth(bool(found), job.media_type)
    if isinstance(found, ox.QuerySolutions):
        return results.solutions(found, job.media_type, limits)
    return results.triples(found, job.media_type, limits)


Graphs = list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]


def _dataset(job: Job) -> tuple[Graphs | None, list[ox.NamedNode | ox.BlankNode] | None]:
    """Return the graphs a job is asked on.

    Our default graph also goes by the name it has on other servers, so that one client suits all.
    """
    if not job.default_graphs and not job.named_graphs:
        return None, None
    default: Graphs = [
        ox.DefaultGraph() if g == CONSOLIDATED else ox.NamedNode(g) for g in job.default_graphs
    ]
    named: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(g) for g in job.named_graphs]
    return default, named
