"""Headings of the columns of questions, in the language of the reader.

Data keep the names of the query.
"""

import tomllib
from functools import cache
from pathlib import Path

_LABELS = Path(__file__).with_name("columns.toml")
_PLACES = {"fr": 0, "en": 1}


@cache
def _labels() -> dict[str, list[str]]:
    return tomllib.loads(_LABELS.read_text(encoding="utf-8"))


def column_label(name: str, lang: str) -> str:
    """Return the heading of a column; one without a heading keeps its name.

    >>> column_label("company_name", "fr"), column_label("euros", "en"), column_label("x", "en")
    ('entreprise', 'euros', 'x')
    """
    labels = _labels()
    found = labels.get(name) or labels.get(name.removesuffix("_name"))
    return found[_PLACES[lang]] if found else name
