"""The classes of French Tech labels: when each was in force, and how many holders were announced."""

import csv
from dataclasses import dataclass
from functools import cache

from frenchtech_graph.io.files import data_folder


@dataclass(frozen=True, slots=True)
class LabelClass:
    """A class of a label: the first and last day of its validity, the number of holders announced
    in France (None if no page states it), and the page.
    """

    label: str
    first: str
    last: str
    official: int | None
    source: str
    note: str


@cache
def label_classes() -> tuple[LabelClass, ...]:
    """Return the classes of `data/ecosystems/classes.csv`, in their order.

    >>> next(c.official for c in label_classes() if c.first == "2019-04-03")
    13
    """
    path = data_folder() / "ecosystems" / "classes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            LabelClass(
                label=row["label"],
                first=row["from"],
                last=row["to"],
                official=int(row["official"]) if row["official"] else None,
                source=row["source"],
                note=row["note"],
            )
            for row in csv.DictReader(file)
        )
