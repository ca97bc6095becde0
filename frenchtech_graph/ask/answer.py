"""The answer to a question in words."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from frenchtech_graph.ask.phrases import year_column
from frenchtech_graph.ask.reading import Reading
from frenchtech_graph.findings.answers import Answer


@dataclass(frozen=True, repr=False)
class Asked:
    """The reading of a question and its rows.

    The rows are None if the reading is uncertain, because no query was run.

    `answer` is the answer of a finding, with the sentences of its table.
    """

    reading: Reading
    frame: pd.DataFrame | None
    answer: Answer | None = None

    def __str__(self) -> str:
        """Return the reading, and the rows."""
        if self.frame is None:
            return "\n".join(self.reading.reasons)
        return f"{self.reading.sentence()}\n{self.frame.to_string(index=False)}"

    def __repr__(self) -> str:
        """Return the reading and the rows, for a terminal."""
        return str(self)


def within_years(frame: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Return the rows of the years in a question.

    A row without a year is left out: its year is not known.
    """
    kept, year = frame, year_column(frame.columns)
    if reading.since is not None:
        kept = kept[kept[year] >= reading.since]
    if reading.until is not None:
        kept = kept[kept[year] <= reading.until]
    return kept.reset_index(drop=True) if len(kept) < len(frame) else frame


def command(reading: Reading) -> list[str]:
    """Return the words of the command that asks the same.

    >>> command(Reading("", "en", True, name="investors-of", parameters={"company": "Exotec"}))
    ['query', 'investors-of', '-p', 'company=Exotec']
    """
    from frenchtech_graph.findings import registry

    if reading.is_finding:
        words = [*registry.call(registry.find(reading.name)).split(), *reading.subjects]
        for name, value in reading.parameters.items():
            option = f"--{name.replace('_', '-')}"
            words += [option] if value == "true" else [option, str(value)]
        return words
    words = ["query", reading.name]
    for name, value in reading.parameters.items():
        for one in value if isinstance(value, list) else [value]:
            words += ["-p", f"{name}={one}"]
    return words
