"""The texts of `findings.toml`: what gaps, paths, introductions and comparisons say in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from frenchtech_graph.analysis import wording

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
