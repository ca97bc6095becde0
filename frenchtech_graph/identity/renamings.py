"""Firms that changed their name: a table of names and former names, each row with its source.

`data/identity/renamed_firms.csv` adds no actor and no name to the graph. A firm with one of the
names of a row is compared under the others as well, so that lists of different years match. Place,
site and kind are weighted as usual.
"""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from frenchtech_graph.identity.organisation_names import form
from frenchtech_graph.io.files import data_folder


def table() -> Path:
    """Return the file of the table."""
    return data_folder() / "identity" / "renamed_firms.csv"


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Return each name, run together → all names of its firm."""
    with table().open(encoding="utf-8", newline="") as file:
        rows = [(r["name"], *r["former_names"].split("|")) for r in csv.DictReader(file)]
    return {core(name): row for row in rows for name in row}


def core(name: str) -> str:
    """Return a name normalised for comparison, without its legal form."""
    read = form(name)
    return read.core if read else ""


def other_names(name: str) -> tuple[str, ...]:
    """Return the earlier and later names of a firm, empty if the table does not contain it.

    >>> other_names("EARTHCUBE SAS"), other_names("Vekia")
    (('Preligens',), ())
    """
    own = core(name)
    return tuple(n for n in _names().get(own, ()) if core(n) != own)


def is_former(names: Iterable[str]) -> bool:
    """Return whether some normalised names include a former name and no current one.

    >>> is_former({"lunchr"}), is_former({"swile"}), is_former({"lunchr", "swile"})
    (True, False, False)
    """
    known = _names()
    rows = [(n, core(known[n][0])) for n in names if n in known]
    return bool(rows) and all(n != today for n, today in rows)


def one_firm(names: Iterable[str], others: Iterable[str]) -> bool:
    """Return whether two actors have normalised names in the same row of the table.

    >>> one_firm({"lunchr"}, {"swile"}), one_firm({"lunchr"}, {"brevo"})
    (True, False)
    """
    known = _names()
    rows = {known[n] for n in names if n in known}
    return not rows.isdisjoint(known[n] for n in others if n in known)
