"""What goes with an answer: hints, prefixes, packing, validators; and who may ask for one."""

from __future__ import annotations

import gzip
import http.client
import socket
from collections.abc import Iterator
from time import sleep
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.views.server import quick
from frenchtech_graph.views.server.packing import PACKINGS
from tests.support.running_server import Running, serving

pytest.importorskip("uvicorn")
pytestmark = pytest.mark.xdist_group("server")
SLIP = "SELECT * { ?s a fte:Startup }"
LONG = "SELECT * { ?s ?p ?o } LIMIT 300"


@pytest.fixture(scope="module")
def server(lille: EcosystemGraph) -> Iterator[Running]:
    with serving(lille.folder, "--workers", "2") as found:
        yield found


def test_usual_prefixes_need_not_be_declared(server: Running) -> None:
    reply = server.query(
        "SELECT (COUNT(*) AS ?n) { ?s a fte:StartUp ; skos:prefLabel ?l }", "text/csv"
    )
    assert reply.status == 200
    assert int(reply.text.split()[1]) > 10
    assert server.query("SELECT * { ?s nope:x ?o }").status == 400


def test_unknown_terms_are_named_in_a_header(server: Running) -> None:
    reply = server.query(SLIP)
    assert (reply.status, "did you mean fte:StartUp" in reply.headers["x-sparql-hint"]) == (
        200,
        True,
    )
    assert "x-sparql-hint" not in server.query("SELECT * { ?s a <urn:Startup> }").headers


def test_zstd_where_the_client_asks(server: Running) -> None:
    path = f"/sparql?query={quote(LONG)}"
    plain = server.send(path)
    assert "content-encoding" not in plain.headers
    packed = server.send(path, Accept_Encoding="gzip, zstd")
    assert packed.headers["content-encoding"] == PACKINGS[0]
    if PACKINGS[0] == "zstd":
        from backports import zstd  # type: ignore[import-not-found,unused-ignore]

        assert zstd.decompress(packed.body) == plain.body
    old = server.send(path, Accept_Encoding="gzip, zstd;q=0")
    assert gzip.decompress(old.body) == plain.body
    assert packed.headers["etag"] != old.headers["etag"]


def test_a_client_that_has_the_answer_gets_304(server: Running) -> None:
    path = f"/sparql?query={quote(LONG)}"
    first = server.send(path)
    tag, date = first.headers["etag"], first.headers["last-modified"]
    for headers in ({"If_None_Match": tag}, {"If_Modified_Since": date}):
        again = server.send(path, method="GET", body=None, **headers)
        assert (again.status, again.body) == (304, b"")
    later = server.send(path, If_None_Match='W/"other"', If_Modified_Since=date)
    assert later.status == 200
    assert server.send(path, If_Modified_Since="Thu, 01 Jan 1970 00:00:00 GMT").status == 200
    assert server.send(path, If_Modified_Since="soon").status == 200
    assert server.send(path, Accept="text/csv").headers["etag"] != tag


def test_pages_of_other_sites_may_not_ask(server: Running, lille: EcosystemGraph) -> None:
    path = f"/sparql?query={quote('ASK {}')}"
    assert server.send(path, Origin="https://evil.example").status == 403
    assert server.send(path, Origin="null").status == 403
    assert server.send(path, Origin=f"http://127.0.0.1:{server.port}").status == 200
    with serving(lille.folder, "--workers", "1", "--cors", "https://good.example") as open_one:
        reply = open_one.send(path, Origin="https://good.example")
        assert reply.headers["access-control-allow-origin"] == "https://good.example"
        assert "X-SPARQL-Hint" in reply.headers["access-control-expose-headers"]
        assert open_one.send(path, Origin="https://evil.example").status == 403
        asked = {"Origin": "https://good.example", "Access_Control_Request_Method": "POST"}
        preflight = open_one.send("/sparql", method="OPTIONS", body=None, **asked)
        assert preflight.status == 204


def raw(port: int, *parts: bytes, wait: float = 0.0) -> bytes:
    """Return all that comes back for bytes sent as they are."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        for part in parts:
            line.sendall(part)
            sleep(wait)
        line.shutdown(socket.SHUT_WR) if wait < 0 else None
        found = b""
        while part := line.recv(65536):
            found += part
        return found


GET = b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: localhost\r\n"
END = b"Connection: close\r\n\r\n"


@pytest.mark.parametrize(
    "parts",
    [
        (GET + END,),
        (GET, END),
        (GET[:10], GET[10:] + END),
        (GET + b"\r\n" + GET + END,),
        (GET + b"\r\n", GET + b"\r\n", GET + END),
        (
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n"
            b"Content-Type: application/sparql-query\r\n" + END,
            b"ASK ",
            b"{}",
        ),
    ],
    ids=["whole", "two pieces", "cut in the line", "two at once", "one by one", "body in pieces"],
)
def test_requests_in_any_pieces_get_the_same_answer(
    server: Running, parts: tuple[bytes, ...]
) -> None:
    found = raw(server.port, *parts, wait=0.05)
    count = b"".join(parts).count(b"HTTP/1.1")
    assert found.count(b"HTTP/1.1 200 OK") == count
    assert found.count(b'"boolean":true') == count


@pytest.mark.parametrize(
    "extra",
    [
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"Content-Length: 5\r\nContent-Length: 0\r\n\r\n",
        b"Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n",
        b" folded\r\n\r\n",
        b"Host: evil.example\r\n\r\n",
        b"X y: z\r\n\r\n",
        b"Expect: 100-continue\r\n\r\n",
        b"Content-Length: +0\r\n\r\n",
        b"Connection: upgrade\r\n\r\n",
    ],
)
def test_heads_in_doubt_go_the_long_way(extra: bytes) -> None:
    assert quick.head(GET + b"\r\n") is not None
    assert quick.head(GET + extra) is None


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader_of_heads(data: bytes) -> None:
    for text in (data, GET + data + b"\r\n\r\n", GET[:20] + data + GET[20:] + b"\r\n"):
        found = quick.head(text)
        assert found is None or found.headers[b"host"]


def test_both_ways_give_the_same_answer(server: Running) -> None:
    for query, accept in (
        (LONG, ""),
        (SLIP, "text/csv"),
        ("ASK {", ""),
        ("DROP ALL", ""),
        (LONG, "image/png"),
    ):
        path = f"/sparql?query={quote(query)}"
        short = server.send(path, Accept=accept)
        long = server.send(path, Accept=accept, TE="trailers")
        names = set(short.headers) - {"date"}
        assert {n: short.headers[n] for n in names} == {n: long.headers.get(n) for n in names}
        assert (short.status, short.body) == (long.status, long.body)


def test_a_connection_is_kept_and_closed_as_asked(server: Running) -> None:
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    for path in ("/sparql?query=ASK+%7B%7D", "/health", "/sparql?query=ASK+%7B%7D"):
        line.request("GET", path)
        assert line.getresponse().read()
    line.close()
