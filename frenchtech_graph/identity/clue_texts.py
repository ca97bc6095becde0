"""Evidence and doubts in the reader's language (`wording.toml`)."""

import re
import tomllib
from functools import cache
from pathlib import Path

_HOLE = re.compile(r"\\\{(\w+)\\\}")


@cache
def _wording() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _patterns(group: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the entries of a group as patterns, what is in braces as a hole."""
    return tuple(
        (re.compile(_HOLE.sub(r"(?P<\1>.+?)", re.escape(said))), french)
        for said, french in _wording()[group].items()
    )


def in_words(group: str, said: str, lang: str) -> str:
    """Return what a piece of evidence, a doubt, a band or a row is called in a language, `fr` or
    `en`.

    >>> in_words("doubts", "a and b: one name bears a number", "fr")
    'a et b : un des noms porte un chiffre'
    >>> in_words("evidence", "same site, firm", "fr")
    'même site, entreprise'
    """
    if lang == "en":
        return said
    kind, comma, sort = said.partition(", ")
    if comma and sort in _wording()["sorts"]:
        return f"{in_words(group, kind, lang)}, {_wording()['sorts'][sort]}"
    for pattern, french in _patterns(group):
        found = pattern.fullmatch(said)
        if found:
            holes = {
                k: in_words(group, v, lang) if k == "doubt" else v
                for k, v in found.groupdict().items()
            }
            return french.format(**holes)
    return said
