"""What a map answers at first sight: hubs by name, what is missing, who could fund, and search."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page

from frenchtech_graph.views.map import write_map
from frenchtech_graph.views.map.contents import read
from frenchtech_graph.views.report import report_contents as counts
from tests.support.invented_lacks import PILLARS, lacks
from tests.support.synthetic import Ecosystem, ecosystem
from tests.views.browser.pages import browser, opened, violations

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SCREENS: tuple[tuple[int, int, float], ...] = (
    (1440, 900, 1.0),
    (1280, 800, 1.0),
    (768, 1024, 1.0),
    (390, 844, 1.0),
    (720, 450, 2.0),  # 1440 × 900 at 200 %
)
HUBS = 9
NAMES = (
    "Cœur d’Ostrevent",
    "Strauß Invest",
    "Łódź Fonds",
    "Ørsted",
    "L’Oréal",
    "Jean-Claude Labs",
    "Société Générale",
    "İstanbul Ventures",
    "Ａｌｐｈａ Beta",
    "Hauts\u00a0de\u00a0France Innovation",
    "Æther",
    "株式会社ラボ",
)
SEARCHES = (
    ("coeur d'ostrevent", 0),
    ("Cœur", 0),
    ("COEUR D’OSTREVENT", 0),
    ("Strauss", 1),
    ("Strauß", 1),
    ("Lodz", 2),
    ("Łódź", 2),
    ("Orsted", 3),
    ("l'oreal", 4),
    ("L’Oréal", 4),
    ("loreal", 4),
    ("Jean Claude", 5),
    ("societe generale", 6),
    ("istanbul", 7),
    ("alpha beta", 8),
    ("Hauts-de-France", 9),
    ("aether", 10),
    ("株式会社", 11),
    ("USTL", 0),
    ("La Catho", 1),
    ("Ørstedt", 3),
)


def named() -> Ecosystem:
    """Return a network whose first actors have names that are hard to find."""
    made = ecosystem(150)
    firsts = sorted(n for n, d in made.graph.nodes(data=True) if d["mode"] == "actor")
    for node, name in zip(firsts, NAMES, strict=False):
        made.graph.nodes[node].update(label=name, person=False, kind="Corporate", pillars=())
    return made


def drawn(made: Ecosystem, path: Path, **more: Any) -> Path:
    first = sorted(n for n, d in made.graph.nodes(data=True) if d["mode"] == "actor")
    others = {first[0]: ["USTL"], first[1]: ["La Catho"]}
    gaps = made.gaps.assign(row_attribute="kind", column_attribute="kind")
    found = {
        "hubs": made.hubs.assign(hub=made.hubs.index < HUBS),
        "gaps": pd.concat([gaps, PILLARS.head(2)], ignore_index=True),
        "introductions": made.introductions,
        "lacks": lacks(tuple(made.hubs["iri"][:2])),
    }
    settings: dict[str, Any] = {
        "findings": found,
        "labels": made.labels,
        "source_facts": made.source_facts,
        "title": made.title,
        "other_names": others,
        "credit": {"fr": "Essai · 2026 · CC BY 4.0", "en": "Trial · 2026 · CC BY 4.0"},
    }
    return write_map(made.graph, path, **(settings | more))


@pytest.fixture(scope="module")
def made() -> Ecosystem:
    return named()


@pytest.fixture(scope="module")
def page(made: Ecosystem, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drawn(made, tmp_path_factory.mktemp("map") / "map.html")


@pytest.mark.parametrize("screen", SCREENS)
def test_every_hub_is_named_and_nothing_is_cut(
    browser: Browser, page: Path, screen: tuple[int, int, float]
) -> None:
    width, height, scale = screen
    size = {"width": width, "height": height}
    with opened(browser, page, viewport=size, device_scale_factor=scale) as it:
        assert it.page.evaluate("document.documentElement.scrollWidth") <= width
        names = it.page.evaluate("frenchtechMap.names().filter(n => n.bold)")
        hubs = it.page.evaluate("[...frenchtechMap.V.hubs].map(i => frenchtechMap.M.label[i])")
        assert len(hubs) == HUBS
        assert {n["text"] for n in names} == set(hubs)
        for i, a in enumerate(names):
            for b in names[:i]:
                beside = a["x"] >= b["x"] + b["w"] or b["x"] >= a["x"] + a["w"]
                assert beside or a["y"] >= b["y"] + b["h"] or b["y"] >= a["y"] + a["h"]
        covered = it.page.evaluate(
            "(() => { const e = document.querySelector('.zoom');"
            " const {offsetLeft: x, offsetTop: y} = e; return frenchtechMap.names().filter(n =>"
            " n.x + n.w > x && n.x < x + e.offsetWidth && n.y + n.h > y && n.y < y + e.offsetHeight"
            ").map(n => n.text); })()"
        )
        assert covered == []
        outside = it.page.evaluate(
            "(() => { const {M, V, camera} = frenchtechMap, v = camera.view(); let n = 0;"
            " for (let i = 0; i < M.actors; i++) { if (!V.actor[i]) continue;"
            " const x = (M.x[i] - v.x) * v.k + v.w / 2, y = (M.y[i] - v.y) * v.k + v.h / 2;"
            " if (x < 0 || y < 0 || x > v.w || y > v.h) n++; } return n; })()"
        )
        assert outside == 0


def test_what_is_missing_is_drawn_and_opens_its_evidence(browser: Browser, page: Path) -> None:
    with opened(browser, page, "#view=gaps") as it:
        written = it.page.evaluate("frenchtechMap.names().map(n => n.text)")
        assert any("IA-cluster" in n or "research" in n for n in written)
        assert it.page.locator("#panel svg.pillars line.lack").count() == 1
        card = it.page.locator("#panel .gap.solid button").first
        card.click()
        assert "Observé/attendu" in it.page.locator("#panel .evidence").inner_text()
        assert it.page.evaluate("frenchtechMap.S.lack") == 0
        assert violations(it.page) == []


def test_who_could_fund_a_health_start_up(browser: Browser, page: Path, made: Ecosystem) -> None:
    graph = made.graph
    facts: dict[str, dict[str, Any]] = {node: graph.nodes[node] for node in graph}
    funders = set()
    for _event, d in graph.nodes(data=True):
        members = list(graph[_event]) if d["mode"] == "event" else []
        if any("health" in (facts[m].get("sectors") or ()) for m in members):
            funders |= {m for m in members if "finance" in facts[m]["pillars"]}
    with opened(browser, page) as it:
        it.page.evaluate(
            "frenchtechMap.change({sector: 'health', pillars: new Set(['venture', 'technology',"
            " 'talent', 'connection', 'other'])})"
        )
        shown = it.page.evaluate(
            "Array.from({length: frenchtechMap.M.actors}, (_, i) => i)"
            ".filter(i => frenchtechMap.V.actor[i]).map(i => frenchtechMap.M.label[i])"
        )
        known = {facts[f]["label"] for f in funders}
        assert funders and known <= set(shown)


def test_ties_between_two_pillars_are_shown_and_listed(
    browser: Browser, page: Path, made: Ecosystem
) -> None:
    graph = made.graph
    pillars = {n: set(d.get("pillars") or ()) for n, d in graph.nodes(data=True)}
    labs = set()
    for event, d in graph.nodes(data=True):
        members = list(graph[event]) if d["mode"] == "event" else []
        for a in members:
            others = [b for b in members if b != a and not graph.nodes[b]["person"]]
            if "technology" in pillars[a] and any("venture" in pillars[b] for b in others):
                labs.add(graph.nodes[a]["label"])
    with opened(browser, page, "#view=all&between=technology-venture") as it:
        listed = it.page.locator("#panel .plain > li > .actor > bdi").all_inner_texts()
        assert labs and set(listed) == labs
        assert violations(it.page) == []
        it.page.locator("#between").select_option("finance-venture")
        assert set(it.page.locator("#panel .plain > li > .actor > bdi").all_inner_texts()) != labs


@pytest.mark.parametrize(("text", "which"), SEARCHES)
def test_search_folds_as_people_type(
    browser: Browser, searching: Page, text: str, which: int
) -> None:
    searching.locator("#search").fill(text)
    options = searching.locator("#hits [role=option] bdi:first-child")
    assert NAMES[which] in options.all_inner_texts()


@pytest.fixture(scope="module")
def searching(browser: Browser, page: Path) -> Any:
    with opened(browser, page) as it:
        yield it.page


@pytest.mark.parametrize(
    "text", ["laboratoire", "laboratory", "fonds d’investissement lille", "santé", "incubateur"]
)
def test_search_finds_kinds_sectors_and_places(
    browser: Browser, searching: Page, text: str
) -> None:
    searching.locator("#search").fill(text)
    assert searching.locator("#hits [role=option]").count() > 1


def test_search_says_when_nothing_is_there_and_what_is_near(
    browser: Browser, searching: Page
) -> None:
    searching.locator("#search").fill("zzzqqq")
    assert searching.locator("#search-status").inner_text() == "Rien ne correspond."
    assert searching.locator("#search-status").is_visible()


def test_counts_are_those_of_the_report(browser: Browser, page: Path, made: Ecosystem) -> None:
    counted = dict(counts.by_pillar(read(made.graph)))
    with opened(browser, page) as it:
        shown = it.page.eval_on_selector_all(
            "#legend-pillars label .n", "all => all.map(n => Number(n.textContent))"
        )
        assert sorted(shown) == sorted(counted.values())


def test_who_is_not_founded_yet_fades(browser: Browser, tmp_path: Path) -> None:
    made = ecosystem(80)
    young = next(n for n, d in made.graph.nodes(data=True) if d.get("kind") == "StartUp")
    made.graph.nodes[young]["created"] = "2019-05"
    with opened(browser, drawn(made, tmp_path / "m.html")) as it:
        for year, unborn in ((2014, 1), (2020, 0)):
            it.page.evaluate(f"frenchtechMap.change({{to: {year}}})")
            assert it.page.evaluate("frenchtechMap.V.unborn.reduce((a, b) => a + b)") == unborn


def test_one_selection_is_drawn_three_ways(browser: Browser, page: Path) -> None:
    with opened(browser, page) as it:
        it.page.locator("#search").fill("Ørsted")
        it.page.locator("#hits [role=option]").first.dispatch_event("pointerdown")
        it.page.locator("#sector").select_option("health")
        seen = "[...document.querySelectorAll('#panel h2, #status')].map(e => e.textContent)"
        told = it.page.evaluate(seen)
        places = set()
        for drawing in ("geo", "time", "network"):
            it.page.locator(f"[data-drawing={drawing}]").click()
            assert it.page.evaluate(seen) == told
            places.add(it.page.evaluate("frenchtechMap.M.y.find(y => !Number.isNaN(y))"))
            assert violations(it.page) == []
        assert len(places) == 3


def test_every_drawing_fits_a_phone_in_the_dark(browser: Browser, page: Path) -> None:
    phone: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "locale": "en-GB"}
    with opened(browser, page, color_scheme="dark", **phone) as it:
        for drawing in ("geo", "time", "cities"):
            it.page.evaluate(f"frenchtechMap.change({{drawing: '{drawing}', colour: 'kind'}})")
            assert it.page.evaluate("document.documentElement.scrollWidth") <= 390
            assert violations(it.page) == []


def test_time_puts_actors_in_the_year_they_began(browser: Browser, tmp_path: Path) -> None:
    made = ecosystem(80)
    young = [n for n, d in made.graph.nodes(data=True) if d.get("kind") == "StartUp"][:2]
    for node, year in zip(young, ("2011", "2017-03"), strict=True):
        made.graph.nodes[node]["created"] = year
    with opened(browser, drawn(made, tmp_path / "m.html"), "#drawing=time") as it:
        old, new = (
            it.page.evaluate(
                "label => frenchtechMap.M.x[frenchtechMap.M.label.indexOf(label)]",
                made.graph.nodes[node]["label"],
            )
            for node in young
        )
        assert old < new
        written = it.page.evaluate("frenchtechMap.names().map(n => n.text)")
        assert any(text.isdecimal() and 2000 < int(text) < 2030 for text in written)


def test_colour_and_size_say_what_the_reader_chose(browser: Browser, page: Path) -> None:
    with opened(browser, page) as it:
        it.page.locator("#colour").select_option("sector")
        rows = it.page.locator("#legend-colour li")
        counts = rows.locator(".n").all_inner_texts()
        assert rows.count() > 3 and [int(n) for n in counts] == sorted(map(int, counts))[::-1]
        it.page.locator("#size").select_option("rank")
        first, last = (
            it.page.evaluate(
                f"frenchtechMap.M.r[frenchtechMap.M.hubs.toSorted((a, b) => a.rank - b.rank).at({n}).a]"
            )
            for n in (0, -1)
        )
        assert first > last
        for kind in ("kind", "stage", "group", "partners", "euros"):
            it.page.locator("#colour").select_option(kind)
        assert violations(it.page) == []


def test_an_ego_view_reaches_further_and_grows(browser: Browser, page: Path) -> None:
    lit = "frenchtechMap.lit()"
    with opened(browser, page) as it:
        it.page.evaluate("frenchtechMap.choose(frenchtechMap.M.hubs[0].a)")
        it.page.locator("#panel .actions button").first.click()
        reached = [it.page.evaluate(lit)]
        for steps in ("2", "3"):
            it.page.locator(".reach").get_by_role("button", name=steps, exact=True).click()
            reached.append(it.page.evaluate(lit))
        assert reached[0] < reached[1] <= reached[2]
        it.page.locator(".reach").get_by_role("button", name="1", exact=True).click()
        # a partner with partners of its own brings them in
        partner = it.page.evaluate("frenchtechMap.outermost()")
        it.page.evaluate(f"frenchtechMap.choose({partner})")
        it.page.locator(".reach button").last.click()
        assert it.page.evaluate(lit) > reached[0]
        assert violations(it.page) == []


def test_cities_gather_actors_and_join_each_other(browser: Browser, page: Path) -> None:
    with opened(browser, page, "#drawing=cities") as it:
        written = it.page.evaluate("frenchtechMap.names().map(n => n.text)")
        assert {"Lille", "Grand Paris"} <= set(written)
        assert violations(it.page) == []


STORY = """
title_fr = "Essai"
title_en = "Trial"
[[views]]
view = "hubs"
caption_fr = "Qui tient l’ensemble."
caption_en = "Who holds it together."
[[views]]
view = "all"
drawing = "geo"
actor = "L'Oréal"
steps = 1
caption_fr = "Sur le terrain."
caption_en = "On the ground."
"""


def test_a_story_plays_with_arrow_keys(browser: Browser, made: Ecosystem, tmp_path: Path) -> None:
    file = tmp_path / "story.toml"
    file.write_text(STORY, encoding="utf-8")
    with opened(browser, drawn(made, tmp_path / "m.html", story=file)) as it:
        it.page.locator("#story-open").click()
        assert "Qui tient" in it.page.locator("#story-caption").inner_text()
        it.page.keyboard.press("ArrowRight")
        assert it.page.locator("#story-caption").inner_text() == "Sur le terrain."
        assert it.page.evaluate("frenchtechMap.S.drawing") == "geo"
        assert it.page.locator("#panel h2").inner_text() == "L’Oréal"
        assert violations(it.page) == []
        it.page.keyboard.press("ArrowLeft")
        it.page.keyboard.press("Escape")
        assert not it.page.locator("#story").is_visible()


def test_a_frame_shows_the_map_with_its_credit(browser: Browser, page: Path) -> None:
    with opened(browser, page, viewport={"width": 640, "height": 480}) as it:
        it.page.locator(".menu summary").click()
        it.page.locator("#copy-frame").click()
        snippet = it.page.locator("#link").input_value()
        assert snippet.startswith("<iframe src=") and "embed=yes" in snippet
    with opened(
        browser, page, "#view=hubs&embed=yes", viewport={"width": 640, "height": 480}
    ) as it:
        assert not it.page.locator("header").is_visible()
        assert it.page.locator("#embed-credit a").is_visible()
        assert "CC BY 4.0" in it.page.locator("#embed-credit").inner_text()
        box = it.page.locator("#map").bounding_box()
        assert box and (box["width"], box["height"]) == (640, 480)
        assert violations(it.page) == []


def test_pictures_carry_legend_and_credit(browser: Browser, page: Path) -> None:
    with opened(browser, page) as it:
        it.page.locator(".menu summary").click()
        with it.page.expect_download() as download:
            it.page.locator("#save-svg").click()
        text = Path(download.value.path()).read_text(encoding="utf-8")
        assert "Essai · 2026 · CC BY 4.0" in text and "Taille" in text


def test_the_page_speaks_as_the_browser(browser: Browser, page: Path) -> None:
    for locale, lang in (("en-GB", "en"), ("fr-CA", "fr"), ("de-DE", "fr")):
        with opened(browser, page, locale=locale) as it:
            assert it.page.evaluate("document.documentElement.lang") == lang


def test_filters_stand_before_the_sheet_on_a_phone(browser: Browser, page: Path) -> None:
    with opened(browser, page, viewport={"width": 390, "height": 844}) as it:
        top = it.page.evaluate("document.getElementById('filters').getBoundingClientRect().top")
        assert top < 1000
