"""The texts of `findings.toml`: sentences of gaps, paths, introductions and comparisons."""

from __future__ import annotations

from typing import Any

from frenchtech_graph.findings import wording
from frenchtech_graph.io.words import beside

_WORDS = beside(__file__)


def say(key: str, lang: str, **words: Any) -> str:
    """Return a text in a language, with its blanks filled.

    A key without a text is returned unchanged.

    Raises:
        ValueError: ``lang`` is neither ``fr`` nor ``en``.

    >>> say("state seeded", "fr")
    'l’amorçage'
    """
    wording.check_language(lang)
    if key in _WORDS:
        return _WORDS.text(key, lang, **words)
    return key.partition(" ")[2] or key


def nouns(name: str, lang: str) -> list[str]:
    """Return a noun, singular and plural."""
    return _WORDS.parts(f"nouns {name}", lang)


def heading(column: str, lang: str) -> str:
    """Return the title of a column on a screen.

    >>> heading("missing_ties", "fr"), heading("unheard_of", "en")
    ('manquants', 'unheard of')
    """
    return _WORDS.named("headings", lang).get(column, column.replace("_", " "))


def in_words(value: Any, lang: str) -> Any:
    """Return a code (a grade, a finding) in a language, anything else unchanged.

    >>> in_words("cannot tell", "fr"), in_words(3, "fr")
    ('on ne peut pas dire', 3)
    """
    if not isinstance(value, str):
        return value
    for key in (f"measure {value}", f"state {value}"):
        if key in _WORDS:
            return _WORDS.text(key, lang)
    return _WORDS.named("codes", lang).get(value, value)
