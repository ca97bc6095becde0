"""The type of round that a text states, also in brackets (`Levée (seed)`, `3 M€ (série A)`)."""

import re

from frenchtech_graph.ingest.sheets.lexicon import words
from frenchtech_graph.ingest.sheets.vocabularies import ROUNDS, TIES
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class, Round
from frenchtech_graph.model.wordings import find

_BRACKETED = re.compile(r"\s*([^()]*?)\s*[(\[]([^()\[\]]*)[)\]]\s*")


def parted(text: str) -> tuple[str, str]:
    """Return the text outside the brackets at the end of a text, and the text inside.

    >>> parted("Levée (seed)"), parted("Levée")
    (('Levée', 'seed'), ('Levée', ''))
    """
    found = _BRACKETED.fullmatch(text)
    return (found[1], found[2].strip()) if found else (text, "")


def round_type_in(text: str) -> str:
    """Return the type of round that a text states, empty if it states none, or two.

    >>> round_type_in("Levée (seed)"), round_type_in("A"), round_type_in("(série B)")
    ('seed-round', 'series-a', 'series-b')
    >>> round_type_in("Alpha"), round_type_in("Alpha (seed)"), round_type_in("série A (seed)")
    ('', '', '')
    """
    if whole := _sure(text):
        return whole
    outside, inside = parted(text)
    if not inside:
        return ""
    return _sure(inside) if not outside or is_raise(outside) else ""


def is_raise(text: str) -> bool:
    """Return whether a text means a raise or an investment of no stated type.

    >>> is_raise("Tour de table"), is_raise("Subvention")
    (True, False)
    """
    terms = {w.term for w in (*find(TIES, text), *find(ROUNDS, text)) if w.sure}
    meant = {Class.FUNDING_ROUND, Class.INVESTMENT, Round.UNKNOWN_ROUND}
    return fold(text) in words("round_names") or bool(terms & meant)


def _sure(text: str) -> str:
    found = find(ROUNDS, _series(text))
    return found[0].term if found and found[0].sure else ""


def _series(text: str) -> str:
    """Return the type of round for a single letter (`A`)."""
    letter = text.strip().upper()
    return f"série {letter}" if letter in tuple("ABCDEFG") else text
