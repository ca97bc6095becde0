"""The texts of `findings.toml`: what gaps, paths, introductions and comparisons say in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from frenchtech_graph.findings import wording

_TEXTS = Path(__file__).with_suffix(".toml")


def say(key: str, lang: str, **words: Any) -> str:
    """Return a text in a language, its blanks filled; a key without a text is returned as it is.

    Raises:
        ValueError: ``lang`` is neither ``fr`` nor ``en``.

    >>> say("state seeded", "fr")
    'l’amorçage'
    """
    texts = wording.texts(_TEXTS).get(key)
    wording.check_language(lang)
    return str(texts[lang]).format(**words) if texts else key.partition(" ")[2] or key


def nouns(name: str, lang: str) -> list[str]:
    """Return a noun, singular and plural."""
    return list(wording.texts(_TEXTS)[f"nouns {name}"][lang])


def heading(column: str, lang: str) -> str:
    """Return the title of a column on a screen.

    >>> heading("missing_ties", "fr"), heading("unheard_of", "en")
    ('manquants', 'unheard of')
    """
    return str(wording.texts(_TEXTS)["headings"][lang].get(column, column.replace("_", " ")))


def in_words(value: Any, lang: str) -> Any:
    """Return a code (a grade, a finding) in a language, anything else as it is.

    >>> in_words("cannot tell", "fr"), in_words(3, "fr")
    ('on ne peut pas dire', 3)
    """
    if not isinstance(value, str):
        return value
    texts = wording.texts(_TEXTS)
    known = texts["codes"][lang] | {
        code: texts[f"{kind} {code}"][lang]
        for kind in ("state", "measure")
        for code in [value]
        if f"{kind} {code}" in texts
    }
    return known.get(value, value)
