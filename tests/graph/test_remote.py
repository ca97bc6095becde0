"""A SPARQL server that is slow, busy, rude or wrong: each gets one clear message; a good one gets
asked well.
"""

from __future__ import annotations

import gzip
import http.server
import json
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from time import sleep, time
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

from frenchtech_graph import catalogue as queries
from frenchtech_graph.io.network_policy import AGENT
from frenchtech_graph.rdf import loads
from frenchtech_graph.rdf.counting import counted
from frenchtech_graph.rdf.endpoint import CONSOLIDATED, RemoteStore
from frenchtech_graph.rdf.same_server import EndpointError

RESULTS = "application/sparql-results+json"
ONE_ROW = json.dumps(
    {"head": {"vars": ["n"]}, "results": {"bindings": [{"n": {"type": "literal", "value": "é"}}]}}
)
BLAZEGRAPH = "\njava.util.concurrent.TimeoutException: query ended after 60000 ms"
QLEVER = "\n!!!!>># Tried to allocate memory beyond the limit\n"
TOTAL = ONE_ROW[:-1] + ', "meta": {"query-time-ms": 7, "result-size-total": 3}}'
XML = (
    '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
    '<variable name="n"/></head><results><result><binding name="n"><literal>1</literal>'
    "</binding></result></results></sparql>"
)
Handler = http.server.BaseHTTPRequestHandler
ASK = "ASK { ?s ?p ?o }"
SELECT = "SELECT ?n { ?s ?p ?n }"


@dataclass
class Server:
    """A web server whose answers a test scripts, and what it was asked."""

    url: str = ""
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)


@contextmanager
def serving(*answers: Callable[[Handler], None]) -> Iterator[Server]:
    """Serve the answers one after the other, the last one for ever."""
    log = Server()

    class Scripted(Handler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            query = urlsplit(self.path).query
            form = "urlencoded" in (self.headers.get("Content-Type") or "")
            log.asked.append(parse_qs(query + ("&" + body.decode() if form else "")))
            log.methods.append(self.command)
            log.headers.append(dict(self.headers))
            log.bodies.append(body)
            number = min(len(log.asked), len(answers)) - 1
            answers[number](self)

        do_GET = do_POST = do_PUT = answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Scripted)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    log.url = f"http://127.0.0.1:{server.server_port}/sparql"
    try:
        yield log
    finally:
        server.shutdown()
        server.server_close()


def answering(
    body: str | bytes, content_type: str = RESULTS, status: int = 200, **headers: str
) -> Callable[[Handler], None]:
    """Return an answer of a server."""

    def answer(handler: Handler) -> None:
        content = body.encode() if isinstance(body, str) else body
        handler.send_response(status)
        handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


GOOD = answering(ONE_ROW)


def test_a_short_query_is_asked_by_get_with_our_default_graph_and_name() -> None:
    with serving(GOOD) as server:
        frame = queries.run(RemoteStore(server.url), SELECT)
    assert frame["n"].tolist() == ["é"]
    assert server.methods == ["GET"]
    assert server.asked[0] == {"query": [SELECT], "default-graph-uri": [CONSOLIDATED]}
    assert server.headers[0]["User-Agent"] == AGENT
    assert RESULTS in server.headers[0]["Accept"]


def test_a_long_query_is_asked_by_post() -> None:
    text = "SELECT ?n { VALUES ?n { " + " ".join(f'"{i}"' for i in range(5000)) + " } }"
    with serving(GOOD) as server:
        queries.run(server.url, text)
    assert server.methods == ["POST"]
    assert server.asked[0]["query"] == [text]


def test_the_default_graph_of_the_server_can_be_asked() -> None:
    with serving(GOOD) as server:
        RemoteStore(server.url, graph=None).query(SELECT)
        RemoteStore(server.url).query("SELECT ?n FROM <urn:g> { ?s ?p ?n }")
    assert all("default-graph-uri" not in asked for asked in server.asked)


