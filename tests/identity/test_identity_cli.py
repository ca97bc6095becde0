"""Undecided pairs on the terminal and in a spreadsheet; decisions made and taken back."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from frenchtech_graph.cli import main
from frenchtech_graph.cli.build import build_command
from frenchtech_graph.identity import decisions, resolve
from frenchtech_graph.identity.decisions import read_decisions
from frenchtech_graph.identity.review import COLUMNS, read_table, rows, write_table
from frenchtech_graph.io.faults import FaultsError
from frenchtech_graph.pipeline import datasets as tables
from tests.support.identity_actors import actor, dataset
from tests.support.one_firm import SOURCES, firm_under_names

ACTORS = "id,kind,name,place,source\n{id},StartUp,{name},{place},page\n"


def run(*arguments: str) -> Result:
    command = ["identity", *arguments, "--lang", "en"]
    return CliRunner().invoke(main, command, terminal_width=200)


@pytest.fixture
def inputs(tmp_path: Path) -> list[str]:
    """Return two folders of tables with a firm of the same short name each."""
    folders = []
    for key, place in (("north", "59350"), ("west", "44109")):
        folder = tmp_path / key
        folder.mkdir()
        (folder / "sources.csv").write_text(SOURCES, encoding="utf-8")
        row = ACTORS.format(id=f"canopee-{key}", name="Canopée", place=place)
        (folder / "actors.csv").write_text(row, encoding="utf-8")
        folders.append(str(folder))
    return folders


def test_review_shows_both_sides_and_what_speaks_for_them(
    inputs: list[str], tmp_path: Path
) -> None:
    shown = run("review", *inputs, "--decisions", str(tmp_path / "d.csv"))
    assert shown.exit_code == 0, shown.output
    for words in (
        "canopee-north",
        "canopee-west",
        "Lille",
        "Nantes",
        "name same, firm",
        "other region",
    ):
        assert words in shown.output


SAVED_AS = [
    (";", "utf-8-sig", "même"),
    (";", "cp1252", "Same"),
    ("\t", "utf-16", "SAME"),
    (",", "utf-8", "same"),
]


@pytest.mark.parametrize(("delimiter", "encoding", "verdict"), SAVED_AS)
def test_from_review_to_decision_and_back_through_a_spreadsheet(
    inputs: list[str], tmp_path: Path, delimiter: str, encoding: str, verdict: str
) -> None:
    to_decide, file = tmp_path / "to-decide.csv", tmp_path / "decisions.csv"
    assert run("review", *inputs, "--decisions", str(file), "--csv", str(to_decide)).exit_code == 0
    with to_decide.open(encoding="utf-8-sig", newline="") as opened:
        (row,) = csv.DictReader(opened)
    row |= {"verdict": verdict, "reason": "déménagé en 2020"}
    with to_decide.open("w", encoding=encoding, newline="") as opened:  # as spreadsheets save it
        writer = csv.DictWriter(opened, COLUMNS, delimiter=delimiter)
        writer.writeheader()
        writer.writerow(row)
    assert run("decide", "--from", str(to_decide), "--decisions", str(file)).exit_code == 0
    assert [d.reason for d in read_decisions(file)] == ["déménagé en 2020"]
    read = tables.read_all(tables.locate(inputs))
    assert resolve(read, read_decisions(file)).canonical == {"canopee-west": "canopee-north"}
    assert "No pair to decide" in run("review", *inputs, "--decisions", str(file)).output
    assert run("undo", "canopee-west", "canopee-north", "--decisions", str(file)).exit_code == 0
    assert resolve(read, read_decisions(file)).canonical == {}


def test_decisions_of_an_installed_package_are_the_users_own_and_go_before_those_that_ship(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "is_checkout", lambda: False)
    monkeypatch.delenv("FRENCHTECH_DECISIONS", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    shipped, before = (
        read_decisions(decisions.shipped_decisions()),
        decisions.shipped_decisions().read_bytes(),
    )
    assert (
        run("decide", shipped[0].one, shipped[0].other, "--same", "--reason", "one bank").exit_code
        == 0
    )
    assert decisions.shipped_decisions().read_bytes() == before
    assert {
        d.verdict
        for d in read_decisions()
        if (d.one, d.other) == (shipped[0].one, shipped[0].other)
    } == {"same"}
    assert run("undo", shipped[0].one, shipped[0].other).exit_code == 0
    assert read_decisions() == shipped


def test_build_goes_by_a_table_of_decisions(inputs: list[str], tmp_path: Path) -> None:
    def quads(name: str) -> bytes:
        done = CliRunner().invoke(
            build_command,
            [*inputs, "--out", str(tmp_path / name), "--decisions", str(tmp_path / "d.csv")],
        )
        assert done.exit_code == 0, done.output
        return next((tmp_path / name).rglob("*.nq")).read_bytes()

    apart = quads("apart")
    options = ("--decisions", str(tmp_path / "d.csv"))
    assert (
        run(
            "decide", "canopee-north", "canopee-west", "--same", "--reason", "moved", *options
        ).exit_code
        == 0
    )
    assert quads("joined") != apart
    assert run("undo", "canopee-north", "canopee-west", *options).exit_code == 0
    assert quads("again") == apart


def test_a_decision_keeps_reason_and_date_and_nobody(tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    done = run(
        "decide", "b", "a", "--different", "--reason", "two trades", "--decisions", str(file)
    )
    assert done.exit_code == 0, done.output
    header, row = file.read_text(encoding="utf-8").splitlines()
    assert header == "one,other,verdict,reason,date"
    assert row.startswith("a,b,different,two trades,20")


@pytest.mark.parametrize(
    "arguments",
    [
        ["decide", "a", "b"],
        ["decide", "a", "b", "--same"],
        ["decide", "a", "a", "--same", "--reason", "x"],
        ["decide", "a", "--same", "--reason", "x"],
        ["undo", "a", "b"],
        ["explain", "nobody", "nothing"],
        ["review", "no-such-folder"],
    ],
)
def test_a_call_at_fault_leaves_with_code_2_and_writes_nothing(
    arguments: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "decisions.csv"
    extra = [] if arguments[0] == "explain" else ["--decisions", str(file)]
    found = run(*arguments, *extra)
    assert found.exit_code == 2
    assert found.output.strip()
    assert "Traceback" not in found.output
    assert not file.exists()


def test_verdicts_that_cannot_be_read_are_all_told(tmp_path: Path) -> None:
    file = tmp_path / "to-decide.csv"
    file.write_text("one,other,verdict,reason\na,b,perhaps,x\nc,d,same,\ne,f,,\n", encoding="utf-8")
    with pytest.raises(FaultsError) as caught:
        read_table(file)
    assert [(f.row, f.column) for f in caught.value.faults] == [(2, "verdict"), (3, "reason")]


def test_hostile_names_cannot_act_in_a_spreadsheet(tmp_path: Path) -> None:
    name = '=KIF("x")'
    two = [dataset("x", actor("a", name)), dataset("y", actor("b", name))]
    found = rows(resolve(two).undecided, two)
    assert found
    write_table(found, tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as opened:
        cells = [c for row in csv.reader(opened) for c in row]
    assert not [c for c in cells if c.startswith(("=", "+", "@"))]


def test_explain_gives_each_piece_of_evidence(inputs: list[str]) -> None:
    shown = run("explain", "canopee-west", "canopee-north", *inputs)
    assert shown.exit_code == 0, shown.output
    assert "other region" in shown.output
    assert "canopee-north / canopee-west: ask" in shown.output


def test_the_riskiest_joins_are_shown_and_split_in_one_command(tmp_path: Path) -> None:
    """What was joined on a site under another name is shown; what has one and the same name is not."""
    names = {"north": "Zorbix Pharma", "west": "Zorbix", "east": "Zorbix"}
    folders = [str(folder) for folder in firm_under_names(tmp_path, names)]
    options = ("--decisions", str(tmp_path / "d.csv"))
    shown = run("review", *folders, "--joins", *options)
    assert shown.exit_code == 0, shown.output
    assert "zorbix-north" in shown.output
    assert "same site, firm" in shown.output
    assert resolve(tables.read_all(tables.locate(folders))).same("zorbix-east") == "zorbix-north"
    assert (
        run("split", "zorbix-north", "zorbix-east", "--reason", "two firms", *options).exit_code
        == 0
    )
    found = resolve(tables.read_all(tables.locate(folders)), read_decisions(tmp_path / "d.csv"))
    assert found.same("zorbix-north") != found.same("zorbix-east")


def test_joins_that_rest_on_little_are_listed_until_they_are_read(tmp_path: Path) -> None:
    names = {"north": "Zorbix Pharma", "west": "Zorbix"}
    folders = [str(folder) for folder in firm_under_names(tmp_path, names)]
    options = ("--decisions", str(tmp_path / "d.csv"))
    mine = ("--list", str(tmp_path / "read.csv"))
    shown = run("risky", *folders, *options, *mine)
    assert shown.exit_code == 0, shown.output
    assert "a part of the name" in shown.output
    assert "1 join with weak evidence" in shown.output
    first = run("review", *folders, *options).output
    assert "frenchtech-graph identity split zorbix-north zorbix-west" in first
    table = tmp_path / "to-read.csv"
    assert run("risky", *folders, *options, *mine, "--csv", str(table)).exit_code == 0
    filled = table.read_text(encoding="utf-8-sig").replace("zorbix-west,,", "zorbix-west,même,")
    table.write_text(filled, encoding="utf-8")
    assert "1 join recorded" in run("risky", "--keep", str(table), *mine).output
    assert "0 joins with weak evidence" in run("risky", *folders, *options, *mine).output
    told = run("risky", *folders, *options, *mine, "--all", "--json")
    assert [row["one"] for row in json.loads(told.output)] == ["zorbix-north"]
    north = tmp_path / "north" / "actors.csv"
    renamed = north.read_text(encoding="utf-8").replace("Zorbix Pharma", "Zorbix Bioscience")
    north.write_text(renamed, encoding="utf-8")
    assert "1 join with weak evidence" in run("risky", *folders, *options, *mine).output


def test_namesakes_of_one_place_are_listed_until_they_are_decided(tmp_path: Path) -> None:
    folders = []
    for key, kind in (("north", "StartUp"), ("west", "FinanceOrganization")):
        folder = tmp_path / key
        folder.mkdir()
        (folder / "sources.csv").write_text(SOURCES, encoding="utf-8")
        row = ACTORS.format(id=f"zephyr-{key}", name="Zéphyr", place="59350")
        row = row.replace("StartUp", kind)
        (folder / "actors.csv").write_text(row, encoding="utf-8")
        folders.append(str(folder))
    options = ("--decisions", str(tmp_path / "d.csv"))
    shown = run("namesakes", *folders, *options)
    assert shown.exit_code == 0, shown.output
    assert "zephyr-north" in shown.output
    assert "1 pair of namesakes" in shown.output
    run("split", "zephyr-north", "zephyr-west", "--reason", "a firm, a fund", *options)
    assert "0 pairs of namesakes" in run("namesakes", *folders, *options).output
    told = run("namesakes", *folders, "--all", *options)
    assert "decided to be two" in told.output
