"""Choose the reading that the words of a question are typical of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache

from frenchtech_graph.ask.everyday import set_aside
from frenchtech_graph.ask.forms import Forms
from frenchtech_graph.ask.matching import Match
from frenchtech_graph.ask.phrases import tools

_CLEARLY = 1.5
"""How many times more typical the words of a question are of the best reading than of the second."""


def best_whole(whole: Sequence[Match]) -> Match | None:
    """Return the best of the readings that explain everything, or None if two are equally good."""
    return _clearest([m for m in whole if m.score >= whole[0].score])


def best_with_least_aside(found: Sequence[Match]) -> Match | None:
    """Return the reading that leaves the fewest everyday words out of account, or None if two are
    equally good.
    """
    told = [(m, left) for m in found if (left := set_aside(m)) is not None]
    if not told:
        return None
    fewest = min(len(left) for _, left in told)
    return _clearest([m for m, left in told if len(left) == fewest])


def _clearest(found: Sequence[Match]) -> Match | None:
    """Return the reading whose words are clearly the most typical, or None.

    Both readings must concern the same names, otherwise another name decides between them.
    """
    if len(found) == 1:
        return found[0]
    ranked = sorted(((typical(m), m) for m in found), key=lambda pair: -pair[0])
    (most, best), (next_most, _) = ranked[:2]
    is_fuller = all(len(best.filled) >= len(m.filled) for m in found)
    return best if is_fuller and most > _CLEARLY * next_most else None


def typical(match: Match) -> float:
    """Return how typical the words of a question are of the tool that they match.

    A word counts by the share of the phrases of the tool that have it, and more if few other tools
    have it.
    """
    return sum(_share(match.tool.name, text) * _rarity(text) for text in set(match.said))


@cache
def _share(name: str, text: str) -> float:
    phrases = _phrases()[name]
    return sum(any(p.has(text) for p in phrase) for phrase in phrases) / len(phrases)


@cache
def _rarity(text: str) -> float:
    having = sum(_share(name, text) > 0 for name in _phrases())
    return math.log(1 + len(_phrases()) / having) if having else 0.0


@cache
def _phrases() -> Mapping[str, Sequence[Sequence[Forms]]]:
    """Return the patterns of each phrase of each tool."""
    return {t.name: [[e.pattern for e in ph if e.pattern] for ph in t.phrases] for t in tools()}
