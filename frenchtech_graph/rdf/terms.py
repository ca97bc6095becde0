"""RDF terms as N-Quads text, and the addresses of resources.

Text is the fast way into a store: lines are made straight from checked records and loaded in bulk.
This is the only module that escapes them. Terms are written in the canonical form (W3C, RDF 1.2
N-Triples, §3, and XML Schema 1.1, canonical mappings). The store uses the same form, so a line that
passes through the store does not change.
"""

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from urllib.parse import quote

import pyoxigraph as ox

from frenchtech_graph.model.namespaces import BASE, CURRENCY, GRAPH, ID, XSD
from frenchtech_graph.model.partial_dates import DATATYPES

_ESCAPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}
_ESCAPES |= {
    chr(c): f"\\u{c:04X}" for c in [*range(32), 127, 0xFFFE, 0xFFFF] if chr(c) not in _ESCAPES
}
_TO_ESCAPE = re.compile('["\\\\\x00-\x1f\x7f\ufffe\uffff]')
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")
_PLAIN_KEY = re.compile(r"[A-Za-z0-9._~-]+")
_PLAIN_IRI = re.compile(
    r"https?://[A-Za-z0-9.-]+([/?][\w.~:/?@!$&'()*+,;=-]*)?(#[\w.~:/?@!$&'()*+,;=-]*)?", re.ASCII
)
_NOT_IN_IRI = re.compile('[\x00-\x20<>"{}|^`\\\\\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]')


def iri(address: str) -> str:
    """Return an address as an N-Quads term.

    Characters that an IRI may not contain are percent-encoded.

    >>> iri("https://example.org/a b"), iri("https://example.org/a[1]#b#c")
    ('<https://example.org/a%20b>', '<https://example.org/a%5B1%5D%23b%23c>')
    """
    return f"<{address if _PLAIN_IRI.fullmatch(address) else _sound(address)}>"


def _sound(address: str) -> str:
    """Return an address that a parser accepts (RFC 3987): unchanged except for a few characters,
    otherwise fully encoded.
    """
    spaced = _NOT_IN_IRI.sub(lambda m: quote(m[0]), address)
    scheme, slashes, rest = address.partition("://")
    encoded = scheme + slashes + quote(rest, safe="/:?&=;,+@!$'()*~")
    for candidate in (spaced, encoded):
        try:
            return ox.NamedNode(candidate).value
        except ValueError:
            continue
    return f"{BASE}address/{quote(address, safe='')}"


def literal(text: str, *, lang: str | None = None, datatype: str | None = None) -> str:
    r"""Return a literal as an N-Quads term. `datatype` is a local name of XML Schema.

    >>> literal('say "hi"', lang="en")
    '"say \\"hi\\""@en'
    """
    if _TO_ESCAPE.search(text):
        text = _TO_ESCAPE.sub(lambda m: _ESCAPES[m[0]], text)
    if lang:
        return f'"{text}"@{lang.lower()}'
    return f'"{text}"^^<{XSD}{datatype}>' if datatype else f'"{text}"'


@cache
def partial_date(text: str) -> str:
    """Return a date as a literal with the datatype of its precision."""
    return literal(text, datatype=DATATYPES[len(text)])


def decimal(text: str) -> str:
    """Return a number as an `xsd:decimal` literal, without plus sign and superfluous zeros.

    >>> decimal("+01.50"), decimal("-0.0")
    ('"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    '"0"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    """
    return literal(_canonical(text), datatype="decimal")


def integer(text: str) -> str:
    """Return a whole number as an `xsd:integer` literal, in the same form."""
    return literal(_canonical(text), datatype="integer")


def _canonical(text: str) -> str:
    if not _NUMBER.fullmatch(text):
        return text
    whole, _, part = text.lstrip("+-").partition(".")
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    number = f"{whole}.{part}" if part else whole
    return f"-{number}" if text[0] == "-" and number != "0" else number


def boolean(value: bool) -> str:
    """Return a truth value as an `xsd:boolean` literal."""
    return literal("true" if value else "false", datatype="boolean")


def currency(code: str) -> str:
    """Return the term of an ISO 4217 currency in the European Union's authority list."""
    return iri(CURRENCY + code)


def thing(group: str, key: str) -> str:
    """Return the term of one of our resources: `thing("actor", "exotec")`."""
    plain = key if _PLAIN_KEY.fullmatch(key) else quote(key, safe="-_.~")
    return f"<{ID}{group}/{plain}>"


def graph(name: str) -> str:
    """Return the term of a named graph of ours."""
    return iri(GRAPH + quote(name, safe="-_.~"))


def sentences(subject: str, phrases: Iterable[str], end: str = " .\n") -> str:
    """Return the lines that say all `phrases` (predicate and object) of one subject.

    `end` closes each line. In a named graph it contains the graph.

    >>> sentences("<s>", ["<p> <o>", "<q> <r>"], " <g> .\\n")
    '<s> <p> <o> <g> .\\n<s> <q> <r> <g> .\\n'
    """
    text = f"{end}{subject} ".join(phrases)
    return f"{subject} {text}{end}" if text else ""


def digest(*parts: str) -> str:
    """Return a short stable hash of `parts`, for the addresses of ties and observations."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
