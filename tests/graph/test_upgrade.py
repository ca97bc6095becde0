"""Tables, decisions and links of an older version are carried over: rows of commit 3e8eb7e."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import main
from frenchtech_graph.identity.decisions import read_stated
from frenchtech_graph.ingest.tables.reading import read_dataset
from frenchtech_graph.io.errors import BilingualError

ROOT = Path(__file__).parents[2]
OLD = ROOT / "tests" / "fixtures" / "upgrade"
COMMIT = "3e8eb7e"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copytree(OLD, tmp_path / "old"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def filled(path: Path) -> list[dict[str, str]]:
    return [{c: v for c, v in row.items() if v} for row in rows(path)]


def test_old_tables_get_the_columns_of_today_and_lose_nothing(old: Path) -> None:
    before = {p.name: filled(p) for p in (old / "lille").glob("*.csv")}
    done = EcosystemGraph.upgrade([old / "lille", old / "decisions.csv"], write=True)
    assert {f.path.name for f in done} == {
        "events.csv",
        "observations.csv",
        "sources.csv",
        "ties.csv",
    }
    assert {p.name: filled(p) for p in (old / "lille").glob("*.csv")} == before
    assert {"label_class", "announced"} <= set(rows(old / "lille" / "ties.csv")[0])
    assert len(read_dataset(old / "lille").ties) == len(before["ties.csv"])
    assert len(read_stated(old / "decisions.csv")) == 3
    assert EcosystemGraph.upgrade([old / "lille", old / "decisions.csv"]) == []


def test_without_write_nothing_is_written(old: Path) -> None:
    before = {p: p.read_bytes() for p in old.rglob("*.*")}
    assert EcosystemGraph.upgrade([old / "lille"])
    assert {p: p.read_bytes() for p in old.rglob("*.*")} == before


def test_a_label_of_the_package_gets_its_key_and_class_of_today(tmp_path: Path) -> None:
    table = tmp_path / "ties.csv"
    table.write_text(
        "kind;from;to;start;source;mine\n"
        "LabelAward;firm;french-tech-120;2021;page;x\n"
        "LabelAward;firm;pole-de-competitivite-2019-2022;2019;page;\n"
        "LabelAward;firm;metropole-french-tech;2015;page;\n",
        encoding="utf-8",
    )
    EcosystemGraph.upgrade([table], write=True)
    found = [(r["to"], r["label_class"], r["start"], r["mine"]) for r in rows(table)]
    assert found == [
        ("next40-120", "french-tech-120", "2021", "x"),
        ("pole-de-competitivite", "", "2019", ""),
        ("metropole-french-tech", "", "2015", ""),
    ]


def test_what_a_table_defines_itself_keeps_its_key(old: Path) -> None:
    EcosystemGraph.upgrade([old / "lille"], write=True)
    held = {r["to"] for r in rows(old / "lille" / "ties.csv") if r["kind"] == "LabelAward"}
    assert "pole-de-competitivite-2023-2026" in held


def test_saved_links_lead_to_the_addresses_of_today(old: Path, tmp_path: Path) -> None:
    page, query = tmp_path / "links.md", tmp_path / "mine.rq"
    base = "https://w3id.org/fte"
    page.write_text(
        f"[a]({base}/id/event/metropole-french-tech?lang=fr), http://x.example/id/event/next40.\n"
        f"{base}/id/event/exotec-2016 {base}/id/actor/feder {base}/id/event/nobody-knows\n",
        encoding="utf-8",
    )
    query.write_text(
        f"PREFIX event: <{base}/id/event/>\nASK {{ ?t ?p event:i-lab , event:exotec-2016 }}\n",
        encoding="utf-8",
    )
    EcosystemGraph.upgrade([page, query], write=True)
    assert page.read_text(encoding="utf-8") == (
        f"[a]({base}/id/label/metropole-french-tech?lang=fr), http://x.example/id/label/next40-120.\n"
        f"{base}/id/event/exotec-2016 {base}/id/programme/feder {base}/id/event/nobody-knows\n"
    )
    assert query.read_text(encoding="utf-8") == (
        f"PREFIX event: <{base}/id/event/>\n"
        f"ASK {{ ?t ?p <{base}/id/programme/i-lab> , event:exotec-2016 }}\n"
    )


def test_a_decision_on_what_is_no_actor_any_more_is_left_out_and_told(old: Path) -> None:
    file = old / "decisions.csv"
    with file.open("a", encoding="utf-8") as more:
        more.write("feder,region-hauts-de-france,different,A fund of the Union,2026-11-23\n")
    told = CliRunner().invoke(main, ["upgrade", str(file), "--write", "--json"])
    assert told.exit_code == 0, told.output
    [change] = json.loads(told.stdout)
    assert (change["what"], change["line"]) == ("decision", 5)
    assert [d.one for d in read_stated(file)] == [
        "caisse-d-epargne",
        "eurasante",
        "french-tech-hauts-de-france-sud",
    ]


def test_what_is_not_there_or_no_text_is_one_line_and_code_2(tmp_path: Path) -> None:
    damaged = tmp_path / "x.csv"
    damaged.write_bytes(b"id,source\n\xff\xfe\x00,\x80\n")
    for path in (damaged, tmp_path / "nothing.csv"):
        with pytest.raises(BilingualError):
            EcosystemGraph.upgrade([path])
        told = CliRunner().invoke(main, ["upgrade", str(path), "--lang", "en"])
        assert told.exit_code == 2


def test_the_tables_and_decisions_of_the_old_commit_are_carried_over(tmp_path: Path) -> None:
    asked = subprocess.run(
        ["git", "archive", COMMIT, "data/lille", "data/labels", "data/identity/decisions.csv"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if asked.returncode:
        pytest.skip("the commit is not in this copy of the project")
    subprocess.run(["tar", "-x", "-C", str(tmp_path)], input=asked.stdout, check=True)
    folders = [tmp_path / "data" / name for name in ("lille", "labels")]
    before = {p: filled(p) for folder in folders for p in folder.glob("*.csv")}
    decisions = tmp_path / "data" / "identity" / "decisions.csv"
    assert EcosystemGraph.upgrade([*folders, decisions], write=True)
    assert {p: filled(p) for folder in folders for p in folder.glob("*.csv")} == before
    assert EcosystemGraph.validate(*folders)["ties"] == 725
    assert len(read_stated(decisions)) == 3
