"""SPARQL text as tokens: enough to know a query's form and keywords without being fooled by its
strings.

The token rules follow the SPARQL 1.1 grammar (W3C, §19.8), escapes in names and IRIs included.
Engines do the parsing, and other modules decide which data a query may reach. Every text is read in
linear time, because a token begins at the end of the last one, and no pattern backtracks
(possessive repeats). An unclosed string ends with its line, an unclosed long string with the text.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\r\n]*+)
  | (?P<iri><[^<>"{}|^`\x00-\x20]*+>)
  | (?P<string>'''(?:[^'\\]++|\\.|'(?!''))*+(?:''')?+|\"\"\"(?:[^"\\]++|\\.|"(?!""))*+(?:\"\"\")?+
      |'(?:[^'\\\r\n]++|\\.)*+'?+|"(?:[^"\\\r\n]++|\\.)*+"?+)
  | (?P<variable>[?$]\w++)
  | (?P<prefixed>(?:[^\W\d_][\w.\u00b7\u203f\u2040-]*+)?+:(?:[\w.:%\u00b7\u203f\u2040-]++|\\.)*+|_:[\w.-]*+)
  | (?P<words>[^\W\d][\w.\u00b7\u203f\u2040-]*+)
  | (?P<tag>@[a-zA-Z][a-zA-Z0-9-]*+)
  | (?P<other>\S)
    """,
    re.VERBOSE | re.DOTALL,
)
_PART = re.compile(r"(?P<word>[^\W\d]\w*+)|(?P<other>.)", re.DOTALL)
FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}
)


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, text) of each token but comments and white space.

    >>> [t for _, t in tokens('ASK { ?s ?p "SERVICE" } # LOAD')]
    ['ASK', '{', '?s', '?p', '"SERVICE"', '}']
    """
    return ((kind, token) for kind, token, _ in places(text))


def places(text: str) -> Iterator[tuple[str, str, int]]:
    r"""Yield (kind, text, place) of each token but comments and white space.

    >>> list(places("ASK { a:\\#b true.a }"))[2:4]
    [('prefixed', 'a:\\#b', 6), ('word', 'true', 12)]
    """
    return iter(_kept(text)) if len(text) < _SHORT else _places(text)


_SHORT = 20_000
"""Characters of a text whose tokens are kept for the next who asks for them."""


@lru_cache(maxsize=8)
def _kept(text: str) -> tuple[tuple[str, str, int], ...]:
    return tuple(_places(text))


def _places(text: str) -> Iterator[tuple[str, str, int]]:
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "other"
        if kind == "words":  # no colon follows: points and hyphens are signs of their own
            for part in _PART.finditer(found[0]):
                yield part.lastgroup or "other", part[0], found.start() + part.start()
        elif kind != "comment":
            yield kind, found[0], found.start()


def keywords(text: str) -> list[str]:
    """Return the bare words of a query in capitals, in order.

    >>> keywords("PREFIX s: <urn:select> SELECT ?service { GRAPH ?g { ?service s:load 'DROP' } }")
    ['PREFIX', 'SELECT', 'GRAPH']
    """
    return list(_words(text))


def _words(text: str) -> Iterator[str]:
    return (word.upper() for kind, word in tokens(text) if kind == "word")


def form(text: str) -> str | None:
    """Return `SELECT`, `ASK`, `CONSTRUCT` or `DESCRIBE`, or None if the text is not a read query.

    >>> form("# ASK\\nPREFIX ask: <x:> SELECT * {}"), form("DROP ALL"), form("hello")
    ('SELECT', None, None)
    """
    return next((w if w in FORMS else None for w in _words(text) if w in FORMS | UPDATES), None)


def undeclared_prefixes(text: str) -> set[str]:
    """Return the prefixes a query uses and does not declare.

    >>> sorted(undeclared_prefixes("PREFIX a: <urn:a> SELECT * { ?s a:p b:o ; fte:siren ?n }"))
    ['b', 'fte']
    """
    declared: set[str] = set()
    used: set[str] = set()
    after_prefix = False
    for kind, token in tokens(text):
        if kind == "prefixed" and not token.startswith("_:"):
            (declared if after_prefix else used).add(token.partition(":")[0])
        after_prefix = kind == "word" and token.upper() == "PREFIX"
    return used - declared
