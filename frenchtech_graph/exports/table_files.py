"""The lists as CSV and Parquet. The same input gives the same bytes. Workbooks: `workbook.py`."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyoxigraph as ox

from frenchtech_graph.exports.flat import flat
from frenchtech_graph.exports.table_columns import LISTS
from frenchtech_graph.exports.tables import lists
from frenchtech_graph.io import formulas as spreadsheets
from frenchtech_graph.io.errors import BilingualError


def csv(store: ox.Store) -> dict[str, bytes]:
    """Return the lists as CSV in UTF-8 with a byte order mark, so that spreadsheets read the
    accents.

    A text that a spreadsheet would run as a formula has an apostrophe before it (OWASP, CSV
    injection).
    """
    return {
        f"{name}.csv": csv_bytes(flat(frame, LISTS[name])) for name, frame in lists(store).items()
    }


def csv_bytes(frame: pd.DataFrame, *, mark: bool = True) -> bytes:
    """Return a frame as CSV that is safe in spreadsheets. `mark` puts a byte order mark first."""
    truths = {
        c: frame[c].map({True: "true", False: "false"})
        for c in frame.select_dtypes("boolean").columns
    }
    text = harmless(frame.assign(**truths)).to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig" if mark else "utf-8")


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame in which no text can act as a formula."""
    texts: list[str] = list(frame.select_dtypes("string").columns)
    return frame.assign(
        **{
            c: frame[c].map(spreadsheets.harmless, na_action="ignore").astype("string")
            for c in texts
        }
    )


def parquet(store: ox.Store) -> dict[str, bytes]:
    """Return the lists as typed Parquet, with unchanged texts, and lists as lists of texts.

    Raises:
        BilingualError: pyarrow is not installed.
    """
    try:
        import pyarrow  # type: ignore[import-untyped]  # noqa: F401
    except ImportError as error:
        raise BilingualError("missing-package", value="pyarrow", needed="Parquet") from error
    found = lists(store)
    told = _snapshots_told(found["snapshots"])
    return {
        f"{name}.parquet": _parquet_bytes(frame, LISTS[name], told) for name, frame in found.items()
    }


def _snapshots_told(snapshots: pd.DataFrame) -> dict[bytes, bytes]:
    """Return the licences and snapshots of the graph for the metadata of each file."""
    return {
        f"frenchtech-graph:{name}".encode(): " ".join(
            dict.fromkeys(snapshots[column].dropna())
        ).encode()
        for name, column in (("licences", "licence"), ("snapshots", "snapshot"))
    }


def _parquet_bytes(
    frame: pd.DataFrame, columns: Mapping[str, str], told: Mapping[bytes, bytes]
) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "list": pa.list_(pa.string()),
    }
    schema = pa.schema(
        [(column, types[kind]) for column, kind in columns.items()], metadata=dict(told)
    )
    values: dict[str, Any] = {
        c: list(frame[c])
        if kind == "list"
        else frame[c].astype(object).where(frame[c].notna(), None)
        for c, kind in columns.items()
    }
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pydict(values, schema=schema), sink)
    return bytes(sink.getvalue().to_pybytes())
