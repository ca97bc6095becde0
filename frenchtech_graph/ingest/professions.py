"""The census of jobs by profession and region → `data/masses/professions.csv`, one row per region.

The ministry of labour publishes the table with its portraits of professions. Only professions of
computing and of research are kept, and all jobs.

    python -m frenchtech_graph.ingest.professions FILE_OF_THE_PORTRAITS
"""

import csv
import sys
from pathlib import Path

from frenchtech_graph.io.csv_texts import csv_table
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.io.swap import write_atomically

FILE = "professions.csv"
PROFESSIONS = {
    "M1Z": "computing_technicians",
    "M2Z": "computing_engineers",
    "N0Z": "research_staff",
}
"""Groups of professions (FAP of 2009) and the columns that they become."""
OVERSEAS = 100
"""Numbers of regions overseas are shifted by this: 104 is La Réunion, 04."""


def table(path: Path) -> str:
    """Return the table as CSV text. The same file gives the same text."""
    counts: dict[str, dict[str, str]] = {}
    with path.open(encoding="latin-1", newline="") as file:
        for row in csv.DictReader(file):
            if row["FAP_3"] in PROFESSIONS:
                found = counts.setdefault(_region(row["code_reg"]), {"name": row["nom_reg"]})
                found["jobs"] = _whole(row["emp_reg"])
                found[PROFESSIONS[row["FAP_3"]]] = _whole(row["emp_fap_reg"])
    columns = ["region", "name", "jobs", *PROFESSIONS.values()]
    return csv_table(columns, ({"region": r, **found} for r, found in sorted(counts.items())))


def _region(code: str) -> str:
    """Return the code of a region as INSEE has it.

    >>> _region("104"), _region("84")
    ('04', '84')
    """
    number = int(code)
    return f"{number - OVERSEAS if number > OVERSEAS else number:02}"


def _whole(text: str) -> str:
    return str(round(float(text)))


if __name__ == "__main__":
    write_atomically(data_folder() / "masses" / FILE, table(Path(sys.argv[1])))
