"""Counts of registers that cover the whole of France equally: laboratories, laureates, students.

Each function reads the newest copy of a register (shipped, or fetched) and returns one row per
body, with its place. Only registers that state `even = true` may be compared between places.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from functools import cache

import pandas as pd

from frenchtech_graph.findings.gaps.areas import by_id, ecosystems, regions
from frenchtech_graph.ingest import shipped
from frenchtech_graph.ingest.connectors.contests import ilab, inov, iphd
from frenchtech_graph.ingest.connectors.registers import institutions, rnsr
from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.mapping import Record, SourceMapping
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model.names import fold, slug
from frenchtech_graph.model.namespaces import ID
from frenchtech_graph.model.terms import Sector

LABORATORIES = ("21", "22", "23")
"""Types of structures that are laboratories: teams inside them are registered by some regions only,
federations hold laboratories that stand for themselves.
"""
JOINT_UNIT = "22"
"""Type of the units that a university shares with a national body."""
HEADS = (
    "students",
    "doctoral",
    "second_cycle",
    "international",
    "from_far",
    "origin_known",
    "engineering",
    "computing",
)
"""Counts of heads of a publication of enrolments."""
SOCIAL_SCIENCES = {"6", "7"}
NATIONAL_BODIES = (
    "centre national de la recherche scientifique",
    "institut national de la sante et de la recherche medicale",
    "institut national de la recherche en informatique et automatique",
    "institut national de recherche pour l agriculture",
    "commissariat a l energie atomique",
    "institut de recherche pour le developpement",
)
"""Beginnings of the names of the national research bodies, folded, as the register writes them."""
LAST_YEARS = 10


@cache
def is_even(register: str) -> bool:
    """Return whether a register declares that it covers all of France equally."""
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
    """Return the public laboratories outside the humanities, one per row.

    Columns: ``rnsr``, ``place``, ``field``, ``national`` (whether it is a joint unit with a
    national research body, which excludes teams of Inria, registered one by one in its
    centres).
    """
    rows = []
    for record in _records("rnsr", rnsr.MAPPING):
        domains = [d for d in record.all("domains") if d and d not in SOCIAL_SCIENCES]
        if record["type"] in LABORATORIES and domains:
            field = {"5": "health", "9": "digital"}.get(domains[0], "other")
            place = addresses.place(record["city"], record["postal"])
            rows.append((record["rnsr"], place, field, _is_national(record)))
    return pd.DataFrame(rows, columns=["rnsr", "place", "field", "national"])


def _is_national(record: Record) -> bool:
    """Return whether a laboratory is a joint unit with one of the national research bodies."""
    names = (fold(name) for name in record.all("bodies"))
    return record["type"] == JOINT_UNIT and any(n.startswith(NATIONAL_BODIES) for n in names)


@cache
def laureates() -> pd.DataFrame:
    """Return the firms that won i-Lab, one row per award of the last ten years.

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
    """Return students of each public institution, as the mean of its years, with one row per kind
    of `HEADS`.

    Columns: ``institution``, ``place`` (commune of the seat), and `HEADS`.
    """
    return students_of(min(student_years()), max(student_years()))


@cache
def students_of(first: int, last: int) -> pd.DataFrame:
    """Return the same as `students` for some years, both ends included."""
    frame = _enrolments()
    years = [y for y in student_years() if first <= y <= last]
    part = frame[frame["year"].isin(years)]
    sums = part.groupby(["institution", "place"])[list(HEADS)].sum() / len(years)
    return sums.reset_index()


@cache
def student_years() -> tuple[int, ...]:
    """Return the autumns with known enrolments."""
    return tuple(sorted({int(y) for y in _enrolments()["year"]}))


@cache
def _enrolments() -> pd.DataFrame:
    columns = {"commune": "place", "doctoral_students": "doctoral"}
    frame = pd.DataFrame(_rows("students")).rename(columns=columns)
    frame["institution"] = frame["institution"].map(fold)
    return frame.astype({"year": int, **dict.fromkeys(HEADS, float)})


@cache
def names_of_institutions() -> dict[str, frozenset[str]]:
    """Return for each institution of the enrolments its folded names, long, short and acronym.

    The register of institutions gives them, by the UAI or the ROR of the publication.

    >>> "insa lyon" in names_of_institutions()["institut national des sciences appliquees de lyon"]
    True
    """
    known: dict[str, frozenset[str]] = {}
    for record in _records("institutions", institutions.MAPPING):
        texts = (record["name"], record["official"], record["short"], record["acronym"])
        names = frozenset(fold(text) for text in texts if text)
        for number in (*record.all("uai"), *record.all("ror")):
            known[number] = known.get(number, frozenset()) | names
    found: dict[str, frozenset[str]] = {}
    for row in _rows("students"):
        name = fold(row["institution"])
        numbers = (row["ror"], *(part.strip() for part in row["uai"].split("\n")))
        others = (known.get(number, frozenset()) for number in numbers if number)
        found[name] = found.get(name, frozenset({name})).union(*others)
    return found


@cache
def doctors_who_found() -> pd.DataFrame:
    """Return the laureates of i-PhD by their laboratory: ``event``, ``year``, ``laboratory``."""
    rows, taken = [], set[str]()
    for record in _records("iphd", iphd.MAPPING):
        key = iphd.key_of(record, taken)
        for number in filter(values.rnsr, record.all("lab_codes")):
            rows.append((f"{ID}event/iphd-{key}", int(record["year"]), number))
    return pd.DataFrame(rows, columns=["event", "year", "laboratory"])


@cache
def graduates() -> pd.DataFrame:
    """Return graduates of all surveyed years by university, as the survey counted them.

    Columns: ``university``, ``place`` (commune of the seat), ``working`` (answers of graduates in
    work), ``staying`` (of these, graduates who work in the region of the university).
    """
    frame = pd.DataFrame(_rows("graduates")).rename(columns={"commune": "place"})
    frame = frame.astype({"answers": float, "employed": float, "outside": float})
    frame["working"] = frame["answers"] * frame["employed"] / 100
    frame["staying"] = frame["working"] * (1 - frame["outside"] / 100)
    return frame.groupby(["university", "place"])[["working", "staying"]].sum().reset_index()


@cache
def research_spending() -> pd.DataFrame:
    """Return the spending on research by region, in billions of euros.

    Columns: ``place``, ``firms``, ``administrations``, ``source`` (address of the page).
    """
    frame = pd.DataFrame(_rows("research_spending"))
    return frame.assign(
        place="reg-" + frame["region"],
        firms=frame["firms"].astype(float),
        administrations=frame["administrations"].astype(float),
        source=str(_masses()["research_spending"]["address"]),
    )


@cache
def professions() -> pd.DataFrame:
    """Return employed people by region: ``place``, ``jobs``, ``computing_technicians``,
    ``computing_engineers``, ``research_staff``, ``source`` (address of the publication).
    """
    frame = pd.DataFrame(_rows("professions"))
    kinds = ["jobs", "computing_technicians", "computing_engineers", "research_staff"]
    source = str(_masses()["professions"]["address"])
    return frame.assign(place="reg-" + frame["region"], source=source).astype(
        dict.fromkeys(kinds, float)
    )


@cache
def inhabitants() -> pd.DataFrame:
    """Return the inhabitants of each ecosystem and region: ``area``, ``inhabitants``."""
    areas = (*ecosystems(), *regions())
    return pd.DataFrame({"area": areas, "inhabitants": [by_id(a).population for a in areas]})
