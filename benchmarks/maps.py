"""Our map pages against plain pyvis, on the same networks, in one run of one browser.

    python benchmarks/maps.py [SIZE ...] [--page FILE ...] [--json FILE] [--patience SECONDS]

For each number of actors it writes our page (the engine that "auto" takes), the same page opened on
France and on time, plain pyvis with its default physics (small sizes only) and plain
pyvis with our frozen layout, all with the same marks and lines, opens each from disk with the
network cut, and prints: size of the file; time to the first useful view (the frame after something
was drawn, and, with physics, the layout settled); time to interactive (end of the last task over 50 ms before the first
quiet second); mean and 95th percentile frame while dragging; frame while zooming; requests tried.
Compare rows of one run only: other work on the machine moves all of them.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from pyvis.network import Network

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from frenchtech_graph.io.swap import write_atomically
from frenchtech_graph.views.map import pyvis_page
from frenchtech_graph.views.map.payload import Model, page_model
from frenchtech_graph.views.map.write import PYVIS_UP_TO, model_html
from tests.support.synthetic import ecosystem

SIZES = (200, 1_000, 3_000, 10_000, 50_000)
PHYSICS_UP_TO = 1_000
FROZEN_UP_TO = 50_000

PROBE = """(() => {
  const seen = window.seen = {first: null, tasks: [], settled: null, frames: null};
  let drawn = false;
  const shown = () => setTimeout(() => { seen.first = performance.now(); });
  const note = () => { if (!drawn) { drawn = true; requestAnimationFrame(shown); } };
  for (const name of ['stroke', 'fill', 'fillText', 'drawImage']) {
    const plain = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...a) { note(); return plain.apply(this, a); };
  }
  new PerformanceObserver(list => {
    for (const e of list.getEntries()) seen.tasks.push([e.startTime, e.startTime + e.duration]);
  })
    .observe({type: 'longtask', buffered: true});
  const hook = setInterval(() => { if (!window.network?.once) return; clearInterval(hook);
    window.network.once('stabilizationIterationsDone', () => { seen.settled = performance.now(); }); }, 5);
  window.count = on => { if (!on) { const f = seen.frames; seen.frames = null; return f; }
    const frames = seen.frames = []; let last = performance.now();
    const tick = () => { if (seen.frames !== frames) return;
      const now = performance.now(); frames.push(now - last); last = now;
      requestAnimationFrame(tick); };
    requestAnimationFrame(tick); };
})();"""


def pages(actors: int, folder: Path) -> Iterator[tuple[str, Path]]:
    """Write each page for a network of so many actors and yield its name and place."""
    made = ecosystem(actors)
    found = {"hubs": made.hubs, "gaps": made.gaps, "introductions": made.introductions}
    given: dict[str, Any] = {
        "findings": found,
        "labels": made.labels,
        "source_facts": made.source_facts,
        "title": made.title,
    }
    started = time.perf_counter()
    model = page_model(made.graph, **given)
    print(
        f"{actors} actors: {len(model['marks']['x'])} marks, model and layout in"
        f" {time.perf_counter() - started:.1f} s"
    )
    own = "pyvis" if len(model["marks"]["x"]) <= PYVIS_UP_TO else "webgl"
    yield f"ours ({own})", write_atomically(folder / "ours.html", model_html(model))
    for drawing in ("geo", "time"):
        yield (
            f"ours, {drawing}",
            write_atomically(folder / f"{drawing}.html", model_html({**model, "opens": drawing})),
        )
    if actors <= FROZEN_UP_TO:
        yield (
            "pyvis, frozen layout",
            write_atomically(folder / "frozen.html", plain_pyvis(model, frozen=True)),
        )
    if actors <= PHYSICS_UP_TO:
        yield (
            "pyvis, default physics",
            write_atomically(folder / "physics.html", plain_pyvis(model, frozen=False)),
        )


def plain_pyvis(model: Model, *, frozen: bool) -> str:
    """Return the page that pyvis writes by itself, its lists filled in bulk since its loops are
    quadratic.
    """
    ours = pyvis_page.pyvis_network(model)
    net = Network(
        height="750px", width="100%", cdn_resources="in_line", heading=model["title"]["fr"]
    )
    net.nodes = [dict(n, title=n["label"]) for n in ours.nodes]
    if not frozen:
        net.nodes = [{k: v for k, v in n.items() if k not in "xy"} for n in net.nodes]
    net.edges = [dict(e, width=1) for e in ours.edges]
    if frozen:
        net.toggle_physics(False)
    return str(net.generate_html())


def measure(browser: Browser, path: Path, patience: float) -> dict[str, Any]:
    """Open one page and return its figures, in milliseconds; None for what did not come in time."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    opened.set_default_timeout(patience * 1000)
    tried: list[str] = []
    opened.route("**/*", lambda route: _cut(route, tried))
    opened.add_init_script(PROBE)
    opened.goto(path.as_uri(), wait_until="commit")
    found = {"bytes": path.stat().st_size, **_until_quiet(opened, patience)}
    if found["first"] is not None:
        found |= {"drag": _frames(opened, _drag), "zoom": _frames(opened, _zoom)}
    context.close()
    return found | {"requests": len(tried)}


