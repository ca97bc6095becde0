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
from frenchtech_graph.rdf.endpoint import RemoteStore
from frenchtech_graph.rdf.same_server import EndpointError
from tests.support.playing_server import LOOPBACK, FakeTime, Reply, Server, client, serving

JSON_RESULTS = "application/sparql-results+json"


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


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("8.8.8.8", False),
        ("2606:4700::1111", False),
        ("::ffff:8.8.8.8", False),
        ("64:ff9b::808:808", False),
        ("2002:808:808::1", False),
        ("::ffff:127.0.0.1", True),
        ("::ffff:a9fe:a9fe", True),
        ("::ffff:192.168.0.1%eth0", True),
        ("::127.0.0.1", True),
        ("64:ff9b::7f00:1", True),
        ("64:ff9b::a00:1", True),
        ("2002:7f00:1::1", True),
        ("2002:c0a8:1::1", True),
        ("2001:0:7f00:1::", True),
        ("ff02::1", True),
        ("example.org", False),
    ],
)
def test_an_address_within_an_address_is_looked_at(address: str, private: bool) -> None:
    """IPv4 addresses that IPv6 ones map, translate or tunnel to."""
    assert destinations.is_private(address) is private


@pytest.mark.parametrize("to", ["::ffff:127.0.0.1", "64:ff9b::7f00:1"])
@pytest.mark.parametrize("transport", ["urllib3", "urllib"])
def test_a_name_that_leads_to_such_an_address_is_not_connected_to(
    to: str, transport: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(server.url.rpartition(":")[2])

    def resolved(*_: object, **__: object) -> list[object]:
        family, kind = socket.AddressFamily.AF_INET6, socket.SocketKind.SOCK_STREAM
        return [(family, kind, 6, "", (to, port, 0, 0))]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    address = f"http://innocent.example:{port}/x"
    with pytest.raises(FaultsError) as error:
        if transport == "urllib3":
            client(FakeTime(), retries=0).get(address)
        else:
            RemoteStore(address, trusted=frozenset()).query("ASK {}")
    assert error.value.faults[0].code == "fetch-private"
    assert server.asked == []


def test_a_sparql_server_of_ones_own_is_asked_when_the_user_names_it(server: Server) -> None:
    yes = Reply(b'{"head": {}, "boolean": true}', headers={"Content-Type": JSON_RESULTS})
    address = server.plays("/sparql", yes)
    assert RemoteStore(address).query("ASK {}")
    with pytest.raises(FaultsError) as error:
        RemoteStore(address, trusted=frozenset()).query("ASK {}")
    assert error.value.faults[0].code == "fetch-private"
    assert len(server.asked) == 1


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://[::1]:{port}/x"])
def test_a_sparql_server_leads_nowhere_else(to: str, server: Server) -> None:
    port = server.url.rpartition(":")[2]
    moved = Reply(status=302, headers={"Location": to.format(port=port)})
    with pytest.raises(EndpointError) as error:
        RemoteStore(server.plays("/sparql", moved)).query("ASK {}")
    assert error.value.code == "endpoint-moved"


def test_headers_of_a_request_do_not_follow_to_another_host(server: Server) -> None:
    with serving() as other:
        there = other.plays("/y", Reply(b"{}"))
        server.plays("/x", Reply(status=302, headers={"Location": there}))
        client(FakeTime()).get(server.url + "/x", headers={"X-Api-Key": "secret"})
        assert server.asked[0].headers["x-api-key"] == "secret"
        assert "x-api-key" not in other.asked[0].headers


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "127.1", socket.gethostname()])
def test_a_name_that_resolves_into_ones_own_network_is_not_connected_to(
    host: str, server: Server
) -> None:
    """Other spellings of the loopback, and the name of this machine."""
    port = server.url.rpartition(":")[2]
    server.plays("/x", Reply(b"secret"))
    try:
        inside = all(
            destinations.is_private(str(to[0])) for *_, to in socket.getaddrinfo(host, int(port))
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
