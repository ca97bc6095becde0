"""Walks of random clicks over map, report, site and server pages, each repeated by its seed.

    python tests/support/page_walks.py out/france --clicks 500 --seed 11 --record docs/records/walks.json

`out/france` is a built graph with its written site (`out/france/site`). On each of the four a walk
clicks on links, buttons, folds, boxes, choices and drawings, and types into search fields. It follows
links to pages of the same server only. The command ends with 1 if a page logged an error, answered
with an error, or asked anything of another address.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Response, sync_playwright

from tests.support.page_kinds import every_kind

FAMILIES = ("map", "report", "site", "server")
TYPED = ("lille", "santé", "exotek", "laboratoire", "zzzzqqqq", "<script>", "é", "")
STRETCH = 12
"""Clicks after which a walk goes on from the page of the next kind: some pages lead to few others."""
LIKELY = {"links": 3}
"""How much likelier than other things a reader is to click on these."""
REFUSED = "the server responded with a status of 400"
"""What the browser itself logs when a form is sent with a value that its question does not take. Such
answers are pages that name the fault; they are counted apart.
"""
TRIES = 20
MOMENT = 40
"""Milliseconds in which a page begins to do what was clicked."""
GATHERED = """() => {
  const seen = e => e.checkVisibility({visibilityProperty: true}) && !e.disabled;
  const link = window.walkedLink = a => new URL(a.getAttribute('href'), document.baseURI);
  const inside = a => link(a).origin === location.origin && !a.hasAttribute('download')
    && /(\\.html|\\/[^.]*)$/.test(link(a).pathname);
  const of = (css, fits) => [...document.querySelectorAll(css)].filter(e => seen(e) && fits(e));
  window.walked = {
    links: of('a[href]', inside),
    buttons: of('button, summary, input[type=checkbox], input[type=radio], input[type=submit]',
      () => true),
    choices: of('select', s => s.options.length > 1),
    fields: of('input[type=search], input[type=text], input:not([type])', () => true),
    drawings: of('main canvas, #map', () => true),
  };
  return Object.fromEntries(Object.entries(walked).map(([k, v]) => [k, v.length]));
}"""


@dataclass
class Walk:
    """What a walk did, and what went wrong on it."""

    own: str
    clicks: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    faults: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Note errors of a page, failed answers, and what it asks of other addresses."""
        page.on("console", self._said)
        page.on("pageerror", lambda error: self._fault(page, str(error)))
        page.on("request", lambda request: self._asked(request.url))
        page.on("response", self._answered)
        page.on("dialog", lambda dialog: dialog.dismiss())

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and REFUSED not in message.text:
            self.faults.append(f"{message.location.get('url', '')}: {message.text}"[:300])

    def _fault(self, page: Page, text: str) -> None:
        self.faults.append(f"{page.url}: {text}"[:300])

    def _asked(self, url: str) -> None:
        if not url.startswith((self.own, "data:", "blob:")):
            self.faults.append(f"asked for {url}"[:300])

    def _answered(self, response: Response) -> None:
        if response.status == 400 and "?" in response.url:
            self.refused += 1
        elif response.status >= 400:
            self.faults.append(f"{response.status} {response.url}"[:300])


