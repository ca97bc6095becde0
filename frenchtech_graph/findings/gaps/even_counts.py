"""What registers count alike over the whole of France: laboratories, laureates, students.

Each function reads the newest copy of a register (shipped, or fetched) and returns one row a body,
with its place. Only registers that state `even = true` may be compared between places.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from functools import cache

import pandas as pd

from frenchtech_graph.findings.gaps.areas import by_id, ecosystems, regions
from frenchtech_graph.ingest import shipped
from frenchtech_graph.ingest.connectors.contests import ilab, inov
from frenchtech_graph.ingest.connectors.registers import rnsr
from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.mapping import Record, SourceMapping
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model.names import fold, slug
from frenchtech_graph.model.namespaces import ID
from frenchtech_graph.model.terms import Sector

FIELDS = ("health", "digital", "other")
"""Fields that laboratories and laureates can both be told by."""
LABORATORIES = ("21", "22", "23")
"""Types of structures that are laboratories: teams inside them are registered by some regions only,
federations hold laboratories that stand for themselves.
"""
SOCIAL_SCIENCES = {"6", "7"}
LAST_YEARS = 10


@cache
def is_even(register: str) -> bool:
    """Tell whether a register says of itself that it covers all of France alike."""
    stated = (shipped.about().get(register, {}), _masses().get(register, {}))
    return any(bool(one.get("even", False)) for one in stated)


@cache
def _masses() -> dict[str, dict[str, object]]:
    file = data_folder() / "masses" / "masses.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (data_folder() / "masses" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _records(register: str, mapping: SourceMapping) -> Iterator[Record]:
    found = shipped.newest(register)
    if found is not None:
        yield from mapping.records(found.path)


@cache
def laboratories() -> pd.DataFrame:
    """Return the public laboratories outside the humanities: ``rnsr``, ``place``, ``field``."""
    rows = []
    for record in _records("rnsr", rnsr.MAPPING):
        domains = [d for d in record.all("domains") if d and d not in SOCIAL_SCIENCES]
        if record["type"] in LABORATORIES and domains:
            field = {"5": "health", "9": "digital"}.get(domains[0], "other")
            rows.append((record["rnsr"], addresses.place(record["city"], record["postal"]), field))
    return pd.DataFrame(rows, columns=["rnsr", "place", "field"])


@cache
def laureates() -> pd.DataFrame:
    """Return the firms that won i-Lab, one row each award of the last ten years.

    Columns: ``event`` (address of the project), ``year``, ``place`` (region of the award),
    ``field``, ``siren``, ``laboratories`` (their numbers).
    """
    rows, taken = [], set[str]()
    for record in _records("ilab", ilab.MAPPING):
        key = slug(ilab.key_of(record, taken))
        sectors = ilab.MAPPING.term("sector", record["domain"], [])
        rows.append(
            (
                f"{ID}event/ilab-{key}",
                int(record["year"]),
                addresses.region(record["region"]),
                field_of(sectors),
                values.siren(record["siren"]) or values.siren_of_siret(record["siret"]) or "",
                tuple(filter(values.rnsr, record.all("labs"))),
                record["category"].startswith("création"),
            )
        )
    columns = ["event", "year", "place", "field", "siren", "laboratories", "founded"]
    found = pd.DataFrame(rows, columns=columns)
    return found[found["founded"]].drop(columns="founded").reset_index(drop=True)


@cache
def grown() -> pd.DataFrame:
    """Return the projects that won i-Nov: ``event``, ``year``, ``place``, ``field``, ``siren``."""
    rows, taken = [], set[str]()
    for record in _records("inov", inov.MAPPING):
        key = slug(inov.key_of(record, taken))
        rows.append(
            (
                f"{ID}event/inov-{key}",
                int(record["published"][:4]),
                addresses.insee(record["commune"]),
                field_of(inov.sectors_of(record["theme"])),
                values.siren(record["siren"]) or "",
            )
        )
    return pd.DataFrame(rows, columns=["event", "year", "place", "field", "siren"])


def field_of(sectors: list[str]) -> str:
    """Return the field of a laureate's sectors.

    >>> field_of(["biotechnology", "health"]), field_of(["digital"]), field_of(["energy"])
    ('health', 'digital', 'other')
    """
    if Sector.HEALTH in sectors:
        return "health"
    return "digital" if {Sector.DIGITAL, Sector.CYBERSECURITY} & set(sectors) else "other"


@cache
def students() -> pd.DataFrame:
    """Return students and doctoral students of each public institution, mean of its years.

    Columns: ``institution``, ``place`` (commune of the seat), ``students``, ``doctoral``.
    """
    frame = pd.DataFrame(_rows("students")).astype({"students": float, "doctoral_students": float})
    years = frame["year"].nunique()
    frame = frame.rename(columns={"commune": "place", "doctoral_students": "doctoral"})
    frame["institution"] = frame["institution"].map(fold)
    sums = frame.groupby(["institution", "place"])[["students", "doctoral"]].sum() / years
    return sums.reset_index()


@cache
def inhabitants() -> pd.DataFrame:
    """Return the inhabitants of each ecosystem and region: ``area``, ``inhabitants``."""
    areas = (*ecosystems(), *regions())
    return pd.DataFrame({"area": areas, "inhabitants": [by_id(a).population for a in areas]})
