"""The real files handed over from outside the project: counts as their notes state them."""

import csv
import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from benchmarks.national import FILES
from frenchtech_graph.ingest.framework.registry import connectors
from frenchtech_graph.ingest.framework.values import siren
from frenchtech_graph.model.records import Dataset, Tie

ROWS = {
    "rnsr": 4506,
    "institutions": 250,
    "ilab": 3923,
    "inov": 753,
    "iphd": 234,
    "ror": 4606,
    "next40": 721,
    "rounds2023": 1023,
    "rounds2024": 654,
    "rounds2024v2": 849,
    "rounds2025": 673,
    "organizations2025": 792,
    "rnsr_stic": 420,
    "ai_labs": 355,
    "lafrenchtech2018": 83,
    "investments2013": 848,
    "acquisitions2013": 32,
    "acquisitions2015": 413,
    "rnsr_ror": 707,
    "pic_ror": 2474,
    "siren_matches": 1470,
}
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
    said = [
        *(
            n
            for a in dataset.actors
            for n in (*a.names.values(), *a.aliases, a.website or "", a.note or "")
        ),
        *(e.note or "" for e in dataset.events),
    ]
    assert not [s for s in said if "@" in s and "." in s.rpartition("@")[2]]
    assert not [s for s in said if "linkedin.com/in/" in s]


def test_rnsr_supervision(real: Real, shared: Path) -> None:
    """10,046 bodies are listed: 8,879 supervise, the others take part and supervise nothing."""
    path = shared / "data" / "raw" / "mesr-rnsr-actives-2022" / "rnsr_tutelles_long.csv"
    with path.open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    rows = Counter(r["type_tutelle"] for r in listed)
    taking_part = of_kind(real("rnsr"), "Partnership"), of_kind(real("rnsr"), "Membership")
    takes_part = [t for t in (*taking_part[0], *taking_part[1]) if t.role_text]
    found = of_kind(real("rnsr"), "Supervision")
    assert len(listed) == 10_046
    assert rows == {"TUTE": 8_879, "PART": 1_167}
    # Where two establishments of one body are listed, the tie is one.
    assert rows["TUTE"] - 25 <= len(found) <= rows["TUTE"]
    assert rows["PART"] - 25 <= len(takes_part) <= rows["PART"]
    of_cnrs = [t for t in (*found, *takes_part) if t.origin == "siren-180089013"]
    assert len(of_cnrs) == 1_640
    assert (
        sum(
            a.id.startswith("rnsr-") and "ResearchLaboratory" in a.kinds
            for a in real("rnsr").actors
        )
        == 4_003
    )


def test_rnsr_places_the_laboratories_of_the_metropolis_of_lille(real: Real, shared: Path) -> None:
    path = shared / "data" / "raw" / "insee-decoupage-2026" / "mel_communes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        communes = {r["code_insee"] for r in csv.DictReader(file)}
    assert len(communes) == 95
    assert (
        sum(a.place in communes for a in real("rnsr").actors) >= 290
    )  # 296 by the note of the file


def test_institutions_crosswalk(real: Real) -> None:
    dataset = real("institutions")
    filled = Counter(scheme for a in dataset.actors for scheme in a.identifiers)
    assert len(dataset.unmapped) == 18  # rows without a name
    # 231 have a SIREN, of which 7 are of a legal person that runs several schools, and 207 a ROR,
    # which two schools of one legal person share.
    assert (filled["siren"], filled["uai"], filled["ror"], filled["wikidata"]) == (
        224,
        231,
        205,
        226,
    )
    assert "siren-130029754" in {a.id for a in dataset.actors}


