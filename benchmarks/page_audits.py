"""axe-core and Lighthouse on one page of each kind of map, report, site, server and docs.

    (cd benchmarks/vendor && npm ci)
    python -m benchmarks.page_audits out/france --record docs/records/page-audits.json

`out/france` is a built graph with its written site (`out/france/site`). axe looks at each page wide
and light in French, and narrow and dark in English. Lighthouse (desktop preset, over loopback) opens
each page `--runs` times; the record has the median of accessibility and performance and the largest
difference between two runs. The command ends with 1 if axe finds anything or a median is below 95;
the performance of maps is recorded only.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.support.page_kinds import every_kind
from tests.views.browser.pages import every_violation

PROGRAM = Path(__file__).parent / "vendor" / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("accessibility", "performance")
LEAST = 95
STATED = {("map", "performance")}
"""What is recorded, with no bar."""
LOOKS: tuple[dict[str, Any], ...] = (
    {"viewport": {"width": 1440, "height": 900}, "locale": "fr-FR", "color_scheme": "light"},
    {"viewport": {"width": 390, "height": 844}, "locale": "en-GB", "color_scheme": "dark"},
)
CHROMIUM = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
SETTLED = 500
"""Milliseconds for a page to draw what it draws."""


def axe(browser: Browser, address: str) -> list[str]:
    """Return all that axe-core finds on a page, of any severity, in both looks."""
    found: list[str] = []
    for look in LOOKS:
        context = browser.new_context(**look)
        page = context.new_page()
        page.goto(address)
        page.evaluate("() => new Promise(done => requestIdleCallback(done))")
        page.wait_for_timeout(SETTLED)
        found += [f"{look['color_scheme']}: {fault}" for fault in every_violation(page)]
        context.close()
    return found


def lighthouse(address: str, browser: str) -> dict[str, float]:
    """Return the scores of one opening of a page, of 100."""
    with tempfile.TemporaryDirectory() as place:
        kept = Path(place) / "found.json"
        command = [
            *("node", str(PROGRAM), address, "--quiet", "--preset=desktop", "--output=json"),
            *(f"--output-path={kept}", f"--only-categories={','.join(CATEGORIES)}"),
            *("--no-enable-error-reporting", f"--chrome-flags={CHROMIUM}"),
        ]
        environment = os.environ | {"CHROME_PATH": browser}
        subprocess.run(command, check=True, env=environment, capture_output=True, timeout=180)
        found = json.loads(kept.read_text(encoding="utf-8"))["categories"]
    return {name: round(100 * found[name]["score"]) for name in CATEGORIES}


def audited(address: str, browser: Browser, program: str, runs: int) -> dict[str, Any]:
    """Return what both say of a page."""
    scores = [lighthouse(address, program) for _ in range(runs)]
    row: dict[str, Any] = {"axe": axe(browser, address)}
    for name in CATEGORIES if runs else ():
        of = [score[name] for score in scores]
        row |= {name: median(of), f"{name} spread": max(of) - min(of)}
    return row


def below(family: str, row: dict[str, Any]) -> bool:
    """Whether a page does not reach what is asked of its kind."""
    wanted = [n for n in CATEGORIES if n in row and (family, n) not in STATED]
    return bool(row["axe"]) or any(row[name] < LEAST for name in wanted)


def main() -> int:
    """Audit every kind of page and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="folder of a built graph")
    parser.add_argument("--site", type=Path, help="its written site (default: OUT/site)")
    parser.add_argument("--runs", type=int, default=5, help="openings by Lighthouse; 0: axe alone")
    parser.add_argument(
        "--only", action="append", help='a family or kind ("site", "site: search"); may be repeated'
    )
    parser.add_argument("--record", type=Path)
    asked = parser.parse_args()
    program = shutil.which("chromium") or shutil.which("google-chrome") or ""
    wanted = asked.only or ["map", "report", "site", "server", "docs"]
    families = tuple(dict.fromkeys(one.partition(":")[0] for one in wanted))
    found: dict[str, dict[str, Any]] = {}
    site = asked.site or asked.out / "site"
    with every_kind(asked.out, site, families) as kinds, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        for family, pages in kinds.items():
            for kind, address in pages.items():
                if not {family, f"{family}: {kind}"} & set(wanted):
                    continue
                row = audited(address, browser, program, asked.runs)
                row["load"] = round(os.getloadavg()[0], 1)
                found[f"{family}: {kind}"] = row
                sign = "BELOW" if below(family, row) else "     "
                print(sign, f"{family}: {kind}", json.dumps(row, ensure_ascii=False), flush=True)
        browser.close()
    if asked.record:
        record = {"lighthouse": "13.5.0", "preset": "desktop", "runs": asked.runs, "pages": found}
        asked.record.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return int(any(below(name.partition(":")[0], row) for name, row in found.items()))


if __name__ == "__main__":
    sys.exit(main())
