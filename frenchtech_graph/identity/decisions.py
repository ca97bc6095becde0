"""What people decided of undecided pairs: a table that is read at every build and can be undone."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path

from frenchtech_graph.faults import Fault, FaultsError
from frenchtech_graph.files import data_folder
from frenchtech_graph.partial_dates import is_partial_date

VERDICTS = ("same", "different")


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """Two actors, the smaller id first, are the same or different, with the reason and the date.

    Who decided is not kept.
    """

    one: str
    other: str
    verdict: str
    reason: str
    date: str


COLUMNS = tuple(f.name for f in fields(Decision))


HELP: dict[str, dict[str, str]] = {
    "one": {"help_fr": "donnez l'identifiant d'un acteur", "help_en": "give the id of an actor"},
    "other": {"help_fr": "donnez l'identifiant d'un acteur", "help_en": "give the id of an actor"},
    "verdict": {"help_fr": "écrivez same ou different", "help_en": "write same or different"},
    "reason": {"help_fr": "dites pourquoi en quelques mots", "help_en": "say why in a few words"},
    "date": {"help_fr": "donnez la date de la décision", "help_en": "give the date of the decision"},
}


def decisions_file() -> Path:
    """Return the table of decisions of the package."""
    return data_folder() / "identity" / "decisions.csv"


def decision(one: str, other: str, verdict: str, reason: str, on: str | None = None) -> Decision:
    """Return a decision on two actors, dated today unless `on` says otherwise."""
    first, second = sorted((one, other))
    return Decision(first, second, verdict, " ".join(reason.split()), on or date.today().isoformat())


def read_decisions(path: Path | None = None) -> tuple[Decision, ...]:
    """Return the decisions of a table, sorted.

    Raises:
        FaultsError: with all faults of the table.
    """
    file = path or decisions_file()
    if not file.exists():
        return ()
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    faults = [f for n, row in enumerate(rows, 2) for f in _faults(file.name, n, row)]
    if faults:
        raise FaultsError(faults)
    found = [decision(*(row[c].strip() for c in COLUMNS)) for row in rows]
    first: dict[tuple[str, str], int] = {}
    for number, d in enumerate(found, 2):
        if (row_before := first.setdefault((d.one, d.other), number)) != number:
            faults.append(Fault(file.name, number, "one", d.one, "duplicate-id", {"expected": str(row_before)}))
    if faults:
        raise FaultsError(faults)
    return tuple(sorted(found))


def _faults(file: str, number: int, row: dict[str, str | None]) -> Iterable[Fault]:
    for column in COLUMNS:
        value = (row.get(column) or "").strip()
        if not value:
            yield Fault(file, number, column, "", "required", HELP[column])
        elif column == "verdict" and value not in VERDICTS:
            yield Fault(file, number, column, value, "pattern", {"expected": VERDICTS[0], **HELP[column]})
        elif column == "date" and not is_partial_date(value):
            yield Fault(file, number, column, value, "date", {"expected_fr": "AAAA-MM-JJ", "expected_en": "YYYY-MM-DD"})


def write_decisions(decisions: Sequence[Decision], path: Path | None = None) -> None:
    """Write the table of decisions, sorted, in one step."""
    file = path or decisions_file()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(astuple(d) for d in sorted(decisions))
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.write_text(text.getvalue(), encoding="utf-8", newline="")
    draft.replace(file)


def with_decision(decisions: Iterable[Decision], new: Decision) -> tuple[Decision, ...]:
    """Return the decisions with a new one; an earlier one on the same pair gives way."""
    return tuple(sorted([*without_decision(decisions, new.one, new.other), new]))


def without_decision(decisions: Iterable[Decision], one: str, other: str) -> tuple[Decision, ...]:
    """Return the decisions without the one on two actors."""
    ends = tuple(sorted((one, other)))
    return tuple(d for d in decisions if (d.one, d.other) != ends)
