"""Columns of crosses, whose headers contain the values (`IA | Santé | Énergie`)."""

from collections.abc import Sequence

from frenchtech_graph.ingest.sheets.fields import meanings
from frenchtech_graph.ingest.sheets.lexicon import is_blank, truth, words
from frenchtech_graph.ingest.sheets.vocabularies import ACTORS, SECTORS
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.wordings import find


def are_ticks(cells: Sequence[Cell]) -> bool:
    """Return whether all cells are yes or no, with at least one yes.

    >>> are_ticks([Cell("x"), Cell("X")]), are_ticks([Cell("x"), Cell("Lyon")])
    (True, False)
    """
    said = [truth(c.text) for c in cells if not is_blank(c.text)]
    return any(said) and all(s is not None for s in said)


def crossed(header: str) -> str:
    """Return the value of a cross beneath a header: the header without the group above it.

    >>> crossed("Domaines – IA"), crossed("Santé")
    ('IA', 'Santé')
    """
    return header.rpartition(" – ")[2]


def _is_flag(text: str) -> bool:
    """Check whether a header is a property of a body (`JEI`), not the name of another body.

    >>> _is_flag("JEI"), _is_flag("Pépinière"), _is_flag("Euratechnologies")
    (True, True, False)
    """
    kinds = find(ACTORS, text)
    return fold(text) in words("names_nobody") or (bool(kinds) and kinds[0].sure)


def are_answers(cells: Sequence[Cell]) -> bool:
    """Check whether all cells are yes or no, with at least one no: they are no crosses.

    >>> are_answers([Cell("oui"), Cell("Non")]), are_answers([Cell("non"), Cell("Lyon")])
    (True, False)
    """
    said = [truth(c.text) for c in cells if not is_blank(c.text)]
    return False in said and None not in said


def crossed_for(header: str) -> str:
    """Return the code of a column of crosses for the sector or the actors in its header, or an
    empty code for other headers.
    """
    named = find(SECTORS, crossed(header))
    if named and named[0].sure:
        return "sectors"
    group, dash, value = header.rpartition(" – ")
    if _is_flag(value):
        return ""
    found = meanings(group)[:1] if dash else ()
    whole = meanings(header)[:1]
    if not found and whole and whole[0].near == 2:
        found = whole
    return next((m.code for m in found if m.group == "relations"), "")
