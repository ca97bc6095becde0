"""Findings in words, French and English: texts beside the code, numbers as each language writes
them.
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
        ValueError: there are none.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"no texts in {lang!r}; choose fr or en")
    return lang


def label_of(name: str, lang: str, labels: Labels | None) -> str:
    """Return the label of a group in a language, its own name where there is none."""
    return (labels or {}).get(name, {}).get(lang, name)


def called(label: Any, key: Any) -> str:
    """Return the label of an actor, its key where it has none: pandas 3 has NaN for a text that is
    not there.

    >>> called("Exotec", "urn:a"), called(None, "urn:a"), called(float("nan"), "urn:a")
    ('Exotec', 'urn:a', 'urn:a')
    """
    return label if isinstance(label, str) and label else str(key)


def sentence_case(text: str) -> str:
    """Return the text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]
