"""Node and edge lists as files: CSV, XLSX, Parquet; the same input gives the same bytes."""

import io
import re
import zipfile

import pandas as pd
import pyoxigraph as ox
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from frenchtech_graph.exports.tables import edges, nodes
from frenchtech_graph.io import formulas as spreadsheets
from frenchtech_graph.io.errors import BilingualError


def csv(store: ox.Store) -> dict[str, bytes]:
    """Return both lists as CSV in UTF-8 with a byte order mark, so that spreadsheets read the
    accents.

    A text that a spreadsheet would run as a formula has an apostrophe before it (OWASP, CSV
    injection).
    """
    return {f"{name}.csv": csv_bytes(frame) for name, frame in _lists(store).items()}


def csv_bytes(frame: pd.DataFrame, *, mark: bool = True) -> bytes:
    """Return a frame as CSV, harmless to spreadsheets; `mark` puts a byte order mark first."""
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


def xlsx(store: ox.Store) -> dict[str, bytes]:
    """Return both lists as a workbook of two sheets."""
    written = io.BytesIO()
    with pd.ExcelWriter(written, engine="openpyxl") as writer:
        for name, frame in _lists(store).items():
            _writable(harmless(frame)).to_excel(
                writer, sheet_name=name, index=False, freeze_panes=(1, 0)
            )
    return {"": _undated(written.getvalue())}


def _writable(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame without the control characters that a workbook cannot hold."""
    return frame.map(lambda v: ILLEGAL_CHARACTERS_RE.sub("�", v) if isinstance(v, str) else v)


def _undated(book: bytes) -> bytes:
    """Return a workbook without the moment of its writing: the same graph gives the same file."""
    undated = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as old,
        zipfile.ZipFile(undated, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*",
                    rb"\g<1>2000-01-01T00:00:00Z",
                    content,
                )
            new.writestr(
                zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED
            )
    return undated.getvalue()


def parquet(store: ox.Store) -> dict[str, bytes]:
    """Return both lists as Parquet, typed, texts as they are.

    Raises:
        BilingualError: pyarrow is not installed.
    """
    try:
        import pyarrow  # type: ignore[import-untyped]  # noqa: F401
    except ImportError as error:
        raise BilingualError("missing-package", value="pyarrow", needed="Parquet") from error
    return {
        f"{name}.parquet": frame.to_parquet(index=False) for name, frame in _lists(store).items()
    }


def _lists(store: ox.Store) -> dict[str, pd.DataFrame]:
    return {"nodes": nodes(store), "edges": edges(store)}
