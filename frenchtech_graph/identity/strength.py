"""How much a name says, and whether anything but the name speaks for two actors."""

from frenchtech_graph.identity.clues import Clue, Clues
from frenchtech_graph.identity.kinds import FIRM
from frenchtech_graph.identity.profiles import Profile
from frenchtech_graph.identity.words import is_coined, words

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
"""Bits from which a name needs no other clue: eight letters of a firm's name that is not a known
word. Bodies of teaching and research need fewer, because they are few and have carefully chosen
names."""

_TELLING_HERE = {True: 10.0, False: 12.0}
"""Bits from which the name of a firm and its place suffice, for the whole name and for a part. A short name
may occur twice in a large region, but rarely in a town."""

_TELLING_ACRONYM = 6.0
"""Bits (four letters) from which an acronym next to a name is a second clue."""

_TELLING_BODY = 3.0
"""Bits from which a body both laboratories have a tie to is a second clue: one laboratory in eight has it."""

_NEAR = 5.0
"""Bits from which a place is a department or a town: one of thirty."""

_INVESTOR = 7.5
"""Bits (five letters) from which the name of an investor does without a second clue."""

_SHORTEST_COINED = 5
"""Letters from which a made-up word says more than chance."""

_LONG_COINED = 7
"""Letters from which a coined word identifies one firm, even with words of the trade. If both are
in one place, it may be shorter."""

_GENERATION = 15
"""Years between the first facts about two firms from which a part of a name is not evidence."""

_UNMISTAKABLE = 18.0
"""Bits (twelve letters) from which a shared coined word of two firms outweighs different places or
sites."""

_COINED = 4.5
"""Bits that a name has more if it is one made-up word: three letters' worth."""

_SLIP = 3.0
"""Bits that a slip in the name of a firm costs: two letters."""


def alone(found: Clues, one: Profile, other: Profile) -> bool:
    """Return whether the only evidence for two actors is a name."""
    firms = "company" in one.families & other.families
    here = (firms or Clue.NAME_SAME in found) and _short_but_here(found, one, other)
    if found.any(*_SECOND_CLUES) or here or named_by_site(found) or told_alike(found):
        return False
    if Clue.SAME_PLACE in found and found.name.sort == "research":
        return False
    if found.amount(Clue.TIE_TO_THE_SAME_BODY) * 5 >= _TELLING_BODY and found.any(*_ALIKE):
        return False
    unlike = (
        found.any(Clue.NAME_DIFFERENT, Clue.NAME_PARTLY, Clue.NAME_ABBREVIATED)
        and Clue.TIES_TO_THE_SAME_REGION not in found
    )
    acronym = 0.0 if _only_by_acronym(found) else found.amount(Clue.SAME_ACRONYM) * 5
    clue = acronym + found.amount(Clue.TIES_TO_THE_SAME_REGION) * 5 if acronym else 0.0
    return clue < _TELLING_ACRONYM or unlike


def told_alike(found: Clues) -> bool:
    """Return whether two firms have similar texts and connected names.

    They share a name, one is called by the acronym of the other, or the texts of one say the name
    of the other again, or instead of its own.
    """
    said = Clue.NAMED_IN_TEXTS in found and found.any(Clue.NAMED_AGAIN, Clue.NAMED_INSTEAD)
    named = said or found.any(*_ALIKE, Clue.NAME_CONTAINED, Clue.NAME_ABBREVIATED)
    return named and Clue.TEXTS_ALIKE in found


def _only_by_acronym(found: Clues) -> bool:
    """Return whether the name two actors share is their acronym: it is one clue, not two (LEAD, Laboratoire LEAD)."""
    acronym = found.details(Clue.SAME_ACRONYM)
    return bool(acronym) and {w.casefold() for w in found.name.detail.split()} <= acronym


def named_by_site(found: Clues) -> bool:
    """Return whether the address of the site of one is the name of the other, which has no other site.

    Harmattan AI (harmattan.ai) is not L'Harmattan (harmattan.fr).
    """
    elsewhere = found.any(Clue.OTHER_SITE, Clue.SITE_OF_THE_SAME_NAME)
    return Clue.NAME_OF_THE_OTHERS_SITE in found and not elsewhere


def in_one_town(found: Clues) -> bool:
    """Return whether two actors are in one town or department."""
    return _worth_of_place(found) >= _NEAR and Clue.OTHER_DEPARTMENT not in found


