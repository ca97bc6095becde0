"""Both languages on one page: it contains each text twice, and the style shows one of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from markupsafe import Markup, escape

from frenchtech_graph.io.numbers import number
from frenchtech_graph.io.words import LANGUAGES, beside

WORDS = beside(__file__, "words.toml")


def both(texts: Mapping[str, str]) -> Markup:
    """Return a text in both languages, or once if they are the same.

    >>> both({"fr": "Lille", "en": "Lille"})
    Markup('Lille')
    >>> both({"fr": "lien", "en": "tie"})
    Markup('<span lang="fr">lien</span><span lang="en">tie</span>')
    """
    french, english = (escape(texts[lang]) for lang in LANGUAGES)
    if french == english:
        return french
    return Markup('<span lang="fr">{}</span><span lang="en">{}</span>').format(french, english)


def say(key: str, **blanks: object) -> Markup:
    """Return an entry of the words of the site. A blank is a text, a number, or a text by language."""
    if not blanks:
        return _plain(key)
    return both({lang: _text(key, lang, _in(blanks, lang)) for lang in LANGUAGES})


@cache
def _plain(key: str) -> Markup:
    return both(WORDS.both(key))


def _text(key: str, lang: str, blanks: Mapping[str, object]) -> str:
    """Return an entry. If a blank is markup, the rest is escaped and the whole is markup."""
    if any(isinstance(value, Markup) for value in blanks.values()):
        return Markup(escape(WORDS.entry(key, lang))).format(**blanks)  # noqa: S704
    return WORDS.text(key, lang, **blanks)


def filled(name: str) -> Markup:
    """Return a place that a script fills, by the name of its class."""
    return Markup('<span class="{}"></span>').format(name)


def count(key: str, n: float, **blanks: object) -> Markup:
    """Return a plural of the words of the site for a count."""
    if not blanks:
        return _counted(key, n)
    return both({lang: WORDS.plural(key, n, lang, **_in(blanks, lang)) for lang in LANGUAGES})


@lru_cache(maxsize=5000)
def _counted(key: str, n: float) -> Markup:
    return both({lang: WORDS.plural(key, n, lang) for lang in LANGUAGES})


def capital(texts: Mapping[str, str]) -> dict[str, str]:
    """Return texts that begin with a capital letter."""
    return {lang: texts[lang][:1].upper() + texts[lang][1:] for lang in LANGUAGES}


def sentence(*parts: Markup) -> Markup:
    """Return texts one after the other, a space between them."""
    return Markup(" ").join(p for p in parts if p)


def _in(blanks: Mapping[str, object], lang: str) -> dict[str, object]:
    return {name: _one(value, lang) for name, value in blanks.items()}


def _one(value: object, lang: str) -> object:
    if isinstance(value, Mapping):
        return value[lang]
    return number(value, lang) if isinstance(value, int | float) else value
