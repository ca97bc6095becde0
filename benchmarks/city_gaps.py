"""How far gap cards can be trusted: worlds with planted lacks, France with its events shuffled.

`python -m benchmarks.city_gaps` prints a dated record; seeds are those of the record alone. It
takes some minutes.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import numpy as np

from frenchtech_graph.findings.gaps import areas, chain_steps
from frenchtech_graph.findings.gaps.cards import SHOWN, Card
from frenchtech_graph.findings.gaps.chain import ALL, Step, chain_cards
from tests.support.chain_worlds import world

WORLDS, WITHOUT, SHUFFLES = 100, 200, 200
FIRST = 9_100_000
"""Seeds never used in building."""
STEP = Step("laureates", "laureates", "researchers by laboratory")


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Return the 95 % limits of a share (Wilson 1927)."""
    share, spread = hits / of, z * z / of
    middle = (share + spread / 2) / (1 + spread)
    half = z * np.sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return float(middle - half), float(middle + half)


def worlds(first: int, count: int, planted: int) -> tuple[int, int, int, int, dict[str, list[int]]]:
    """Return hits, false cards, misses, worlds with a false card, and hits by place."""
    hits = false = missed = alarms = 0
    power: dict[str, list[int]] = {}
    for seed in range(first, first + count):
        made = world(seed, planted=planted)
        found = chain_cards(made.counts, STEP)
        shown = {c.place for c in found if c.grade in SHOWN and c.subject == ALL}
        hits += len(shown & made.planted)
        false += len(shown - made.planted)
        missed += len(made.planted - shown)
        alarms += bool(shown - made.planted)
        for place in made.planted:
            power.setdefault(place, []).append(place in shown)
    return hits, false, missed, alarms, power


def dealt(measured: chain_steps.Measured) -> Iterator[list[Card]]:
    """Yield the cards of a step for each France whose events are dealt by the masses."""
    known = areas.regions() if measured.level == chain_steps.REGION else areas.ecosystems()
    whole = {name: mass() for name, mass in measured.masses.items()}
    masses = {name: found[found["area"].isin(list(known))] for name, found in whole.items()}
    events = chain_steps.counts(measured.events())
    events = events[events["area"].isin(list(known))]
    even = chain_steps.joined(events, masses)
    for seed in range(FIRST, FIRST + SHUFFLES):
        rng = np.random.default_rng(seed)
        made = even.copy()
        for field, part in even.groupby("sector"):
            share = part["exposed"] / part["exposed"].sum()
            drawn = rng.multinomial(int(part["events"].sum()), share)
            made.loc[made["sector"] == field, "events"] = drawn
        happened = made.rename(columns={"place": "area", "sector": "field", "events": "count"})
        yield chain_steps.graded(happened[["area", "field", "count"]], masses, measured.step)


def shuffles() -> list[str]:
    """Return for each step of events how often a shuffled France shows any card, and each card."""
    lines = []
    for one in chain_steps.STEPS:
        if one.step.name in ("research", "laboratories"):
            continue
        shown = [(sum(c.grade in SHOWN for c in found), len(found)) for found in dealt(one)]
        any_card, cards = sum(s > 0 for s, _ in shown), sum(s for s, _ in shown)
        told = sum(n for _, n in shown)
        low, high = wilson(any_card, SHUFFLES)
        lines.append(
            f"| {one.step.name}, {one.level} | {any_card} of {SHUFFLES} [{low:.3f}, {high:.3f}]"
            f" | {cards} of {told} ({cards / told:.4f}) |"
        )
    return lines


def main() -> None:
    """Print the record."""
    day = datetime.datetime.now(tz=datetime.UTC).date()
    hits, false, missed, _, power = worlds(FIRST, WORLDS, 4)
    nothing = worlds(FIRST + 1000, WITHOUT, 0)
    low, high = wilson(nothing[3], WITHOUT)
    print(f"Record of {day}, seeds from {FIRST}.\n")
    print(
        f"Chain, {WORLDS} worlds of 20 places, 4 rates halved: precision"
        f" {hits / (hits + false):.3f}, recall {hits / (hits + missed):.3f}."
        f" {WITHOUT} worlds without a lack: {nothing[3]} with a false card"
        f" (95 % limits {low:.3f} to {high:.3f}).\n"
    )
    print("| place, laboratories in falling number | planted | found |\n| --- | ---: | ---: |")
    for place, found in sorted(power.items()):
        print(f"| {place} | {len(found)} | {sum(found)} |")
    print("\n| France, events dealt by the masses | shuffles with a card | cards |")
    print("| --- | ---: | ---: |")
    print("\n".join(shuffles()))


if __name__ == "__main__":
    main()
