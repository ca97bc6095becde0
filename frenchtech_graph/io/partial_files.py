"""Downloads that came in part: taken up if the server still has the same version."""

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

    The version stands in a note beside the file, so that what a killed process left can be taken
    up.
    """

    file: Path
    url: str
    version: str = ""

    @staticmethod
    def of(file: Path, url: str) -> "Part":
        """Return what is there of a file; a rest of another address, or of no known version, is
        taken away.
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
        """Whether a server could take up what is there."""
        return bool(self.version and self.size())

    def size(self) -> int:
        """Return the bytes that are there."""
        return self.file.stat().st_size if self.file.exists() else 0

    def begin(self, headers: Mapping[str, str]) -> None:
        """Note the version that an answer is of; a weak one is none (RFC 9110, §13.1.5)."""
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
        """Take the note away: the file is whole, or cannot be taken up."""
        self.version = ""
        self._note.unlink(missing_ok=True)


def resumable(folder: Path) -> list[Path]:
    """Return what an interrupted download left in a folder and a server can take up: files, each
    before its note.
    """
    noted = (
        (n.with_name(n.name.removesuffix(_PART_NOTE)), n)
        for n in sorted(folder.glob(f".*{_PART_NOTE}"))
    )
    return [
        p for file, note in noted if file.is_file() and file.stat().st_size for p in (file, note)
    ]
