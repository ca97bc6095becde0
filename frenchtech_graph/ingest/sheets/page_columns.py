"""Columns of addresses of pages: the site of the actor of a row, or a page that states its facts."""

import re
from collections.abc import Sequence

from frenchtech_graph.ingest.sheets.contents import looks_like
from frenchtech_graph.ingest.sheets.fields import bare, meanings
from frenchtech_graph.ingest.sheets.lexicon import is_blank, words
from frenchtech_graph.ingest.sheets.neighbours import named_elsewhere
from frenchtech_graph.ingest.sheets.plans import Plan
from frenchtech_graph.ingest.sheets.sheet_shapes import ACTORS, PEOPLE, ROUNDS, TIES
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model.names import fold

_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?([^/?#\s]+)(/[^?#\s]*)?", re.IGNORECASE)
_MOST, _FEW = 0.6, 0.2
_LONG = 4
_WEBSITE, _SOURCE = "website", "source"


def page_code(made: Plan, header: str, cells: Sequence[Cell]) -> str:
    """Return the meaning of a column of addresses whose header is ambiguous (`Lien`, `URL`), or an
    empty text for other columns.

    The address of a tie, a round or a person is the page that states it. The address of an actor is its site
    if it has a word of its name. Other addresses lead to a question.
    """
    said = [c for c in cells if not is_blank(c.text)]
    if made.shape not in (ACTORS, ROUNDS, TIES, PEOPLE) or looks_like(said) != _WEBSITE:
        return ""
    if made.shape != ACTORS:
        return _of_facts(made, header, said) if _is_open(header) else ""
    if bare(header) not in words("any_page"):
        return ""
    own, elsewhere = _own_sites(made, header), _WEBSITE in named_elsewhere(made.block, header)
    if own >= _MOST and not elsewhere:
        return _WEBSITE
    from_others = own <= _FEW and _share_of_pages(said) >= _MOST
    guess = _SOURCE if from_others or elsewhere else _WEBSITE
    made.doubt(header, "page", guess, (_WEBSITE, _SOURCE))
    return guess


def _is_open(header: str) -> bool:
    """Check whether a header says only that the column has addresses, or is unknown."""
    return bare(header) in words("any_page") or not any(m.near < 2 for m in meanings(header))


def _of_facts(made: Plan, header: str, said: Sequence[Cell]) -> str:
    if _share_of_pages(said) < _MOST:
        made.doubt(header, "page", _SOURCE, (_SOURCE, "note"))
    return _SOURCE


def _share_of_pages(said: Sequence[Cell]) -> float:
    """Return the share of addresses of pages within a site."""
    found = [_ADDRESS.match(c.text.strip()) for c in said]
    return sum(bool(f and (f[2] or "/") != "/") for f in found) / len(said)


def _own_sites(made: Plan, header: str) -> float:
    """Return the share of addresses whose site has a word of the name of their row."""
    block = made.block
    column, name = block.header.index(header), made.naming
    if name is None:
        name = made.index("name")
    if name is None:
        return 0.5
    pairs = [(block.sheet.at(r, name).text, block.sheet.at(r, column).text) for r in block.rows]
    said = [(n, u) for n, u in pairs if not is_blank(u)]
    return sum(_is_own(n, u) for n, u in said) / len(said) if said else 0.5


def _is_own(name: str, url: str) -> bool:
    found = _ADDRESS.match(url.strip())
    if found is None:
        return False
    site = "".join(fold(found[1]).split())
    main = fold(found[1].rpartition(".")[0]).replace(" ", "")
    told = [w for w in fold(name).split() if len(w) >= _LONG]
    whole = "".join(fold(name).split())
    return any(w in site for w in told) or (len(main) > 1 and main in whole) or whole in site
