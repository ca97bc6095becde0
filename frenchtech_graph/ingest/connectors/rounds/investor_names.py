"""Names of investors: how they are compared, and which read as natural persons."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_ORGANISATION = re.compile(
    r"\d|&|\b(?:capital|ventures?|partners?|fund|fonds|invest\w*|gestion|vc|bank|banque|group|groupe|holding|labs?"
    r"|angels|technologies|company|inc|sa|sas|ltd|gmbh|club|network|foundation|fondation|finance|financial|studio"
    r"|equity|management|asset|développement|expansion|participations?|advisors|associates|associés|family|office"
    r"|university|université|corp|media|health|bio\w*|growth|impact|innovation|region|région|crédit|caisse|mutuelle"
    r"|assurances?|energy|industries|motors?|systems|digital|seed|et|des|les|du|in|by|and|of)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Mention:
    """One body or person named as an investor of a round.

    ``raw`` are the words of the source and ``name`` is the body without role, address or bracket.
    ``lead`` is True if the source states it and None otherwise, never False, because silence is not
    a denial. ``vehicle`` is the fund or manager stated with it, and ``managed`` is True if that
    manages the fund. ``person`` marks a name that looks like a natural person, ``lender`` a body
    that gives debt, not equity.
    """

    raw: str
    name: str
    lead: bool | None = None
    vehicle: str | None = None
    person: bool = False
    managed: bool = False
    lender: bool = False


def fold(name: str) -> str:
    """The name without case, accents, spaces or punctuation, equal for different spellings.

    >>> fold("50 Partners") == fold("50Partners"), fold("Épopée Gestion")
    (True, 'epopeegestion')
    """
    plain = unicodedata.normalize("NFKD", name.replace("²", "2").replace("&", " and "))
    return "".join(c for c in plain.lower() if c.isalnum() and c.isascii())


@cache
def _houses() -> frozenset[str]:
    """Houses that are called like people: "Eli Lilly"."""
    lines = Path(__file__).with_name("houses.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(map(fold, lines))


@cache
def first_names() -> frozenset[str]:
    """Return first names of natural persons, folded."""
    words = Path(__file__).with_name("first_names.txt").read_text(encoding="utf-8").split()
    return frozenset(map(fold, words))


def is_person(name: str, *, people: bool = False) -> bool:
    """Return whether a name looks like a natural person.

    `people` means that the text lists natural persons.

    >>> [is_person(n) for n in ("Xavier Niel", "Pierre Fabre Invest", "Elaia", "Jean-Luc Robert", "Marco Polo Capital")]
    [True, False, False, True, False]
    """
    if fold(name) in _houses():
        return False
    bare = re.sub(r" (?:des|du) ", " ", name) if people else name
    words = bare.split()
    if not 2 <= len(words) <= 4 or _ORGANISATION.search(bare):
        return False
    particles = {"de", "da", "van", "von", "le", "la", "di", "den", "der", "el", "ben", "bin", "d'"}
    if not all(w[0].isupper() or w.lower() in particles for w in words):
        return False
    return (
        people
        or all(fold(part) in first_names() for part in words[0].split("-"))
        or (fold(words[0]) in first_names())
    )
