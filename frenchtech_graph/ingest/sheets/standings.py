"""The standing of a body in a cell: active, ended on a day, taken over by another."""

import re
from dataclasses import dataclass, field, replace

from frenchtech_graph.ingest.sheets.dates import Span, read_date
from frenchtech_graph.ingest.sheets.doubts import DOUBT
from frenchtech_graph.ingest.sheets.ends import end_of
from frenchtech_graph.ingest.sheets.gates import are_known
from frenchtech_graph.ingest.sheets.lexicon import is_blank, words
from frenchtech_graph.ingest.sheets.observations import observe
from frenchtech_graph.ingest.sheets.rows import Row
from frenchtech_graph.ingest.sheets.ties import TieDraft, add_tie
from frenchtech_graph.ingest.sheets.vocabularies import STAGES, STATUSES
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class, Stage, Status
from frenchtech_graph.model.wordings import find

_LONGEST = 16
_LEADING = re.compile(
    r"^(?:en|in|est|is|été|been|société|entreprise|company)\s+(?=\w{5})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The standing of a body: its stage, since when, and its buyer.

    `current` is whether it is still in a list, if the words state that. `of_firm` words (`active`)
    may be about the body instead, and `sold` words (`exited`) about its sale.
    """

    stage: str = ""
    span: Span = field(default_factory=Span)
    acquirer: str = ""
    current: bool | None = None
    of_firm: bool = False
    sold: bool = False


def read_standing(text: str) -> Standing | None:
    """Return the standing of a body from the words of a cell, or None if they are unknown.

    >>> found = read_standing("Rachetée par Groupe Horizon (2024)")
    >>> found.stage, found.acquirer, found.span.start
    ('taken-over', 'Groupe Horizon', '2024')
    >>> found = read_standing("Closed in March 2023")
    >>> found.stage, found.span.start, read_standing("Zorglub")
    ('ceased', '2023-03', None)
    """
    said = text.replace("(", " , ").replace(")", " ").replace(":", " , ").split()
    if not said or len(said) > _LONGEST:
        return None
    rest, span = _without_date([w for part in said for w in _parted(part)])
    for size in range(len(rest), 0, -1):
        found = _of_words(" ".join(rest[:size]).strip(" ,-–"), span)
        whole = _with_rest(found, rest[size:]) if found else None
        if whole:
            return whole
    return None


def _parted(word: str) -> list[str]:
    """Part a word from the comma at its end."""
    return [word[:-1], ","] if len(word) > 1 and word.endswith((",", ";")) else [word]


def _without_date(said: list[str]) -> tuple[list[str], Span]:
    """Return the words without the longest date among them, and that date."""
    for size in range(len(said) - 1, 0, -1):
        for start in range(1, len(said) - size + 1):
            span = _date(said[start : start + size])
            if span:
                return said[:start] + said[start + size :], span
    return said, Span()


def _date(said: list[str]) -> Span | None:
    text = " ".join(w for w in said if w not in (",", "-", "–"))
    if not any(map(str.isdigit, text)):
        return None
    found = read_date(text)
    return found if found and found.sure and (found.start or found.end) else None


def _of_words(text: str, span: Span) -> Standing | None:
    text = _LEADING.sub("", text)
    said = set(fold(text).split())
    stages, statuses = find(STAGES, text), find(STATUSES, text)
    if _says("left", said) or any(w.sure and w.term == Status.ENDED for w in statuses):
        return Standing(span=span, current=False, sold=bool(said & words("sold")))
    if stages and stages[0].sure:
        return Standing(stages[0].term, span)
    if any(w.sure and w.term == Status.CANCELLED for w in statuses):
        return Standing(Stage.CEASED, span)
    if not _says("stays", said):
        return None
    return Standing(span=span, current=True, of_firm=_says("active", said))


def _says(name: str, said: set[str]) -> bool:
    """Return whether words belong to a list, ignoring small words."""
    return bool(said & words(name)) and said <= words(name) | words("small")


def _with_rest(found: Standing, rest: list[str]) -> Standing | None:
    """Return a standing with who took over, None where words are left that say something else."""
    left = [w for w in rest if w not in (",", "-", "–")]
    if left and fold(left[0]) in words("acquired_by"):
        left = left[1:]
    elif left and rest[0] not in (",", "-", "–"):
        return None
    if not left:
        return found
    more = read_standing(" ".join(rest[1:])) if rest[0] in (",", "-", "–") else None
    if more and not (found.stage and more.stage):
        current = found.current if found.current is not None else more.current
        return Standing(found.stage or more.stage, found.span, more.acquirer, current)
    if found.stage != Stage.TAKEN_OVER:
        return None
    return Standing(found.stage, found.span, " ".join(left), found.current)


def standing_of(row: Row, code: str, subject: str, source: str) -> Standing:
    """Add the standing of an actor from a column.

    Unknown words lead to a question and are kept as a remark.
    """
    column = row.column(code)
    cell = row.cell(column)
    if column is None or not cell or is_blank(cell.text):
        return Standing()
    answered = row.table.desk.reading.word("stage", cell.text)
    if answered:
        found: Standing | None = _answered(answered, cell.text)
    else:
        found = _known(cell.text) if _are_standings(row, column) else None
    if found is None:
        return _unknown(row, column, cell, subject, source)
    if found.stage:
        _observe(row, subject, found, source)
    if found.acquirer:
        buyer = end_of(row, column, found.acquirer, Class.ORGANIZATION)
        add_tie(row, TieDraft(Class.ACQUISITION, buyer, subject, Span(found.span.start)), source)
    if (not found.stage and _says_more(cell.text)) or (answered and len(cell.text.split()) > 1):
        row.remarks.append(f"{row.header(column)} : {cell.text}")
    if found.stage or found.current is not None:
        row.note(column, cell, _shown(found))
    return found


def _are_standings(row: Row, column: int) -> bool:
    """Check whether most words of a column are known as standings, or answered."""
    answered = row.table.desk.reading.words.get("stage", {})
    texts = [c.text for c in row.table.plan.block.cells(column)]
    return are_known(texts, lambda t: bool(answered.get(t)) or _known(t) is not None)


def _known(text: str) -> Standing | None:
    return read_standing(text) or _exit(text)


_BUYER = re.compile(
    r"\b(?:à|par|by|to|chez)\s+(?P<name>[^\W_a-zàâéèêëîïôöùûüç][^,;(]*?)\s*"
    r"(?:\b(?:en|in|le|on|au|depuis)\s*)?(?=$|[,;(])"
)


def _answered(stage: str, text: str) -> Standing:
    """Return the standing for the answer of a user, with the date and the buyer in the text."""
    said = text.replace("(", " , ").replace(")", " ").split()
    rest, span = _without_date(said)
    buyer = _BUYER.search(" ".join(rest)) if stage == Stage.TAKEN_OVER else None
    return Standing(stage, span, _named(buyer["name"]) if buyer else "")


def _named(text: str) -> str:
    """Return a name without the numbers after it (`Thalor x2,4`)."""
    return re.sub(r"\s+(?:x\s?)?\d[\d.,]*\s?x?$|\s+[-–]\s*$", "", text.strip()).strip(" -–")


_SHARE = re.compile(r"\s*\(?\b\d{1,3}(?:[.,]\d+)?\s?%\)?")


def of_mode(row: Row, column: int, subject: str, source: str, day: str) -> bool:
    """Read the mode of an exit in a column of acquirers, and return False for a bare name.

    The mode is the end of the body, a purchase by its managers, or a sale (`cession à …`).

    `day` is the day on which the holder of the list left.
    """
    cell = row.cell(column)
    if not cell or is_blank(cell.text):
        return False
    text = " ".join(_SHARE.sub(" ", cell.text).split())
    if fold(text) in words("managers"):
        row.remark(column, cell)
        return True
    if buyer := _sold_to(text):
        end = end_of(row, column, buyer, Class.ORGANIZATION)
        add_tie(row, TieDraft(Class.ACQUISITION, end, subject, Span(day)), source)
        row.note(column, cell, row.table.desk.register.entries[end].name)
        return True
    found = read_standing(text)
    if found is None or not found.stage or row.table.desk.register.own(text):
        return False
    said = found if found.span.start or found.span.end else replace(found, span=Span(day))
    _observe(row, subject, said, source)
    row.note(column, cell, _shown(said))
    return not said.acquirer


def exit_in(row: Row, column: int | None, subject: str, source: str) -> Span | None:
    """Read an exit that a column of exit dates says in words, and return its day, or None for a date:
    a sale with the buyer (`Cession à Thalor, 11/2023`), or the end of the body.
    """
    cell = row.cell(column)
    if column is None or not cell or cell.date or cell.number is not None or is_blank(cell.text):
        return None
    date = read_date(cell.text)
    found = None if date and date.sure else _exit(cell.text)
    if found is None:
        return None
    day = found.span.start or found.span.end
    _observe(row, subject, found, source)
    if found.acquirer:
        buyer = end_of(row, column, found.acquirer, Class.ORGANIZATION)
        add_tie(row, TieDraft(Class.ACQUISITION, buyer, subject, Span(day)), source)
    row.remarks.append(f"{row.header(column)} : {cell.text}")
    row.note(column, cell, _shown(found))
    return Span(day)


def _exit(text: str) -> Standing | None:
    """Return how a body left by the words for its exit, or None if they are not known.

    >>> found = _exit("Cession industrielle à Thalor, 11/2023")
    >>> found.stage, found.acquirer, found.span.start
    ('taken-over', 'Thalor', '2023-11')
    >>> _exit("Liquidation 04/2022").stage, _exit("à suivre")
    ('ceased', None)
    """
    said = read_standing(text)
    if said is not None and said.stage in (Stage.CEASED, Stage.TAKEN_OVER):
        return said
    rest, span = _without_date(text.replace("(", " , ").replace(")", " ").split())
    whole = " ".join(rest)
    buyer = _BUYER.search(whole)
    first = fold(whole).split(maxsplit=1)[:1]
    if buyer and first and first[0] in words("sales"):
        return Standing(Stage.TAKEN_OVER, span, _named(buyer["name"]))
    return None


def _sold_to(text: str) -> str:
    """Return the buyer in a text about a sale (`Cession à Airbus DS`).

    >>> _sold_to("Cession à Airbus DS"), _sold_to("Airbus DS")
    ('Airbus DS', '')
    """
    for phrase in sorted(words("sold_to"), key=len, reverse=True):
        size = len(phrase.split())
        if fold(" ".join(text.split()[:size])) == phrase:
            return " ".join(text.split()[size:])
    return ""


def _says_more(text: str) -> bool:
    """Return whether a status that only says who is still there has a second word for it."""
    said = [w for w in fold(text).split() if w not in words("small")]
    return sum(w in words("left") for w in said) > 1


def _observe(row: Row, subject: str, found: Standing, source: str) -> None:
    day = found.span.start or found.span.end
    observe(row, subject, Class.STAGE_PERIOD, found.stage, source, day)
    if found.stage == Stage.CEASED and day:
        observe(row, subject, Class.CLOSURE_OBSERVATION, day, source)


def _unknown(row: Row, column: int, cell: Cell, subject: str, source: str) -> Standing:
    """Raise a question about unknown words.

    In a column of stages, a part of them may be a stage.
    """
    near = find(STAGES, cell.text) if row.table.plan.columns[column] == "stage" else ()
    guess = near[0].term if near else ""
    row.doubt_word(column, cell, cell.text, "stage", STAGES, guess)
    row.remark(column, cell)
    row.note(column, cell, guess or cell.text, DOUBT)
    if guess:
        observe(row, subject, Class.STAGE_PERIOD, guess, source)
    return Standing(guess)


def _shown(found: Standing) -> str:
    current = "" if found.current is None else f"current = {str(found.current).lower()}"
    day = found.span.start or found.span.end
    return " ".join(filter(None, (found.stage, current, day, found.acquirer)))


def stages_of(row: Row, subject: str, source: str) -> None:
    """Add the stages and states of an actor in the columns of a row."""
    standing_of(row, "stage", subject, source)
    found = standing_of(row, "state", subject, source)
    if not found.stage and found.current is not None:
        column = row.column("state") or 0
        row.remark(column, row.cell(column))
