"""How much a name says, and whether anything but the name speaks for two actors."""

from frenchtech_graph.identity.clues import Clue, Clues
from frenchtech_graph.identity.profiles import Profile
from frenchtech_graph.identity.words import is_coined

_SECOND_CLUES = (
    Clue.SAME_SITE,
    Clue.SAME_UNIT_NUMBER,
    Clue.SAME_CREATION_YEAR,
    Clue.PLACE_IN_THE_NAME,
)
_CONTRARY = (
    Clue.OTHER_DEPARTMENT,
    Clue.OTHER_SITE,
    Clue.OTHER_UNIT_NUMBER,
    Clue.SEEN_BEFORE_CREATION,
    Clue.OTHER_CREATION_YEAR,
)
_ALIKE = (
    Clue.NAME_SAME,
    Clue.NAME_PLACED,
    Clue.NAME_HEADED,
    Clue.NAME_CLOSE,
    Clue.NAME_FORMER,
)

_TELLING = {"firm": 12.0, "laboratory": 12.0, "body": 6.0}
"""Bits from which a name alone may do: a firm's of eight letters that is no known word; less for
bodies of teaching and research, of which there are few and which are named with care."""

_TELLING_HERE = {True: 10.0, False: 12.0}
"""Bits from which the name of a firm and its place do, where the whole name is shared, and where a part is:
a short name meets another in a large region, not in a town."""

_TELLING_ACRONYM = 6.0
"""Bits (four letters) from which an acronym is a second clue beside a name."""

_TELLING_BODY = 3.0
"""Bits from which a body both laboratories have a tie to is a second clue: one laboratory in eight has it."""

_NEAR = 5.0
"""Bits from which a place is a department or a town: one of thirty."""

_INVESTOR = 7.5
"""Bits (five letters) from which the name of an investor does without a second clue."""

_SHORTEST_COINED = 5
"""Letters from which a made-up word says more than chance."""

_COINED = 4.5
"""Bits that a name has more if it is one made-up word: three letters' worth."""

_SLIP = 3.0
"""Bits that a slip in the name of a firm costs: two letters."""


def alone(found: Clues, one: Profile, other: Profile) -> bool:
    """Tell whether nothing but a name speaks for two actors."""
    firms = "company" in one.families & other.families
    here = (firms or Clue.NAME_SAME in found) and _short_but_here(found)
    if found.any(*_SECOND_CLUES) or here or named_by_site(found):
        return False
    if Clue.SAME_PLACE in found and found.name.sort == "research":
        return False
    if found.amount(Clue.TIE_TO_THE_SAME_BODY) * 5 >= _TELLING_BODY and found.any(*_ALIKE):
        return False
    unlike = (
        found.any(Clue.NAME_DIFFERENT, Clue.NAME_PARTLY, Clue.NAME_ABBREVIATED)
        and Clue.TIES_TO_THE_SAME_REGION not in found
    )
    acronym = found.amount(Clue.SAME_ACRONYM) * 5
    clue = acronym + found.amount(Clue.TIES_TO_THE_SAME_REGION) * 5 if acronym else 0.0
    return clue < _TELLING_ACRONYM or unlike


def named_by_site(found: Clues) -> bool:
    """Tell whether the address of the site of one is the name of the other, which has no other site.

    Harmattan AI (harmattan.ai) is not L'Harmattan (harmattan.fr).
    """
    elsewhere = found.any(Clue.OTHER_SITE, Clue.SITE_OF_THE_SAME_NAME)
    return Clue.NAME_OF_THE_OTHERS_SITE in found and not elsewhere


def in_one_town(found: Clues) -> bool:
    """Tell whether two actors are in one town or department."""
    return found.amount(Clue.SAME_PLACE) * 5 >= _NEAR and Clue.OTHER_DEPARTMENT not in found


def second_clue_of_research(found: Clues) -> bool:
    """Tell whether something beside their names names two bodies of research alike."""
    stated = found.amount(Clue.SAME_ACRONYM, Clue.ACRONYM_BESIDE) * 5 >= _TELLING_ACRONYM
    numbered = found.any(Clue.SAME_UNIT_NUMBER, Clue.SAME_SITE)
    return stated or numbered or in_one_town(found)


def worth_of_name(found: Clues) -> float:
    """Return what the words two names share say, in bits; a made-up word that two firms bear says more."""
    worth = found.amount(Clue.RARE_WORDS) * 10
    same_firm = Clue.NAME_SAME in found and found.name.sort == "firm"
    word = found.name.detail if same_firm else ""
    return worth + _COINED if len(word) >= _SHORTEST_COINED and is_coined(word) else worth


def _short_but_here(found: Clues) -> bool:
    """Tell whether the name and the place of two firms together are more than chance."""
    firm = found.name.sort == "firm"
    part = Clue.NAME_SAME not in found
    two_sites = Clue.OTHER_SITE in found or (part and Clue.SITE_OF_THE_SAME_NAME in found)
    if not firm or Clue.SAME_PLACE not in found or two_sites:
        return False
    worth = found.amount(Clue.SAME_PLACE) * 5 + found.amount(Clue.RARE_WORDS) * 10
    return worth >= _TELLING_HERE[not part]


def telling(found: Clues, one: Profile, other: Profile) -> bool:
    """Tell whether a name does without a second clue: all of it is shared, and few would bear it."""
    if not found.any(Clue.NAME_SAME, Clue.NAME_PLACED, Clue.NAME_HEADED, Clue.NAME_CLOSE):
        return False
    if Clue.WORDS_OVER in found or found.any(*_CONTRARY):
        return False
    worth = worth_of_name(found) + found.amount(Clue.SAME_ACRONYM, Clue.ACRONYM_BESIDE) * 5
    worth += found.amount(Clue.TIES_TO_THE_SAME_REGION) * 5
    if found.name.sort == "research":
        laboratory = "laboratory" in one.families | other.families
        return worth >= _TELLING["laboratory" if laboratory else "body"]
    worth -= _SLIP if Clue.NAME_CLOSE in found else 0.0
    investors = "finance" in one.families & other.families
    return worth >= (_INVESTOR if investors else _TELLING["firm"])
