"""Evidence and reasons for review in the reader's language (`clue_texts.toml`)."""

import re
from functools import cache

from frenchtech_graph.io.words import beside

_HOLE = re.compile(r"\\\{(\w+)\\\}")


_WORDS = beside(__file__)


@cache
def _patterns(group: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the entries of a group as patterns with a named group for each placeholder."""
    return tuple(
        (re.compile(_HOLE.sub(r"(?P<\1>.+?)", re.escape(_WORDS.entry(key, "en")))), key)
        for key in _WORDS
        if key.startswith(f"{group} ")
    )


def in_words(group: str, said: str, lang: str) -> str:
    """Return the text of a piece of evidence, a reason, a band or a row in a language, `fr` or
    `en`.

    >>> in_words("doubts", "a and b: one name has a number", "fr")
    'a et b : un des noms porte un chiffre'
    >>> in_words("evidence", "same site, firm", "fr")
    'même site, entreprise'
    """
    if lang == "en":
        return said
    kind, comma, sort = said.partition(", ")
    if comma and f"sorts {sort}" in _WORDS:
        return f"{in_words(group, kind, lang)}, {_WORDS.text(f'sorts {sort}', lang)}"
    for pattern, key in _patterns(group):
        found = pattern.fullmatch(said)
        if found:
            holes = {
                k: in_words(group, v, lang) if k == "reason" else v
                for k, v in found.groupdict().items()
            }
            return _WORDS.text(key, lang, **holes)
    return said
