"""How far cards of functions can be trusted: halved rates, and sheets read to unequal depth.

`python -m benchmarks.function_worlds` prints a dated record. Seeds are those of the record alone.
"""

from __future__ import annotations

import datetime
from collections import Counter

from benchmarks.city_gaps import wilson
from frenchtech_graph.findings.functions import city_functions, national_lists
from frenchtech_graph.findings.gaps.areas import ecosystems
from frenchtech_graph.findings.gaps.cards import SHOWN
from tests.support.function_worlds import Holders, holders, sheets

WORLDS, UNEVEN = 100, 100
FIRST = 6_300_000
"""Seeds never used in building."""


def cards(world: Holders) -> Counter[tuple[str, str, str]]:
    """Count the absences from closed lists in a world: place, planted or not, grade."""
    found: Counter[tuple[str, str, str]] = Counter()
    for code, one in national_lists.closed_lists().items():
        for area, (grade, _, _) in national_lists.without(one, world.have[code]).items():
            if area in world.size:
                found[area, "planted" if area in world.planted else "by chance", grade] += 1
    return found


def alarms(seed: int) -> int:
    """Return the cards of a world in which no function is missing and sheets are uneven."""
    found = city_functions.function_cards(sheets(seed), list(ecosystems().values()))
    return sum(card.grade in SHOWN for card in found)


def main() -> None:
    """Print the record."""
    today = datetime.datetime.now(tz=datetime.UTC).date()
    print(f"Record of {today}, seeds from {FIRST}, {WORLDS} worlds of 20 places, 4 rates halved.\n")
    whole: Counter[tuple[str, str, str]] = Counter()
    for n in range(WORLDS):
        whole += cards(holders(FIRST + n))
    size = holders(FIRST).size
    ranked = sorted(size, key=lambda a: -size[a])
    print(
        "| places by doctoral students | lacks of halved rates | shown | other absences | shown |"
    )
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, part in (
        ("largest 7", ranked[:7]),
        ("next 7", ranked[7:14]),
        ("last 6", ranked[14:]),
    ):
        numbers = [
            sum(c for (a, k, g), c in whole.items() if a in part and k == kind and g in grades)
            for kind in ("planted", "by chance")
            for grades in ((*SHOWN, "cannot tell"), SHOWN)
        ]
        print(f"| {name} | {' | '.join(map(str, numbers))} |")
    shown = Counter(kind for (_, kind, g), c in whole.items() if g in SHOWN for _ in range(c))
    lacks = sum(c for (_, kind, _), c in whole.items() if kind == "planted")
    precision = shown["planted"] / shown.total()
    print(f"\nShare of shown cards whose rate was halved: {precision:.3f}.", end=" ")
    print(f"Share of the lacks of halved rates that are shown: {shown['planted'] / lacks:.3f}.")
    uneven = sum(alarms(FIRST + n) > 0 for n in range(UNEVEN))
    low, high = wilson(uneven, UNEVEN)
    print(
        f"Nothing missing, sheets uneven: {uneven} of {UNEVEN} with a card [{low:.3f}, {high:.3f}]."
    )


if __name__ == "__main__":
    main()
