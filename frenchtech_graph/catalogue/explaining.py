"""The work of a query: its parts, the number of matches of each part, and the reasons why it is
slow.

The engine chooses the order of the patterns. It cannot avoid the cost of parts that share no
variable (their product is the answer), or of paths of any length.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Identifier, Literal, URIRef, Variable

from frenchtech_graph.catalogue import answers
from frenchtech_graph.catalogue.engines import Engine, Source, answer, open_engine
from frenchtech_graph.catalogue.hints import hints
from frenchtech_graph.catalogue.lookup import Lookup
from frenchtech_graph.catalogue.questions import Query
from frenchtech_graph.catalogue.running import bound, question
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.words import beside
from frenchtech_graph.model.namespaces import PREFIXES

_WORDS = beside(__file__)
_PARTS = ("p", "p1", "p2", "graph", "part")
Triple = tuple[Any, Any, Any]


def explain(source: Source, query: str | Path | Query, *, lang: str, **params: Any) -> pd.DataFrame:
    """Return one row per part of a question.

    Columns: `step` (the operation, indented by its depth), `pattern` (text), `matches` (Int64:
        number of matches of the pattern in the default graph, or None if not counted) and `note`.

    Raises:
        BilingualError: as `run`.
    """
    engine, asked = open_engine(source), question(query)
    text = bound(asked, lang, params, Lookup(engine))
    try:
        algebra = prepareQuery(text).algebra
    except Exception as error:  # the parser raises what it likes
        raise BilingualError("query-syntax", detail=error) from error
    rows = [
        (step, pattern, _count(engine, t), note)
        for step, pattern, t, note in _walk(algebra, 0, lang)
    ]
    rows += [("!", hint.term, None, hint.text(lang)) for hint in hints(asked.text)]
    frame = pd.DataFrame(rows, columns=["step", "pattern", "matches", "note"])
    frame["matches"] = frame["matches"].astype("Int64")
    return frame


Row = tuple[str, str, Triple | None, str]


def _walk(node: CompValue, depth: int, lang: str) -> Iterator[Row]:
    indent = "  " * depth
    if node.name == "BGP":
        for triple, note in _patterns(node.triples, lang):
            yield indent + "pattern", " ".join(map(_written, triple)), triple, note
        return
    yield indent + _name(node), _details(node), None, ""
    for key in _PARTS:
        if isinstance(node.get(key), CompValue):
            yield from _walk(node[key], depth + 1, lang)


def _name(node: CompValue) -> str:
    return str(node.name).removesuffix("Query")


def _details(node: CompValue) -> str:
    """Return the arguments of an operation, if they fit on a line."""
    if node.get("PV") is not None:
        return " ".join(f"?{v}" for v in node.get("PV") or ())
    if node.name == "Slice":
        return f"LIMIT {node.length} OFFSET {node.start}"
    if node.name == "Extend":
        return f"?{node.var}"
    term = node.get("term")
    return _written(term) if node.name == "Graph" and term is not None else ""


def _patterns(triples: list[Triple], lang: str) -> Iterator[tuple[Triple, str]]:
    """Yield the patterns of a group, each with a note if it is apart from those before it."""
    met: set[Any] = set()
    for triple in triples:
        own = {term for term in triple if isinstance(term, Variable)}
        later = {
            t for other in triples if other != triple for t in other if isinstance(t, Variable)
        }
        notes = []
        if met and own and not own & met and not own & later:
            notes.append(_WORDS.text("product", lang))
        if isinstance(triple[1], PropertyPath) and any(m in str(triple[1]) for m in "*+"):
            notes.append(_WORDS.text("path", lang))
        met |= own
        yield triple, " ".join(notes)


def _count(engine: Engine, triple: Triple | None) -> int | None:
    """Return the number of matches of a pattern alone. None for a path, which may not end."""
    if triple is None or isinstance(triple[1], PropertyPath):
        return None
    text = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(_full(t) for t in triple)} }}"
    try:
        return int(answers.frame(answer(engine, text), {"n": "integer"})["n"][0])
    except BilingualError:
        return None


def _full(term: Identifier) -> str:
    return f"?{term}" if isinstance(term, Variable) else str(term.n3())


def _written(term: Any) -> str:
    if isinstance(term, URIRef):
        found = [(p, b) for p, b in PREFIXES.items() if str(term).startswith(b)]
        prefix, base = max(found, key=lambda f: len(f[1]), default=("", ""))
        return f"{prefix}:{str(term).removeprefix(base)}" if base else term.n3()
    if isinstance(term, PropertyPath):
        return _short(term.n3())
    return str(term.n3()) if isinstance(term, Variable | Literal) else str(term)


def _short(text: str, known: Mapping[str, str] = PREFIXES) -> str:
    for prefix, base in sorted(known.items(), key=lambda k: -len(k[1])):
        text = text.replace(f"<{base}", f"<{prefix}:")
    return text.replace("<", "").replace(">", "")
