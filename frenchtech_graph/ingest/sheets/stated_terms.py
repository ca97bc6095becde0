"""Whether the terms that a mapping states, or an answer gives, are terms of their vocabulary."""

from collections.abc import Iterator

from frenchtech_graph.ingest.sheets import vocabularies
from frenchtech_graph.ingest.sheets.fields import HIDDEN, IGNORED, PERSONAL, codes
from frenchtech_graph.ingest.sheets.mapping import Reading, SheetMapping
from frenchtech_graph.ingest.sheets.sheet_shapes import SHAPES
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.model import ontology
from frenchtech_graph.model.terms import Class

_WORDS = {
    "kind": vocabularies.ACTORS,
    "tie": vocabularies.TIES,
    "sectors": vocabularies.SECTORS,
    "round_type": vocabularies.ROUNDS,
    "stage": vocabularies.STAGES,
    "status": vocabularies.STATUSES,
    "role": vocabularies.ROLES,
    "instrument": vocabularies.INSTRUMENTS,
}
MEANINGS = (*codes(), IGNORED, PERSONAL, HIDDEN)
"""Meanings that a mapping may state for a column."""


def is_term(vocabulary: str, term: str) -> bool:
    """Return whether a term is valid for a word.

    A tie may read backwards (`<Incubation`), and an empty term leaves the word out.

    >>> is_term("tie", "<Incubation"), is_term("tie", "StartUp"), is_term("kind", "StartUp")
    (True, False, True)
    """
    if vocabulary not in _WORDS or not term:
        return True
    name = term.removeprefix("<") if vocabulary == "tie" else term
    return name in ontology.load().vocabulary(_WORDS[vocabulary])


def terms_of(vocabulary: str) -> list[str]:
    """Return the terms of a vocabulary of mappings, empty for other names.

    >>> "Incubation" in terms_of("tie"), terms_of("currency")
    (True, [])
    """
    spec = _WORDS.get(vocabulary)
    return sorted(ontology.load().vocabulary(spec)) if spec else []


def kinds() -> list[str]:
    """Return the kinds that actors and other ends of ties may have."""
    return sorted(name for name in ontology.load().classes if is_kind(name))


def is_kind(name: str) -> bool:
    """Return whether an actor, or another thing that ties may name, is of such a kind."""
    return name in ontology.load().classes and ontology.load().is_a(name, Class.ENTITY)


def check(reading: Reading, file: str) -> None:
    """Refuse a mapping with invalid terms.

    Raises:
        FaultsError: with all of them.
    """
    faults = [
        Fault(file, 0, where, value, "mapping-term")
        for where, value in (*_of_words(reading), *_of_sheets(reading))
    ]
    if faults:
        raise FaultsError(faults)


def _of_words(reading: Reading) -> Iterator[tuple[str, str]]:
    for vocabulary, found in reading.words.items():
        for word, term in found.items():
            if not is_term(vocabulary, term):
                yield f"words.{vocabulary}.{word}", term
    for table, stated in (("new", reading.new), ("ends", reading.ends)):
        for name, kind in stated.items():
            if not is_kind(kind):
                yield f"{table}.{name}", kind
    for header, order in reading.dates.items():
        if order not in ("dmy", "mdy"):
            yield f"dates.{header}", order


def _of_sheets(reading: Reading) -> Iterator[tuple[str, str]]:
    for name, sheet in reading.sheets.items():
        yield from ((f"sheets.{name}.{what}", value) for what, value in _of_sheet(sheet))


def _of_sheet(sheet: SheetMapping) -> Iterator[tuple[str, str]]:
    if sheet.shape and sheet.shape not in SHAPES:
        yield "shape", sheet.shape
    if sheet.kind not in ("", "-") and not is_kind(sheet.kind):
        yield "kind", sheet.kind
    if sheet.tie not in ("", "-") and sheet.tie not in ontology.load().tie_kinds:
        yield "tie", sheet.tie
    if sheet.end not in ("", "source", "target"):
        yield "end", sheet.end
    for header, meaning in sheet.columns.items():
        if meaning not in MEANINGS:
            yield f"columns.{header}", meaning
