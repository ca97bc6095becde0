"""Answer one request on a store: the job of a worker."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import cast

import pyoxigraph as ox

from frenchtech_graph.catalogue.hints import hints
from frenchtech_graph.model.namespaces import BASE
from frenchtech_graph.rdf import tokens as sparql
from frenchtech_graph.rdf.endpoint import CONSOLIDATED
from frenchtech_graph.rdf.prefixes import prologue
from frenchtech_graph.views.server import consolidated, requests, services, thing_pages
from frenchtech_graph.views.server import result_formats as results
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.packing import packed
from frenchtech_graph.views.server.requests import Asked, Job, RefusedError
from frenchtech_graph.views.server.services import Ask, Found, NotAllowedError, Question
from frenchtech_graph.views.server.thing_pages import Shown


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a job: an HTTP status, and the answer or one sentence that explains the
    refusal.
    """

    status: int
    media_type: str
    body: bytes
    encoding: str = ""
    hint: str = ""
    """Terms of the query that the ontology lacks, with similar terms."""


@dataclass(frozen=True, slots=True)
class Outside:
    """Whether a worker has no network, the function that queries servers for it, and the function
    that informs the server when the client wants an answer sooner.
    """

    cut: bool
    ask: Ask
    hurry: Callable[[float], None] = lambda seconds: None


def _nobody(question: Question) -> Found:
    raise NotAllowedError(f"Nobody asks {question.address} here.")


ALONE = Outside(True, _nobody)
_SHORT = 8192
"""Bytes of a request whose reading is kept: clients ask few texts often."""
_KEPT = 256
"""Readings that a worker keeps. Answers are never kept."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A parsed request: its job, and the hints on its terms."""

    job: Job
    hint: str


def _reading(asked: Asked, limits: Limits) -> _Reading:
    short = len(asked.query_string) + len(asked.body) < _SHORT
    return (_kept_reading if short else _kept_reading.__wrapped__)(asked, limits)


@lru_cache(maxsize=_KEPT)
def _kept_reading(asked: Asked, limits: Limits) -> _Reading:
    job = requests.read(asked, limits)
    return _Reading(job, " ".join(hint.text("en") for hint in hints(job.text)))


def _for_store(text: str) -> consolidated.Dataset:
    """Return a query with its prefixes declared and our graph as the default graph."""
    return (_kept_text if len(text) < _SHORT else _kept_text.__wrapped__)(text)


@lru_cache(maxsize=_KEPT)
def _kept_text(text: str) -> consolidated.Dataset:
    return consolidated.dataset(prologue(text) + text)


def answer(
    store: ox.Store, asked: Asked | Job | Shown, limits: Limits, outside: Outside = ALONE
) -> Outcome:
    """Return the outcome of a request, of a job that was read before, or of a page. Never raises."""
    try:
        if isinstance(asked, Shown):
            return _shown(store, asked, limits)
        if isinstance(asked, Job):
            return Outcome(200, asked.media_type, _written(store, asked, limits, outside))
        reading = _reading(asked, limits)
        body = _written(store, reading.job, limits, outside)
        packing = packed(body, asked.packing)
        return Outcome(200, reading.job.media_type, *packing, reading.hint)
    except BaseException as error:  # a panic of the engine is no Exception
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        return _plain(*_reason(error))


def _shown(store: ox.Store, shown: Shown, limits: Limits) -> Outcome:
    status, media_type, body = thing_pages.answer(store, shown)
    if len(body) > limits.answer:
        raise results.too_long(limits)
    return Outcome(status, media_type, *packed(body, shown.packing))


# An OSError: a store in memory reads no file, so the engine tried to use the network.
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
    if job.seconds is not None:
        outside.hurry(job.seconds)
    if not outside.cut:
        requests.check_unguarded(job.text)
    text = job.text
    if limits.services and "SERVICE" in sparql.keywords(text):
        text = services.expand(prologue(text) + text, outside.ask, limits.answer)
    plain = _for_store(text)
    if plain.default is not None and not (job.default_graphs or job.named_graphs):
        job = replace(job, default_graphs=plain.default, named_graphs=plain.named or ())
    default, named = _dataset(job)
    asked = partial(
        store.query, plain.text, base_iri=BASE, default_graph=default, named_graphs=named
    )
    found = asked()
    if isinstance(found, ox.QueryBoolean):
        return results.truth(bool(found), job.media_type)
    if isinstance(found, ox.QuerySolutions):
        return results.solutions(found, job.media_type, limits, cast(Again, asked))
    return results.triples(found, job.media_type, limits)


Again = Callable[[], ox.QuerySolutions]
Graphs = list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]


def _dataset(job: Job) -> tuple[Graphs | None, list[ox.NamedNode | ox.BlankNode] | None]:
    """Return the graphs a job is asked on.

    Our default graph also has the name used on other servers, so that clients work with both.
    """
    if not job.default_graphs and not job.named_graphs:
        return None, None
    default: Graphs = [
        ox.DefaultGraph() if g == CONSOLIDATED else ox.NamedNode(g) for g in job.default_graphs
    ]
    named: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(g) for g in job.named_graphs]
    return default, named
