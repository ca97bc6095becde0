"""Names that a source's own words say of an actor: what is written with a capital in a slogan or a summary.

A firm that changed its name is often called by the new one in what a competition tells of it under the
old one. The words themselves are not kept, nor what reads as the name of a person.
"""

import re
from collections.abc import Iterator

from frenchtech_graph.sources.investors import is_person

_WORD = re.compile(r"\w[\w&'’.-]*\w|\w")
_BREAK = re.compile(r"[,;:!?()«»“”\"/|\n]|\.(?=\s|$)|\s[–—-]\s")
_LONGEST = 3
"""Words that a name in a text may have."""


def mentions(*texts: str) -> tuple[str, ...]:
    """Return what is written from one capital or figure to another, up to three words long, in the order of the texts.

    A name that is said twice stands there twice. Where a name ends is not known: each length is given.

    >>> mentions("La vision de Weenat est claire.", "Weenat SAS")
    ('La', 'Weenat', 'Weenat', 'Weenat SAS', 'SAS')
    >>> mentions("Portée par Marie Dupont.")
    ('Portée', 'Portée par Marie', 'Marie', 'Dupont')
    """
    return tuple(said for text in texts for part in _BREAK.split(text) for said in _spans(_WORD.findall(part)))


def _spans(words: list[str]) -> Iterator[str]:
    heads = [n for n, word in enumerate(words) if word[0].isupper() or word[0].isdigit()]
    for first in heads:
        spans = (" ".join(words[first : last + 1]) for last in heads if first <= last < first + _LONGEST)
        yield from (said for said in spans if not is_person(said))
