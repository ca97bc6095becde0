"""Registers → the reduced copies that the project ships, with facts and identifiers only.

Columns that a connector does not read are removed, together with the fields in `[withheld]` of its
mapping. These are names of people (a firm recorded under its laureate's name then has no name),
summaries, columns added by third parties. Summaries are reduced to digests of the names in them,
and to the heaps of their words. Identity uses these to find firms that changed their names. The
same files give the same bytes.

    python -m frenchtech_graph.ingest.reduction FOLDER_OF_ORIGINALS
"""

import gzip
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest import shipped
from frenchtech_graph.ingest.connectors.registers import ror_records
from frenchtech_graph.ingest.framework import mapping
from frenchtech_graph.ingest.framework.mapping import Field, Record, SourceMapping
from frenchtech_graph.ingest.framework.mentions import gist_of, said_in
from frenchtech_graph.io.csv_texts import csv_text
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.io.swap import write_atomically
from frenchtech_graph.model.names import fold

_DIGESTS: Mapping[str, Callable[[Record, SourceMapping], tuple[str, ...]]] = {
    "mentions": said_in,
    "gist": gist_of,
}
"""Fields with the digests that replace texts."""


def table(found: SourceMapping, records: Iterable[Record]) -> tuple[str, int]:
    """Return the rows of a source as CSV text, without private fields, and their number.

    Columns have the first header that the connector knows them by. Empty columns are left out.

    Raises:
        FaultsError: a value contains the separator between values of its field.
    """
    kept = [f for f in found.fields if f.name not in found.withheld]
    lines = [[_cell(found, f, r) for f in kept] for r in records]
    filled = [at for at in range(len(kept)) if any(line[at] for line in lines)]
    filled += [at for at, f in enumerate(kept) if not f.optional and at not in filled]
    shown = sorted(filled)
    header = [kept[at].headers[0] for at in shown]
    return csv_text([header, *([line[at] for at in shown] for line in lines)]), len(lines)


def _cell(found: SourceMapping, field: Field, record: Record) -> str:
    if field.name in _DIGESTS:
        return " ".join(_DIGESTS[field.name](record, found))
    if field.separator is None:
        return "" if _is_the_person(found, field, record) else record[field.name]
    parts = record.all(field.name)
    if any(field.separator in part for part in parts):
        raise FaultsError([Fault(found.file, record.number, field.name, field.separator, "pattern",
                                 {"expected": field.separator})])  # fmt: skip
    return field.separator.join(parts)


def _is_the_person(found: SourceMapping, field: Field, record: Record) -> bool:
    """Return whether a cell is the name of the person of its row: some firms are noted by it."""
    names = [fold(record[name]) for name in found.person]
    cell = fold(record[field.name])
    return bool(cell) and all(names) and cell in (" ".join(names), " ".join(reversed(names)))


def organisations(path: Path) -> tuple[str, int]:
    """Return records of ROR as JSON lines of schema 2, with only the fields that are read."""
    lines = [
        json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        for row in sorted(ror_records.reduced(path), key=lambda row: str(row["id"]))
    ]
    return "".join(line + "\n" for line in lines), len(lines)


def reduced(name: str, path: Path) -> tuple[str, int]:
    """Return the reduced copy of a register as text, and its number of rows."""
    if name == "ror":
        return organisations(path)
    found = mapping.load(name)
    return table(found, found.records(path))


def packed(text: str) -> bytes:
    """Return a text as gzip. The same text gives the same bytes."""
    return gzip.compress(text.encode(), 9, mtime=0)


def write(originals: Path, out: Path, say: Callable[[str], object] = print) -> None:
    """Write the reduced copy of each register of `registers.toml`, and their manifest.

    Raises:
        FaultsError: an original is missing or cannot be read. Then no file is written.
    """
    made = dict(_made(originals))
    out.mkdir(parents=True, exist_ok=True)
    noted: dict[str, dict[str, Any]] = {}
    for name, (file, content, rows, origin) in made.items():
        digest = hashlib.sha256(content).hexdigest()
        write_atomically(out / file, content)
        noted[name] = {"file": file, "rows": rows, "bytes": len(content), "sha256": digest,
                       "origin_sha256": origin}  # fmt: skip
        say(f"{file}: {rows} rows, {len(content)} B")
    write_atomically(out / shipped.MANIFEST, json.dumps(noted, indent=1) + "\n")


def _made(originals: Path) -> Iterator[tuple[str, tuple[str, bytes, int, str]]]:
    for name, stated in shipped.about().items():
        path = originals / stated["origin"]
        text, rows = reduced(name, path)
        suffix = "jsonl" if name == "ror" else "csv"
        yield name, (f"{name}.{suffix}.gz", packed(text), rows, _checksum(path))


def _checksum(path: Path) -> str:
    """Return the SHA-256 of a file, or of the files of a folder in the order of their names."""
    digest = hashlib.sha256()
    for file in sorted(path.glob("*.json*")) if path.is_dir() else [path]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    write(Path(sys.argv[1]), shipped.folder())
