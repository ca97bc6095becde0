"""The pictures of CONTRIBUTING.md: the import page in a real browser, and the map that comes of it.

Run `python docs/images/make_import.py` with the package's `dev` extra and Chromium; the workbook is
that of `tests/support/kept_workbooks.py`.
"""

import shutil
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from frenchtech_graph.api import EcosystemGraph  # noqa: E402
from frenchtech_graph.views.importing.page import server  # noqa: E402
from tests.support.kept_workbooks import incubator  # noqa: E402


def main() -> None:
    """Write import-page.fr.png, import-page.en.png and import-map.png beside this file."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        book = incubator(Path(folder) / "incubateur.xlsx")
        program = shutil.which("chromium") or shutil.which("google-chrome")
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1000, "height": 900})
        for lang in ("fr", "en"):
            shoot(page, lang, book, Path(folder) / lang)
        tables = Path(folder) / "fr" / "incubateur"
        graph = EcosystemGraph.build(tables, out=Path(folder) / "out")
        drawn = graph.map(Path(folder) / "map.html", plain=True)
        page.goto(drawn.as_uri())
        page.wait_for_timeout(4000)
        page.screenshot(path=HERE / "import-map.png")


def shoot(page: Page, lang: str, book: Path, folder: Path) -> None:
    """Drop a workbook on the page, picture what is read and asked, and write the tables."""
    found, address = server(lang, folder)
    threading.Thread(target=found.serve_forever, daemon=True).start()
    page.goto(address)
    page.set_input_files("#file", book)
    page.wait_for_selector("#result table")
    page.screenshot(path=HERE / f"import-page.{lang}.png")
    page.locator("button").last.click()
    page.wait_for_selector("code")
    found.shutdown()
    found.server_close()


if __name__ == "__main__":
    main()
