"""The redirects of w3id.org, in a real Apache, followed to a running server; the publication pack."""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
import tempfile
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.io.files import ontology_folder
from tests.support.project_tasks import tasks
from tests.support.running_server import Running, free_port, serving

pytest.importorskip("uvicorn")
pytestmark = pytest.mark.xdist_group("server")
ROOT = Path(__file__).parents[2]
RULES = ROOT / "docs" / "publish" / "w3id" / "fte" / ".htaccess"
HOST = "https://graph.example.org"
APACHE, MODULES = shutil.which("apache2"), Path("/usr/lib/apache2/modules")
CONFIG = """
ServerName localhost
ServerRoot {folder}
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/error.log
User www-data
Group www-data
{modules}
DocumentRoot {folder}/www
<Directory {folder}/www>
  AllowOverride All
  Require all granted
</Directory>
"""
REDIRECTS = {
    "/fte/": "/",
    "/fte/onto/StartUp": "/onto/StartUp",
    "/fte/onto/0.2.0": "/onto/",
    "/fte/onto": "/onto/",
    "/fte/id/actor/exotec": "/id/actor/exotec",
    "/fte/id/actor/exotec?lang=fr": "/id/actor/exotec?lang=fr",
    "/fte/concept/contribution/venture": "/concept/contribution/venture",
    "/fte/scheme/contribution": "/scheme/contribution",
    "/fte/dataset": "/dataset",
    "/fte/dataset/class-StartUp": "/dataset",
    "/fte/catalogue": "/dataset",
}


@pytest.fixture(scope="module")
def apache() -> Iterator[int]:
    """Return the port of an Apache that has the rules as w3id.org would."""
    if APACHE is None or not MODULES.is_dir():
        pytest.skip("Apache is not installed (apt-get install apache2-bin)")
    folder, port = Path(tempfile.mkdtemp(prefix="w3id-")), free_port()
    folder.chmod(0o755)
    (folder / "www" / "fte").mkdir(parents=True)
    shutil.copy(RULES, folder / "www" / "fte" / ".htaccess")
    names = ("mpm_event", "authz_core", "rewrite", "dir")
    modules = "\n".join(f"LoadModule {n}_module {MODULES}/mod_{n}.so" for n in names)
    config = CONFIG.format(folder=folder, port=port, modules=modules)
    (folder / "apache.conf").write_text(config, encoding="utf-8")
    command = [APACHE, "-f", str(folder / "apache.conf"), "-DFOREGROUND"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as running:
        for _ in range(100):
            try:
                asked(port, "/")
                break
            except OSError:
                sleep(0.1)
        yield port
        running.terminate()
    shutil.rmtree(folder)


def asked(port: int, path: str) -> tuple[int, str]:
    """Return the status of an answer and where it leads."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        line.request("GET", path)
        reply = line.getresponse()
        return reply.status, reply.getheader("Location", "")
    finally:
        line.close()


@pytest.mark.parametrize(("path", "target"), REDIRECTS.items())
def test_each_address_leads_to_the_server(path: str, target: str, apache: int) -> None:
    status, found = asked(apache, path)
    assert found == HOST + target
    assert status == (302 if target == "/" else 303)


def test_what_is_no_address_of_ours_leads_nowhere(apache: int) -> None:
    assert asked(apache, "/fte/wp-login.php")[0] == 404


def test_letters_that_an_address_escapes_stay_escaped(apache: int) -> None:
    status, found = asked(apache, "/fte/id/actor/caf%C3%A9%20x")
    assert (status, found.casefold()) == (303, f"{HOST}/id/actor/caf%c3%a9%20x")


@pytest.fixture(scope="module")
def server(lille: EcosystemGraph) -> Iterator[Running]:
    with serving(lille.folder, "--host-name", "graph.example.org") as running:
        yield running


@pytest.mark.parametrize(
    "path",
    [
        *("/fte/onto/StartUp", "/fte/id/actor/exotec", "/fte/scheme/contribution"),
        *("/fte/concept/contribution/venture", "/fte/dataset"),
    ],
)
@pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json"])
def test_what_an_address_leads_to_says_it_in_rdf(
    path: str, accept: str, apache: int, server: Running
) -> None:
    _, found = asked(apache, path)
    reply = server.send(found.removeprefix(HOST), Accept=accept, Host="graph.example.org")
    assert (reply.status, reply.kind) == (200, accept)
    assert "https://w3id.org" + path in reply.text or path.rpartition("/")[2] in reply.text


def test_the_pack_names_the_versions_of_today() -> None:
    header = (ontology_folder() / "core.ttl").read_text(encoding="utf-8")
    version = re.search(r'owl:versionInfo "([\d.]+)"', header)
    assert version
    assert f"^onto/{re.escape(version[1])}$" in RULES.read_text(encoding="utf-8")
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"https://w3id.org/fte/onto/{version[1]}" in citation
    namespace: dict[str, str] = {}
    exec((ROOT / "frenchtech_graph" / "version.py").read_text(encoding="utf-8"), namespace)
    assert f"\nversion: {namespace['__version__']}\n" in citation
    licence = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert licence["license"] in citation


def test_a_release_says_what_is_left_before_its_tag() -> None:
    today = "2026-11-30"
    left = tasks().before_a_tag("9.9.9", today)
    assert [one.partition(":")[0] for one in left] == ["CHANGELOG.md", *["CITATION.cff"] * 2]
    assert f"## 9.9.9 — {today}" in left[0]
    now = tasks().before_a_tag(tasks().version(), today)
    assert f"CITATION.cff: version: {tasks().version()}" not in now


def test_the_logo_is_an_image_without_scripts() -> None:
    root = ET.parse(ROOT / "docs" / "images" / "logo.svg").getroot()
    tags = {e.tag.rpartition("}")[2] for e in root.iter()}
    assert root.attrib["aria-label"] and tags <= {"svg", "title", "g", "path", "circle"}
