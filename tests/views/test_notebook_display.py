"""How graphs, actors and findings look in a notebook."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pandas as pd
import pytest

from frenchtech_graph import EcosystemGraph
from frenchtech_graph.findings.finding_table import FindingTable
from frenchtech_graph.views.notebook.markup import card, small_table, sparkline


def test_a_graph_says_what_is_in_it(lille: EcosystemGraph) -> None:
    actors = sum(facts["mode"] == "actor" for _, facts in lille.network.nodes(data=True))
    assert f"{actors} actors" in repr(lille)
    html = lille._repr_html_()
    assert str(actors) in html
    assert "█" in html
    assert "events without a date" in html


def test_an_actor_is_found_by_its_name(lille: EcosystemGraph) -> None:
    exotec = lille["exotec"]
    assert exotec.label == "Exotec"
    assert set(exotec.partners["name"]) >= {"83North", "Breega"}
    assert exotec.sources
    assert all(page.startswith("http") for page in exotec.sources)
    assert exotec.timeline["year"].is_monotonic_increasing
    assert "Exotec" in exotec._repr_html_()
    with pytest.raises(KeyError, match="Exotec"):
        lille["exotek"]
    assert {"Exotec", "exotec"} <= set(lille._ipython_key_completions_())


def test_small_letters_and_tab_find_a_name_in_ipython(lille: EcosystemGraph) -> None:
    completer = pytest.importorskip("IPython.core.completer")
    shell = completer.IPCompleter(namespace={"graph": lille})
    shell.use_jedi = False
    assert any("exotec" in found for found in shell.complete('graph["exot')[1])
    assert any(found.endswith("hubs") for found in shell.complete("graph.hu")[1])


def test_an_answer_in_words_reads_well_in_a_terminal(lille: EcosystemGraph) -> None:
    assert repr(lille.ask("who founded Exotec?")).startswith("Understood: ")
    assert "Exotec" in repr(lille.ask("who founded Exotek?"))


def test_a_finding_is_a_frame_that_knows_its_units_and_explains_a_row(
    lille: EcosystemGraph,
) -> None:
    hubs = lille.hubs(top=5, resamples=20)
    assert isinstance(hubs, pd.DataFrame)
    assert hubs.key == ("iri",)
    assert hubs.units["betweenness"] == "0–1"
    assert hubs.rows_in_all == hubs.attrs["ranked"] > len(hubs)
    assert f"5 of {hubs.rows_in_all} rows" in repr(hubs)
    said = hubs.explain(0)
    assert hubs["label"][0] in said
    assert "http" in said
    assert hubs.explain(hubs["iri"][1]) != said
    with pytest.raises(KeyError):
        hubs.explain("nobody")
    part = hubs[hubs["rank"] <= 3]
    assert isinstance(part, FindingTable)
    assert part.finding == "hubs"


def test_a_finding_draws_itself(lille: EcosystemGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPLBACKEND", "Agg")
    hubs = lille.hubs(top=5, resamples=20)
    ax = hubs.plot()
    names = [t.get_text() for t in ax.get_yticklabels()]
    assert names[::-1] == hubs["label"].tolist()
    assert ax.xaxis_inverted()
    assert hubs.plot(x="degree", y="events", kind="scatter") is not None


def test_texts_of_the_data_are_escaped() -> None:
    hostile = "<script>alert(1)</script>"
    frame = pd.DataFrame({hostile: [hostile]})
    made = card(hostile, {hostile: hostile}, small_table(frame, [hostile])) + sparkline(
        {2020: 1}, hostile
    )
    assert "<script" not in made
    assert made.count("&lt;script&gt;") == 7


def test_a_shown_map_is_one_sandboxed_page_with_a_picture_for_a_forge(
    lille: EcosystemGraph, chromium: str, tmp_path: Path
) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    shown = lille.show()
    assert shown.picture.startswith(b"\x89PNG")
    html = shown._repr_html_()
    assert 'sandbox="allow-scripts' in html
    assert "allow-same-origin" not in html
    file = tmp_path / "cell.html"
    file.write_text(f"<!doctype html><meta charset=utf-8>{html}", encoding="utf-8")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium)
        page = browser.new_page(viewport={"width": 900, "height": 700}, color_scheme="null")
        faults: list[str] = []
        asked: list[str] = []
        page.on("pageerror", lambda e: faults.append(str(e)))
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        page.on("request", lambda r: asked.append(r.url))
        page.goto(file.as_uri())
        frame = page.frames[1]
        frame.wait_for_selector("text=EuraTechnologies")
        assert page.locator("iframe").bounding_box()["width"] > 850
        over = page.evaluate("document.elementFromPoint(300, 300).tagName")
        assert over == "IFRAME"
        dark = "matchMedia('(prefers-color-scheme: dark)').matches"
        for is_light in (False, True):  # as JupyterLab says which theme it has
            page.evaluate(f"document.body.dataset.jpThemeLight = '{str(is_light).lower()}'")
            page.evaluate("() => new Promise(r => requestAnimationFrame(() => setTimeout(r, 50)))")
            assert frame.evaluate(dark) is not is_light
        page.evaluate("document.querySelector('iframe').remove()")  # as a forge does
        assert page.locator("img").is_visible()
        assert faults == []
        assert [u for u in asked if u.startswith("http")] == []
        browser.close()


def test_what_is_chosen_on_the_widget_comes_back(
    lille: EcosystemGraph, chromium: str, tmp_path: Path
) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    widget = lille.widget(lang="en")
    assert widget.selected == ""
    host = (
        "<!doctype html><meta charset=utf-8><div id=cell></div><script type=module>"
        f"const made = URL.createObjectURL(new Blob([{json.dumps(widget._esm)}], "
        "{type: 'text/javascript'}));"
        "const {default: view} = await import(made);"
        "const held = await (await fetch('state.json')).json();"
        "window.held = held;"
        "const model = {get: k => held[k], set: (k, v) => { held[k] = v; }, save_changes() {}};"
        "view.render({model, el: document.getElementById('cell')});</script>"
    )
    state = {n: getattr(widget, n) for n in ("page", "title", "height", "selected")}
    (tmp_path / "host.html").write_text(host, encoding="utf-8")
    (tmp_path / "state.json").write_text(json.dumps(state), encoding="utf-8")
    with playwright.sync_playwright() as p, _folder_served(tmp_path) as address:
        browser = p.chromium.launch(executable_path=chromium)
        page = browser.new_page(viewport={"width": 1200, "height": 800})
        page.goto(f"{address}/host.html")
        page.wait_for_selector("iframe")
        frame = page.frames[1]
        frame.wait_for_selector("#search")
        frame.fill("#search", "Exotec")
        frame.press("#search", "Enter")
        page.wait_for_function("window.held.selected !== ''")
        assert page.evaluate("window.held.selected") == lille["Exotec"].iri
        browser.close()


@contextmanager
def _folder_served(folder: Path) -> Iterator[str]:
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join(10)


@pytest.mark.parametrize("what", ["gaps", "chain"])
def test_gaps_and_the_chain_are_shown_in_a_cell(what: str, lille: EcosystemGraph) -> None:
    shown = lille.ecosystem("Lille").show(what, lang="en")  # type: ignore[arg-type]
    frame = lille.lacks(where="Lille", instrument="chain" if what == "chain" else None)
    assert "What a place lacks" in shown.html
    assert "Lille" in shown.title
    assert "prefers-color-scheme" in shown.html
    assert "<script" not in shown.html
    assert f"/ {len(frame)}" in shown.html or len(frame) <= 40
    assert shown.picture.startswith(b"\x89PNG")
    assert 'sandbox="' in shown._repr_html_()
