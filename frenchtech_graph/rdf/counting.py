"""The rows of a query counted by its server. This reveals a cut that the server does not report.

GraphDB with `query-limit-results` sends the first rows and gives no sign. Its address contains
`/repositories/`, like every RDF4J server.
"""

from frenchtech_graph.rdf import tokens

_SILENT = "/repositories/"


def may_cut_silently(url: str, text: str) -> bool:
    """Return whether a server at `url` may send a part of the answer to `text` without a sign.

    >>> may_cut_silently("http://localhost:7200/repositories/fte", "SELECT * { ?s ?p ?o }")
    True
    >>> may_cut_silently("http://localhost:7878/query", "SELECT * { ?s ?p ?o }")
    False
    """
    return _SILENT in url and tokens.form(text) == "SELECT"


def counted(text: str) -> str:
    """Return the query that counts the rows of a SELECT. Its FROM clauses stay on the outer query.

    >>> counted("PREFIX a: <urn:a> SELECT ?s FROM <urn:g> { ?s a:p ?o } LIMIT 9")
    'PREFIX a: <urn:a> SELECT (COUNT(*) AS ?rows) FROM <urn:g> { { SELECT ?s  { ?s a:p ?o } LIMIT 9\\n} }'
    """
    start, clauses = _parts(text)
    inner = text[start:]
    for begin, end in reversed(clauses):
        inner = inner[: begin - start] + inner[end - start :]
    graphs = "".join(f"{text[begin:end]} " for begin, end in clauses)
    return f"{text[:start]}SELECT (COUNT(*) AS ?rows) {graphs}{{ {{ {inner}\n}} }}"


def _parts(text: str) -> tuple[int, list[tuple[int, int]]]:
    """Return the position of the form of a query, and the start and end of its FROM clauses."""
    start, begun = 0, -1
    clauses: list[tuple[int, int]] = []
    for kind, sign, place in tokens.places(text):
        word = sign.upper() if kind == "word" else ""
        if word == "SELECT":
            start = place
        elif word == "FROM" and begun < 0:
            begun = place
        elif kind in ("iri", "prefixed") and begun >= 0:
            clauses.append((begun, place + len(sign)))
            begun = -1
        elif sign == "{":
            break
    return start, clauses
