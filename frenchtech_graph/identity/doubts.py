"""Reasons why two actors with a sufficient score are not joined without a person."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from frenchtech_graph.identity.clues import Clue, Clues
from frenchtech_graph.identity.kinds import FIRM
from frenchtech_graph.identity.organisation_names import read_name
from frenchtech_graph.identity.profiles import Profile
from frenchtech_graph.identity.strength import (
    alone,
    in_one_town,
    second_clue_of_research,
    telling,
    told_alike,
    worth_of_name,
)
from frenchtech_graph.identity.words import words


class Doubt(StrEnum):
    """Why two actors are not joined."""

    ONE_SOURCE = "one source has both"
    NUMBERS_IN_NAMES = "their names have different numbers"
    TOWNS_IN_NAMES = "their names contain two towns"
    NUMBER_IN_A_NAME = "one name has a number"
    PART = "one name has the word of a part"
    HOUSE = "a fund, its manager and its house have the same name"
    KINDS = "they are of different kinds"
    BODY_ABOVE = "the body above the laboratory has the name of the other"
    UNIT_NUMBERS = "their units have different numbers"
    CREATION = "they were created in different years"
    BEFORE_CREATION = "one was active before the other was created"
    TIES_ELSEWHERE = "the neighbours of one are elsewhere"
    PLACES = "they are in two places"
    WORDS_OF_THEIR_OWN = "each name has a word of its own"
    SPELLING = "only a similar spelling"
    ACRONYM = "only an acronym"
    MENTION = "only a mention in a text"
    NAME_ALONE = "only a name that others may have"


CONTRARY = frozenset({Doubt.NUMBERS_IN_NAMES, Doubt.PART, Doubt.UNIT_NUMBERS, Doubt.CREATION})
"""Reasons that also apply to the groups of the two: no third actor can outweigh them."""

_MOVED = 12.0
"""Bits from which the same name of a firm outweighs seats in two regions."""

_ELSEWHERE = 20.0
"""Bits from which one and the same name outweighs that the neighbours of one are elsewhere: a few words."""

_ALIKE = (
    Clue.NAME_SAME,
    Clue.NAME_PLACED,
    Clue.NAME_HEADED,
    Clue.NAME_CLOSE,
    Clue.NAME_FORMER,
)


@dataclass(frozen=True, slots=True)
class Case:
    """Two actors and the evidence for and against their identity."""

    found: Clues
    one: Profile
    other: Profile

    @property
    def research(self) -> bool:
        """Whether they are weighed as bodies of teaching and research."""
        return self.found.name.sort == "research"

    @property
    def anchored(self) -> bool:
        """Whether they share a site or the number of a unit."""
        return self.found.any(Clue.SAME_SITE, Clue.SAME_UNIT_NUMBER)

    @property
    def same_firm(self) -> bool:
        """Whether they are firms of one and the same name."""
        return Clue.NAME_SAME in self.found and not self.research

    @property
    def families(self) -> frozenset[str]:
        """The families of either."""
        return self.one.families | self.other.families


def doubt_of(found: Clues, one: Profile, other: Profile) -> Doubt | None:
    """Return why two actors whose score would do are not joined without a person, or None."""
    case = Case(found, one, other)
    return next((doubt for doubt, holds in _RULES if holds(case)), None)


def _one_source(case: Case) -> bool:
    return Clue.SAME_SOURCE in case.found and (case.research or not case.found.any(*_ALIKE))


def _number_in_a_name(case: Case) -> bool:
    return any(w.isdigit() for w in case.found.details(Clue.WORDS_OVER))


def _house(case: Case) -> bool:
    """Return whether one name is part of the other of an investor: Advans and Advans Lab are a house and its part."""
    extra = case.found.details(Clue.WORDS_OVER)
    part = case.found.any(Clue.NAME_CONTAINED, Clue.NAME_HEADED) and not case.anchored
    return "finance" in case.families and (part or bool(extra & words("vehicle_words")))


def _body_above(case: Case) -> bool:
    return any(map(_named_like_the_body_above, (case.one, case.other), (case.other, case.one)))


def _named_like_the_body_above(one: Profile, other: Profile) -> bool:
    """Return whether a laboratory has a tie to a body with the other's name, and the other is not a
    laboratory."""
    if "laboratory" not in one.families or "laboratory" in other.families:
        return False
    return any(form.core in one.circle for form in read_name(other.label).forms)


def _kinds(case: Case) -> bool:
    """Return whether their kinds differ.

    A body and its building or branch often share a name and a site.
    """
    if Clue.KINDRED_KIND in case.found and "support" in case.families:
        return Clue.SAME_SITE not in case.found or Clue.NAME_SAME not in case.found
    return Clue.OTHER_KIND in case.found and not case.anchored


def _creation(case: Case) -> bool:
    """Return whether two laboratories have two years of creation. One name, number and town outweigh that."""
    laboratories = "laboratory" in case.one.families & case.other.families
    named_alike = case.found.any(Clue.NAME_SAME, Clue.NAME_PLACED, Clue.NAME_HEADED)
    one_unit = named_alike and Clue.SAME_UNIT_NUMBER in case.found and in_one_town(case.found)
    return laboratories and Clue.OTHER_CREATION_YEAR in case.found and not one_unit


def _ties_elsewhere(case: Case) -> bool:
    found = case.found
    if Clue.TIES_TO_OTHER_REGIONS not in found or case.same_firm or Clue.ACRONYM_BESIDE in found:
        return False
    return Clue.NAME_SAME not in found or found.amount(Clue.RARE_WORDS) * 10 < _ELSEWHERE


def _places(case: Case) -> bool:
    moved = case.same_firm and (told_alike(case.found) or worth_of_name(case.found) >= _MOVED)
    apart = case.found.any(Clue.OTHER_REGION, Clue.OTHER_DEPARTMENT)
    return apart and not (case.anchored or moved)


def _words_of_their_own(case: Case) -> bool:
    """Return whether each name has a word that the other lacks, next to a shared one.

    Firms of one house or one founder are named like this: Alkion Biopharma, Alkion Bio Innovations.
    """
    return not case.anchored and (Clue.NAME_SWAPPED in case.found or _one_house(case))


def _one_house(case: Case) -> bool:
    """Return whether two firms with different names share a word that is not a word of their trade."""
    if (
        Clue.NAME_DIFFERENT not in case.found
        or not case.one.families == case.other.families == FIRM
    ):
        return False
    one, other = (_words(profile) for profile in (case.one, case.other))
    return bool((one & other) - words("trade_words")) and not (one <= other or other <= one)


def _words(profile: Profile) -> frozenset[str]:
    return frozenset().union(*(form.words for form in read_name(profile.label).forms))


def _spelling(case: Case) -> bool:
    """Return whether the names differ by a slip, and no other evidence supports the pair."""
    if Clue.OTHER_SPELLING not in case.found or Clue.SAME_SITE in case.found:
        return False
    return not (case.research and second_clue_of_research(case.found))


def _acronym(case: Case) -> bool:
    """Return whether the names share only an acronym, without support from a site, unit number or
    town."""
    if not case.found.any(Clue.NAME_ABBREVIATED, Clue.NAME_DIFFERENT, Clue.NAME_PARTLY):
        return False
    acronym = case.found.any(Clue.SAME_ACRONYM, Clue.ACRONYM_OF_THE_WORDS)
    invests = ("finance" in case.one.families) != ("finance" in case.other.families)
    beside = Clue.TEXTS_ALIKE in case.found or (in_one_town(case.found) and not invests)
    return acronym and not case.anchored and not beside


def _mention(case: Case) -> bool:
    """Return whether a text that mentions the other is the only evidence besides a place."""
    named = Clue.NAMED_IN_TEXTS in case.found and Clue.NAME_OF_THE_OTHERS_SITE not in case.found
    beside = case.anchored or Clue.RARE_WORDS in case.found or told_alike(case.found)
    return named and not beside


def _name_alone(case: Case) -> bool:
    return alone(case.found, case.one, case.other) and not telling(case.found, case.one, case.other)


def _unless_anchored(clue: Clue) -> Callable[[Case], bool]:
    return lambda case: clue in case.found and not case.anchored


_RULES: tuple[tuple[Doubt, Callable[[Case], bool]], ...] = (
    (Doubt.ONE_SOURCE, _one_source),
    (Doubt.NUMBERS_IN_NAMES, lambda case: Clue.OTHER_NUMBER_IN_THE_NAME in case.found),
    (Doubt.TOWNS_IN_NAMES, _unless_anchored(Clue.OTHER_TOWN_IN_THE_NAME)),
    (Doubt.NUMBER_IN_A_NAME, _number_in_a_name),
    (Doubt.PART, lambda case: Clue.WORD_OF_A_PART in case.found),
    (Doubt.HOUSE, _house),
    (Doubt.KINDS, _kinds),
    (Doubt.BODY_ABOVE, _body_above),
    (Doubt.UNIT_NUMBERS, lambda case: Clue.OTHER_UNIT_NUMBER in case.found),
    (Doubt.CREATION, _creation),
    (Doubt.BEFORE_CREATION, _unless_anchored(Clue.SEEN_BEFORE_CREATION)),
    (Doubt.TIES_ELSEWHERE, _ties_elsewhere),
    (Doubt.PLACES, _places),
    (Doubt.WORDS_OF_THEIR_OWN, _words_of_their_own),
    (Doubt.SPELLING, _spelling),
    (Doubt.ACRONYM, _acronym),
    (Doubt.MENTION, _mention),
    (Doubt.NAME_ALONE, _name_alone),
)
"""Reasons with their conditions, in the order of the checks."""
