"""Findings in words, French and English: texts next to the code, and numbers in the format of each
language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from frenchtech_graph.io.numbers import counted, number
from frenchtech_graph.io.words import LANGUAGES

__all__ = ["LANGUAGES", "Labels", "called", "check_language", "counted", "label_of", "number"]
__all__ += ["sentence_case"]
Labels = Mapping[str, Mapping[str, str]]


def check_language(lang: str) -> str:
    """Return ``lang`` if there are texts in it.

    Raises:
        ValueError: the text does not exist.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"no texts in {lang!r}; choose fr or en")
    return lang


def label_of(name: str, lang: str, labels: Labels | None) -> str:
    """Return the label of a group in a language, by default its own name."""
    return (labels or {}).get(name, {}).get(lang, name)


def called(label: Any, key: Any) -> str:
    """Return the label of an actor, by default its key. Pandas 3 has NaN for a missing text.

    >>> called("Exotec", "urn:a"), called(None, "urn:a"), called(float("nan"), "urn:a")
    ('Exotec', 'urn:a', 'urn:a')
    """
    return label if isinstance(label, str) and label else str(key)


def sentence_case(text: str) -> str:
    """Return the text with a capital first letter, and the rest unchanged."""
    return text[:1].upper() + text[1:]
