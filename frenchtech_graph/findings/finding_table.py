"""The table of a finding: a data frame with the description of its finding."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd
from pandas.plotting import PlotAccessor

from frenchtech_graph.io.words import LANGUAGES, beside

if TYPE_CHECKING:
    from frenchtech_graph.findings.answers import Answer

_WORDS = beside(__file__)


class FindingTable(pd.DataFrame):
    """A data frame of a finding: `key`, `units`, `explain`, and `plot` without arguments.

    Otherwise it is a data frame. A selection from it keeps the finding.
    """

    _metadata = ["_answer"]  # noqa: RUF012 - pandas reads it so

    @property
    def _constructor(self) -> type[FindingTable]:
        return FindingTable

    @property
    def finding(self) -> str:
        """The name of the finding, empty if it is not known."""
        answer = self._of()
        return answer.finding.name if answer else ""

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that identify a row."""
        if "iri" in self.columns:
            return ("iri",)
        pairs = [c for c in self.columns if str(c).startswith(("iri_", "row_", "column_", "first"))]
        return tuple(map(str, pairs or self.columns[:1]))

    @property
    def units(self) -> dict[str, str]:
        """The unit of each column that has one, as "events" or "0–1"."""
        answer = self._of()
        stated = answer.finding.columns if answer else ()
        return {c.name: c.unit for c in stated if c.unit and c.name in self.columns}

    @property
    def meanings(self) -> dict[str, str]:
        """The meaning of each column."""
        answer = self._of()
        stated = answer.finding.columns if answer else ()
        return {c.name: c.meaning for c in stated if c.name in self.columns}

    @property
    def rows_in_all(self) -> int:
        """How many rows there would be without a limit."""
        return max(int(self.attrs.get("ranked", 0)), len(self))

    def explain(self, row: Hashable = 0, lang: str = "en") -> str:
        """Return the sentence of a row, and the pages it is based on.

        Args:
            row: Number of the row, or the value of its key (an address).
            lang: `fr` or `en`.

        Raises:
            KeyError: there is no such row.
        """
        answer = self._of()
        found = self._row(row)
        if answer is None:
            return found.to_string()
        from frenchtech_graph.findings.answers import sentence_of

        sentence = sentence_of(answer.finding, answer.labels)
        said = [sentence(found, lang)] if sentence else [found.to_string()]
        if answer.finding.ranks:
            from frenchtech_graph.findings.hubs.ranking import evidence

            pages = evidence(answer.network, found["iri"])["sources"]
            said.append(_WORDS.plural("pages", len(pages), lang))
            said += pages
        return "\n".join(said)

    @property
    def plot(self) -> Any:
        """Draw the finding without arguments, otherwise a plot of the data frame."""
        return _Plot(self)

    def _row(self, row: Hashable) -> pd.Series[Any]:
        if isinstance(row, int) and row < len(self):
            return pd.Series(self.iloc[row])
        for name in self.key:
            found = self[self[name] == row]
            if len(found):
                return pd.Series(found.iloc[0])
        raise KeyError(row)

    def _of(self) -> Answer | None:
        return getattr(self, "_answer", None)

    def _notes(self, lang: str) -> Iterator[str]:
        if self.rows_in_all > len(self):
            yield _WORDS.text("of-all", lang, shown=len(self), n=self.rows_in_all)

    def _repr_html_(self) -> str:
        plain = pd.DataFrame(self)._repr_html_()  # type: ignore[operator]
        notes = "".join(f"<div>{note}</div>" for note in self._notes(LANGUAGES[-1]))
        return f"{plain}{notes}"

    def __repr__(self) -> str:
        """Return the table in the format of pandas, and the total number of rows."""
        return "\n".join([pd.DataFrame(self).__repr__(), *self._notes(LANGUAGES[-1])])


class _Plot(PlotAccessor):
    """Draws a finding. With arguments, it draws any plot of pandas."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        frame = self._parent  # type: ignore[attr-defined]
        if args or (kwargs and set(kwargs) != {"lang"}):
            return super().__call__(*args, **kwargs)
        from frenchtech_graph.findings.figures import draw

        return draw(frame, **kwargs)


def finding_table(answer: Answer) -> FindingTable:
    """Return the table of an answer with the description of its finding."""
    table = FindingTable(answer.frame)
    table.attrs = dict(answer.frame.attrs)
    object.__setattr__(table, "_answer", answer)
    return table
