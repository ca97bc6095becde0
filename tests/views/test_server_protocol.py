"""The endpoint: SPARQL 1.1 Protocol, forms of the answer, limits, refusals."""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import socket
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import quote, urlencode

import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib

from frenchtech_graph import catalogue as queries
from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.rdf.endpoint import RemoteStore
from frenchtech_graph.rdf.same_server import EndpointError
from frenchtech_graph.views.server import negotiation
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.requests import RefusedError, check
from tests.support.running_server import JSON, Running, descendants, runs, serving, serving_with

pytest.importorskip("uvicorn")
pytestmark = pytest.mark.xdist_group("server")

BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LONG_PATH = "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|^!<urn:x>)+ ?b . ?c (!<urn:x>|^!<urn:x>)+ ?d }"
HUGE_REGEX = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)),"
    ' "(.*a){12}$")) }'
)
STARTUPS = "PREFIX fte: <https://w3id.org/fte/onto/> SELECT ?s { ?s a fte:StartUp } ORDER BY ?s"
ASK = "ASK { ?s ?p ?o }"
POSTED = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"


@pytest.fixture(scope="module")
def server(lille: EcosystemGraph) -> Iterator[Running]:
    with serving(lille.folder, "--timeout", "2", "--rows", "2000", "--workers", "2") as found:
        yield found


def test_three_ways_to_ask_give_the_same_answer(server: Running) -> None:
    by_get = server.send(f"/sparql?query={quote(STARTUPS)}", Accept=JSON)
    by_form = server.query(STARTUPS)
    direct = server.send(
        "/sparql",
        method="POST",
        body=STARTUPS.encode(),
        Content_Type="application/sparql-query; charset=utf-8",
        Accept=JSON,
    )
    assert by_get.status == by_form.status == direct.status == 200
    assert by_get.body == by_form.body == direct.body
    assert by_get.kind == JSON


@pytest.mark.parametrize(
    ("text", "accept", "kind"),
    [
        (ASK, "", JSON),
        (ASK, "application/sparql-results+xml", "application/sparql-results+xml"),
        (STARTUPS, "*/*", JSON),
        (STARTUPS, "application/json", JSON),
        (STARTUPS, "text/csv, application/sparql-results+json;q=0.1", "text/csv"),
        (STARTUPS, "text/*", "text/csv"),
        (STARTUPS, "text/tab-separated-values", "text/tab-separated-values"),
        ("CONSTRUCT WHERE { ?s a <https://w3id.org/fte/onto/StartUp> }", "", "text/turtle"),
        (
            "CONSTRUCT WHERE { ?s a <https://w3id.org/fte/onto/StartUp> }",
            "application/ld+json",
            "application/ld+json",
        ),
        (
            "DESCRIBE <https://w3id.org/fte/id/actor/exotec>",
            "application/n-triples",
            "application/n-triples",
        ),
        (
            "DESCRIBE <https://w3id.org/fte/id/actor/exotec>",
            "application/rdf+xml",
            "application/rdf+xml",
        ),
    ],
)
def test_the_form_is_the_one_the_client_likes(
    server: Running, text: str, accept: str, kind: str
) -> None:
    reply = server.query(text, accept)
    assert (reply.status, reply.kind) == (200, kind)
    assert reply.headers["vary"] == "Accept, Accept-Encoding, Accept-Language, Origin"


def test_no_form_that_would_do_is_406(server: Running) -> None:
    reply = server.query(STARTUPS, "image/png")
    assert reply.status == 406
    assert "text/csv" in reply.text


def test_a_form_can_be_named_in_the_address(server: Running) -> None:
    assert server.query(STARTUPS, "*/*", format="csv").kind == "text/csv"
    assert server.query(ASK, "*/*", format="xml").kind == "application/sparql-results+xml"


HOSTILE = (
    'SELECT ?x ?y ?z { BIND("a\\"b,\\n<&>\\t\\u0007é" AS ?x) BIND("5"^^<urn:t> AS ?y)'
    ' BIND("l"@fr-BE AS ?z) }'
)


