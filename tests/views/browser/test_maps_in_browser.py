"""The map pages in a real browser: offline, harmless, accessible, and doing what readers ask of
them.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page

from frenchtech_graph.views.map import write_map
from frenchtech_graph.views.map.pyvis_page import vis_network
from frenchtech_graph.views.map.write import Engine, map_html
from tests.support.synthetic import Ecosystem, ecosystem
from tests.views.browser.hostile import ATTACKS, hostile_ecosystem
from tests.views.browser.pages import browser, opened, settled, until, violations

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ENGINES: tuple[Engine, ...] = ("pyvis", "webgl", "geo")


def write(made: Ecosystem, path: Path, engine: Engine) -> Path:
    return write_map(
        made.graph,
        path,
        engine=engine,
        hubs=made.hubs,
        gaps=made.gaps,
        introductions=made.introductions,
        labels=made.labels,
        source_facts=made.source_facts,
        title=made.title,
    )


@pytest.fixture(scope="module")
def made() -> Ecosystem:
    return ecosystem(150)


@pytest.fixture(scope="module")
def maps(made: Ecosystem, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("maps")
    return {engine: write(made, folder / f"{engine}.html", engine) for engine in ENGINES}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("hostile")
    found = hostile_ecosystem()
    return {engine: write(found, folder / f"{engine}.html", engine) for engine in ENGINES}


def state(page: Page, name: str) -> Any:
    return page.evaluate(
        f"(() => {{ const v = frenchtechMap.S.{name}; return v instanceof Set ? [...v] : v; }})()"
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_every_page_is_offline_sealed_and_draws(
    browser: Browser, maps: dict[str, Path], engine: str
) -> None:
    with opened(browser, maps[engine]) as it:
        policy = it.page.locator("meta[http-equiv]").get_attribute("content") or ""
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert it.page.locator("h1").count() == 1
        # something other than the ground is on the canvas
        assert (
            it.page.evaluate(
                "() => { const c = document.querySelector('#map canvas'), d ="
                " c.getContext('2d').getImageData(0, 0, c.width, c.height).data, seen = new Set();"
                " for (let i = 0; i < d.length; i += 4) seen.add(d[i] << 16 | d[i + 1] << 8 | d[i +"
                " 2]); return seen.size; }"
            )
            > 50
        )


def test_a_map_draws_with_the_script_next_to_it(
    browser: Browser, made: Ecosystem, tmp_path: Path
) -> None:
    (tmp_path / "vis-network.js").write_text(vis_network(), encoding="utf-8")
    page = tmp_path / "map.html"
    page.write_text(map_html(made.graph, labels=made.labels, library="vis-network.js"), "utf-8")
    assert page.stat().st_size < 450_000  # vis-network alone is larger
    with opened(browser, page, own="vis-network.js") as it:
        policy = it.page.locator("meta[http-equiv]").get_attribute("content") or ""
        assert "default-src 'none'" in policy and "unsafe" not in policy
        until(it.page, "window.frenchtechMap?.camera.view().k > 0")


def test_the_policy_refuses_a_script_that_got_in(browser: Browser, maps: dict[str, Path]) -> None:
    with opened(browser, maps["pyvis"]) as it:
        it.page.evaluate(
            "() => { const s = document.createElement('script'); s.textContent = 'window.attacked ="
            " 1'; document.body.append(s); const i = new Image(); i.src ="
            " 'https://example.org/x.png'; }"
        )
        settled(it.page)
        assert it.page.evaluate("window.attacked") is None
        refused = [e for e in it.errors if "Content Security Policy" in e]
        assert len(refused) == len(it.errors) == 2
        it.errors.clear()
        it.requests.clear()


@pytest.mark.parametrize("engine", ENGINES)
def test_hostile_texts_are_shown_and_never_run(
    browser: Browser, hostile: dict[str, Path], engine: str
) -> None:
    with opened(browser, hostile[engine]) as it:
        page = it.page
        for view in ("all", "gaps", "introductions", "hubs"):
            page.locator(f"[data-view={view}]").click()
        for i in range(len(ATTACKS) + 1):
            label = page.evaluate(
                f"(frenchtechMap.choose({i}), document.querySelector('#sheet').textContent)"
            )
            assert any(label.startswith(a[:900]) for a in ATTACKS), label[:80]
            page.evaluate(f"frenchtechMap.change({{ego: true, event: {i}}})")
            page.evaluate("frenchtechMap.change({ego: false, event: -1})")
        page.evaluate("frenchtechMap.change({path: [0, 3]})")
        page.locator("#list-open").click()
        assert page.locator("#list tbody tr").count() == len(ATTACKS) + 1
        page.locator("#language").click()
        page.locator("#search").fill("<script>")
        links = page.eval_on_selector_all("a", "links => links.map(a => a.protocol)")
        assert set(links) <= {"file:", "http:", "https:"}
        assert (
            page.locator(
                "img, iframe, object, embed, svg svg, [onload], [onerror], [onfocus]"
            ).count()
            == 0
        )
        # Chromium adds no script of its own: words, model, ground, and our own
        assert page.locator("script").count() == 7


def test_exports_of_hostile_texts_are_harmless(browser: Browser, hostile: dict[str, Path]) -> None:
    with opened(browser, hostile["pyvis"]) as it:
        it.page.locator(".menu summary").click()
        with it.page.expect_download() as download:
            it.page.locator("#save-svg").click()
        drawing = ElementTree.parse(download.value.path())
        tags = {e.tag.rsplit("}", 1)[-1] for e in drawing.iter()}
        assert tags <= {"svg", "title", "rect", "g", "path", "text"}
        assert not any(name.startswith("on") for e in drawing.iter() for name in e.attrib)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("engine", ENGINES)
def test_no_serious_accessibility_fault(
    browser: Browser, maps: dict[str, Path], engine: str, scheme: str
) -> None:
    with opened(browser, maps[engine], "#lang=fr", color_scheme=scheme) as it:
        assert violations(it.page) == []
        it.page.locator("#language").click()
        it.page.evaluate("frenchtechMap.choose(0)")
        assert it.page.evaluate("document.documentElement.lang") == "en"
        assert violations(it.page) == []
        if engine == "pyvis":
            for opening in (
                "frenchtechMap.change({actor: -1, view: 'gaps'})",
                "frenchtechMap.change({list: true})",
                "document.querySelector('#compare-open').click()",
            ):
                it.page.evaluate(opening)
                assert violations(it.page) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_search_folds_accents(browser: Browser, maps: dict[str, Path], engine: str) -> None:
    with opened(browser, maps[engine]) as it:
        it.page.locator("#search").fill("ynsect")
        assert it.page.locator("#hits li bdi").first.text_content() == "Ÿnsectal"
        it.page.keyboard.press("Enter")
        assert it.page.locator("#sheet").text_content() == "Ÿnsectal"


def test_keyboard_alone_leads_from_search_to_a_source(
    browser: Browser, maps: dict[str, Path]
) -> None:
    with opened(browser, maps["pyvis"]) as it:
        page = it.page
        for _ in range(10):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == "search":
                break
        page.keyboard.type("ynsect")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "sheet"
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.tagName") == "A":
                break
        assert str(page.evaluate("document.activeElement.href")).startswith("https://example.org/")


def test_the_drawing_is_walked_by_keyboard(browser: Browser, maps: dict[str, Path]) -> None:
    with opened(browser, maps["pyvis"]) as it:
        page = it.page
        page.locator("#map").focus()
        page.keyboard.press("ArrowRight")
        first = state(page, "actor")
        assert first >= 0
        moved = set()
        for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
            page.keyboard.press(key)
            moved.add(state(page, "actor"))
        assert moved - {first}
        page.keyboard.press("Enter")
        assert state(page, "ego") == 1
        page.keyboard.press("Escape")
        assert (state(page, "actor"), state(page, "ego")) == (-1, False)
        before = page.evaluate("frenchtechMap.camera.view().k")
        page.keyboard.press("+")
        assert page.evaluate("frenchtechMap.camera.view().k") > before


@pytest.mark.parametrize("engine", ENGINES)
def test_a_link_restores_the_view(browser: Browser, maps: dict[str, Path], engine: str) -> None:
    with opened(browser, maps[engine]) as it:
        page = it.page
        page.locator("#language").click()
        page.locator("#place").select_option(index=2)
        page.locator("#legend-pillars input").first.uncheck()
        page.locator("#to").fill("2019")
        page.evaluate("frenchtechMap.choose(7); frenchtechMap.change({ego: true})")
        page.locator("#zoom-in").click()
        until(page, "location.hash.includes('ego') && location.hash.includes('camera')")
        page.wait_for_timeout(400)  # the address follows the view at rest
        wanted = _restorable(page)
        link = page.evaluate("location.hash")
    with opened(browser, maps[engine], link) as it:
        assert _restorable(it.page) == wanted
        assert it.page.evaluate("document.documentElement.lang") == "en"


def _restorable(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        "(() => { const {S, V, camera} = frenchtechMap, {x, y, k} = camera.view(); return {view:"
        " S.view, actor: S.actor, ego: S.ego, place: S.place, to: S.to, lang: S.lang, pillars:"
        " [...S.pillars], shown: V.shown, ties: V.ties, camera: [x, y, k].map(v =>"
        " v.toPrecision(4))}; })()"
    )
    return found


def test_a_mended_link_cannot_break_the_page(browser: Browser, maps: dict[str, Path]) -> None:
    fragment = (
        "#view=nonsense&actor=javascript:1&gap=99&path=a%20b&camera=0,0,-1"
        "&from=abc&group=-4&compare=a|b|c&event=1e9"
    )
    with opened(browser, maps["pyvis"], fragment) as it:
        assert state(it.page, "view") == "hubs"
        assert state(it.page, "actor") == -1


def test_filters_and_legend(browser: Browser, maps: dict[str, Path], made: Ecosystem) -> None:
    actors = [d for _, d in made.graph.nodes(data=True) if d.get("mode") == "actor"]
    start_ups = sum(d["kind"] == "StartUp" for d in actors)
    bodies = sum(not d["person"] for d in actors)
    with opened(browser, maps["pyvis"]) as it:
        page = it.page
        assert page.evaluate("frenchtechMap.V.shown") == bodies
        page.locator("#persons").check()
        assert page.evaluate("frenchtechMap.V.shown") == 150
        page.locator("#legend-pillars input").first.uncheck()
        assert page.evaluate("frenchtechMap.V.shown") == 150 - start_ups
        page.locator("#reset").click()
        assert page.evaluate("frenchtechMap.V.shown") == bodies
        page.locator("#persons").check()
        lillois = sum(d.get("place") == "59350" for _, d in made.graph.nodes(data=True))
        page.locator("#place").select_option("c59350")
        assert page.evaluate("frenchtechMap.V.shown") == lillois
        page.locator("#place").select_option("")
        page.locator("#source").select_option("Le Courrier")
        ties = page.evaluate("frenchtechMap.V.ties")
        page.locator("#source").select_option("")
        assert 0 < ties < page.evaluate("frenchtechMap.V.ties")


def test_years_hide_events_outside_and_keep_the_undated_apart(
    browser: Browser, maps: dict[str, Path]
) -> None:
    with opened(browser, maps["pyvis"]) as it:
        page = it.page
        every = page.evaluate("frenchtechMap.V.ties")
        page.locator("#undated").uncheck()
        dated = page.evaluate("frenchtechMap.V.ties")
        assert 0 < dated < every
        page.locator("#to").fill("2014")
        assert 0 < page.evaluate("frenchtechMap.V.ties") < dated
        page.locator("#play").click()
        until(page, "frenchtechMap.S.to > 2014")
        page.locator("#play").click()


def test_path_shows_each_step_with_its_sources(browser: Browser, maps: dict[str, Path]) -> None:
    with opened(browser, maps["pyvis"]) as it:
        page = it.page
        far = page.evaluate("frenchtechMap.V && (frenchtechMap.choose(0), 0)")
        page.get_by_role("button", name="Chemin vers").click()
        page.locator("#search").fill("capital")
        page.keyboard.press("Enter")
        assert far == 0
        steps = page.locator("ol.path > li.tie")
        assert steps.count() >= 1
        for i in range(steps.count()):
            assert steps.nth(i).locator("a").count() >= 1


def test_findings_are_in_words_beside_the_drawing(
    browser: Browser, maps: dict[str, Path], made: Ecosystem
) -> None:
    with opened(browser, maps["pyvis"]) as it:
        page = it.page
        first = made.graph.nodes[made.hubs.iloc[0]["iri"]]["label"]
        assert first in (page.locator("#panel").text_content() or "")
        page.locator("[data-view=gaps]").click()
        assert "11,8 attendus" in (page.locator("#panel").text_content() or "")
        page.locator("[data-view=introductions]").click()
        assert page.locator("#panel .introduction").count() == len(made.introductions)


def test_table_twin_holds_every_actor_in_view(browser: Browser, maps: dict[str, Path]) -> None:
    with opened(browser, maps["geo"]) as it:
        page = it.page
        page.locator("#persons").check()
        page.locator("#list-open").click()
        assert page.locator("#list tbody tr").count() == 100
        page.get_by_role("button", name="Suivant").click()
        assert page.locator("#list tbody tr").count() == 50


def test_comparison_puts_two_places_side_by_side(browser: Browser, maps: dict[str, Path]) -> None:
    with opened(browser, maps["webgl"]) as it:
        page = it.page
        page.locator("#compare-open").click()
        headings = page.locator("#compare-columns h3")
        assert headings.count() == 2
        page.locator("#compare-b").select_option("c59350")
        assert headings.nth(1).text_content() == "Lille"


def test_tables_hold_what_is_seen_and_no_formula(browser: Browser, tmp_path: Path) -> None:
    made = ecosystem(40)
    first = sorted(n for n, d in made.graph.nodes(data=True) if d["mode"] == "actor")[0]
    made.graph.nodes[first]["label"] = '=HYPERLINK("https://example.org";"x")'
    with opened(browser, write(made, tmp_path / "map.html", "pyvis")) as it:
        it.page.locator("#persons").check()
        it.page.locator(".menu summary").click()
        with it.page.expect_download() as download:
            it.page.locator("#save-csv").click()
        text = Path(download.value.path()).read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
        assert len(rows) == 40
        assert rows[0]["name"].startswith("'=HYPERLINK")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_phone_shows_the_whole_width(
    browser: Browser, maps: dict[str, Path], engine: str
) -> None:
    with opened(browser, maps[engine], viewport={"width": 360, "height": 740}) as it:
        assert it.page.evaluate("document.documentElement.scrollWidth") <= 360
        box = it.page.locator("#map").bounding_box()
        assert box and box["width"] == 360 and box["height"] > 300


def test_webgl_renderer_draws_where_asked(browser: Browser, maps: dict[str, Path]) -> None:
    with opened(browser, maps["webgl"], "?renderer=webgl") as it:
        assert it.page.evaluate("document.documentElement.dataset.renderer") == "webgl"
        it.page.evaluate("frenchtechMap.choose(3)")
        x, y = it.page.evaluate(
            "(() => { const v = frenchtechMap.camera.view(); return [v.w, v.h]; })()"
        )
        assert x > 300 and y > 300


def test_a_map_works_inside_a_sandboxed_frame(
    browser: Browser, maps: dict[str, Path], tmp_path: Path
) -> None:
    from html import escape

    page_text = maps["pyvis"].read_text(encoding="utf-8")
    outer = tmp_path / "notebook.html"
    frame = (
        f'<iframe sandbox="allow-scripts" srcdoc="{escape(page_text)}" width=1000'
        " height=700></iframe>"
    )
    outer.write_text(
        "<!doctype html><meta charset=utf-8><title>x</title>" + frame, encoding="utf-8"
    )
    with opened(browser, outer) as it:
        frame_found = it.page.frames[1]
        frame_found.locator("#search").fill("ynsect")
        assert frame_found.locator("#hits li").count() >= 1


def test_a_large_network_is_painted_before_its_page_is_read(
    browser: Browser, tmp_path: Path
) -> None:
    whole = write(ecosystem(1_700), tmp_path / "whole.html", "pyvis")
    html = whole.read_text(encoding="utf-8")
    early = tmp_path / "early.html"
    early.write_text(html.partition('<script type="application/json" id="model">')[0], "utf-8")
    with opened(browser, early) as it:
        colours = it.page.evaluate(
            "() => { const c = document.getElementById('first-view'), d ="
            " c.getContext('2d').getImageData(0, 0, c.width, c.height).data, seen = new Set();"
            " for (let i = 0; i < d.length; i += 4) seen.add(d[i] << 16 | d[i + 1] << 8 | d[i + 2]);"
            " return seen.size; }"
        )
        assert colours > 50
        assert it.page.locator("[data-drawing=geo]").inner_text() == "France"
    with opened(browser, whole) as it:
        until(it.page, "window.frenchtechMap?.names().length > 0")
        assert it.page.locator("#first-view").count() == 0
