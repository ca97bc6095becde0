"""Merge the spellings of the name of each house over a whole list of rounds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from frenchtech_graph.ingest.connectors.rounds.investor_names import Mention, fold
from frenchtech_graph.ingest.connectors.rounds.nameless_groups import is_generic
from frenchtech_graph.ingest.connectors.rounds.round_cells import Round

# Left out of a house's name when it also goes without them. "Ventures" and "Invest" stay: the
# venture arm of a group is a body of its own.
_HOUSE_WORDS = {"capital", "partners", "partner", "vc", "gestion"}


def _houses(names: Iterable[str]) -> dict[str, str]:
    """Folded spelling -> folded house: 'Elaia Partners' is 'Elaia' once 'Elaia' itself is named."""
    spellings = {fold(name): name for name in names}
    houses: dict[str, str] = {}
    for folded, name in spellings.items():
        words = re.findall(r"[\w+&'.]+", name)
        while len(words) > 1 and words[-1].lower() in _HOUSE_WORDS:
            words = words[:-1]
        bare = fold("".join(words))
        houses[folded] = bare if bare in spellings and len(bare) > 2 else folded
    return houses


def merge_names(rounds: Sequence[Round]) -> list[Round]:
    """Return the rounds with the most frequent spelling of the name of each house.

    Two names joined without a comma are split if both occur separately elsewhere in the list. The
    whole list is used, later rounds included: mention this if you measure a forecast on it.
    """
    pieces = _named_bodies(rounds)
    counts = Counter(m.name for row in pieces for m in row)
    houses = _houses(counts)
    best: dict[str, str] = {}
    for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        best.setdefault(houses[fold(name)], name)
    merged = []
    for r, row in zip(rounds, pieces, strict=True):
        unique = {
            houses[fold(m.name)]: replace(m, name=best[houses[fold(m.name)]]) for m in reversed(row)
        }
        merged.append(replace(r, investors=tuple(reversed(unique.values()))))
    return merged


def _named_bodies(rounds: Sequence[Round]) -> list[list[Mention]]:
    """Return the investors of each round, splitting joined names and leaving out prose."""
    mentions = [m for r in rounds for m in r.investors]
    known = {fold(name) for name, n in Counter(m.name for m in mentions).items() if n >= 2}
    capitals = {fold(m.name) for m in mentions if not m.name.replace(" ", "").islower()}
    return [
        [p for m in r.investors for p in _run_together(m, known) if _is_named(p, capitals)]
        for r in rounds
    ]


def _run_together(mention: Mention, known: set[str]) -> list[Mention]:
    """Return the two bodies of names run together, if both are known, else the one."""
    if fold(mention.name) in known:
        return [mention]
    words = mention.name.split(" ")
    for cut in range(1, len(words)):
        left, right = " ".join(words[:cut]), " ".join(words[cut:])
        generic = is_generic(left)
        if fold(right) in known and (generic or fold(left) in known):
            return [replace(mention, name=n) for n in ((right,) if generic else (left, right))]
    return [mention]


def _is_named(mention: Mention, capitals: set[str]) -> bool:
    """Distinguish names from prose: plain lower-case words ("three co-founders") are not a name,
    unless they are capitalised elsewhere.
    """
    return fold(mention.name) in capitals or not re.fullmatch(r"[a-z -]+", mention.name)
