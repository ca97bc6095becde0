"""The kinds of the actor of a row, from the words in its column of kinds."""

from frenchtech_graph.ingest.sheets.doubts import DOUBT, READ
from frenchtech_graph.ingest.sheets.lexicon import is_blank
from frenchtech_graph.ingest.sheets.lexicon import words as words_of
from frenchtech_graph.ingest.sheets.lists import split_words
from frenchtech_graph.ingest.sheets.rows import Row
from frenchtech_graph.ingest.sheets.vocabularies import ACTORS
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class


def kinds_said(row: Row, column: int, cell: Cell) -> tuple[str, ...]:
    """Return the kinds in a cell. Unknown words lead to a question."""

    def known(text: str) -> bool:
        words = row.word("kind", "kind", ACTORS, text)
        return bool(words) and words[0].sure

    found: list[str] = []
    unsure = False
    for text in split_words(cell.text, known):
        words = row.word("kind", "kind", ACTORS, text)
        terms = list(dict.fromkeys(w.term for w in words))
        if not words:
            row.doubt_word(column, cell, text, "kind", ACTORS, Class.ORGANIZATION)
            terms, unsure = [Class.ORGANIZATION], True
        elif len(terms) > 1 or not words[0].sure:
            row.doubt_word(column, cell, text, "kind", ACTORS, terms[0])
            unsure = True
        found.append(terms[0])
    kinds = tuple(ontology.load().most_specific(found)) or (Class.ORGANIZATION,)
    if Class.PERSON in kinds:
        kinds = (Class.PERSON,)
    row.note(column, cell, "|".join(kinds), DOUBT if unsure else READ)
    return kinds


def keep_words_for_kind(row: Row) -> None:
    """Keep the words for the kind of an actor that its kind does not say (`Syndicat mixte`)."""
    column = row.column("kind")
    cell = row.cell(column)
    if column is None or not cell or is_blank(cell.text):
        return
    words = row.word("kind", "kind", ACTORS, cell.text)
    terms = {w.term for w in words if w.sure}
    if len(terms) != 1 or (
        Class.ORGANIZATION in terms and fold(cell.text) not in words_of("any_body")
    ):
        row.remarks.append(f"{row.header(column)} : {cell.text}")
