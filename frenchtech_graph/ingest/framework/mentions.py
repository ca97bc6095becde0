"""Names in a source's own texts about an actor: the capitalised words of a slogan or a summary.

A firm that changed its name is often called by the new one in the text of a competition about the
old one. Neither the words nor the names are kept, only a digest of each
name, which can be matched with the names of other actors. Possible names of persons are dropped.

Two texts on one project share its uncommon words, even under two names of the firm. The words of a
text are reduced to 4,096 heaps of many words each, so that the text cannot be reconstructed.
"""

import hashlib
import re
from collections.abc import Iterator

from frenchtech_graph.ingest.connectors.rounds.investor_names import is_person
from frenchtech_graph.ingest.framework.mapping import Record, SourceMapping
from frenchtech_graph.model.names import fold, name_digest

_WORD = re.compile(r"\w[\w&'’.-]*\w|\w")
_BREAK = re.compile(r"[,;:!?()«»“”\"/|\n]|\.(?=\s|$)|\s[–—-]\s")
_LONGEST = 3
"""Words that a name in a text may have."""

_SHORTEST = 4
"""Letters from which a word of a text indicates its subject."""

_STEM = 7
"""Letters that identify a word: its ending gives only number and gender."""

_DIGITS = 3
"""Hexadecimal digits that name a heap of words."""


def mentions(*texts: str) -> tuple[str, ...]:
    """Return the digests of the names in texts, in their order.

    A repeated name is repeated in the result.

    >>> mentions("La vision de Weenat est claire.").count(name_digest("Weenat"))
    1
    """
    return tuple(name_digest(name) for text in texts for name in names_in(text))


def said_in(record: Record, mapping: SourceMapping) -> tuple[str, ...]:
    """Return the digests of the names in the texts of a row.

    A copy shipped with the project has digests instead of texts.
    """
    return record.all("mentions") or mentions(*(record[field] for field in mapping.digested))


def gist(*texts: str) -> tuple[str, ...]:
    """Return the heaps that the words of texts fall in, each once and sorted.

    >>> gist("Des capteurs autonomes.") == gist("un capteur autonome") and len(gist("capteurs"))
    1
    """
    stems = {w[:_STEM] for text in texts for w in fold(text).split() if len(w) >= _SHORTEST}
    return tuple(sorted({_heap(stem) for stem in stems}))


def _heap(word: str) -> str:
    return hashlib.blake2b(word.encode(), digest_size=4).hexdigest()[:_DIGITS]


def gist_of(record: Record, mapping: SourceMapping) -> tuple[str, ...]:
    """Return the heaps of the words in the texts of a row, or the heaps kept instead of the texts.

    The result is empty if the row has no firm.
    """
    if not (record["company"] or record["siren"]):
        return ()
    return record.all("gist") or gist(*(record[field] for field in mapping.digested))


def names_in(text: str) -> Iterator[str]:
    """Yield the sequences from a capital or figure to another, up to three words long.

    Where a name ends is not known: each length is given.

    >>> list(names_in("La vision de Weenat SAS est claire. Portée par Marie Dupont."))
    ['La', 'Weenat', 'Weenat SAS', 'SAS', 'Portée', 'Portée par Marie', 'Marie', 'Dupont']
    """
    for part in _BREAK.split(text):
        words = _WORD.findall(part)
        heads = [n for n, word in enumerate(words) if word[0].isupper() or word[0].isdigit()]
        spans = (" ".join(words[a : b + 1]) for a in heads for b in heads if a <= b < a + _LONGEST)
        yield from (name for name in spans if not is_person(name))
