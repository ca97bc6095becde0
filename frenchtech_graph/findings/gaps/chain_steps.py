"""The steps of the chain that registers count alike over France, for ecosystems and regions.

Each step is held against one or two outside masses: expected is the mean of what each mass alone
expects, and a lack that one of them does not show is at most *probable*.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import pandas as pd

from frenchtech_graph.findings.gaps import even_counts
from frenchtech_graph.findings.gaps.areas import areas_of, ecosystems, regions
from frenchtech_graph.findings.gaps.cards import SHOWN, Card
from frenchtech_graph.findings.gaps.chain import ALL, MOST_RATIO, Step, chain_cards, expected_of
from frenchtech_graph.model.namespaces import ID

Counts = pd.DataFrame
"""``area``, ``field``, ``count``; a mass without fields has the field `all`."""
REGION, ECOSYSTEM = "region", "ecosystem"
YEARS_TO_GROW = 2
"""Years after an award in which a firm can hardly have won the next one."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A step with its registers: events and masses by area.

    ``masses`` are by name; ``level`` says whether regions or ecosystems are compared; ``registers``
    names what must be even.
    """

    step: Step
    level: str
    events: Callable[[], pd.DataFrame]
    masses: Mapping[str, Callable[[], Counts]]
    registers: tuple[str, ...]


def counts(rows: pd.DataFrame) -> Counts:
    """Return bodies or events by area and field, by their ``weight`` if they have one.

    One in two areas counts in each; rows without a field have the field `all`.
    """
    areas = pd.Series([areas_of(p) for p in rows["place"]], index=rows.index, dtype=object)
    named = rows.assign(area=areas).explode("area")
    named = named.assign(
        field=named.get("field", ALL),
        count=named.get("weight", 1.0),
    )
    return named.groupby(["area", "field"])["count"].sum().reset_index()


def laboratories() -> Counts:
    """Return laboratories outside the humanities, by area and field."""
    return counts(even_counts.laboratories())


def cited_laboratories() -> Counts:
    """Return laboratories, each as likely to be named by an award as in its region.

    The register of laureates names the laboratory for some awards only, and not alike in all
    regions.
    """
    found = even_counts.laboratories()
    awards = recent()
    awards = awards.assign(named=awards["laboratories"].map(bool))
    total = awards["named"].mean()
    share = (awards.groupby("place")["named"].sum() + 10 * total) / (
        awards.groupby("place").size() + 10
    )
    region = [next((a for a in areas_of(p) if a in regions()), None) for p in found["place"]]
    weight = [float(share.get(r, total) / total) for r in region]
    return counts(found.assign(weight=weight))


def doctoral() -> Counts:
    """Return doctoral students by area."""
    return counts(researchers())


def students() -> Counts:
    """Return students by area."""
    found = even_counts.students()
    return counts(found.assign(weight=found["students"]))


def inhabitants() -> Counts:
    """Return inhabitants by area."""
    found = even_counts.inhabitants()
    return found.assign(field=ALL, count=found["inhabitants"].astype(float))[
        ["area", "field", "count"]
    ]


@cache
def recent() -> pd.DataFrame:
    """Return the awards of i-Lab of the last ten years on record."""
    found = even_counts.laureates()
    last: pd.DataFrame = found[found["year"] > found["year"].max() - even_counts.LAST_YEARS]
    return last


def awards_of_laboratories() -> pd.DataFrame:
    """Return awards with the place of the laboratory that they name, one row a laboratory."""
    known = even_counts.laboratories().set_index("rnsr")
    named = recent().explode("laboratories").dropna(subset=["laboratories"])
    named = named[named["laboratories"].isin(known.index)]
    place = known.loc[named["laboratories"], "place"].to_numpy()
    field = known.loc[named["laboratories"], "field"].to_numpy()
    return named.assign(place=place, field=field).drop_duplicates(["event", "place"])


def firms_to_grow() -> Counts:
    """Return firms that won i-Lab early enough to have grown, by region of the award."""
    found = recent()
    found = found[(found["siren"] != "") & (found["year"] <= found["year"].max() - YEARS_TO_GROW)]
    return counts(found.drop_duplicates("siren"))


def firms_grown() -> pd.DataFrame:
    """Return those of `firms_to_grow` that won i-Nov afterwards."""
    found = recent()
    found = found[(found["siren"] != "") & (found["year"] <= found["year"].max() - YEARS_TO_GROW)]
    later = even_counts.grown().groupby("siren")["year"].max()
    firms = found.drop_duplicates("siren")
    won = [later.get(s, 0) >= y for s, y in zip(firms["siren"], firms["year"], strict=True)]
    grown: pd.DataFrame = firms[won]
    return grown


def researchers() -> pd.DataFrame:
    """Return doctoral students, one row an institution and its ``weight``."""
    found = even_counts.students()
    return found.assign(weight=found["doctoral"], event=found["institution"], field=ALL)


def structures() -> pd.DataFrame:
    """Return laboratories as what is counted."""
    found = even_counts.laboratories()
    return found.assign(event=[f"{ID}actor/rnsr-{n.lower()}" for n in found["rnsr"]])


RESEARCH = Step("research", "doctoral students", "researchers by city")
LABORATORIES = Step("laboratories", "laboratories", "researchers by laboratory")
LAUREATES = Step("laureates", "laureates", "researchers by laboratory")
ORIGIN = Step("laboratory laureates", "laboratory laureates", "seats of firms")
GROWTH = Step("growth", "growth", "rounds from one list")
SECOND = Step("second award", "second award", "rounds from one list")
POPULATION = {"inhabitants": inhabitants, "students": students}
SCIENCE = {"laboratories": laboratories, "doctoral": doctoral}
CITED = {"laboratories": cited_laboratories, "doctoral": doctoral}
SOIL = {"inhabitants": inhabitants, "doctoral": doctoral}
STEPS = (
    Measured(RESEARCH, ECOSYSTEM, researchers, {"students": students}, ("students",)),
    Measured(RESEARCH, REGION, researchers, {"students": students}, ("students",)),
    Measured(LABORATORIES, ECOSYSTEM, structures, POPULATION, ("rnsr", "students")),
    Measured(LAUREATES, REGION, recent, SCIENCE, ("ilab", "rnsr", "students")),
    Measured(ORIGIN, ECOSYSTEM, awards_of_laboratories, CITED, ("ilab", "rnsr", "students")),
    Measured(GROWTH, ECOSYSTEM, even_counts.grown, SOIL, ("inov", "students")),
    Measured(GROWTH, REGION, even_counts.grown, SOIL, ("inov", "students")),
    Measured(SECOND, REGION, firms_grown, {"firms": firms_to_grow}, ("ilab", "inov")),
)


@cache
def cards(measured: tuple[Measured, ...] = STEPS) -> tuple[Card, ...]:
    """Return the cards of all steps, one for each area and field."""
    return tuple(card for one in measured for card in step_cards(one))


def step_cards(measured: Measured) -> list[Card]:
    """Return the cards of a step, each with what every mass alone expects."""
    areas = regions() if measured.level == REGION else ecosystems()
    events = measured.events()
    happened = _within(counts(events), areas)
    masses = {name: _within(mass(), areas) for name, mass in measured.masses.items()}
    even = all(even_counts.is_even(r) for r in measured.registers)
    rows = _evidence(events, areas)
    return [
        replace(card, evidence=rows.get((card.place, card.subject), ()))
        for card in graded(happened, masses, replace(measured.step, even=even))
    ]


def graded(happened: Counts, masses: Mapping[str, Counts], step: Step) -> list[Card]:
    """Return the cards of counted events, each with what every mass alone expects."""
    found = chain_cards(joined(happened, masses), step)
    alone = {
        name: {
            subject: expected_of(_subject(joined(happened, {name: mass}), subject))
            for subject in {c.subject for c in found}
        }
        for name, mass in masses.items()
    }
    return [
        with_readings(
            card, {name: by[card.subject].get(card.place, 0.0) for name, by in alone.items()}
        )
        for card in found
    ]


def joined(events: Counts, masses: Mapping[str, Counts]) -> pd.DataFrame:
    """Return the table that `chain_cards` takes: exposed is the mean share of all masses.

    A mass without fields counts alike in each field.
    """
    names = sorted(set(events["field"]))
    areas = sorted(set().union(*(set(m["area"]) for m in masses.values())))
    shares = []
    for mass in masses.values():
        wide = mass.pivot_table(index="area", columns="field", values="count", aggfunc="sum")
        wide = wide.reindex(areas).fillna(0.0)
        if list(wide.columns) == [ALL]:
            wide = pd.concat([wide[ALL].rename(f) for f in names], axis=1)
        wide = wide.reindex(columns=names).fillna(0.0)
        shares.append(wide / wide.sum())
    exposed = sum(shares[1:], shares[0]) / len(shares) * 10_000
    seen = events.pivot_table(index="area", columns="field", values="count", aggfunc="sum")
    seen = seen.reindex(index=areas, columns=names).fillna(0.0)
    return pd.DataFrame(
        [(a, f, exposed.loc[a, f], seen.loc[a, f]) for a in areas for f in names],
        columns=["place", "sector", "exposed", "events"],
    )


def with_readings(card: Card, readings: Mapping[str, float]) -> Card:
    """Return a card with what each mass alone expects; weaker where one of them shows no lack."""
    card = replace(card, readings=tuple(sorted(readings.items())))
    agree = all(card.observed < MOST_RATIO * e for e in readings.values())
    if card.grade in SHOWN and not agree:
        weaker = "probable" if card.grade == "solid" else "cannot tell"
        return replace(card, grade=weaker, reason="masses disagree")
    return card


def _within(found: Counts, areas: Mapping[str, object]) -> Counts:
    return found[found["area"].isin(list(areas))]


def _subject(table: pd.DataFrame, subject: str) -> pd.DataFrame:
    return table if subject == ALL else table[table["sector"] == subject]


def _evidence(
    events: pd.DataFrame, areas: Mapping[str, object]
) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], list[str]] = {}
    for event, place, field in zip(events["event"], events["place"], events["field"], strict=True):
        for area in areas_of(place):
            if area in areas:
                for subject in (ALL, field):
                    found.setdefault((area, subject), []).append(event)
    return {key: tuple(sorted(set(rows))) for key, rows in found.items()}
