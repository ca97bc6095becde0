"""Decisions of people on undecided pairs: tables that every build reads and that can be undone.

Decisions ship with the package. In an installed package the user's own decisions are in a separate
table, and override them.
"""

import csv
import io
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import reduce
from pathlib import Path

from frenchtech_graph.identity.constraints import contradictions
from frenchtech_graph.identity.pairs import Decision
from frenchtech_graph.io import bounded_files
from frenchtech_graph.io.csv_texts import csv_text
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.io.files import data_folder, is_checkout
from frenchtech_graph.io.formulas import harmless
from frenchtech_graph.io.locks import locked
from frenchtech_graph.io.swap import write_atomically
from frenchtech_graph.model.addresses import key_of
from frenchtech_graph.model.partial_dates import is_partial_date

VERDICTS = ("same", "different")
_PATIENCE = 60.0  # seconds to wait for another process that decides


COLUMNS = tuple(f.name for f in fields(Decision) if f.compare)


HELP: dict[str, dict[str, str]] = {
    "one": {"help_fr": "donnez l'identifiant d'un acteur", "help_en": "give the id of an actor"},
    "other": {"help_fr": "donnez l'identifiant d'un acteur", "help_en": "give the id of an actor"},
    "verdict": {"help_fr": "écrivez same ou different", "help_en": "write same or different"},
    "reason": {"help_fr": "dites pourquoi en quelques mots", "help_en": "say why in a few words"},
    "date": {
        "help_fr": "donnez la date de la décision",
        "help_en": "give the date of the decision",
    },
}


def shipped_decisions() -> Path:
    """Return the table of decisions that ships with the package."""
    return data_folder() / "identity" / "decisions.csv"


def decisions_file() -> Path:
    """Return the table that decisions are written to.

    It is FRENCHTECH_DECISIONS if set. In a checkout it is the table of the project, to be
    contributed. Otherwise it is the user's own table, which outlives the installed package.
    """
    stated = os.environ.get("FRENCHTECH_DECISIONS")
    if stated:
        return Path(stated)
    if is_checkout():
        return shipped_decisions()
    base = os.environ.get("XDG_DATA_HOME")
    return (
        (Path(base) if base else Path.home() / ".local" / "share")
        / "frenchtech-graph"
        / "decisions.csv"
    )


def decision(one: str, other: str, verdict: str, reason: str, on: str | None = None) -> Decision:
    """Return a decision on two actors, by id or address, dated today unless `on` says otherwise."""
    first, second = sorted(map(key_of, (one, other)))
    return Decision(
        first, second, verdict, harmless(" ".join(reason.split())), on or date.today().isoformat()
    )


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file as spreadsheets write it, cells trimmed.

    Columns are separated by comma, semicolon or tab. The encoding is UTF-8 with or without byte
    order mark, UTF-16, or Windows-1252.
    """
    raw = bounded_files.read_bytes(path)
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    header = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count))
    return [
        {c: (v or "").strip() for c, v in row.items() if isinstance(v, str | None) and c}
        for row in rows
    ]


def read_decisions(path: Path | None = None) -> tuple[Decision, ...]:
    """Return the decisions of a table, sorted.

    Without `path`, return the decisions of the package, overridden by the user's own.

    Raises:
        FaultsError: with all faults of the table, decisions that contradict each other among them.
    """
    kept = read_stated(path) if path else _with_own(read_stated(shipped_decisions()))
    refuse_contradictions(kept)
    return kept


def _with_own(kept: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """Return decisions with the user's own, which override the shipped decisions."""
    own = decisions_file()
    return reduce(with_decision, read_stated(own) if own != shipped_decisions() else (), kept)


def refuse_contradictions(decisions: Iterable[Decision]) -> None:
    """Raise a FaultsError if a chain of "same" makes one actor of two that were decided to be different."""
    if faults := contradictions(decisions):
        raise FaultsError(faults)


def read_stated(file: Path) -> tuple[Decision, ...]:
    """Return the decisions of a table unchecked and sorted. They may contradict each other.

    Raises:
        FaultsError: with the faults of its rows.
    """
    if not file.exists():
        return ()
    rows = read_rows(file)
    faults = [f for n, row in enumerate(rows, 2) for f in _faults(file.name, n, row)]
    if faults:
        raise FaultsError(faults)
    found = [
        replace(decision(*(row[c] for c in COLUMNS)), file=file.name, row=n)
        for n, row in enumerate(rows, 2)
    ]
    first: dict[tuple[str, str], int] = {}
    for number, d in enumerate(found, 2):
        if (row_before := first.setdefault((d.one, d.other), number)) != number:
            faults.append(
                Fault(
                    file.name, number, "one", d.one, "duplicate-id", {"expected": str(row_before)}
                )
            )
    if faults:
        raise FaultsError(faults)
    return tuple(sorted(found))


def _faults(file: str, number: int, row: Mapping[str, str]) -> Iterable[Fault]:
    for column in COLUMNS:
        value = row.get(column, "")
        if not value:
            yield Fault(file, number, column, "", "required", HELP[column])
        elif column == "verdict" and value not in VERDICTS:
            yield Fault(
                file, number, column, value, "pattern", {"expected": VERDICTS[0], **HELP[column]}
            )
        elif column == "date" and not is_partial_date(value):
            yield Fault(
                file,
                number,
                column,
                value,
                "date",
                {"expected_fr": "AAAA-MM-JJ", "expected_en": "YYYY-MM-DD"},
            )


def write_decisions(decisions: Sequence[Decision], file: Path) -> None:
    """Write a table of decisions, sorted, in one step."""
    rows = ([getattr(d, c) for c in COLUMNS] for d in sorted(decisions))
    write_atomically(file, csv_text([COLUMNS, *rows]))


def revise(
    file: Path,
    change: Callable[[tuple[Decision, ...]], Iterable[Decision]],
    check: Callable[[tuple[Decision, ...]], None] = lambda _: None,
) -> tuple[Decision, ...]:
    """Read a table of decisions, write it with `change` applied, and return the previous decisions.

    Two processes that do so come one after the other. The table stays unchanged if `change` has no
    effect, or if `check` raises for the new decisions.

    Raises:
        BusyError: another process has been at it for a minute.
        FaultsError: with all faults of the table.
    """
    with locked(file, wait=_PATIENCE):
        before = read_stated(file)
        after = tuple(change(before))
        check(after)
        if after != before:
            write_decisions(after, file)
    return before


def holding(file: Path, own: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the effective decisions if a table contains `own`.

    The user's own table is combined with the shipped decisions.
    """
    beside = file == decisions_file() != shipped_decisions()
    return reduce(with_decision, own, read_stated(shipped_decisions()) if beside else ())


def with_decision(decisions: Iterable[Decision], new: Decision) -> tuple[Decision, ...]:
    """Return the decisions with a new one, which replaces an earlier one on the same pair."""
    return tuple(sorted([*without_decision(decisions, new.one, new.other), new]))


def without_decision(decisions: Iterable[Decision], one: str, other: str) -> tuple[Decision, ...]:
    """Return the decisions without the one on two actors."""
    ends = tuple(sorted(map(key_of, (one, other))))
    return tuple(d for d in decisions if (d.one, d.other) != ends)
