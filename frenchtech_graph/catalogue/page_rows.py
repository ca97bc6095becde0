"""Rows of the queries behind pages: the queries of `queries/pages/`, run on a store in memory."""

from functools import cache

import pyoxigraph as ox

from frenchtech_graph.io.files import queries_folder
from frenchtech_graph.rdf.binding import bind

Row = dict[str, str]
"""A solution of a query of `queries/pages/`: values by variable, unbound ones absent."""


def rows(store: ox.Store, name: str, **values: str) -> list[Row]:
    """Return the rows of a query of `queries/pages/`. Unbound values are absent."""
    answer = store.query(bind(texts()[name], {n: [ox.NamedNode(v)] for n, v in values.items()}))
    assert isinstance(answer, ox.QuerySolutions)
    names = [v.value for v in answer.variables]
    return [
        {n: cell.value for n, cell in zip(names, tuple(solution), strict=True) if cell is not None}
        for solution in answer
    ]


@cache
def texts() -> dict[str, str]:
    """Return the text of each query of `queries/pages/`."""
    files = sorted((queries_folder() / "pages").glob("*.rq"))
    return {file.stem: file.read_text(encoding="utf-8") for file in files}
