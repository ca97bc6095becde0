"""The real files handed over from outside the project: counts as their notes state them."""

import csv
import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from frenchtech_graph.records import Dataset, Tie
from frenchtech_graph.sources.registry import connectors
from frenchtech_graph.sources.values import siren

FILES = {
    "rnsr": "mesr-rnsr-actives-2022/rnsr_structures_actives_2022-02.csv",
    "institutions": "mesr-etablissements-2024/principaux_etablissements_esr.csv",
    "ilab": "mesr-ilab/ilab_laureats_1999_2025.csv",
    "inov": "mesr-inov/inov_laureats_2018_2025.json",
    "iphd": "mesr-iphd/iphd_laureats_2019_2025.json",
    "ror": "ror-records-fr",
    "next40": "next40-ft120/next40_ft120_2020_2025_navigator.csv",
    "rounds2023": "frenchtechjournal-funding/funding_2023.csv",
    "rounds2024": "frenchtechjournal-funding/funding_2024.csv",
    "rounds2024v2": "frenchtechjournal-funding/funding_2024_v2_enriched.csv",
    "rounds2025": "frenchtechjournal-funding/funding_2025.json",
}
ROWS = {"rnsr": 4506, "institutions": 250, "ilab": 3923, "inov": 753, "iphd": 234, "ror": 4606, "next40": 721,
        "rounds2023": 1023, "rounds2024": 654, "rounds2024v2": 849, "rounds2025": 673}  # fmt: skip
Real = Callable[[str], Dataset]


@cache
def _read(path: Path, name: str) -> Dataset:
    return connectors()[name].read(path / "data" / "raw" / FILES[name])


@pytest.fixture
def real(shared: Path) -> Real:
    return lambda name: _read(shared, name)


def kinds(dataset: Dataset) -> Counter[str]:
    return Counter(t.kind for t in dataset.ties)


def of_kind(dataset: Dataset, kind: str) -> list[Tie]:
    return [t for t in dataset.ties if t.kind == kind]


@pytest.mark.parametrize("name", ROWS)
def test_all_rows_are_read_and_none_is_lost(real: Real, name: str) -> None:
    dataset = real(name)
    groups = (dataset.actors, dataset.events, dataset.ties, dataset.observations)
    told = {r for group in groups for statement in group for r in statement.records}
    assert dataset.notes == ROWS[name]
    assert len(told | {u["record"] for u in dataset.unmapped}) == ROWS[name]


@pytest.mark.parametrize("name", ROWS)
def test_no_person_and_no_contact_detail(real: Real, name: str) -> None:
    dataset = real(name)
    assert not any("Person" in a.kinds for a in dataset.actors)
    said = [*(n for a in dataset.actors for n in (*a.names.values(), *a.aliases, a.website or "", a.note or "")),
            *(e.note or "" for e in dataset.events)]  # fmt: skip
    assert not [s for s in said if "@" in s and "." in s.rpartition("@")[2]]
    assert not [s for s in said if "linkedin.com/in/" in s]


def test_rnsr_supervision(real: Real, shared: Path) -> None:
    """10,046 supervising bodies are listed; where two establishments of one body are, the tie is one."""
    path = shared / "data" / "raw" / "mesr-rnsr-actives-2022" / "rnsr_tutelles_long.csv"
    with path.open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    distinct = {(r["numero_national_de_structure"], r["siren"] or r["uai"] or r["tutelle"], r["type_tutelle"])
                for r in listed}  # fmt: skip
    found = of_kind(real("rnsr"), "Supervision")
    assert len(listed) == 10_046
    assert len(found) == len(distinct) == 10_022
    assert sum(t.origin == "siren-180089013" for t in found) == 1_640  # CNRS
    assert len({t.origin for t in found if t.origin.startswith("siren-")}) == 406
    assert sum(a.id.startswith("rnsr-") and "ResearchLaboratory" in a.kinds for a in real("rnsr").actors) == 4_003


