"""Headings of the columns of questions, in the language of the reader.

Data keep the names of the query.
"""

from frenchtech_graph.io.words import beside

_WORDS = beside(__file__)


def column_label(name: str, lang: str) -> str:
    """Return the heading of a column. A column without a heading keeps its name.

    >>> column_label("company_name", "fr"), column_label("euros", "en"), column_label("x", "en")
    ('entreprise', 'euros', 'x')
    """
    for key in (name, name.removesuffix("_name")):
        if key in _WORDS:
            return _WORDS.text(key, lang)
    return name
