"""Each connector reads its layout: what becomes of the ugly parts, and what is never read."""

import gzip
import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frenchtech_graph.ingest.connectors.registers import sirene
from frenchtech_graph.ingest.framework import rows, values
from frenchtech_graph.ingest.framework.registry import connectors, find
from frenchtech_graph.io.faults import FaultsError
from frenchtech_graph.model import ontology
from frenchtech_graph.model.records import Actor, Dataset, Tie

FIXTURES = Path(__file__).parents[1] / "fixtures"
OF_SEVERAL = {
    "rnsr": "rnsr/export.csv",
    "ilab": "ilab/export.csv",
    "bodacc": "bodacc/kinds.json",
    "recherche_entreprises": "recherche_entreprises/people.json",
    "cordis": "cordis",
    "wikidata": "wikidata/answer.srj",
    "eurio": "eurio/answer.srj",
    "sirene": "sirene/StockUniteLegale.csv",
    "scanr": "scanr",
    "gleif": "gleif/succession.json",
    "anr": "anr",
    "organizations2025": "organizations2025/organizations.csv",
}
"""Sources whose folder of fixtures holds several files: the one to read, or the folder."""


def fixture_of(name: str) -> str:
    """Return the fixture of a source: the only file of its folder, or the one stated."""
    only = sorted((FIXTURES / name).glob("*"))
    return OF_SEVERAL.get(name) or only[0].relative_to(FIXTURES).as_posix()


FILES = {name: fixture_of(name) for name in connectors() if (FIXTURES / name).is_dir()}
COMMUNE = re.compile(r"\d[\dAB]\d{3}")
AFTER = {"siren_matches": "organizations2025"}
"""A source that gives nothing by itself, and one to read before it."""


@pytest.fixture(autouse=True)
def few_rows_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    from frenchtech_graph.ingest.framework import mapping

    for name in FILES:
        counts = mapping.load(name).counts
        if "rows" in counts:
            monkeypatch.setitem(counts["rows"], "min", 0)


def read(name: str, *, persons: bool = False) -> Dataset:
    known = [connectors()[AFTER[name]].read(FIXTURES / FILES[AFTER[name]])] if name in AFTER else ()
    return connectors()[name].read(FIXTURES / FILES[name], persons=persons, known=known)


def actor(dataset: Dataset, key: str) -> Actor:
    return next(a for a in dataset.actors if a.id == key)


def ties(dataset: Dataset, kind: str) -> list[Tie]:
    return [t for t in dataset.ties if t.kind == kind]


def words(dataset: Dataset) -> str:
    return json.dumps(
        [asdict(x) for x in (*dataset.actors, *dataset.events, *dataset.ties)], ensure_ascii=False
    )


def test_every_connector_has_a_fixture_and_says_what_it_is() -> None:
    assert set(FILES) == set(connectors())
    for connector in connectors().values():
        assert connector.licence.startswith("https://")
        for text in (connector.titles, connector.gives, connector.size):
            assert text["fr"]
            assert text["en"]


@pytest.mark.parametrize("name", FILES)
def test_what_is_read_fits_the_ontology(name: str) -> None:
    dataset, terms = read(name), ontology.load()
    known = {a.id: a.kinds for a in dataset.actors} | {e.id: (e.kind,) for e in dataset.events}
    known |= {t.target: ("Place",) for t in dataset.ties if COMMUNE.fullmatch(t.target)}
    assert dataset.actors or dataset.events
    for a in dataset.actors:
        assert all(k in terms.classes for k in a.kinds)
        assert a.names, a.id
        assert a.records
        assert set(a.sectors) <= set(terms.schemes["sector"])
        assert a.sources == (name,)
    for e in dataset.events:
        assert e.kind in terms.classes
        assert e.names or e.company
    for t in dataset.ties:
        kind = terms.tie_kinds[t.kind]
        for end, wanted in ((t.origin, kind.source_class), (t.target, kind.target_class)):
            assert any(terms.is_a(c, wanted) for c in known[end]), (t, wanted)
        assert t.role is None or t.role in terms.schemes["role"]
        assert t.money.amount is None or t.money.currency


@pytest.mark.parametrize("name", FILES)
def test_every_row_is_in_the_records_or_listed_as_left_out(name: str) -> None:
    dataset = read(name)
    told = {
        r
        for group in (dataset.actors, dataset.events, dataset.ties, dataset.observations)
        for statement in group
        for r in statement.records
    }
    left = {u["record"] for u in dataset.unmapped}
    assert dataset.notes is not None
    assert len(told | left) >= dataset.notes
    for entry in dataset.unmapped:
        assert entry["reason_fr"]
        assert entry["reason_en"]


