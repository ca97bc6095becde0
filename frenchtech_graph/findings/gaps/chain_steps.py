"""Counts of registers that cover all of France equally, for ecosystems and regions: chain, and
flows of talent.
"""

from __future__ import annotations

from functools import cache, partial

import pandas as pd

from frenchtech_graph.findings.gaps import even_counts, survey_steps
from frenchtech_graph.findings.gaps.areas import areas_of, regions
from frenchtech_graph.findings.gaps.cards import Card
from frenchtech_graph.findings.gaps.chain import ALL, MOST_Q, Step, settle
from frenchtech_graph.findings.gaps.mass_readings import Counts
from frenchtech_graph.findings.gaps.measured import (
    BOTH,
    ECOSYSTEM,
    FLOWS,
    ISLANDS,
    REGION,
    Measured,
    counts,
    heads,
    inhabitants,
    step_cards,
)
from frenchtech_graph.findings.gaps.national_cards import kept_cards
from frenchtech_graph.model.namespaces import ID

CHAIN = "chain"
"""Instrument of the rates along the chain."""
SHARE_Q = MOST_Q / 2
"""False discoveries among the cards of the chain; those of change have the other half."""
NAMED_SINCE = 2010
"""Year of awards from which laboratories are read."""
YEARS_TO_GROW = 2
"""Years after an award in which a firm can hardly have won the next one."""


def laboratories() -> Counts:
    """Return laboratories outside the humanities, by area and field."""
    return counts(even_counts.laboratories())


def cited_laboratories() -> Counts:
    """Return laboratories, weighted by the probability that an award of their region mentions one.

    The register of laureates mentions the laboratory for some awards only, and more often in some
    regions than in others.
    """
    found = even_counts.laboratories()
    awards = since_named()
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
    return heads("students")


def second_cycle() -> Counts:
    """Return students between bachelor and doctorate, by area."""
    return heads("second_cycle")


@cache
def recent() -> pd.DataFrame:
    """Return the awards of i-Lab of the last ten years on record."""
    found = even_counts.laureates()
    last: pd.DataFrame = found[found["year"] > found["year"].max() - even_counts.LAST_YEARS]
    return last


def since_named() -> pd.DataFrame:
    """Return the awards of i-Lab since the year from which they name a laboratory."""
    found = even_counts.laureates()
    since: pd.DataFrame = found[found["year"] >= NAMED_SINCE]
    return since


def projects_of_laboratories() -> pd.DataFrame:
    """Return laureates of i-Lab and i-PhD by the laboratory they mention, one row per place."""
    known = even_counts.laboratories().set_index("rnsr")
    named = since_named().explode("laboratories").rename(columns={"laboratories": "laboratory"})
    both = pd.concat([named, even_counts.doctors_who_found()])[["event", "laboratory"]]
    both = both[both["laboratory"].isin(known.index)]
    where = known.loc[both["laboratory"], ["place", "field"]].to_numpy()
    return both.assign(place=where[:, 0], field=where[:, 1]).drop_duplicates(["event", "place"])


def firms_to_grow() -> Counts:
    """Return firms that won i-Lab early enough to have grown, by region of the award."""
    found = recent()
    found = found[(found["siren"] != "") & (found["year"] <= found["year"].max() - YEARS_TO_GROW)]
    return counts(found.drop_duplicates("siren"))


def firms_grown() -> pd.DataFrame:
    """Return the firms of `firms_to_grow` that won i-Nov afterwards."""
    found = recent()
    found = found[(found["siren"] != "") & (found["year"] <= found["year"].max() - YEARS_TO_GROW)]
    later = even_counts.grown().groupby("siren")["year"].max()
    firms = found.drop_duplicates("siren")
    won = [later.get(s, 0) >= y for s, y in zip(firms["siren"], firms["year"], strict=True)]
    grown: pd.DataFrame = firms[won]
    return grown


def researchers() -> pd.DataFrame:
    """Return doctoral students, one row per institution with its ``weight``."""
    return heads_of("doctoral")


def structures() -> pd.DataFrame:
    """Return laboratories as counted events."""
    found = even_counts.laboratories()
    return found.assign(event=[f"{ID}actor/rnsr-{n.lower()}" for n in found["rnsr"]])


def joint_units() -> pd.DataFrame:
    """Return the laboratories that a university shares with a national research body."""
    found = structures()
    return found[found["national"]].assign(field=ALL)


def heads_of(kind: str) -> pd.DataFrame:
    """Return heads of a kind as counted events, one row per institution with its ``weight``."""
    found = even_counts.students()
    return found.assign(weight=found[kind], event=found["institution"], field=ALL)


