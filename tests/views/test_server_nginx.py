"""The recipe for nginx of the documentation, with a real nginx in front of a real server."""

from __future__ import annotations

import http.client
import json
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from urllib.parse import quote

import pytest

from frenchtech_graph.api import EcosystemGraph
from tests.support.running_server import Reply, free_port, serving

pytest.importorskip("uvicorn")
NGINX, OPENSSL = shutil.which("nginx"), shutil.which("openssl")
pytestmark = [
    pytest.mark.xdist_group("server"),
    pytest.mark.skipif(not (NGINX and OPENSSL), reason="nginx and openssl are not installed"),
]
RECIPE = Path(__file__).parents[2] / "docs" / "how-to" / "nginx.conf"
NAME = "graph.example.org"
AROUND = """
pid {folder}/nginx.pid;
error_log {folder}/error.log;
daemon off;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {recipe}
}}
"""


@dataclass
class Front:
    """A running nginx."""

    port: int

    def send(
        self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Reply:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        line = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30, context=context)
        named = {"Host": NAME} | {n.replace("_", "-"): v for n, v in headers.items()}
        try:
            line.request(method, path, body, named)
            found = line.getresponse()
            return Reply(found.status, {k.lower(): v for k, v in found.getheaders()}, found.read())
        finally:
            line.close()


@pytest.fixture(scope="module")
def front(lille: EcosystemGraph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    assert NGINX and OPENSSL
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    made = [OPENSSL, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={NAME}"]
    files = ["-keyout", f"{folder}/privkey.pem", "-out", f"{folder}/fullchain.pem"]
    subprocess.run([*made, *files], check=True, capture_output=True)
    options = ("--workers", "2", "--host-name", NAME, "--proxy", "127.0.0.1")
    with serving(lille.folder, *options) as server:
        recipe = RECIPE.read_text(encoding="utf-8")
        for stated, ours in {
            "listen 443": f"listen 127.0.0.1:{port}",
            "127.0.0.1:8000": f"127.0.0.1:{server.port}",
            f"/etc/letsencrypt/live/{NAME}": str(folder),
        }.items():
            assert stated in recipe
            recipe = recipe.replace(stated, ours)
        config = folder / "nginx.conf"
        config.write_text(AROUND.format(folder=folder, recipe=recipe), encoding="utf-8")
        with subprocess.Popen([NGINX, "-c", str(config)], stderr=subprocess.DEVNULL) as running:
            found = Front(port)
            for _ in range(100):
                try:
                    found.send("/health")
                    break
                except OSError:
                    sleep(0.1)
            yield found
            running.terminate()


def test_queries_pages_and_addresses_pass(front: Front) -> None:
    path = f"/sparql?query={quote('SELECT * { ?s ?p ?o } LIMIT 300')}"
    first = front.send(path, Accept_Encoding="gzip")
    assert (first.status, first.headers["content-encoding"]) == (200, "gzip")
    assert (
        front.send(path, If_None_Match=first.headers["etag"], Accept_Encoding="gzip").status == 304
    )
    assert front.send("/sparql", Accept="text/html").kind == "text/html"
    posted = front.send(
        "/sparql", method="POST", body=b"ASK {}", Content_Type="application/sparql-query"
    )
    assert json.loads(posted.body)["boolean"] is True
    servers = json.loads(front.send("/openapi.json").body)["servers"]
    assert servers == [{"url": f"https://{NAME}"}]
    own = {"Origin": f"https://{NAME}"}
    assert front.send(path, method="GET", body=None, **own).status == 200


def test_what_should_not_pass_does_not(front: Front) -> None:
    assert front.send("/metrics").status == 403
    assert front.send("/health", Host="rebound.example").status == 421
    assert front.send("/sparql?query=ASK%7B%7D", Origin="https://evil.example").status == 403
    large = front.send("/sparql", method="POST", body=b"a" * 2_000_000, Content_Type="text/plain")
    assert large.status == 413


def test_one_address_may_ask_only_so_often(front: Front) -> None:
    statuses = [front.send("/health").status for _ in range(30)]
    assert set(statuses) == {200}
    line = ["-k", "-s", "-o", "/dev/null", "-w", "%{http_code}\n", "-H", f"Host: {NAME}"]
    if curl := shutil.which("curl"):
        address = f"https://127.0.0.1:{front.port}/health?n=[1-400]"
        done = subprocess.run([curl, *line, address], capture_output=True, text=True, check=False)
        assert "429" in done.stdout
