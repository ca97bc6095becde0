"""A server that strangers lean on: deaths are mended, nobody starves, names are checked."""

from __future__ import annotations

import gzip
import http.client
import os
import signal
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from time import monotonic, sleep

import pytest

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.views.server import connections
from tests.support.running_server import Running, descendants, runs, serving, serving_with

pytest.importorskip("uvicorn")
pytestmark = [
    pytest.mark.xdist_group("server"),
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc"),
]

ASK = "ASK {}"
BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def server(lille: EcosystemGraph) -> Iterator[Running]:
    with serving(lille.folder, "--timeout", "12", "--workers", "2") as found:
        yield found


def until(true: Callable[[], bool], seconds: float = 20.0) -> bool:
    deadline = monotonic() + seconds
    while monotonic() < deadline:
        if true():
            return True
        sleep(0.1)
    return False


def test_every_kind_of_process_may_die(server: Running) -> None:
    """Workers, the nursery, its spare: each is killed, and queries are answered afterwards."""
    for _ in range(2):
        for pid in sorted(family(server)):
            before = family(server)
            if pid in before:
                os.kill(pid, signal.SIGKILL)
                assert until(lambda: server.query(ASK).status == 200), "no answer after a death"
                assert until(partial(replaced, server, before)), "it is not replaced"
        assert until(lambda: len(family(server)) >= 4), "not all are replaced"
        assert server.send("/health").status == 200


def test_the_system_ends_a_worker_before_the_server(server: Running) -> None:
    def weight(pid: int) -> int:
        return int(Path(f"/proc/{pid}/oom_score_adj").read_text())

    assert sum(weight(pid) == 1000 for pid in family(server)) >= 2
    assert weight(server.process.pid) < 1000


def test_idle_connections_of_many_addresses_shut_nobody_out(server: Running) -> None:
    held = []
    try:
        for number in range(1100):
            held.append(socket.socket())
            held[-1].settimeout(5)
            held[-1].bind((f"127.0.2.{number % 30 + 1}", 0))
            held[-1].connect(("127.0.0.1", server.port))
        assert server.query(ASK).status == 200
    finally:
        for line in held:
            line.close()


class Silent:
    """A client that does not read."""

    def __init__(self) -> None:
        self.transport = self
        self.is_closed = False

    def abort(self) -> None:
        self.is_closed = True


def test_answers_that_nobody_reads_do_not_fill_the_memory() -> None:
    """The network with most unread bytes loses its oldest answer. Others keep theirs."""
    unread = connections._Unread(100)
    other, first, second, third = (Silent() for _ in range(4))
    unread.add(other, "203.0.113.9", 30)
    unread.add(first, "2001:db8::1", 40)
    unread.add(second, "2001:db8::2", 40)
    assert [s.is_closed for s in (other, first, second)] == [False, True, False]
    unread.leave(second)
    unread.add(third, "2001:db8::3", 40)
    assert not third.is_closed
    alone = connections._Unread(10)
    alone.add(third, "203.0.113.9", 1000)  # an answer within the limits of the server
    assert not third.is_closed


def replaced(server: Running, before: set[int]) -> bool:
    return bool(family(server) - before)


def family(server: Running) -> set[int]:
    """Return the live processes of a server's session, those of a dead nursery included."""
    group = os.getpgid(server.process.pid)
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != server.process.pid:
            try:
                line = (entry / "cmdline").read_bytes()
                if os.getpgid(int(entry.name)) == group and str(server.port).encode() in line:
                    found |= {int(entry.name)} if runs(int(entry.name)) else set()
            except OSError:
                continue
    return found


def test_health_says_when_nothing_is_left(lille: EcosystemGraph) -> None:
    with serving(lille.folder, "--workers", "1") as alone:
        for pid in reversed(descendants(alone.process.pid)):
            os.kill(pid, signal.SIGSTOP)
        for pid in reversed(descendants(alone.process.pid)):
            os.kill(pid, signal.SIGKILL)
        assert until(lambda: alone.send("/health").status == 503)


def test_a_small_query_passes_large_ones(server: Running) -> None:
    with ThreadPoolExecutor() as threads:
        bombs = [threads.submit(server.query, BOMB) for _ in range(2)]
        sleep(0.5)
        begun = monotonic()
        assert server.query(ASK).status == 200
        assert monotonic() - begun < 9  # the limit of the bombs is 12 s
        assert server.send("/health").status == 200
        assert {bomb.result().status for bomb in bombs} == {422}


def test_a_client_may_ask_for_a_shorter_limit(server: Running) -> None:
    begun = monotonic()
    reply = server.query(BOMB, timeout="0.5")
    assert (reply.status, "after 0.5 s" in reply.text) == (422, True)
    assert monotonic() - begun < 9
    assert server.query(ASK, timeout="soon").status == 400
    assert server.query(ASK, timeout="-1").status == 400


def test_deep_nesting_is_named(server: Running) -> None:
    reply = server.query("SELECT * { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }")
    assert (reply.status, "nested deeper" in reply.text) == (400, True)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:8000", 200),
        ("127.0.0.1", 200),
        ("[::1]:80", 200),
        ("rebound.example", 421),
        ("[::1", 421),
        ("[::1]evil.example", 421),
        ('127.0.0.1:99"><script>', 421),
        ("localhost:80:80", 421),
        ("localhost.evil.example", 421),
        ("", 421),
    ],
)
def test_only_names_of_its_own_are_answered(server: Running, host: str, status: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.putrequest("GET", "/health", skip_host=True)
    connection.putheader("Host", host)
    connection.endheaders()
    assert connection.getresponse().status == status
    connection.close()


def test_answers_are_packed_for_who_takes_it(server: Running) -> None:
    query = "SELECT * { ?s ?p ?o } LIMIT 500"
    plain, packed = (
        server.send(f"/sparql?query={query.replace(' ', '+')}", Accept_Encoding=encoding)
        for encoding in ("identity", "gzip")
    )
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 3


def test_one_address_cannot_hold_all_connections(lille: EcosystemGraph) -> None:
    with serving_with(lille.folder, connections=8, workers=1) as small:
        held = [socket.create_connection(("127.0.0.1", small.port)) for _ in range(40)]
        sleep(0.5)
        open_ones = 0
        for one in held:
            one.settimeout(0.05)
            try:
                open_ones += one.recv(1) != b""
            except TimeoutError:
                open_ones += 1
            except OSError:
                pass
        assert open_ones <= 8
        for one in held:
            one.close()
        assert until(lambda: small.send("/health").status == 200)


def test_a_cut_off_request_leaves_no_trace(server: Running) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\nASK"
        )
    assert until(lambda: server.query(ASK).status == 200)


def test_a_browser_that_asks_for_an_icon_gets_no_fault(server: Running) -> None:
    assert server.send("/favicon.ico").status == 204


def test_ready_is_apart_from_health(server: Running) -> None:
    assert server.send("/ready").json()["status"] == "ready"


def test_an_answer_is_validated_by_build(server: Running) -> None:
    first = server.send("/sparql?query=ASK+%7B%7D")
    again = server.send("/sparql?query=ASK+%7B%7D", If_None_Match=first.headers["etag"])
    other = server.send("/sparql?query=ASK+%7B+%7D", If_None_Match=first.headers["etag"])
    assert (again.status, again.body, other.status) == (304, b"", 200)


def test_names_may_be_added(lille: EcosystemGraph) -> None:
    with serving(lille.folder, "--host-name", "graph.example.org", "--workers", "1") as named:
        assert named.send("/health", Host="graph.example.org").status == 200
        assert named.send("/health", Host="other.example.org").status == 421