def test_named_graphs_are_listed_when_a_query_names_graphs() -> None:
    graphs = {
        "head": {"vars": ["graph"]},
        "results": {"bindings": [{"graph": {"type": "uri", "value": "urn:g"}}]},
    }
    with serving(answering(json.dumps(graphs)), GOOD) as server:
        store = RemoteStore(server.url)
        store.query("SELECT ?n { GRAPH ?g { ?s ?p ?n } }")
        store.query("SELECT ?n { GRAPH ?g { ?s ?p ?n } }")
    assert len(server.asked) == 3
    assert "urn:g" in server.asked[1]["named-graph-uri"]
    assert server.asked[2]["named-graph-uri"] == server.asked[1]["named-graph-uri"]


def test_triples_are_parsed_by_what_the_server_says_they_are() -> None:
    with serving(
        answering("<urn:a> <urn:b> <urn:c> .", "application/n-triples; charset=utf-8")
    ) as server:
        graph = queries.construct(server.url, "CONSTRUCT WHERE { ?s ?p ?o }")
    assert len(graph) == 1


@pytest.mark.parametrize("value", [True, False])
def test_truth_values_in_both_dialects(value: bool) -> None:
    standard = json.dumps({"head": {}, "boolean": value})
    cell = {
        "type": "typed-literal",
        "datatype": "http://www.w3.org/2001/XMLSchema#integer",
        "value": str(int(value)),
    }
    virtuoso = json.dumps(
        {"head": {"vars": ["__ASK_RETVAL"]}, "results": {"bindings": [{"__ASK_RETVAL": cell}]}}
    )
    for dialect in (standard, virtuoso):
        with serving(answering(dialect)) as server:
            assert queries.run(server.url, ASK)["answer"].tolist() == [value]


def test_a_busy_server_is_asked_again_no_sooner_than_it_wishes() -> None:
    waits: list[float] = []
    soon = formatdate(time() + 30, usegmt=True)
    busy = [
        answering("", status=429, Retry_After="7"),
        answering("", status=503, Retry_After=soon),
        answering("", status=502),
    ]
    with serving(*busy, GOOD) as server:
        frame = queries.run(RemoteStore(server.url, sleep=waits.append), SELECT)
    assert len(frame) == 1
    assert waits[0] == 7
    assert 25 < waits[1] <= 31
    assert 2 <= waits[2] <= 4


def test_a_server_that_stays_busy_is_left_alone() -> None:
    with serving(answering("", status=429)) as server:
        with pytest.raises(EndpointError, match="busy") as fault:
            RemoteStore(server.url, retries=2, sleep=lambda _: None).query(ASK)
        assert len(server.asked) == 3
    assert fault.value.code == "endpoint-busy"


def test_a_wait_longer_than_the_limit_is_not_begun() -> None:
    with serving(answering("", status=503, Retry_After="3600")) as server:
        with pytest.raises(EndpointError, match="asks to wait 3600 s"):
            RemoteStore(server.url, sleep=lambda _: pytest.fail("waited")).query(ASK)
        assert len(server.asked) == 1


def slow(handler: Handler) -> None:
    sleep(3)
    with suppress(ConnectionError):
        GOOD(handler)


