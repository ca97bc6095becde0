"""The clients that researchers use, each with its defaults, for all four forms of queries."""

from __future__ import annotations

import functools
import http.server
import io
import json
import shutil
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pandas as pd
import pytest
import rdflib
import SPARQLWrapper as S
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from frenchtech_graph.api import EcosystemGraph
from tests.support.running_server import Running, serving

pytest.importorskip("uvicorn")
pytestmark = pytest.mark.xdist_group("server")
ACTOR = "<https://w3id.org/fte/id/actor/exotec>"
QUERIES = {
    "SELECT": f"SELECT ?p ?o {{ {ACTOR} ?p ?o }}",
    "ASK": f"ASK {{ {ACTOR} ?p ?o }}",
    "CONSTRUCT": f"CONSTRUCT {{ {ACTOR} ?p ?o }} WHERE {{ {ACTOR} ?p ?o }}",
    "DESCRIBE": f"DESCRIBE {ACTOR}",
}


@pytest.fixture(scope="module")
def server(lille: EcosystemGraph) -> Iterator[Running]:
    with serving(lille.folder, "--workers", "2", "--cors", "*") as found:
        yield found


@pytest.fixture(scope="module")
def expected(lille: EcosystemGraph) -> int:
    return len(lille.query(QUERIES["SELECT"]))


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_sparqlwrapper_with_its_defaults(server: Running, expected: int) -> None:
    for form, text in QUERIES.items():
        client = S.SPARQLWrapper(server.url + "/sparql")
        client.setQuery(text)
        found: Any = client.query().convert()
        if form in ("SELECT", "ASK"):  # XML, as a DOM
            tag = "result" if form == "SELECT" else "boolean"
            assert len(found.getElementsByTagName(tag)) == (expected if form == "SELECT" else 1)
        else:
            assert len(found) >= expected
        client.setReturnFormat(S.JSON)
        if form in ("SELECT", "ASK"):
            as_json: Any = client.queryAndConvert()
            rows = as_json["results"]["bindings"] if form == "SELECT" else [as_json["boolean"]]
            assert len(rows) == (expected if form == "SELECT" else 1)


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("returns", ["xml", "json", "csv", "tsv"])
def test_rdflib_s_sparqlstore(server: Running, expected: int, method: str, returns: str) -> None:
    store = SPARQLStore(server.url + "/sparql", method=method, returnFormat=returns)
    graph = rdflib.Graph(store)
    rows = list(graph.query(QUERIES["SELECT"]))
    assert len(rows) == expected
    if returns in ("xml", "json"):  # the library reads no truth value from a table
        assert graph.query(QUERIES["ASK"]).askAnswer is True
    if returns == "xml":  # its default; it asks for triples in no other form
        for form in ("CONSTRUCT", "DESCRIBE"):
            found = graph.query(QUERIES[form]).graph
            assert found is not None and len(found) >= expected


def test_pandas_over_http(server: Running, expected: int) -> None:
    address = f"{server.url}/sparql?query={quote(QUERIES['SELECT'])}"
    assert len(pd.read_csv(address + "&format=csv")) == expected
    assert len(pd.read_csv(address + "&format=tsv", sep="\t")) == expected
    asked = pd.read_csv(
        f"{server.url}/sparql?query={quote(QUERIES['ASK'])}&format=csv", header=None
    )
    assert asked.iloc[0, 0]
    assert len(pd.read_json(f"{server.url}/questions/startups?place=Lille&format=json")) > 0


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_curl(server: Running) -> None:
    def curl(*options: str) -> bytes:
        done = subprocess.run(
            ["curl", "-sS", "--fail", *options], capture_output=True, check=True, timeout=60
        )
        return done.stdout

    endpoint = server.url + "/sparql"
    for form, text in QUERIES.items():
        assert curl(endpoint, "--data-urlencode", f"query={text}"), form
        got = curl("-G", endpoint, "--data-urlencode", f"query={text}", "--compressed")
        sent = curl(endpoint, "-H", "Content-Type: application/sparql-query", "--data-binary", text)
        assert got == sent
    assert json.loads(curl("-H", "Accept: application/json", endpoint, "-d", "query=ASK{}"))[
        "boolean"
    ]


@pytest.fixture(scope="module")
def yasgui(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a page with Yasgui as npm gives it, from another origin than the endpoint."""
    folder = tmp_path_factory.mktemp("yasgui")
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed")
    packed = subprocess.run(
        [npm, "pack", "@zazuko/yasgui@4.6.2"], cwd=folder, capture_output=True, check=False
    )
    if packed.returncode:
        pytest.skip("the package @zazuko/yasgui cannot be had")
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        for name in ("yasgui.min.js", "yasgui.min.css"):
            part = archive.extractfile(f"package/build/{name}")
            assert part is not None
            (folder / name).write_bytes(part.read())
    (folder / "index.html").write_text(
        '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="yasgui.min.css"><div id="y"></div>'
        '<script src="yasgui.min.js"></script>'
    )
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}/index.html"
        site.shutdown()


@pytest.mark.slow
@pytest.mark.browser
def test_a_page_with_yasgui(server: Running, yasgui: str, chromium: str, expected: int) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        view = browser.new_page()
        view.goto(yasgui)
        view.evaluate(
            "url => { window.y = new (Yasgui.Yasgui || Yasgui)(document.getElementById('y'),"
            " {requestConfig: {endpoint: url}, persistenceId: null, autofocus: false}) }",
            server.url + "/sparql",
        )
        for form, text in QUERIES.items():
            found = view.evaluate(
                "async text => { const tab = y.getTab(); tab.getYasqe().setValue(text);"
                " await tab.getYasqe().query(); const r = tab.getYasr().results;"
                " return {error: String(r.getError && r.getError() || ''),"
                " body: r.getOriginalResponseAsString()} }",
                text,
            )
            assert found["error"] == "", form
            if form == "SELECT":
                assert len(json.loads(found["body"])["results"]["bindings"]) == expected
            elif form == "ASK":
                assert json.loads(found["body"])["boolean"] is True
            else:
                assert len(rdflib.Graph().parse(io.StringIO(found["body"]), format="turtle")) > 0
        browser.close()
