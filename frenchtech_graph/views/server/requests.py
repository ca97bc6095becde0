"""A request to the endpoint → a job, or a refusal that says why (SPARQL 1.1 Protocol, §2.1).

The server passes a request unread to a worker, which reads its parameters and its text under the
limits of a query.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import pyoxigraph as ox

from frenchtech_graph.rdf import tokens as sparql
from frenchtech_graph.views.server import negotiation, services
from frenchtech_graph.views.server.limits import Limits

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
DEEPEST = 200
"""Levels of brackets: the engine reads them by recursion, and ends its process when too deep."""
_FORMAT_NAMES = ("format", "output", "results")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


class RefusedError(Exception):
    """A request that is not answered: its HTTP status, and one sentence that says why."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        self.status = status
        self.message = message
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Job:
    """A query to answer: its text, the graphs to query (by default the graphs of the store), and
    the requested format.
    """

    text: str
    media_type: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came, not yet read."""

    method: str
    query_string: bytes
    content_type: str
    body: bytes
    accept: str
    packing: str = ""
    """How the client takes an answer packed: `zstd`, `gzip`, or empty."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Send only the values to a worker: the names of the fields are known there."""
        values = (self.method, self.query_string, self.content_type, self.body, self.accept)
        return Asked, (*values, self.packing)


def read(asked: Asked, limits: Limits) -> Job:
    """Return the job of a request.

    Raises:
        RefusedError: as `parameters` and `job`.
    """
    found = parameters(asked.method, asked.query_string, asked.content_type, asked.body)
    return job(found, asked.accept, limits)


def asks(query_string: bytes) -> bool:
    """Return whether an address contains a query or cannot be read.

    Otherwise it is the address of the editor.

    >>> asks(b"query=ASK+%7B%7D"), asks(b"lang=fr"), asks(b"%ff")
    (True, False, True)
    """
    try:
        return not {"query", "update"}.isdisjoint(_decoded(query_string))
    except RefusedError:
        return True


def parameters(
    method: str, query_string: bytes, content_type: str, body: bytes
) -> dict[str, list[str]]:
    """Return the parameters of a request: of its address, and of its form or its body as `query`.

    Raises:
        RefusedError: the method, the content type or the encoding is not one of the protocol.
    """
    found = _decoded(query_string)
    if method in ("GET", "HEAD"):
        return found
    kind, _, options = content_type.partition(";")
    kind = kind.strip().lower()
    charset = options.lower().partition("charset=")[2].strip(' "') or "utf-8"
    if kind == UPDATE:
        raise RefusedError(403, "This endpoint is read-only.")
    if kind not in (FORM, QUERY):
        raise RefusedError(415, f"Content-Type must be {FORM} or {QUERY}.")
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise RefusedError(415, "The request must be in UTF-8.")
    if kind == FORM:
        for name, values in _decoded(body).items():
            found.setdefault(name, []).extend(values)
        return found
    try:
        found.setdefault("query", []).append(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise RefusedError(400, "The query is not in UTF-8.") from error
    return found


def _decoded(text: bytes) -> dict[str, list[str]]:
    try:
        return parse_qs(
            text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=200
        )
    except (UnicodeDecodeError, ValueError) as error:
        raise RefusedError(400, "The parameters are not URL-encoded UTF-8.") from error


def job(found: dict[str, list[str]], accept: str, limits: Limits) -> Job:
    """Return the job a request asks for.

    Raises:
        RefusedError: the request has no query or several, the query is not supported, or no
            acceptable format exists.
    """
    if "update" in found:
        raise RefusedError(403, "This endpoint is read-only.")
    queries = found.get("query", [])
    if len(queries) != 1:
        raise RefusedError(
            400, f"The request must have one parameter query; it has {len(queries)}."
        )
    text = queries[0].removeprefix("\ufeff")
    check(text, limits)
    return Job(
        text,
        _media_type(text, found, accept),
        _addresses(found.get("default-graph-uri", [])),
        _addresses(found.get("named-graph-uri", [])),
        _seconds(found.get("timeout", [])),
    )


def _seconds(found: list[str]) -> float | None:
    """Return the limit a client asks for, in seconds. A longer one than the server's has no
    effect.
    """
    if not found:
        return None
    try:
        seconds = float(found[-1])
    except ValueError:
        seconds = -1.0
    if not 0 < seconds < float("inf"):
        raise RefusedError(400, "timeout must be a number of seconds above 0.")
    return seconds


def check(text: str, limits: Limits) -> None:
    """Refuse requests without a query, updates, and SERVICE to servers that were not allowed.

    This gives a refusal its reason. A query that passes by mistake still reaches no server
    (`offline`, `relay`).

    Raises:
        RefusedError: the query is one of these.
    """
    if depth(text) > DEEPEST:
        raise RefusedError(400, f"The query is nested deeper than {DEEPEST} levels.")
    words = frozenset(sparql.keywords(text))
    if sparql.form(text) is None:
        if sparql.UPDATES & words:
            raise RefusedError(
                403, "This endpoint is read-only: SELECT, ASK, CONSTRUCT and DESCRIBE."
            )
        raise RefusedError(
            400, "The text is no SPARQL query: SELECT, ASK, CONSTRUCT or DESCRIBE expected."
        )
    if "SERVICE" in words:
        try:
            services.check(text, frozenset(map(services.destination, limits.services)))
        except services.NotAllowedError as error:
            raise RefusedError(403, str(error)) from error


def depth(text: str) -> int:
    """Return how deep the brackets of a query are nested.

    >>> depth("SELECT * { ?s ?p (1 2) . FILTER((?s)) }"), depth('ASK { ?s ?p "((((" }')
    (3, 1)
    """
    level = deepest = 0
    for kind, sign in sparql.tokens(text):
        if kind == "other" and sign in "({[":
            level += 1
            deepest = max(deepest, level)
        elif kind == "other" and sign in ")}]":
            level -= 1
    return deepest


def check_unguarded(text: str) -> None:
    """Refuse a text that might contain the word SERVICE in any spelling. Used for a worker with a
    network.

    Raises:
        RefusedError: it might.
    """
    if (
        "service"
        in _ESCAPE.sub(
            lambda found: chr(min(int(found[1] or found[2], 16), 0x10FFFF)), text
        ).lower()
    ):
        raise RefusedError(
            403, "This server has no guard against SERVICE, and refuses all texts with that word."
        )


def _media_type(text: str, found: dict[str, list[str]], accept: str) -> str:
    offers = {"SELECT": negotiation.SOLUTIONS, "ASK": negotiation.TRUTH}.get(
        sparql.form(text) or "", negotiation.TRIPLES
    )
    stated = next((found[name][-1] for name in _FORMAT_NAMES if found.get(name)), "")
    chosen = negotiation.agreed(stated, accept, offers)
    if chosen is None:
        raise RefusedError(406, f"This answer can be written as {', '.join(offers)}.")
    return chosen


def _addresses(found: list[str]) -> tuple[str, ...]:
    try:
        return tuple(ox.NamedNode(address).value for address in found)
    except ValueError as error:
        raise RefusedError(
            400, "default-graph-uri and named-graph-uri must be full addresses (IRIs)."
        ) from error