@pytest.mark.parametrize("name", FILES)
def test_no_person_is_read_unless_asked_for(name: str) -> None:
    dataset = read(name)
    assert not any("Person" in a.kinds for a in dataset.actors)
    said = words(dataset) + json.dumps([dict(u) for u in dataset.unmapped], ensure_ascii=False)
    for personal in ("Ada", "ADA", "Durand", "1964", "@example.org", "+33"):
        assert personal not in said, personal


@pytest.mark.parametrize(
    ("name", "count"), [("ilab", 1), ("iphd", 1), ("wikidata", 1), ("rounds2025", 2)]
)
def test_persons_on_request_keep_a_name_and_a_tie_only(name: str, count: int) -> None:
    dataset = read(name, persons=True)
    people = [a for a in dataset.actors if "Person" in a.kinds]
    assert len({tuple(a.names.values()) for a in people}) == count
    for person in people:
        assert "ada" not in person.id.lower()
        assert not person.website
        assert not person.place
        assert set(person.identifiers) <= {"wikidata"}
        assert any(person.id in (t.origin, t.target) for t in dataset.ties)


@pytest.mark.parametrize("name", FILES)
def test_reading_twice_gives_the_same(name: str) -> None:
    assert read(name) == read(name)


def test_rnsr_lists_are_taken_by_position() -> None:
    dataset = read("rnsr")
    assert {t.origin for t in ties(dataset, "Supervision")} == {"siren-999999923"}
    assert {(t.origin, t.role_text) for t in ties(dataset, "Partnership")} == {
        ("siren-999999931", "établissement participant")
    }
    assert actor(dataset, "siren-999999923").names == {"fr": "Université fictive, site de Lille"}
    lab = actor(dataset, "rnsr-200000001A")
    assert (lab.place, lab.website, lab.sectors) == (
        "59009",
        "https://lfg.example.org",
        ("digital",),
    )
    assert lab.aliases == ("LFG", "UMR 0001")
    (part,) = ties(dataset, "Subunit")
    assert (part.origin, part.target) == ("rnsr-200000001A", "rnsr-200000002B")
    (after,) = ties(dataset, "Succession")
    assert (after.origin, after.start, after.role_text) == ("rnsr-200000001A", "2015", "fusion")
    assert "199900009Z" in (actor(dataset, "rnsr-200000003C").note or "")


def test_a_file_of_ones_own_says_nothing_of_today() -> None:
    assert all(t.seen == () and t.current is None for t in ties(read("rnsr"), "Supervision"))


def test_institutions_that_share_a_siren_keep_their_own_number() -> None:
    dataset = read("institutions")
    assert {a.id for a in dataset.actors} == {
        "siren-999999923",
        "uai-0590001Y",
        "uai-0590002Z",
        "siren-999999949",
    }
    assert "999999931" in (actor(dataset, "uai-0590001Y").note or "")
    (left,) = dataset.unmapped
    assert left["record"] == "institutions-eee"


def test_ilab_ties_company_laboratory_and_institutions_by_the_project() -> None:
    dataset = read("ilab")
    project = [t for t in ties(dataset, "ProjectParticipation") if t.target == "ilab-c0000001"]
    assert {(t.origin, t.role) for t in project} == {
        ("siren-999999907", "laureate"),
        ("rnsr-200000001A", "participant"),
        ("uai-0590000X", "participant"),
        ("siren-999999931", "participant"),
    }
    # The names of two bodies in one cell hold a comma themselves: they are known from other rows.
    assert actor(dataset, "uai-0590000X").names == {"fr": "Université fictive, site de Lille"}
    assert actor(dataset, "siren-999999931").names == {"fr": "Organisme fictif"}


def test_ilab_a_wrong_siren_is_no_siren_and_a_missing_name_is_the_number() -> None:
    dataset = read("ilab")
    wrong = next(a for a in dataset.actors if a.names["fr"] == "SIREN faux")
    assert wrong.identifiers == {}
    assert wrong.id.startswith("ilab-siren-faux-")
    assert actor(dataset, "siren-999999915").names == {"fr": "SIREN 999999915"}


def test_ilab_label_and_separator_may_differ(tmp_path: Path) -> None:
    mirror = connectors()["ilab"].read(FIXTURES / "ilab" / "mirror.csv")
    export = read("ilab")
    assert [a.id for a in mirror.actors] == [a.id for a in export.actors]
    header, _, rest = (FIXTURES / "ilab" / "export.csv").read_text(encoding="utf-8").partition("\n")
    technical = header.replace("N° SIREN", "ndeg_siren").replace(
        "Année de concours", "annee_de_concours"
    )
    path = tmp_path / "technical.csv"
    path.write_text("\ufeff" + technical + "\n" + rest, encoding="utf-8")
    assert [a.id for a in connectors()["ilab"].read(path).actors] == [a.id for a in export.actors]