def walk(browser: Browser, starts: Sequence[str], clicks: int, seed: int = 11) -> Walk:
    """Click so many times from some addresses of one server on, in turn, and return what happened."""
    place = urlsplit(starts[0])
    made = Walk(f"{place.scheme}://{place.netloc}/")
    chance = random.Random(seed)
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="fr-FR")
    context.add_init_script("window.print = () => {}; window.open = () => null")
    page = context.new_page()
    made.watch(page)
    page.goto(starts[0])
    for step in range(clicks):
        if step and step % STRETCH == 0:
            _at_rest(page, partial(_led, page, starts[step // STRETCH % len(starts)]))
        _at_rest(page, partial(_click, page, chance, made))
        made.pages[urlsplit(page.url).path] += 1
    context.close()
    return made


def _at_rest(page: Page, act: Callable[[], None]) -> None:
    """Do something; if the page was just being left, do it on the next one."""
    for _ in range(TRIES):
        page.wait_for_load_state()
        try:
            act()
            page.wait_for_timeout(MOMENT)
            return
        except Error as error:
            if "navigation" not in str(error) and "context" not in str(error):
                raise
    raise AssertionError(f"{page.url} never came to rest")


def _led(page: Page, address: str) -> None:
    """Go to an address as a link of the page would, which ends whatever the page was loading."""
    here = page.url.partition("#")[0]
    page.evaluate("to => { setTimeout(() => location.assign(to)); }", address)
    if here != address.partition("#")[0]:
        for _ in range(TRIES):
            page.wait_for_timeout(MOMENT)
            if page.url.partition("#")[0] != here:
                return


def _click(page: Page, chance: random.Random, made: Walk) -> None:
    """Do one thing that a reader could do."""
    found = {kind: n for kind, n in page.evaluate(GATHERED).items() if n}
    if not found:
        page.go_back()
        made.clicks["back"] += 1
        return
    kinds = sorted(found)
    kind = chance.choices(kinds, [LIKELY.get(kind, 1) for kind in kinds])[0]
    number = chance.randrange(found[kind])
    if kind == "links":
        _led(page, page.evaluate("n => walkedLink(walked.links[n]).href", number))
    elif kind == "drawings":
        _on_drawing(page, number, chance)
    elif kind == "fields":
        element = page.evaluate_handle("n => walked.fields[n]", number).as_element()
        assert element
        element.fill(chance.choice(TYPED))
        if chance.random() < 0.5:
            element.press("Enter", no_wait_after=True)
    elif kind == "choices":
        page.evaluate(
            "([n, share]) => { const s = walked.choices[n];"
            " s.selectedIndex = Math.floor(share * s.options.length);"
            " s.dispatchEvent(new Event('input', {bubbles: true}));"
            " s.dispatchEvent(new Event('change', {bubbles: true})); }",
            [number, chance.random()],
        )
    else:
        page.evaluate("n => { const e = walked.buttons[n]; setTimeout(() => e.click()); }", number)
    made.clicks[kind] += 1


def _on_drawing(page: Page, number: int, chance: random.Random) -> None:
    x, y, width, height = page.evaluate(
        "n => { const b = walked.drawings[n].getBoundingClientRect();"
        " return [b.x, b.y, b.width, b.height]; }",
        number,
    )
    at = x + chance.uniform(0.05, 0.95) * width, y + chance.uniform(0.05, 0.95) * height
    if chance.random() < 0.3:
        page.mouse.move(*at)
        page.mouse.wheel(0, chance.choice((-300, 300)))
    else:
        page.mouse.click(*at)


def main() -> int:
    """Walk over all families and say what happened."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="folder of a built graph")
    parser.add_argument("--site", type=Path, help="its written site (default: OUT/site)")
    parser.add_argument("--clicks", type=int, default=500)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--record", type=Path)
    asked = parser.parse_args()
    record: dict[str, Any] = {"clicks": asked.clicks, "seed": asked.seed, "walks": {}}
    site = asked.site or asked.out / "site"
    with every_kind(asked.out, site, FAMILIES) as kinds, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        for family in FAMILIES:
            made = walk(browser, list(kinds[family].values()), asked.clicks, asked.seed)
            record["walks"][family] = {
                "clicks": dict(sorted(made.clicks.items())),
                "pages": len(made.pages),
                "refused": made.refused,
                "faults": made.faults,
            }
            print(family, json.dumps(record["walks"][family], ensure_ascii=False), flush=True)
        browser.close()
    if asked.record:
        asked.record.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return int(any(of["faults"] for of in record["walks"].values()))


if __name__ == "__main__":
    sys.exit(main())
