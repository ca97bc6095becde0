"""How far gap cards can be trusted: worlds with planted lacks, France with its events shuffled.

`python -m benchmarks.city_gaps` prints a dated record; seeds are those of the record alone. It
takes some minutes.
"""

from __future__ import annotations

import datetime
from functools import partial

import numpy as np
import pandas as pd

from frenchtech_graph.findings.gaps import areas, chain_steps
from frenchtech_graph.findings.gaps.cards import SHOWN
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


def shuffled(measured: chain_steps.Measured, seed: int) -> pd.DataFrame:
    """Return the events of a step dealt to areas by the mean share of its masses."""
    rng = np.random.default_rng(seed)
    known = areas.regions() if measured.level == chain_steps.REGION else areas.ecosystems()
    rows = measured.events()
    mean: dict[str, float] = dict.fromkeys(known, 0.0)
    for mass in measured.masses.values():
        found = mass()
        found = found[found["area"].isin(list(known))]
        for area, count in (found.groupby("area")["count"].sum() / found["count"].sum()).items():
            mean[str(area)] += float(count) / len(measured.masses)
    names = [a for a, share in mean.items() if share > 0]
    share = np.array([mean[a] for a in names])
    spots = [a if a in areas.regions() else min(areas.by_id(a).communes) for a in names]
    inside = rows[[any(a in known for a in areas.areas_of(p)) for p in rows["place"]]]
    return inside.assign(place=rng.choice(spots, len(inside), p=share / share.sum()))


def shuffles() -> list[str]:
    """Return for each step of events how often a shuffled France shows any card, and each card."""
    lines = []
    for one in chain_steps.STEPS:
        if one.step.name in ("research", "laboratories"):
            continue
        any_card = cards = told = 0
        for seed in range(FIRST, FIRST + SHUFFLES):
            events = partial(shuffled, one, seed)
            made = chain_steps.Measured(one.step, one.level, events, one.masses, one.registers)
            found = chain_steps.step_cards(made)
            shown = sum(c.grade in SHOWN for c in found)
            any_card, cards, told = any_card + bool(shown), cards + shown, told + len(found)
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
