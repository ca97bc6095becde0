"""A tie from the values of a row. Values that its kind does not allow are kept as a remark."""

from dataclasses import dataclass, field

from frenchtech_graph.ingest.sheets.amounts import Quantity
from frenchtech_graph.ingest.sheets.dates import Span
from frenchtech_graph.ingest.sheets.desk import Made
from frenchtech_graph.ingest.sheets.gates import fit_ends, is_odd_target
from frenchtech_graph.ingest.sheets.register import Entry
from frenchtech_graph.ingest.sheets.rounds import money
from frenchtech_graph.ingest.sheets.rows import Row, record_of
from frenchtech_graph.ingest.sheets.sheet_shapes import TIES
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model import ontology
from frenchtech_graph.model.terms import Class, Family

_SAME = (
    *("kind", "from", "to", "event", "start", "end", "role", "role_text", "amount", "status"),
    "percentage",
)
_HELD = frozenset([Class.TECHNOLOGY_LICENCE, Class.PARTNERSHIP, Class.PROJECT_PARTICIPATION])
_SHARES = frozenset([Class.SHAREHOLDING, Class.INVESTMENT, Class.ACQUISITION, Class.DIVESTMENT])


@dataclass(slots=True)
class TieDraft:
    """A tie in a row. `cells` are further cells of the template."""

    kind: str
    source: str
    target: str
    span: Span = field(default_factory=Span)
    amount: Quantity = field(default_factory=Quantity)
    event: str = ""
    cells: dict[str, str] = field(default_factory=dict)


def add_tie(row: Row, draft: TieDraft, source: str) -> None:
    """Add a tie if its ends fit its kind. A repeated tie only adds its sources and records."""
    if not _fits(row, draft):
        return
    cells = {"kind": draft.kind, "from": draft.source, "to": draft.target, "event": draft.event}
    cells |= {name: value for name, value in draft.cells.items() if value}
    cells |= _time(row, draft) | _money(row, draft)
    if "percentage" in cells and draft.kind not in _SHARES:
        row.remarks.append(f"{cells.pop('percentage')} %")
    if draft.kind != Class.PUBLIC_FUNDING:
        cells.pop("instrument", None)
    if draft.kind not in (Class.INVESTMENT, Class.LOAN, Class.PROJECT_PARTICIPATION):
        cells.pop("lead", None)
    cells |= {"source": source, "record": record_of(row), "note": _note(row)}
    desk = row.table.desk
    cells = {n: v for n, v in cells.items() if v}
    made = Made(cells, row.table.name, row.number)
    known = desk.tie_like(tuple(cells.get(n) for n in _SAME), made)
    if known is None:
        desk.add("ties", made)
        return
    for name in ("source", "record"):
        parts = (*known.cells.get(name, "").split("|"), *cells.get(name, "").split("|"))
        known.cells[name] = "|".join(dict.fromkeys(filter(None, parts)))
    if cells.get("lead"):
        known.cells.setdefault("lead", cells["lead"])


def _fits(row: Row, draft: TieDraft) -> bool:
    """Check the kinds of the ends of a tie, and ask about a tie that they do not fit."""
    entries = row.table.desk.register.entries
    one, other = entries.get(draft.source), entries.get(draft.target)
    if one is None or other is None:
        return True
    if fit_ends(draft.kind, one.kinds, other.kinds):
        if row.table.plan.shape != TIES and is_odd_target(draft.kind, other.kinds):
            _doubt(row, draft, one, other, "odd-tie")
        return True
    _doubt(row, draft, one, other, "unfit-tie")
    return False


def _doubt(row: Row, draft: TieDraft, one: Entry, other: Entry, code: str) -> None:
    known = ontology.load()
    details = {"from": one.name, "to": other.name}
    for lang in ontology.LANGUAGES:
        details[f"tie_{lang}"] = known.tie_kinds[draft.kind].term.label(lang)
        for side, end in (("from", one), ("to", other)):
            details[f"{side}_kind_{lang}"] = known.classes[end.kinds[0]].label(lang)
    desk = row.table.desk
    desk.doubt(row.table.name, row.number, "", other.name, code, **details)


def _note(row: Row) -> str:
    """Return the remark of a tie: remarks of a row of ties, but not remarks of the row of an
    actor."""
    return row.remarks_text() if row.table.plan.shape == TIES else ""


def _time(row: Row, draft: TieDraft) -> dict[str, str]:
    """Return the cells of the time of a tie. A happening has one date."""
    kind = ontology.load().tie_kinds[draft.kind]
    span = draft.span
    if not kind.instant:
        going = {"current": "true"} if span.going_on else {}
        return {"start": span.start, "end": span.end} | going
    if span.end and span.start:
        labels = {f"kind_{lang}": kind.term.label(lang) for lang in ontology.LANGUAGES}
        value = f"{span.start} – {span.end}"
        row.table.desk.doubt(row.table.name, row.number, "", value, "end-of-instant", **labels)
        row.remarks.append(value)
    return {"start": span.start or span.end}


def _money(row: Row, draft: TieDraft) -> dict[str, str]:
    """Return the cells of the amount of a tie. A kind without money keeps it as a remark."""
    if draft.amount.value is None and not draft.amount.qualifier:
        return {}
    known = ontology.load()
    kind = known.tie_kinds[draft.kind]
    if kind.family == Family.MONEY or draft.kind in _HELD:
        return money(draft.amount)
    labels = {f"kind_{lang}": kind.term.label(lang) for lang in ontology.LANGUAGES}
    shown = " ".join(filter(None, (draft.amount.text(), draft.amount.currency)))
    if shown:
        codes = ("amount", "holder.amount", "aid")
        column = next((c for c in map(row.column, codes) if c is not None), None)
        cell = row.cell(column) or Cell(shown)
        row.doubt(column or 0, cell, "no-money", **labels)
        row.remarks.append(shown)
    return {}
