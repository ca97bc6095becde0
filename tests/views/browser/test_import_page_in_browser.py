"""The import page in a real browser: a file is dropped or chosen, questions are answered with the
keyboard alone, and who has no token, or another host's name, gets nothing.
"""

from __future__ import annotations

import base64
import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, FileChooser, Page

from frenchtech_graph.pipeline.merging_tables import read_folder
from frenchtech_graph.views.importing.page import server
from tests.views.browser.pages import browser, until, violations

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.browser]
__all__ = ["browser"]
DROP = """([name, text]) => {
  const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name));
  for (const kind of ['dragover', 'drop']) {
    const at = document.getElementById('drop');
    at.dispatchEvent(new DragEvent(kind, {dataTransfer: carried, bubbles: true, cancelable: true}));
  }
}"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    found, where = server("fr", tmp_path / "imports")
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield where
    found.shutdown()
    found.server_close()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Liens"
    for row in (
        ["De", "Vers", "Lien"],
        ["Alpha <b>", "Gamma", "partenaire"],
        ["Alpha <b>", "Incubateur Nord", "incubée par"],
    ):
        sheet.append(row)
    book.save(tmp_path / "essai été.xlsx")
    return tmp_path / "essai été.xlsx"


@contextmanager
def shown(browser: Browser, address: str) -> Iterator[Page]:
    held = browser.new_context()
    view = held.new_page()
    wrong: list[str] = []
    view.on("pageerror", lambda e: wrong.append(str(e)))
    view.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    own = address.partition("/?")[0]
    view.on("request", lambda r: None if r.url.startswith(own) else wrong.append(r.url))
    view.goto(address)
    yield view
    held.close()
    assert wrong == []


def listening_for_choosers(view: Page) -> list[FileChooser]:
    """Give the list that each file chooser of the page is added to, once the browser listens.

    A chooser that opens before the browser has taken the order is never reported: hence the pause.
    """
    choosers: list[FileChooser] = []
    # Playwright needs a function of Python here: it marks what it calls.
    view.on("filechooser", lambda chooser: choosers.append(chooser))  # noqa: PLW0108
    view.wait_for_timeout(200)
    return choosers


def first_of(choosers: list[FileChooser], view: Page) -> FileChooser:
    for _ in range(100):
        if choosers:
            return choosers[0]
        view.wait_for_timeout(100)
    raise AssertionError("no file chooser was opened")


def text(view: Page) -> str:
    return view.inner_text("#result")


def test_a_file_that_is_dropped_becomes_tables(
    browser: Browser, address: str, workbook: Path, tmp_path: Path
) -> None:
    with shown(browser, address) as view:
        content = base64.b64encode(workbook.read_bytes()).decode()
        view.evaluate(DROP, [workbook.name, content])
        until(view, "document.querySelectorAll('.question').length > 0")
        assert "Alpha <b>" in text(view)
        assert view.query_selector("#result b") is None
        assert violations(view) == []
        view.click("button:last-of-type")
        until(view, "document.querySelector('#result code') !== null")
    assert {
        r["name"] for r in read_folder(tmp_path / "imports" / "essai-ete")["actors"].values()
    } == {
        "Alpha <b>",
        "Gamma",
        "Incubateur Nord",
    }


def test_all_is_done_with_the_keyboard(
    browser: Browser, address: str, workbook: Path, tmp_path: Path
) -> None:
    with shown(browser, address) as view:
        choosers = listening_for_choosers(view)
        view.keyboard.press("Tab")
        assert view.evaluate("document.activeElement.id") == "file"
        view.keyboard.press("Space")
        first_of(choosers, view).set_files(workbook)
        until(view, "document.querySelectorAll('.question').length > 0")
        before = view.evaluate("document.querySelectorAll('.question').length")
        assert view.evaluate("document.activeElement.tagName") == "H2"
        for _ in range(before):
            view.keyboard.press("Tab")
            asked = view.evaluate("document.activeElement.closest('.question').innerText")
            view.keyboard.press("Control+A")
            view.keyboard.type("Foundation" if "Gamma" in asked else "StartUp")
        view.keyboard.press("Enter")
        until(view, f"document.querySelectorAll('.question').length < {before}")
        for _ in range(6):
            view.keyboard.press("Tab")
            if view.evaluate("document.activeElement.innerText") == "Écrire les tables":
                break
        view.keyboard.press("Enter")
        until(view, "document.querySelector('#result code') !== null")
        assert view.evaluate("document.activeElement.innerText").startswith("Écrit dans")
    rows = read_folder(tmp_path / "imports" / "essai-ete")["actors"].values()
    assert ("Gamma", "Foundation") in {(r["name"], r["kind"]) for r in rows}


def test_a_file_that_cannot_be_read_says_so_and_another_can_follow(
    browser: Browser, address: str, workbook: Path
) -> None:
    with shown(browser, address) as view:
        view.evaluate(DROP, ["broken.xlsx", base64.b64encode(b"no workbook").decode()])
        until(view, "document.querySelector('#result h2') !== null")
        assert "broken.xlsx" in text(view)
        view.set_input_files("#file", workbook)
        until(view, "document.querySelectorAll('.question').length > 0")


def answered(address: str, method: str, path: str, body: bytes, **headers: str) -> int:
    split = urlsplit(address)
    link = http.client.HTTPConnection("127.0.0.1", split.port or 0, timeout=10)
    named = {n.replace("_", "-"): v for n, v in headers.items()}
    link.request(method, path, body or None, named)
    status = link.getresponse().status
    link.close()
    return status


def test_the_page_listens_on_the_loopback_address_alone(tmp_path: Path) -> None:
    found, where = server("en", tmp_path)
    assert found.server_address[0] == "127.0.0.1"
    other, elsewhere = server("en", tmp_path)
    assert urlsplit(where).query != urlsplit(elsewhere).query
    for one in (found, other):
        one.server_close()


def test_the_page_answers_its_own_user_alone(address: str) -> None:
    token = urlsplit(address).query.removeprefix("token=")
    page = f"/?token={token}"
    port = urlsplit(address).port
    assert answered(address, "GET", page, b"") == 200
    assert answered(address, "GET", page, b"", Host=f"localhost:{port}") == 200
    for host in (f"attacker.example:{port}", "attacker.example", f"127.0.0.1.evil.example:{port}"):
        assert answered(address, "GET", page, b"", Host=host) == 403
        sent = {"Host": host, "X_Import_Token": token}
        assert answered(address, "POST", "/write", b"{}", **sent) == 403
    for wrong in ("", "x", token[:-1], token + "x", "é"):
        assert answered(address, "GET", f"/?token={wrong.encode().hex()}", b"") == 403
        sent = {"X_Import_Token": wrong.encode().decode("latin-1")}
        assert answered(address, "POST", "/write", b"{}", **sent) == 403


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/answer", b"[1]", 400),
        ("/answer", b"{", 400),
        ("/answer", b'{"x": "y"}', 400),
        ("/answer", b"[" * 100_000, 400),
        ("/nothing", b"{}", 404),
    ],
)
def test_a_request_that_is_no_answer_is_refused(
    address: str, path: str, body: bytes, status: int
) -> None:
    token = urlsplit(address).query.removeprefix("token=")
    assert answered(address, "POST", path, body, X_Import_Token=token) == status