def from_far() -> pd.DataFrame:
    """Return students whose school-leaving exam was beyond the neighbouring departments.

    Mainland alone: an island has no neighbours.
    """
    found = heads_of("from_far")
    return found[~found["place"].str.startswith(ISLANDS)]


def origin_known() -> Counts:
    """Return students whose department of origin is known, by area of the mainland."""
    found = heads_of("origin_known")
    return counts(found[~found["place"].str.startswith(ISLANDS)])


HEADS_MOST = 0.8
"""Heads are counted whole: a fifth less is a lack, where ordinary places vary by 15 %."""
ABROAD = Step(
    "talent from abroad",
    "talent from abroad",
    "students of all schools",
    most=HEADS_MOST,
    instrument=FLOWS,
)
FAR = Step(
    "talent from afar",
    "talent from afar",
    "students of all schools",
    most=HEADS_MOST,
    instrument=FLOWS,
)
COMPUTING = Step(
    "computing students", "computing students", "students of all schools", bound="other schools"
)
MASTERS = Step(
    "master students", "master students", "students of all schools", bound="other schools"
)
JOINT = Step("joint units", "joint units", "researchers by laboratory")
RESEARCH = Step("research", "doctoral students", "researchers by city")
LABORATORIES = Step("laboratories", "laboratories", "researchers by laboratory")
LAUREATES = Step("laureates", "laureates", "researchers by laboratory")
ORIGIN = Step("laboratory laureates", "laboratory laureates", "seats of firms")
GROWTH = Step("growth", "growth", "rounds from one list")
SECOND = Step("second award", "second award", "rounds from one list")
TAUGHT = {"students": students, "second_cycle": second_cycle}
TAUGHT_HERE = TAUGHT | {"inhabitants": inhabitants}
"""Of regions alone: some ecosystems are a city, others a whole region with its countryside."""
POPULATION = {"inhabitants": inhabitants, "students": students}
SCIENCE = {"laboratories": laboratories, "doctoral": doctoral}
CITED = {"laboratories": cited_laboratories, "doctoral": doctoral}
SOIL = {"inhabitants": inhabitants, "doctoral": doctoral}
SCHOLARS = {"students": students, "doctoral": doctoral}


def _heads_steps() -> tuple[Measured, ...]:
    """Return the steps that compare heads of a kind with all students, at both levels."""
    kinds = ((ABROAD, "international"), (COMPUTING, "computing"), (MASTERS, "second_cycle"))
    return tuple(
        Measured(step, level, partial(heads_of, kind), {"students": students}, ("students",))
        for step, kind in kinds
        for level in BOTH
    )


STEPS = (
    *_heads_steps(),
    *(
        Measured(FAR, level, from_far, {"origin_known": origin_known}, ("students",))
        for level in BOTH
    ),
    Measured(RESEARCH, ECOSYSTEM, researchers, TAUGHT, ("students",)),
    Measured(RESEARCH, REGION, researchers, TAUGHT_HERE, ("students",)),
    Measured(LABORATORIES, ECOSYSTEM, structures, TAUGHT, ("rnsr", "students")),
    Measured(LABORATORIES, REGION, structures, POPULATION, ("rnsr", "students")),
    Measured(JOINT, ECOSYSTEM, joint_units, TAUGHT, ("rnsr", "students")),
    Measured(JOINT, REGION, joint_units, POPULATION, ("rnsr", "students")),
    Measured(LAUREATES, REGION, recent, SCIENCE, ("ilab", "rnsr", "students")),
    *(
        Measured(
            ORIGIN, level, projects_of_laboratories, CITED, ("ilab", "iphd", "rnsr", "students")
        )
        for level in BOTH
    ),
    Measured(GROWTH, ECOSYSTEM, even_counts.grown, SCHOLARS, ("inov", "students")),
    Measured(GROWTH, REGION, even_counts.grown, SOIL, ("inov", "students")),
    Measured(SECOND, REGION, firms_grown, {"firms": firms_to_grow}, ("ilab", "inov")),
    *survey_steps.STEPS,
)


@cache
def cards() -> tuple[Card, ...]:
    """Return the cards of all steps, one for each area and field, settled together."""
    return kept_cards(CHAIN, _settled)


def _settled() -> list[Card]:
    return settle([card for one in STEPS for card in step_cards(one)], SHARE_Q)


def cards_of_instrument(instrument: str) -> tuple[Card, ...]:
    """Return the `cards` of one instrument."""
    return tuple(card for card in cards() if card.instrument == instrument)
