"""Write a graph in a format: each file whole or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from frenchtech_graph.exports import (
    followthemoney,
    gexf,
    graphml,
    json_ld,
    neo4j,
    rdf,
    table_files,
    workbook,
)
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.locks import locked
from frenchtech_graph.io.swap import swapped_in, write_atomically
from frenchtech_graph.model.names import nearest

Files = Mapping[str, bytes]
"""Content by file name; a format of one file has the empty name."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its writer, and the ending of its file (empty for a folder of files)."""

    ending: str
    write: Callable[[ox.Store], Files]


FORMATS: dict[str, Format] = {
    "turtle": Format(".ttl", rdf.turtle),
    "nquads": Format(".nq", rdf.nquads),
    "jsonld": Format(".jsonld", json_ld.document),
    "graphml": Format(".graphml", graphml.document),
    "gexf": Format(".gexf", gexf.document),
    "csv": Format("", table_files.csv),
    "xlsx": Format(".xlsx", workbook.xlsx),
    "parquet": Format("", table_files.parquet),
    "neo4j": Format("", neo4j.files),
    "ftm": Format(".ftm.json", followthemoney.lines),
}


def export(store: ox.Store, format_name: str, path: str | Path) -> list[Path]:
    """Write the graph of a store in a format. Return the files written.

    A format of several files is written into the folder `path`, all of them at once. Other files in
    that folder are not changed, and the files are replaced one by one.

    Raises:
        BilingualError: there is no such format, it needs a package that is not installed, or
            another process writes there.
    """
    if format_name not in FORMATS:
        known = ", ".join(FORMATS)
        raise BilingualError(
            "unknown-format",
            value=format_name,
            expected=known,
            suggestions=nearest(format_name, FORMATS),
        )
    target = Path(path)
    files = FORMATS[format_name].write(store)
    if "" in files:
        return [write_atomically(target, files[""])]
    with locked(target):
        if _is_ours_alone(target, files):
            with swapped_in(target) as folder:
                for name, content in files.items():
                    (folder / name).write_bytes(content)
        else:
            for name, content in files.items():
                write_atomically(target / name, content)
    return [target / name for name in files]


def _is_ours_alone(folder: Path, files: Files) -> bool:
    """Return whether a folder may be exchanged for a new one.

    It must contain no other files, and must not be a link, a mount or the current folder.
    """
    if not folder.exists():
        return True
    if (
        not folder.is_dir()
        or folder.is_symlink()
        or folder.is_mount()
        or folder.resolve() == Path.cwd()
    ):
        return False
    return all(p.name in files for p in folder.iterdir())
