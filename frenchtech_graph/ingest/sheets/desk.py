"""The state of reading a workbook: rows of the template, questions, readings of cells."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from frenchtech_graph.ingest.sheets.doubts import Cellwise, Doubt
from frenchtech_graph.ingest.sheets.mapping import Reading
from frenchtech_graph.ingest.sheets.register import Register
from frenchtech_graph.ingest.tables import template
from frenchtech_graph.model.names import slug

TABLES = tuple(template.load())


@dataclass(slots=True)
class Made:
    """A row made for a table of the template: its cells, where it comes from, whether it is
    private. `named` marks an actor that other rows mention and no row describes.
    """

    cells: dict[str, str]
    sheet: str
    row: int
    private: bool = False
    named: bool = False


@dataclass(slots=True)
class Desk:
    """The current reading of one workbook.

    `name` is the id of its data set, `holders` are the owners of the lists read so far. `unsettled`
    counts by header the new actors of no precise kind, and `assumed` has the kinds of new actors that
    were derived from a tie.
    """

    name: str
    reading: Reading
    register: Register
    today: str
    tables: dict[str, list[Made]] = field(default_factory=lambda: {t: [] for t in TABLES})
    doubts: list[Doubt] = field(default_factory=list)
    cells: list[Cellwise] = field(default_factory=list)
    noted: set[tuple[str, int, int]] = field(default_factory=set)
    private: set[tuple[str, int]] = field(default_factory=set)
    holders: list[str] = field(default_factory=list)
    unsettled: Counter[str] = field(default_factory=Counter)
    assumed: dict[str, str] = field(default_factory=dict)
    _actors: dict[str, Made] = field(default_factory=dict)
    _given: dict[tuple[str, str], int] = field(default_factory=dict)
    _ties: dict[tuple[str | None, ...], Made] = field(default_factory=dict)
    _pairs: set[tuple[str, str, str]] = field(default_factory=set)
    _pages: dict[str, str] = field(default_factory=dict)

    def add(self, table: str, made: Made) -> Made:
        """Add a row to a table of the template, without empty cells."""
        made.cells = {name: value for name, value in made.cells.items() if value}
        self.tables[table].append(made)
        if table == "ties":
            self._pairs.add((made.cells["kind"], made.cells["from"], made.cells["to"]))
        if table in ("actors", "events"):
            self._actors[made.cells["id"]] = made
        return made

    def entity(self, identifier: str) -> Made | None:
        """Return the row of an actor or event that was made here."""
        return self._actors.get(identifier)

    def doubt(self, sheet: str, row: int, column: str, value: str, code: str, **more: Any) -> None:
        """Record a question. The other arguments are fields of `Doubt`, or details of its text."""
        own = {k: more.pop(k) for k in ("guess", "about", "choices") if k in more}
        self.doubts.append(Doubt(sheet, row, column, value[:200], code, **own, details=more))

    def note(self, cell: Cellwise) -> None:
        """Note how a cell was read."""
        if cell.value:
            self.cells.append(cell)
            self.noted.add(cell.place)

    def new_id(self, table: str, name: str) -> str:
        """Return a free id: it is made from a name, and begins with the id of the data set."""
        base = f"{self.name}-{slug(name)}"[:180]
        group = "entities" if table in ("actors", "events") else table
        number = self._given.get((group, base), 0) + 1
        self._given[group, base] = number
        return base if number == 1 else f"{base}-{number}"

    def are_tied(self, kind: str, source: str, target: str) -> bool:
        """Check whether two entities have a tie of a kind, of any time."""
        return (kind, source, target) in self._pairs

    def tie_like(self, key: tuple[str | None, ...], made: Made) -> Made | None:
        """Return an existing tie with the same content. A new one is remembered under its key."""
        known = self._ties.setdefault(key, made)
        return None if known is made else known

    def page(self, url: str, key: str = "") -> str:
        """Return the id of the source of an address. With `key`, register it for later calls."""
        return self._pages.setdefault(url, key) if key else self._pages.get(url, "")
