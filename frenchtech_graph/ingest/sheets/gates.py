"""The conditions for values that enter the tables without a question, one gate for each way in.

Other values stay remarks of their rows or lead to one question.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from frenchtech_graph.ingest.sheets.amounts import Quantity, is_price, read_quantity
from frenchtech_graph.ingest.sheets.dates import read_date
from frenchtech_graph.ingest.sheets.directions import may_be
from frenchtech_graph.ingest.sheets.lexicon import is_blank, truth, words
from frenchtech_graph.ingest.sheets.vocabularies import ACTORS
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class
from frenchtech_graph.model.wordings import find, typical


@dataclass(frozen=True, slots=True)
class Gate:
    """A way into the tables, its condition, and the result for other values."""

    way: str
    needs: str
    otherwise: str


GATES = (
    Gate(
        "a column gets a meaning",
        "its header is known word for word or answered, and most of its values have the right type",
        "one question; the values stay remarks",
    ),
    Gate(
        "a text becomes an actor",
        "it may be a name: no count, description, total, or word for a kind of body",
        "a question; the text stays a remark",
    ),
    Gate(
        "two actors get a tie",
        "the kinds of both fit the ends of that tie in the ontology",
        "a question; no tie",
    ),
    Gate(
        "a tie gets its direction",
        "its word, the headers or the kinds of both ends tell it",
        "one question for each word; the order of the columns until it is answered",
    ),
    Gate(
        "the rows of a list get ties with its owner",
        "a title, a word in a header or an answer says which tie",
        "one question for the list; no ties until it is answered",
    ),
    Gate(
        "a date becomes the start of support or membership",
        "its header says so, or the list tells of no rounds",
        "a remark",
    ),
    Gate(
        "a text becomes an amount",
        "it has only a number, its unit and words for precision; the unit is known",
        "a question; the text stays a remark",
    ),
    Gate(
        "a word becomes the stage of a company",
        "most words in its column are known stages",
        "a question for each word; remarks",
    ),
)
"""All ways in which a value may become a tie or an attribute without a question."""

_MOST = 0.5
_FEWEST = 3
"""Values of a column from which one question covers them together."""
_COUNTED = re.compile(r"\d+\s+[^\W\d_]")
_LONGEST_NAME = 90
_SENTENCE = 9


def _is_dated(cell: Cell) -> bool:
    return cell.date is not None or cell.flaw == "no-year" or read_date(cell.text) is not None


def _is_counted(cell: Cell) -> bool:
    return read_quantity(cell) is not None


def _is_kind(cell: Cell) -> bool:
    return bool(find(ACTORS, cell.text))


_DATES = ("created", "closed", "opened", "date", "start", "end", "holder.entry", "round_date")
_NUMBERS = ("headcount", "amount", "aid", "holder.amount", "turnover", "valuation", "percentage")
_TYPES: dict[str, Callable[[Cell], bool]] = {
    **dict.fromkeys(_DATES, _is_dated),
    **dict.fromkeys(_NUMBERS, _is_counted),
    "kind": _is_kind,
}


def have_type(code: str, cells: Sequence[Cell]) -> bool:
    """Check whether most values of a column have the type of its meaning.

    >>> have_type("created", [Cell("2019"), Cell("mars 2020")])
    True
    >>> have_type("created", [Cell("par Alpha"), Cell("oui"), Cell("2020")])
    False
    """
    said = [c for c in cells if not is_blank(c.text) and not c.flaw]
    fits = _TYPES.get(code)
    return fits is None or len(said) < _FEWEST or sum(map(fits, said)) > _MOST * len(said)


def may_be_name(text: str) -> bool:
    """Check whether a text may be the name of an actor, not a count, a description or a truth value.

    >>> may_be_name("Alpha"), may_be_name("3 BA en direct"), may_be_name("famille")
    (True, False, False)
    >>> may_be_name("Crédit agricole"), may_be_name("Entreprises et familles")
    (True, False)
    """
    if not any(map(str.isalpha, text)) or truth(text) is not None:
        return False
    plain_words = not any(map(str.isupper, text)) and not any(map(str.isdigit, text))
    long = len(text) > _LONGEST_NAME or len(text.split()) > _SENTENCE
    return not (plain_words or long or _COUNTED.match(text) or is_description(text))


def is_description(text: str) -> bool:
    """Check whether a text describes some bodies instead of naming one: it begins with a word for
    such a group, and no other word has a capital.

    >>> is_description("Candidature spontanée"), is_description("Réseau Alpha")
    (True, False)
    """
    first, *rest = text.split() or [""]
    capital = any(c.isupper() for w in rest for c in w)
    if capital:
        return False
    if fold(first) in words("descriptions"):
        return True
    kinds = find(ACTORS, first)
    several = len(rest) > 0 and first.casefold().endswith(("s", "x"))
    return several and bool(kinds) and kinds[0].sure


def fit_ends(kind: str, source: Sequence[str], target: Sequence[str]) -> bool:
    """Check whether actors or events of some kinds may be the ends of a kind of tie.

    >>> fit_ends("Incubation", ["Incubator"], ["StartUp"])
    True
    >>> fit_ends("FundSubscription", ["Bank"], ["Incubator"])
    False
    """
    stated = ontology.load().tie_kinds[kind]
    return may_be(source, [stated.source_class]) and may_be(target, [stated.target_class])


def is_odd_target(kind: str, target: Sequence[str]) -> bool:
    """Check whether ties of a kind usually go to companies, and the target is another body.

    >>> is_odd_target("Investment", ["ResearchLaboratory"])
    True
    >>> is_odd_target("Investment", ["StartUp"]), is_odd_target("Membership", ["Cluster"])
    (False, False)
    """
    return typical(kind)[1] == {Class.COMPANY} and not may_be(target, [Class.COMPANY])


def is_plain_amount(cell: Cell, found: Quantity) -> bool:
    """Check whether a text contains only an amount.

    >>> cell = Cell("3 BA + Alpha")
    >>> is_plain_amount(cell, read_quantity(cell))
    False
    """
    return found.sure or is_price(cell)


def are_known(texts: Sequence[str], is_known: Callable[[str], bool]) -> bool:
    """Check whether most of the different words of a column are known.

    >>> are_known(["active", "zorglub", "zorglub"], {"active"}.__contains__)
    True
    """
    said = {t for t in texts if not is_blank(t)}
    return sum(map(is_known, said)) >= _MOST * len(said)
