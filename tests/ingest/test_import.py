"""A spreadsheet becomes tables: asked, kept, imported again, published without what is private."""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import main
from frenchtech_graph.ingest.sheets.doubts import Doubt
from frenchtech_graph.ingest.sheets.mapping import Reading, beside, read_mapping
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.model.namespaces import PREFIXES
from frenchtech_graph.pipeline import contribution
from frenchtech_graph.pipeline.answers import answer
from frenchtech_graph.pipeline.importing import prepare, write, write_mapping
from frenchtech_graph.pipeline.merging_tables import read_folder
from frenchtech_graph.pipeline.published_sheets import address_of_csv
from frenchtech_graph.views.importing.page import server

ACTORS: list[list[Any]] = [
    ["Recensement d'essai"],
    [],
    ["Nom", "Type", "Ville", "Privé"],
    ["Alpha", "Jeune pousse", "Lille", None],
    ["Secrète", "Fonds", "Lille", "oui"],
    ["Pépinière Nord", "Pépinière", "Roubaix", None],
]
TIES: list[list[Any]] = [
    ["De", "Vers", "Lien", "Date", "Confidentiel"],
    ["Alpha", "Pépinière Nord", "hébergée par", "mars 2020", None],
    ["Secrète", "Alpha", "investit dans", "2021", None],
    ["Alpha", "Gamma", "partenaire", "2022", "x"],
]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return written(tmp_path / "essai.xlsx", {"Acteurs": ACTORS, "Liens": TIES})


