"""Partial downloads, resumed if the server still has the same version."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from frenchtech_graph.io import json_texts

_PART_NOTE = ".part.json"


@dataclass
class Part:
    """A file that is coming: its address, and the version of it that the server gives (a strong
    ETag or a date).

    A note next to the file contains the version, so that a later process can resume a killed
    download.
    """

    file: Path
    url: str
    version: str = ""

    @staticmethod
    def of(file: Path, url: str) -> "Part":
        """Return the existing part of a file.

        A part of another address or of an unknown version is deleted.
        """
        part = Part(file, url)
        try:
            told = json_texts.loads(part._note.read_text(encoding="utf-8"))
            part.version = str(told["version"]) if told["url"] == url and file.exists() else ""
        except (OSError, ValueError, KeyError, TypeError):
            pass
        if not part.version:
            part.drop()
        return part

    @property
    def _note(self) -> Path:
        return self.file.with_name(self.file.name + _PART_NOTE)

    @property
    def resumable(self) -> bool:
        """Whether a server could resume the download."""
        return bool(self.version and self.size())

    def size(self) -> int:
        """Return the size of the existing part in bytes."""
        return self.file.stat().st_size if self.file.exists() else 0

    def begin(self, headers: Mapping[str, str]) -> None:
        """Record the version of an answer. A weak validator is ignored (RFC 9110, §13.1.5)."""
        stated = {k.lower(): v for k, v in headers.items()}
        validator = stated.get("etag") or stated.get("last-modified") or ""
        self.version = "" if validator.startswith("W/") else validator
        if self.version:
            self._note.write_text(
                json.dumps({"url": self.url, "version": self.version}), encoding="utf-8"
            )
        else:
            self.forget()

    def drop(self) -> None:
        """Take the file away, and its note."""
        self.forget()
        self.file.unlink(missing_ok=True)

    def forget(self) -> None:
        """Delete the note: the file is complete, or cannot be resumed."""
        self.version = ""
        self._note.unlink(missing_ok=True)


def resumable(folder: Path) -> list[Path]:
    """Return the files of interrupted downloads that a server can resume, each before its note."""
    noted = (
        (n.with_name(n.name.removesuffix(_PART_NOTE)), n)
        for n in sorted(folder.glob(f".*{_PART_NOTE}"))
    )
    return [
        p for file, note in noted if file.is_file() and file.stat().st_size for p in (file, note)
    ]
