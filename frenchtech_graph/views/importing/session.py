"""The actions of the page: read a dropped file, answer questions, write the tables."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest.sheets.cell_report import meaning_shown
from frenchtech_graph.ingest.sheets.doubts import Doubt
from frenchtech_graph.ingest.sheets.fields import title_of
from frenchtech_graph.ingest.sheets.mapping import Reading
from frenchtech_graph.ingest.workbooks.files import SUFFIXES
from frenchtech_graph.io.faults import FaultsError
from frenchtech_graph.io.words import beside
from frenchtech_graph.pipeline.answers import answer, kinds_of_ends, questions
from frenchtech_graph.pipeline.importing import Import, prepare, write, write_mapping

_WORDS = beside(__file__, "page.toml")
_EXAMPLES = 3
_UNSAFE = re.compile(r"[^\w.\- ()]+")


@dataclass(slots=True)
class Session:
    """One import on the page: the dropped file, unchanged, and its reading.

    Files stay in a folder of the user's.
    """

    folder: Path
    lang: str
    prepared: Import | None = None
    _asked: dict[int, Doubt] = field(default_factory=dict)

    def read(self, name: str, content: bytes) -> dict[str, Any]:
        """Return the reading of a file, which is kept in the folder of the session."""
        safe = _UNSAFE.sub("_", Path(name).name)[-120:].lstrip(".") or "table"
        path = self.folder / safe
        if path.suffix.lower() not in SUFFIXES:
            path = path.with_name(path.name + ".csv")
        self.folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return self._shown(path, Reading())

    def answer(self, answers: dict[int, str]) -> dict[str, Any]:
        """Return how the file is read with some answers, by the number of their question."""
        if self.prepared is None or self.prepared.imported is None:
            return {"faults": []}
        reading = self.prepared.imported.understood.desk.reading
        for number, text in answers.items():
            doubt = self._asked.get(number)
            if doubt and text:
                try:
                    answer(reading, doubt, text)
                except ValueError:
                    continue
        return self._shown(self.prepared.path, reading)

    def write(self) -> dict[str, Any]:
        """Write the tables and return their folder."""
        if self.prepared is None:
            return {"faults": []}
        try:
            if self.prepared.imported:
                self.prepared.imported.understood.desk.reading.accepted = True
            folder = write(self.prepared)
            write_mapping(self.prepared, self.lang)
        except FaultsError as error:
            return {"faults": [f.as_row(self.lang) for f in error.faults]}
        return {"folder": str(folder), "changes": self.prepared.counts()}

    def _shown(self, path: Path, reading: Reading) -> dict[str, Any]:
        try:
            self.prepared = prepare(path, reading=reading)
        except FaultsError as error:
            return {"faults": [f.as_row(self.lang) for f in error.faults]}
        imported = self.prepared.imported
        assert imported is not None
        asked = questions([*imported.doubts, *kinds_of_ends(imported)])
        self._asked = {number: doubt for number, (doubt, _) in enumerate(asked)}
        others = [d for d in imported.doubts if not d.about]
        return {
            "file": path.name,
            "sheets": [self._sheet(i) for i in range(len(imported.understood.plans))],
            "questions": [
                self._question(n, doubt, count) for n, (doubt, count) in enumerate(asked)
            ],
            "others": [{"where": f"{d.sheet}:{d.row}", "what": d.what(self.lang)} for d in others],
            "rows": {t: len(r) for t, r in self.prepared.public.rows.items()},
        }

    def _question(self, number: int, doubt: Doubt, count: int) -> dict[str, Any]:
        return {
            "number": number,
            "where": " · ".join(filter(None, (doubt.sheet, doubt.column))),
            "what": doubt.what(self.lang),
            "remedy": doubt.remedy(self.lang),
            "guess": doubt.guess,
            "choices": list(doubt.choices),
            "count": count,
        }

    def _sheet(self, index: int) -> dict[str, Any]:
        assert self.prepared is not None and self.prepared.imported is not None
        imported = self.prepared.imported
        plan = imported.understood.plans[index]
        name = plan.block.sheet.name or plan.block.sheet.file
        read = [c for c in imported.understood.desk.cells if c.sheet == name]
        states = _WORDS.named("states", self.lang)
        columns = []
        for header, code in zip(plan.block.header, plan.columns, strict=False):
            own = [c for c in read if c.column == header and c.reading][:_EXAMPLES]
            shown = [[c.value, c.reading] for c in own]
            said = meaning_shown(code, header, read)
            meaning = states.get(said) or title_of(said, self.lang)
            columns.append({"header": header, "meaning": meaning, "read": shown})
        shape = _WORDS.named("shapes", self.lang)[plan.shape]
        return {"name": name, "shape": shape, "columns": columns}
