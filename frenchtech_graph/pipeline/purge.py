"""Files of earlier builds that contain the name of a removed person: pages and exports next to the
graph, former snapshots of sources.

The folder of the graph is replaced whole, kept records and findings with it. Only files that the
program itself writes there are examined, and only files with a name of a removed person are
deleted.
"""

import gzip
import html
import io
import json
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

from frenchtech_graph.ingest import snapshots
from frenchtech_graph.io.faults import Fault
from frenchtech_graph.model.names import fold

PAGES = ("map*.html", "report*.html", "exports/**/*", "site/**/*")
"""Default names of maps, the report, exports and the site next to a graph."""


def purge(out: Path, said: Collection[str]) -> tuple[Fault, ...]:
    """Delete files of earlier builds under `out` that contain one of the names, and return them.

    `said` are the names as the sources write them. A file that cannot be deleted is reported too.
    """
    names = _wanted(said)
    if not names:
        return ()
    left = [path for pattern in PAGES for path in sorted(out.glob(pattern)) if path.is_file()]
    gone = [_removed(path) for path in left if _says(path, names)]
    for path in _former_snapshots():
        if _says(path, names):
            gone.append(_removed(path))
            path.with_name(path.name + snapshots.NOTE).unlink(missing_ok=True)
    return tuple(gone)


def _wanted(said: Collection[str]) -> frozenset[str]:
    """Return the names folded, in both orders. A single short word is not a name."""
    words = (fold(name).split() for name in said)
    both = (order for ws in words if len("".join(ws)) > 3 for order in (ws, ws[::-1]))
    return frozenset(f" {' '.join(order)} " for order in both)


def _former_snapshots() -> Iterator[Path]:
    """Yield the snapshots of each source but the last, which a fetch would bring again."""
    folder = snapshots.folder()
    for source in sorted(folder.iterdir()) if folder.is_dir() else ():
        last = snapshots.latest(source.name, folder) if source.is_dir() else None
        for note in sorted(source.glob(f"*{snapshots.NOTE}")) if last else ():
            path = note.with_name(note.name.removesuffix(snapshots.NOTE))
            if path.is_file() and last is not None and path != last.path:
                yield path


def _removed(path: Path) -> Fault:
    try:
        path.unlink()
    except OSError as error:
        return Fault(str(path), 0, "", "", "not-purged", {"detail": str(error)})
    return Fault(str(path), 0, "", "", "purged")


def _says(path: Path, names: frozenset[str]) -> bool:
    return any(name in text for text in _texts(path) for name in names)


def _texts(path: Path) -> Iterator[str]:
    """Yield the text of a file, unpacked, decoded and folded."""
    for content in (path.name.encode(), *_unpacked(path)):
        text = content.decode("utf-8", "replace")
        for reading in dict.fromkeys((text, html.unescape(text), unquote(text), _unescaped(text))):
            yield f" {fold(reading)} "


def _unescaped(text: str) -> str:
    """Return a text with the complete escapes of JSON decoded."""
    if "\\u" not in text:
        return text
    with suppress(ValueError):
        return str(json.loads('"' + text.replace('"', " ").replace("\n", " ") + '"'))
    return text


def _unpacked(path: Path) -> Iterator[bytes]:
    content = path.read_bytes()
    yield content
    with suppress(OSError, zipfile.BadZipFile, zlib.error, ImportError, ValueError):
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                yield from (archive.read(name) for name in archive.namelist())
        elif content.startswith(b"\x1f\x8b"):
            yield gzip.decompress(content)
        elif path.suffix == ".parquet":
            import pandas as pd

            yield pd.read_parquet(path).to_csv().encode()
