"""What changed between two builds: each change is listed once, as what it is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from click.testing import CliRunner

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import main
from frenchtech_graph.findings.changes.actor_changes import Matching, actor_changes, matched
from frenchtech_graph.findings.changes.differences import Differences
from frenchtech_graph.findings.changes.finding_changes import cells_of, gap_changes, hub_changes
from frenchtech_graph.findings.changes.tie_changes import tie_changes

MINI = Path(__file__).parents[1] / "fixtures" / "mini"
Edit = Callable[[str], str]


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> tuple[EcosystemGraph, EcosystemGraph]:
    """Two builds of a small graph, the second after some edits of its tables."""
    folder = tmp_path_factory.mktemp("edited")
    tables = folder / "mini"
    shutil.copytree(MINI, tables)
    before = EcosystemGraph.build(tables, out=folder / "before")
    edits: dict[str, Edit] = {
        "actors.csv": lambda t: (
            t.replace("Beffroi Gestion", "Beffroi <b>Capital</b>").replace(
                "La Filature des idées,,,,59350", "La Filature des idées,,,,59512"
            )
            + "atelier,StartUp,L'Atelier,,,,59350,,,press-2,mini-90,\n"
            + "zoe,Person,Zoé Cachée,,,,,,,press-2,mini-92,\n"
        ),
        "events.csv": lambda t: t.replace("2500000", "3000000"),
        "ties.csv": lambda t: (
            "".join(
                line for line in t.splitlines(keepends=True) if not line.startswith("Supervision")
            )
            + "Incubation,filature,atelier,,2020,,,,,,press-2,mini-91,\n"
            + "Founding,zoe,atelier,,2020,,,,,,press-2,mini-92,\n"
        ),
    }
    for name, edit in edits.items():
        file = tables / name
        file.write_text(edit(file.read_text(encoding="utf-8")), encoding="utf-8")
    return before, EcosystemGraph.build(tables, out=folder / "after")


@pytest.fixture(scope="module")
def found(edited: tuple[EcosystemGraph, EcosystemGraph]) -> Differences:
    return edited[0].diff(edited[1].folder)


def rows(table: pd.DataFrame, *columns: str) -> set[tuple[object, ...]]:
    return set(table[list(columns)].itertuples(index=False, name=None))


def test_each_edit_of_an_actor_is_one_change(found: Differences) -> None:
    assert rows(found.actors, "change", "label", "attribute", "before", "after") == {
        ("new", "L'Atelier", "", None, None),
        ("new", "Zoé Cachée", "", None, None),
        ("changed", "Beffroi Gestion", "label", "Beffroi Gestion", "Beffroi <b>Capital</b>"),
        ("changed", "La Filature des idées", "place_label", "Lille", "Roubaix"),
        ("changed", "Laboratoire d'optique", "place_label", "Lille", None),
        ("changed", "Laboratoire d'optique", "region", "32", None),
    }  # the laboratory has lost the supervisor whose place it had


def test_each_edit_of_a_tie_is_one_change(found: Differences) -> None:
    assert rows(found.ties, "change", "kind", "attribute", "before", "after") == {
        ("new", "Incubation", "", None, None),
        ("new", "Founding", "", None, None),
        ("gone", "Supervision", "", None, None),
        ("changed", "FundingRound", "amount_eur", 2_500_000.0, 3_000_000.0),
    }
    new = set(found.ties[found.ties["change"] == "new"]["actors"])
    assert new == {("L'Atelier", "La Filature des idées"), ("L'Atelier", "Zoé Cachée")}
    assert found.counts["ties"] == {"new": 2, "gone": 1, "changed": 1}


def test_backwards_what_was_new_is_gone(
    edited: tuple[EcosystemGraph, EcosystemGraph], found: Differences
) -> None:
    back = edited[1].diff(edited[0])
    swapped = {"new": "gone", "gone": "new", "changed": "changed"}
    for name in ("actors", "ties"):
        forth = {swapped[change]: n for change, n in found.counts[name].items()}
        assert back.counts[name] == forth
    assert edited[0].diff(edited[0]).empty


def network(*actors: str) -> nx.Graph[str]:
    made: nx.Graph[str] = nx.Graph()
    made.add_node("tie", mode="event", kind="Partnership")
    for actor in actors:
        made.add_node(actor, mode="actor", label="X", kind="Company")
        made.add_edge("tie", actor, role="partner")
    return made


@pytest.mark.parametrize(
    ("actors", "records", "changes"),
    [
        ("ac", {"1": "a", "2": "c"}, {("address", "b", "c")}),
        ("ac", {"1": "a", "2": "a", "3": "c"}, {("merged", "b", "a"), ("new", "c", None)}),
        ("abc", {"1": "a", "2": "b", "0": "c"}, {("split", "c", "a")}),
        ("ac", {"1": "a"}, {("gone", "b", None), ("new", "c", None)}),
    ],
)
def test_an_actor_is_followed_by_its_records(
    actors: str, records: dict[str, str], changes: set[tuple[object, ...]]
) -> None:
    before, after = network("a", "b"), network(*actors)
    was = {"0": "a", "1": "a", "2": "b"}
    found = matched(before, after, (lambda: was, lambda: records))
    assert rows(actor_changes(found), "change", "iri", "other") == changes


def test_a_tie_of_an_actor_under_a_new_address_is_the_same() -> None:
    before, after = network("a", "b"), nx.relabel_nodes(network("a", "c"), {"tie": "tie-2"})
    found = matched(before, after, (lambda: {"1": "b"}, lambda: {"1": "c"}))
    assert tie_changes(before, after, found).empty


def ranks(**places: tuple[float, float, float, bool]) -> pd.DataFrame:
    columns = ("rank", "rank_low", "rank_high", "hub")
    made = [
        {"iri": iri, "label": iri.upper(), "events": 5} | dict(zip(columns, place, strict=True))
        for iri, place in places.items()
    ]
    return pd.DataFrame(made)


def test_a_hub_moves_only_beyond_its_interval() -> None:
    before = ranks(a=(1, 1, 2, True), b=(2, 1, 3, True), c=(3, 2, 5, False), d=(4, 4, 4, False))
    after = ranks(a=(3, 3, 4, True), b=(1, 1, 2, False), c=(4, 2, 5, False), e=(2, 1, 3, True))
    moved = hub_changes(before, after, Matching({}, {}, {}, {}))
    assert rows(moved, "change", "iri") == {
        ("rank", "a"),
        ("no hub", "b"),
        ("out", "d"),
        ("hub", "e"),
    }
    assert hub_changes(before, before, Matching({}, {}, {}, {})).empty


def test_gaps_are_compared_by_grade() -> None:
    def table(*grades: str) -> pd.DataFrame:
        groups = [f"g{n}" for n in range(len(grades))]
        counts = {"observed": 1.0, "expected": 9.0}
        return pd.DataFrame(
            [
                {"row_group": "talent", "column_group": g, "grade": grade, **counts}
                for g, grade in zip(groups, grades, strict=True)
            ]
        )

    pair = ("pillar", "pillar")
    before, after = (
        cells_of({pair: table(*grades)}, lambda _: {"talent": {"fr": "Talent", "en": "Talent"}})
        for grades in (
            ("solid", "no gap", "cannot tell", "probable"),
            ("no gap", "probable", "no gap", "probable"),
        )
    )
    assert rows(gap_changes(before, after), "change", "gap_en") == {
        ("closed", "Talent – g0"),
        ("opened", "Talent – g1"),
        ("grade", "Talent – g2"),
    }


def test_the_command_prints_text_and_json_and_writes_a_page_that_nothing_breaks(
    edited: tuple[EcosystemGraph, EcosystemGraph], found: Differences, tmp_path: Path
) -> None:
    folders = [str(graph.folder) for graph in edited]
    run = CliRunner().invoke
    said = run(main, ["diff", *folders, "--lang", "en"], catch_exceptions=False).stdout
    assert "Actors: 2 new, 3 changed" in said
    assert "  La Filature des idées, place: Lille → Roubaix" in said
    read = json.loads(run(main, ["diff", *folders, "--json"], catch_exceptions=False).stdout)
    assert read["counts"] == found.counts
    assert {r["label"] for r in read["actors"]} == set(found.actors["label"])
    page = tmp_path / "changes.html"
    run(main, ["diff", *folders, "--lang", "fr", "-o", str(page)], catch_exceptions=False)
    html = page.read_text(encoding="utf-8")
    assert "Beffroi &lt;b&gt;Capital&lt;/b&gt;" in html
    assert "<b>" not in html
    assert "Acteurs : 2 nouveaux, 3 modifiés" in html


def test_persons_left_out_are_in_no_change(
    edited: tuple[EcosystemGraph, EcosystemGraph],
) -> None:
    whole = edited[0]
    assert "Cachée" in whole.diff(edited[1]).as_json()
    assert "Cachée" not in whole.diff(edited[1], persons=False).as_json()


def test_a_folder_without_a_graph_is_named(
    edited: tuple[EcosystemGraph, EcosystemGraph], tmp_path: Path
) -> None:
    ran = CliRunner().invoke(main, ["diff", str(edited[0].folder), str(tmp_path / "none")])
    assert ran.exit_code == 2
    assert str(tmp_path / "none") in ran.stderr
