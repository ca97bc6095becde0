"""Each cell of a workbook against what a reader takes it for: right, asked, or wrong.

The meanings are a table `cell, meaning` (`tests/fixtures/kept_workbooks/*.tsv`), of one of

- `=claim ; claim`: what the tables must hold, `what subject | name value | name value`;
- `~text`: what only a person can settle, and must be asked (`~@code`: by that doubt);
- `-text`: what must be left out; `#text`: what is kept as a remark;
- `%text`: a number that is no amount of a tie, whatever else becomes of it.

A cell is right where its meaning holds, asked where it does not and a doubt names it, else wrong.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from frenchtech_graph.ingest.sheets.datasets import Imported, datasets_of, import_file
from frenchtech_graph.ingest.sheets.doubts import Doubt
from frenchtech_graph.ingest.sheets.mapping import Reading
from frenchtech_graph.model import ontology
from frenchtech_graph.model.records import Actor, Dataset, Event, Tie

RIGHT, ASKED, WRONG = "right", "asked", "wrong"
MEANINGS = Path(__file__).parents[1] / "fixtures" / "kept_workbooks"


@dataclass(slots=True)
class Verdicts:
    """The verdict of each cell, and what cells that are not right were taken for."""

    of: dict[str, str]
    meanings: dict[str, str]

    @property
    def wrong(self) -> dict[str, str]:
        """Cells read wrong without a question, with their meanings."""
        return {c: self.meanings[c] for c, v in self.of.items() if v == WRONG}

    @property
    def counts(self) -> Counter[str]:
        """How many cells were read right, asked about, and wrong."""
        return Counter(self.of.values())

    @property
    def share_right(self) -> float:
        """The share of cells that were read right."""
        return self.counts[RIGHT] / len(self.of)


def read_meanings(name: str) -> dict[str, str]:
    """Return what each cell of a workbook means, by the table of that name."""
    with (MEANINGS / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return dict(row[:2] for row in rows)


def verdicts(path: Path, meanings: dict[str, str]) -> Verdicts:
    """Import a workbook without a mapping, and judge each cell that has a meaning."""
    imported = import_file(path, Reading())
    said = _Said(datasets_of(path, imported)[0], imported)
    return Verdicts({cell: _verdict(said, cell, m) for cell, m in meanings.items()}, meanings)


class _Said:
    """What the public tables of a workbook say, asked by names."""

    def __init__(self, dataset: Dataset, imported: Imported) -> None:
        self.dataset, self.imported = dataset, imported
        things: tuple[Actor | Event, ...] = (*dataset.actors, *dataset.events)
        self.names = {t.id: next(iter(t.names.values()), t.id) for t in things}
        self.pages = {s.id: s for s in dataset.sources}

    @cached_property
    def everything(self) -> str:
        d = self.dataset
        return repr((d.actors, d.events, d.ties, d.observations))

    def sources(self, ids: tuple[str, ...]) -> dict[str, set[str]]:
        held = [self.pages[i] for i in ids]
        return {"page": {p.url for p in held}, "publisher": {p.publisher for p in held}}

    def rows(self, what: str) -> Iterator[tuple[str, dict[str, set[str]]]]:
        """Yield the things of a sort: how each is called, and its facts."""
        yield from getattr(self, f"_{what}s")()

    def _titles(self) -> Iterator[tuple[str, dict[str, set[str]]]]:
        yield self.dataset.titles["fr"], {}

    def _actors(self) -> Iterator[tuple[str, dict[str, set[str]]]]:
        for a in self.dataset.actors:
            facts = {"kind": set(a.kinds), "place": {a.place or ""}, "sectors": set(a.sectors)}
            facts |= {"website": {a.website or ""}} | self.sources(a.sources)
            yield self.names[a.id], facts

    def _events(self) -> Iterator[tuple[str, dict[str, set[str]]]]:
        for e in self.dataset.events:
            facts = {n: {getattr(e, n) or ""} for n in ("kind", "start", "end", "status")}
            yield self.names[e.id], facts | _money(e)

    def _rounds(self) -> Iterator[tuple[str, dict[str, set[str]]]]:
        for e in self.dataset.events:
            if e.company:
                facts = {"start": {e.start or ""}, "round_type": {e.round_type or ""}}
                yield self.names.get(e.company, e.company), facts | _money(e)

    def _ties(self) -> Iterator[tuple[str, dict[str, set[str]]]]:
        directed = ontology.load().tie_kinds
        for t in self.dataset.ties:
            one, other = (self.names.get(i, i) for i in (t.origin, t.target))
            facts = _money(t) | self.sources(t.sources)
            for name in ("start", "end", "role", "percentage"):
                facts[name] = {str(getattr(t, name) or "")}
            facts["current"] = {str(t.current).lower()}
            yield f"{t.kind} {one} > {other}", facts
            if not directed[t.kind].directed:
                yield f"{t.kind} {other} > {one}", facts

    def _observations(self) -> Iterator[tuple[str, dict[str, set[str]]]]:
        for o in self.dataset.observations:
            value = f"{o.value} {o.start}" if o.start else str(o.value)
            yield f"{o.kind} {self.names[o.actor]}", {"": {str(o.value), value}}


def _money(thing: Event | Tie) -> dict[str, set[str]]:
    money = thing.money
    return {"amount": {money.amount or ""}, "currency": {money.currency or ""}}


_OF_ACTORS = ("kind", "place", "sectors", "website", "publisher")


def _holds(said: _Said, claim: str) -> bool:
    """Tell whether the tables hold a claim."""
    head, *facts = (part.strip() for part in claim.split(" | "))
    what, _, subject = head.partition(" ")
    wanted: dict[str, set[str]] = {}
    for fact in facts:
        name, _, value = fact.partition(" ")
        if what in _OF_ACTORS or what == "observation":
            name, value = "" if what == "observation" else what, fact
        wanted[name] = set(value.split(", ")) if name == "sectors" else {value}
    sort = "actor" if what in _OF_ACTORS else what
    return any(
        name == subject and all(_fits(n, v, held.get(n, set())) for n, v in wanted.items())
        for name, held in said.rows(sort)
    )


def _fits(name: str, wanted: set[str], held: set[str]) -> bool:
    return held == wanted if name == "sectors" else wanted <= held


def _verdict(said: _Said, cell: str, meaning: str) -> str:
    sign, text = meaning[0], meaning[1:]
    asked = list(_doubts_of(said.imported, cell))
    if sign == "~":
        found = any(text in (d.value, f"@{d.code}") for d in asked)
        return RIGHT if found else WRONG
    if sign == "%":
        digits = "".join(filter(str.isdigit, text))
        paid = {t.money.amount for t in said.dataset.ties}
        return WRONG if digits and digits in paid else RIGHT
    if sign in "-#":
        return RIGHT if (text in said.everything) == (sign == "#") else ASKED if asked else WRONG
    held = all(_holds(said, claim) for claim in text.split(" ; "))
    return RIGHT if held else ASKED if asked else WRONG


def _doubts_of(imported: Imported, cell: str) -> Iterator[Doubt]:
    """Yield the doubts about a cell: those of its row that name it, of its word wherever that is
    asked, of its column, and of its sheet.
    """
    sheet_name, _, at = cell.rpartition("!")
    letters, row = coordinate_from_string(at.rstrip("+"))
    sheet = next(s for s in imported.book.sheets if sheet_name in (s.name, ""))
    column = column_index_from_string(letters) - 1
    text = sheet.at(row - sheet.first, column).text
    plan = next(p for p in imported.understood.plans if p.block.sheet is sheet)
    header = plan.block.header[column] if column < len(plan.block.header) else ""
    for doubt in imported.doubts:
        if doubt.sheet != (sheet.name or sheet.file):
            continue
        first = plan.block.number(plan.block.row)
        whole = not doubt.column and doubt.row in (0, first, row)
        of_column = doubt.column == header and doubt.row <= first
        of_cell = doubt.row == row and doubt.column == header
        of_word = bool(doubt.about and doubt.value) and doubt.value in text
        if whole or of_column or of_cell or of_word:
            yield doubt
