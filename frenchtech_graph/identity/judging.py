"""Score and band of a pair: the same, undecided, or different."""

from frenchtech_graph.identity.clues import Clue, Clues, Evidence
from frenchtech_graph.identity.comparison import Context, clues
from frenchtech_graph.identity.crosswalks import conflicting, shared
from frenchtech_graph.identity.doubts import doubt_of
from frenchtech_graph.identity.name_evidence import NameMatch
from frenchtech_graph.identity.pairs import CERTAIN, Pair
from frenchtech_graph.identity.profiles import Profile
from frenchtech_graph.identity.weights import model, weigh

_NAMING = (
    Clue.SAME_ACRONYM,
    Clue.ACRONYM_OF_THE_WORDS,
    Clue.SAME_SITE,
    Clue.SITE_OF_THE_SAME_NAME,
    Clue.SAME_UNIT_NUMBER,
    Clue.NAME_OF_THE_OTHERS_SITE,
    Clue.NAMED_IN_TEXTS,
    Clue.TEXTS_ALIKE,
)
"""Clues that a pair of names with a small shared part needs for a question. A place or a year is
shared by thousands."""


def judge(one: Profile, other: Profile, context: Context, name: NameMatch | None = None) -> Pair:
    """Return the pair with its score, band and evidence.

    `name` is the comparison of their names, if known.
    """
    ends = (min(one.id, other.id), max(one.id, other.id))
    numbers, others = dict(one.identifiers), dict(other.identifiers)
    common, against = shared(numbers, others), conflicting(numbers, others)
    found = clues(one, other, context, name)
    weighed = weigh(found)
    evidence = (
        *(Evidence(Clue.SAME_IDENTIFIER, numbers[s], CERTAIN, sort=s) for s in common),
        *(
            Evidence(Clue.OTHER_IDENTIFIER, f"{numbers[s]} / {others[s]}", -CERTAIN, sort=s)
            for s in against
        ),
        *weighed,
    )
    if common:
        doubt = _doubt_of_shared_number(one, other, common, against)
        return Pair(*ends, CERTAIN, "ask" if doubt else "same", evidence, doubt)
    limits = model()["thresholds"]
    score = round(model()["prior"] + sum(e.weight for e in weighed), 2)
    if score < limits["ask"] or one.generic or other.generic or not _worth_asking(found, score):
        return Pair(*ends, score, "different", evidence)
    if score < limits["same"]:
        return Pair(*ends, score, "different" if against else "ask", evidence)
    doubt = f"other {' and '.join(against)}" if against else doubt_of(found, one, other)
    return Pair(*ends, score, "ask" if doubt else "same", evidence, doubt)


def _doubt_of_shared_number(
    one: Profile, other: Profile, common: list[str], against: list[str]
) -> str | None:
    """Return why two actors with the same number may still be two, or None."""
    if against:
        return f"same {' and '.join(common)}, but other {' and '.join(against)}"
    inside = ("laboratory" in one.families) != ("laboratory" in other.families)
    if inside and one.families and other.families and not {"rnsr", "ror"} & set(common):
        return "a laboratory and a body with the same number: one may supervise the other"
    return None


def _worth_asking(found: Clues, score: float) -> bool:
    """Return whether a person could decide: the names are similar, or other evidence connects the
    two.

    Bodies of research have several names with a common part. A large common part makes a question.
    """
    little = (Clue.NAME_PARTLY, Clue.NAME_SWAPPED, Clue.NAME_DIFFERENT, Clue.NAME_ABBREVIATED)
    if found.any(*_NAMING) or not found.any(*little):
        return True
    in_part = found.any(Clue.NAME_PARTLY, Clue.NAME_SWAPPED) and found.name.sort == "research"
    return in_part and score >= float(model()["thresholds"]["ask, names shared in part"])