def test_all_four_forms_hold_the_same_cells(server: Running) -> None:
    text = 'a"b,\n<&>\t\x07é'
    as_json = json.loads(server.query(HOSTILE).body)["results"]["bindings"][0]
    assert as_json["x"] == {"type": "literal", "value": text}
    assert as_json["y"] == {"type": "literal", "value": "5", "datatype": "urn:t"}
    assert as_json["z"] == {"type": "literal", "value": "l", "xml:lang": "fr-be"}
    by_parser = ox.parse_query_results(
        server.query(HOSTILE, "text/tab-separated-values").body, format=ox.QueryResultsFormat.TSV
    )
    assert isinstance(by_parser, ox.QuerySolutions)
    assert [c.value for c in next(by_parser)] == [text, "5", "l"]
    rows = list(csv.reader(io.StringIO(server.query(HOSTILE, "text/csv").text, newline="")))
    assert rows == [["x", "y", "z"], [text, "5", "l"]]
    root = ET.fromstring(server.query(HOSTILE, "application/sparql-results+xml").body)
    literals = [e.text for e in root.iter("{http://www.w3.org/2005/sparql-results#}literal")]
    assert literals == [text.replace("\x07", "�"), "5", "l"]


def test_an_unbound_cell_is_absent_and_rdflib_reads_it(server: Running) -> None:
    text = "SELECT ?a ?b { VALUES (?a ?b) { (1 UNDEF) (UNDEF <urn:b>) } }"
    for accept in ("application/sparql-results+json", "application/sparql-results+xml"):
        found = rdflib.query.Result.parse(
            io.BytesIO(server.query(text, accept).body), content_type=accept
        )
        assert [[None if c is None else str(c) for c in b.values()] for b in found.bindings] == [
            ["1"],
            ["urn:b"],
        ]
    assert server.query(text, "text/csv").text == "a,b\r\n1,\r\n,urn:b\r\n"


@pytest.mark.parametrize(
    ("path", "method", "body", "content_type", "status"),
    [
        ("/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", "GET", None, None, 400),
        ("/sparql?query=", "GET", None, None, 400),
        ("/sparql?query=%FF", "GET", None, None, 400),
        ("/sparql?query=SELECT%20%2A%20%7B", "GET", None, None, 400),
        ("/sparql?query=hello", "GET", None, None, 400),
        ("/sparql?query=DROP%20ALL", "GET", None, None, 403),
        ("/sparql?update=DROP%20ALL", "GET", None, None, 403),
        ("/sparql?query=ASK%20%7B%7D&default-graph-uri=no%20iri", "GET", None, None, 400),
        ("/sparql", "PUT", b"ASK {}", "application/sparql-query", 405),
        ("/sparql", "DELETE", None, None, 405),
        ("/sparql", "POST", b"ASK {}", "text/plain", 415),
        ("/sparql", "POST", b"query=ASK%20%7B%7D", None, 415),
        ("/sparql", "POST", b"DROP ALL", "application/sparql-update", 403),
        ("/sparql", "POST", b"update=DROP%20ALL", "application/x-www-form-urlencoded", 403),
        ("/sparql", "POST", "ASK { ?é ?p ?o }".encode("utf-16"), "application/sparql-query", 400),
        ("/sparql", "POST", b"ASK {}", "application/sparql-query; charset=utf-16", 415),
        (
            "/sparql",
            "POST",
            b"&".join(b"a=b" for _ in range(300)),
            "application/x-www-form-urlencoded",
            400,
        ),
    ],
)
def test_what_is_not_a_query_is_refused_and_changes_nothing(
    server: Running,
    path: str,
    method: str,
    body: bytes | None,
    content_type: str | None,
    status: int,
) -> None:
    before = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body
    headers = {"Content_Type": content_type} if content_type else {}
    reply = server.send(path, method=method, body=body, **headers)
    assert reply.status == status
    assert reply.kind == "text/plain"
    assert reply.body
    assert server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body == before


def test_graphs_named_by_the_protocol_are_the_ones_asked(
    server: Running, lille: EcosystemGraph
) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    graphs = [g.value for g in lille.store.named_graphs()]
    sizes = {g: server.query(count, "text/csv", **{"default-graph-uri": g}).text for g in graphs}
    assert len(set(sizes.values())) == len(graphs)
    everything = urlencode([("query", count), *(("default-graph-uri", g) for g in graphs)])
    total = int(server.send(f"/sparql?{everything}", Accept="text/csv").text.split()[1])
    assert total >= max(int(s.split()[1]) for s in sizes.values())
    none = server.query(
        "SELECT ?g { GRAPH ?g { ?s ?p ?o } } LIMIT 1",
        "text/csv",
        **{"default-graph-uri": graphs[0]},
    )
    assert none.text == "g\r\n"