def dripping(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", RESULTS)
    handler.end_headers()
    with suppress(ConnectionError):
        for _ in range(100):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            sleep(0.05)


@pytest.mark.parametrize("answer", [slow, dripping], ids=["late", "dripping"])
def test_the_limit_is_for_the_whole_answer(answer: Callable[[Handler], None]) -> None:
    with (
        serving(answer) as server,
        pytest.raises(EndpointError, match="did not finish its answer in 1 s") as fault,
    ):
        RemoteStore(server.url, timeout=1).query(ASK)
    assert fault.value.code == "endpoint-timeout"


def broken_off(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", RESULTS)
    handler.send_header("Content-Length", str(len(ONE_ROW) + 100))
    handler.end_headers()
    handler.wfile.write(ONE_ROW.encode())


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        (answering("<html><title>Sign in</title>", "text/html"), "content", "Sign in"),
        (answering("{ not json", RESULTS), "content", "not json"),
        (answering(ONE_ROW[:-5], RESULTS), "cut", "value"),
        (answering(gzip.compress(b"x"), "application/octet-stream"), "content", "octet-stream"),
        (answering("Lexical error at line 1", "text/plain", 400), "query", "Lexical error"),
        (answering("", "text/plain", 414), "query", "414"),
        (broken_off, "unreachable", "IncompleteRead"),
        (answering("", "text/plain", 401), "refused", "401"),
        (answering("", "text/plain", 403), "refused", "403"),
        (answering("", "text/plain", 404), "not-found", "404"),
        (answering("stack trace", "text/plain", 500), "error", "stack trace"),
        (answering("", "text/plain", 500), "error", "Internal Server Error"),
        (answering("", "text/plain", 599), "error", "–"),
        (answering(ONE_ROW, RESULTS, X_SQL_State="S1TAT", X_SQL_Message="RC..."), "cut", "S1TAT"),
        (answering(ONE_ROW, RESULTS, X_SPARQL_MaxRows="1"), "cut", "MaxRows: 1"),
        (answering(ONE_ROW, RESULTS, 206, X_SPARQL_MaxRows="1"), "cut", "MaxRows: 1"),
        (answering(ONE_ROW, RESULTS, 206), "cut", "206"),
        (answering(ONE_ROW, RESULTS, Warning='299 - "partial results"'), "cut", "partial"),
        (answering(ONE_ROW[:-3] + BLAZEGRAPH, RESULTS), "cut", "TimeoutException"),
        (answering(ONE_ROW[:-3] + QLEVER, RESULTS), "cut", "allocate memory"),
        (answering(TOTAL, RESULTS), "cut", "1 / 3"),
        (answering(ONE_ROW[:-1] + ', "truncated": true}', RESULTS), "cut", "truncated"),
        (answering(XML[:-9], RESULTS.replace("json", "xml")), "cut", "results"),
    ],
)
def test_each_failure_has_a_message_of_its_own(
    answer: Callable[[Handler], None], code: str, said: str
) -> None:
    with serving(answer) as server, pytest.raises(EndpointError) as fault:
        list(RemoteStore(server.url, timeout=5).query(SELECT))  # type: ignore[arg-type]
    assert fault.value.code == f"endpoint-{code}"
    for lang in ("fr", "en"):
        assert said in fault.value.message(lang)
        assert server.url in fault.value.message(lang)


def _count(rows: int) -> Callable[[Handler], None]:
    cell = {"rows": {"type": "literal", "value": str(rows)}}
    return answering(
        json.dumps({"head": {"vars": ["rows"]}, "results": {"bindings": [cell]}}), RESULTS
    )


def test_rows_of_a_server_that_cuts_without_a_sign_are_counted() -> None:
    with serving(answering(ONE_ROW, RESULTS), _count(3)) as server:
        with pytest.raises(EndpointError) as fault:
            RemoteStore(f"{server.url}/repositories/fte").query(SELECT)
        assert "1 / 3" in fault.value.message("en")
        assert "COUNT(*)" in server.asked[-1]["query"][0]
    with serving(answering(ONE_ROW, RESULTS), _count(1)) as server:
        assert len(list(RemoteStore(f"{server.url}/repositories/fte").query(SELECT))) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s { ?s ?p ?o } LIMIT 2",
        "PREFIX a: <urn:> # SELECT\nSELECT ?s FROM <urn:g> { ?s a:p ?o { SELECT ?o { ?s ?p ?o } } }#",
        "SELECT (COUNT(?s) AS ?n) ?o FROM NAMED <urn:g> { GRAPH ?g { ?s ?p ?o } } GROUP BY ?o",
        "SELECT * FROM <urn:g> FROM NAMED <urn:g> { ?s ?p ?o } VALUES ?s { <urn:a> }",
    ],
)
def test_the_count_of_a_query_is_that_of_its_rows(text: str) -> None:
    store = ox.Store()
    graph = ox.NamedNode("urn:g")
    for one in ("urn:a", "urn:b", "urn:c"):
        for where in (graph, ox.DefaultGraph()):
            store.add(ox.Quad(ox.NamedNode(one), ox.NamedNode("urn:p"), graph, where))
    rows = len(list(store.query(text)))  # type: ignore[arg-type]
    [row] = store.query(counted(text))  # type: ignore[misc]
    assert rows and int(row[0].value) == rows