def test_inov_two_projects_of_one_name_stay_two() -> None:
    dataset = read("inov")
    assert len([e for e in dataset.events if e.kind == "Project"]) == 2
    grants = [t.money.amount for t in ties(dataset, "ProjectParticipation")]
    assert sorted(grants, key=str) == ["325369", None]
    (company,) = dataset.actors
    assert company.names == {"fr": "SOCIETE FICTIVE"}
    assert company.aliases == ("Société Fictive",)


def test_iphd_gives_the_chain_from_laboratory_to_incubator() -> None:
    roles = {(t.origin.split("-")[0], t.role) for t in ties(read("iphd"), "ProjectParticipation")}
    assert roles == {
        ("rnsr", "participant"),
        ("iphd", "participant"),
        ("siren", "technology-transfer"),
        ("iphd", "incubation"),
    }


def test_iphd_short_name_in_brackets_is_another_name() -> None:
    body = next(a for a in read("iphd").actors if a.names == {"fr": "Organisme fictif"})
    assert body.aliases == ("OFI",)
    assert body.id.startswith("iphd-organisme-fictif-ofi-")


def test_horizon_laboratories_take_part_without_the_money_of_their_employer() -> None:
    dataset = read("horizon")
    money = {t.origin: t.money.amount for t in dataset.ties}
    assert money == {
        "siren-999999923": "812500.5",
        "rnsr-200000001A": None,
        "rnsr-200000002B": None,
        "pic-900000033": "150000",
    }
    assert {t.start for t in dataset.ties} == {None}


def test_european_projects_read_before_name_and_date_those_of_other_sources() -> None:
    projects = read("eu_projects")
    dataset = connectors()["horizon"].read(FIXTURES / FILES["horizon"], known=[projects])
    assert {t.start for t in dataset.ties} == {"2026-01-01"}
    assert [e.names for e in dataset.events] == [{"fr": "FICTIF-ALPHA"}]
    assert (
        connectors()["eu_projects"].read(FIXTURES / FILES["eu_projects"], known=[dataset]).notes
        == 1
    )


def test_bodacc_dates_events_and_never_takes_the_publication_for_one() -> None:
    dataset = read("bodacc")
    assert [(o.kind, o.value) for o in dataset.observations] == [
        ("ClosureObservation", "2026-09-30"),
        ("CreationObservation", "2026-01-02"),
    ]
    assert {u["record"] for u in dataset.unmapped} == {"bodacc-C003", "bodacc-P004"}


@pytest.mark.parametrize("odd", [7, [], [7], {}, True])
def test_a_town_that_is_no_text_is_no_place(odd: object, tmp_path: Path) -> None:
    row = json.loads(
        (FIXTURES / "ror" / "records.jsonl").read_text(encoding="utf-8").splitlines()[0]
    )
    for place in row["locations"]:
        place["geonames_details"] |= {"name": odd, "country_subdivision_name": odd}
    (tmp_path / "r.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (body,) = (
        a
        for a in connectors()["ror"].read(tmp_path / "r.jsonl").actors
        if a.id == f"ror-{row['id'][-9:]}"
    )
    assert body.place is None


def test_ror_ties_are_told_once_and_withdrawn_records_followed() -> None:
    dataset = read("ror")
    assert {(t.origin, t.target) for t in ties(dataset, "Subunit")} == {
        ("ror-0xxx00055", "ror-0xxy00012"),
        ("ror-0xyz00048", "ror-0xxx00055"),
        ("ror-0xxx00055", "ror-0xyy00091"),
    }
    (after,) = ties(dataset, "Succession")
    assert (after.origin, after.target) == ("ror-0xxz00066", "ror-0xxx00055")
    assert {u["record"] for u in dataset.unmapped} == {"ror-0xyx00037"}
    assert actor(dataset, "ror-0xyy00091").place is None  # several communes are called Saint-Denis


def test_next40_spellings_of_a_name_are_one_company() -> None:
    dataset = read("next40")
    assert [a.id for a in dataset.actors] == ["next40-nouveau", "siren-999999907"]
    assert actor(dataset, "next40-nouveau").aliases == ("Ancien",)
    assert all(t.start == t.end for t in dataset.ties if t.kind == "LabelAward")
    assert {(t.target, t.start) for t in dataset.ties} == {
        ("next40", "2020"),
        ("french-tech-120", "2021"),
        ("french-tech-120", "2022"),
    }


