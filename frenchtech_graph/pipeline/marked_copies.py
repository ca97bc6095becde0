"""A copy of a checked file with coloured and commented faults and questions."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from frenchtech_graph.ingest.sheets.datasets import import_file
from frenchtech_graph.ingest.sheets.doubts import Doubt
from frenchtech_graph.ingest.sheets.forms import is_free_form
from frenchtech_graph.ingest.sheets.marking import Mark, write_marked
from frenchtech_graph.ingest.tables import template
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.pipeline.datasets import locate, read_all


def write_checked(inputs: Sequence[str], faults: Sequence[Fault], target: Path, lang: str) -> Path:
    """Write a copy of the one file among inputs, with comments on its faults and questions.

    Raises:
        BilingualError: the inputs contain no file, or several.
    """
    paths = locate(inputs)
    files = [p for p in paths if p.is_file()]
    if len(files) != 1:
        raise BilingualError("mark-one-file", value=str(len(files)))
    path = files[0]
    marks = [*_of_faults(path, faults, lang)]
    if is_free_form(path):
        marks += of_doubts(_doubts(path, paths[: paths.index(path)]), lang)
    return write_marked(path, marks, target)


def of_doubts(doubts: Sequence[Doubt], lang: str) -> list[Mark]:
    """Return the comments on cells with open questions."""
    return [Mark(d.sheet, d.row, d.column, f"{d.what(lang)}\n→ {d.remedy(lang)}") for d in doubts]


def _doubts(path: Path, before: Sequence[Path]) -> list[Doubt]:
    try:
        return import_file(path, known=read_all(before)).doubts
    except FaultsError:
        return []


def _of_faults(path: Path, faults: Sequence[Fault], lang: str) -> Iterator[Mark]:
    titles = _titles()
    for fault in faults:
        file, _, sheet = fault.file.partition("[")
        if file == path.name:
            text = f"{fault.expectation(lang)}\n→ {fault.remedy(lang)}"
            also = titles.get(fault.column, ())
            yield Mark(sheet.rstrip("]"), fault.row, fault.column, text, also)


def _titles() -> dict[str, tuple[str, ...]]:
    """Return all titles that the template gives each of its columns."""
    found: dict[str, tuple[str, ...]] = {}
    for table in template.load().values():
        for name, column in table.columns.items():
            found[name] = (*found.get(name, ()), *column.titles.values())
    return found
