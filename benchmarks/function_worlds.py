"""How far cards of functions can be trusted: halved rates, and sheets read to unequal depth.

`python -m benchmarks.function_worlds` prints a dated record. Seeds are those of the record alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.city_gaps import wilson
from frenchtech_graph.findings.functions import city_functions, national_lists
from frenchtech_graph.findings.gaps.areas import ecosystems
from frenchtech_graph.findings.gaps.cards import SHOWN
from tests.support.function_worlds import Holders, holders, sheets

WORLDS, UNEVEN = 100, 100
FIRST = 6_700_000
"""Seeds never used in building."""
USUAL, MOSTLY = 0.5, 0.75
"""Chance of a laureate from which it is usual among places of a mass, or has three of four."""


@dataclass(frozen=True)
class Seen:
    """An absence from a closed list: where, whether the rate is halved there, how usual a laureate

    is among places of this mass, and whether it is shown as a lack.
    """

    area: str
    planted: bool
    chance: float
    shown: bool


def seen(world: Holders) -> Iterator[Seen]:
    """Yield the absences of the 20 places of a world."""
    for code, found in national_lists.absences(world.have).items():
        for area, absence in found.items():
            if area in world.size:
                chance = world.chances[code][area]
                yield Seen(area, area in world.planted, chance, absence.grade in SHOWN)


def alarms(seed: int) -> int:
    """Return the cards of a world in which no function is missing and sheets are uneven."""
    found = city_functions.function_cards(sheets(seed), list(ecosystems().values()))
    return sum(card.grade in SHOWN for card in found)


def share(of: list[Seen], hits: list[Seen]) -> str:
    """Return a share with its 95 % limits."""
    low, high = wilson(len(hits), len(of))
    return f"{len(hits) / len(of):.3f} [{low:.3f}, {high:.3f}] ({len(hits)} of {len(of)})"


def main() -> None:
    """Print the record."""
    today = datetime.datetime.now(tz=datetime.UTC).date()
    print(f"Record of {today}, seeds from {FIRST}, {WORLDS} worlds of 20 places, 4 rates halved.\n")
    every = [one for n in range(WORLDS) for one in seen(holders(FIRST + n))]
    size = holders(FIRST).size
    ranked = sorted(size, key=lambda a: -size[a])
    print("| places by doctoral students | usual lacks of halved rates | shown |")
    print("| --- | ---: | ---: |")
    for name, part in (
        ("largest 7", ranked[:7]),
        ("next 7", ranked[7:14]),
        ("last 6", ranked[14:]),
    ):
        lacks = [s for s in every if s.area in part and s.planted and s.chance >= USUAL]
        print(f"| {name} | {len(lacks)} | {sum(s.shown for s in lacks)} |")
    shown = [s for s in every if s.shown]
    print("\nShare of the lacks shown that are usual elsewhere:", end=" ")
    print(share(shown, [s for s in shown if s.chance >= USUAL]))
    for name, least in (("half", USUAL), ("three of four", MOSTLY)):
        lacks = [s for s in every if s.planted and s.chance >= least]
        print(f"Share of the lacks of halved rates shown, where {name} have it:", end=" ")
        print(share(lacks, [s for s in lacks if s.shown]))
    print("Share of the lacks shown whose rate was halved (one draw a list cannot tell):", end=" ")
    print(share(shown, [s for s in shown if s.planted]))
    uneven = sum(alarms(FIRST + n) > 0 for n in range(UNEVEN))
    low, high = wilson(uneven, UNEVEN)
    print(
        f"Nothing missing, sheets uneven: {uneven} of {UNEVEN} with a card [{low:.3f}, {high:.3f}]."
    )


if __name__ == "__main__":
    main()
