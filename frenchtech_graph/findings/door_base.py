"""What the generated methods of the door stand on: a finding asked by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frenchtech_graph.findings.answers import Answer
    from frenchtech_graph.findings.declaration import Value
    from frenchtech_graph.findings.finding_table import FindingTable


class Asking:
    """Whoever can be asked for a finding."""

    def answers(self, name: str, *subjects: str | Path | Asking, **values: Value) -> list[Answer]:
        """Return the tables of the finding `name`, with what they say in words.

        `values` are those of its parameters and of the conditions that select a part of the
        network.
        """
        raise NotImplementedError

    def _table(self, name: str, *subjects: str | Path | Asking, **values: Value) -> FindingTable:
        from frenchtech_graph.findings.finding_table import finding_table

        return finding_table(self.answers(name, *subjects, **values)[0])

    def _tables(self, name: str, **values: Value) -> dict[tuple[str, ...], FindingTable]:
        from frenchtech_graph.findings.finding_table import finding_table

        return {answer.key: finding_table(answer) for answer in self.answers(name, **values)}
