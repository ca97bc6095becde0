"""Lists of ties with other headers than both ends: two columns of names, and one of words for ties."""

from collections.abc import Sequence
from dataclasses import dataclass

from frenchtech_graph.ingest.sheets.contents import looks_like
from frenchtech_graph.ingest.sheets.dates import read_date
from frenchtech_graph.ingest.sheets.fields import meanings
from frenchtech_graph.ingest.sheets.gates import may_be_name
from frenchtech_graph.ingest.sheets.headers import Block
from frenchtech_graph.ingest.sheets.lexicon import is_blank, words
from frenchtech_graph.ingest.sheets.vocabularies import ACTORS, TIES
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class
from frenchtech_graph.model.wordings import find

_NAMING = frozenset(["name", "from", "to", "company", "project"])
_OF_ONE = frozenset(["siren", "siret", "headcount", "email", "first_name", "last_name"])
_OF_BODIES = frozenset(["sectors", "website", "created", "kind", "legal_form"])
_MOST = 0.6


@dataclass(frozen=True, slots=True)
class TieColumns:
    """The columns of a list of ties: two of names, and one of words for ties if the list has it.

    `unsure` means that other columns have names too. `kind` is the kind of all ties of a list of
    licences.
    """

    first: int
    last: int
    tie: int | None
    unsure: bool = False
    kind: str = ""

    @property
    def plain(self) -> bool:
        """Whether the columns are sure signs of ties."""
        return bool(self.kind)

    def code(self, column: int) -> str:
        """Return the meaning of a column, empty for others."""
        codes: dict[int | None, str] = {self.first: "from", self.last: "to", self.tie: "tie"}
        return codes.get(column, "")


def tie_columns(block: Block, *, stated: bool = False) -> TieColumns | None:
    """Return the columns of a table that may be a list of ties, or None: two have names, and one
    has words for ties. The latter may be missing if the user stated that it is such a list.
    """
    said = [_codes(h) for h in block.header]
    if not stated and _OF_ONE & {c for codes in said for c in codes}:
        return None
    tie = _word_column(block, said)
    ends = _ends(block, said, tie)
    if ends is None or not (stated or tie is not None):
        return None
    first, last, unsure = ends
    return TieColumns(first, last, tie, unsure)


_GIVERS = ("relations.origin", "relations.licensors", "name")


def licence_columns(block: Block) -> TieColumns | None:
    """Return the columns of a list of licences: the laboratory or its patent office, and the licensee.
    Other columns describe the patents.
    """
    licensees = _headed(block, "relations.licensees")
    patents = sum(bool(set(fold(h).split()) & words("patents")) for h in block.header)
    givers = (c for code in _GIVERS for c in _headed(block, code) if c not in licensees)
    giver = next((c for c in givers if _are_names(block.cells(c))), None)
    if len(licensees) != 1 or patents < _FEWEST_PATENTS or giver is None:
        return None
    return TieColumns(giver, licensees[0], None, kind=Class.TECHNOLOGY_LICENCE)


_FEWEST_PATENTS = 2


def _headed(block: Block, code: str) -> list[int]:
    headers = enumerate(block.header)
    return [c for c, h in headers if any(m.code == code and not m.near for m in meanings(h))]


def hold_dates(cells: Sequence[Cell]) -> bool:
    """Return whether a column has dates only."""
    said = [c for c in cells if not is_blank(c.text)]
    return bool(said) and all(c.date is not None or read_date(c.text) is not None for c in said)


def are_bodies(cells: Sequence[Cell]) -> bool:
    """Return whether a column has words for kinds of bodies rather than for ties."""
    texts = [c.text for c in cells if not is_blank(c.text)][:200]
    bodies = [t for t in texts if _is_word(ACTORS, t)]
    return len(bodies) >= _MOST * len(texts) > 0 and not are_words_for_ties(cells)


def names_come_back(block: Block, name: int, others: Sequence[int]) -> bool:
    """Return whether some names of a column are in several rows, and one of some other columns has
    names too: the rows may be ties."""
    texts = [fold(c.text) for c in block.cells(name) if not is_blank(c.text)]
    again = len(set(texts)) < len(texts)
    return again and any(
        _may_name(_codes(block.header[i])) and _are_names(block.cells(i)) for i in others
    )


def _codes(header: str) -> set[str]:
    return {m.code for m in meanings(header) if m.near < 2}


