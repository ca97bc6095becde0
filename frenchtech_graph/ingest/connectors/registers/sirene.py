"""Read SIRENE from a Parquet or CSV file: known companies enter the graph, other units are only
counted.

DuckDB reads the file in place. The thirty million units do not become triples.
"""

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frenchtech_graph.ingest.connectors.registers import companies
from frenchtech_graph.ingest.framework import values
from frenchtech_graph.ingest.framework.connector import Connector, begin, download
from frenchtech_graph.ingest.framework.mapping import Record, load
from frenchtech_graph.ingest.framework.packed_files import CHUNK, opened, wrong
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io.client import Client, Progress
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.io.swap import temporary_folder
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class

if TYPE_CHECKING:
    import pandas as pd

MAPPING = load("sirene")
_MOST_WITHOUT_KNOWN = 100_000
_CURRENT = "NAFRev2"
_KNOWN = ("NAFRev2", "NAFRev1", "NAF1993", "NAP", "")
"""Classifications of activities: the current one, and the earlier ones of units that ended before
it."""
_COLUMNS = tuple(f.headers[0] for f in MAPPING.fields)
_MAY_LACK = {f.headers[0] for f in MAPPING.fields if f.optional}
"""The only columns that are read. They exclude names, sex and pseudonyms of natural persons."""


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return the legal units whose SIREN some data set of `known` points at.

    Raises:
        FaultsError: DuckDB is not installed, columns are missing, or the file is large and `known`
            is empty.
    """
    found, file = begin(MAPPING.about, path)
    unknown: Counter[str] = Counter()
    sirens = {s for d in known for a in d.actors if (s := a.identifiers.get("siren"))}
    for record in MAPPING.of_rows(_units(file, sirens), file.name):
        found.rows += 1
        siren, kind = values.siren(record["siren"]), companies.kind(record["form"])
        if not siren or kind is None or record["diffusion"] == "P":
            found.leave_out(
                f"row-{record.number}",
                "",
                "personne physique ou diffusion refusée",
                "natural person, or diffusion refused",
            )
            continue
        if record["classification"] not in _KNOWN:
            unknown[record["classification"]] += 1
        key = found.actor(
            kind,
            record["name"] or record["usual1"],
            siren,
            aliases=[record["acronym"], *_usual(record)],
            identifiers={"siren": siren},
            sectors=_sectors(record),
            subject=True,
        )
        found.observe(Class.CREATION_OBSERVATION, key, values.day(record["created"]), siren)
        if record["state"] == "C":
            found.observe(Class.CLOSURE_OBSERVATION, key, values.day(record["since"]), siren)
    found.notices += tuple(_unknown(file, name, count) for name, count in sorted(unknown.items()))
    return found.dataset()


def _sectors(record: Record) -> list[str]:
    """Return the sectors of a unit by its NAF rev. 2 code.

    Units of a newer classification use their NAF 2025 code.
    """
    if record["classification"] == _CURRENT:
        return companies.sectors(record["activity"])
    if record["classification"] in _KNOWN:
        return []
    return companies.sectors_of_2025(record["activity25"] or record["activity"])


def _unknown(file: Path, name: str, count: int) -> Fault:
    """Return the notice of units whose activity is stated in a classification that is not known."""
    details = {"expected": _CURRENT, "count": str(count)}
    return Fault(
        file.name, 0, "nomenclatureActivitePrincipaleUniteLegale", name, "classification", details
    )


def _usual(record: Record) -> list[str]:
    return [record["usual1"], record["usual2"], record["usual3"]]


@contextmanager
def table(path: Path) -> Iterator[tuple[Any, str]]:
    """Open a file as a DuckDB relation: the connection and the expression to select from."""
    try:
        import duckdb
    except ImportError as error:
        raise wrong(path, "missing-extra", expected="duckdb") from error
    if not path.is_file():
        raise wrong(path, "not-regular" if path.exists() else "missing-file")
    with _unpacked(path) as plain:
        quoted = str(plain).replace("'", "''")
        with plain.open("rb") as file:
            parquet = file.read(4) == b"PAR1"
        source = (
            f"read_parquet('{quoted}')"
            if parquet
            else f"read_csv('{quoted}', all_varchar=true, header=true)"
        )
        connection = duckdb.connect(config={"threads": 2})
        try:
            yield connection, source
        except duckdb.Error as error:
            detail = str(error)[:160]
            raise wrong(path, "unreadable", expected="Parquet, CSV", detail=detail) from error
        finally:
            connection.close()


@contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    """Yield a file that DuckDB can read directly: a zip of INSEE is unpacked for the duration of
    the reading.
    """
    with path.open("rb") as file:
        zipped = file.read(4) == b"PK\x03\x04"
    if not zipped:
        yield path
        return
    with temporary_folder() as folder, opened(path) as packed:
        plain = folder / "unpacked.csv"
        with plain.open("wb") as out:
            shutil.copyfileobj(packed, out, CHUNK)
        yield plain


def rows_of(path: Path, columns: Mapping[str, str], sirens: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of a Sirene file whose SIREN is among `sirens`, in the order of their SIREN.

    `columns` maps the names of returned values to columns of the file.

    Raises:
        FaultsError: DuckDB is not installed, the file cannot be read or columns are missing.
    """
    with table(path) as (connection, source):
        there = {c[0] for c in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}  # noqa: S608
        lost = [c for c in columns.values() if c not in there]
        if lost:
            raise wrong(path, "lost-column", expected=", ".join(lost), mapping=MAPPING.file)
        wanted = ", ".join(
            f'COALESCE(CAST("{c}" AS VARCHAR), \'\') AS "{n}"' for n, c in columns.items()
        )
        connection.execute("CREATE TABLE wanted AS SELECT unnest(?) AS siren", [sorted(sirens)])
        rows = connection.execute(
            f"SELECT * FROM (SELECT {wanted} FROM {source}) SEMI JOIN wanted USING (siren) ORDER BY ALL"  # noqa: S608
        ).fetchall()
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _units(path: Path, sirens: set[str]) -> list[dict[str, Any]]:
    with table(path) as (connection, source):
        there = {c[0] for c in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}  # noqa: S608
        lost = [c for c in _COLUMNS if c not in there | _MAY_LACK]
        if lost:
            raise wrong(path, "lost-column", expected=", ".join(lost), mapping=MAPPING.file)
        if (
            not sirens
            and connection.execute(f"SELECT count(*) FROM {source}").fetchone()[0]  # noqa: S608
            > _MOST_WITHOUT_KNOWN
        ):
            raise wrong(path, "needs-option", expected="--with ilab=…, --with rounds2025=…")
        columns = ", ".join(f'CAST("{c}" AS VARCHAR) AS "{c}"' for c in _COLUMNS if c in there)
        filtered = f"SELECT {columns} FROM {source}"  # noqa: S608
        if sirens:
            connection.execute("CREATE TABLE wanted AS SELECT unnest(?) AS siren", [sorted(sirens)])
            filtered += " SEMI JOIN wanted USING (siren)"
        rows = connection.execute(f"{filtered} ORDER BY siren").fetchall()
    read = [c for c in _COLUMNS if c in there]
    return [dict(zip(read, row, strict=True)) for row in rows]