@pytest.mark.parametrize("triple", ['"triple"', r'"\u0074riple"'])
def test_terms_in_one_another_without_end_are_no_answer(triple: str) -> None:
    uri = '{"type": "uri", "value": "urn:a"}'
    term = f'{{"type": {triple}, "value": {{"subject": {uri}, "predicate": {uri}, "object": '
    row = term * 20_000 + uri + "}}" * 20_000
    deep = f'{{"head": {{"vars": ["s"]}}, "results": {{"bindings": [{{"s": {row}}}]}}}}'
    with serving(answering(deep)) as server, pytest.raises(EndpointError, match="urn:a") as fault:
        RemoteStore(server.url, timeout=5).query(SELECT)
    assert fault.value.code == "endpoint-content"


def test_nodes_in_one_another_without_end_are_no_answer() -> None:
    deep = '{"@id": "urn:a", "urn:b": ' * 20_000 + "1" + "}" * 20_000
    with (
        serving(answering(deep, "application/ld+json")) as server,
        pytest.raises(EndpointError, match="urn:a") as fault,
    ):
        RemoteStore(server.url, timeout=5).query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert fault.value.code == "endpoint-content"


def test_nobody_there() -> None:
    with serving(GOOD) as server:
        url = server.url
    with pytest.raises(EndpointError, match="does not answer"):
        RemoteStore(url).query(ASK)
    with pytest.raises(EndpointError, match="not the address"):
        RemoteStore("file:///etc/passwd")


def test_accounts_are_sent_only_when_given() -> None:
    with serving(GOOD) as server:
        RemoteStore(server.url).query(SELECT)
        RemoteStore(server.url, user="me", password="é").query(SELECT)
    assert "Authorization" not in server.headers[0]
    assert server.headers[1]["Authorization"].startswith("Basic ")


def moved(to: str) -> Callable[[Handler], None]:
    return answering("", "text/plain", 302, Location=to)


def test_a_redirect_stays_with_the_server() -> None:
    with serving(moved("/other"), GOOD) as server:
        assert RemoteStore(server.url).query(SELECT)
        assert len(server.asked) == 2


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_redirect_to_another_server_sends_nothing_there(host: str) -> None:
    with serving(GOOD) as inner:
        with serving(moved(inner.url.replace("127.0.0.1", host))) as server:
            store = RemoteStore(server.url, user="me", password="secret")
            for send in (lambda: store.query(ASK), lambda: store.load(small_store(), server.url)):
                with pytest.raises(EndpointError) as fault:
                    send()
                assert fault.value.code == "endpoint-moved"
        assert inner.asked == []


def test_a_digest_is_answered_and_stays_with_its_request() -> None:
    challenge = answering(
        "", "text/plain", 401, WWW_Authenticate='Digest realm="r", nonce="n", qop="auth"'
    )
    installed = urllib.request._opener  # type: ignore[attr-defined]
    with serving(challenge, GOOD) as server:
        RemoteStore(server.url, user="me", password="secret", digest=True).query(SELECT)
        assert server.headers[1]["Authorization"].startswith('Digest username="me"')
    assert urllib.request._opener is installed  # type: ignore[attr-defined]