def _word_column(block: Block, said: Sequence[set[str]]) -> int | None:
    """Return the column of words for ties: its header means them and its values may be words, or
    its header is unknown and its values are such words."""
    plain = not _OF_BODIES & {c for codes in said for c in codes}
    for column, codes in enumerate(said):
        cells = block.cells(column)
        if codes and "tie" not in codes:
            continue
        if are_words_for_ties(cells) or (codes == {"tie"} and plain and not looks_like(cells)):
            return column
    return None


def tie_word_columns(block: Block) -> list[int]:
    """Return the columns of words for ties whose headers mean them, or are unknown."""
    said = [_codes(h) for h in block.header]
    columns = [c for c, codes in enumerate(said) if not codes or "tie" in codes]
    return [c for c in columns if are_words_for_ties(block.cells(c))]


def are_words_for_ties(cells: Sequence[Cell]) -> bool:
    """Check whether most values of a column are words for ties, and not all are words for bodies."""
    texts = [c.text for c in cells][:200]
    ties = [t for t in texts if _is_word(TIES, t)]
    bodies = [t for t in ties if _is_word(ACTORS, t)]
    return len(ties) >= _MOST * len(texts) > 0 and len(bodies) * 2 < len(ties)


def _is_word(spec: str, text: str) -> bool:
    return any(w.sure for w in find(spec, text)) or any(w.sure for w in find(spec, _outside(text)))


def _outside(text: str) -> str:
    return text.partition("(")[0].strip()


def _ends(block: Block, said: Sequence[set[str]], tie: int | None) -> tuple[int, int, bool] | None:
    """Return the columns of the first and the last end of a list of ties, and whether other columns
    may be ends too.
    """
    named = [c for c in _named(block, said, tie) if not is_only_source(block, c)]
    chosen = _best(block, said, named)
    unnamed = tie is not None and not said[tie]
    if len(chosen) < 2 or (unnamed and len(named) > 2):
        return None
    first = _only(chosen, said, "from", "to")
    last = _only(chosen, said, "to", "from")
    others = [c for c in chosen if c not in (first, last)]
    unsure = len(chosen) > 2 and (first is None or last is None)
    first = others.pop(0) if first is None else first
    return first, others.pop(0) if last is None else last, unsure


def _best(block: Block, said: Sequence[set[str]], named: list[int]) -> list[int]:
    """Return the columns of names with known headers, or else with headers that are known in part."""
    known = [c for c in named if said[c]]
    part = [c for c in named if said[c] or _names_in_part(block.header[c])]
    return next((found for found in (known, part) if len(found) > 1), named)


def _names_in_part(header: str) -> bool:
    """Check whether a part of a header means a name (`Acteur lié`)."""
    return any(m.code in _NAMING for m in meanings(header))


_TARGETS = frozenset(["target", "cible", "destination"])


def is_only_source(block: Block, column: int) -> bool:
    """Check whether a column `Source` is the source of the rows, not the first end of ties: two
    other columns have names, and the table has no column `Cible`.
    """
    said = [_codes(h) for h in block.header]
    if not {"from", "source"} <= said[column]:
        return False
    if any(_TARGETS & set(fold(h).split()) for h in block.header):
        return False
    others = [c for c in _named(block, said, None) if c != column]
    kept = [c for c in others if said[c] or _names_in_part(block.header[c])]
    return len(kept) > 1


def _named(block: Block, said: Sequence[set[str]], tie: int | None) -> list[int]:
    """Return the columns that have names, by their headers and values."""
    columns = [c for c, codes in enumerate(said) if c != tie and _may_name(codes)]
    return [c for c in columns if _are_names(block.cells(c))]


def _only(columns: Sequence[int], said: Sequence[set[str]], code: str, other: str) -> int | None:
    """Return the first column whose header may have one meaning, and not another."""
    return next((c for c in columns if code in said[c] and other not in said[c]), None)


def _may_name(codes: set[str]) -> bool:
    related = any(c.startswith("relations.") for c in codes)
    return not codes or related or bool(codes & _NAMING)


def _are_names(cells: Sequence[Cell]) -> bool:
    said = [c for c in cells if not is_blank(c.text)]
    plain = [c for c in said if c.number is None and c.date is None and may_be_name(c.text)]
    return bool(said) and len(plain) >= _MOST * len(said) and not looks_like(said)