def test_cordis_money_is_net_and_identity_from_the_vat_number() -> None:
    dataset = read("cordis")
    told = {(t.origin, t.target): (t.money.amount, t.role, t.current) for t in dataset.ties}
    assert told == {
        ("siren-999999923", "eu-project-999000001"): ("812500.5", "coordinator", None),
        ("siren-999999907", "eu-project-999000001"): ("350000", "participant", None),
        ("pic-900000025", "eu-project-999000001"): (None, "participant", None),
        # The key of this VAT number is wrong: the PIC stands in for it.
        ("pic-900000017", "eu-project-999000002"): (None, "participant", False),
    }
    assert (actor(dataset, "pic-900000025").note, actor(dataset, "pic-900000025").place) == (
        "Pays : GR",
        None,
    )
    assert [e.id for e in dataset.events] == ["eu-project-999000001", "eu-project-999000002"]


def test_wikidata_unknown_values_and_missing_labels_are_left_open() -> None:
    dataset = read("wikidata")
    assert actor(dataset, "siren-999999923").names == {"fr": "SIREN 999999923"}
    assert {(o.actor, o.value) for o in dataset.observations} == {
        ("siren-999999907", "2019-03-04"),
        ("siren-999999931", "1957"),
    }
    (held,) = ties(dataset, "Shareholding")
    assert (held.percentage, held.origin) == ("60", "wikidata-Q999999993")
    assert ties(dataset, "Founding") == []
    assert len(ties(read("wikidata", persons=True), "Founding")) == 1


def test_sirene_lifts_known_companies_only() -> None:
    one = Dataset(
        "x", {}, "", "", "", "", actors=(Actor((), (), identifiers={"siren": "999999915"}),)
    )
    dataset = sirene.read(FIXTURES / FILES["sirene"], known=[one])
    assert [a.id for a in dataset.actors] == ["siren-999999915"]
    assert [(o.kind, o.value) for o in dataset.observations] == [
        ("ClosureObservation", "2019-12-31"),
        ("CreationObservation", "2011-01-01"),
    ]
    assert dataset.actors[0].sectors == ()  # its activity is of an older classification


