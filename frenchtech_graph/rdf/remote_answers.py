"""Answers of SPARQL servers as objects of pyoxigraph, checked."""

import json
import re

import pyoxigraph as ox

from frenchtech_graph.io import json_texts
from frenchtech_graph.io.network_policy import Headers, first_words
from frenchtech_graph.rdf import cut_answers
from frenchtech_graph.rdf import tokens as sparql

Answer = ox.QuerySolutions | ox.QueryBoolean | list[ox.Triple]
_MAY_NEST = re.compile(
    rb'"triple"|\\u'
)  # terms of an answer that hold terms, however that is spelt
_BESIDE = re.compile(rb'"(?:meta|warnings?|partial|truncated|incomplete|timedOut)"')
"""Members that servers add to an answer in JSON."""


def _truth(found: ox.QuerySolutions) -> ox.QueryBoolean:
    """Return the truth value that Virtuoso gives as a solution of one row, 0 or 1."""
    value = any(cell is not None and cell.value == "1" for row in found for cell in row)
    text = json.dumps({"head": {}, "boolean": value})
    answer = ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)
    assert isinstance(answer, ox.QueryBoolean)
    return answer


class NotAnAnswerError(Exception):
    """The response is not an answer to a query: `state` is the statement of the server about a
    partial answer, or empty.
    """

    def __init__(self, stated: str, body: bytes, state: str = "") -> None:
        self.stated, self.words, self.state = stated, first_words(body), state
        super().__init__(stated)


def parsed(headers: Headers, body: bytes, text: str, status: int = 200) -> tuple[Answer, int]:
    """Return the answer in a body, for the query `text`, and the number of its rows.

    Raises:
        NotAnAnswerError: the body has other contents, or only a part of the answer.
    """
    stated = (headers.get("Content-Type") or "").partition(";")[0].strip()
    if state := cut_answers.stopped(headers):
        raise NotAnAnswerError(stated, body, state)
    form = sparql.form(text)
    triples = form in ("CONSTRUCT", "DESCRIBE")
    if stated.lower().endswith("xml") and cut_answers.unfinished(body):
        raise NotAnAnswerError(stated, body, cut_answers.broken(body))
    try:
        if stated.lower().endswith("json") and (triples or _MAY_NEST.search(body)):
            json_texts.loads(body)  # the engine's reader follows any depth, and ends the process
        found, count = _triples(stated, body) if triples else _results(stated, body)
    except (SyntaxError, ValueError) as error:
        raise NotAnAnswerError(stated, body, cut_answers.broken(body)) from error
    if form != "ASK" and (state := cut_answers.short(status, headers, body, text, count)):
        raise NotAnAnswerError(stated, body, state)
    if form == "ASK" and isinstance(found, ox.QuerySolutions):
        return _truth(found), 1
    return found, count


def _triples(stated: str, body: bytes) -> tuple[Answer, int]:
    if (form := ox.RdfFormat.from_media_type(stated)) is None:
        raise NotAnAnswerError(stated, body)
    found = [q.triple for q in ox.parse(body, format=form)]
    return found, len(found)


def _results(stated: str, body: bytes) -> tuple[Answer, int]:
    if (form := ox.QueryResultsFormat.from_media_type(stated)) is None:
        raise NotAnAnswerError(stated, body)
    if form == ox.QueryResultsFormat.JSON and _BESIDE.search(body):
        body = _plain(body)
    found = ox.parse_query_results(body, format=form)
    if not isinstance(found, ox.QuerySolutions):
        return found, 1
    # Rows are parsed as they are read: read them once here, where a fault can still be named.
    count = sum(1 for _ in found)
    return ox.parse_query_results(body, format=form), count


def _plain(body: bytes) -> bytes:
    """Return an answer in JSON without the members that servers add to the rows, because the engine
    rejects them.
    """
    content = json_texts.loads(body)
    if not isinstance(content, dict):
        return body
    kept = {name: content[name] for name in ("head", "results", "boolean") if name in content}
    return json.dumps(kept).encode() if len(kept) < len(content) else body
