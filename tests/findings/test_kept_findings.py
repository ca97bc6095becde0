"""Findings kept beside the graph: the same answer as without them, and gone or ignored when
anything differs.
"""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import main
from frenchtech_graph.findings import finding_files
from frenchtech_graph.findings.brokers.brokerage import rank_brokers
from frenchtech_graph.findings.coverage import coverage
from frenchtech_graph.findings.fragility.losses import fragility
from frenchtech_graph.findings.gaps import gap_tables
from frenchtech_graph.findings.hubs.ranking import rank_hubs
from frenchtech_graph.findings.introductions import introduce
from frenchtech_graph.findings.kept import FINDINGS, KeptFindings, data_key
from frenchtech_graph.findings.pathways.transitions import pathways
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.pipeline.fingerprints import digest
from frenchtech_graph.pipeline.rebuild import rebuild

MINI = Path(__file__).parents[1] / "fixtures" / "mini"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    rebuild([str(MINI)], folder / "out")
    return folder / "out"


@pytest.fixture
def out(tmp_path: Path, built: Path) -> Path:
    """Return the folder of a small graph whose tables lie beside it."""
    shutil.copytree(MINI, tmp_path / MINI.name)
    shutil.copytree(built, tmp_path / "out")
    return tmp_path / "out"


def said(*command: str, out: Path) -> str:
    done = CliRunner().invoke(main, [*command, "--out", str(out)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def kept(out: Path) -> dict[str, bytes]:
    folder = out / "graph" / FINDINGS
    return (
        {file.name: file.read_bytes() for file in sorted(folder.iterdir())}
        if folder.is_dir()
        else {}
    )


def asked(network: "nx.Graph[Any]", *, seed: int = 1, top: int = 3) -> pd.DataFrame:
    """Ask the analysis, and count how often that is done."""
    TIMES.append(1)
    return rank_hubs(network, seed=seed, top=top, resamples=5)


TIMES: list[int] = []


@pytest.fixture(autouse=True)
def _not_asked_yet() -> None:
    TIMES.clear()


def test_what_was_found_before_is_taken_and_is_the_same(out: Path) -> None:
    first = {how: said("hubs", *how, out=out) for how in ((), ("--json",), ("--format", "csv"))}
    assert [name.partition("-")[0] for name in kept(out)] == ["rank_hubs"]
    assert {how: said("hubs", *how, out=out) for how in first} == first
    shutil.rmtree(out / "graph" / FINDINGS)
    assert {how: said("hubs", *how, out=out) for how in first} == first


def test_a_map_has_the_same_bytes_with_and_without_kept_findings(out: Path) -> None:
    page = out / "page.html"
    said("map", "-o", str(page), out=out)
    computed = page.read_bytes()
    assert {name.partition("-")[0] for name in kept(out)} == {
        "rank_hubs",
        "gap_tables",
        "introduce",
        "city_gaps",
    }
    before = kept(out)
    said("map", "-o", str(page), out=out)
    assert page.read_bytes() == computed
    assert kept(out) == before


def test_what_a_place_lacks_is_kept_until_a_table_it_reads_changes(
    out: Path, tmp_path: Path
) -> None:
    first = said("gaps", "--where", "Lille", "--json", out=out)
    files = kept(out)
    assert [name.partition("-")[0] for name in files] == ["city_gaps"]
    assert said("gaps", "--where", "Lille", "--json", out=out) == first
    assert kept(out) == files
    shutil.copytree(data_folder() / "masses", tmp_path / "data" / "masses")
    shutil.copytree(data_folder() / "ecosystems", tmp_path / "data" / "ecosystems")
    before = data_key(tmp_path / "data")
    table = next((tmp_path / "data" / "masses").glob("*.csv"))
    table.write_text(table.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert data_key(tmp_path / "data") != before


def test_each_question_is_asked_once_until_seed_or_options_differ(out: Path) -> None:
    network = EcosystemGraph.open(out).network
    for options in ({}, {"seed": 1}, {"top": 3}):  # stated or not, the same
        KeptFindings(out)(asked, network, **options)
    assert len(TIMES) == 1
    KeptFindings(out)(asked, network, seed=2)
    KeptFindings(out)(asked, network, top=4)
    assert len(TIMES) == 3
    part = network.copy()
    part.graph["filters"] = {"since": 2016}
    KeptFindings(out)(asked, part)
    assert len(TIMES) == 4


def test_another_program_finds_anew(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    network = EcosystemGraph.open(out).network
    KeptFindings(out)(asked, network)
    monkeypatch.setattr("frenchtech_graph.findings.kept.findings_key", lambda: "another")
    KeptFindings(out)(asked, network)
    assert len(TIMES) == 2


def test_a_build_that_changes_the_graph_drops_them_and_one_that_does_not_keeps_them(
    out: Path,
) -> None:
    said("hubs", out=out)
    before = kept(out)
    rebuild([str(out.parent / MINI.name)], out)
    assert kept(out) == before
    ties = out.parent / MINI.name / "ties.csv"
    ties.write_text(
        "".join(ties.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8"
    )
    rebuild([str(out.parent / MINI.name)], out)
    assert not kept(out)


def test_nothing_is_taken_or_kept_when_a_build_came_in_between(out: Path) -> None:
    finder, network = KeptFindings(out), EcosystemGraph.open(out).network
    ties = out.parent / MINI.name / "ties.csv"
    ties.write_text(
        "".join(ties.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8"
    )
    rebuild([str(out.parent / MINI.name)], out)
    finder(asked, network)
    finder(asked, network)
    assert len(TIMES) == 2
    assert not kept(out)


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _digit(content: bytes) -> bytes:
    head, _, body = content.partition(b"\n")
    at = next(i for i, sign in enumerate(body) if 49 <= sign <= 56)
    return head + b"\n" + body[:at] + bytes([body[at] + 1]) + body[at + 1 :]


def _well_summed(body: str) -> Callable[[bytes], bytes]:
    return lambda content: f"{content[:64].decode()} {digest(body)}\n{body}".encode()


@pytest.mark.parametrize(
    "damage",
    [
        _cut,
        _digit,
        lambda content: b"",
        lambda content: b"\xff\xfe" + content,
        lambda content: b"0" * 64 + content[64:],  # of another key
        *map(
            _well_summed,
            ("", "[]x", "7", "[7]", '[{"name":null}]', '[{"name":null,"columns":[1],"attrs":{}}]'),
        ),
    ],
)
def test_a_damaged_or_foreign_file_is_ignored_and_replaced(
    out: Path, damage: Callable[[bytes], bytes]
) -> None:
    network = EcosystemGraph.open(out).network
    whole = KeptFindings(out)(asked, network)
    file = next((out / "graph" / FINDINGS).iterdir())
    content = file.read_bytes()
    file.write_bytes(damage(content))
    pd.testing.assert_frame_equal(KeptFindings(out)(asked, network), whole, check_exact=True)
    assert len(TIMES) == 2
    assert file.read_bytes() == content


def test_where_nothing_can_be_written_it_is_computed(out: Path) -> None:
    (out / "graph" / FINDINGS).write_text("no folder")
    network = EcosystemGraph.open(out).network
    for _ in range(2):
        assert len(KeptFindings(out)(asked, network))
    assert len(TIMES) == 2


def test_kept_findings_are_no_rubbish_and_what_a_killed_writer_left_is(out: Path) -> None:
    said("hubs", out=out)
    place = out / "graph" / FINDINGS
    left = place / f".{next(place.iterdir()).name}.999999999.abcdef.new"
    left.write_bytes(b"[")
    told = CliRunner().invoke(main, ["doctor", "--out", str(out)]).output
    assert left.name in told.replace("\n", "")
    CliRunner().invoke(main, ["doctor", "--mend", "--out", str(out)])
    assert [name.partition("-")[0] for name in kept(out)] == ["rank_hubs"]


@pytest.mark.slow
def test_a_kill_at_any_moment_changes_no_answer(out: Path) -> None:
    expected = said("hubs", "--json", out=out)
    rng = random.Random(5)
    for _ in range(4):
        shutil.rmtree(out / "graph" / FINDINGS, ignore_errors=True)
        process = subprocess.Popen(
            [sys.executable, "-m", "frenchtech_graph", "hubs", "--out", str(out)],
            stdout=subprocess.DEVNULL,
        )
        while not kept(out) and process.poll() is None and rng.random() > 0.02:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert said("hubs", "--json", out=out) == expected


CELLS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=4,
)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(CELLS, max_size=5),
    st.lists(st.floats(), max_size=5),
    st.lists(st.none() | st.text(), min_size=5, max_size=5),
    st.dictionaries(st.text(), CELLS, max_size=3),
)
def test_tables_come_back_to_the_bit(
    cells: list[Any], numbers: list[float], texts: list[str | None], attrs: dict[Any, Any]
) -> None:
    rows = min(len(cells), len(numbers))
    mixed = pd.Series(cells[:rows], dtype=object)
    table = pd.DataFrame(
        {"cells": mixed, "numbers": np.array(numbers[:rows]), "n": range(rows), "b": [True] * rows}
    )
    table["texts"] = texts[:rows]  # of the type that this version of pandas has for texts
    table.attrs = attrs
    again = finding_files.loads(finding_files.dumps(table))
    assert isinstance(again, pd.DataFrame)
    assert repr(list(again["cells"])) == repr(list(table["cells"])) and repr(again.attrs) == repr(
        attrs
    )
    assert (
        again["numbers"].to_numpy().tobytes() == table["numbers"].to_numpy().tobytes()
        or table["numbers"].isna().any()
    )
    assert list(again.dtypes) == list(table.dtypes)
    assert repr(list(again["texts"])) == repr(list(table["texts"]))


@pytest.mark.parametrize("cell", [np.float64(1), {1: 2}, {"a"}, pd.Timestamp(2026, 1, 1), b"x"])
def test_what_would_not_come_back_is_not_kept(cell: Any) -> None:
    with pytest.raises(TypeError):
        finding_files.dumps(pd.DataFrame({"cells": pd.Series([cell], dtype=object)}))


def test_every_finding_of_a_report_can_be_kept(lille: EcosystemGraph) -> None:
    network = lille.network
    for find, options in (
        (rank_hubs, {"resamples": 5}),
        (rank_brokers, {"resamples": 5, "null_draws": 0}),
        (gap_tables, {"draws": 3}),
        *((function, {}) for function in (pathways, introduce, fragility, coverage)),
    ):
        found = find(network, **options)  # type: ignore[operator]
        again: Any = finding_files.loads(finding_files.dumps(found))
        pairs = [(again, found)]
        if isinstance(again, dict):
            assert list(again) == list(found)
            pairs = list(zip(again.values(), found.values(), strict=True))
        for same, table in pairs:
            pd.testing.assert_frame_equal(same, table, check_exact=True)
            assert repr(same.attrs) == repr(table.attrs)
