"""The usual prefixes, for queries that use them without declaring them."""

from collections.abc import Iterator

from frenchtech_graph.model.namespaces import PREFIXES
from frenchtech_graph.rdf import tokens


def prologue(text: str) -> str:
    """Return declarations of the prefixes of the project that a query uses and does not declare.

    They are on one line without a line break, so that the line numbers of errors stay correct.

    >>> prologue("PREFIX fte: <urn:f> SELECT * { ?s fte:x ?o ; skos:prefLabel ?n }")
    'PREFIX skos: <http://www.w3.org/2004/02/skos/core#> '
    """
    missing = sorted(tokens.undeclared_prefixes(text) & PREFIXES.keys())
    return "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in missing)


def addresses(text: str) -> Iterator[tuple[str, str]]:
    """Yield each name of a query, as written and as an address: `("fte:x", "https://…/x")`.

    Names with an undeclared prefix are left out.

    >>> list(addresses("PREFIX a: <urn:a:> ASK { ?s a:b <urn:c> ; d:e '<urn:f>' }"))
    [('a:b', 'urn:a:b'), ('<urn:c>', 'urn:c')]
    """
    declared: dict[str, str] = {}
    word = prefix = ""
    for kind, token in tokens.tokens(text):
        if kind == "prefixed" and word == "PREFIX":
            prefix = token.partition(":")[0]
        elif kind == "iri" and word in ("PREFIX", "BASE"):
            declared |= {prefix: token[1:-1]} if word == "PREFIX" else {}
            word = ""
        elif kind == "iri":
            yield token, token[1:-1]
        elif kind == "prefixed":
            head, _, local = token.partition(":")
            base = declared.get(head, PREFIXES.get(head))
            if base is not None and head != "_":
                yield token, base + local.replace("\\", "")
        if kind == "word":
            word = token.upper()
