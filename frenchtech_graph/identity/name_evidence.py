"""Compare two names: one piece of evidence, the strongest of all ways to read them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from frenchtech_graph.identity.kinds import FIRM
from frenchtech_graph.identity.organisation_names import NOTHING_BESIDE, Beside, Form
from frenchtech_graph.identity.profiles import Profile
from frenchtech_graph.identity.words import bits, is_ordinary, total_bits, words
from frenchtech_graph.model.names import name_digest

_LETTERS_PER_SLIP = 6
"""Letters for each slip of the pen in a word or a whole name, with at most two slips."""

TELLING_IN_TEXTS = 6.0
"""Bits (four letters) from which a name in a text identifies an actor."""

_TELLING_WORD = 4.0
"""Bits of a word that two names must share for another to count as a mere plural."""

_CLOSE = 0.8
_PARTLY = 0.5

_SURELY_LITTLE = 0.333
"""Bits that two names share, by the sum of the bits of both, up to which the names are different: if half of
all their bits are shared (`_PARTLY`), it is a third. A little less, because sums are rounded."""

_LEVELS = (
    "same",
    "placed",
    "headed",
    "close",
    "contained",
    "former",
    "swapped",
    "abbreviated",
    "partly",
    "different",
)

_RANKS = {level: n for n, level in enumerate(_LEVELS)}


@dataclass(frozen=True, slots=True)
class NameMatch:
    """How two names compare: the level (one of `_LEVELS`), the shared bits, and the bits of the
    words left over.

    `placed` are words of one name that are the place of the other.
    """

    level: str
    shared: float
    over: float
    words: str
    extra: frozenset[str] = frozenset()
    numbers_differ: bool = False
    placed: str = ""
    misspelt: bool = False

    @property
    def rank(self) -> tuple[int, bool, float, str]:
        """The better match is the smaller."""
        return (_RANKS[self.level], self.misspelt, -self.shared, self.words)


DIFFERENT = NameMatch("different", 0.0, 0.0, "")


def compare_forms(
    one: Form, other: Form, here: Beside = NOTHING_BESIDE, there: Beside = NOTHING_BESIDE
) -> NameMatch:
    """Return how two ways to write a name compare.

    `same`: the same letters, or words in another order, ignoring legal form, accents, spaces, link
    words and the plural of ordinary words. An acronym or another name of the other also counts
    (`here` and `there` are the words next to the two names). `placed`: the same but for the name of
    the other's commune. `headed`: the same but for “laboratoire de” or its like in front. `close`:
    one has four fifths of the other's words, or the two differ by a slip. `contained`: one has all
    words of the other, and they are half of it. `swapped`: four fifths is shared, but each has a
    word of its own, as two schools of one kind in two towns. `partly`: half is shared, or one name
    is a small part of the other. Shares are weighted by the rarity of each word. `misspelt`: words
    of the two count as equal though they differ by a letter or two.
    """
    if one.core == other.core or one.ordered == other.ordered:
        level = "former" if one.former != other.former else "same"
        return NameMatch(level, one.worth, 0.0, " ".join(one.tokens))
    if one.bare == other.bare:
        return NameMatch("headed", min(one.worth, other.worth), 0.0, one.text)
    apart = _are_apart(one, other, here, there)
    common, left, right, slips = ([], [], [], False) if apart else _align(one, other)
    if not (apart or left or right or slips):
        return NameMatch("same", total_bits(common), 0.0, " ".join(common))
    if one.core[0] == other.core[0] and _slip_of_whole(one, other):
        return _misspelt(one, other, _numbers_differ(one, other))
    if apart:
        return DIFFERENT
    placed, over = _beside_the_name(left, right, here, there)
    return _weighed(common, left, right, placed, over, slips, _numbers_differ(one, other))


def _are_apart(one: Form, other: Form, here: Beside, there: Beside) -> bool:
    """Return whether two names have too little in common to be compared word by word."""
    return (
        one.former
        or other.former
        or one.words.isdisjoint(other.words)
        or _share_little(one, other, here, there)
    )


def _share_little(one: Form, other: Form, here: Beside, there: Beside) -> bool:
    """Return whether two names surely share less than half of their bits.

    Most pairs with a word in common do: they need no alignment word by word, which is slow.
    """
    if total_bits(one.words & other.words) > _SURELY_LITTLE * (one.worth + other.worth):
        return False
    left, right = one.words - other.words, other.words - one.words
    return (
        bool(left and right)
        and left.isdisjoint(there.words)
        and right.isdisjoint(here.words)
        and "".join([w for w in one.distinct if w in left]) not in there.names
        and "".join([w for w in other.distinct if w in right]) not in here.names
        and not words("unit_heads") >= left | right
        and not _slips_between(left, right)
    )


def _slips_between(left: Collection[str], right: Collection[str]) -> bool:
    """Return whether a word of one name is one of the other but for a slip or a plural."""
    for word in left:
        for near in right:
            if near[0] == word[0] and (_plural(word, near) or _slip(word, near)):
                return True
    return False


def _numbers_differ(one: Form, other: Form) -> bool:
    return bool(one.numbers != other.numbers and one.numbers and other.numbers)


def _misspelt(one: Form, other: Form, numbers_differ: bool) -> NameMatch:
    extra = frozenset(one.tokens) ^ frozenset(other.tokens)
    worth = min(one.worth, other.worth)
    return NameMatch("close", worth, 0.0, one.text, extra, numbers_differ, misspelt=True)


def _beside_the_name(
    left: list[str], right: list[str], here: Beside, there: Beside
) -> tuple[frozenset[str], tuple[list[str], list[str]]]:
    """Return the extra words that are the place of the other, and the other extra words on each
    side.

    Acronyms and other names of the other are not extra words.
    """
    if not left and not right:
        return frozenset(), (left, right)
    short = {*left} & there.acronyms | {*right} & here.acronyms
    short |= {*left} if "".join(left) in there.names else set()
    short |= {*right} if "".join(right) in here.names else set()
    placed = ({*left} & there.place | {*right} & here.place) - short
    aside = placed | short
    return frozenset(placed), (
        [w for w in left if w not in aside],
        [w for w in right if w not in aside],
    )


def _weighed(
    common: list[str],
    left: list[str],
    right: list[str],
    placed: frozenset[str],
    over: tuple[list[str], list[str]],
    slips: bool,
    numbers_differ: bool,
) -> NameMatch:
    """Return the comparison of two names from their shared and extra words."""
    worth, beyond = total_bits(common), total_bits(over[0]) + total_bits(over[1])
    whole = bool(left or right) and not placed and not any(over)
    level = "same" if whole else _level(common, worth / (worth + beyond), *over)
    if level == "different":
        return DIFFERENT
    if slips and level in {"same", "placed", "headed"}:
        level = "close"
    headed = level == "headed"
    extra = frozenset() if headed else frozenset(over[0] + over[1])
    words_placed = " ".join(sorted(placed))
    return NameMatch(
        level,
        worth,
        0.0 if headed else beyond,
        " ".join(common),
        extra,
        numbers_differ,
        words_placed,
        slips,
    )


def _level(common: list[str], portion: float, left: list[str], right: list[str]) -> str:
    if not left and not right:
        return "placed"
    heads = words("unit_heads")
    if heads >= {*left, *right} and not heads >= {*common}:
        return "headed"
    if left and right:
        return "swapped" if portion >= _CLOSE else "partly" if portion >= _PARTLY else "different"
    return "close" if portion >= _CLOSE else "contained" if portion >= _PARTLY else "partly"


def _slip_of_whole(one: Form, other: Form) -> bool:
    long_enough = min(len(one.core), len(other.core)) >= _LETTERS_PER_SLIP
    return one.numbers == other.numbers and long_enough and _slip(one.core, other.core)


def _slip(one: str, other: str) -> bool:
    """Return whether two words are one but for a slip (Damerau, 1964)."""
    allowed = min(2, min(len(one), len(other)) // _LETTERS_PER_SLIP)
    if abs(len(one) - len(other)) > allowed or one[0] != other[0]:
        return False
    return DamerauLevenshtein.distance(one, other, score_cutoff=allowed) <= allowed


def _align(one: Form, other: Form) -> tuple[list[str], list[str], list[str], bool]:
    """Return the words both have, the extra words on each side, and whether slips were accepted.

    A plural is no slip where the word is an ordinary one and another word is shared: `Inco
    Venture`.
    """
    common = [w for w in one.distinct if w in other.words]
    left = [w for w in one.distinct if w not in other.words]
    right = [w for w in other.distinct if w not in one.words]
    if not left or not right:
        return common, left, right, False
    anchored, slips = any(bits(w) >= _TELLING_WORD for w in common), False
    for word in tuple(left):
        near, plural = _nearest(word, right, anchored)
        if near is not None:
            left.remove(word)
            right.remove(near)
            common.append(min(word, near, key=bits))
            slips = slips or not plural
    return common, left, right, slips


def _nearest(word: str, others: Sequence[str], anchored: bool) -> tuple[str | None, bool]:
    """Return the first word that is this one but for a slip or a plural, and whether a plural."""
    for near in others:
        if near[0] != word[0]:
            continue
        plural = _plural(word, near)
        if plural or _slip(word, near):
            return near, plural and anchored and is_ordinary(word, near)
    return None, False


def _plural(one: str, other: str) -> bool:
    return one == other + "s" or other == one + "s"


def _unlike(one: Profile, other: Profile) -> bool:
    """Return whether a quick check excludes any match of the names: no word is shared, no slip is
    possible.
    """
    return (
        one.words.isdisjoint(other.words)
        and one.bare.isdisjoint(other.bare)
        and not any(
            a[0] == b[0] and -3 < len(a) - len(b) < 3 for a in one.spelt for b in other.spelt
        )
    )


def compare_names(one: Profile, other: Profile) -> NameMatch:
    """Return the strongest comparison of the names of two actors.

    `abbreviated` means that one is called by the other's acronym.
    """
    shared = one.cores & other.cores
    if shared:
        best = max(
            (f for f in one.forms if f.core in shared and not f.former),
            key=lambda f: (f.worth, f.core),
        )
        return NameMatch("same", best.worth, 0.0, " ".join(best.tokens))
    strongest = DIFFERENT if _unlike(one, other) else _strongest(one, other)
    short = _short_names(one, other) | _short_names(other, one)
    if short and strongest.level in {"partly", "different"}:
        return NameMatch("abbreviated", 0.0, 0.0, max(short, key=lambda a: (bits(a), a)))
    return strongest


def _strongest(one: Profile, other: Profile) -> NameMatch:
    here, there = one.beside, other.beside
    found = [compare_forms(a, b, here, there) for a in one.forms for b in other.forms]
    alike = [match for match in found if match is not DIFFERENT]
    return min(alike, key=lambda m: m.rank, default=DIFFERENT)


def _short_names(one: Profile, other: Profile) -> frozenset[str]:
    """Return the names of one that are acronyms of the other, stated or formed from its words."""
    return one.cores & other.short


def name_of_site(one: Profile, other: Profile) -> str | None:
    """Return the name of one that is the address of the other's site: `Photoroom`,
    photoroom.com.
    """
    for a, b in ((one, other), (other, one)):
        if a.stem and len(a.stem) > 3 and a.stem in b.cores and a.stem not in a.cores:
            return a.stem
    return None


def named_in_texts(one: Profile, other: Profile) -> tuple[str, int, bool] | None:
    """Return the name of one firm in texts about another, its count, and whether it replaces the
    firm's own name.
    """
    if not (one.said or other.said) or not one.families == other.families == FIRM:
        return None
    found = [
        (core, sayer.said[name_digest(core)], sayer.unsaid)
        for sayer, named in ((one, other), (other, one))
        for core in sorted(named.cores if sayer.said else ())
        if bits(core) >= TELLING_IN_TEXTS and name_digest(core) in sayer.said
    ]
    return max(found, key=lambda f: (f[2], f[1], bits(f[0])), default=None)


def shared_acronym(one: Profile, other: Profile) -> str | None:
    """Return the acronym that both share, or that is the name of one actor and an acronym of the
    other."""
    common = one.called & other.acronyms | other.called & one.acronyms
    return max(common, key=lambda a: (bits(a), a), default=None)


def is_called_short(one: Profile, other: Profile) -> bool:
    """Return whether two actors share an acronym, or one is called by the initials of the other."""
    return not (one.called.isdisjoint(other.short) and other.called.isdisjoint(one.short))


def made_acronym(one: Profile, other: Profile) -> str | None:
    """Return the name or acronym of one that the words of the other make."""
    common = one.called & other.initials | other.called & one.initials
    return max(common, key=lambda a: (bits(a), a), default=None)
