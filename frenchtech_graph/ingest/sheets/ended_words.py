"""Words for ties that have ended: `n'est plus hébergé par`, `ancien membre de`, `no longer hosted by`."""

import re

from frenchtech_graph.ingest.sheets.lexicon import words
from frenchtech_graph.ingest.sheets.vocabularies import TIES
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.wordings import find

_NEGATED = re.compile(r"^(?:ne\s+|n['’]\s?)(?P<verb>.+?)\s+plus\b\s*(?P<rest>.*)$", re.IGNORECASE)


def without_ending(text: str) -> str:
    """Return the word for a tie without the words for its end. The result is empty for other texts.

    >>> without_ending("n'est plus hébergée par"), without_ending("ancien membre de")
    ('est hébergée par', 'membre de')
    >>> without_ending("ne fait plus partie de"), without_ending("hébergée par")
    ('fait partie de', '')
    """
    negated = _NEGATED.match(text.strip())
    if negated:
        return _known(f"{negated['verb']} {negated['rest']}".strip())
    said = text.split()
    for size in range(min(len(said) - 1, _LONGEST), 0, -1):
        if fold(" ".join(said[:size])) in words("no_longer"):
            return _known(" ".join(said[size:]))
    first, dash, rest = text.partition("-")
    return _known(rest) if dash and fold(first) in words("no_longer") else ""


_LONGEST = 3


def _known(text: str) -> str:
    """Return a text if it is a word for a tie that lasts. An event has no end."""
    kinds = ontology.load().tie_kinds
    said = [kinds.get(w.term) for w in find(TIES, text) if w.sure]
    return text if said and all(kind and not kind.instant for kind in said) else ""
