"""The language of a question."""

from __future__ import annotations

import re
from functools import cache

from frenchtech_graph.ask.phrases import spoken_words
from frenchtech_graph.ask.tokens import WORDS, written_words
from frenchtech_graph.io.words import LANGUAGES
from frenchtech_graph.model.names import fold

_COMMON = (
    "stop",
    "filler",
    "negation",
    "alike",
    "wordings",
    "narrows",
    "direction",
    "grouping",
    "date",
    "count",
    "asking",
    "being",
    "having",
    "doing",
    "thing",
    "manner",
    "nearby",
    "form",
)
"""Entries of `words.toml` whose words show the language of a question."""
_ACCENTS = re.compile("[àâçèéêëîïôùûœ]")
"""Letters that words of English do not have."""


def language(question: str) -> str:
    """Return the language of most common words of a question, French by default.

    Words of both languages do not count. A word with a capital after the first word is a name and
    does not count either, such as "AI", which is also a French verb.

    >>> language("Who funded Exotec?"), language("Qui a financé Exotec ?"), language("Exotec")
    ('en', 'fr', 'fr')
    >>> language("Who put money into Mistral AI?"), language("investors by region, year by year")
    ('en', 'en')
    >>> language("top 10 investisseurs à Lyon")
    'fr'
    """
    written = written_words(question)
    told = [w for at, w in enumerate(written) if at == 0 or not any(map(str.isupper, w))]
    counts = {lang: sum(fold(w) in _common(lang) for w in told) for lang in LANGUAGES}
    counts["fr"] += sum(_ACCENTS.search(w) is not None for w in told if w.islower())
    return "en" if counts["en"] > counts["fr"] else "fr"


@cache
def _common(lang: str) -> frozenset[str]:
    """Return the common words that only one language has."""
    other = frozenset().union(*(_declared(each) for each in LANGUAGES if each != lang))
    return _declared(lang) - other


@cache
def _declared(lang: str) -> frozenset[str]:
    common = frozenset(w.rstrip("*") for key in _COMMON for w in WORDS.text(key, lang).split())
    return common | spoken_words(lang)
