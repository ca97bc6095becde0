"""Names → resources of a graph: by identifier, address, name or other name, without accents and
case.
"""

from collections.abc import Iterator
from functools import cache
from urllib.parse import quote

import pyoxigraph as ox

from frenchtech_graph.catalogue.answers import Cell, Rows, read_rows, text_of
from frenchtech_graph.catalogue.engines import Engine
from frenchtech_graph.io.files import queries_folder
from frenchtech_graph.model import addresses
from frenchtech_graph.model.names import fold, nearest
from frenchtech_graph.model.namespaces import FTE, ID
from frenchtech_graph.rdf.binding import Term, bind


class Lookup:
    """Finds the resources of one graph by name."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._named: dict[str, list[tuple[str, str, str]]] = {}
        self._classes: dict[str, frozenset[str]] = {}

    def find(self, text: str, class_name: str) -> dict[str, str]:
        """Return the resources of a class that `text` means: address → usual name.

        A current or former identifier or address is decisive. Otherwise an exactly equal name is
        used, and then a folded name.
        """
        things = (
            [_address(text), *addresses.successors(text)]
            if "://" in text
            else [ID + f"{s}/{quote(text, safe='-_.~')}" for s in addresses.segments()]
        )
        texts = [ox.Literal(text), *(ox.Literal(text, language=lang) for lang in ("fr", "en"))]
        known: list[Term] = [ox.NamedNode(t) for t in things if t]
        values: dict[str, list[Term]] = {
            "class": [_class(class_name)],
            "name": [*texts],
            "thing": known,
        }
        found = {_value(thing): _value(usual) for thing, usual in self._rows("exact", values)}
        by_address = {i: usual for i, usual in found.items() if i in things}
        if by_address or found:
            return by_address or found
        wanted = fold(text)
        return (
            {i: usual for i, name, usual in self.names(class_name) if fold(name) == wanted}
            if wanted
            else {}
        )

    def suggest(self, text: str, class_name: str) -> list[str]:
        """Return usual names of resources of a class that `text` may mean, best first."""
        usual = {name: usual for _, name, usual in self.names(class_name)}
        return list(dict.fromkeys(usual[n] for n in nearest(text, usual)))

    def suggest_place(self, text: str) -> list[str]:
        """Return names of places of the graph that `text` may have meant, best first."""
        return nearest(text, [_value(name) for _, name in self._rows("places", {})])

    def names(self, class_name: str) -> list[tuple[str, str, str]]:
        """Return address, name and usual name of the resources of a class, one row per name."""
        if class_name not in self._named:
            rows = self._rows("named", {"class": [_class(class_name)]})
            self._named[class_name] = sorted((_value(t), _value(n), _value(u)) for t, n, u in rows)
        return self._named[class_name]

    def is_a(self, address: str, class_name: str) -> bool:
        """Return whether a resource of the graph is of a class or of a class below it."""
        if address not in self._classes:
            rows = self._rows("classes", {"thing": [ox.NamedNode(address)]})
            self._classes[address] = frozenset(_value(above) for _, above in rows)
        return FTE + class_name in self._classes[address]

    def _rows(self, name: str, values: dict[str, list[Term]]) -> Iterator[tuple[Cell, ...]]:
        answer = self._engine.query(bind(_question(name), values))
        assert isinstance(answer, ox.QuerySolutions | Rows)
        yield from read_rows(answer).rows


@cache
def _question(name: str) -> str:
    return (queries_folder() / "lookup" / f"{name}.rq").read_text(encoding="utf-8")


def _class(name: str) -> ox.NamedNode:
    return ox.NamedNode(FTE + name)


def _value(cell: Cell) -> str:
    return "" if cell is None else text_of(cell)


def _address(text: str) -> str:
    try:
        return ox.NamedNode(text).value
    except ValueError:
        return ""