def test_our_own_client_gets_the_catalogue_from_our_own_server(
    server: Running, lille: EcosystemGraph
) -> None:
    remote = RemoteStore(f"{server.url}/sparql")
    for query in queries.catalogue():
        ours = queries.run(lille.store, query, **query.example)
        theirs = queries.run(remote, query, **query.example)
        order = list(ours.columns)
        pd.testing.assert_frame_equal(
            theirs.sort_values(order, ignore_index=True), ours.sort_values(order, ignore_index=True)
        )


@pytest.mark.parametrize("bomb", [BOMB, LONG_PATH, HUGE_REGEX], ids=["product", "path", "regex"])
def test_a_query_bomb_is_stopped_while_others_are_served(server: Running, bomb: str) -> None:
    with ThreadPoolExecutor() as threads:
        bombed = threads.submit(server.query, bomb)
        quick = [server.query(STARTUPS).status for _ in range(30)]
        reply = bombed.result()
    assert quick == [200] * 30
    assert reply.status == 422
    assert "stopped after 2 s" in reply.text
    assert server.query(ASK).status == 200


def test_stopped_workers_are_replaced(server: Running) -> None:
    with ThreadPoolExecutor() as threads:
        replies = [f.result() for f in [threads.submit(server.query, BOMB) for _ in range(2)]]
    assert {r.status for r in replies} == {422}
    sleep(0.2)
    metrics = server.send("/metrics").text
    assert "frenchtech_graph_workers_busy 0\n" in metrics
    assert [server.query(ASK).status for _ in range(4)] == [200] * 4


def test_too_many_rows_are_refused_not_cut(server: Running) -> None:
    reply = server.query("SELECT * { ?s ?p ?o }")
    assert reply.status == 422
    assert "more than 2000 rows" in reply.text
    triples = server.query("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle")
    assert triples.status == 422
    with pytest.raises(EndpointError, match="more than 2000 rows"):
        RemoteStore(f"{server.url}/sparql").query("SELECT * { ?s ?p ?o }")


def test_memory_is_bounded(server: Running) -> None:
    # About 1e9 rows held for the sort would not fit: the worker ends, the server stays.
    reply = server.query("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f")
    assert reply.status == 422
    assert server.query(ASK).status == 200


def test_service_is_refused_and_asks_nobody(server: Running) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.3)
        port = listener.getsockname()[1]
        for call in (
            f"SERVICE <http://127.0.0.1:{port}/>",
            f"service silent <http://127.0.0.1:{port}/>",
        ):
            reply = server.query(f"SELECT * {{ {call} {{ ?s ?p ?o }} }}")
            assert reply.status == 403
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("SELECT * { SERVICE <https://query.wikidata.org/sparql> { ?s ?p ?o } }", False),
        ("SELECT * { SERVICE SILENT <https://query.wikidata.org/sparql> { ?s ?p ?o } }", False),
        ("SELECT * { SERVICE <https://query.wikidata.org.evil.example/> { ?s ?p ?o } }", True),
        ("SELECT * { SERVICE <https://query.wikidata.org@evil.example/> { ?s ?p ?o } }", True),
        ("SELECT * { SERVICE ?where { ?s ?p ?o } }", True),
        (
            "PREFIX w: <https://query.wikidata.org/> SELECT * { SERVICE w:sparql { ?s ?p ?o } }",
            True,
        ),
        ("SELECT * { SERVICE #\n<http://localhost/> { ?s ?p ?o } }", True),
        ('SELECT * { ?service ?p "SERVICE <http://localhost/>" } # SERVICE', False),
        ("PREFIX service: <urn:s> SELECT * { ?s service:x ?o }", False),
    ],
)
def test_only_allowed_hosts_may_be_asked(text: str, refused: bool) -> None:
    limits = Limits(services=frozenset({"query.wikidata.org"}))
    if refused:
        with pytest.raises(RefusedError) as refusal:
            check(text, limits)
        assert refusal.value.status == 403
    else:
        check(text, limits)


