"""Answers of SPARQL servers as objects of pyoxigraph, checked."""

import json
import re
from collections import deque

import pyoxigraph as ox

from frenchtech_graph.io import json_texts
from frenchtech_graph.io.network_policy import Headers, first_words

Answer = ox.QuerySolutions | ox.QueryBoolean | list[ox.Triple]
_MAY_NEST = re.compile(
    rb'"triple"|\\u'
)  # terms of an answer that hold terms, however that is spelt


def _truth(found: ox.QuerySolutions) -> ox.QueryBoolean:
    """Return the truth value that Virtuoso gives as a solution of one row, 0 or 1."""
    value = any(cell is not None and cell.value == "1" for row in found for cell in row)
    text = json.dumps({"head": {}, "boolean": value})
    answer = ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)
    assert isinstance(answer, ox.QueryBoolean)
    return answer


class NotAnAnswerError(Exception):
    """What came is no answer to a query: `state` is what the server says of a part, or empty."""

    def __init__(self, stated: str, body: bytes, state: str = "") -> None:
        self.stated, self.words, self.state = stated, first_words(body), state
        super().__init__(stated)


def parsed(headers: Headers, body: bytes, form: str | None) -> Answer:
    """Return the answer that a body holds, for a query of that form (``"SELECT"`` …).

    Raises:
        NotAnAnswerError: the body holds something else, or a part only.
    """
    stated = (headers.get("Content-Type") or "").partition(";")[0].strip()
    if state := headers.get("X-SQL-State"):  # Virtuoso: the answer is a part only
        message = f"{state} {headers.get('X-SQL-Message') or ''}".strip()
        raise NotAnAnswerError(stated, body, message)
    triples = form in ("CONSTRUCT", "DESCRIBE")
    try:
        if stated.lower().endswith("json") and (triples or _MAY_NEST.search(body)):
            json_texts.loads(body)  # the engine's reader follows any depth, and ends the process
        found = _triples(stated, body) if triples else _results(stated, body)
    except (SyntaxError, ValueError) as error:
        raise NotAnAnswerError(stated, body) from error
    if form == "ASK" and isinstance(found, ox.QuerySolutions):
        return _truth(found)
    return found


def _triples(stated: str, body: bytes) -> list[ox.Triple]:
    if (form := ox.RdfFormat.from_media_type(stated)) is None:
        raise NotAnAnswerError(stated, body)
    return [q.triple for q in ox.parse(body, format=form)]


def _results(stated: str, body: bytes) -> Answer:
    if (form := ox.QueryResultsFormat.from_media_type(stated)) is None:
        raise NotAnAnswerError(stated, body)
    found = ox.parse_query_results(body, format=form)
    if isinstance(found, ox.QuerySolutions):
        # Rows are parsed as they are read: read them once here, where a fault can still be named.
        deque(found, maxlen=0)
        found = ox.parse_query_results(body, format=form)
    return found
