"""The words shown to users, in French and English: one schema and one loader of catalogues.

A catalogue is a TOML file. Each of its tables is an entry, and has `fr` and `en` of the same form:

- a text, with {blanks};
- a list of texts (the paragraphs of a page, the expectation and remedy of a fault);
- a table of texts by name (`degree = "degré"`), which is a plural if the names are `one` and
  `other`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from frenchtech_graph.io.numbers import number, plural_form

LANGUAGES = ("fr", "en")
PLURALS = frozenset({"one", "other"})
Entry = str | list[str] | dict[str, str]


class WordsError(ValueError):
    """A catalogue does not follow the schema.

    The message states the file, the entry and the fault.
    """


class Words:
    """The entries of one catalogue."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._entries: dict[str, dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))

    def __contains__(self, key: str) -> bool:
        """Return whether there is an entry of that key."""
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        """Yield the keys, in the order of the file."""
        return iter(self._entries)

    def entry(self, key: str, lang: str) -> Any:
        """Return an entry in a language, unchanged from the catalogue.

        Raises:
            WordsError: the entry does not exist, or not in that language.
        """
        try:
            return self._entries[key][lang]
        except KeyError as error:
            raise WordsError(f"{self.file.name}: [{key}] has no text in {lang!r}") from error

    def text(self, key: str, lang: str, **blanks: Any) -> str:
        """Return a text, its blanks filled."""
        return str(self.entry(key, lang)).format(**blanks)

    def parts(self, key: str, lang: str) -> list[str]:
        """Return the texts of a list."""
        return list(self.entry(key, lang))

    def named(self, key: str, lang: str) -> Mapping[str, str]:
        """Return the texts of a table, by name."""
        found: Mapping[str, str] = self.entry(key, lang)
        return found

    def plural(self, key: str, count: float, lang: str, **blanks: Any) -> str:
        """Return the form of a plural for a count, with its blanks filled. {n} is the count."""
        forms = self.named(key, lang)
        return forms[plural_form(count, lang)].format(n=number(count, lang), **blanks)

    def both(self, key: str) -> dict[str, Any]:
        """Return an entry by language."""
        return {lang: self.entry(key, lang) for lang in LANGUAGES}

    def all_of(self, lang: str) -> dict[str, Any]:
        """Return all entries in a language, for a template."""
        return {key: self.entry(key, lang) for key in self._entries}

    def check(self) -> None:
        """Check that each entry has both languages, of the same form with the same blanks.

        Raises:
            WordsError: an entry has not. The message lists all faults.
        """
        faults = [f for key, entry in self._entries.items() for f in _faults(key, entry)]
        if faults:
            raise WordsError("\n".join(f"{self.file.name}: {fault}" for fault in faults))


@cache
def catalogue(file: Path) -> Words:
    """Return the catalogue of a file, from the cache if it was read before."""
    return Words(file)


def beside(module: str, name: str = "") -> Words:
    """Return the catalogue next to a module: for `__file__` of `x.py`, `x.toml` or `name`."""
    path = Path(module)
    return catalogue(path.parent / name if name else path.with_suffix(".toml"))


def _faults(key: str, entry: object) -> Iterator[str]:
    if not isinstance(entry, dict) or set(entry) != set(LANGUAGES):
        yield f"[{key}] must have fr and en, and nothing else"
        return
    french, english = (_texts(entry[lang]) for lang in LANGUAGES)
    if type(entry["fr"]) is not type(entry["en"]) or set(french) != set(english):
        yield f"[{key}] must have the same form in fr and en"
        return
    for name in french:
        blanks = [_blanks(texts[name]) for texts in (french, english)]
        if blanks[0] != blanks[1]:
            yield f"[{key}] {name}: blanks differ: {sorted(blanks[0])}, {sorted(blanks[1])}"


def _texts(entry: Any) -> dict[Any, str]:
    if isinstance(entry, dict):
        return entry
    return dict(enumerate(entry)) if isinstance(entry, list) else {"": entry}


def _blanks(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:  # braces of SPARQL or of a program: no blanks
        return set(re.findall(r"\{[^{}]*\}", text))
