"""One request to the endpoint, from the limits to the headers of its answer, for either way it came.

`app` passes requests parsed by a framework, `quick` short requests that arrived in one piece.
"""

import hashlib
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from time import perf_counter

from frenchtech_graph.views.server.answering import Outcome
from frenchtech_graph.views.server.requests import Asked, RefusedError
from frenchtech_graph.views.server.site import Site
from frenchtech_graph.views.server.turns import StoppedError

HINT = "X-SPARQL-Hint"
_OUTCOMES = {200: "ok", 400: "invalid"}


@dataclass(frozen=True, slots=True)
class Reply:
    """The response to a request."""

    status: int
    media_type: str = ""
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def tag_of(build: str, asked: Asked) -> str:
    """Return the weak validator of an answer, empty for POST.

    >>> tag_of("4f1c", Asked("GET", b"query=ASK+%7B%7D", "", b"", ""))[:7]
    'W/"4f1c'
    """
    if not build or asked.method != "GET":
        return ""
    parts = (asked.query_string, asked.accept.encode("latin-1", "replace"), asked.packing.encode())
    return f'W/"{build[:12]}-{hashlib.sha256(bytes(1).join(parts)).hexdigest()[:16]}"'


def unchanged(tag: str, modified: float | None, if_none_match: str, if_modified_since: str) -> bool:
    """Return whether a client already has an answer (RFC 9110, §13.2.2: a tag precedes a date).

    >>> unchanged('W/"a"', 0.0, 'W/"b", W/"a"', ""), unchanged("", 60.0, "", "Thu, 01 Jan 1970 00:01:00 GMT")
    (True, True)
    """
    if if_none_match:
        return bool(tag) and (if_none_match.strip() == "*" or tag in if_none_match)
    if modified is None or not if_modified_since:
        return False
    try:
        return int(modified) <= parsedate_to_datetime(if_modified_since).timestamp()
    except (TypeError, ValueError, OverflowError):
        return False


def validators(site: Site, tag: str) -> dict[str, str]:
    """Return the headers by which a client asks whether an answer has changed."""
    found = {"ETag": tag} if tag else {}
    if site.last_modified:
        found["Last-Modified"] = site.last_modified
    return found


async def answered(site: Site, asked: Asked, client: str) -> Reply:
    """Return the answer to a request of a client.

    Raises:
        RefusedError: too many wait, or the work was stopped at its limit.
    """
    begin = perf_counter()
    try:
        outcome = await site.pool.run(asked, client)
    except RefusedError as refusal:
        count(site, refusal, begin)
        raise
    count(site, outcome, begin)
    headers: dict[str, str] = {}
    if outcome.status == 200 and asked.method == "GET":
        headers |= validators(site, tag_of(site.build, asked))
    return Reply(outcome.status, outcome.media_type, outcome.body, headers | own(outcome))


def count(site: Site, found: Outcome | Exception, begin: float) -> None:
    """Count a query that began at a time of `perf_counter`."""
    if isinstance(found, Outcome):
        word = _OUTCOMES.get(found.status, "refused")
    else:
        word = "stopped" if isinstance(found, StoppedError) else "busy"
    site.metrics.query(word, perf_counter() - begin)


def own(outcome: Outcome) -> dict[str, str]:
    """Return the headers that an outcome has of its own."""
    headers = {}
    if outcome.encoding:
        headers["Content-Encoding"] = outcome.encoding
    if outcome.hint:
        headers[HINT] = outcome.hint.encode("ascii", "backslashreplace").decode()[:1000]
    return headers
