"""Choose the column with the names of bodies in a list with several candidates."""

from collections.abc import Sequence

from frenchtech_graph.ingest.sheets.fields import entries, entry, meanings, titles_in
from frenchtech_graph.ingest.sheets.headers import Block
from frenchtech_graph.ingest.sheets.lexicon import is_blank, words
from frenchtech_graph.ingest.sheets.neighbours import is_of_contact
from frenchtech_graph.ingest.sheets.plans import Plan
from frenchtech_graph.ingest.sheets.sheet_shapes import (
    ACTORS,
    PROGRAMMES,
    PROJECTS,
    columns_of,
    name_column,
)
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model.wordings import plain

_MOST_NAMED = 0.8
_SUPPORT = frozenset(["incubated", "hosted", "laureates", "grants", "portfolio"])
_OF_VENTURES = ("relations.founders", "holder.entry", "holder.cohort", "created")


def naming_column(block: Block) -> int | None:
    """Return the column with the names of the bodies of a list, or None if no header states it.

    The first choice is a header that is only about these bodies. The next is a header of projects
    in a list of ventures, and the last a header that may also be about others (`Laboratoire`).
    """
    names = [
        c for c in columns_of(block, "name") if not is_of_contact(block, ACTORS, block.header[c])
    ]
    projects = columns_of(block, "project") if _are_ventures(block) else []
    strong = [c for c in names if not _may_be_other(block.header[c])]
    if projects:
        strong = [c for c in strong if plain(block.header[c]) not in words("any_body")]
    found = [c for c in strong or projects or names if _are_texts(block.cells(c))]
    return found[0] if found else None


def _are_texts(cells: Sequence[Cell]) -> bool:
    """Check whether the values of a column are not mostly numbers and dates."""
    said = [c for c in cells if not is_blank(c.text)]
    texts = [c for c in said if c.number is None and c.date is None and not _is_counted(c.text)]
    return bool(said) and len(texts) * 2 >= len(said)


def _is_counted(text: str) -> bool:
    return sum(map(str.isalpha, text)) < sum(map(str.isdigit, text))


def _may_be_other(header: str) -> bool:
    """Return whether a header may also refer to partners of the bodies of a list."""
    found = [entry(m.code) for m in meanings(header) if m.group == "relations" and not m.near]
    return any(not (e.get("person") or e.get("event")) for e in found)


def _are_ventures(block: Block) -> bool:
    """Return whether the projects of a list are ventures: titles mention incubation or awards, or
    columns contain founders and cohorts.
    """
    named = {t for x in (block.sheet.name, *block.titles) for t in titles_in(x)}
    held = named & _SUPPORT & set(entries()["titles"])
    return bool(held) or len(columns_of(block, *_OF_VENTURES)) > 1


def name_by_acronyms(made: Plan) -> None:
    """Use the column of acronyms as the names if no other column has names. Lists of projects often
    have an acronym and a long title.
    """
    code = {PROJECTS: "project", PROGRAMMES: "programme_name", ACTORS: "name"}.get(made.shape, "")
    column = made.index("aliases")
    if code and column is not None and not {code, "name", "last_name"} & set(made.columns):
        named = len(made.block.cells(column))
        if made.shape != ACTORS or named >= _MOST_NAMED * len(made.block.rows):
            made.columns[column] = code


def name_by_values(made: Plan) -> None:
    """Use the first column whose values may be names as the names."""
    found = name_column(made.block)
    if found is not None:
        header = made.block.header[found]
        made.columns[found] = "name"
        made.doubts = [d for d in made.doubts if d.value != header]
        made.doubt(header, "column", "name")
