"""Maps without a browser: layout, page model, pages, command."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.cli import main
from frenchtech_graph.cli import maps as command
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.io.swap import write_atomically
from frenchtech_graph.views.map import (
    forces,
    geography,
    inline_map,
    layout,
    map_html,
    projection,
    pyvis_page,
    write_map,
)
from frenchtech_graph.views.map import html_page as page
from frenchtech_graph.views.map.columns import web_address
from frenchtech_graph.views.map.contents import read
from frenchtech_graph.views.map.payload import page_model
from frenchtech_graph.views.map.story import read_story
from tests.support.synthetic import Ecosystem, ecosystem


@pytest.fixture(scope="module")
def made() -> Ecosystem:
    return ecosystem(120)


def two_cliques(size: int) -> Any:
    pairs = [
        (a, b)
        for start in (0, size)
        for a in range(start, start + size)
        for b in range(a + 1, start + size)
    ]
    return np.array([*pairs, (0, size)])


def laid_out(ties: Any, count: int, seed: int = 1) -> Any:
    weights = np.ones(len(ties))
    groups = layout.communities(count, ties, weights, seed)
    return layout.positions(np.full(count, 6.0), ties, weights, groups, seed), groups


def test_communities_stand_apart() -> None:
    places, groups = laid_out(two_cliques(12), 24)
    assert len(set(groups)) == 2
    first, second = places[:12], places[12:]
    within = np.linalg.norm(first - first.mean(axis=0), axis=1).mean()
    between = np.linalg.norm(first.mean(axis=0) - second.mean(axis=0))
    assert between > 2 * within


def test_layout_follows_its_seed() -> None:
    ties = two_cliques(10)
    assert np.array_equal(laid_out(ties, 20, 3)[0], laid_out(ties, 20, 3)[0])
    assert not np.array_equal(laid_out(ties, 20, 3)[0], laid_out(ties, 20, 4)[0])


@pytest.mark.parametrize("count", [60, 400])
def test_marks_hardly_overlap(count: int) -> None:
    rng = np.random.default_rng(2)
    ties = np.unique(np.sort(rng.integers(0, count, (2 * count, 2)), axis=1), axis=0)
    ties = ties[ties[:, 0] != ties[:, 1]]
    places, _ = laid_out(ties, count)
    far = np.linalg.norm(places[:, None] - places[None], axis=2)[np.triu_indices(count, 1)]
    assert (far < 11.5).mean() < 0.001


def test_mesh_repulsion_agrees_with_the_sum_over_pairs() -> None:
    rng = np.random.default_rng(5)
    places, mass = rng.normal(size=(400, 2)) * 20, rng.uniform(1, 5, 400)
    by_mesh = forces._mesh_repulsion(places, mass)
    apart = places[:, None] - places[None]
    exact = (apart * (mass[:, None] * mass / ((apart**2).sum(axis=2) + 0.01))[:, :, None]).sum(
        axis=1
    )
    far_out = np.linalg.norm(places, axis=1) > 20
    error = (
        np.linalg.norm(by_mesh - exact, axis=1)[far_out] / np.linalg.norm(exact, axis=1)[far_out]
    )
    assert np.median(error) < 0.05


@given(
    count=st.integers(0, 30),
    pairs=st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=40),
)
@settings(max_examples=40, deadline=None)
def test_layout_of_any_network_is_finite(count: int, pairs: list[tuple[int, int]]) -> None:
    ties = np.array([p for p in pairs if max(p) < count], dtype=np.int64).reshape(-1, 2)
    places, groups = laid_out(ties, count)
    assert places.shape == (count, 2) and np.isfinite(places).all() and len(groups) == count


def test_order_of_nodes_changes_nothing(made: Ecosystem) -> None:
    shuffled: nx.Graph[str] = nx.Graph(view="bipartite")
    nodes = list(made.graph.nodes(data=True))
    np.random.default_rng(1).shuffle(nodes)
    shuffled.add_nodes_from(nodes)
    shuffled.add_edges_from(reversed(list(made.graph.edges(data=True))))
    assert page_model(shuffled, source_facts=made.source_facts) == page_model(
        made.graph, source_facts=made.source_facts
    )


def test_model_holds_every_actor_event_and_source(made: Ecosystem) -> None:
    model = page_model(made.graph, source_facts=made.source_facts)
    modes = [d["mode"] for _, d in made.graph.nodes(data=True)]
    assert len(model["actors"]["kind"]["codes"]) == modes.count("actor")
    assert len(model["events"]["size"]) == modes.count("event")
    assert sum(model["events"]["size"]) == made.graph.number_of_edges()
    urls = {model["sources"]["url"]["prefix"] + rest for rest in model["sources"]["url"]["rest"]}
    assert urls == {s for *_, d in made.graph.edges(data=True) for s in d["sources"]}


def test_a_view_of_actors_alone_can_be_drawn() -> None:
    florentine = nx.florentine_families_graph()
    model = page_model(florentine)
    assert len(model["actors"]["kind"]["codes"]) == 15
    assert model["events"]["size"] == [2] * 20


@pytest.mark.parametrize("engine", ["pyvis", "webgl", "geo"])
@pytest.mark.parametrize("actors", [0, 1])
def test_an_empty_network_still_makes_a_page(engine: Any, actors: int) -> None:
    graph: nx.Graph[str] = nx.Graph(view="bipartite")
    graph.add_nodes_from([("https://example.org/a", {"mode": "actor", "label": "A"})][:actors])
    assert "</html>" in map_html(graph, engine=engine)


def test_same_input_same_bytes(made: Ecosystem, tmp_path: Path) -> None:
    pages = [
        write_map(made.graph, tmp_path / f"{i}.html", hubs=made.hubs).read_bytes() for i in (1, 2)
    ]
    assert pages[0] == pages[1]


def test_unknown_engine_and_language_are_named(made: Ecosystem) -> None:
    with pytest.raises(ValueError, match="d3"):
        map_html(made.graph, engine="d3")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="'de'"):
        map_html(made.graph, lang="de")


def test_auto_takes_the_large_page_above_its_limit(
    made: Ecosystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "vis-network" in map_html(made.graph)
    monkeypatch.setattr("frenchtech_graph.views.map.write.PYVIS_UP_TO", 10)
    assert "sigmaBundle" in map_html(made.graph)


def test_pyvis_network_is_one_that_pyvis_understands(made: Ecosystem) -> None:
    net = pyvis_page.pyvis_network(page_model(made.graph, title=made.title))
    assert net.num_nodes() == len(net.get_nodes()) > 120
    assert net.num_edges() == len(net.get_edges())
    assert net.get_node(0)["label"]
    assert net.neighbors(net.edges[0]["from"])
    net.nodes[0]["label"] = "Renamed by the reader"
    assert "Renamed by the reader" in net.generate_html()


def test_page_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    code = (
        "from tests.support.synthetic import ecosystem; from frenchtech_graph.views.map import write_map;title ="
        " chr(201) + 'cosyst' + chr(232) + 'me';write_map(ecosystem(20).graph,"
        f" {str(tmp_path / 'm.html')!r}, title={{'fr': title, 'en': title}})"
    )
    env = {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    subprocess.run([sys.executable, "-c", code], check=True, env=env, cwd=Path(__file__).parents[2])
    assert "Écosystème" in (tmp_path / "m.html").read_text(encoding="utf-8")


def test_a_page_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "m.html").write_text("before", encoding="utf-8")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        write_atomically(tmp_path / "m.html", "after")
    assert [p.name for p in tmp_path.iterdir()] == ["m.html"]
    assert (tmp_path / "m.html").read_text(encoding="utf-8") == "before"


def test_scripts_that_close_their_element_are_refused() -> None:
    with pytest.raises(ValueError, match="closes its own element"):
        page.sealed(["x = '</script>'"], "")


def test_every_word_of_the_pages_is_there_in_both_languages() -> None:
    scripts = "".join(
        f.read_text(encoding="utf-8") for f in sorted((page.TEMPLATES / "js").glob("*.js"))
    )
    template = (page.TEMPLATES / "map.html").read_text(encoding="utf-8")
    used = set(re.findall(r"\bt\('(\w+)'", scripts)) | set(
        re.findall(r'data-(?:t|label|hint)="(\w+)"', template)
    )
    words = page.words()
    assert used <= words.keys()
    assert all(len(pair) == 2 and all(pair) for pair in words.values())
    holes = {
        key
        for key, (fr, en) in words.items()
        if set(re.findall(r"\{\d\}", fr)) != set(re.findall(r"\{\d\}", en))
    }
    assert holes == set()


def test_scripts_import_only_what_exists_and_never_parse_html() -> None:
    scripts = {
        f.name: f for folder in (page.SHARED, page.TEMPLATES / "js") for f in folder.iterdir()
    }
    for script in scripts.values():
        text = script.read_text(encoding="utf-8")
        for found in page.IMPORT.finditer(text):
            other = scripts[found["name"]].read_text(encoding="utf-8")
            wanted = {
                n.strip() for n in (found["names"] or "{}").strip("{}").split(",") if n.strip()
            }
            assert wanted <= set(page.EXPORT.findall(other)), f"{script.name} ← {found['name']}"
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text
        ), script


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:1",
        "data:text/html,x",
        "//host/x",
        "http://",
        "x",
        "vbscript:x",
        "file:///etc/passwd",
        "http://[",
        3,
        None,
    ],
)
def test_only_web_addresses_become_links(text: object) -> None:
    assert web_address(text) is None


def test_gaps_without_a_finding_are_not_drawn(made: Ecosystem) -> None:
    gaps = made.gaps.assign(grade="no gap")
    assert page_model(made.graph, findings={"gaps": gaps})["gaps"] == []


def test_outlines_hold_every_department_and_region() -> None:
    shapes = geography.outlines()
    assert len(shapes["departments"]) == 101
    assert len(shapes["regions"]) == 18
    assert all(s["d"].startswith("M") for s in shapes["departments"] + shapes["regions"])
    assert "Licence Ouverte" in shapes["credit"]["fr"]


def test_communes_of_the_lille_metropolis_are_drawn_where_an_actor_is() -> None:
    made = ecosystem(20)
    node = next(n for n, d in made.graph.nodes(data=True) if d["mode"] == "actor")
    for place, number in (("69123", None), ("59512", 95)):
        for _, held in made.graph.nodes(data=True):
            held.update(place="69123")
        made.graph.nodes[node].update(place=place)
        communes = page_model(made.graph)["ground"]["communes"]
        assert (communes and len(communes["communes"])) == number
    roubaix = next(c for c in communes["communes"] if c["code"] == "59512")
    left, top, right, bottom = geography._bounds(roubaix["d"], communes["fine"])
    x, y = projection.project(3.182, 50.690)[0]
    assert left <= x <= right and top <= y <= bottom


@pytest.mark.parametrize(
    ("lon", "lat", "department"),
    [
        (3.057, 50.629, "59"),
        (2.295, 49.894, "80"),
        (9.45, 42.70, "2B"),
        (55.45, -21.1, "974"),
        (-61.0, 14.65, "972"),
    ],
)
def test_places_fall_inside_their_department(lon: float, lat: float, department: str) -> None:
    xy = projection.project(lon, lat)[0]
    shape = next(s for s in geography.outlines()["departments"] if s["code"] == department)
    left, top, right, bottom = geography._bounds(shape["d"], geography.outlines()["fine"])
    assert left <= xy[0] <= right and top <= xy[1] <= bottom


def test_actors_without_coordinates_have_no_place_on_the_map(made: Ecosystem) -> None:
    ground = page_model(made.graph)["ground"]
    unplaced = sum(d["lat"] is None for _, d in made.graph.nodes(data=True) if d["mode"] == "actor")
    assert unplaced > 0
    assert ground["x"].count(None) == unplaced == ground["spotOf"].count(-1)


def test_who_is_known_by_an_area_stands_for_that_area() -> None:
    made = ecosystem(60)
    actors = [n for n, d in made.graph.nodes(data=True) if d["mode"] == "actor"]
    nord = {"lat": None, "lon": None, "place": "32", "region": "32", "place_label": "Nord"}
    for node, level, department in zip(
        actors, ("Region", "Department"), (None, "59"), strict=False
    ):
        made.graph.nodes[node].update(nord, precision=level, department=department)
    model = page_model(made.graph)
    ground, numbers = model["ground"], {n: i for i, n in enumerate(sorted(actors))}
    spots = [ground["spots"][ground["spotOf"][numbers[n]]] for n in actors[:2]]
    assert [spot["area"] for spot in spots] == ["r32", "d59"]
    # an area is no commune to choose among places
    place = model["actors"]["place"]
    assert all(place["values"][place["codes"][numbers[n]]][1] is None for n in actors[:2])


def test_map_opens_on_the_region_of_most_actors(made: Ecosystem) -> None:
    northern = made.graph.subgraph(
        [n for n, d in made.graph.nodes(data=True) if d["mode"] == "event" or d["region"] == "32"]
    )
    left, _, right, _ = page_model(northern)["ground"]["home"]
    assert right - left < 300
    assert page_model(made.graph)["ground"]["home"][2] > 1000


def test_a_notebook_shows_a_map_in_a_frame_of_its_own(made: Ecosystem) -> None:
    shown = inline_map(made.graph, engine="geo")._repr_html_()
    assert 'sandbox="allow-scripts' in shown and "allow-same-origin" not in shown
    assert "<script" not in shown


def test_command_writes_a_page(lille: EcosystemGraph, tmp_path: Path) -> None:
    runner = CliRunner()
    for engine in command.ENGINES:
        out = tmp_path / f"{engine}.html"
        arguments = [
            "map",
            "--engine",
            engine,
            "--plain",
            "--out",
            str(lille.folder),
            "-o",
            str(out),
            "--lang",
            "en",
        ]
        result = runner.invoke(main, arguments)
        assert result.exit_code == 0, result.output
        text = out.read_text(encoding="utf-8")
        assert '<html lang="en"' in text and "EuraTechnologies" in text


def test_command_refuses_a_file_that_is_no_page(lille: EcosystemGraph, tmp_path: Path) -> None:
    result = CliRunner().invoke(
        main, ["map", "--out", str(lille.folder), "-o", str(tmp_path / "map.txt")]
    )
    assert result.exit_code == 2
    assert ".html" in result.output
    assert list(tmp_path.iterdir()) == []


def test_command_knows_the_engines() -> None:
    from typing import get_args

    from frenchtech_graph.views.map.write import Engine

    assert get_args(Engine) == command.ENGINES


def test_a_story_says_all_that_is_wrong_with_it(made: Ecosystem, tmp_path: Path) -> None:
    file = tmp_path / "story.toml"
    file.write_text(
        '[[views]]\nview = "map"\nactor = "Nobody at all"\nzoom = 3\ncaption_fr = "Vue"\n',
        encoding="utf-8",
    )
    with pytest.raises(BilingualError) as caught:
        page_model(made.graph, story=file)
    for word in ("views[1].view = 'map'", "caption_en", "Nobody at all", "zoom"):
        assert word in caught.value.message("en") and word in caught.value.message("fr")


def test_the_shipped_story_fits_the_graph_of_lille(lille: EcosystemGraph) -> None:
    story = read_story(data_folder() / "stories" / "lille.toml", read(lille.network))
    assert len(story["views"]) >= 6
    assert all(len(caption) <= 220 for v in story["views"] for caption in v["caption"])


def test_model_is_plain_json(made: Ecosystem) -> None:
    model = page_model(
        made.graph,
        findings={"hubs": made.hubs, "gaps": made.gaps, "introductions": made.introductions},
        labels=made.labels,
    )
    text = json.dumps(model, allow_nan=False)
    assert len(json.loads(text)["hubs"]) == len(made.hubs)