def _worth_of_place(found: Clues) -> float:
    """Return the bits of the place that two actors share, reduced for two firms by the number of
    firms there."""
    return (found.amount(Clue.SAME_PLACE) - found.amount(Clue.PLACE_OF_MANY_FIRMS)) * 5


def second_clue_of_research(found: Clues) -> bool:
    """Return whether evidence other than their names connects two bodies of research."""
    stated = found.amount(Clue.SAME_ACRONYM, Clue.ACRONYM_BESIDE) * 5 >= _TELLING_ACRONYM
    numbered = found.any(Clue.SAME_UNIT_NUMBER, Clue.SAME_SITE)
    return stated or numbered or in_one_town(found)


def worth_of_name(found: Clues) -> float:
    """Return the bits of the words that two names share, with a bonus for a coined word of two
    firms."""
    worth = found.amount(Clue.RARE_WORDS) * 10
    same_firm = Clue.NAME_SAME in found and found.name.sort == "firm"
    word = found.name.detail if same_firm else ""
    return worth + _COINED if len(word) >= _SHORTEST_COINED and is_coined(word) else worth


def _a_generation_apart(one: Profile, other: Profile) -> bool:
    """Return whether the first known years of two firms are so far apart that they may be different
    firms."""
    return bool(one.seen and other.seen) and abs((one.seen or 0) - (other.seen or 0)) >= _GENERATION


def _short_but_here(found: Clues, one: Profile, other: Profile) -> bool:
    """Return whether the name and the place of two firms together are more than chance.

    A part of a name that is a word people say needs more: SpotLight and Spotlight Medical of Paris
    are two.
    """
    firm = found.name.sort == "firm"
    part = Clue.NAME_SAME not in found
    two_sites = Clue.OTHER_SITE in found or (part and Clue.SITE_OF_THE_SAME_NAME in found)
    if not firm or Clue.SAME_PLACE not in found or two_sites:
        return False
    if part and _a_generation_apart(one, other):
        return False
    worth = _worth_of_place(found) + found.amount(Clue.RARE_WORDS) * 10
    return worth >= _TELLING_HERE[not part] + (_COINED if part and _said(found) else 0.0)


def _said(found: Clues) -> bool:
    """Return whether no word that two names share is made up."""
    return not any(map(is_coined, found.name.detail.split()))


def _but_for_the_trade(found: Clues, one: Profile, other: Profile) -> bool:
    """Return whether two firms share a long coined word, and one of them adds words of its trade.

    Mablink is Mablink Bioscience. Harmattan AI is not L'Harmattan, because that is a common word.
    """
    if not one.families == other.families == FIRM or found.any(*_CONTRARY):
        return False
    if _a_generation_apart(one, other):
        return False
    word, extra = found.name.detail, found.details(Clue.WORDS_OVER)
    shortest = _SHORTEST_COINED if Clue.SAME_PLACE in found else _LONG_COINED
    coined = len(word) >= shortest and is_coined(word)
    return coined and bool(extra) and extra <= words("trade_words")


def telling(found: Clues, one: Profile, other: Profile) -> bool:
    """Return whether a name needs no second clue because it is fully shared and rare."""
    if found.any(Clue.NAME_CLOSE, Clue.NAME_CONTAINED) and _but_for_the_trade(found, one, other):
        return True
    if not found.any(Clue.NAME_SAME, Clue.NAME_PLACED, Clue.NAME_HEADED, Clue.NAME_CLOSE):
        return False
    worth = worth_of_name(found)
    firms = Clue.NAME_SAME in found and one.families == other.families == FIRM
    if firms and worth >= _UNMISTAKABLE + _COINED and is_coined(found.name.detail):
        return True
    if Clue.WORDS_OVER in found or found.any(*_CONTRARY):
        return False
    if not _only_by_acronym(found):
        worth += found.amount(Clue.SAME_ACRONYM, Clue.ACRONYM_BESIDE) * 5
    worth += found.amount(Clue.TIES_TO_THE_SAME_REGION) * 5
    if found.name.sort == "research":
        laboratory = "laboratory" in one.families | other.families
        return worth >= _TELLING["laboratory" if laboratory else "body"]
    worth -= _SLIP if Clue.NAME_CLOSE in found else 0.0
    investors = "finance" in one.families & other.families
    return worth >= (_INVESTOR if investors else _TELLING["firm"])