def written(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def test_doubts_stop_an_import_that_nobody_can_answer_and_are_listed(workbook: Path) -> None:
    found = run("import", workbook, "--lang", "fr")
    assert found.exit_code == 2
    assert "« Gamma »" in found.stderr
    assert not workbook.with_suffix("").exists()
    assert read_mapping(beside(workbook)).sheets["Acteurs"].columns["Ville"] == "place"


def test_an_import_is_taken_as_proposed_and_kept(workbook: Path) -> None:
    assert run("import", workbook, "--yes").exit_code == 0
    rows = read_folder(workbook.with_suffix(""))
    assert {r["name"] for r in rows["actors"].values()} == {"Alpha", "Pépinière Nord"}
    (tie,) = rows["ties"].values()
    assert (tie["kind"], tie["from"], tie["to"], tie["start"]) == (
        "Hosting",
        "essai-pepiniere-nord",
        "essai-alpha",
        "2020-03",
    )
    again = json.loads(run("import", workbook, "--yes", "--json").stdout)
    assert (again["added"], again["changed"], again["removed"]) == (0, 0, 0)


def test_an_answer_in_the_mapping_settles_its_doubt(workbook: Path) -> None:
    run("import", workbook)
    kept = beside(workbook)
    stated = kept.read_text(encoding="utf-8")
    assert '# Gamma = "Organization"' in stated
    kept.write_text(stated.replace('# Gamma = "Organization"', 'Gamma = "Company"'), "utf-8")
    assert run("import", workbook).exit_code == 0
    hidden = read_folder(workbook.with_suffix("") / "private")["actors"].values()
    assert {(r["name"], r["kind"]) for r in hidden} >= {("Gamma", "Company")}


def test_private_rows_enter_no_graph_that_is_published(workbook: Path, tmp_path: Path) -> None:
    public = EcosystemGraph.build(workbook, out=tmp_path / "public")
    said = "".join(p.read_text("utf-8") for p in public.export("nquads", tmp_path / "all.nq"))
    assert "Pépinière Nord" in said or "P\\u00E9pini" in said
    hidden = ("Secrète", "Secr\\u00E8te", "secrete", "Gamma", "gamma")
    assert not any(word in said for word in hidden)
    whole = EcosystemGraph.build(workbook, out=tmp_path / "whole", private=True)
    labels = {data.get("label") for _, data in whole.network.nodes(data=True)}
    assert {"Secrète", "Gamma"} <= labels
    for publish in (lambda: whole.export("nquads", tmp_path / "x.nq"), whole.serve, whole.mcp):
        with pytest.raises(BilingualError, match="private"):
            publish()


def test_the_title_of_the_graph_is_that_of_the_workbook(workbook: Path, tmp_path: Path) -> None:
    graph = EcosystemGraph.build(workbook, out=tmp_path / "o")
    assert graph.titles["fr"] == "Recensement d'essai"


def test_only_what_changed_changes(workbook: Path, tmp_path: Path) -> None:
    folder = write(prepare(workbook))
    mine = contribution.start("spreadsheet", tmp_path / "m.xlsx", {}, "fr", tables=folder)
    before = (folder / "actors.csv").read_bytes()
    assert prepare(mine, folder).counts() | {"same": 0} == dict.fromkeys(
        ("added", "changed", "removed", "same"), 0
    )
    write(prepare(mine, folder))
    assert (folder / "actors.csv").read_bytes() == before
    book = load_workbook(mine)
    book["Acteurs"]["C2"] = "Alpha SAS"
    book.save(mine)
    found = prepare(mine, folder)
    assert (found.counts()["changed"], found.counts()["added"]) == (1, 0)
    write(found)
    assert b"Alpha SAS" in (folder / "actors.csv").read_bytes()
    assert (folder / "private" / "actors.csv").exists()


def test_a_workbook_that_did_not_change_takes_back_nothing(workbook: Path, tmp_path: Path) -> None:
    folder = write(prepare(workbook))
    mine = contribution.start("spreadsheet", tmp_path / "m.xlsx", {}, "fr", tables=folder)
    book = load_workbook(mine)
    book["Acteurs"]["C2"] = "Alpha SAS"
    book.save(mine)
    write(prepare(mine, folder))
    again = prepare(workbook)
    assert (again.counts()["changed"], again.conflicts) == (0, [])
    write(again)
    assert b"Alpha SAS" in (folder / "actors.csv").read_bytes()


def test_a_row_that_both_changed_is_a_conflict(workbook: Path, tmp_path: Path) -> None:
    folder = write(prepare(workbook))
    mine = contribution.start("spreadsheet", tmp_path / "m.xlsx", {}, "en", tables=folder)
    table = folder / "actors.csv"
    table.write_text(table.read_text("utf-8").replace("Alpha", "Alpha Ours"), "utf-8")
    book = load_workbook(mine)
    book["Actors"]["C2"] = "Alpha Theirs"
    book.save(mine)
    (conflict,) = prepare(mine, folder).conflicts
    assert (conflict.code, conflict.value) == ("changed-twice", "Alpha Theirs")
    assert run("import", mine, "--out", folder).exit_code == 2
    assert run("import", mine, "--out", folder, "--prefer", "tables").exit_code == 0
    assert "Alpha Ours" in table.read_text("utf-8")


def test_cells_in_doubt_are_marked_in_a_copy(workbook: Path, tmp_path: Path) -> None:
    run("import", workbook, "--yes", "--mark", tmp_path / "marked.xlsx")
    sheet = load_workbook(tmp_path / "marked.xlsx")["Liens"]
    assert "Gamma" in sheet["B4"].comment.text
    assert sheet["B4"].fill.fgColor.rgb.endswith("FFF2CC")
    assert sheet["B2"].comment is None


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_faults_of_the_template_are_marked_in_a_copy(lang: str, tmp_path: Path) -> None:
    mine = contribution.start("spreadsheet", tmp_path / "mine.xlsx", {}, lang)
    book = load_workbook(mine)
    sheet = book["Acteurs" if lang == "fr" else "Actors"]
    headers = [c.value for c in sheet[1]]
    sheet.append([None] * len(headers))
    row = sheet.max_row + 1
    for column, text in (
        (1, "alpha"),
        (2, "Zorglub"),
        (3, "Alpha"),
        (headers.index("SIREN") + 1, "1"),
    ):
        sheet.cell(row, column, text)
    book.save(mine)
    found = run("validate", mine, "--mark", tmp_path / "marked.xlsx", "--lang", lang)
    assert found.exit_code == 2
    marked = load_workbook(tmp_path / "marked.xlsx")[sheet.title]
    assert "--list kind" in str(marked.cell(row, 2).comment)
    assert marked.cell(row, headers.index("SIREN") + 1).fill.fgColor.rgb.endswith("FFF2CC")
    assert marked.cell(row, 1).comment is None


def test_doubts_and_nothing_wrong_are_marked_too(workbook: Path, tmp_path: Path) -> None:
    assert run("validate", workbook, "--mark", tmp_path / "marked.xlsx").exit_code == 0
    book = load_workbook(tmp_path / "marked.xlsx")
    assert "Gamma" in book["Liens"]["B4"].comment.text
    assert book["Acteurs"]["A4"].comment is None


def test_one_file_is_marked(workbook: Path, tmp_path: Path) -> None:
    found = run("validate", workbook, workbook, "--mark", tmp_path / "m.xlsx")
    assert (found.exit_code, (tmp_path / "m.xlsx").exists()) == (0, True)
    folder = write(prepare(workbook))
    assert run("validate", folder, "--mark", tmp_path / "n.xlsx").exit_code == 2
    assert not (tmp_path / "n.xlsx").exists()


def test_a_workbook_of_nothing_is_a_fault(tmp_path: Path) -> None:
    found = run("import", written(tmp_path / "n.xlsx", {"Notes": [["bonjour"]]}), "--yes")
    assert (found.exit_code, "no row was read" in found.stderr) == (2, True)


def test_ends_are_matched_to_shipped_actors(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["De", "Vers", "Lien", "Date", "Privé"],
        ["EuraTechnologies", "Ma Jeune Pousse", "incubateur de", None, None],
        ["Bpifrance", "Ma Jeune Pousse", "subvention", "2022", None],
        ["IMT Nord Europe", "Ma Jeune Pousse", "partenaire", "2023", None],
        ["Bpifrance", "Projet Caché", "subvention", "2025", "x"],
    ]
    path = written(tmp_path / "liens.xlsx", {"Liens": rows})
    graph = EcosystemGraph.build("lille", path, out=tmp_path / "o")
    prefixes = "".join(f"PREFIX {p}: <{iri}> " for p, iri in PREFIXES.items())
    asked = (
        "SELECT ?kind ?end { ?t a ?kind ; ?p ?mine ; ?q ?end . "
        '?mine skos:prefLabel ?n FILTER(STR(?n) = "Ma Jeune Pousse") FILTER(?end != ?mine)'
        " ?end a/rdfs:subClassOf* fte:Actor . VALUES ?kind {fte:Incubation fte:PublicFunding"
        " fte:Partnership} }"
    )
    found = graph.store.query(prefixes + asked)
    assert isinstance(found, ox.QuerySolutions)
    said = {tuple(str(v).rsplit("/", 1)[-1].strip(">") for v in row) for row in found}
    assert said == {
        ("Incubation", "euratechnologies"),
        ("PublicFunding", "bpifrance"),
        ("Partnership", "imt-nord-europe"),
    }
    whole = b"".join(p.read_bytes() for p in (tmp_path / "o").rglob("*") if p.is_file())
    assert b"Ma Jeune Pousse" in whole
    assert b"Projet Cach" not in whole
    assert b"projet-cache" not in whole


def test_what_may_be_one_actor_is_reviewed_and_decided(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Nom", "Type", "Ville"], ["Euratechnologie", "Incubateur", "Lille"]]
    path = written(tmp_path / "acteurs.xlsx", {"Acteurs": rows})
    kept = ("--decisions", tmp_path / "decisions.csv")
    pair = ("acteurs-euratechnologie", "euratechnologies")

    def undecided() -> list[tuple[str, str]]:
        found = run("identity", "review", "lille", path, *kept, "--json").stdout
        return [(p["one"], p["other"]) for p in json.loads(found)]

    assert pair in undecided()
    said = run("identity", "decide", *pair, "--same", "--reason", "same house", *kept)
    assert said.exit_code == 0
    assert pair not in undecided()


def test_a_published_sheet_is_asked_for_as_csv() -> None:
    base = "https://docs.google.com/spreadsheets/d/"
    assert address_of_csv(base + "A/edit?gid=3#gid=3") == base + "A/export?format=csv&gid=3"
    assert address_of_csv("https://example.org/t.csv") == "https://example.org/t.csv"


@pytest.fixture
def page(tmp_path: Path) -> Iterator[tuple[str, str]]:
    found, address = server("en", tmp_path / "imports")
    thread = threading.Thread(target=found.serve_forever, daemon=True)
    thread.start()
    base, _, token = address.partition("/?token=")
    yield base, token
    found.shutdown()
    found.server_close()


def post(base: str, path: str, token: str, body: bytes, name: str = "") -> Any:
    headers = {"X-Import-Token": token, "X-File-Name": name}
    request = urllib.request.Request(base + path, body, headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


def test_the_page_reads_answers_and_writes(
    page: tuple[str, str], workbook: Path, tmp_path: Path
) -> None:
    base, token = page
    read = post(base, "/read", token, workbook.read_bytes(), "../../essai.xlsx")
    asked = {q["what"]: q["number"] for q in read["questions"]}
    (number,) = [n for what, n in asked.items() if "Gamma" in what]
    left = post(base, "/answer", token, json.dumps({number: "Company"}).encode())
    assert len(left["questions"]) == len(read["questions"]) - 1
    done = post(base, "/write", token, b"{}")
    assert Path(done["folder"]) == tmp_path / "imports" / "essai"
    assert (tmp_path / "imports" / "essai" / "actors.csv").exists()


def test_the_page_refuses_who_has_no_token(page: tuple[str, str]) -> None:
    base, token = page
    for address in (base + "/", base + "/?token=x"):
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(address, timeout=10)
    with pytest.raises(urllib.error.HTTPError, match="403"):
        post(base, "/read", "x" + token, b"a,b\n1,2\n")


def test_two_rows_of_headers_are_one(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Portefeuille"
    for row in (
        ["Fonds Rive"],
        ["Société", None, "Investissement", None, "Sortie", None],
        [None, "Ville", "Date", "Montant", "Date", "Montant"],
        ["Alpha", "Lyon", "12/2019", "1,5 M€", "03/2023", "4 M€"],
        ["Beta", "Paris", "2020", "800 k€", None, None],
    ):
        sheet.append(row)
    for merged in ("A1:F1", "C2:D2", "E2:F2"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "p.xlsx")
    first = prepare(tmp_path / "p.xlsx")
    rows = read_folder(write(first))["ties"].values()
    write_mapping(first)
    again = prepare(tmp_path / "p.xlsx").counts()
    assert (again["added"], again["changed"], again["removed"]) == (0, 0, 0)
    said = {(r["kind"], r["to"], r["start"], r.get("amount")) for r in rows}
    assert said >= {
        ("Investment", "p-alpha", "2019-12", "1500000"),
        ("Investment", "p-beta", "2020", "800000"),
        ("Divestment", "p-alpha", "2023-03", None),
    }


def test_a_sheet_without_headers_is_read_by_what_it_holds_and_asked_about(tmp_path: Path) -> None:
    rows = [["Alpha", "Start-up", "Lille"], ["Beta", "Fonds", "Paris"], ["Delta", "Labo", "Lyon"]]
    path = written(tmp_path / "n.xlsx", {"Feuil1": list(map(list, rows))})
    found = prepare(path)
    assert {(r["name"], r["kind"]) for r in found.public.rows["actors"].values()} == {
        ("Alpha", "StartUp"),
        ("Beta", "InvestmentFund"),
        ("Delta", "ResearchLaboratory"),
    }
    assert found.imported
    assert {d.code for d in found.imported.doubts} == {"column"}


def test_what_nothing_reads_is_kept_as_a_remark(tmp_path: Path) -> None:
    rows = [["Nom", "Effectif", "Montant", "Zorglub"], ["Alpha", "< 10", "3 M€", "bleu"]]
    found = prepare(written(tmp_path / "r.xlsx", {"Startups": rows}))
    (actor,) = found.public.rows["actors"].values()
    assert all(text in actor["note"] for text in ("< 10", "3 M€", "bleu"))
    assert found.public.rows["observations"] == {}


def test_money_and_ties_are_read_by_the_words_of_their_rows(tmp_path: Path) -> None:
    path = written(
        tmp_path / "annuaire.xlsx",
        {
            "Financements": [
                ["Bénéficiaire", "Financeur", "Montant (k€)", "Date", "Nature"],
                ["Orbitalys", "Fonds Nordic Seed", 1500, "10/05/2022", "levée seed"],
                ["Cosmodata", "Ville de Lens", "50", "juin 2023", "subvention"],
                ["Orbitalys", "Banque du Nord", "300", "2021", "prêt"],
            ],
            "Liens": [
                ["Qui", "rapport", "avec qui", "depuis"],
                ["Orbitalys", "incubée par", "Incub'Hauts", "2019-2021"],
                ["Cosmodata", "issue de", "Labo LASIRE-X", "2021"],
                ["MégaGroupe", "client de", "Orbitalys", "2023"],
            ],
        },
    )
    assert run("import", path, "--yes").exit_code == 0
    ties = read_folder(tmp_path / "annuaire")["ties"].values()
    said = {(t["kind"], t["from"], t["to"]) for t in ties}
    assert said == {
        ("Investment", "annuaire-fonds-nordic-seed", "annuaire-orbitalys"),
        ("PublicFunding", "annuaire-ville-de-lens", "annuaire-cosmodata"),
        ("Loan", "annuaire-banque-du-nord", "annuaire-orbitalys"),
        ("Incubation", "annuaire-incub-hauts", "annuaire-orbitalys"),
        ("SpinOff", "annuaire-labo-lasire-x", "annuaire-cosmodata"),
        ("Partnership", "annuaire-megagroupe", "annuaire-orbitalys"),
    }


@pytest.mark.parametrize(
    "entry",
    [
        '[words.tie]\n"partenaire" = "StartUp"',
        '[words.kind]\n"Fonds" = "Zorglub"',
        '[new]\nGamma = "Incubation"',
        '[dates]\nDate = "ydm"',
        '[sheets.Liens]\nshape = "stars"',
        '[sheets.Liens.columns]\nDe = "whence"',
    ],
)
def test_a_mapping_that_states_no_term_is_a_fault(entry: str, workbook: Path) -> None:
    beside(workbook).write_text(entry + "\n", "utf-8")
    found = run("import", workbook, "--yes")
    assert found.exit_code == 2
    assert beside(workbook).name in found.stderr
    assert not workbook.with_suffix("").exists()


@pytest.mark.parametrize(
    ("code", "text"),
    [("new-actor", "Incubation"), ("word", "StartUp"), ("word-guess", "StartUp")],
)
def test_an_answer_that_is_no_term_of_the_question_is_refused(
    code: str, text: str, workbook: Path
) -> None:
    about = {"new-actor": "new"}.get(code, "words.tie")
    doubt = Doubt("Liens", 4, "Lien", "Gamma", code, "Partnership", about)
    reading = Reading()
    if about == "new":  # the name of another actor
        answer(reading, doubt, text)
        assert (reading.new, reading.names) == ({}, {"Gamma": text})
        return
    with pytest.raises(ValueError, match=text):
        answer(reading, doubt, text)
    answer(reading, doubt, "<Incubation")
    assert reading.words == {"tie": {"Gamma": "<Incubation"}}
