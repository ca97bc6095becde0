"""Put RDF terms in the place of a question's default values.

A value never becomes query text by itself: it is an RDF term first, and one writer turns terms into
SPARQL. The data block of a `VALUES` line is replaced whole.
"""

import re
from collections.abc import Mapping, Sequence

import pyoxigraph as ox

# Lines of a query that hold the default of a parameter.
VALUES_LINE = re.compile(
    r"^(?P<head>.*?\bVALUES\s+\?\w+\s*)\{(?P<data>.*)\}(?P<tail>[^\S\n]*#\+ param"
    r" (?P<name>\w+)[^\S\n]*)$",
    re.MULTILINE,
)
LIMIT_LINE = re.compile(
    r"^(?P<head>.*?\bLIMIT\s+)(?P<data>\d+)(?P<tail>[^\S\n]*#\+ param (?P<name>\w+)[^\S\n]*)$",
    re.MULTILINE,
)

Term = ox.NamedNode | ox.Literal

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Some engines expand \uXXXX over the whole text before they look for strings (SPARQL 1.1, §19.2),
# and one of them reads up to eight digits: hence the long form everywhere, and for a `u` after a
# backslash.
_ESCAPES |= {chr(c): f"\\U{c:08X}" for c in [*range(32), 127] if chr(c) not in _ESCAPES}
_ESCAPES |= {f"\\{u}": f"\\\\\\U{ord(u):08X}" for u in "uU"}
_TO_ESCAPE = re.compile(r'\\[uU]|["\\\x00-\x1f\x7f]')
_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


def render(term: Term) -> str:
    r"""Return an RDF term as SPARQL text.

    >>> render(ox.Literal('say "hi" }', language="en"))
    '"say \\"hi\\" }"@en'
    >>> render(ox.Literal(2016))
    '"2016"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    if isinstance(term, ox.NamedNode):
        return str(term)
    if term.language:
        return f'"{_escaped(term.value)}"@{term.language}'
    kind = "" if term.datatype.value == _XSD_STRING else f"^^{term.datatype}"
    return f'"{_escaped(term.value)}"{kind}'


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(lambda m: _ESCAPES[m[0]], text)


def bind(text: str, values: Mapping[str, Sequence[Term]]) -> str:
    """Return the query with the default of each parameter in `values` replaced by the terms
    given.
    """

    def data_block(found: "re.Match[str]") -> str:
        if found["name"] not in values:
            return found[0]
        terms = " ".join(render(t) for t in values[found["name"]])
        return f"{found['head']}{{ {terms} }}{found['tail']}"

    def limit(found: "re.Match[str]") -> str:
        if found["name"] not in values:
            return found[0]
        (term,) = values[found["name"]]
        return f"{found['head']}{int(term.value)}{found['tail']}"

    return LIMIT_LINE.sub(limit, VALUES_LINE.sub(data_block, text))