def test_ilab(real: Real, shared: Path) -> None:
    with (shared / "data" / "raw" / FILES["ilab"]).open(encoding="utf-8", newline="") as file:
        stated = [r["N° SIREN"] for r in csv.DictReader(file) if r["N° SIREN"]]
    assert (len(stated), len(set(stated)), sum(map(bool, map(siren, stated)))) == (
        2_988,
        2_411,
        2_983,
    )
    dataset = real("ilab")
    companies = {t.origin for t in of_kind(dataset, "ProgrammeParticipation")}
    # Four numbers fail their check; one company is known by its SIRET alone.
    assert len({c for c in companies if c.startswith("siren-")}) == 2_411 - 4 + 1
    projects = {e.id for e in dataset.events if e.kind == "Project"}
    assert len(projects) == 3_923
    labs: dict[str, set[str]] = {}
    for t in of_kind(dataset, "ProjectParticipation"):
        labs.setdefault(t.target, set()).add(t.origin)
    pairs = {
        (c, u)
        for around in labs.values()
        for c in around & companies
        if c.startswith("siren-")
        for u in around
        if u.startswith("rnsr-")
    }
    assert len(pairs) == 906  # 865 cells; several laboratories stand in some


def test_inov(real: Real) -> None:
    dataset = real("inov")
    assert len([e for e in dataset.events if e.kind == "Project"]) == 753
    assert len([e for e in dataset.events if e.kind == "Programme"]) == 14
    # Wave 3 has the numbers and communes of other laureates: 57 of its companies have neither.
    assert len(dataset.actors) == 726
    assert sum(not a.identifiers for a in dataset.actors) == 57
    assert sum(a.place is not None for a in dataset.actors) >= 726 - 57 - 3


def test_ror(real: Real, shared: Path) -> None:
    """8,041 parent ties are told of in both schemas; those of withdrawn records go to their
    successors.
    """
    folder = shared / "data" / "raw" / "ror-records-fr"
    told = set()
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            for r in record["relationships"]:
                if r["type"].lower() in ("parent", "child"):
                    pair = (
                        (r["id"], record["id"])
                        if r["type"].lower() == "parent"
                        else (record["id"], r["id"])
                    )
                    told.add(pair)
    dataset = real("ror")
    assert len(told) == 8_041
    # Six are of a federation, whose laboratories are its members.
    parts, members = of_kind(dataset, "Subunit"), of_kind(dataset, "Membership")
    assert len(parts) + len(members) == 8_011
    assert len(members) == 6
    assert len(dataset.unmapped) == 59  # withdrawn
    assert sum(a.place is not None for a in dataset.actors) >= 4_500


def test_next40(real: Real) -> None:
    dataset = real("next40")
    by_year = Counter((t.target, t.start) for t in dataset.ties)
    assert by_year["next40", "2020"] == 39
    assert by_year["french-tech-120", "2025"] == 80
    assert sum(by_year.values()) == 721


def test_rounds(real: Real) -> None:
    assert {
        n: len(real(n).events) for n in ("rounds2023", "rounds2024", "rounds2024v2", "rounds2025")
    } == {"rounds2023": 1023, "rounds2024": 654, "rounds2024v2": 849, "rounds2025": 673}
    undisclosed = [e for e in real("rounds2025").events if e.money.amount is None]
    assert len(undisclosed) >= 55
    leads = {t.event for t in real("rounds2025").ties if t.lead}
    assert len(leads) <= 71  # the rows that say "lead" in words


def test_rounds_of_2024_in_two_lists_are_merged(real: Real) -> None:
    both = {e.id for e in real("rounds2024").events} & {e.id for e in real("rounds2024v2").events}
    assert len(both) >= 500


