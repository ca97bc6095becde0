"""Names in a question that say the same as the phrases of a tool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from frenchtech_graph.ask.forms import forms_in
from frenchtech_graph.ask.names import Span
from frenchtech_graph.ask.parts import Item, is_word, text_of
from frenchtech_graph.ask.phrases import Element, Named, Tool
from frenchtech_graph.ask.tokens import stem
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class

GENERAL = (Class.START_UP, Class.COMPANY, Class.ORGANIZATION, Class.ACTOR)
"""General kinds that a question may contain without a restriction to them. Findings cover every
kind, and only the last two mean that.
"""


def says_same(span: Span, tool: Tool, *, is_asked: bool) -> bool:
    """Return whether a name repeats the phrases of a tool.

    A name at the beginning of a question `is_asked`: it is the subject of the question.
    """
    return _is_role(span, tool) or (not is_asked and _is_own_word(span, tool))


def is_dropped(part: Item, phrase: Sequence[Element], slots: Mapping[str, Sequence[Named]]) -> bool:
    """Return whether a kind is only a word that a phrase may lack, and fills no parameter.

    A general kind, such as "start-ups", narrows nothing, and funds may be money.
    """
    if not isinstance(part, Span) or any(c.value in GENERAL for c in part.candidates):
        return False
    text = text_of(part)
    if forms_in("money").has(text):
        return False
    must_have = any(is_word(e.pattern, text) for e in phrase if e.pattern and not e.optional)
    is_kept = any(c in several for several in slots.values() for c in part.candidates)
    is_kind = any(c.type == "class" for c in part.candidates)
    return is_kind and not must_have and not is_kept


def _is_role(span: Span, tool: Tool) -> bool:
    """Return whether a name of a role or of persons is a word that phrases of a tool must have."""
    text = text_of(span)
    is_role = any(c.of == "role" or c.value == Class.PERSON for c in span.candidates)
    return is_role and bool(text) and any(is_word(p, text) for p in tool.required)


def _is_own_word(span: Span, tool: Tool) -> bool:
    """Return whether a kind or a sector is a word of the title of a tool or of its phrases.

    A tool that could keep its rows to it would have a parameter for it.
    """
    types = {c.type for c in span.candidates}
    if not types <= {"class", "concept"} or types & {s.type for s in tool.slots.values()}:
        return False
    text = fold(span.text)
    return stem(text) in tool.title_words or any(is_word(p, text) for p in tool.vocabulary)
