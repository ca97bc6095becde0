"""Checks that need more than one cell: references, doubles, order of dates, ends of ties."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from frenchtech_graph.ingest.tables.cell_forms import Wrong, near, wrong
from frenchtech_graph.ingest.tables.cells import read_place, read_value
from frenchtech_graph.ingest.tables.checked_table import CheckedTable, Row
from frenchtech_graph.ingest.tables.template import Column
from frenchtech_graph.model import ontology
from frenchtech_graph.model.partial_dates import is_partial_date, precedes
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class, Property

_NOT_FOR_PERSONS = ("siren", "siret", "rnsr", "ror", "lei", "uai", "website", "sectors", "note")
_TABLES_OF_ENTITIES = ("actors", "events")


@dataclass
class References:
    """The possible targets of references: the ids of each table, with the classes of each
    resource."""

    ids: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)

    @staticmethod
    def of(checked: Mapping[str, list[CheckedTable]], known: Iterable[Dataset]) -> "References":
        """Return the references defined by the tables themselves and by the data sets `known`."""
        ids: dict[str, dict[str, tuple[str, ...]]] = {"sources": {}, "actors": {}, "events": {}}
        for dataset in known:
            ids["sources"] |= {s.id: () for s in dataset.sources}
            for actor in dataset.actors:  # a further page of an actor says no kind
                if actor.kinds or actor.id not in ids["actors"]:
                    ids["actors"][actor.id] = actor.kinds
            ids["events"] |= {e.id: (e.kind,) for e in dataset.events}
        for name, index in ids.items():
            for table in checked[name]:
                for _, row in table.rows:
                    kind = row.get("kind", ())
                    if row.get(
                        "id"
                    ):  # a row without an id is a fault by itself, and cannot be a target
                        kinds = kind if isinstance(kind, tuple) else (kind,)
                        index[row["id"]] = kinds or index.get(row["id"], ())
        return References(ids)

    def classes(self, identifier: str) -> tuple[str, ...] | None:
        """Return the classes of an actor or event, or None if the id is unknown or its kind is a
        fault itself.
        """
        for name in _TABLES_OF_ENTITIES:
            if identifier in self.ids[name]:
                found = self.ids[name][identifier]
                return found if all(c in ontology.load().classes for c in found) else None
        return None


def check_rows(checked: Mapping[str, list[CheckedTable]], references: References) -> None:
    """Check all rows of all tables and record their faults.

    Places are turned into ids on the way.
    """
    for name, tables in checked.items():
        seen: dict[Any, tuple[str, Row]] = {}
        for table in tables:
            for number, row in table.rows:
                place = f"{table.file}:{number}"
                _check_double(table, number, row, seen, place)
                _check_references(table, number, row, references)
                for check in _CHECKS.get(name, ()):
                    check(table, number, row, references)


def _check_double(
    table: CheckedTable, number: int, row: Row, seen: dict[Any, tuple[str, Row]], place: str
) -> None:
    key = row.get("id")
    pages = [("page", str(key), page) for page in row.get("source", ())]
    for known in (("id", str(key), ""), *pages):
        first, told = seen.setdefault(known, (place, row))
        if key and first != place and not _is_further_page(table, row, told, known[0]):
            expected = first.rsplit(":", 1)[-1]
            table.fault(number, "id", key, wrong("duplicate-id", expected=expected))
            break
    if table.table.name == "ties" and all(row.get(c) for c in ("kind", "from", "to")):
        same = (
            *("kind", "from", "to", "event", "start", "end", "role", "role_text", "amount"),
            "status",
        )
        tie = tuple(row.get(c) for c in same)
        first, _ = seen.setdefault(tie, (place, row))
        if first != place:
            expected = first.rsplit(":", 1)[-1]
            table.fault(
                number, "kind", str(row.get("kind")), wrong("duplicate-tie", expected=expected)
            )


def _is_further_page(table: CheckedTable, row: Row, told: Row, known: str) -> bool:
    """Return whether a row adds another page about the resource of an earlier row.

    It has no kind and no name, or the same, and the page of no other row of that thing.
    """
    once = [c.name for c in table.table.columns.values() if c.once]
    return (
        known == "id" and bool(once) and all(row.get(c, told.get(c)) == told.get(c) for c in once)
    )


def _check_references(table: CheckedTable, number: int, row: Row, references: References) -> None:
    for name, column in table.table.columns.items():
        if not column.references or name not in row:
            continue
        values = row[name] if isinstance(row[name], tuple) else (row[name],)
        for value in values:
            if _is_place(row, column):
                found = read_place(value)
                if isinstance(found, Wrong):
                    table.fault(number, name, value, found)
                else:
                    row[name] = found
            elif not any(value in references.ids.get(t, ()) for t in column.references):
                among = [i for t in column.references for i in references.ids.get(t, ())]
                expected = ", ".join(t for t in column.references if t != "places")
                table.fault(
                    number, name, value, wrong("reference", expected=expected, **near(value, among))
                )


def _is_place(row: Row, column: Column) -> bool:
    if column.references == ("places",):
        return True
    kind = ontology.load().tie_kinds.get(str(row.get("kind")))
    return "places" in column.references and kind is not None and kind.target_class == Class.PLACE


def _check_period(table: CheckedTable, number: int, row: Row, references: References) -> None:
    start, end = row.get("start", ""), row.get("end", "")
    if is_partial_date(start) and is_partial_date(end) and precedes(end, start):
        table.fault(number, "end", end, wrong("end-before-start", expected=start))


def _check_money(table: CheckedTable, number: int, row: Row, references: References) -> None:
    if "amount" in row and "currency" not in row:
        table.fault(number, "currency", row["amount"], wrong("amount-without-currency"))
    if "currency" in row and "amount" not in row:
        table.fault(number, "amount", row["currency"], wrong("currency-without-amount"))


def _check_event(table: CheckedTable, number: int, row: Row, references: References) -> None:
    kind = str(row.get("kind"))
    if ontology.load().is_a(kind, Class.SHARED_ACT):
        for name in ("end", "place"):
            if name in row:
                table.fault(number, name, row[name], wrong("not-for-rounds"))
        if "company" not in row and kind != Class.JOINT_ACT:
            table.fault(number, "company", "", wrong("no-company"))
    elif "name" not in row:
        table.fault(number, "name", "", wrong("no-name"))
    if "type" in row and kind != Class.PROGRAMME:
        table.fault(number, "type", row["type"], wrong("only-for", expected=Class.PROGRAMME))


def _check_person(table: CheckedTable, number: int, row: Row, references: References) -> None:
    if Class.PERSON in (row.get("kind") or references.classes(row.get("id", "")) or ()):
        for name in _NOT_FOR_PERSONS:
            if name in row:
                shown = row[name] if isinstance(row[name], str) else "|".join(row[name])
                table.fault(number, name, shown, wrong("person-field"))


def _check_ends(table: CheckedTable, number: int, row: Row, references: References) -> None:
    terms = ontology.load()
    kind = terms.tie_kinds.get(str(row.get("kind")))
    if kind is None:
        return
    _check_act(table, number, row, references, kind)
    for name in ("end", "current"):
        if kind.instant and name in row:
            expected = wrong("end-of-instant", expected=kind.name, column=name)
            table.fault(number, name, row[name], expected)
    if row.get("from") and row.get("from") == row.get("to"):
        table.fault(number, "to", row["to"], wrong("self-tie"))
    for column, wanted in (("from", kind.source_class), ("to", kind.target_class)):
        classes = references.classes(row.get(column, ""))
        if classes is None or any(terms.is_a(c, wanted) for c in classes):
            continue
        labels = {
            f"expected_{lang}": terms.classes[wanted].label(lang) for lang in ontology.LANGUAGES
        }
        table.fault(number, column, row[column], wrong("wrong-end", kind=kind.name, **labels))


def _check_act(
    table: CheckedTable, number: int, row: Row, references: References, kind: ontology.TieKind
) -> None:
    """Check the event that a tie is part of, and the label that it awards."""
    shared = references.classes(row.get("event", ""))
    if shared == (Class.FUNDING_ROUND,) and kind.event_end != Property.IN_ROUND:
        table.fault(number, "event", row["event"], wrong("no-round", kind=kind.name))
    if shared and not _may_hold(kind, shared[0]):
        table.fault(number, "event", row["event"], wrong("no-part", kind=kind.name))
    if "label_class" in row and kind.name != Class.LABEL_AWARD:
        expected = wrong("only-for", expected=Class.LABEL_AWARD)
        table.fault(number, "label_class", row["label_class"], expected)


def _may_hold(kind: ontology.TieKind, event: str) -> bool:
    """Return whether a tie of one kind may be part of an event of class `event`."""
    if event == Class.PROJECT:
        return kind.name in (Class.PUBLIC_FUNDING, Class.PROJECT_PARTICIPATION)
    return event == Class.PROGRAMME or ontology.load().is_a(event, Class.SHARED_ACT)


def _value_column(name: str) -> Column | None:
    """Return a column that checks the value of an observation of kind `name`."""
    kind = ontology.load().observation_kinds.get(name)
    if kind is None:
        return None
    vocabulary = f"concept/{kind.scheme}" if kind.scheme else None
    datatype = "fte:partialDate" if kind.datatype == "date" else kind.datatype
    return Column("value", {}, {}, datatype, True, None, None, 0, None, vocabulary, (), "")


def _check_value(table: CheckedTable, number: int, row: Row, references: References) -> None:
    column = _value_column(str(row.get("kind")))
    if column is None or "value" not in row:
        return
    found = read_value(row["value"], column)
    if isinstance(found, Wrong):
        table.fault(number, "value", row["value"], found)
    else:
        row["value"] = found
    is_amount = column.datatype == "decimal"
    if is_amount != ("currency" in row):
        code = "amount-without-currency" if is_amount else "currency-without-amount"
        table.fault(number, "currency", row["value"], wrong(code))


Check = Callable[[CheckedTable, int, Row, References], None]
_CHECKS: dict[str, tuple[Check, ...]] = {
    "actors": (_check_person,),
    "events": (_check_event, _check_period, _check_money),
    "ties": (_check_ends, _check_period, _check_money),
    "observations": (_check_value, _check_period),
}