def test_sirene_as_parquet_reads_like_csv(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "StockUniteLegale.parquet"
    # The legal form is an integer in the Parquet file.
    duckdb.connect().execute(
        "COPY (SELECT * REPLACE (CAST(categorieJuridiqueUniteLegale AS INTEGER) AS"
        f" categorieJuridiqueUniteLegale) FROM read_csv('{FIXTURES / FILES['sirene']}',"
        f" all_varchar=true)) TO '{path}' (FORMAT parquet)"
    )
    assert sirene.read(path).actors == read("sirene").actors


def test_sirene_gives_denominators() -> None:
    folder = FIXTURES / "sirene"
    counts = sirene.denominators(folder / "StockUniteLegale.csv", folder / "StockEtablissement.csv")
    assert counts.to_dict("records") == [
        {"activity": "62.01Z", "commune": "59350", "units": 1},
        {"activity": "85.42Z", "commune": "59009", "units": 1},
    ]
    assert sirene.denominators(folder / "StockUniteLegale.csv")["units"].sum() == 2


def test_scanr_money_of_an_employer_is_not_counted_again_for_its_laboratory() -> None:
    money = {t.origin: t.money.amount for t in ties(read("scanr"), "ProjectParticipation")}
    assert money == {
        "siren-999999923": "812500.5",
        "rnsr-200000001A": None,
        "siren-999999907": None,
    }
    assert "ilab-c0000001" in {
        e.id for e in read("scanr").events
    }  # the project that i-Lab tells of too


def test_gleif_registers_both_lead_to_the_siren() -> None:
    dataset = read("gleif")
    assert actor(dataset, "siren-999999907").identifiers["lei"] == "000000000000FICT0036"
    assert [(t.kind, t.origin) for t in dataset.ties] == [("Succession", "siren-999999907")]


def test_hal_parents_are_the_structures_of_the_same_answer() -> None:
    assert {t.origin for t in read("hal").ties} == {"ror-0xxx00055", "hal-900002"}


def test_openalex_reads_parents_and_never_the_lineage() -> None:
    dataset = read("openalex")
    assert [(t.kind, t.origin, t.target) for t in dataset.ties] == [
        ("Subunit", "ror-0xxx00055", "ror-0xxy00012")
    ]
    assert actor(dataset, "ror-0xxx00055").names["en"] == "Fictive University of Lille"


def test_rounds_of_2025_years_placeholders_leads_managers_and_debt() -> None:
    dataset = read("rounds2025")
    first, second = sorted(dataset.events, key=lambda e: e.start or "")
    assert (first.start, second.start) == ("2025-12", "2026-01")
    assert (first.money.amount, second.money.amount, second.money.qualifier) == (
        "2500000",
        None,
        "undisclosed",
    )
    (lead,) = [t for t in ties(dataset, "Investment") if t.lead]
    assert actor(dataset, lead.origin).names == {"fr": "Finovam Gestion"}
    assert not any(t.lead is False for t in dataset.ties)
    (managed,) = ties(dataset, "FundManagement")
    assert actor(dataset, managed.origin).names == {"fr": "Gestion Fictive"}
    assert actor(dataset, managed.target).kinds == ("InvestmentFund",)
    assert len(ties(dataset, "Loan")) == 1


def test_rounds_keep_the_words_of_the_source_without_its_people() -> None:
    first = min(read("rounds2025").events, key=lambda e: e.start or "")
    assert first.note is not None
    assert "Finovam Gestion (lead), [personne], [personne] (ex-Exemple)" in first.note


def test_rounds_of_one_month_in_two_lists_are_one_round() -> None:
    both = {e.id for e in read("rounds2024").events} & {e.id for e in read("rounds2024v2").events}
    assert both == {"round-siren-999999907-2024-05"}


def test_an_amount_in_a_currency_without_rates_is_told_in_a_note() -> None:
    other = next(e for e in read("rounds2024").events if e.company and "autre" in e.company)
    assert other.money.amount is None
    assert other.note == "Montant : 5000000 MAD"


def test_two_spellings_of_a_house_in_one_round_are_one_investor() -> None:
    assert len(ties(read("rounds2023"), "Investment")) == 1


def test_a_lost_column_is_named(tmp_path: Path) -> None:
    content = (
        (FIXTURES / FILES["ilab"])
        .read_text(encoding="utf-8")
        .replace("N° SIREN", "Dossier Aide", 1)
    )
    path = tmp_path / "changed.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FaultsError) as error:
        connectors()["ilab"].read(path)
    assert {(f.code, f.column) for f in error.value.faults} == {("lost-column", "N° SIREN")}


def test_too_few_rows_are_refused_and_too_many_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from frenchtech_graph.ingest.connectors.contests.inov import MAPPING

    counts = MAPPING.counts["rows"]
    monkeypatch.setitem(counts, "max", 1)
    (notice,) = read("inov").notices
    assert (notice.code, notice.value) == ("many-rows", "2")
    monkeypatch.setitem(counts, "min", 750)
    with pytest.raises(FaultsError) as error:
        read("inov")
    assert error.value.faults[0].code == "few-rows"


def test_an_unknown_source_is_answered_with_the_nearest() -> None:
    with pytest.raises(FaultsError) as error:
        find("ilabb")
    assert "ilab" in error.value.faults[0].expectation("fr")


def table(path: Path, content: bytes) -> list[dict[str, Any]]:
    path.write_bytes(content)
    return list(rows.read(path))


def test_json_lines_are_told_from_a_document_whatever_their_length(tmp_path: Path) -> None:
    long = json.dumps({"a": "x" * 100_000, "data": [1]}) + "\n"
    assert len(table(tmp_path / "lines", (long * 3).encode())) == 3
    document = json.dumps({"meta": "x" * 100_000, "results": [{"a": "1"}]}, indent=1)
    assert table(tmp_path / "document", document.encode()) == [{"a": "1"}]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfa;b\r\n1;2\r\n",
        b"a,b\r1,2\r",
        b"a\tb\n1\t2",
        gzip.compress(b"a,b\n1,2\n", mtime=0),
        b'[{"a": "1", "b": "2"}]',
        b'{"a": "1", "b": "2"}\n',
        b'{"results": [{"a": "1", "b": "2"}], "total_count": 1}',
        b'{"columns": ["a", "b"], "index": [0], "data": [["1", "2"]]}',
        b'{"response": {"numFound": 1, "docs": [{"a": "1", "b": "2"}]}}',
    ],
)
def test_all_usual_forms_of_a_table_are_read(tmp_path: Path, content: bytes) -> None:
    assert table(tmp_path / "x", content) == [{"a": "1", "b": "2"}]


@given(st.text(alphabet=st.sampled_from("ab.@-é \u200b\ufeff\u0301"), max_size=30))
def test_no_mail_address_is_left_in_a_cell_however_it_is_hidden(cell: str) -> None:
    read = values.text(cell)
    assert not re.search(r"[\w.+-]+@[\w-]+\.[\w.-]+", read)
    assert values.text(read) == read
