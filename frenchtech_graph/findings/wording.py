"""Findings in words, French and English: texts beside the code, numbers as each language writes
them.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("fr", "en")
Labels = Mapping[str, Mapping[str, str]]


@cache
def texts(file: Path) -> dict[str, Any]:
    """Return the texts of a TOML file: key → language → text."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


def check_language(lang: str) -> str:
    """Return ``lang`` if there are texts in it.

    Raises:
        ValueError: there are none.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"no texts in {lang!r}; choose fr or en")
    return lang


def number(value: float, lang: str, digits: int = 1) -> str:
    """Return a number with at most ``digits`` decimals, as the language writes it.

    >>> number(41.84, "fr"), number(1200.0, "en"), number(0.04, "en")
    ('41,8', '1,200', '0')
    """
    if math.isnan(value):
        return "?"
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    text = "0" if text == "-0" else text
    return text.replace(",", "\u202f").replace(".", ",") if lang == "fr" else text


def counted(value: float, nouns: tuple[str, str] | list[str], lang: str) -> str:
    """Return a count with its noun, singular or plural by the rule of the language.

    >>> counted(1.5, ["lien", "liens"], "fr"), counted(0, ["tie", "ties"], "en"), counted(1, ["tie", "ties"], "en")
    ('1,5 lien', '0 ties', '1 tie')
    """
    shown = number(value, lang)
    one = abs(value) < 2 if lang == "fr" else shown == "1"
    return f"{shown} {nouns[0] if one else nouns[1]}"


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
