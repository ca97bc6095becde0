"""Everyday words that an answer may leave out of account. The answer lists them.

A word that narrows a question (a negation, a rank, an amount, a direction, a time) is never left
out. Names are never left out: kinds, sectors, places and entities of the graph.
"""

from __future__ import annotations

from functools import cache

from frenchtech_graph.ask.forms import Forms, forms_in
from frenchtech_graph.ask.matching import Match
from frenchtech_graph.ask.phrases import Element, Tool
from frenchtech_graph.ask.tokens import WORDS, Word

_DATES = "date"
_COUNTS = "count"
_NEARBY = "nearby"
_MONEY = "money"
_ROLES = ("asking", "being", "having", "doing", "thing", "manner", "form")
"""Entries of everyday words that say nothing more than the phrase beside them."""
EVERYDAY = (*_ROLES, _DATES, _COUNTS, _NEARBY, "narrows", "direction", "grouping")
"""Entries of words that are known, whether they may be left out or not."""


def set_aside(match: Match) -> tuple[Word, ...] | None:
    """Return the words that a match leaves out of account, or None if one of them may narrow it."""
    if match.unused or not match.is_worded or _is_only_asked(match):
        return None
    repeated = tuple(Word(r, r, r, 0) for r in match.repeated)
    known = same_words(match.tool, match.phrase)
    is_placed = bool(match.filled.keys() & {"place", "where"})
    is_raised = any(forms_in("raising").has(text) for text in match.said)
    is_told = all(
        _may_be_left(w, match, known)
        or (is_placed and _is_of(w, _NEARBY))
        or (is_raised and _is_of(w, _MONEY))
        for w in match.unknown
    )
    return (*match.unknown, *repeated) if is_told else None


def _is_only_asked(match: Match) -> bool:
    """Return whether a phrase has only question words, and a verb of the question is unknown.

    Such a verb carries the meaning of the question.
    """
    must_have = [e.pattern for e in match.phrase if e.pattern and not e.optional]
    is_plain = all(forms_in("questioning").has(w) for p in must_have for w in p.bare)
    is_verb = any(_is_of(w, role) for w in match.unknown for role in ("having", "doing"))
    return bool(must_have) and is_plain and is_verb


def _may_be_left(word: Word, match: Match, known: frozenset[Forms]) -> bool:
    tool = match.tool
    if _is_of(word, "negation") or (word.is_capital and word.index > 0):
        return False
    if _is_of(word, "narrows"):
        return word.stem in tool.title_words
    if _is_of(word, "direction") or _is_of(word, "grouping"):
        is_one_way = bool(tool.things) and not _is_mutual(match)
        return not is_one_way and _is_any(word, known)
    if _is_of(word, _DATES):
        return tool.has_years
    if _is_of(word, _COUNTS):
        return not tool.is_finding
    is_said = word.stem in tool.own_words or _is_any(word, known)
    return is_said or any(_is_of(word, role) for role in _ROLES)


def _is_mutual(match: Match) -> bool:
    """Return whether a tool has two entities in any order, and the question has both."""
    tool = match.tool
    is_listed = tool.name in WORDS.text("mutual", "en").split()
    return is_listed and all(thing in match.filled for thing in tool.things)


def _is_of(word: Word, key: str) -> bool:
    return forms_in(key).has(word.text)


def _is_any(word: Word, patterns: frozenset[Forms]) -> bool:
    return any(p.has(word.text) for p in patterns)


def same_words(tool: Tool, phrase: tuple[Element, ...]) -> frozenset[Forms]:
    """Return the words that phrases must have which ask for the same, with the same values."""
    stated = _stated(phrase)
    same = (p for p in tool.phrases if _stated(p) == stated)
    return frozenset(e.pattern for p in same for e in p if e.pattern and not e.optional)


@cache
def _stated(phrase: tuple[Element, ...]) -> frozenset[tuple[str, str]]:
    return frozenset((e.slot, e.constant.value) for e in phrase if e.constant)
