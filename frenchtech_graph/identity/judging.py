"""Score and band of a pair, and the doubts that keep a good score from joining two actors."""

from collections.abc import Mapping

from frenchtech_graph.identity.crosswalks import conflicting, shared
from frenchtech_graph.identity.evidence import Context, features, model, weigh
from frenchtech_graph.identity.name_evidence import NameMatch
from frenchtech_graph.identity.organisation_names import read_name
from frenchtech_graph.identity.pairs import CERTAIN, Evidence, Pair
from frenchtech_graph.identity.profiles import Profile
from frenchtech_graph.identity.words import is_coined, words

_SECOND_CLUES = (
    "same site",
    "same unit number",
    "same creation year",
    "place in the name",
    "name of the other's site",
)
_TELLING = {"firm": 12.0, "laboratory": 12.0, "body": 6.0}
"""Bits from which a name alone may do: a firm's of eight letters that is no known word; less for
bodies of teaching and research, of which there are few and which are named with care."""

_TELLING_HERE = {True: 10.0, False: 12.0}
"""Bits from which the name of a firm and its place do, where the whole name is shared, and where a
part is: a short name meets another in a large region, not in a town."""

_TELLING_ACRONYM = 6.0
"""Bits (four letters) from which an acronym is a second clue beside a name."""

_TELLING_BODY = 3.0
"""Bits from which a body both laboratories have a tie to is a second clue: one laboratory in eight
has it.
"""

_MOVED = 12.0
"""Bits from which one and the same name of a firm outweighs that it is said to be in two
regions.
"""

_SHORTEST_COINED = 5
"""Letters from which a made-up word says more than chance."""

_COINED = 4.5
"""Bits that a name has more if it is one made-up word: three letters' worth."""

_ELSEWHERE = 20.0
"""Bits from which one and the same name outweighs that those one has ties with are elsewhere: a few
words.
"""

_SLIP = 3.0
"""Bits that a slip in the name of a firm costs: two letters."""

CONTRARY_DOUBTS = frozenset(
    {
        "their names bear different numbers",
        "one name bears the word of a part",
        "their units bear different numbers",
        "they were created in different years",
    }
)
"""Doubts that hold for the groups of the two as well: no third actor can make up for them."""

_CLUES = (
    "same acronym",
    "acronym of the words",
    "same site",
    "site of the same",
    "same unit number",
    "name of the other",
    "named in the other's texts",
)
"""What must stand beside names of which little is shared for the pair to be worth a question: a
place or a year is shared with thousands."""

_ALIKE = ("name same", "name placed", "name headed", "name close", "name former")
_CONTRARY = (
    "other department",
    "other site",
    "other unit number",
    "seen before creation",
    "other creation year",
)

Found = Mapping[str, tuple[float, str]]


def judge(one: Profile, other: Profile, context: Context, name: NameMatch | None = None) -> Pair:
    """Return the pair with its score, its band and its evidence; `name`: what their names say, if
    known.
    """
    ends = (min(one.id, other.id), max(one.id, other.id))
    numbers, others = dict(one.identifiers), dict(other.identifiers)
    common, against = shared(numbers, others), conflicting(numbers, others)
    found = features(one, other, context, name)
    evidence = tuple(
        [Evidence(f"same {s}", numbers[s], CERTAIN) for s in common]
        + [Evidence(f"other {s}", f"{numbers[s]} / {others[s]}", -CERTAIN) for s in against]
        + weigh(found)
    )
    if common:
        doubt = _doubt_of_shared_number(one, other, common, against)
        return Pair(*ends, CERTAIN, "ask" if doubt else "same", evidence, doubt)
    limits = model()["thresholds"]
    score = round(
        model()["prior"]
        + sum(e.weight for e in evidence if e.kind.removeprefix("other ") not in against),
        2,
    )
    if score < limits["ask"] or one.generic or other.generic or not _worth_asking(found, score):
        return Pair(*ends, score, "different", evidence)
    if score < limits["same"]:
        return Pair(*ends, score, "different" if against else "ask", evidence)
    doubt = f"other {' and '.join(against)}" if against else doubt_of(found, one, other)
    return Pair(*ends, score, "ask" if doubt else "same", evidence, doubt)


def _doubt_of_shared_number(
    one: Profile, other: Profile, common: list[str], against: list[str]
) -> str | None:
    """Why two actors with the same number may still be two."""
    if against:
        return f"same {' and '.join(common)}, but other {' and '.join(against)}"
    inside = ("laboratory" in one.families) != ("laboratory" in other.families)
    if inside and one.families and other.families and not {"rnsr", "ror"} & set(common):
        return "a laboratory and a body with the same number: one may supervise the other"
    return None


def _worth_asking(found: Found, score: float) -> bool:
    """Tell whether a person could decide: the names are alike, or something beside them names the
    two alike.

    Bodies of research go by several names that share a part: they are asked about where the part is
    large.
    """
    if _any(found, *_CLUES) or not _any(
        found, "name partly", "name swapped", "name different", "name abbreviated"
    ):
        return True
    in_part = "name partly, research" in found or "name swapped, research" in found
    return in_part and score >= float(model()["thresholds"]["ask, names shared in part"])


