"""The registers that the package ships: what they hold, what they leave out, and what replaces them."""

import gzip
import hashlib
import json
import re
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from frenchtech_graph.cli.sources import _say_changes, sources_command
from frenchtech_graph.ingest import reduction, shipped, snapshots
from frenchtech_graph.ingest.changes import changes
from frenchtech_graph.ingest.framework.mapping import load
from frenchtech_graph.ingest.framework.registry import connectors
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.pipeline import datasets

NAMES = list(shipped.about())
OPEN = ("etalab.gouv.fr", "creativecommons.org/publicdomain")


def text(name: str) -> str:
    return gzip.decompress(
        (shipped.folder() / shipped.manifest()[name]["file"]).read_bytes()
    ).decode()


def of_ship(name: str) -> Snapshot:
    found = shipped.snapshot(name)
    assert found is not None
    return found


def test_they_are_small_and_what_the_manifest_says() -> None:
    assert set(shipped.manifest()) == set(NAMES)
    for stated in shipped.manifest().values():
        content = (shipped.folder() / stated["file"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (
            stated["bytes"],
            stated["sha256"],
        )
    assert sum(m["bytes"] for m in shipped.manifest().values()) < 2_300_000


@pytest.mark.parametrize("name", NAMES)
def test_each_states_its_licence_attribution_address_and_day(name: str) -> None:
    stated = shipped.about()[name]
    assert all(stated[f] for f in ("title", "publisher", "attribution", "obtained", "left_out"))
    assert stated["address"].startswith("https://")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", stated["as_of"])
    # Of Next40 only names, years and tiers are here, as facts of a public announcement.
    assert any(word in stated["licence"] for word in OPEN) or name == "next40"
    assert stated["licence"] == connectors()[name].licence


@pytest.mark.parametrize("name", NAMES)
def test_each_is_read_offline_as_its_connector_reads_any_file(name: str) -> None:
    dataset = connectors()[name].read(of_ship(name))
    assert dataset.notes == shipped.manifest()[name]["rows"]
    assert dataset.issued == shipped.about()[name]["as_of"]
    assert not any("Person" in a.kinds for a in dataset.actors)


@pytest.mark.parametrize("name", [n for n in NAMES if n != "ror"])
def test_nothing_withheld_is_in_them(name: str) -> None:
    mapping, header = load(name), text(name).split("\n", 1)[0].split(",")
    withheld = {h for f in mapping.fields if f.name in mapping.withheld for h in f.headers}
    assert not withheld & set(header)
    assert not mapping.ignored & {h.casefold() for h in header}


@pytest.mark.parametrize("name", NAMES)
def test_no_contact_detail_is_in_them(name: str) -> None:
    assert re.findall(r"[\w.+-]+@[\w-]+\.[a-z]{2,}\b", text(name)) == []
    assert "linkedin.com/in/" not in text(name)


def test_names_years_and_tiers_are_all_that_is_shipped_of_next40() -> None:
    assert text("next40").split("\n", 1)[0] == "year,tier,name"


def test_a_build_finds_the_shipped_copy_where_nothing_was_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRENCHTECH_CACHE", str(tmp_path))
    name, found = datasets.stated_source("iphd")
    assert isinstance(found, Snapshot) and shipped.is_shipped(found)
    (dataset,) = datasets.read_sources([name], ())
    assert dataset.notes == 234
    assert datasets.stated_source("gleif") == ("gleif", None)


def lines() -> list[str]:
    return text("iphd").splitlines()


def fetched(tmp_path: Path, day: str) -> Snapshot:
    file = tmp_path / "draft.csv"
    file.write_text("\n".join([*lines()[:-1], ""]), encoding="utf-8")
    now = datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp()
    return snapshots.keep(file, "iphd", url="https://example.org/", licence="x", now=now,
                          headers={}, cache=tmp_path)  # fmt: skip


@pytest.mark.parametrize(("day", "wins"), [("2026-11-29", True), ("2020-01-01", False)])
def test_a_newer_copy_of_the_users_replaces_the_shipped_one_and_an_older_does_not(
    tmp_path: Path, day: str, wins: bool
) -> None:
    own = fetched(tmp_path, day)
    found = shipped.newest("iphd", tmp_path)
    assert found is not None
    assert (found == own) is wins
    assert shipped.is_shipped(found) is not wins


def test_what_changed_since_the_copy_before_is_counted(tmp_path: Path) -> None:
    """The newer copy lacks the last laureate: its project goes, and bodies that only it names."""
    before = connectors()["iphd"].read(of_ship("iphd"))
    after = connectors()["iphd"].read(fetched(tmp_path, "2026-11-29"))
    found = {c.table: c for c in changes(before, after)}
    gone = {a.id for a in before.actors} - {a.id for a in after.actors}
    assert (found["events"].new, found["events"].gone, found["events"].changed) == (0, 1, 0)
    assert (found["actors"].new, found["actors"].gone) == (0, len(gone))
    assert found["ties"].gone >= 2
    assert all(c.new == c.gone == c.changed == 0 for c in changes(before, before))
    back = {c.table: c for c in changes(after, before)}
    assert back["events"].new == 1
    assert back["events"].sentence("fr").startswith("événements : 1 en plus")


def test_a_fetch_says_what_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = fetched(tmp_path, "2026-11-29")
    _say_changes(connectors()["iphd"], of_ship("iphd"), own, "en")
    assert "compared with the copy of 2026-05-04" in capsys.readouterr().out
    _say_changes(connectors()["iphd"], own, own, "fr")
    assert "inchangée depuis le 2026-11-29" in capsys.readouterr().out


def test_sources_tell_the_age_and_whether_a_copy_is_the_shipped_one(tmp_path: Path) -> None:
    fetched(tmp_path, "2026-11-29")
    result = CliRunner().invoke(
        sources_command, ["--cache", str(tmp_path), "--json", "--lang", "en"]
    )
    listed = {row["name"]: row for row in json.loads(result.output)}
    assert (listed["iphd"]["copy"], listed["iphd"]["last snapshot"]) == ("fetched", "2026-11-29")
    assert (listed["rnsr"]["copy"], listed["rnsr"]["last snapshot"]) == ("shipped", "2022-02-11")
    assert "year" in listed["rnsr"]["age"]
    assert listed["gleif"]["copy"] == listed["gleif"]["age"] == ""


@pytest.mark.parametrize("name", NAMES)
def test_the_script_makes_them_from_the_originals(shared: Path, name: str) -> None:
    made, rows = reduction.reduced(name, shared / "data" / "raw" / shipped.about()[name]["origin"])
    assert made == text(name)
    assert rows == shipped.manifest()[name]["rows"]
    assert reduction.packed(made) == reduction.packed(made)


@pytest.mark.parametrize("name", [n for n in NAMES if n not in ("next40", "ilab")])
def test_a_reduced_register_gives_the_records_of_its_original(shared: Path, name: str) -> None:
    original = connectors()[name].read(shared / "data" / "raw" / shipped.about()[name]["origin"])
    reduced = connectors()[name].read(of_ship(name))
    assert reduced.actors == original.actors  # with the same digests of names that texts say
    assert reduced.events == original.events
    assert reduced.observations == original.observations
    assert [(t.kind, t.origin, t.target, t.start, t.role) for t in reduced.ties] == [
        (t.kind, t.origin, t.target, t.start, t.role) for t in original.ties]  # fmt: skip


def test_i_lab_gives_the_same_clues_and_no_name_of_a_laureate(shared: Path) -> None:
    original = connectors()["ilab"].read(
        shared / "data" / "raw" / shipped.about()["ilab"]["origin"]
    )
    reduced = connectors()["ilab"].read(of_ship("ilab"))
    assert [(a.id, a.mentions, a.identifiers, a.place) for a in reduced.actors] == [
        (a.id, a.mentions, a.identifiers, a.place) for a in original.actors]  # fmt: skip
    other = [
        (a.names, b.names)
        for a, b in zip(original.actors, reduced.actors, strict=True)
        if a.names != b.names
    ]
    assert len(other) == 2  # firms noted by the name of their laureate
    assert all(now["fr"].startswith("SIREN ") for _, now in other)
