"""Texts as XML writes them."""

from xml.sax.saxutils import escape, quoteattr

_KEPT = {"\r": "&#13;"}


def content(text: str) -> str:
    """Return a text as the content of an element.

    >>> content("R&D <3")
    'R&amp;D &lt;3'
    """
    return escape(text, _KEPT)


def attribute(text: str) -> str:
    """Return a text as an attribute with its quotes. Line breaks and tabs are preserved.

    >>> attribute('a "b"')
    '\\'a "b"\\''
    """
    return quoteattr(text)