def doubt_of(found: Found, one: Profile, other: Profile) -> str | None:
    """Return why two actors whose score would do are not joined without a person, or None."""
    extra = set(found.get("words over", (0, ""))[1].split())
    finance = "finance" in one.families | other.families
    laboratories = "laboratory" in one.families & other.families
    anchored = _any(found, "same site", "same unit number")
    moved = "name same, firm" in found and _worth_of_name(found) >= _MOVED
    research = any(k.startswith("name ") and k.endswith("research") for k in found)
    doubts = {
        "one source has both": "same source" in found and (research or not _any(found, *_ALIKE)),
        "their names bear different numbers": "other number" in found,
        "their names name two towns": "other town in the name" in found and not anchored,
        "one name bears a number": research and any(w.isdigit() for w in extra),
        "one name bears the word of a part": "word of a part" in found,
        "a fund, its manager and its house bear one name": finance
        and bool(extra & words("vehicle_words")),
        "they are of different kinds": "other kind" in found and not anchored,
        "the body above the laboratory bears the name of the other": _named_like_the_body_above(
            one, other
        )
        or _named_like_the_body_above(other, one),
        "their units bear different numbers": "other unit number" in found,
        "they were created in different years": laboratories and "other creation year" in found,
        "one was at work before the other was created": "seen before creation" in found
        and not anchored,
        "those one has ties with are elsewhere": "ties to other regions" in found
        and not _any(found, "name same, firm", "acronym beside")
        and not (_any(found, "name same") and _amount(found, "rare words") * 10 >= _ELSEWHERE),
        "they are in two places": _any(found, "other region", "other department")
        and not (anchored or moved),
        "nothing but a name that others may bear": _alone(found)
        and not _telling(found, one, other),
    }
    return next((doubt for doubt, holds in doubts.items() if holds), None)


def _named_like_the_body_above(one: Profile, other: Profile) -> bool:
    """Tell whether a laboratory has a tie to a body of the other's name, which is no laboratory:
    the body may be it.
    """
    if "laboratory" not in one.families or "laboratory" in other.families:
        return False
    return any(form.core in one.circle for form in read_name(other.label).forms)


def _any(found: Found, *starts: str) -> bool:
    return any(kind.startswith(starts) for kind in found)


def _alone(found: Found) -> bool:
    if any(kind.startswith(_SECOND_CLUES) for kind in found):
        return False
    if "same place, research" in found or _short_but_here(found) or _called_by(found):
        return False
    if _amount(found, "tie to the same body") * 5 >= _TELLING_BODY and _any(found, *_ALIKE):
        return False
    unlike = (
        _any(found, "name different", "name partly", "name abbreviated")
        and "ties to the same region" not in found
    )
    acronym = _amount(found, "same acronym") * 5
    clue = acronym + _amount(found, "ties to the same region") * 5 if acronym else 0.0
    return clue < _TELLING_ACRONYM or unlike


def _called_by(found: Found) -> bool:
    """Tell whether what a source tells of one calls it by the other's name, again and again and by
    no other.
    """
    return "named instead of its own name" in found and "named there again" in found


def _amount(found: Found, *starts: str) -> float:
    """Return how much there is of some evidence, 0 if there is none."""
    return next((much for kind, (much, _) in found.items() if kind.startswith(starts)), 0.0)


def _worth_of_name(found: Found) -> float:
    """Return what the words two names share say, in bits; one made-up word that is the name of two
    firms says more.
    """
    worth = _amount(found, "rare words") * 10
    word = found["name same, firm"][1] if "name same, firm" in found else ""
    return worth + _COINED if len(word) >= _SHORTEST_COINED and is_coined(word) else worth


def _short_but_here(found: Found) -> bool:
    """Tell whether the name and the place of two firms together are more than chance."""
    if "same place, firm" not in found or "other site, firm" in found:
        return False
    worth = found["same place, firm"][0] * 5 + found.get("rare words, firm", (0.0, ""))[0] * 10
    return worth >= _TELLING_HERE["name same, firm" in found]


def _telling(found: Found, one: Profile, other: Profile) -> bool:
    """Tell whether a name does without a second clue: all of it is shared, and few would bear
    it.
    """
    if not _any(found, "name same", "name placed", "name headed", "name close"):
        return False
    if "words over" in found or any(k.startswith(_CONTRARY) for k in found):
        return False
    worth = _worth_of_name(found) + _amount(found, "same acronym", "acronym beside") * 5
    worth += _amount(found, "ties to the same region") * 5
    if "name close, firm" in found:
        worth -= _SLIP
    if any(k.endswith("research") for k in found):
        return (
            worth
            >= _TELLING["laboratory" if "laboratory" in one.families | other.families else "body"]
        )
    investors = "finance" in one.families & other.families
    return investors or worth >= _TELLING["firm"]
