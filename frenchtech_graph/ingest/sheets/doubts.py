"""Unclear parts of a workbook: questions, with the guess that applies until they are answered."""

from dataclasses import dataclass, field

from frenchtech_graph.io.words import beside

_WORDS = beside(__file__)
READ, DOUBT, KEPT, OUT = "read", "doubt", "note", "left-out"
"""How a cell was read: in a table, with a question, as a remark, or not at all."""
LEFT_OUT = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question about a cell, a column or a sheet.

    `code` is an entry of `doubts.toml`, and `guess` is the reading until it is answered. An empty
    guess means that the value is left out, and kept in the remark if the row has one. `about` is
    the place of an answer: a table of the mapping with its key (`words.kind`, `names`, `columns`
    …), empty if the cell itself must be changed. `choices` are answers that fit.
    """

    sheet: str
    row: int
    column: str
    value: str
    code: str
    guess: str = LEFT_OUT
    about: str = ""
    choices: tuple[str, ...] = ()
    details: dict[str, str] = field(default_factory=dict, hash=False)

    def _text(self, lang: str, part: int) -> str:
        own = {k: v for k, v in self.details.items() if not k.endswith(("_fr", "_en"))}
        own |= {k[:-3]: v for k, v in self.details.items() if k.endswith("_" + lang)}
        blanks = {"value": self.value, "column": self.column, "guess": self.guess} | own
        return _WORDS.parts(self.code, lang)[part].format(**blanks)

    def what(self, lang: str) -> str:
        """Return the description of the question."""
        return self._text(lang, 0)

    def remedy(self, lang: str) -> str:
        """Return what to do about it."""
        return self._text(lang, 1)

    @property
    def question(self) -> tuple[str, str, str, str]:
        """The key of an answer, common to repeated questions."""
        cell = "" if self.about else f"{self.sheet}:{self.row}"
        return self.code, self.about or self.column, self.value, cell


@dataclass(frozen=True, slots=True)
class Cellwise:
    """The reading of one cell: its text, meaning and certainty.

    `state` is `read`, `doubt`, `note` (kept as a remark), `left-out`, `refused` (its row breaks a
    rule) or `frame` (a title, a header). `index` is the place of its column in the table, from 0.
    """

    sheet: str
    row: int
    column: str
    value: str
    meaning: str
    reading: str
    state: str
    index: int = -1

    @property
    def place(self) -> tuple[str, int, int]:
        """The position of the cell: sheet, row, column."""
        return self.sheet, self.row, self.index
