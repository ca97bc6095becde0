"""The licence each package states: `python requirements/licences.py lock-core.txt` prints a table.

A package of another system (colorama, of Windows) cannot be asked here: it keeps what licences.csv
says of it.
"""

import csv
import importlib.metadata
import re
import sys
from pathlib import Path


def names(lock: Path) -> list[str]:
    """Return the names of the packages of a lock file."""
    found = re.findall(r"^([\w.-]+)==", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return list(dict.fromkeys(found))


def licence(name: str) -> str | None:
    """Return the licence an installed package states: its expression, its field, its classifiers or
    its file.
    """
    try:
        about = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return None
    stated = about.get("License-Expression") or about.get("License") or ""
    classes = [
        c.rpartition(" :: ")[2]
        for c in about.get_all("Classifier") or []
        if c.startswith("License ::")
    ]
    classes = [
        c for c in classes if c != "Other/Proprietary License"
    ]  # "none of these": what it is stands in the file
    short = (
        stated.strip()
        if len(stated.strip()) < 60 and "\n" not in stated.strip() and stated != "UNKNOWN"
        else ""
    )
    return short or " / ".join(classes) or title_of_licence(name) or "not stated"


def title_of_licence(name: str) -> str:
    """Return the first line of the licence file that an installed package carries, nothing without
    one.
    """
    carried = [
        f for f in importlib.metadata.files(name) or [] if f.name.upper().startswith("LICEN")
    ]
    return carried[0].read_text().strip().partition("\n")[0].strip() if carried else ""


def stated_before() -> dict[str, str]:
    """Return the licences of the table as it stands."""
    table = Path(__file__).with_name("licences.csv")
    with table.open(encoding="utf-8", newline="") as file:
        return {row["package"]: row["licence"] for row in csv.DictReader(file)}


if __name__ == "__main__":
    before = stated_before()
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["package", "licence"])
    for name in names(Path(sys.argv[1])):
        writer.writerow([name, licence(name) or before.get(name, "not installed here")])
