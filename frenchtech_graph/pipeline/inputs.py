"""Read one input of a build as data sets: tables of the template, or a free-form workbook."""

from collections.abc import Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from frenchtech_graph.ingest.sheets.datasets import datasets_of, import_file
from frenchtech_graph.ingest.sheets.forms import is_free_form
from frenchtech_graph.ingest.tables.reading import read_dataset
from frenchtech_graph.model.records import Dataset

if TYPE_CHECKING:
    from collections.abc import Iterator

PRIVATE_FOLDER = "private"
"""Folder next to imported tables for the rows marked private."""
_private: ContextVar[bool] = ContextVar("private", default=False)


@contextmanager
def private_rows(wanted: bool) -> "Iterator[None]":
    """Read rows marked private too, or leave them out."""
    token = _private.set(wanted)
    try:
        yield
    finally:
        _private.reset(token)


def are_private_wanted() -> bool:
    """Return whether rows marked private are read."""
    return _private.get()


def read_input(path: Path, known: Sequence[Dataset]) -> list[Dataset]:
    """Return the data sets of one input. The ends of its ties may be actors of known data sets.

    Rows marked private are left out, unless `private_rows` includes them.

    Raises:
        FaultsError: with all faults found.
    """
    if is_free_form(path):
        found = datasets_of(path, import_file(path, known=known))
        return found if are_private_wanted() else found[:1]
    found = [read_dataset(path, known)]
    beside = path / PRIVATE_FOLDER
    if are_private_wanted() and beside.is_dir():
        own = read_dataset(beside, [*known, *found])
        found.append(replace(own, private=True))
    return found
