"""Columns of sizes in lists of funds: amounts, not numbers of persons."""

from collections.abc import Sequence

from frenchtech_graph.ingest.sheets.amounts import is_price, says_unit
from frenchtech_graph.ingest.sheets.lexicon import is_blank, words
from frenchtech_graph.ingest.sheets.plans import Plan
from frenchtech_graph.ingest.sheets.vocabularies import ACTORS
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model import ontology
from frenchtech_graph.model.terms import Class
from frenchtech_graph.model.wordings import find, plain

FUND_SIZE = "fund_size"
UNSURE = "?"


def size_of_funds(made: Plan, header: str, cells: Sequence[Cell]) -> str:
    """Return the meaning of a column of sizes that does not count persons: `FUND_SIZE` for amounts in
    a list of funds, `UNSURE` for bare numbers there or amounts elsewhere, or an empty text.
    """
    said = [c for c in cells if not is_blank(c.text)]
    money = says_unit(header) or (bool(said) and all(map(is_price, said)))
    funds = _are_funds(made)
    if money and funds:
        return FUND_SIZE
    return UNSURE if money or (funds and plain(header) in words("sizes")) else ""


def _are_funds(made: Plan) -> bool:
    """Check whether the rows of a list are funds, by its name, its titles, or the header of its names."""
    named = made.block.header[made.naming] if made.naming is not None else ""
    kinds = [find(ACTORS, t) for t in (made.block.sheet.name, named, *made.block.titles)]
    known = ontology.load()
    return any(k and known.is_a(k[0].term, Class.INVESTMENT_FUND) for k in kinds)
