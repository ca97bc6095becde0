"""Decisions are constraints: whatever people decide, in whatever order, nothing is overruled and no number lost."""

import random
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from frenchtech_graph.cli import main
from frenchtech_graph.cli.build import build_command
from frenchtech_graph.graph.build import build
from frenchtech_graph.graph.built_files import QUADS
from frenchtech_graph.identity import Decision, Resolution, resolve
from frenchtech_graph.identity.decisions import decision, write_decisions
from frenchtech_graph.io.faults import FaultsError
from frenchtech_graph.model.records import Dataset, Source
from tests.support.identity_actors import actor, dataset, siren

LILLE = "59350"
NAMES = (
    "Zorbix Neurodynamics",
    "Zorbix Neurodynamics SAS",
    "Quasar",
    "Quasar Bio",
    "Boralis",
    "Canopée",
)
IDS = "abcdef"
PAIRS = tuple(combinations(IDS, 2))

numbers = st.lists(st.integers(0, 3), min_size=len(IDS), max_size=len(IDS))
verdicts = st.dictionaries(
    st.sampled_from(PAIRS), st.sampled_from(["same", "different"]), max_size=9
)


def tables(held: list[int]) -> list[Dataset]:
    """Return a data set for each actor; 0 stands for no number, so that numbers are shared, differ or lack."""
    actors = [
        actor(i, name, place=LILLE, identifiers={"siren": siren(n)} if n else {})
        for i, name, n in zip(IDS, NAMES, held, strict=True)
    ]
    return [dataset(f"set-{a.id}", a) for a in actors]


def decided(stated: dict[tuple[str, str], str]) -> list[Decision]:
    return [decision(*pair, verdict, "why", "2026-11-29") for pair, verdict in stated.items()]


def chained(stated: dict[tuple[str, str], str]) -> list[set[str]]:
    """Return the groups that "same" makes, by a way of its own."""
    groups = [{i} for i in IDS]
    for (one, other), verdict in stated.items():
        if verdict == "same":
            joined = [g for g in groups if {one, other} & g]
            groups = [g for g in groups if g not in joined] + [set().union(*joined)]
    return groups


def outcome(found: list[Dataset], decisions: list[Decision]) -> Resolution | list[str]:
    try:
        return resolve(found, decisions)
    except FaultsError as error:
        return sorted(f"{f.code} {f.value}" for f in error.faults)


@settings(max_examples=150, deadline=None)
@given(numbers, verdicts, st.randoms(use_true_random=False))
def test_no_different_is_overruled_no_number_lost_and_order_is_nothing(
    held: list[int], stated: dict[tuple[str, str], str], order: random.Random
) -> None:
    found, decisions = tables(held), decided(stated)
    result = outcome(found, decisions)
    order.shuffle(decisions)
    assert outcome(found, decisions) == result
    number = dict(zip(IDS, held, strict=True))
    groups = chained(stated)
    overruled = any(v == "different" and any({*p} <= g for g in groups) for p, v in stated.items())
    lost = any(len({number[i] for i in g} - {0}) > 1 for g in groups)
    assert isinstance(result, list) == (overruled or lost)
    if isinstance(result, Resolution):
        for (one, other), verdict in stated.items():
            assert (result.same(one) == result.same(other)) >= (verdict == "same")
            assert verdict == "same" or result.same(one) != result.same(other)
        for i in IDS:
            assert len({number[j] for j in IDS if result.same(j) == result.same(i)} - {0}) <= 1


def test_the_fault_names_the_rows_of_the_chain(tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    write_decisions(
        decided({("a", "b"): "same", ("a", "c"): "different", ("b", "c"): "same"}), file
    )
    done = CliRunner().invoke(
        main, ["identity", "review", "lille", "--decisions", str(file), "--lang", "en"]
    )
    assert done.exit_code == 2
    for words in (
        "decisions.csv:3:verdict",
        "a = b (decisions.csv, row 2)",
        "b = c (decisions.csv, row 4)",
    ):
        assert words in done.output.replace("\n", "")


def test_decide_refuses_what_contradicts_the_table_and_undo_mends_it(tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    write_decisions(decided({("a", "b"): "same", ("b", "c"): "same"}), file)
    before = file.read_bytes()

    def run(*arguments: str) -> int:
        return (
            CliRunner().invoke(main, ["identity", *arguments, "--decisions", str(file)]).exit_code
        )

    assert run("decide", "c", "a", "--different", "--reason", "two trades") == 2
    assert file.read_bytes() == before
    write_decisions(
        decided({("a", "b"): "same", ("a", "c"): "different", ("b", "c"): "same"}), file
    )
    assert run("undo", "b", "c") == 0
    assert run("decide", "d", "a", "--same", "--reason", "one founder") == 0


def test_a_build_writes_nothing_where_decisions_contradict_each_other(tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    write_decisions(
        decided({("a", "b"): "same", ("a", "c"): "different", ("b", "c"): "same"}), file
    )
    out = tmp_path / "out"
    done = CliRunner().invoke(build_command, ["lille", "--out", str(out), "--decisions", str(file)])
    assert done.exit_code == 2
    assert not out.exists()


def test_two_data_sets_that_give_one_id_two_numbers_are_a_fault() -> None:
    both = [
        dataset(f"set-{n}", actor("a", "Zorbix", identifiers={"siren": siren(n)})) for n in (1, 2)
    ]
    with pytest.raises(FaultsError) as caught:
        resolve(both)
    (fault,) = caught.value.faults
    assert (fault.file, fault.column, fault.value) == ("set-2", "siren", siren(2))
    assert all(siren(1) in fault.expectation(lang) for lang in ("fr", "en"))


def test_of_several_codes_of_one_school_none_is_lost(tmp_path: Path) -> None:
    """A school has a UAI for each site: both stand in the graph."""
    one = actor(
        "a", "École Zéphyr", "GraduateSchool", identifiers={"siren": siren(1), "uai": "0593560Z"}
    )
    other = actor(
        "b", "École Zéphyr", "GraduateSchool", identifiers={"siren": siren(1), "uai": "0592968F"}
    )
    page = Source("page", "https://example.org/page", "Example", "2026-11-29")
    sets = [replace(dataset(key, a), sources=(page,)) for key, a in (("x", one), ("y", other))]
    found = resolve(sets)
    assert found.canonical == {"b": "a"}
    build(sets, tmp_path, canonical=found.canonical)
    quads = next(tmp_path.rglob(QUADS)).read_text(encoding="utf-8")
    consolidated = [q for q in quads.splitlines() if "/actor/a> " in q and "uai" in q and '"' in q]
    assert {q.split('"')[1] for q in consolidated} >= {"0593560Z", "0592968F"}
