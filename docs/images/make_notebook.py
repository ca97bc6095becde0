"""Draw how the project looks in JupyterLab: light, dark, saved, and as a file of HTML without a kernel.

python docs/images/make_notebook.py out/lille
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
CELLS = (
    "from frenchtech_graph import EcosystemGraph\ngraph = EcosystemGraph.open('out/lille', kept=True)\ngraph",
    'graph["exotec"]',
    "hubs = graph.hubs(top=5)\nhubs[['label', 'rank', 'rank_low', 'rank_high', 'hub']]",
    "hubs.plot();",
    "graph.show(height=520, lang='en')",
)


def main(out: str) -> None:
    """Write the pictures beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "display.ipynb"
        (path.parent / "out").mkdir()
        (path.parent / "out" / "lille").symlink_to(Path(out).resolve())
        cells = [nbformat.v4.new_code_cell(c) for c in CELLS]
        notebook = nbformat.v4.new_notebook(cells=cells)
        NotebookClient(notebook, timeout=300, resources={"metadata": {"path": folder}}).execute()
        nbformat.write(notebook, path)
        saved = path.with_suffix(".html")
        saved.write_text(HTMLExporter().from_notebook_node(notebook)[0], encoding="utf-8")
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0"]
        command += ["--expose-app-in-browser"]
        command += ["--ServerApp.token=", "--ServerApp.password=", f"--notebook-dir={folder}"]
        server = subprocess.Popen(  # noqa: S603 - JupyterLab, with arguments of this file
            command, stderr=subprocess.PIPE, text=True, cwd=folder
        )
        try:
            assert server.stderr
            lines = iter(server.stderr.readline, "")
            found = (re.search(r"http://(?:localhost|127\.0\.0\.1):\d+", line) for line in lines)
            address = next(m[0] for m in found if m)
            with sync_playwright() as p:
                browser = p.chromium.launch(executable_path=shutil.which("chromium"))
                page = browser.new_page(  # "null": no scheme of ours over that of the page
                    viewport={"width": 1280, "height": 1000}, color_scheme="null"
                )
                for theme in ("Light", "Dark"):
                    _picture(page, address, theme)
                _picture_of_file(page, saved)
                browser.close()
        finally:
            server.terminate()
            server.wait(20)


def _picture(page: Page, address: str, theme: str) -> None:
    """Draw the notebook as it is saved, then with its cells run."""
    page.goto(f"{address}/lab/tree/display.ipynb?reset")
    page.wait_for_selector(".jp-Notebook .jp-OutputArea-output", timeout=60_000)
    run = "([name, options]) => window.jupyterapp.commands.execute(name, options)"
    page.evaluate(run, ["apputils:change-theme", {"theme": f"JupyterLab {theme}"}])
    page.evaluate(run, ["application:toggle-left-area", {}])
    for button in page.get_by_role("button", name="No", exact=True).all():
        button.click()  # the news of Jupyter
    if theme == "Light":
        page.wait_for_timeout(2000)
        page.locator(".jp-OutputArea-output img[alt]").last.scroll_into_view_if_needed()
        page.screenshot(path=HERE / "notebook-saved.png")
    page.evaluate(run, ["notebook:run-all-cells", {}])
    page.wait_for_selector("iframe[title]", timeout=120_000)
    page.wait_for_timeout(3000)
    for part, shown in (("top", ".jp-OutputArea-output table"), ("map", "iframe[title]")):
        page.locator(shown).first.scroll_into_view_if_needed()
        page.wait_for_timeout(2500)
        page.screenshot(path=HERE / f"notebook-{part}-{theme.lower()}.png")


def _picture_of_file(page: Page, saved: Path) -> None:
    """Draw the notebook as the file that `nbconvert --to html` makes: no kernel, no server."""
    page.goto(saved.as_uri())
    page.locator("iframe[title], .jp-OutputArea-output img[alt]").last.scroll_into_view_if_needed()
    page.wait_for_timeout(2500)
    page.screenshot(path=HERE / "notebook-html.png")


if __name__ == "__main__":
    main(sys.argv[1])
