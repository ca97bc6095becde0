"""Tables by the template (CSV, XLSX, JSON, or a folder of them) → a checked data set.

All faults of an input are found in one run. A table with a fault yields no data set at all.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest.sheets.about_sheets import about_in
from frenchtech_graph.ingest.tables import template
from frenchtech_graph.ingest.tables.causes import causes
from frenchtech_graph.ingest.tables.cell_forms import check_address
from frenchtech_graph.ingest.tables.checked_table import CheckedTable
from frenchtech_graph.ingest.tables.raw_tables import SIDE_TABLES, read_columns, read_raw
from frenchtech_graph.ingest.tables.row_checks import References, check_rows
from frenchtech_graph.ingest.tables.row_records import records_of
from frenchtech_graph.ingest.workbooks.files import WORKBOOKS, read_book
from frenchtech_graph.io import bounded_files
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.model.names import slug
from frenchtech_graph.model.records import Dataset

NO_LICENCE = "https://www.europeana.eu/rights/unknown"
_DESCRIPTION = "dataset.toml"
_ID = re.compile("[a-z0-9][a-z0-9-]{0,199}")


def read_tables(
    paths: Sequence[Path], known: Iterable[Dataset] = ()
) -> dict[str, list[CheckedTable]]:
    """Return the checked tables of the files and folders `paths`, by table name.

    Rows may refer to actors, events and sources of the data sets `known`.

    Raises:
        FaultsError: with all faults of all files.
    """
    names = list(template.load())
    checked: dict[str, list[CheckedTable]] = {name: [] for name in names}
    faults: list[Fault] = []
    for path in paths:
        if not path.exists():
            faults.append(Fault(str(path), 0, "", path.name, "missing-file"))
            continue
        raw_tables, found = read_raw(path, names)
        faults += found
        for raw in raw_tables:
            checked[raw.name].append(CheckedTable(raw, template.load()[raw.name]))
    check_rows(checked, References.of(checked, known))
    faults += [f for tables in checked.values() for t in tables for f in t.faults]
    if faults:
        raise FaultsError(causes(faults))
    return checked


def read_dataset(path: Path, known: Iterable[Dataset] = ()) -> Dataset:
    """Return the data set in a folder or file of tables.

    `dataset.toml` in the folder describes it (title, publisher, licence, minimum counts). Without
    it, the name of the file or folder is used. `conflicts.csv` and `unmapped.csv` may be next to
    the tables.

    Raises:
        FaultsError: with all faults found.
    """
    checked = read_tables([path], known)
    rows = {name: [r for t in tables for r in t.rows] for name, tables in checked.items()}
    about = _about(path, max((r["accessed"] for _, r in rows["sources"]), default="undated"))
    notices = _check_counts(rows, about.get("counts", {}))
    identifier = about["id"]
    return Dataset(
        id=identifier,
        titles={"fr": about["title_fr"], "en": about["title_en"]},
        publisher=about["publisher"],
        licence=about["licence"],
        issued=about["issued"],
        checksum=checksum(path),
        **records_of(rows),
        conflicts=_conflicts(_side_table(path, "conflicts"), rows),
        unmapped=tuple(r for _, r in _side_table(path, "unmapped")),
        notes=about.get("records"),
        notices=notices,
    )


def checksum(path: Path) -> str:
    """Return the SHA-256 of the bytes of a file, or of all files of a folder with their names."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file() and not file.name.startswith("."):
            digest.update(
                file.name.encode() + b"\0" + hashlib.sha256(bounded_files.read_bytes(file)).digest()
            )
    return digest.hexdigest()


def _about(path: Path, issued: str) -> dict[str, Any]:
    name = slug(path.stem if path.is_file() else path.resolve().name)
    defaults = {
        "id": name,
        "title_fr": name,
        "title_en": name,
        "publisher": name,
        "licence": NO_LICENCE,
        "issued": issued,
    }
    if path.is_file() and path.suffix.lower() in WORKBOOKS:
        return defaults | _about_workbook(path)
    file = path / _DESCRIPTION
    if not path.is_dir() or not file.exists():
        return defaults
    try:
        about = defaults | {k: _plain(v) for k, v in bounded_files.read_toml(file).items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        details = {"expected": "TOML (UTF-8)", "detail": str(error)}
        raise FaultsError([Fault(file.name, 0, "", "", "unreadable", details)]) from error
    if not _ID.fullmatch(str(about["id"])):
        help_ = {
            "help_fr": "lettres sans accent, chiffres et tirets",
            "help_en": "plain letters, digits and hyphens",
        }
        raise FaultsError(
            [Fault(file.name, 0, "id", str(about["id"]), "pattern", {"expected": "lille", **help_})]
        )
    return about


def _about_workbook(path: Path) -> dict[str, str]:
    """Return the description of a data set in the first sheet of a workbook."""
    found = about_in(read_book(path))
    title = found.get("title", "")
    stated = {"title_fr": title, "title_en": title, "publisher": found.get("publisher") or title}
    column = template.load()["sources"].columns["licence"]
    licence = found.get("licence", "")
    if licence and check_address(licence, column) is None:
        stated["licence"] = licence
    return {name: value for name, value in stated.items() if value}


def _plain(value: Any) -> Any:
    return value if isinstance(value, dict | int) else str(value)


def _check_counts(
    rows: Mapping[str, list[Any]], counts: Mapping[str, Mapping[str, int]]
) -> tuple[Fault, ...]:
    """Fail if a table is below its stated minimum.

    Return a notice for each table above its maximum.
    """
    found = [
        (f"{name}.csv", len(rows[name]), limits) for name, limits in counts.items() if name in rows
    ]
    few = [
        _count(f, n, "count", limits["min"]) for f, n, limits in found if n < limits.get("min", 0)
    ]
    if few:
        raise FaultsError(few)
    return tuple(
        _count(f, n, "count-high", limits["max"])
        for f, n, limits in found
        if n > limits.get("max", n)
    )


def _count(file: str, rows: int, code: str, stated: int) -> Fault:
    return Fault(file, 0, "", str(rows), code, {"expected": str(stated)})


def _side_table(path: Path, name: str) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of an additional table, which must have exactly its own columns."""
    file = path / f"{name}.csv"
    if not path.is_dir() or not file.exists():
        return []
    return read_columns(file, SIDE_TABLES[name])


def _conflicts(
    stated: Sequence[tuple[int, Mapping[str, str]]], rows: Mapping[str, list[Any]]
) -> dict[str, str]:
    """Return the claims that are not counted with those preferred to them: rows of one table each.

    Raises:
        FaultsError: an id is of no row, of a row of another table, or preferred and not counted at
            once.
    """
    tables = {
        r["id"]: name
        for name, found in rows.items()
        if name != "sources"
        for _, r in found
        if "id" in r
    }
    found = {r["id_other"]: r["id_preferred"] for _, r in stated}
    faults = []
    for number, row in stated:
        table = tables.get(row["id_other"], "")
        sound = {i for i, name in tables.items() if name == table and i not in found}
        for column, ids in (("id_other", tables.keys()), ("id_preferred", sound)):
            if row[column] not in ids:
                expected = {"expected": table or "actors, events, ties, observations"}
                faults.append(
                    Fault("conflicts.csv", number, column, row[column], "reference", expected)
                )
    if faults:
        raise FaultsError(faults)
    return found
