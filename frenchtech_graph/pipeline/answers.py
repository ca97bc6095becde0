"""Answers to the questions of an import, kept in its mapping."""

from collections.abc import Sequence

from frenchtech_graph.ingest.sheets.datasets import Imported
from frenchtech_graph.ingest.sheets.doubts import Doubt
from frenchtech_graph.ingest.sheets.ends import NEW
from frenchtech_graph.ingest.sheets.fields import title_of
from frenchtech_graph.ingest.sheets.mapping import Open, Reading, SheetMapping, cell_key, table_of
from frenchtech_graph.ingest.sheets.sheet_shapes import SHAPES
from frenchtech_graph.ingest.sheets.stated_terms import (
    MEANINGS,
    is_kind,
    is_term,
    kinds,
    terms_of,
)
from frenchtech_graph.io.words import beside
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class

_WORDS = beside(__file__)
NONE = "-"
"""The answer that a list has no holder."""


def questions(doubts: Sequence[Doubt]) -> list[tuple[Doubt, int]]:
    """Return the open questions of an import with the number of cells that each concerns, in order
    of appearance.
    """
    found: dict[tuple[str, ...], list[Doubt]] = {}
    for doubt in doubts:
        if doubt.about:
            found.setdefault(doubt.question, []).append(doubt)
    return [(same[0], len(same)) for same in found.values()]


def open_questions(doubts: Sequence[Doubt], lang: str) -> list[Open]:
    """Return the questions that need an answer, and where their answers go in a mapping."""
    return [_open(doubt, lang) for doubt, _ in questions(doubts)]


def kinds_of_ends(imported: Imported) -> list[Doubt]:
    """Return one question for each column with new actors of no precise kind: what are they?"""
    desk = imported.understood.desk
    choices = (Class.ORGANIZATION, Class.COMPANY, Class.FUND_MANAGER, Class.RESEARCH_ORGANIZATION)
    return [
        Doubt("", 0, header, header, "new-ends", Class.ORGANIZATION, "ends", choices)
        for header in desk.unsettled
    ]


def quiet_questions(imported: Imported, lang: str) -> list[Open]:
    """Return the questions that only the mapping asks: the kinds of new actors in a column, and
    the cells that only another text settles.
    """
    desk = imported.understood.desk
    kinds_of = [
        Open("ends", header, Class.ORGANIZATION, _WORDS.plural("new-ends", count, lang))
        for header, count in desk.unsettled.items()
    ]
    texts = {cell_key(c.sheet, c.row, c.column): c.value for c in desk.cells}
    doubtful = {cell_key(d.sheet, d.row, d.column): d for d in imported.doubts if not d.about}
    return kinds_of + [
        Open("cells", key, texts[key], doubt.what(lang))
        for key, doubt in doubtful.items()
        if key in texts
    ]


def _open(doubt: Doubt, lang: str) -> Open:
    group, _, name = doubt.about.partition(".")
    guess, asked = doubt.guess, doubt.what(lang)
    if group == "columns":
        return Open(table_of("sheets", name, group), doubt.value, guess, asked)
    if group in ("kind", "holder", "tie", "shape"):
        return Open(table_of("sheets", name), group, guess, asked)
    if group == "words":
        return Open(table_of(group, name), doubt.value, guess, asked)
    if group == "dates":
        return Open(group, doubt.column, guess, asked)
    if group in ("names", "new"):
        return Open(group, doubt.value, guess, asked)
    return Open(table_of("words", group), doubt.value, guess, asked)


def possible(doubt: Doubt, lang: str) -> dict[str, str]:
    """Return the possible answers to a question with their titles, empty for a free text."""
    group, _, name = doubt.about.partition(".")
    if group == "columns":
        return {code: title_of(code, lang) for code in MEANINGS}
    if group == "shape":
        return {shape: shape for shape in SHAPES}
    terms = (
        kinds()
        if group in ("kind", "new", "ends")
        else terms_of(name if group == "words" else group)
    )
    labels = ontology.load().labels()
    return {term: labels.get(term, {}).get(lang, term) for term in terms}


def possible_answers(doubts: Sequence[Doubt], lang: str) -> list[str]:
    """Return the possible answers to open questions, grouped by kind of question."""
    found: dict[str, str] = {}
    for doubt, _ in questions(doubts):
        choices = possible(doubt, lang)
        if choices:
            group, _, name = doubt.about.partition(".")
            listed = (
                f"{code} ({title})" if title != code else code for code, title in choices.items()
            )
            found.setdefault(name if group == "words" else group, ", ".join(listed))
    return [f"{name}: {listed}" for name, listed in found.items()]


def answer(reading: Reading, doubt: Doubt, text: str) -> None:
    """Write an answer to a question into a mapping. A title counts as its term.

    Raises:
        ValueError: the question does not take this answer.
    """
    group, _, sheet = doubt.about.partition(".")
    text = _named(doubt, text)
    if group in ("columns", "kind", "holder", "tie", "shape"):
        _of_sheet(reading.sheets.setdefault(sheet, SheetMapping()), group, doubt, text)
    elif group == "words":
        if not is_term(sheet, text):
            raise ValueError(text)
        reading.words.setdefault(sheet, {})[doubt.value] = text
    elif group in ("names", "new"):
        _of_name(reading, doubt.value, text)
    elif group == "ends":
        if not is_kind(text):
            raise ValueError(text)
        reading.ends[doubt.value] = text
    elif group == "dates":
        if text not in ("dmy", "mdy"):
            raise ValueError(text)
        reading.dates[doubt.column] = text
    else:
        reading.words.setdefault(group, {})[doubt.value] = text


def _named(doubt: Doubt, text: str) -> str:
    """Return the term that has a title in French or English, or the text itself.

    A `<` before a kind of tie stays there: the tie reads backwards.
    """
    if text.startswith("<"):
        return f"<{_named(doubt, text[1:])}"
    for lang in ("fr", "en"):
        found = possible(doubt, lang)
        if text in found:
            return text
        titled = [term for term, title in found.items() if fold(title) == fold(text)]
        if titled:
            return titled[0]
    return text


def _of_sheet(mapping: SheetMapping, group: str, doubt: Doubt, text: str) -> None:
    if group == "columns":
        if text not in MEANINGS:
            raise ValueError(text)
        mapping.columns[doubt.value] = text
    elif group == "kind":
        if text != NONE and not is_kind(text):
            raise ValueError(text)
        mapping.kind = text
    elif group == "tie":
        if text != NONE and text not in ontology.load().tie_kinds:
            raise ValueError(text)
        mapping.tie = text
    elif group == "shape":
        if text not in SHAPES:
            raise ValueError(text)
        mapping.shape = text
    else:
        mapping.holder = text


def _of_name(reading: Reading, name: str, text: str) -> None:
    """Record the actor that a name refers to: another name or an id, or a new actor of a kind."""
    kind = text.removeprefix(NEW)
    if is_kind(kind):
        reading.new[name] = kind
    else:
        reading.names[name] = text
