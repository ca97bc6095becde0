"""Where a fetch may go: the public internet, hosts the user names, and never where a redirect leads
against that.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from frenchtech_graph.io import destinations
from frenchtech_graph.io.client import Client
from frenchtech_graph.io.faults import FaultsError
from tests.support.playing_server import LOOPBACK, FakeTime, Reply, Server, client, serving


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as playing:
        yield playing


def refused(address: str, *, asking: Client | None = None) -> str:
    """Return the code of the fault that an address meets."""
    with pytest.raises(FaultsError) as error:
        (asking or client(FakeTime(), retries=0)).get(address)
    return error.value.faults[0].code


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.0.0.2",
        "10.1.2.3",
        "192.168.1.1",
        "172.16.0.9",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "[::1]",
        "[fe80::1]",
        "[fd00::1]",
        "[::ffff:127.0.0.2]",
        "[::ffff:10.0.0.1]",
        "224.0.0.1",
        "db.localhost",
    ],
)
def test_ones_own_network_is_not_asked(host: str) -> None:
    assert refused(f"http://{host}:9/x") == "fetch-private"


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "127.1", socket.gethostname()])
def test_a_name_that_resolves_into_ones_own_network_is_not_connected_to(
    host: str, server: Server
) -> None:
    """Other spellings of the loopback, and the name of this machine."""
    port = server.url.rpartition(":")[2]
    server.plays("/x", Reply(b"secret"))
    try:
        inside = all(
            destinations._is_private(str(to[0])) for *_, to in socket.getaddrinfo(host, int(port))
        )
    except OSError:
        pytest.skip(f"{host} does not resolve here")
    if not inside:
        pytest.skip(f"{host} is a public address here")
    assert refused(f"http://{host}:{port}/x") == "fetch-private"
    assert server.asked == []


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("file:///etc/passwd", "address"),
        ("ftp://example.org/x", "address"),
        ("data:text/plain,x", "address"),
        ("http://localhost:{port}/secret", "fetch-private"),
        ("http://169.254.169.254/latest/meta-data/", "fetch-private"),
        ("//[::1]:{port}/secret", "fetch-private"),
        ("http://0x7f000001:{port}/secret", "fetch-private"),
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_checked_as_the_first_address_was(
    server: Server, tmp_path: Path, location: str, expected: str, status: int
) -> None:
    port = server.url.rpartition(":")[2]
    server.plays("/x", Reply(status=status, headers={"Location": location.format(port=port)}))
    server.plays("/secret", Reply(b"secret"))
    assert refused(server.url + "/x") == expected
    with pytest.raises(FaultsError):
        client(FakeTime(), retries=0).download(server.url + "/x", tmp_path / "x")
    assert not (tmp_path / "x").exists()
    assert {a.path for a in server.asked} == {"/x"}


def test_a_redirect_on_the_web_is_followed(server: Server) -> None:
    server.plays("/x", Reply(status=302, headers={"Location": "/y"}))
    server.plays("/y", Reply(b'{"ok": 1}'))
    assert client(FakeTime()).get(server.url + "/x").json() == {"ok": 1}


def test_a_ring_of_redirects_ends(server: Server) -> None:
    server.plays("/x", Reply(status=302, headers={"Location": "/x"}))
    assert refused(server.url + "/x") == "fetch-status"
    assert len(server.asked) <= 12


def test_no_way_from_https_to_http() -> None:
    with pytest.raises(FaultsError) as error:
        destinations.check("http://example.org/x", LOOPBACK, before="https://example.org/x")
    assert error.value.faults[0].code == "fetch-downgrade"
    destinations.check("https://example.org/x", LOOPBACK, before="http://example.org/x")


def test_a_host_of_ones_own_is_asked_when_it_is_named(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.plays("/x", Reply(b"{}"))
    assert refused(server.url + "/x", asking=Client(retries=0)) == "fetch-private"
    assert "--trust 127.0.0.1" in _remedy(server)
    monkeypatch.setenv(destinations.TRUSTED, "mirror.example, 127.0.0.1")
    assert Client(retries=0).get(server.url + "/x").json() == {}


def _remedy(server: Server) -> str:
    with pytest.raises(FaultsError) as error:
        Client(retries=0).get(server.url + "/x")
    return error.value.faults[0].remedy("en")


def test_a_refusal_is_not_tried_again(server: Server) -> None:
    passing = FakeTime()
    server.plays("/x", Reply(status=302, headers={"Location": "file:///etc/passwd"}))
    refused(server.url + "/x", asking=client(passing, retries=4))
    assert len(server.asked) == 1
