"""The awards in data/labels/ties.csv, made from the table of label holders.

`data/ecosystems/labels.csv` lists the holders of each label with dates. ``python3 tasks.py
regenerate`` derives the ties for builds from it. The other ties of the table (heads of the Mission
French Tech, operators of the initiative) stay unchanged.
"""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from frenchtech_graph.io.csv_texts import csv_table
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model.terms import Class

Row = Mapping[str, str]


def files() -> dict[Path, str]:
    """Return the table of ties by its path."""
    awards = _rows(data_folder() / "ecosystems" / "labels.csv")
    path = data_folder() / "labels" / "ties.csv"
    return {path: table(awards, _rows(path))}


def table(awards: Iterable[Row], ties: Iterable[Row]) -> str:
    """Return the table of `ties` with `awards` in place of the label awards in it."""
    known = list(ties)
    columns = tuple(known[0])
    rows = [dict(t) for t in known if t["kind"] != Class.LABEL_AWARD] + [_tie(a) for a in awards]
    return csv_table(columns, sorted(rows, key=_order))


def _tie(award: Row) -> dict[str, str]:
    same = ("start", "end", "source", "record", "note")
    ends = {"from": award["ecosystem"], "to": award["label"], "role_text": award["name"]}
    return {"kind": Class.LABEL_AWARD} | ends | {name: award[name] for name in same}


def _order(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in ("kind", "from", "to", "start"))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