def table(shared: Path, file: str) -> list[dict[str, str]]:
    with (shared / "data" / "raw" / file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def read_after(
    shared: Path, name: str, *known: Dataset, file: str | None = None, persons: bool = False
) -> Dataset:
    return connectors()[name].read(
        shared / "data" / "raw" / (file or FILES[name]), known=known, persons=persons
    )


def test_next40_raw_lists_are_read_too(shared: Path) -> None:
    dataset = read_after(shared, "next40", file="next40-ft120/next40_ft120_2020_2025_lists.csv")
    assert dataset.notes == 717
    assert {t.start for t in dataset.ties} == {"2020", "2021", "2022", "2023", "2024", "2025"}


def test_rnsr_extract_of_computing(real: Real, shared: Path) -> None:
    dataset = read_after(shared, "rnsr_stic", real("rnsr"))
    structures = {t.target for t in of_kind(dataset, "Supervision")}
    assert len(structures) == 420
    assert (
        len([a for a in dataset.actors if "rnsr" in a.identifiers]) == 409
    )  # 11 stand under made-up numbers
    assert sum("ResearchLaboratory" in a.kinds for a in dataset.actors) == 274 + 72 + 39 + 9
    newer = {a.id for a in dataset.actors if "rnsr" in a.identifiers} - {
        a.id for a in real("rnsr").actors
    }
    assert len(newer) == 96
    known = {a.id for a in real("rnsr").actors}
    assert sum(t.origin in known for t in dataset.ties) == 934
    assert len(dataset.ties) == 1_066


def test_ai_labs(real: Real, shared: Path) -> None:
    dataset = read_after(
        shared, "ai_labs", real("rnsr"), read_after(shared, "rnsr_stic", real("rnsr"))
    )
    labs = [a for a in dataset.actors if a.sectors]
    assert len(labs) == 355
    assert len({a.id for a in labs if "rnsr" in a.identifiers}) == 335
    assert len(of_kind(dataset, "Subunit")) == 14  # 15 of companies, one of which is its own
    assert not [a for a in dataset.actors if "Niel" in str(a)]


def test_companies_of_2018(real: Real) -> None:
    dataset = real("lafrenchtech2018")
    members = Counter(t.target for t in dataset.ties)
    names = {a.id: a.names["fr"] for a in dataset.actors}
    lille = {names[t.origin] for t in dataset.ties if t.target == "ecosysteme-french-tech-lille"}
    assert lille == {"Mazeberry", "Wipple", "Cooptalis", "Ineat Conseil"}
    assert sum(members.values()) == 83 - 35 - 1  # "Paris" and "Other" name no ecosystem


def test_crunchbase(real: Real, shared: Path) -> None:
    assert len(of_kind(real("acquisitions2013"), "Acquisition")) == 32
    later = real("acquisitions2015")
    assert len(of_kind(later, "Acquisition")) == 412  # one buys itself under one permalink
    assert [a.names["fr"] for a in later.actors if a.place == "59350"] == ["Laboratoires Anios"]
    both = {a.id for a in real("acquisitions2013").actors} & {a.id for a in later.actors}
    assert len(both) >= 10
    rounds = real("investments2013")
    assert len(rounds.events) == 710  # five more have no investor but people
    assert (
        len(of_kind(rounds, "Investment")) + len(rounds.unmapped) + 6 == 848
    )  # six rows stand twice
    assert len(rounds.unmapped) == 10  # the investor is a person
    assert len(read_after(shared, "investments2013", persons=True).events) == 715


def test_pairs_of_numbers(real: Real, shared: Path) -> None:
    """686 laboratories have a ROR, 24 share theirs, 12 pairs were refused. 59 codes are in the
    ministry's table too, and all agree.
    """
    assert len(real("rnsr_ror").actors) == 686 - 24 - 12
    pairs = real("pic_ror")
    assert len(pairs.actors) == 2_474
    holders = Counter(a.identifiers["ror"] for a in pairs.actors)
    assert sum(n > 1 for n in holders.values()) == 31
    of_pic = {a.identifiers["pic"]: a.identifiers["ror"] for a in pairs.actors}
    stated = [
        (a.identifiers["pic"], a.identifiers.get("ror"))
        for a in real("institutions").actors
        if "pic" in a.identifiers
    ]
    assert len(stated) == 93
    shared_codes = [(pic, ror) for pic, ror in stated if pic in of_pic]
    assert len(shared_codes) == 59
    assert all(of_pic[pic] == ror for pic, ror in shared_codes)
    lifted = read_after(shared, "pic_ror", real("institutions"), real("ror"))
    assert len(lifted.actors) == 200


def test_the_crosswalk_of_institutions_says_nothing_that_is_not_read(
    real: Real, shared: Path
) -> None:
    """Its numbers come from the table of institutions, but for three Wikidata items, which ROR
    tells.
    """
    told = {
        (s, v)
        for name in ("institutions", "ror")
        for a in real(name).actors
        for s, v in a.identifiers.items()
    }
    notes = " ".join(a.note or "" for a in real("institutions").actors)
    rows = table(shared, "mesr-etablissements-2024/crosswalk_identifiants.csv")
    assert len(rows) == 250
    assert [
        sum(bool(r[c]) for r in rows)
        for c in ("siren", "uai", "ror", "pic", "wikidata_mesr", "idref")
    ] == [231, 231, 207, 93, 226, 190]
    named = [r for r in rows if r["libelle"]]
    for column, scheme in (
        ("siren", "siren"),
        ("uai", "uai"),
        ("ror", "ror"),
        ("pic", "pic"),
        ("wikidata_ror", "wikidata"),
        ("idref", "idref"),
    ):
        cells = {r[column] for r in named if r[column]}
        lost = {
            c
            for c in cells
            if not all(
                (scheme, part.strip()) in told or part.strip() in notes
                for part in c.replace(";", ",").split(",")
            )
        }
        assert lost == set(), column


def test_the_flat_tables_of_ror_are_the_records(real: Real, shared: Path) -> None:
    flat = {
        r["ror_id"].rsplit("/", 1)[-1] for r in table(shared, "ror-fr/ror_organizations_fr.csv")
    }
    records = {a.identifiers["ror"] for a in real("ror").actors} | {
        u["record"].removeprefix("ror-") for u in real("ror").unmapped
    }
    assert len(flat) == 4_604
    assert flat <= records


def test_numbers_found_by_name(real: Real, shared: Path) -> None:
    """748 of 1,470 names have a number; the searched list is right about Criteo and wrong about
    Accel.
    """
    known = [real(n) for n in FILES if n != "siren_matches"]
    dataset = read_after(shared, "siren_matches", *known)
    reasons = Counter(u["reason_en"] for u in dataset.unmapped)
    assert reasons["no number found"] == 722
    assert len(dataset.actors) + reasons["number without a second clue"] == 748
    names = {a.names["fr"] for a in dataset.actors}
    assert "Criteo" in names
    assert "Accel" not in names
    assert "Grenoble Alpes Métropole" not in names  # found as "Park Grenoble Alpes Métropole"


def test_companies_of_2025(real: Real, shared: Path) -> None:
    known = [
        real(n)
        for n in (
            "ilab",
            "inov",
            "next40",
            "rounds2023",
            "rounds2024",
            "rounds2024v2",
            "rounds2025",
        )
    ]
    dataset = read_after(shared, "organizations2025", *known)
    proposed = [r["siren"] for r in table(shared, FILES["organizations2025"]) if r["siren"]]
    assert len(proposed) == 549
    confirmed = sum("siren" in a.identifiers for a in dataset.actors)
    assert 80 <= confirmed <= 110
    without = read_after(
        shared, "organizations2025", file="frenchtechjournal-funding/companies_no_siren.csv"
    )
    assert without.notes == 223
    ids = {a.names["fr"] for a in dataset.actors}
    assert sum(a.names["fr"] in ids for a in without.actors) >= 215


def test_the_territorial_labels_are_shipped_whole(shared: Path) -> None:
    from frenchtech_graph.pipeline import datasets

    """Every row of the table handed over is there; later pages add to it."""
    rows = table(shared, "french-tech-labels/territorial_labels.csv")
    (labels,) = (d for d in datasets.read_all(datasets.locate(["lille"])) if d.id == "labels")
    told = {r for group in (labels.events, labels.ties) for s in group for r in s.records}
    assert told >= {f"labels-{n:04d}" for n in range(1, len(rows) + 1)}
    gone = {r["source_url"] for r in rows} - {s.url for s in labels.sources}
    assert len(gone) <= 1  # one award is cited from another page now
