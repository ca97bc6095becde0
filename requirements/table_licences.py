"""The licence of each table that the package ships, as its own files state it.

    python requirements/table_licences.py

Prints file, licence and where it is stated; ends with 1 if a table has none. A licence that its
publisher does not state is told as unknown.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
TABLES = (".csv", ".jsonl", ".gz", ".bloom", ".parquet")
UNKNOWN = "https://www.europeana.eu/rights/unknown"
_ADDRESS = re.compile(r"\]\((https?://[^)]+)\)")


def licences() -> Iterator[tuple[str, str, str]]:
    """Yield the path of each table below `data/`, its licence (empty: none) and who states it."""
    listed = _listed()
    for path in sorted(p for p in DATA.rglob("*") if p.suffix in TABLES):
        name = path.relative_to(ROOT).as_posix()
        licence, by = _of_settings(path)
        if not licence:
            said = [n for n in listed if name == n or name.startswith(n + "/")]
            by = "LICENSES/README.md" if said else ""
            licence = listed[max(said, key=len)] if said else ""
        yield name, licence, by


def _of_settings(path: Path) -> tuple[str, str]:
    """Return what a file of settings in the folder states for the table, or for the whole folder."""
    for file in sorted(path.parent.glob("*.toml")):
        stated: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        own = stated.get(path.name.partition(".")[0])
        of = own if isinstance(own, dict) else stated
        if isinstance(of.get("licence"), str):
            return of["licence"], file.relative_to(ROOT).as_posix()
    return "", ""


def _listed() -> dict[str, str]:
    """Return the licences that the list of the project states, by path."""
    found = {}
    for line in (ROOT / "LICENSES" / "README.md").read_text(encoding="utf-8").splitlines():
        paths, address = re.findall(r"`(data/[^`]+)`", line), _ADDRESS.search(line)
        found |= {p.rstrip("/"): address[1] for p in paths if address}
    return found


if __name__ == "__main__":
    rows = list(licences())
    for name, licence, by in rows:
        shown = "not stated by its publisher" if licence == UNKNOWN else licence or "NONE"
        sys.stdout.write(f"{name}\t{shown}\t{by}\n")
    sys.exit(any(not licence for _, licence, _ in rows))
