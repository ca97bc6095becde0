"""Signs that the answer of a SPARQL server is a part only, whatever the server calls it.

- Virtuoso states a time limit in `X-SQL-State` (`S1TAT`) and `X-SQL-Message`, a limit on rows in
  `X-SPARQL-MaxRows`. Newer versions answer 206 with both.
- Blazegraph (Wikidata) and RDF4J (GraphDB) answer 200 before they have all rows: when time is up
  the text of the fault follows in the body, or the line drops.
- QLever writes a line of exclamation marks and the fault. Its JSON states the size of the whole
  result, although it may send fewer rows.
- GraphDB with `query-limit-results` gives no sign: its rows are counted (`counting`).
"""

import json
import re
from collections.abc import Iterator

from frenchtech_graph.io.network_policy import Headers
from frenchtech_graph.rdf import tokens as sparql

_STOPPED = ("X-SQL-State", "X-SQL-Message", "X-SPARQL-Anytime")
_ROWS = "X-SPARQL-MaxRows"
_PARTIAL = re.compile(r"\b(partial|incomplete|truncated|timed? ?out)\b", re.IGNORECASE)
_FAULT = re.compile(
    rb"!!!!>># ?([^\r\n]{1,160})|((?:\w+\.)+\w*(?:Exception|Error)\b[^\r\n]{0,120})"
)
_BEGUN = re.compile(
    rb'"head"|"results"|<sparql|<rdf:RDF|@prefix|^PREFIX |^<[^>]*> <', re.IGNORECASE
)
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)[^>]*>")
_END = re.compile(rb"(?:</([A-Za-z_][\w.:-]*)\s*>|/>)(?:\s|<!--[^>]*-->)*$")
_WINDOW = ("LIMIT", "OFFSET")
_MARKS = ("partial", "truncated", "incomplete", "timedOut")


def stopped(headers: Headers) -> str:
    """Return the reason that the headers of an answer give for a stopped query, or an empty text."""
    found = [text for name in _STOPPED if (text := headers.get(name))]
    warned = headers.get("Warning") or ""
    return " ".join(found) or (warned if _PARTIAL.search(warned) else "")


def broken(body: bytes) -> str:
    """Return why a body that began as an answer is not valid: the server's fault in it, or its end.

    >>> broken(b'{"head":{"vars":["n"]},"results":{"bindings":[ java.util.TimeoutException: 60 s')
    'java.util.TimeoutException: 60 s'
    >>> broken(b"<html><title>Sign in</title>")
    ''
    """
    if fault := list(_FAULT.finditer(body, max(0, len(body) - 20_000)))[:1]:
        return (fault[0][1] or fault[0][2]).decode("utf-8", "replace").strip()
    whole = body.lstrip()[:1] == b"{" and body.count(b"{") == body.count(b"}")
    begun = not whole and _BEGUN.search(body[:2000])
    return "…" + body[-40:].decode("utf-8", "replace") if begun else ""


def unfinished(body: bytes) -> bool:
    """Return whether a text in XML ends before its first element does, because the engine accepts
    it.

    >>> unfinished(b"<?xml version='1.0'?><a><b/>"), unfinished(b"<a><b/></a> "), unfinished(b"<a/>")
    (True, False, False)
    """
    if not (root := _ROOT.search(body)):
        return False
    ends = _END.search(body, max(0, len(body) - 2000))
    return not ends or (ends[1] != root[1] if ends[1] else root.end() < ends.start())


def short(status: int, headers: Headers, body: bytes, text: str, count: int) -> str:
    """Return why an answer of `count` rows to the query `text` is too short, else empty.

    An answer with as many rows as the query's own LIMIT is complete, regardless of the headers and
    members.
    """
    own = dict(_bounds(text))
    if count >= own.get("LIMIT", count + 1):
        return ""
    if rows := headers.get(_ROWS):
        return f"{_ROWS}: {rows}"
    if status != 200:
        return f"HTTP {status}"
    return _stated(body, count, own.get("OFFSET", 0)) if body.lstrip()[:1] == b"{" else ""


def _stated(body: bytes, count: int, before: int) -> str:
    """Return the number of rows that other members of a JSON answer state."""
    if not any(f'"{name}"'.encode() in body for name in ("meta", *_MARKS)):
        return ""
    content = json.loads(body)
    parts = (content, content.get("meta"), content.get("results"))
    for part in (p for p in parts if isinstance(p, dict)):
        if mark := next((m for m in _MARKS if part.get(m) is True), ""):
            return mark
        total = part.get("result-size-total")
        if isinstance(total, int) and total > count + before:
            return f"{count} / {total}"
    return ""


def _bounds(text: str) -> Iterator[tuple[str, int]]:
    """Yield LIMIT and OFFSET of a query itself, but not of its parts.

    >>> dict(_bounds("SELECT * { { SELECT ?s { ?s ?p ?o } LIMIT 3 } } LIMIT 20")), dict(_bounds("ASK {}"))
    ({'LIMIT': 20}, {})
    """
    level, word, digits = 0, "", ""
    for kind, token in [*sparql.tokens(text), ("end", "")]:
        if word and kind == "other" and token.isdecimal():
            digits += token
            continue
        if digits and not level:
            yield word, int(digits)
        digits, word = "", token.upper() if kind == "word" and token.upper() in _WINDOW else ""
        level += {"{": 1, "}": -1}.get(token, 0)