def _cut(route: Any, tried: list[str]) -> None:
    if route.request.url.startswith(("file:", "data:", "blob:")):
        route.continue_()
    else:
        tried.append(route.request.url)
        route.abort()


def _until_quiet(opened: Page, patience: float) -> dict[str, float | None]:
    end = time.perf_counter() + patience
    while time.perf_counter() < end:
        try:
            now = opened.evaluate(
                "() => ({...seen, frames: 0, now: performance.now(),"
                " physics: !!window.network?.physics?.options?.enabled})"
            )
        except Exception:  # the page is too busy to answer
            continue
        busy = max([b for _, b in now["tasks"]], default=0.0)
        drawn = now["first"] is not None and (not now["physics"] or now["settled"] is not None)
        if drawn and now["now"] - max(busy, now["first"], now["settled"] or 0) > 1000:
            view = max(now["first"], now["settled"] or 0)
            ready = view
            for start, stop in sorted(now["tasks"]):
                if start - ready < 1000:
                    ready = max(ready, stop)
            return {"first": view, "interactive": ready}
        time.sleep(0.2)
    return {"first": None, "interactive": None}


def _frames(opened: Page, act: Any) -> dict[str, float]:
    opened.evaluate("count(true)")
    act(opened)
    opened.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    frames = sorted(opened.evaluate("count(false)")[1:]) or [0.0]
    return {"mean": sum(frames) / len(frames), "p95": frames[int(0.95 * (len(frames) - 1))]}


def _drag(opened: Page) -> None:
    opened.mouse.move(640, 470)
    opened.mouse.down()
    for i in range(60):
        opened.mouse.move(640 + 3 * (i if i < 30 else 60 - i), 470 + i % 9)
    opened.mouse.up()


def _zoom(opened: Page) -> None:
    for i in range(24):
        opened.mouse.wheel(0, -90 if i < 12 else 90)
        opened.wait_for_timeout(16)


def _row(name: str, found: dict[str, Any], patience: float) -> str:
    def ms(value: float | None) -> str:
        return f"> {patience:.0f} s" if value is None else f"{value / 1000:.2f} s"

    def frame(key: str) -> str:
        return f"{found[key]['mean']:.0f} / {found[key]['p95']:.0f} ms" if key in found else "–"

    size = f"{found['bytes'] / 1e6:.2f} MB"
    cells = [
        name,
        size,
        ms(found["first"]),
        ms(found["interactive"]),
        frame("drag"),
        frame("zoom"),
        str(found["requests"]),
    ]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--patience", type=float, default=120.0, help="seconds for one page")
    parser.add_argument(
        "--page", type=Path, action="append", default=[], help="a written map, measured as well"
    )
    asked = parser.parse_args()
    sizes = asked.sizes if asked.sizes or asked.page else SIZES
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    results: dict[str, Any] = {}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        given = [("page", [(path.name, path.resolve()) for path in asked.page])]
        made = [(str(actors), pages(actors, Path(folder))) for actors in sizes]
        for size, written in [*given, *made]:
            for name, path in written:
                if size not in results:
                    print(
                        "| page | file | first view | interactive | drag mean / p95 | zoom mean /"
                        " p95 | requests |"
                    )
                    print("| --- | --- | --- | --- | --- | --- | --- |")
                running = playwright.chromium.launch(
                    executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
                )
                found = measure(running, path, asked.patience)
                running.close()
                results.setdefault(size, {})[name] = found
                print(_row(name, found, asked.patience), flush=True)
    if asked.json:
        asked.json.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
