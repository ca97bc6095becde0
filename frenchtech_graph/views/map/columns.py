"""Tables as columns, so that ten thousand actors stay a small file: repeated values are written
once.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import takewhile
from typing import Any
from urllib.parse import urlsplit

Column = dict[str, Any]


def coded(values: Iterable[Hashable]) -> Column:
    """Return the different values in order of appearance, and a code per row. None is -1.

    >>> coded(["a", None, "b", "a"])
    {'values': ['a', 'b'], 'codes': [0, -1, 1, 0]}
    """
    number: dict[Hashable, int] = {}
    codes = [-1 if v is None else number.setdefault(v, len(number)) for v in values]
    return {"values": list(number), "codes": codes}


def prefixed(texts: Sequence[str]) -> Column:
    """Return the common prefix of all texts, and the rest of each.

    >>> prefixed(["http://a/1", "http://a/2"])
    {'prefix': 'http://a/', 'rest': ['1', '2']}
    """
    low, high = (
        min(texts, default=""),
        max(texts, default=""),
    )  # the prefix of these two is the prefix of all
    same = takewhile(lambda pair: pair[0] == pair[1], zip(low, high, strict=False))
    shared = low[: sum(1 for _ in same)] if len(texts) > 1 else ""
    return {"prefix": shared, "rest": [t[len(shared) :] for t in texts]}


def web_address(text: object) -> str | None:
    """Return `text` if a browser may follow it as a link (http or https, with a host), else None.

    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)"), web_address(None)
    ('https://example.org/a', None, None)
    """
    if not isinstance(text, str):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.netloc else None
