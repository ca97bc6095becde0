"""One page of every kind that readers see, over loopback: map, report, site, server, docs.

Each page is named by its family and its kind. Site, report, map and docs come from a plain file
server that packs nothing, the pages of the server from `frenchtech-graph serve`.
"""

from __future__ import annotations

import functools
import http.server
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from frenchtech_graph.api import EcosystemGraph
from tests.support.running_server import serving

ROOT = Path(__file__).parents[2]
PLACE = "French Tech Lille"
OF_SITE = {
    "first page": "index.html",
    "ecosystem": "e/lille.html",
    "organisations of an ecosystem": "e/lille.list.html",
    "organisation": "o/euratechnologies.html",
    "large organisation": "o/universite-de-lille.html",
    "ties of a year": "o/universite-de-lille.1.html",
    "line": "l/grand-paris_lille.html",
    "sectors": "s/index.html",
    "sector": "s/health.html",
    "search": "search.html?q=lille",
    "questions": "q/index.html",
    "answer": "q/startups.html",
    "downloads": "d/index.html",
    "legal": "about.html",
}
OF_SERVER = {
    "home": "/",
    "actor": "/id/actor/euratechnologies",
    "term": "/onto/StartUp",
    "concept": "/concept/sector/health",
    "questions": "/questions",
    "question": "/questions/investors-of",
    "answer": "/questions/investors-of?company=Exotec",
    "search": "/search?q=lille",
    "findings": "/findings",
    "editor": "/sparql",
    "privacy": "/privacy",
}
OF_DOCS = {"first page": "index.html", "guide": "how-to/add-a-source.html", "page": "gaps.html"}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Print nothing."""


@contextmanager
def files_served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback and yield its address, without a slash at its end."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def documentation(folder: Path) -> Path:
    """Write the site of the docs. Warnings and dead links fail it."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(folder)]
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command, cwd=ROOT, check=True, env=quiet)
    return folder


@contextmanager
def every_kind(
    out: Path, site: Path, families: tuple[str, ...] = ("map", "report", "site", "server", "docs")
) -> Iterator[dict[str, dict[str, str]]]:
    """Yield addresses by family and kind, from the graph of `out` and its written site.

    The map and the report are those of Lille.
    """
    with tempfile.TemporaryDirectory() as temporary:
        served = Path(temporary)
        (served / "site").symlink_to(site.resolve())
        if {"map", "report"} & set(families):
            lille = EcosystemGraph.open(out, kept=True).ecosystem(PLACE)
            lille.report(served / "report.html")
            lille.report(served / "one-page.html", one_page=True)
        if "docs" in families:
            documentation(served / "docs")
        with files_served(served) as files, serving(out) as server:
            every = {
                "map": {
                    "network": f"{files}/site/e/lille-map.html",
                    "France": f"{files}/site/e/lille-map.html#drawing=geo",
                },
                "report": {
                    "whole": f"{files}/report.html",
                    "one page": f"{files}/one-page.html",
                },
                "site": {kind: f"{files}/site/{path}" for kind, path in OF_SITE.items()},
                "server": {kind: server.url + path for kind, path in OF_SERVER.items()},
                "docs": {kind: f"{files}/docs/{path}" for kind, path in OF_DOCS.items()},
            }
            yield {family: every[family] for family in families}