def small_store() -> ox.Store:
    store = ox.Store()
    store.load(
        input='<urn:a> <urn:b> "é" .\n<urn:a> <urn:b> <urn:c> <urn:g> .',
        format=ox.RdfFormat.N_QUADS,
    )
    return store


PUBLISHED = answering(
    f"<{loads.PUBLISHED}> <http://purl.org/dc/terms/hasPart> <{CONSOLIDATED}> .\n",
    "application/n-triples",
)
DONE = answering("", status=204)


def test_loading_stages_all_graphs_and_publishes_them_in_one_request() -> None:
    with serving(PUBLISHED, DONE) as server:
        count = RemoteStore(server.url).load(small_store(), server.url)
    assert count == 2
    assert server.methods == ["GET", "POST", "PUT", "PUT", "POST"]
    staged = [a["graph"][0] for a in server.asked[2:4]]
    assert all(name.startswith(loads.RECORD) for name in staged)
    assert server.bodies[2].decode() == '<urn:a> <urn:b> "é" .\n'
    assert all(f"<{name}>" in server.bodies[1].decode() for name in staged)
    assert f"MOVE GRAPH <{staged[0]}> TO GRAPH <{CONSOLIDATED}>" in server.bodies[4].decode()
    assert f"MOVE GRAPH <{staged[1]}> TO GRAPH <urn:g>" in server.bodies[4].decode()


@pytest.mark.parametrize(("known", "direct"), [(DONE, False), (PUBLISHED, True)])
def test_a_first_or_direct_load_writes_in_place(
    known: Callable[[Handler], None], direct: bool
) -> None:
    come: list[tuple[int, int]] = []
    with serving(known, DONE) as server:
        RemoteStore(server.url).load(
            small_store(),
            server.url + "/store",
            direct=direct,
            sending=lambda sent, total: come.append((sent, total)),
        )
    assert server.methods == ["GET", "POST", "PUT", "PUT", "POST"]
    assert [a["graph"][0] for a in server.asked[2:4]] == [CONSOLIDATED, "urn:g"]
    assert not any(b"MOVE" in body or b"DROP" in body for body in server.bodies)
    assert come == [(1, 2), (2, 2)]


def test_a_large_graph_goes_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frenchtech_graph.rdf.graph_store._TRIPLES_PER_REQUEST", 2)
    store = ox.Store()
    for i in range(5):
        store.add(ox.Quad(ox.NamedNode(f"urn:{i}"), ox.NamedNode("urn:p"), ox.Literal(i)))
    with serving(answering("", status=204)) as server:
        assert RemoteStore(server.url, graph=None).load(store, server.url) == 5
    assert server.methods == ["GET", "POST", "PUT", "POST", "POST", "POST"]
    assert sum(body.count(b"\n") for body in server.bodies[2:5]) == 5
    assert "TO DEFAULT" in server.bodies[5].decode()


def test_a_load_that_fails_on_the_way_publishes_nothing() -> None:
    ok, full = answering("", status=204), answering("full", "text/plain", 507)
    with serving(PUBLISHED, ok, ok, full, ok) as server, pytest.raises(EndpointError) as fault:
        RemoteStore(server.url).load(small_store(), server.url)
    assert fault.value.code == "endpoint-error"
    assert not any(b"MOVE" in body for body in server.bodies)
    staged = [a["graph"][0] for a in server.asked[2:4]]
    dropped = server.bodies[-1].decode()
    assert all(f"DROP SILENT GRAPH <{name}>" in dropped for name in staged)
    assert CONSOLIDATED not in dropped


