"""The kind of tie that a word means between two entities, and its direction."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Way:
    """A kind of tie with its direction: `inverse` where it goes from the second thing to the first.

    `fit` is 2 if both ends are usual for the tie, 1 if they are possible, 0 if they are not.
    `turned` means that the word states the opposite direction.
    """

    kind: str
    inverse: bool
    fit: int
    turned: bool = False


def tells_direction(text: str) -> bool:
    """Return whether a word for a tie states the direction (`incubé par`), or only the kind
    (`incubation`).

    >>> tells_direction("incubateur de"), tells_direction("membre")
    (True, False)
    """
    return bool(_TELLING.search(fold(text)))


def choose(words: Iterable[Wording], ends: tuple[Sequence[str], Sequence[str]], text: str) -> Way:
    """Return the best way to read a word between two entities of some kinds.

    If there are several, return the way with the best fit of the ends. If both directions fit, the
    word decides.
    """
    ways = []
    for word in words:
        said = _fit(word.term, ends, word.inverse)
        other = _fit(word.term, ends, not word.inverse)
        directed = ontology.load().tie_kinds[word.term].directed
        ways.append(Way(word.term, word.inverse, said))
        if directed and other > said:
            told = word.inverse or tells_direction(text)
            ways.append(Way(word.term, not word.inverse, other, turned=told))
    return max(ways, key=lambda w: (w.fit, not w.turned))


def _fit(kind: str, ends: tuple[Sequence[str], Sequence[str]], inverse: bool) -> int:
    """Return how well two entities fit a kind of tie: 0 for impossible, 1 for possible, 2 for
    usual."""
    stated = ontology.load().tie_kinds[kind]
    source, target = (ends[1], ends[0]) if inverse else ends
    if not (may_be(source, [stated.source_class]) and may_be(target, [stated.target_class])):
        return 0
    sources, targets = typical(kind)
    usual = (not sources or may_be(source, sources)) and (not targets or may_be(target, targets))
    return 2 if usual else 1


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
