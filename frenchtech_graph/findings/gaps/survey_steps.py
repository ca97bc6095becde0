"""Steps from surveys and the census: graduates who stay, spending on research, professions.

The rules were written before any card of these steps was seen.
"""

from __future__ import annotations

import pandas as pd

from frenchtech_graph.findings.gaps import even_counts
from frenchtech_graph.findings.gaps.chain import ALL, Step
from frenchtech_graph.findings.gaps.mass_readings import Counts
from frenchtech_graph.findings.gaps.measured import (
    BOTH,
    FLOWS,
    ISLANDS,
    REGION,
    Measured,
    counts,
    heads,
    inhabitants,
)

STAYING = Step(
    "talent that stays",
    "talent that stays",
    "graduates of all schools",
    instrument=FLOWS,
    bound="other schools",
)
PUBLIC = Step("public research", "public research", "research spending of a later year")
BUSINESS = Step(
    "research of firms",
    "research of firms",
    "research spending of a later year",
    bound="few firms",
)
DIGITAL = Step("digital workers", "digital workers", "jobs of a later year")
STAFF = Step("research staff", "research staff", "jobs of a later year")
UNIT = 1000.0
"""Millions of euros in a billion: the publication is in billions."""


def _graduates(of: str) -> pd.DataFrame:
    """Return graduates in work by university, on the mainland alone: an island has few neighbours.

    ``of``: `working`, or `staying` (in the region of their university).
    """
    found = even_counts.graduates()
    found = found[~found["place"].str.startswith(ISLANDS)]
    return found.assign(weight=found[of], event=found["university"], field=ALL)


def staying() -> pd.DataFrame:
    """Return graduates who work in the region of their university, one row per university."""
    return _graduates("staying")


def working() -> Counts:
    """Return graduates in work by area of their university."""
    return counts(_graduates("working"))


def _spending(of: str) -> pd.DataFrame:
    found = even_counts.research_spending()
    return found.assign(weight=(found[of] * UNIT).round(), event=found["source"], field=ALL)


def spent_by_firms() -> pd.DataFrame:
    """Return the spending of firms on research by region, in millions of euros."""
    return _spending("firms")


def spent_by_public_bodies() -> pd.DataFrame:
    """Return the spending of public bodies on research by region, in millions of euros."""
    return _spending("administrations")


def public_research() -> Counts:
    """Return the same as `spent_by_public_bodies`, by region."""
    return counts(spent_by_public_bodies())


def published(found: Counts) -> Counts:
    """Return a mass of the regions that the publication of spending has a figure for."""
    kept: Counts = found[found["area"].isin(even_counts.research_spending()["place"])]
    return kept


def people() -> Counts:
    """Return inhabitants of the regions with a figure."""
    return published(inhabitants())


def students() -> Counts:
    """Return students of the regions with a figure."""
    return published(heads("students"))


def _employed(*kinds: str) -> pd.DataFrame:
    """Return employed people of some professions by region."""
    found = even_counts.professions()
    weight = found[list(kinds)].sum(axis=1)
    return found.assign(weight=weight, event=found["source"], field=ALL)


def digital_workers() -> pd.DataFrame:
    """Return engineers and technicians of computing by region."""
    return _employed("computing_engineers", "computing_technicians")


def research_staff() -> pd.DataFrame:
    """Return engineers and researchers of studies and research by region."""
    return _employed("research_staff")


def jobs() -> Counts:
    """Return all employed people by region."""
    return counts(_employed("jobs"))


STEPS = (
    *(Measured(STAYING, level, staying, {"working": working}, ("graduates",)) for level in BOTH),
    Measured(
        PUBLIC,
        REGION,
        spent_by_public_bodies,
        {"inhabitants": people, "students": students},
        ("research_spending", "students"),
    ),
    Measured(
        BUSINESS,
        REGION,
        spent_by_firms,
        {"inhabitants": people, "public_research": public_research},
        ("research_spending",),
    ),
    Measured(DIGITAL, REGION, digital_workers, {"jobs": jobs}, ("professions",)),
    Measured(STAFF, REGION, research_staff, {"jobs": jobs}, ("professions",)),
)
