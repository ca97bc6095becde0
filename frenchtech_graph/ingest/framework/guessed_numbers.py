"""Numbers that a list got by searching a register for a name, where they were read to be wrong.

Lists of a tracker (Next40, rounds, organizations) contain numbers from searches by name. Where
another list gives the same website another number, or a ministry gives the same firm another one,
the number of the list is not read. `data/identity/refused_numbers.csv` has each number with the
reason.
"""

import csv
from functools import cache

from frenchtech_graph.ingest.framework import values
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model.names import fold


def siren(text: str, name: str) -> str | None:
    """Return the SIREN that a list gives a firm, or None if it is invalid or known to belong to
    another firm.

    >>> siren("503161580", "Pennylane"), siren("503161580", "Another firm")
    (None, '503161580')
    """
    number = values.siren(text)
    return None if (number, fold(name)) in _refused() else number


@cache
def _refused() -> frozenset[tuple[str, str]]:
    path = data_folder() / "identity" / "refused_numbers.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return frozenset((row["number"], fold(row["name"])) for row in csv.DictReader(file))
