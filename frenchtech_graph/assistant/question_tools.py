"""A tool for each question of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from frenchtech_graph.assistant.answers import table
from frenchtech_graph.assistant.tools import WORDS, Answer, Arguments, Tool, lang_of, rows_of
from frenchtech_graph.catalogue.questions import Parameter, Query, catalogue
from frenchtech_graph.io.words import LANGUAGES
from frenchtech_graph.model import ontology
from frenchtech_graph.model.terms import Class

if TYPE_CHECKING:
    from frenchtech_graph.api import EcosystemGraph

_TYPES = {"year": "integer", "integer": "integer", "number": "number", "boolean": "boolean"}
_LISTED = 60
"""Terms that a schema lists. A longer list appears only in the description."""


def question_tools() -> Iterator[Tool]:
    """Yield a tool for each question that answers with rows."""
    for query in catalogue():
        if query.form in ("SELECT", "ASK"):
            yield Tool(
                query.name,
                query.titles,
                {lang: f"{query.titles[lang]} {query.descriptions[lang]}" for lang in LANGUAGES},
                {p.name: _schema(p) for p in query.parameters.values() if p.type != "language"},
                (),
                partial(_ask, query),
            )


def _schema(parameter: Parameter) -> dict[str, Any]:
    said = " / ".join(parameter.helps.get(lang, "") for lang in reversed(LANGUAGES))
    one: dict[str, Any] = {"type": _TYPES.get(parameter.type, "string")}
    if parameter.type in ("concept", "class"):
        spec = f"{parameter.type}/{parameter.of or Class.DATED_THING}"
        terms = sorted(ontology.load().vocabulary(spec))
        if len(terms) <= _LISTED:
            said += f" ({', '.join(terms)})"
    described = {"description": said}
    if parameter.many:
        return {"type": "array", "items": one, **described}
    return {**one, **described}


def _ask(query: Query, graph: EcosystemGraph, arguments: Arguments) -> Answer:
    lang = lang_of(arguments)
    given = {n: v for n, v in arguments.items() if n in query.parameters and n != "lang"}
    frame = graph.query(query.name, lang=lang, **given)
    empty = WORDS.text("no-rows", lang) if frame.empty else ""
    unknown = " ".join(filter(None, (query.descriptions[lang], empty)))
    return table(frame, rows_of(arguments), unknown=unknown)
