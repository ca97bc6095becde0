"""Faults of an input: each has its place, the value found, the expected value and the remedy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from frenchtech_graph.io.words import beside

_WORDS = beside(__file__)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of an input file.

    `row` counts lines as a spreadsheet shows them (1 is the header, 0 the whole file). `column` is
    the name of the column, `value` the value found, and `code` the kind of fault (a table of
    `faults.toml`).
    """

    file: str
    row: int
    column: str
    value: str
    code: str
    details: Mapping[str, str] = field(default_factory=dict)

    def _text(self, lang: str, part: int) -> str:
        fields = {"value": self.value, "column": self.column, "suggestion": "", "help": ""}
        chosen = {k: v for k, v in self.details.items() if not k.endswith(("_fr", "_en"))}
        chosen |= {k[:-3]: v for k, v in self.details.items() if k.endswith("_" + lang)}
        return _WORDS.parts(self.code, lang)[part].format(**(fields | chosen))

    def expectation(self, lang: str) -> str:
        """Return the description of the fault in `lang`."""
        return self._text(lang, 0)

    def remedy(self, lang: str) -> str:
        """Return the remedy in `lang`."""
        return self._text(lang, 1)

    def as_row(self, lang: str) -> dict[str, Any]:
        """Return the fault as a row of a table."""
        return {
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "expectation": self.expectation(lang),
            "remedy": self.remedy(lang),
        }


class FaultsError(ValueError):
    """An input has faults. `faults` lists all of them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = sorted(faults, key=lambda f: (f.file, f.row, f.column, f.code))
        super().__init__(
            "; ".join(f"{f.file}:{f.row}:{f.column} {f.code}" for f in self.faults[:5])
        )
