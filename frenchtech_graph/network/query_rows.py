"""Answers of a store to the queries of `queries/network/`, as rows of text."""

from collections.abc import Iterator

import pyoxigraph as ox

from frenchtech_graph.io.files import queries_folder


def _solutions(store: ox.Store, name: str) -> ox.QuerySolutions:
    """Return the answer to a query of `queries/network/`."""
    found = store.query((queries_folder() / "network" / f"{name}.rq").read_text(encoding="utf-8"))
    assert isinstance(found, ox.QuerySolutions)
    return found


def rows(store: ox.Store, name: str) -> Iterator[list[str]]:
    """Yield the rows of a query of `queries/network/`, each value as text, empty where unbound.

    Values are read from terms, because the CSV of the store does not quote commas in addresses.
    """
    return _texts(_solutions(store, name))


def _texts(found: ox.QuerySolutions) -> Iterator[list[str]]:
    for solution in found:
        yield ["" if term is None else term.value for term in solution]
