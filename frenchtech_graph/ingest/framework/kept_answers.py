"""Answers of a service, kept line by line on arrival, so that an interrupted fetch can resume."""

import json
from collections.abc import Iterable
from pathlib import Path

from frenchtech_graph.ingest.framework.rows import Row
from frenchtech_graph.io import json_texts


class KeptAnswers:
    """The latest row of each key, in a file of JSON lines.

    An unfinished line of a killed process is ignored, and the next one begins on a new line.
    """

    def __init__(self, file: Path, key: str) -> None:
        self.rows: dict[str, Row] = {}
        self._file, self._key = file, key
        content = file.read_bytes() if file.exists() else b""
        for line in content.splitlines():
            self._take(line)
        self._torn = bool(content) and not content.endswith(b"\n")

    def _take(self, line: bytes) -> None:
        try:
            row = json_texts.loads(line)
        except ValueError:
            return
        if isinstance(row, dict) and isinstance(row.get(self._key), str):
            self.rows[row[self._key]] = row

    def add(self, rows: Iterable[Row]) -> None:
        """Keep rows, writing each before fetching the next."""
        with self._file.open("ab") as file:
            for row in rows:
                line = json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n"
                file.write(b"\n" + line if self._torn else line)
                file.flush()
                self._torn = False
                self.rows[row[self._key]] = row
