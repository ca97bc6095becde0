"""Answer one job on a store: what a worker does."""

from dataclasses import dataclass

import pyoxigraph as ox

from frenchtech_graph.graph.remote import CONSOLIDATED
from frenchtech_graph.namespaces import BASE
from frenchtech_graph.server import results
from frenchtech_graph.server.limits import Limits
from frenchtech_graph.server.requests import Job, RefusedError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of a job: an HTTP status, and the answer or one sentence that says why there is none."""

    status: int
    media_type: str
    body: bytes


def answer(store: ox.Store, job: Job, limits: Limits) -> Outcome:
    """Return the outcome of a job; never raises."""
    try:
        return Outcome(200, job.media_type, _written(store, job, limits))
    except RefusedError as refusal:
        return Outcome(refusal.status, "text/plain", refusal.message.encode())
    except SyntaxError as error:
        return Outcome(400, "text/plain", f"The query is not valid SPARQL: {error}".encode("utf-8", "replace"))
    except MemoryError:
        return Outcome(422, "text/plain", b"The query needs more memory than this server gives.")
    except Exception as error:  # the engine, or a server asked by SERVICE, failed
        return Outcome(422, "text/plain", f"The query failed: {error}".encode("utf-8", "replace"))


def _written(store: ox.Store, job: Job, limits: Limits) -> bytes:
    default, named = _dataset(job)
    found = store.query(job.text, base_iri=BASE, default_graph=default, named_graphs=named)
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
    default: Graphs = [ox.DefaultGraph() if g == CONSOLIDATED else ox.NamedNode(g) for g in job.default_graphs]
    named: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(g) for g in job.named_graphs]
    return default, named
