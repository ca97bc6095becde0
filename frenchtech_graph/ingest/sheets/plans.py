"""The reading of one table: the kind of its rows, and the meaning of each column."""

from dataclasses import dataclass, field

from frenchtech_graph.ingest.sheets.doubts import Doubt
from frenchtech_graph.ingest.sheets.headers import Block
from frenchtech_graph.ingest.sheets.mapping import SheetMapping
from frenchtech_graph.ingest.sheets.sheet_shapes import LEFT_OUT, SHAPES
from frenchtech_graph.ingest.sheets.tie_lists import TieColumns
from frenchtech_graph.ingest.workbooks.cell import Sheet


@dataclass(slots=True)
class Plan:
    """The reading of one table: its block, the kind of its rows, and the meaning of each column.

    `kind` is the final kind of its actors without a column for it. `grants` means that each row is
    an aid given to its actor, and `naming` is the column of names. `dates` maps a column with names
    of others to the column with their dates. `ticks` are columns of crosses. `ties` are the columns
    of a list of ties whose headers do not name its ends.
    """

    block: Block
    shape: str
    columns: list[str] = field(default_factory=list)
    mapping: SheetMapping = field(default_factory=SheetMapping)
    doubts: list[Doubt] = field(default_factory=list)
    kind: str = ""
    grants: bool = False
    naming: int | None = None
    ticks: set[int] = field(default_factory=set)
    dates: dict[int, int] = field(default_factory=dict)
    ties: TieColumns | None = None

    @property
    def name(self) -> str:
        """The name of the sheet, or of the file if the sheet has no name."""
        return self.block.sheet.name or self.block.sheet.file

    def index(self, code: str) -> int | None:
        """Return the first column of a meaning."""
        return self.columns.index(code) if code in self.columns else None

    def indexes(self, code: str) -> list[int]:
        """Return all columns of a meaning."""
        return [i for i, c in enumerate(self.columns) if c == code]

    def relations(self) -> list[int]:
        """Return the columns that name others."""
        return [i for i, c in enumerate(self.columns) if c.startswith("relations.")]

    def doubt(self, header: str, code: str, guess: str, choices: tuple[str, ...] = ()) -> None:
        """Raise a question about the meaning of a column."""
        row = self.block.number(self.block.row)
        about = f"columns.{self.name}"
        self.doubts.append(Doubt(self.name, row, header, header, code, guess, about, choices))

    def doubt_shape(self) -> None:
        """Ask about the kind of the rows, and name the columns of ends and words of ties."""
        row, header = self.block.number(self.block.row), self.block.header
        code, details = "shape", {}
        if self.ties is not None:
            code = "shape-ties"
            details = {"from": header[self.ties.first], "to": header[self.ties.last]}
        more = (code, self.shape, f"shape.{self.name}", SHAPES, details)
        self.doubts.append(Doubt(self.name, row, "", self.name, *more))


def left_out(sheet: Sheet) -> Plan:
    """Return the plan of a sheet that is not read."""
    return Plan(Block(sheet, 0, [], []), LEFT_OUT)
