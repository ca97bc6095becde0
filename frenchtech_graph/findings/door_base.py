"""The base of the generated methods of the door: a finding requested by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frenchtech_graph.findings.answers import Answer
    from frenchtech_graph.findings.declaration import Value
    from frenchtech_graph.findings.finding_table import FindingTable


class Asking:
    """An object that can compute findings."""

    def answers(self, name: str, *subjects: str | Path | Asking, **values: Value) -> list[Answer]:
        """Return the tables of the finding `name`, with their sentences.

        `values` are the values of its parameters and of the conditions that select a part of the
        network.
        """
        raise NotImplementedError

    def _table(self, name: str, *subjects: str | Path | Asking, **values: Value) -> FindingTable:
        from frenchtech_graph.findings.finding_table import finding_table

        return finding_table(self.answers(name, *subjects, **values)[0])

    def _tables(self, name: str, **values: Value) -> dict[tuple[str, ...], FindingTable]:
        from frenchtech_graph.findings.finding_table import finding_table

        return {answer.key: finding_table(answer) for answer in self.answers(name, **values)}
