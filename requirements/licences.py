"""The licence each installed package states: `python requirements/licences.py lock-core.txt` prints a table."""

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
    """Return the licence an installed package states: its expression, its field or its classifiers."""
    try:
        about = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return None
    stated = about.get("License-Expression") or about.get("License") or ""
    classes = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    short = stated.strip() if len(stated.strip()) < 60 and "\n" not in stated.strip() and stated != "UNKNOWN" else ""
    return short or " / ".join(classes) or "not stated"


if __name__ == "__main__":
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["package", "licence"])
    for name in names(Path(sys.argv[1])):
        writer.writerow([name, licence(name) or "not installed here"])