def test_a_limit_of_the_server_on_transactions_is_named_with_the_way_out() -> None:
    limit = "Virtuoso SR325 Error: log after image size went above the limit"
    refused = answering(limit, "text/plain", 500)
    with (
        serving(PUBLISHED, DONE, DONE, DONE, refused, DONE) as server,
        pytest.raises(EndpointError, match="TransactionAfterImageLimit") as fault,
    ):
        RemoteStore(server.url, retries=0).load(small_store(), server.url)
    assert "rdf_loader_run()" in fault.value.message("fr")
    assert "--direct" in str(fault.value)


def test_a_load_given_up_leaves_the_server_as_it_was() -> None:
    server, one = ox.Store(), small_store()
    updated(server, loads.Load.of(one, CONSOLIDATED, direct=True), one, record(server))
    before = set(server)
    broken = loads.Load.of(one, CONSOLIDATED)
    server.update(broken.begin())
    server.add(
        ox.Quad(
            ox.NamedNode("urn:s"),
            ox.NamedNode("urn:p"),
            ox.Literal(1),
            ox.NamedNode(broken.graphs[0].staged),
        )
    )
    assert set(server) != before
    server.update(broken.give_up())
    assert set(server) == before


def test_a_killed_direct_load_is_no_reason_to_drop_what_stands_now() -> None:
    server, one = ox.Store(), small_store()
    since = datetime.now(UTC) - timedelta(days=2)
    server.update(replace(loads.Load.of(one, CONSOLIDATED, direct=True), began=since).begin())
    updated(server, loads.Load.of(one, CONSOLIDATED), one, record(server))
    assert server.contains_named_graph(ox.NamedNode(CONSOLIDATED))
    assert loads.read(record(server)).begun == {}


def updated(server: ox.Store, load: loads.Load, lines: ox.Store, before: bytes) -> bytes:
    """Play a load on a store of ours as the server, and return the record it leaves."""
    server.update(load.begin())
    for graph in load.graphs:
        for quad in lines.quads_for_pattern(None, None, None, graph.source):
            server.add(
                ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph.staged))
            )
    server.update(load.publish(loads.read(before)))
    return record(server)


def record(server: ox.Store) -> bytes:
    found = [
        q.triple for q in server.quads_for_pattern(None, None, None, ox.NamedNode(loads.RECORD))
    ]
    return ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b""


def test_a_load_drops_what_is_no_more_and_what_killed_ones_left() -> None:
    server, one, other = ox.Store(), small_store(), small_store()
    other.remove_graph(ox.NamedNode("urn:g"))
    server.add(
        ox.Quad(
            ox.NamedNode("urn:x"),
            ox.NamedNode("urn:y"),
            ox.NamedNode("urn:z"),
            ox.NamedNode("urn:theirs"),
        )
    )
    killed = replace(loads.Load.of(one, CONSOLIDATED), began=datetime.now(UTC) - timedelta(days=2))
    fresh = loads.Load.of(one, CONSOLIDATED)
    for load in (killed, fresh):  # both begun and never ended
        server.update(load.begin())
        server.add(
            ox.Quad(
                ox.NamedNode("urn:s"),
                ox.NamedNode("urn:p"),
                ox.Literal(1),
                ox.NamedNode(load.graphs[0].staged),
            )
        )
    updated(server, loads.Load.of(one, CONSOLIDATED), one, record(server))
    names = {g.value for g in server.named_graphs() if isinstance(g, ox.NamedNode)}
    assert names == {CONSOLIDATED, "urn:g", "urn:theirs", loads.RECORD, fresh.graphs[0].staged}
    left = loads.read(updated(server, loads.Load.of(other, CONSOLIDATED), other, record(server)))
    assert left.published == (CONSOLIDATED,)
    assert set(left.begun) == {fresh.name}
    assert not server.contains_named_graph(ox.NamedNode("urn:g"))


def test_a_refused_load_says_so() -> None:
    with (
        serving(answering("", status=403)) as server,
        pytest.raises(EndpointError, match="refuses access"),
    ):
        RemoteStore(server.url).load(small_store(), server.url)
