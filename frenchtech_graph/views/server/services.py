"""SERVICE: the calls of a query to other servers, found in its text, replaced by their answers.

A worker has no network. It passes each `SERVICE <address> { … }` to the server, which checks the
address before it connects (`relay`). The answer replaces the call as `VALUES`. If a text is misread
here, a query fails, but no server is reached that was not allowed.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

import pyoxigraph as ox

from frenchtech_graph.io import json_texts
from frenchtech_graph.model.namespaces import BASE
from frenchtech_graph.rdf import tokens as sparql

_PORTS = {"http": 80, "https": 443}
_MAY_NEST = re.compile(rb'"triple"|\\u')  # terms of an answer that contain terms, in any spelling
_Token = tuple[str, str, int]


class Destination(NamedTuple):
    """A host and a port that may be asked."""

    host: str
    port: int

    def __str__(self) -> str:
        """Write it in the form of the option."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class ServiceError(Exception):
    """A SERVICE cannot be asked, or gave no answer. The message gives the reason."""


class NotAllowedError(ServiceError):
    """A SERVICE refers to a server that is not allowed, or to no server."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query for another server, by its address: a worker asks the server to send it."""

    address: str
    query: str


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of another server."""

    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """A SERVICE of a query: its position in the text, its server, and its group."""

    start: int
    end: int
    address: str
    group: str
    silent: bool


Ask = Callable[[Question], Found]


def destination(text: str) -> Destination:
    """Return the destination an option names: a host, for port 443, or host:port.

    Raises:
        ValueError: the text is neither.

    >>> str(destination("query.wikidata.org")), str(destination("127.0.0.1:8890"))
    ('query.wikidata.org:443', '127.0.0.1:8890')
    """
    parts = urlsplit(f"//{text}")
    if parts.netloc != text or "@" in text or not parts.hostname or not text.isascii():
        raise ValueError(text)
    port = 443 if parts.port is None else parts.port
    if not port or any(c.isspace() for c in text):
        raise ValueError(text)
    return Destination(parts.hostname, port)


def destination_of(address: str) -> Destination:
    """Return the destination of a web address.

    Raises:
        ValueError: it is not an address of a host in ASCII, or it contains an account.

    >>> str(destination_of("https://query.wikidata.org/sparql"))
    'query.wikidata.org:443'
    """
    parts = urlsplit(address)
    if parts.scheme not in _PORTS or "@" in parts.netloc or "\\" in address:
        raise ValueError(address)
    host = destination(parts.netloc).host
    return Destination(host, parts.port or _PORTS[parts.scheme])


def check(text: str, allowed: frozenset[Destination]) -> None:
    """Refuse a query with a SERVICE that is not allowed, before any server is asked.

    Raises:
        NotAllowedError: it has one.
    """
    names = ", ".join(sorted(map(str, allowed))) or "none"
    for call in calls(text):
        try:
            known = destination_of(call.address) in allowed
        except ValueError:
            known = False
        if not known:
            raise NotAllowedError(
                f"SERVICE may only ask hosts this server allows, named in full ({names})."
            )


def calls(text: str) -> list[Call]:
    """Return the outermost SERVICE of a query, in order.

    Raises:
        NotAllowedError: one does not name its server in full, or its group is not closed.

    >>> [(c.address, c.group) for c in calls("SELECT * { SERVICE <http://a/> { ?s ?p {} } }")]
    [('http://a/', '{ ?s ?p {} }')]
    """
    return list(_calls(text, list(sparql.places(text))))


def _calls(text: str, tokens: list[_Token]) -> Iterator[Call]:
    place = 0
    while place < len(tokens):
        kind, token, start = tokens[place]
        place += 1
        if kind != "word" or token.upper() != "SERVICE":
            continue
        silent = place < len(tokens) and tokens[place][1].upper() == "SILENT"
        place += silent
        address = tokens[place] if place < len(tokens) else ("", "", 0)
        place = _group_end(tokens, place + 1)
        if address[0] != "iri" or "\\" in address[1] or place == 0:
            raise NotAllowedError(
                "SERVICE must name its server in full, as <https://…>, with a group { … }."
            )
        end = tokens[place - 1][2] + 1
        yield Call(
            start, end, address[1][1:-1], text[address[2] + len(address[1]) : end].strip(), silent
        )


def _group_end(tokens: list[_Token], place: int) -> int:
    """Return the position after the group that begins at `place`, or 0 if no complete group begins
    there.
    """
    depth = 0
    for here in range(place, len(tokens)):
        sign = tokens[here][1]
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return here + 1 if sign == "}" else 0
    return 0


def expand(text: str, ask: Ask, limit: int) -> str:
    """Return a query with each SERVICE replaced by the answer of its server.

    Blank nodes of an answer become addresses (RDF 1.1, §3.5), as they mean nothing outside of it.

    Raises:
        ServiceError: a server gave no answer, or an answer that cannot be inserted, or all answers
            are longer than `limit`.
        SyntaxError: the query is not valid. No server was asked.
    """
    found = calls(text)
    ox.Store().query(_replaced(text, found, ["{}"] * len(found)), base_iri=BASE)
    prologue = f"BASE <{BASE}>\n{_prologue(text)}\n"
    answers: list[str] = []
    for number, call in enumerate(found):
        answers.append(_group(prologue, call, ask, number))
        if sum(map(len, answers)) > limit:
            raise ServiceError(f"The answers to SERVICE are longer than {limit} bytes.")
    return _replaced(text, found, answers)


def _replaced(text: str, found: list[Call], groups: list[str]) -> str:
    parts, last = [], 0
    for call, group in zip(found, groups, strict=True):
        parts += [text[last : call.start], group]
        last = call.end
    return "".join([*parts, text[last:]])


def _prologue(text: str) -> str:
    """Return the prologue of a query: its prefixes and base."""
    for kind, token, start in sparql.places(text):
        if kind == "word" and token.upper() in sparql.FORMS:
            return text[:start]
    return ""


def _group(prologue: str, call: Call, ask: Ask, number: int) -> str:
    try:
        found = ask(Question(call.address, f"{prologue}SELECT * WHERE {call.group}"))
        return _values(_solutions(found), number)
    except NotAllowedError:
        raise
    except ServiceError:
        if call.silent:
            return "{}"  # one solution that binds nothing (SPARQL 1.1 Federated Query, §2.3)
        raise


def _solutions(found: Found) -> ox.QuerySolutions:
    form = ox.QueryResultsFormat.from_media_type(found.media_type)
    if form not in (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML):
        raise ServiceError(
            f"SERVICE: an answer in SPARQL results was expected, not {found.media_type[:80]!r}."
        )
    try:
        if form == ox.QueryResultsFormat.JSON and _MAY_NEST.search(found.body):
            json_texts.loads(
                found.body
            )  # the engine's reader follows any depth, and ends the process
        solutions = ox.parse_query_results(found.body, format=form)
    except (SyntaxError, ValueError) as error:
        raise ServiceError(f"SERVICE: the answer cannot be read: {error}") from error
    if not isinstance(solutions, ox.QuerySolutions):
        raise ServiceError("SERVICE: rows were expected.")
    return solutions


def _values(found: ox.QuerySolutions, number: int) -> str:
    names = " ".join(f"?{variable.value}" for variable in found.variables)
    try:
        rows = "\n".join(f"({' '.join(_cell(term, number) for term in row)})" for row in found)
    except (SyntaxError, ValueError) as error:
        raise ServiceError(f"SERVICE: the answer cannot be read: {error}") from error
    return f"{{ VALUES ({names}) {{\n{rows}\n}} }}"


def _cell(term: object, number: int) -> str:
    if term is None:
        return "UNDEF"
    if isinstance(term, ox.BlankNode):
        return f"<{BASE}.well-known/genid/{number}-{term.value}>"
    if isinstance(term, ox.NamedNode | ox.Literal):
        return str(term)
    raise ServiceError("SERVICE: a triple in an answer cannot be taken over.")
