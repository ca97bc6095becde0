"""Clues for or against the identity of two actors: an enumeration, and pieces of evidence."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Clue(StrEnum):
    """A kind of clue. A shared value supports identity, a difference contradicts it."""

    NAME_SAME = "name same"
    NAME_PLACED = "name placed"
    NAME_HEADED = "name headed"
    NAME_CLOSE = "name close"
    NAME_CONTAINED = "name contained"
    NAME_FORMER = "name former"
    NAME_SWAPPED = "name swapped"
    NAME_ABBREVIATED = "name abbreviated"
    NAME_PARTLY = "name partly"
    NAME_DIFFERENT = "name different"
    RARE_WORDS = "rare words"
    WORDS_OVER = "words over"
    WORD_OF_A_PART = "word of a part"
    OTHER_SPELLING = "other spelling"
    PLACE_IN_THE_NAME = "place in the name"
    OTHER_NUMBER_IN_THE_NAME = "other number"
    OTHER_TOWN_IN_THE_NAME = "other town in the name"
    SAME_ACRONYM = "same acronym"
    ACRONYM_BESIDE = "acronym next to the name"
    ACRONYM_OF_THE_WORDS = "acronym of the words"
    OTHER_ACRONYM = "other acronym"
    SAME_SITE = "same site"
    SITE_OF_THE_SAME_NAME = "site of the same name"
    NAME_OF_THE_OTHERS_SITE = "name of the other's site"
    OTHER_SITE = "other site"
    NAMED_IN_TEXTS = "named in the other's texts"
    NAMED_AGAIN = "named there again"
    NAMED_INSTEAD = "named instead of its own name"
    TEXTS_ALIKE = "similar texts"
    SAME_PLACE = "same place"
    PLACE_OF_MANY_FIRMS = "place of many firms"
    OTHER_DEPARTMENT = "other department"
    OTHER_REGION = "other region"
    TIES_TO_THE_SAME_REGION = "ties to the same region"
    TIES_TO_OTHER_REGIONS = "ties to other regions"
    TIE_TO_THE_SAME_BODY = "tie to the same body"
    SAME_UNIT_NUMBER = "same unit number"
    SAME_NUMBER_RELABELLED = "same number under another label"
    OTHER_UNIT_NUMBER = "other unit number"
    KINDRED_KIND = "kindred kind"
    OTHER_KIND = "other kind"
    SAME_CREATION_YEAR = "same creation year"
    OTHER_CREATION_YEAR = "other creation year"
    SEEN_BEFORE_CREATION = "seen before creation"
    SAME_SOURCE = "same source"
    SAME_IDENTIFIER = "same"
    OTHER_IDENTIFIER = "other"
    KNOWN_BODY = "known body"
    DECIDED = "decided"
    SAME_NAME = "same name"
    SAME_ORGANISATION = "same organisation"


NAMES = frozenset(c for c in Clue if c.name.startswith("NAME_")) - {Clue.NAME_OF_THE_OTHERS_SITE}
"""Clues from the comparison of two names. A pair has one of them."""

IDENTIFIERS = frozenset({Clue.SAME_IDENTIFIER, Clue.OTHER_IDENTIFIER})


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence.

    `detail` are the words or codes of the evidence and `amount` is its strength. `sort` is the sort
    of actors that sets the weights (`firm`, `research`, or empty if all have one weight), or the
    scheme of an identifier. `weight` is in bits: 1 doubles the odds that the two are one, -1 halves
    them.

    >>> Evidence(Clue.SAME_SITE, "vekia.fr", sort="firm").kind, Evidence(Clue.SAME_IDENTIFIER, "1", sort="siren").kind
    ('same site, firm', 'same siren')
    """

    clue: Clue
    detail: str
    weight: float = 0.0
    amount: float = 1.0
    sort: str = ""

    @property
    def kind(self) -> str:
        """The name of the evidence: the clue, with the sort of actors or the scheme of the
        identifier."""
        if self.clue in IDENTIFIERS:
            return f"{self.clue} {self.sort}"
        return f"{self.clue}, {self.sort}" if self.sort else str(self.clue)


class Clues(Mapping[Clue, Evidence]):
    """The evidence of one pair, by clue."""

    __slots__ = ("_found",)

    def __init__(self, found: Iterable[Evidence]) -> None:
        self._found = {e.clue: e for e in found}

    def __getitem__(self, clue: Clue) -> Evidence:
        """Return the evidence of a clue."""
        return self._found[clue]

    def __iter__(self) -> Iterator[Clue]:
        """Yield the clues found."""
        return iter(self._found)

    def __len__(self) -> int:
        """Return how many clues were found."""
        return len(self._found)

    def any(self, *clues: Clue) -> bool:
        """Return whether there is any of some clues."""
        return any(clue in self._found for clue in clues)

    def amount(self, *clues: Clue) -> float:
        """Return the amount of the first of some clues that is found, or 0."""
        return next((self._found[c].amount for c in clues if c in self._found), 0.0)

    def details(self, clue: Clue) -> frozenset[str]:
        """Return the words a clue rests on, none if it is not found."""
        return frozenset(self._found[clue].detail.split()) if clue in self._found else frozenset()

    @property
    def name(self) -> Evidence:
        """How the names compare."""
        return next(e for c, e in self._found.items() if c in NAMES)
