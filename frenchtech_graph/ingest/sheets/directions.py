"""The kind of tie that a word means between two entities, and its direction."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from frenchtech_graph.ingest.sheets.lexicon import words as listed
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class
from frenchtech_graph.model.wordings import Wording, typical

_TELLING = re.compile(
    r"\b(?:de|du|des|d|a|au|aux|par|dans|chez|en|pour|of|by|in|at|from|to|for|into|with|on)$|"
    r"^(?:a|est|has|is|was|ont|have)\s"
)
NOT_SAID = frozenset([Class.ORGANIZATION, Class.ACTOR, Class.ENTITY])
"""General kinds: an entity of such a kind may have any narrower kind."""
_USUAL = 2


@dataclass(frozen=True, slots=True)
class Way:
    """A kind of tie with its direction: `inverse` where it goes from the second thing to the first.

    `fit` is 2 if both ends are usual for the tie, 1 if they are possible, 0 if they are not.
    `turned` means that the word states the opposite direction. `unsettled` means that the
    direction follows neither from the word nor from the kinds of the ends, or that they differ.
    """

    kind: str
    inverse: bool
    fit: int
    turned: bool = False
    unsettled: bool = False


def tells_direction(text: str) -> bool:
    """Return whether a word for a tie states the direction (`incubé par`, `incube`), or only the
    kind (`incubation`).

    >>> tells_direction("incubateur de"), tells_direction("Incube"), tells_direction("membre")
    (True, True, False)
    >>> tells_direction("incubé"), tells_direction("série A")
    (False, False)
    """
    if text[-1:].isupper() and text[-2:-1].isspace():
        return False
    spelled = set(f"{text[:1].lower()}{text[1:]}".split())
    return bool(_TELLING.search(fold(text))) or bool(spelled & listed("directing"))


def choose(
    words: Iterable[Wording], ends: tuple[Sequence[str], Sequence[str]], *, told: bool
) -> Way:
    """Return the best way to read a word between two entities of some kinds.

    If there are several, return the way with the best fit of the ends. If both directions fit, the
    word decides if it has a direction (`told`), otherwise the kinds of the ends. Without either,
    the way is `unsettled`.

    >>> from frenchtech_graph.model.wordings import find
    >>> choose(find("class/Tie", "membre"), (["Cluster"], ["Organization"]), told=False).inverse
    True
    >>> choose(find("class/Tie", "membre"), (["Actor"], ["Organization"]), told=False).unsettled
    True
    """
    ways = [way for word in words for way in _ways(word, ends, told=told)]
    return max(ways, key=_rank)[0]


def _rank(way: tuple[Way, int]) -> tuple[int, int, bool, int]:
    """Return how well a way reads. If two fit equally, the tie with fewer kinds of sources
    counts: a region that finances gives aids, not investments.
    """
    found, evidence = way
    usual = typical(found.kind)
    fitting = evidence + sum(bool(classes) and classes <= NOT_SAID for classes in usual)
    shown = fitting if found.fit == _USUAL else 0
    return found.fit, shown, not found.turned, -len(usual[0])


def _ways(
    word: Wording, ends: tuple[Sequence[str], Sequence[str]], *, told: bool
) -> Iterator[tuple[Way, int]]:
    """Yield the ways of a word with the number of ends that support them."""
    kind, inverse = word.term, word.inverse
    said, other = _fit(kind, ends, inverse), _fit(kind, ends, not inverse)
    for_said, for_other = _evidence(kind, ends, inverse), _evidence(kind, ends, not inverse)
    if not ontology.load().tie_kinds[kind].directed or kind == Class.UNSPECIFIED_TIE:
        yield Way(kind, inverse, said), for_said
    elif told:
        doubtful = said == other and for_other > for_said
        yield Way(kind, inverse, said, unsettled=doubtful), for_said
        if other > said:
            yield Way(kind, not inverse, other, turned=True), for_other
    else:
        unsettled = said == other and (for_said == for_other or said < _USUAL)
        yield Way(kind, inverse, said, unsettled=unsettled), for_said
        if other > said or (other == said == _USUAL and for_other > for_said):
            yield Way(kind, not inverse, other, turned=inverse), for_other


def _evidence(kind: str, ends: tuple[Sequence[str], Sequence[str]], inverse: bool) -> int:
    """Return how many ends have a precise kind that is usual at their end of a tie."""
    known = ontology.load()
    pairs = zip((ends[1], ends[0]) if inverse else ends, typical(kind), strict=True)
    return sum(
        any(known.is_a(k, c) for k in kinds for c in usual - NOT_SAID) for kinds, usual in pairs
    )


def _fit(kind: str, ends: tuple[Sequence[str], Sequence[str]], inverse: bool) -> int:
    """Return how well two entities fit a kind of tie: 0 for impossible, 1 for possible, 2 for
    usual."""
    stated = ontology.load().tie_kinds[kind]
    source, target = (ends[1], ends[0]) if inverse else ends
    if not (may_be(source, [stated.source_class]) and may_be(target, [stated.target_class])):
        return 0
    sources, targets = typical(kind)
    usual = (not sources or may_be(source, sources)) and (not targets or may_be(target, targets))
    return _USUAL if usual else 1


def may_be(kinds: Sequence[str], classes: Iterable[str]) -> bool:
    """Return whether an entity of some kinds is, or may turn out to be, in one of some classes."""
    known = ontology.load()
    wanted = list(classes)
    if any(known.is_a(k, c) for k in kinds for c in wanted):
        return True
    return any(k in NOT_SAID and known.is_a(c, k) for k in kinds for c in wanted)


def kind_for(kind: str, end: str) -> str:
    """Return the kind of a new thing that is the `source` or `target` of a tie, as wide as the tie
    allows.
    """
    stated = ontology.load().tie_kinds[kind]
    wanted = stated.source_class if end == "source" else stated.target_class
    return Class.ORGANIZATION if wanted in (Class.ENTITY, Class.ACTOR) else wanted