def denominators(units: Path, establishments: Path | None = None) -> "pd.DataFrame":
    """Return how many active legal units there are by activity, and by commune of the seat if that
    file is given.

    Columns: `activity` (NAF rev. 2), `commune` (INSEE code, with establishments only), `units`.
    Natural persons are not counted.

    Raises:
        FaultsError: DuckDB is not installed or a file cannot be read.
    """
    with table(units) as (connection, source):
        place, join = "", ""
        if establishments is not None:
            with table(establishments) as (_, seats):
                seats_sql = f"""SELECT CAST(siren AS VARCHAR) AS siren, codeCommuneEtablissement AS commune
                    FROM {seats} WHERE CAST(etablissementSiege AS VARCHAR) = 'true'"""  # noqa: S608
            place, join = "commune, ", f"JOIN ({seats_sql}) USING (siren)"
        counted: pd.DataFrame = connection.execute(
            f"""SELECT activitePrincipaleUniteLegale AS activity, {place} count(*) AS units
            FROM (SELECT CAST(siren AS VARCHAR) AS siren, activitePrincipaleUniteLegale FROM {source}
              WHERE etatAdministratifUniteLegale = 'A' AND CAST(categorieJuridiqueUniteLegale AS VARCHAR) <> '1000'
              AND nomenclatureActivitePrincipaleUniteLegale = ?) {join}
            GROUP BY ALL ORDER BY ALL""",  # noqa: S608
            [_CURRENT],
        ).df()
        if counted.empty and (other := _others(connection, source)):
            raise wrong(units, "classification", value=other, expected=_CURRENT, count="–")
        return counted


def _others(connection: Any, source: str) -> str:
    """Return an unknown classification that units of a file have, or an empty string."""
    found = connection.execute(
        f"SELECT DISTINCT nomenclatureActivitePrincipaleUniteLegale FROM {source} ORDER BY 1"  # noqa: S608
    ).fetchall()
    return next((str(n) for (n,) in found if n and n not in _KNOWN), "")


def _schema(path: Path | Snapshot) -> Dataset:
    """Check that a fetched stock has the required columns.

    Its rows are read when companies are known.
    """
    file = path if isinstance(path, Path) else path.path
    try:
        return read(file)
    except FaultsError as error:
        if [f.code for f in error.faults] == ["needs-option"]:
            return begin(MAPPING.about, file)[0].dataset()
        raise


def fetch(client: Client, cache: Path, *, progress: Progress) -> Snapshot:
    """Fetch the monthly stock of legal units as Parquet."""
    return download(
        MAPPING.about, _schema, client, cache, MAPPING.about.address or "", ".parquet", progress
    )


CONNECTOR = Connector(MAPPING.about, read, fetch, {})
