"""Findings stored next to their graph, so that the next command need not compute them again.

They are in the folder of the graph (`graph/findings/`), which a build replaces as a whole. The name
of a file is a key of all its inputs: quads, program, engines, the selected part of the network, the
function and all its options. They save work and never change a result. A file that is missing,
damaged or has another key is computed again, and a read-only folder stores no files.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frenchtech_graph.graph.store import (
    NotBuiltError,
    UnreadableGraphError,
    graph_folder,
    read_manifest,
)
from frenchtech_graph.ingest import shipped
from frenchtech_graph.io import sealed_files
from frenchtech_graph.io.files import data_folder, queries_folder
from frenchtech_graph.io.libraries import installed
from frenchtech_graph.pipeline.fingerprints import content_key, digest, program_key

if TYPE_CHECKING:
    import networkx as nx

    from frenchtech_graph.findings.finding_files import Found

FINDINGS = "findings"
ENGINES = ("numpy", "scipy", "pandas", "networkx", "numba", "rustworkx")


class KeptFindings:
    """Runs the analysis on the network of a built graph, and reuses stored results from its folder.

    Make it before the graph is opened. If a build happens in between, stored findings are neither
    read nor written.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._quads = _quads(out)

    def __call__(self, find: Callable[..., Any], network: nx.Graph[Any], **options: Any) -> Any:
        """Return ``find(network, **options)``: a table, or tables by name."""
        from frenchtech_graph.findings import finding_files

        if not self._stands():
            return find(network, **options)
        key = self._key(find, network, options)
        file = graph_folder(self._out) / FINDINGS / f"{find.__name__}-{key[:16]}.json"
        taken = _taken(file, key)
        if taken is not None:
            return taken
        found = find(network, **options)
        with suppress(TypeError):  # it cannot be kept
            content = finding_files.dumps(found)
            if self._stands():
                sealed_files.write(file, key, content)
        return found

    def _stands(self) -> bool:
        """Return whether the graph is still the same as at the start."""
        return bool(self._quads) and self._quads == _quads(self._out)

    def _key(
        self, find: Callable[..., Any], network: nx.Graph[Any], options: dict[str, Any]
    ) -> str:
        asked = inspect.signature(find).bind(network, **options)
        asked.apply_defaults()
        stated = [
            (name, _called(value))
            for name, value in asked.arguments.items()
            if value is not network
        ]
        part = sorted(network.graph.items())
        return digest(
            self._quads,
            findings_key(),
            f"{find.__module__}.{find.__qualname__}",
            repr(part),
            repr(stated),
        )


def _called(value: Any) -> Any:
    """Return a function by its name, anything else unchanged, because an address in memory is not a
    key.
    """
    return f"{value.__module__}.{value.__qualname__}" if inspect.isfunction(value) else value


@cache
def findings_key() -> str:
    """Return a key of everything that turns quads into findings."""
    return digest(
        program_key(),
        content_key(queries_folder(), times=False),
        data_key(data_folder()),
        registers_key(),
        *(installed(e) or "" for e in ENGINES),
    )


def data_key(folder: Path) -> str:
    """Return a key of the tables in the data folder that findings read: masses, territories of
    ecosystems, and the lists that data sets state.
    """
    tables = (folder / "masses", folder / "ecosystems", *sorted(folder.glob("*/dataset.toml")))
    return digest(*(content_key(table, times=False) for table in tables))


def registers_key() -> str:
    """Return a key of the copies of registers that findings read: shipped, or fetched later."""
    newest = (shipped.newest(name) for name in sorted(shipped.manifest()))
    return digest(*(copy.sha256 if copy else "" for copy in newest))


def _quads(out: Path) -> str:
    """Return the checksum that the manifest states of the quads under `out`, empty if there is no
    graph.
    """
    try:
        return str(read_manifest(out)["sha256"])
    except (NotBuiltError, UnreadableGraphError):
        return ""


def _taken(file: Path, key: str) -> Found | None:
    """Return the contents of a file, or None if it is missing, incomplete, or has another key."""
    from frenchtech_graph.findings import finding_files

    content = sealed_files.read(file, key)
    try:
        return None if content is None else finding_files.loads(content)
    except (ValueError, TypeError, LookupError, AttributeError):
        return None
