"""How far gap cards can be trusted: worlds with planted lacks, France with its events shuffled.

`python -m benchmarks.city_gaps` prints a dated record; seeds are those of the record alone. It
takes some minutes; `worlds` or `shuffles` prints one half of it.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from frenchtech_graph.findings.functions import national_lists
from frenchtech_graph.findings.gaps import (
    areas,
    chain_steps,
    change_steps,
    mass_readings,
    measured,
)
from frenchtech_graph.findings.gaps.cards import SHOWN, Card
from frenchtech_graph.findings.gaps.chain import ALL, Step, chain_cards, settle
from tests.support.chain_worlds import world

WORLDS, WITHOUT, SHUFFLES = 100, 200, 200
FIRST = 9_400_000
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


def dealt(step: measured.Measured) -> Iterator[list[Card]]:
    """Yield the cards of a step for each France whose events are dealt by the masses."""
    known = areas.regions() if step.level == measured.REGION else areas.ecosystems()
    whole = {name: mass() for name, mass in step.masses.items()}
    masses = {name: found[found["area"].isin(list(known))] for name, found in whole.items()}
    events = measured.counts(step.events())
    events = events[events["area"].isin(list(known))]
    even = mass_readings.joined(events, masses)
    alone = {name: mass_readings.joined(events, {name: mass}) for name, mass in masses.items()}
    key = ["place", "sector"]
    parts = [np.flatnonzero(even["sector"] == field) for field in sorted(set(even["sector"]))]
    exposed, happened = even["exposed"].to_numpy(), even["events"].to_numpy()
    for seed in range(FIRST, FIRST + SHUFFLES):
        rng = np.random.default_rng(seed)
        drawn = np.zeros(len(even))
        for part in parts:
            share = exposed[part] / exposed[part].sum()
            drawn[part] = rng.multinomial(int(happened[part].sum()), share)
        made = even.assign(events=drawn)
        found = made.set_index(key)["events"]
        each = {
            name: one.assign(events=found.reindex(pd.MultiIndex.from_frame(one[key])).to_numpy())
            for name, one in alone.items()
        }
        yield mass_readings.graded_tables(made, each, step.step)


def shuffles() -> list[str]:
    """Return how often a shuffled France shows any card, by step and over all, settled together."""
    halves = (chain_steps.STEPS, change_steps.STEPS)
    seen: dict[str, int] = {}
    cards = alarms = 0
    steps = [[dealt(one) for one in half] for half in halves]
    for _ in range(SHUFFLES):
        shown: list[Card] = []
        for half in steps:
            raw = [card for one in half for card in next(one)]
            shown += [c for c in settle(raw, chain_steps.SHARE_Q) if c.grade in SHOWN]
            cards += len(raw)
        alarms += bool(shown)
        for name in {f"{c.instrument}, {c.step}" for c in shown}:
            seen[name] = seen.get(name, 0) + 1
    lines = [f"| {name} | {_share(count)} |" for name, count in sorted(seen.items())]
    total = f"| **any step** | {_share(alarms)} |"
    return [*lines, total, f"\nCards looked at: {cards}."]


def _share(hits: int) -> str:
    low, high = wilson(hits, SHUFFLES)
    return f"{hits} of {SHUFFLES} [{low:.3f}, {high:.3f}]"


def lists() -> list[str]:
    """Return for each closed list how many ecosystems lack it, dealt by its mass and as it is."""
    lines, laureates = [], national_lists.laureates()
    for one in national_lists.closed_lists().values():
        mass = national_lists.masses(one.mass)
        names = sorted(mass)
        share = np.array([mass[a] for a in names]) / sum(mass.values())
        number = len({name for name, _, _ in one.rows})
        found = []
        for seed in range(FIRST, FIRST + SHUFFLES):
            rng = np.random.default_rng(seed)
            have = {names[i] for i in rng.choice(len(names), number, p=share)}
            told = national_lists.absences({**laureates, one.code: have})[one.code]
            found.append(sum(absence.grade in SHOWN for absence in told.values()))
        told = national_lists.absences(laureates)[one.code]
        real = sum(absence.grade in SHOWN for absence in told.values())
        lines.append(f"| {one.code} | {len(names)} | {real} | {np.mean(found):.1f} |")
    return lines


def record_of_worlds() -> Iterator[str]:
    """Yield the record of invented worlds."""
    hits, false, missed, _, power = worlds(FIRST, WORLDS, 4)
    nothing = worlds(FIRST + 1000, WITHOUT, 0)
    low, high = wilson(nothing[3], WITHOUT)
    yield (
        f"Chain, {WORLDS} worlds of 20 places, 4 rates halved: precision"
        f" {hits / (hits + false):.3f}, recall {hits / (hits + missed):.3f}."
        f" {WITHOUT} worlds without a lack: {nothing[3]} with a false card"
        f" (95 % limits {low:.3f} to {high:.3f}).\n"
    )
    yield "| place, laboratories in falling number | planted | found |\n| --- | ---: | ---: |"
    yield from (f"| {p} | {len(found)} | {sum(found)} |" for p, found in sorted(power.items()))


def record_of_shuffles() -> Iterator[str]:
    """Yield the record of France with its events dealt by the masses."""
    yield "| France, events dealt by the masses | shuffles with a card |"
    yield "| --- | ---: |"
    yield from shuffles()
    yield "\n| closed list | places compared | lack it | lack it when dealt by the mass |"
    yield "| --- | ---: | ---: | ---: |"
    yield from lists()


def main(asked: Sequence[str]) -> None:
    """Print the record: of `worlds`, of `shuffles`, or of both."""
    print(f"Record of {datetime.datetime.now(tz=datetime.UTC).date()}, seeds from {FIRST}.\n")
    for name, record in (("worlds", record_of_worlds), ("shuffles", record_of_shuffles)):
        if name in asked or not asked:
            for line in record():
                print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
