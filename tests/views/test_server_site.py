"""The server shows a written site: the same bytes, of the same build, with nothing of its folder's neighbours."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.io.errors import BilingualError
from tests.support.bare_site import bare_site
from tests.support.running_server import Running, serving

pytestmark = pytest.mark.xdist_group("server-site")


@pytest.fixture(scope="module")
def out(lille: EcosystemGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a graph and its site."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(lille.folder / "graph", folder / "graph")
    bare_site(lille, folder / "site")
    return folder


@pytest.fixture(scope="module")
def server(out: Path) -> Iterator[Running]:
    with serving(out) as running:
        yield running


def test_the_pages_are_those_of_the_site(server: Running, out: Path) -> None:
    for path in ("index.html", "search.html", "site.css", "o/exotec.html"):
        reply = server.send(f"/site/{path}")
        assert (reply.status, reply.body) == (200, (out / "site" / path).read_bytes()), path
        assert "frame-ancestors 'self'" in reply.headers["content-security-policy"]
    assert server.send("/site/").body == (out / "site" / "index.html").read_bytes()


def test_pages_of_the_server_lead_to_the_site(server: Running) -> None:
    assert '"/site/index.html"' in server.send("/").text
    assert '"/site/o/exotec.html"' in server.send("/id/actor/exotec", Accept="text/html").text
    place = server.send("/id/place/city-59350", Accept="text/html")
    assert "/site/o/" not in place.text


@pytest.mark.parametrize(
    "path",
    [
        "/site/../graph/graph.nq",
        "/site/%2e%2e/graph/graph.nq",
        "/site/..%2fgraph%2fgraph.nq",
        "/site//etc/passwd",
        "/site/o/no-such.html",
        "/site/out-of-it",
    ],
)
def test_nothing_outside_the_site_is_shown(server: Running, out: Path, path: str) -> None:
    link = out / "site" / "out-of-it"
    if not link.is_symlink():
        link.symlink_to(out / "graph" / "graph.nq")
    assert server.send(path).status == 404


def test_a_site_of_another_build_or_with_persons_is_not_shown(
    lille: EcosystemGraph, out: Path, tmp_path: Path
) -> None:
    served = EcosystemGraph.open(out)
    assert served._written_site(None) == out / "site"
    without = EcosystemGraph.open(out, persons=False)
    assert without._written_site(None) is None
    with pytest.raises(BilingualError, match="not a site written from this graph"):
        without._written_site(out / "site")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "site.json").write_text('["graph"]', encoding="utf-8")
    with pytest.raises(BilingualError, match="not a site written from this graph"):
        served._written_site(tmp_path / "site")