def test_rnsr_places_the_laboratories_of_the_metropolis_of_lille(real: Real, shared: Path) -> None:
    path = shared / "data" / "raw" / "insee-decoupage-2026" / "mel_communes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        communes = {r["code_insee"] for r in csv.DictReader(file)}
    assert len(communes) == 95
    assert sum(a.place in communes for a in real("rnsr").actors) >= 290  # 296 by the note of the file


def test_institutions_crosswalk(real: Real) -> None:
    dataset = real("institutions")
    filled = Counter(scheme for a in dataset.actors for scheme in a.identifiers)
    assert len(dataset.unmapped) == 18  # rows without a name
    # 231 have a SIREN and 207 a ROR; three schools of one legal person share the one, two of them the other.
    assert (filled["siren"], filled["uai"], filled["ror"], filled["wikidata"]) == (228, 231, 205, 226)
    assert "siren-130029754" in {a.id for a in dataset.actors}


def test_ilab(real: Real, shared: Path) -> None:
    with (shared / "data" / "raw" / FILES["ilab"]).open(encoding="utf-8", newline="") as file:
        stated = [r["N° SIREN"] for r in csv.DictReader(file) if r["N° SIREN"]]
    assert (len(stated), len(set(stated)), sum(map(bool, map(siren, stated)))) == (2_988, 2_411, 2_983)
    dataset = real("ilab")
    companies = {t.origin for t in of_kind(dataset, "ProgrammeParticipation")}
    # Four numbers fail their check; one company is known by its SIRET alone.
    assert len({c for c in companies if c.startswith("siren-")}) == 2_411 - 4 + 1
    projects = {e.id for e in dataset.events if e.kind == "Project"}
    assert len(projects) == 3_923
    labs: dict[str, set[str]] = {}
    for t in of_kind(dataset, "ProjectParticipation"):
        labs.setdefault(t.target, set()).add(t.origin)
    pairs = {(c, u) for around in labs.values() for c in around & companies if c.startswith("siren-")
             for u in around if u.startswith("rnsr-")}  # fmt: skip
    assert len(pairs) == 906  # 865 cells; several laboratories stand in some


def test_inov(real: Real) -> None:
    dataset = real("inov")
    assert len([e for e in dataset.events if e.kind == "Project"]) == 753
    assert len([e for e in dataset.events if e.kind == "Programme"]) == 14
    assert len(dataset.actors) == 723
    assert sum(a.place is not None for a in dataset.actors) >= 720


def test_ror(real: Real, shared: Path) -> None:
    """8,041 parent ties are told of in both schemas; those of withdrawn records go to their successors."""
    folder = shared / "data" / "raw" / "ror-records-fr"
    told = set()
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            for r in record["relationships"]:
                if r["type"].lower() in ("parent", "child"):
                    pair = (r["id"], record["id"]) if r["type"].lower() == "parent" else (record["id"], r["id"])
                    told.add(pair)
    dataset = real("ror")
    assert len(told) == 8_041
    assert len(of_kind(dataset, "Subunit")) == 8_011
    assert len(dataset.unmapped) == 59  # withdrawn
    assert sum(a.place is not None for a in dataset.actors) >= 4_500


def test_next40(real: Real) -> None:
    dataset = real("next40")
    by_year = Counter((t.target, t.start) for t in dataset.ties)
    assert by_year["next40", "2020"] == 39
    assert by_year["french-tech-120", "2025"] == 80
    assert sum(by_year.values()) == 721


def test_rounds(real: Real) -> None:
    assert {n: len(real(n).events) for n in ("rounds2023", "rounds2024", "rounds2024v2", "rounds2025")} == {
        "rounds2023": 1023, "rounds2024": 654, "rounds2024v2": 849, "rounds2025": 673}  # fmt: skip
    undisclosed = [e for e in real("rounds2025").events if e.money.amount is None]
    assert len(undisclosed) >= 55
    leads = {t.event for t in real("rounds2025").ties if t.lead}
    assert len(leads) <= 71  # the rows that say "lead" in words


def test_rounds_of_2024_in_two_lists_are_merged(real: Real) -> None:
    both = {e.id for e in real("rounds2024").events} & {e.id for e in real("rounds2024v2").events}
    assert len(both) >= 500
