"""Printed answers and written pages, stored next to their graph for the same call.

They are in the folder of the graph (`graph/answers/`), which a build replaces as a whole. The name
of a file is a key of all its inputs: the manifest with the checksum of the quads, the program, the
registers, and the options of the call. The folder
stores only the `MOST` newest files. Missing and damaged files, and files with another key, are
ignored. In a read-only folder no file is stored.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from frenchtech_graph.findings.kept import findings_key
from frenchtech_graph.graph.built_files import MANIFEST
from frenchtech_graph.graph.store import NotBuiltError, graph_folder
from frenchtech_graph.io import json_texts, sealed_files
from frenchtech_graph.pipeline.fingerprints import digest

ANSWERS = "answers"
MOST = 40
LARGEST = 16 << 20
"""Bytes of the largest answer that is stored."""


Notice = tuple[str, int, dict[str, Any]]
"""A message with its level and fields."""
Answer = list["str | Notice"]
"""The texts and notices of an answer in their order."""


class KeptAnswer:
    """The stored answer to one call about the graph in a folder.

    Create it before the call is answered. If a build happens in between, the answer is not stored.
    """

    def __init__(self, out: Path, name: str, options: Mapping[str, Any]) -> None:
        self._out, self._name = out, name
        self._stated = repr(sorted(options.items()))
        self._key = self._key_now()

    def read(self) -> Answer | None:
        """Return the stored answer, or None."""
        content = sealed_files.read(self._file(), self._key) if self._key else None
        try:
            return None if content is None else list(map(_part, json_texts.loads(content)))
        except (ValueError, TypeError, LookupError):
            return None

    def write(self, answer: Answer) -> None:
        """Store the answer, if the graph has not changed since the call."""
        if not self._key or self._key != self._key_now():
            return
        with suppress(TypeError, OSError, ValueError):  # it cannot be stored
            content = json.dumps(answer, ensure_ascii=False).encode()
            if len(content) <= LARGEST:
                _make_room(self._file().parent)
                sealed_files.write(self._file(), self._key, content)

    def _file(self) -> Path:
        return graph_folder(self._out) / ANSWERS / f"{self._name}-{self._key[:16]}.json"

    def _key_now(self) -> str:
        """Return the key of the call, empty if there is no graph."""
        try:
            manifest = (graph_folder(self._out) / MANIFEST).read_bytes()
        except (NotBuiltError, OSError):
            return ""
        return digest(sha256(manifest).hexdigest(), findings_key(), self._name, self._stated)


def _part(content: Any) -> str | Notice:
    if isinstance(content, str):
        return content
    message, level, facts = content
    return str(message), int(level), dict(facts)


def _make_room(folder: Path) -> None:
    """Delete the oldest files, so that one more is at most `MOST`."""
    if not folder.is_dir():
        return
    files = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    for file in files[MOST - 1 :]:
        file.unlink(missing_ok=True)