SIZE = 950_000
HOSTILE_TEXTS = {
    "a quote and escaped quotes": "SELECT * { ?s ?p '" + "\\'" * (SIZE // 2),
    "a long string, not closed": "SELECT * { ?s ?p '''" + "''a" * (SIZE // 3),
    "words and points": "ASK { " + "a." * (SIZE // 2),
    "words and hyphens": "ASK { " + "a-" * (SIZE // 2),
    "addresses, not closed": "ASK { ?s ?p " + "<a" * (SIZE // 2),
    "quotes, a line each": "ASK { " + "'\n" * (SIZE // 2),
    "escaped signs in a name": "ASK { a:" + "\\#" * (SIZE // 2) + " ?p ?o }",
    "SERVICE without end": "ASK { " + "SERVICE <http://h/> { " * (SIZE // 22),
    "braces": "ASK " + "{" * SIZE,
    "empty comments": "#\n" * (SIZE // 2),
}


@pytest.fixture(scope="module")
def patient(lille: EcosystemGraph) -> Iterator[Running]:
    with serving(lille.folder, "--timeout", "30", "--workers", "2") as found:
        yield found


@pytest.mark.parametrize("shape", HOSTILE_TEXTS)
def test_a_long_hostile_text_is_refused_before_the_limit(patient: Running, shape: str) -> None:
    # Reading one of these in quadratic time takes hours: the worker would be stopped at its limit.
    reply = patient.send(
        "/sparql",
        method="POST",
        body=HOSTILE_TEXTS[shape].encode(),
        Content_Type="application/sparql-query",
    )
    assert reply.status in (400, 403, 422)
    assert "was stopped" not in reply.text


def test_health_answers_while_large_requests_wait(server: Running) -> None:
    text = f"SELECT * {{ ?s ?p '{'a' * SIZE}' }}"
    seen = []
    with ThreadPoolExecutor(40) as clients:
        asked = [clients.submit(server.query, BOMB), clients.submit(server.query, BOMB)]
        asked += [clients.submit(server.query, text) for _ in range(38)]
        while not all(one.done() for one in asked):
            waiting = re.search(r"requests_waiting (\d+)", server.send("/metrics").text)
            assert waiting
            seen.append((int(waiting[1]), server.send("/health").status))
    assert {status for _, status in seen} == {200}
    assert max(count for count, _ in seen) > 0  # it did answer while others had to wait
    assert {one.result().status for one in asked[2:]} <= {200, 422, 503}  # stopped if it is slow


def test_a_large_body_is_refused_before_it_is_read(server: Running) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        client.sendall(f"{POSTED}Content-Length: 104857600\r\n\r\n".encode())
        assert client.recv(64).startswith(b"HTTP/1.1 413")


def test_a_large_body_without_a_length_is_refused(server: Running) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        client.sendall(f"{POSTED}Transfer-Encoding: chunked\r\n\r\n".encode())
        chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        answered = b""
        try:
            for _ in range(1600):
                client.sendall(chunk)
        except OSError:
            pass
        try:
            answered = client.recv(64)
        except ConnectionError:
            answered = b""
        assert answered == b"" or answered.startswith(b"HTTP/1.1 413")
    assert server.query(ASK).status == 200


@pytest.mark.parametrize(("size", "answer"), [(1, b"HTTP/1.1 400"), (1000, b"HTTP/1.1 200")])
def test_a_body_in_very_many_pieces_is_refused(server: Running, size: int, answer: bytes) -> None:
    # Each piece costs the main loop the same: a chunk a byte would stop the server for all others.
    text = ASK + " " * (100_000 - len(ASK))
    parts = [text[at : at + size].encode() for at in range(0, len(text), size)]
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        try:
            client.sendall(f"{POSTED}Transfer-Encoding: chunked\r\n\r\n".encode() + chunks)
            answered = client.recv(64)
        except ConnectionError:
            answered = b""
        assert answered.startswith(answer) or (not answered and size == 1)
    assert server.query(ASK).status == 200


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /sparql HTTP/1.1\r\nHost: localhost\r\n" + b"A: " + b"b" * 100_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /sparql?query=" + b"a" * 60_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nBad Header\r\n\r\n",
        b"GARBAGE\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        (
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding:"
            b" chunked\r\n\r\nzzz\r\n"
        ),
    ],
)
def test_broken_requests_get_a_4xx_or_a_closed_door(server: Running, request_: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=25) as client:
        client.sendall(request_)
        try:
            answered = client.recv(200)
        except ConnectionError:
            answered = b""
    assert answered == b"" or answered.startswith(b"HTTP/1.1 4")
    assert server.query(ASK).status == 200


def test_a_client_that_dawdles_is_let_go(lille: EcosystemGraph) -> None:
    with serving_with(lille.folder, workers=1, header_seconds=0.5) as server:
        slow = [
            b"",
            b"GET /sparql HTTP/1.1\r\nHost: localhost\r\n",
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nASK",
        ]
        clients = [socket.create_connection(("127.0.0.1", server.port), timeout=10) for _ in slow]
        for client, begun in zip(clients, slow, strict=True):
            client.sendall(begun)
        assert server.query(ASK).status == 200
        for client in clients:
            with client:
                assert client.recv(10) == b""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to see processes")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_the_server(lille: EcosystemGraph, how: signal.Signals) -> None:
    with (
        serving(lille.folder, "--workers", "2", "--timeout", "30") as server,
        ThreadPoolExecutor() as threads,
    ):
        children = descendants(server.process.pid)
        assert len(children) == 4  # the nursery, its spare, two workers
        busy = threads.submit(server.query, BOMB)  # one worker is deep in the engine
        sleep(0.3)
        server.process.send_signal(how)
        if how == signal.SIGKILL:
            with pytest.raises((OSError, HTTPException)):
                busy.result()
        else:
            assert (busy.result().status, busy.result().text) == (503, "The server is stopping.\n")
        server.process.wait(timeout=20)
        deadline = monotonic() + 10
        while any(runs(pid) for pid in children) and monotonic() < deadline:
            sleep(0.05)
        assert not any(runs(pid) for pid in children)


def test_answers_forbid_what_a_page_should_not_do(server: Running) -> None:
    for path in ("/", "/sparql", "/id/actor/exotec", "/search?q=x", "/health"):
        headers = server.send(path, Accept="text/html").headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in headers
        assert "server" not in headers


def test_other_sites_may_ask_only_when_told(lille: EcosystemGraph) -> None:
    with serving(lille.folder, "--cors", "https://example.org", "--workers", "1") as server:
        assert server.query(ASK).headers["access-control-allow-origin"] == "https://example.org"
        preflight = server.send("/sparql", method="OPTIONS", Origin="https://example.org")
        assert preflight.status == 204
        assert preflight.headers["access-control-allow-methods"] == "GET, HEAD, POST"


def test_the_service_is_described(server: Running, lille: EcosystemGraph) -> None:
    reply = server.send("/sparql", Accept="text/turtle")
    graph = rdflib.Graph().parse(data=reply.body, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    named = {str(o) for o in graph.objects(None, sd.name)}
    assert named == {g.value for g in lille.store.named_graphs()}
    assert (None, sd.supportedLanguage, sd.SPARQL11Query) in graph


def test_the_data_are_described(server: Running, lille: EcosystemGraph) -> None:
    graph = rdflib.Graph().parse(data=server.send("/.well-known/void").body, format="turtle")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    sizes = {
        int(str(o))
        for o in graph.objects(rdflib.URIRef("https://w3id.org/fte/dataset"), void.triples)
    }
    assert sizes == {
        sum(1 for _ in lille.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    }
    assert (None, rdflib.DCTERMS.license, None) in graph
    assert (None, rdflib.URIRef("http://www.w3.org/ns/dcat#endpointURL"), None) in graph


def test_health_and_metrics(server: Running) -> None:
    assert server.send("/health").json()["status"] == "ok"
    before = server.send("/metrics").text
    server.query(ASK)
    server.query("SELECT * {")
    after = server.send("/metrics").text
    counts = [
        {
            line.split()[0]: line.split()[1]
            for line in t.splitlines()
            if "queries_total" in line and "#" not in line
        }
        for t in (before, after)
    ]
    for outcome in ("ok", "invalid"):
        name = f'frenchtech_graph_queries_total{{outcome="{outcome}"}}'
        assert int(counts[1][name]) == int(counts[0].get(name, 0)) + 1
    for line in after.splitlines():
        assert line.startswith("# TYPE ") or len(line.rsplit(" ", 1)) == 2


def test_many_clients_at_once_get_what_one_gets(server: Running) -> None:
    alone = server.query(STARTUPS).body
    with ThreadPoolExecutor(32) as threads:
        replies = list(threads.map(lambda _: server.query(STARTUPS), range(200)))
    assert {r.status for r in replies} == {200}
    assert {r.body for r in replies} == {alone}


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("text/csv;q=0", None),
        ("text/csv;q=0, */*;q=0.1", negotiation.JSON),
        ("application/sparql-results+json;q=0, text/*;q=0.2", negotiation.CSV),
        ("text/csv;q=x, application/xml", negotiation.XML),
        (" , ,", negotiation.JSON),
        (";;;", None),
    ],
)
def test_negotiation(accept: str, chosen: str | None) -> None:
    assert negotiation.choose(accept, negotiation.SOLUTIONS) == chosen
