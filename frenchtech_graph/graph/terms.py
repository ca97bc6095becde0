"""RDF terms as N-Quads text, and the addresses of things.

Text is the fast way into a store: lines are made straight from checked records and loaded in bulk.
The one escaper stands here; it follows the N-Triples grammar (W3C, RDF 1.1 N-Triples, §7).
"""

import hashlib
import re
from urllib.parse import quote

from frenchtech_graph.namespaces import CURRENCY, GRAPH, ID, XSD
from frenchtech_graph.partial_dates import DATATYPES

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPES |= {chr(c): f"\\u{c:04X}" for c in [*range(32), 127] if chr(c) not in _ESCAPES}
_TO_ESCAPE = re.compile('["\\\\\x00-\x1f\x7f]')
_PLAIN_KEY = re.compile(r"[A-Za-z0-9._~-]+")
_NOT_IN_IRI = re.compile('[\x00-\x20<>"{}|^`\\\\]')


def iri(address: str) -> str:
    """Return an address as an N-Quads term; characters an IRI may not hold are percent-encoded.

    >>> iri("https://example.org/a b")
    '<https://example.org/a%20b>'
    """
    if _NOT_IN_IRI.search(address):
        address = _NOT_IN_IRI.sub(lambda m: quote(m[0]), address)
    return f"<{address}>"


def literal(text: str, *, lang: str | None = None, datatype: str | None = None) -> str:
    r"""Return a literal as an N-Quads term; `datatype` is a local name of XML Schema.

    >>> literal('say "hi"', lang="en")
    '"say \\"hi\\""@en'
    """
    escaped = _TO_ESCAPE.sub(lambda m: _ESCAPES[m[0]], text)
    if lang:
        return f'"{escaped}"@{lang}'
    return f'"{escaped}"^^<{XSD}{datatype}>' if datatype else f'"{escaped}"'


def partial_date(text: str) -> str:
    """Return a date as a literal whose datatype tells its precision."""
    return literal(text, datatype=DATATYPES[len(text)])


def decimal(text: str) -> str:
    """Return a number as an `xsd:decimal` literal."""
    return literal(text, datatype="decimal")


def boolean(value: bool) -> str:
    """Return a truth value as an `xsd:boolean` literal."""
    return literal("true" if value else "false", datatype="boolean")


def currency(code: str) -> str:
    """Return the term of an ISO 4217 currency in the European Union's authority list."""
    return iri(CURRENCY + code)


def thing(group: str, key: str) -> str:
    """Return the term of a thing of ours: `thing("actor", "exotec")`."""
    plain = key if _PLAIN_KEY.fullmatch(key) else quote(key, safe="-_.~")
    return f"<{ID}{group}/{plain}>"


def graph(name: str) -> str:
    """Return the term of a named graph of ours."""
    return iri(GRAPH + quote(name, safe="-_.~"))


def digest(*parts: str) -> str:
    """Return a short stable hash of `parts`, for the addresses of ties and observations."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
