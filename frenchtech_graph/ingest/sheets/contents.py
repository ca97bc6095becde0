"""Recognise the content of a column from its values, regardless of its header."""

import re
from collections.abc import Sequence

from frenchtech_graph.ingest.sheets.fields import ADDRESS, IGNORED, NOTE, PERSONAL, entry
from frenchtech_graph.ingest.sheets.lexicon import is_blank
from frenchtech_graph.ingest.sheets.lists import split_words
from frenchtech_graph.ingest.sheets.vocabularies import ACTORS, SECTORS, TIES
from frenchtech_graph.ingest.workbooks.cell import Cell
from frenchtech_graph.model import identifiers, places
from frenchtech_graph.model.wordings import find

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
_PHONE = re.compile(r"(?:\+33|0033|0)\s?[1-9](?:[ .-]?\d{2}){4}")
_WEB = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,7}(?:/\S*)?", re.IGNORECASE)
_MOST = 0.6


def are_directions(cells: Sequence[Cell]) -> bool:
    """Return whether a column only states whether each tie is directed, as in Gephi and Kumu."""
    said = {c.text.casefold() for c in cells}
    return bool(said) and said <= {"directed", "undirected", "mutual", "mixed"}


def looks_like(cells: Sequence[Cell]) -> str:
    """Return the code of the content of a column with an unknown header, empty if it is not
    recognised.

    >>> looks_like([Cell("a@b.fr"), Cell("c@d.fr")]), looks_like([Cell("552 032 534")])
    ('email', 'siren')
    """
    texts = [c.text for c in cells][:200]
    if not texts:
        return ""
    for code, test in _TESTS.items():
        if sum(map(test, texts)) >= _MOST * len(texts):
            return code
    return ""


def are_tie_words(cells: Sequence[Cell]) -> bool:
    """Return whether a column contains kinds of ties, regardless of its header.

    >>> are_tie_words([Cell("incubée par"), Cell("client de")])
    True
    """
    texts = [c.text for c in cells][:200]
    return bool(texts) and sum(_is_word(TIES, t) for t in texts) >= _MOST * len(texts)


_FEWEST_DESCRIBED = 5


def are_descriptions(cells: Sequence[Cell]) -> bool:
    """Check whether most texts of a column of sectors are descriptions: several words, with no known
    sector.

    >>> are_descriptions([Cell(f"Outil {n} de tri automatique") for n in "abcde"])
    True
    >>> are_descriptions([Cell("IA"), Cell("Santé")])
    False
    """
    texts = {c.text for c in cells if not is_blank(c.text)}
    parts = {t: split_words(t, lambda x: _is_word(SECTORS, x)) for t in texts}
    unknown = [t for t, said in parts.items() if not any(_is_word(SECTORS, x) for x in said)]
    long = [t for t in unknown if len(t.split()) > 1]
    return len(unknown) >= _FEWEST_DESCRIBED and len(long) * 2 > len(texts)


_ADDRESSED = re.compile(r"(?:M|Mr|Mrs|Ms|Mme|Mlle|Dr|Pr)\.?\s+\w", re.IGNORECASE)


def are_addressed(cells: Sequence[Cell]) -> bool:
    """Check whether most cells of a column begin with the title of a person.

    >>> are_addressed([Cell("Mme Girod"), Cell("M. Petit"), Cell("service éco.")])
    True
    """
    texts = [c.text for c in cells][:200]
    return bool(texts) and sum(bool(_ADDRESSED.match(t)) for t in texts) >= _MOST * len(texts)


def _figures(text: str) -> str:
    return re.sub(r"[\s.]", "", text)


def _is_number(name: str, text: str, size: int) -> bool:
    bare = _figures(text)
    return bare.isdecimal() and len(bare) == size and identifiers.CHECKS[name](bare)


def _is_place(text: str) -> bool:
    try:
        return places.load().resolve(text) is not None
    except places.AmbiguousPlaceError:
        return True


def _is_word(spec: str, text: str) -> bool:
    found = find(spec, text)
    return bool(found) and found[0].sure


_TESTS = {
    "email": lambda t: bool(_MAIL.fullmatch(t)),
    "phone": lambda t: bool(_PHONE.fullmatch(t)),
    "siren": lambda t: _is_number("siren", t, 9),
    "siret": lambda t: _is_number("siret", t, 14),
    "wikidata": lambda t: bool(re.fullmatch(r"Q[1-9]\d{0,9}", t)),
    "website": lambda t: bool(_WEB.fullmatch(t)),
    "kind": lambda t: _is_word(ACTORS, t),
    "place": _is_place,
    "sectors": lambda t: _is_word(SECTORS, re.split(r"[,;/|]", t)[0]),
}
PERSONAL_TESTS = (_MAIL, _PHONE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s?-?){1,3}\s?[^\W\d_][\w'’-]+")


def is_initialled(text: str) -> bool:
    """Check whether a text is only the name of a person with initials.

    >>> is_initialled("P. Verhaeghe"), is_initialled("J.-M. Roux"), is_initialled("S.A. Alpha Lyon")
    (True, True, False)
    """
    return bool(_INITIALS.fullmatch(text.strip()))


def holds_personal_data(text: str) -> bool:
    """Return whether a text contains a mail address or a telephone number."""
    return any(p.search(text) for p in PERSONAL_TESTS)


def is_left_out(code: str) -> bool:
    """Return whether a column of this meaning is never read."""
    return code in (IGNORED, PERSONAL)


def is_remark(code: str) -> bool:
    """Check whether columns of a meaning are kept as remarks."""
    return "note" in entry(code).get("of", ()) and code != NOTE


def kept(code: str) -> str:
    """Return a code, or the treatment of columns with that meaning: left out, or kept as a
    remark."""
    of = entry(code).get("of", ())
    if "personal" in of:
        return PERSONAL
    if "ignored" in of:
        return code if code == ADDRESS else IGNORED
    return NOTE if "note" in of else code
