"""Write a graph in a format: each file whole or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from frenchtech_graph.errors import BilingualError
from frenchtech_graph.exports import followthemoney, json_ld, neo4j, network_files, rdf, tables
from frenchtech_graph.graph.swap import write_atomically
from frenchtech_graph.names import nearest

Files = Mapping[str, bytes]
"""Content by file name; a format of one file has the empty name."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the ending of its file (none: a folder of files), and its writer."""

    ending: str
    write: Callable[[ox.Store], Files]


FORMATS: dict[str, Format] = {
    "turtle": Format(".ttl", rdf.turtle),
    "nquads": Format(".nq", rdf.nquads),
    "jsonld": Format(".jsonld", json_ld.document),
    "graphml": Format(".graphml", network_files.graphml),
    "gexf": Format(".gexf", network_files.gexf),
    "csv": Format("", tables.csv),
    "xlsx": Format(".xlsx", tables.xlsx),
    "parquet": Format("", tables.parquet),
    "neo4j": Format("", neo4j.files),
    "ftm": Format(".ftm.json", followthemoney.lines),
}


def export(store: ox.Store, format_name: str, path: str | Path) -> list[Path]:
    """Write the graph of a store in a format; return the files written.

    A format of several files is written into the folder `path`, which may exist: files of the same name are
    replaced, others are left alone.

    Raises:
        BilingualError: there is no such format, or it needs a package that is not installed.
    """
    if format_name not in FORMATS:
        known = ", ".join(FORMATS)
        raise BilingualError(
            "unknown-format", value=format_name, expected=known, suggestions=nearest(format_name, FORMATS)
        )
    target = Path(path)
    files = FORMATS[format_name].write(store)
    return [write_atomically(target / name if name else target, content) for name, content in files.items()]
