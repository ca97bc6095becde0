"""The forms of a word that a phrase accepts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from frenchtech_graph.ask.tokens import WORDS
from frenchtech_graph.io.words import LANGUAGES


class Forms:
    """A word of a phrase: its exact forms, and its beginnings that take any declared ending.

    >>> forms = forms_of(["who", "fund*"])
    >>> [forms.has(w) for w in ("who", "funded", "fundamental")]
    [True, True, False]
    """

    __slots__ = ("_beginnings", "_exact")

    def __init__(self, forms: Iterable[str]) -> None:
        bare = [f.replace("-", "") for f in forms]
        self._exact = frozenset(f.removesuffix("*") for f in bare)
        self._beginnings = frozenset(f.removesuffix("*") for f in bare if f.endswith("*"))

    @property
    def bare(self) -> frozenset[str]:
        """Its forms without an ending."""
        return self._exact | self._beginnings

    def has(self, text: str) -> bool:
        """Return whether a folded word is one of the forms."""
        if text in self._exact:
            return True
        return any(
            text[:at] in self._beginnings and text[at:] in endings() for at in range(1, len(text))
        )


def forms_of(forms: Iterable[str]) -> Forms:
    """Return the forms that phrases write as `who` or `fund*`."""
    return _shared(tuple(sorted(set(forms))))


@cache
def _shared(forms: tuple[str, ...]) -> Forms:
    return Forms(forms)


@cache
def forms_in(key: str) -> Forms:
    """Return the forms of an entry of `words.toml`, in both languages."""
    return forms_of(f for lang in LANGUAGES for f in WORDS.text(key, lang).split())


@cache
def endings() -> frozenset[str]:
    """Return the endings that `*` allows."""
    return frozenset(e for lang in LANGUAGES for e in WORDS.text("endings", lang).split())
