"""SERVICE: nothing leaves the server but to the hosts and ports that were allowed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.views.server import relay, services
from frenchtech_graph.views.server.answering import Outside, answer
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.requests import Job
from frenchtech_graph.views.server.services import (
    Destination,
    NotAllowedError,
    Question,
    ServiceError,
)
from tests.support.listening import ANSWER, JSON, Listener, listening
from tests.support.running_server import Running, place, serving

pytest.importorskip("uvicorn")
pytestmark = pytest.mark.xdist_group("server")

IN = "{ ?x ?y ?z }"
# AT is the address of the listener, escaped or not as the spelling asks.
SPELLINGS = {
    "plain": f"SELECT * {{ SERVICE <AT> {IN} }}",
    "lower case": f"SELECT * {{ service <AT> {IN} }}",
    "mixed case": f"SELECT * {{ SeRvIcE<AT>{IN} }}",
    "silent": f"SELECT * {{ SERVICE SILENT <AT> {IN} }}",
    "prefixed name": f"PREFIX a: <AT> SELECT * {{ SERVICE a: {IN} }}",
    "local name": f"PREFIX a: <AT> SELECT * {{ SERVICE a:sparql {IN} }}",
    "relative address": f"BASE <AT> SELECT * {{ SERVICE <sparql> {IN} }}",
    "variable": f"SELECT * {{ VALUES ?e {{ <AT> }} SERVICE ?e {IN} }}",
    "bound variable": f'SELECT * {{ BIND(IRI("AT") AS ?e) SERVICE ?e {IN} }}',
    "dollar variable": f"SELECT * {{ VALUES $e {{ <AT> }} SERVICE $e {IN} }}",
    "escaped sign in a local name": f"PREFIX a: <urn:a> SELECT * {{ ?s a:\\#y ?o . SERVICE <AT> {IN} }}",
    "escaped sign at the end": f"PREFIX a: <urn:a> SELECT * {{ ?s a:y\\# ?o . SERVICE SILENT <AT> {IN} }}",
    "escaped quote in a local name": f"PREFIX a: <urn:a> SELECT * {{ ?s a:\\'y ?o . SERVICE <AT> {IN} }}",
    "escaped letter and a sign": f"SELECT * {{ <http://h/\\u0041#> ?p ?o . SERVICE <AT> {IN} }}",
    "long escape and a sign": f"SELECT * {{ <http://h/\\U00000041#b> ?p ?o . SERVICE <AT> {IN} }}",
    "escaped quote in an address": f"SELECT * {{ <http://h/\\u0027> ?p ?o . SERVICE <AT> {IN} }}",
    "escapes in the address of the service": f"SELECT * {{ SERVICE <AT\\u0061> {IN} }}",
    "whole address escaped": f"SELECT * {{ SERVICE <ESCAPED> {IN} }}",
    "escaped prefix": f"PREFIX a: <ESCAPED> SELECT * {{ SERVICE a:x {IN} }}",
    "percent and a sign": f"PREFIX a: <urn:a> SELECT * {{ ?s a:%23 ?o . SERVICE <AT> {IN} }}",
    "comment before": f"# '\nSELECT * {{ SERVICE <AT> {IN} }}",
    "comment after the word": f"SELECT * {{ SERVICE # <http://other/>\n<AT> {IN} }}",
    "comment with a carriage return": f"SELECT * {{ # hidden\rSERVICE <AT> {IN} }}",
    "form feed": f"SELECT * {{\fSERVICE <AT> {IN} }}",
    "next line sign": f"SELECT * {{ #\u0085\nSERVICE <AT> {IN} }}",
    "line separator": f"SELECT * {{ # \u2028SERVICE <AT> {IN}\n SERVICE <AT> {IN} }}",
    "tabs and line ends": f"SELECT *\r\n{{\tSERVICE\r\n\t<AT>\r{IN} }}",
    "optional": f"SELECT * {{ OPTIONAL {{ SERVICE <AT> {IN} }} }}",
    "union": f"SELECT * {{ {{ ?s ?p ?o }} UNION {{ SERVICE <AT> {IN} }} }}",
    "minus": f"SELECT * {{ ?s ?p ?o MINUS {{ SERVICE <AT> {IN} }} }}",
    "graph": f"SELECT * {{ GRAPH ?g {{ SERVICE <AT> {IN} }} }}",
    "exists": f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE <AT> {IN} }} }}",
    "not exists": f"SELECT * {{ ?s ?p ?o FILTER NOT EXISTS {{ SERVICE SILENT <AT> {IN} }} }}",
    "subquery": f"SELECT * {{ {{ SELECT ?x {{ SERVICE <AT> {IN} }} LIMIT 1 }} }}",
    "nested": f"SELECT * {{ SERVICE <AT> {{ SERVICE <AT> {IN} }} }}",
    "silent around": f"SELECT * {{ SERVICE SILENT <http://127.0.0.1:9/> {{ SERVICE <AT> {IN} }} }}",
    "ask": f"ASK {{ SERVICE <AT> {IN} }}",
    "construct": f"CONSTRUCT {{ ?x ?y ?z }} WHERE {{ SERVICE <AT> {IN} }}",
    "describe": f"DESCRIBE ?x {{ SERVICE <AT> {IN} }}",
    "expression": f"SELECT (EXISTS {{ SERVICE <AT> {IN} }} AS ?b) {{ ?s ?p ?o }}",
    "string before": f"SELECT * {{ ?s ?p 'it\\'s # ' . SERVICE <AT> {IN} }}",
    "long string before": f'SELECT * {{ ?s ?p """a"b\\"#""" . SERVICE <AT> {IN} }}',
    "empty strings": f"SELECT * {{ ?s ?p '' , \"\" , '''''' . SERVICE <AT> {IN} }}",
    "less than": f"SELECT * {{ ?s ?p ?o FILTER(?o<1||EXISTS{{SERVICE<AT>{IN}}}||1>?o) }}",
    "after a point": f"SELECT * {{ ?s ?p true.SERVICE<AT>{IN} }}",
    "after a number": f"SELECT * {{ ?s ?p 1.0 .SERVICE<AT>{IN} }}",
    "after a tag": f"SELECT * {{ ?s ?p 'a'@en-gb .SERVICE<AT>{IN} }}",
    "account": f"SELECT * {{ SERVICE <http://user:word@127.0.0.1:PORT/> {IN} }}",
    "localhost": f"SELECT * {{ SERVICE <http://localhost:PORT/> {IN} }}",
    "another loopback": f"SELECT * {{ SERVICE <http://127.1:PORT/> {IN} }}",
    "number for an address": f"SELECT * {{ SERVICE <http://2130706433:PORT/> {IN} }}",
    "mapped address": f"SELECT * {{ SERVICE <http://[::ffff:127.0.0.1]:PORT/> {IN} }}",
    "https": f"SELECT * {{ SERVICE <https://127.0.0.1:PORT/> {IN} }}",
    "https silent": f"SELECT * {{ SERVICE SILENT <https://127.0.0.1:PORT/> {IN} }}",
    "https, unseen": f"PREFIX a: <urn:a> SELECT * {{ ?s a:\\#y ?o . SERVICE <https://127.0.0.1:PORT/> {IN} }}",
    "source": "SELECT * FROM <AT> { ?s ?p ?o }",
    "named source": "SELECT * FROM NAMED <AT> { GRAPH ?g { ?s ?p ?o } }",
    "load": "LOAD <AT>",
    "update in a string": "INSERT DATA { <urn:a> <urn:b> 'SELECT' } ; LOAD <AT>",
    "update after a query": f"SELECT * {{ ?s ?p 'a' }} ; INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <AT> {IN} }}",
    "escaped word": f"SELECT * {{ S\\u0045RVICE <AT> {IN} }}",
}


def spelt(text: str, port: int) -> str:
    address = f"http://127.0.0.1:{port}/"
    escaped = "".join(f"\\u{ord(c):04x}" for c in address)
    return text.replace("ESCAPED", escaped).replace("AT", address).replace("PORT", str(port))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small graph that the patterns of the spellings match, so that the
    engine goes on.
    """
    store = ox.Store()
    store.load(
        input="""@prefix a: <urn:a> . <urn:s> a:\\#y "o" ; a:y\\# "o" ; a:\\'y "o" ; a:%23 "o" ; <urn:p> 'it\\'s # ',
        'a"b"#', '', 'a'@en-gb, true, 1.0, 0 . <http://h/A#> <urn:p> "o" . <http://h/A#b> <urn:p> "o" .
        <http://h/'> <urn:p> "o" .""",
        format=ox.RdfFormat.TURTLE,
    )
    store.add(
        ox.Quad(
            ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("o"), ox.NamedNode("urn:g")
        )
    )
    folder = tmp_path_factory.mktemp("outgoing")
    place(store, folder)
    return folder


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with listening() as found:
        yield found


@pytest.fixture(scope="module")
def allowed() -> Iterator[Listener]:
    with listening() as found:
        yield found


@pytest.fixture(scope="module", params=["none allowed", "another port allowed"])
def server(request: pytest.FixtureRequest, out: Path, allowed: Listener) -> Iterator[Running]:
    options = (
        ("--allow-service", f"127.0.0.1:{allowed.port}") if request.param != "none allowed" else ()
    )
    with serving(out, "--workers", "2", *options) as found:
        yield found


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_nothing_leaves(server: Running, listener: Listener, spelling: str) -> None:
    before, text = listener.connections, spelt(SPELLINGS[spelling], listener.port)
    replies = [
        server.send(f"/sparql?query={quote(text)}", Accept="*/*"),
        server.query(text, "*/*"),
        server.send(
            "/sparql", method="POST", body=text.encode(), Content_Type="application/sparql-query"
        ),
    ]
    assert listener.connections == before
    assert all(
        b"secret" not in reply.body and reply.status in (200, 400, 403, 422) for reply in replies
    )


_CUT_OFF = """
import sys, pyoxigraph as ox
from frenchtech_graph.views.server import offline
store = ox.Store()
text = sys.argv[1]
if sys.argv[2] == "open":
    list(store.query(text))
    sys.exit(0 if not offline.is_cut() else 1)
{"filter": offline._refuse_calls, "files": offline._open_nothing, "both": offline.cut_network}[sys.argv[2]]()
assert offline.is_cut()
assert bool(store.query("ASK {}"))
try:
    list(store.query(text))
except OSError:
    sys.exit(0)
sys.exit(1)
"""


@pytest.mark.parametrize("lock", ["open", "filter", "files", "both"])
def test_each_lock_alone_keeps_the_engine_in(listener: Listener, lock: str) -> None:
    if lock == "filter" and sys.platform != "linux":
        pytest.skip("seccomp is of Linux")
    before = listener.connections
    text = spelt(f"SELECT * {{ SERVICE <AT> {IN} }}", listener.port)
    done = subprocess.run(
        [sys.executable, "-c", _CUT_OFF, text, lock], check=False, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()
    assert listener.connections - before == (
        lock == "open"
    )  # the listener does hear an engine that has a network


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_worker_with_a_network_is_given_no_text_with_the_word(spelling: str) -> None:
    text = spelt(SPELLINGS[spelling], 80)
    outside = Outside(False, lambda question: pytest.fail(f"asked {question}"))
    answered = answer(
        ox.Store(), Job(text, JSON), Limits(services=frozenset({"127.0.0.1:80"})), outside
    )
    harmless = not {"SERVICE", "S\\U0045RVICE"} & set(re.findall(r"[\w\\]+", text.upper()))
    assert answered.status == 403 or harmless


@pytest.fixture(scope="module")
def federated(out: Path, allowed: Listener) -> Iterator[Running]:
    with serving(
        out, "--workers", "2", "--timeout", "5", "--allow-service", f"127.0.0.1:{allowed.port}"
    ) as found:
        yield found


def _rows(server: Running, text: str) -> list[dict[str, str]]:
    reply = server.query(text)
    assert reply.status == 200, reply.text
    bindings = json.loads(reply.body)["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in bindings]


def test_an_allowed_port_is_asked_and_its_answer_joined(
    federated: Running, allowed: Listener
) -> None:
    allowed.queries.clear()
    call = f"SERVICE <http://127.0.0.1:{allowed.port}/sparql> {{ ?y a:z ?x }}"
    text = (
        f"PREFIX a: <urn:a> SELECT ?s ?x {{ VALUES (?s ?x) {{ (1 'secret') (2 'other') }} {call} }}"
    )
    assert _rows(federated, text) == [{"s": "1", "x": "secret"}]
    (sent,) = allowed.queries
    assert "PREFIX a: <urn:a>" in sent and "SELECT * WHERE { ?y a:z ?x }" in sent
    inner = f"SELECT ?x {{ OPTIONAL {{ {{ SELECT ?x {{ {call} }} }} }} }}"
    assert _rows(federated, f"PREFIX a: <urn:a> {inner}") == [{"x": "secret"}]


def test_the_group_is_sent_as_it_is(federated: Running, allowed: Listener) -> None:
    # A server may have services of its own (Wikidata: wikibase:label); it asks them itself.
    allowed.queries.clear()
    group = "{ ?y ?z ?x . SERVICE wikibase:label { bd:serviceParam wikibase:language 'fr' } }"
    assert _rows(
        federated, f"SELECT ?x {{ SERVICE <http://127.0.0.1:{allowed.port}/> {group} }}"
    ) == [{"x": "secret"}]
    assert group in allowed.queries[0]


def test_an_invalid_query_asks_nobody(federated: Running, allowed: Listener) -> None:
    allowed.queries.clear()
    assert (
        federated.query(f"SELECT * {{ SERVICE <http://127.0.0.1:{allowed.port}/> {IN} ?s }}").status
        == 400
    )
    assert allowed.queries == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(out: Path, listener: Listener, status: int) -> None:
    before = listener.connections
    where = {"Location": f"http://127.0.0.1:{listener.port}/"}
    with listening(lambda _: (status, where, b"")) as moved:
        asked = relay.Relay([Destination("127.0.0.1", moved.port)], 1000)
        with pytest.raises(ServiceError, match="redirects are not followed"):
            asked.ask(Question(f"http://127.0.0.1:{moved.port}/", "ASK {}"), 5)
    assert listener.connections == before


def test_a_name_that_leads_home_later_is_refused(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = listener.connections
    name = "public.example"
    found = {name: "93.184.215.14"}
    monkeypatch.setattr(
        "socket.getaddrinfo",
        lambda host, port, *_, **__: [(2, 1, 6, "", (found.get(host, host), port or 0))],
    )
    asked = relay.Relay([Destination(name, listener.port)], 1000)
    found[name] = "127.0.0.1"
    with pytest.raises(NotAllowedError):
        asked.ask(Question(f"http://{name}:{listener.port}/", "ASK {}"), 5)
    assert listener.connections == before


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ((200, {}, b"<html>"), 422),
        ((200, {"Content-Type": "text/html"}, b"<html>"), 422),
        ((200, {}, b'{"head":{},"boolean":true}'), 422),
        (
            (
                200,
                {},
                b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"triple","value":'
                + b"[" * 9000,
            ),
            422,
        ),
        ((500, {}, b"secret of the other server"), 422),
        ((200, {}, b'{"head":{"vars":[]},"results":{"bindings":[{},{}]}}'), 200),
        ((200, {}, b'{"head":{"vars":["x"]},"results":{"bindings":[]}}'), 200),
    ],
)
def test_answers_of_any_form_are_taken_or_named(
    out: Path, reply: tuple[int, dict[str, str], bytes], expected: int
) -> None:
    with listening(lambda _: reply) as other:
        to = f"127.0.0.1:{other.port}"
        with serving(out, "--workers", "1", "--timeout", "5", "--allow-service", to) as server:
            answered = server.query(f"SELECT * {{ SERVICE <http://{to}/> {IN} }}")
            assert answered.status == expected, answered.text
            assert "secret" not in answered.text
            silent = server.query(f"SELECT * {{ SERVICE SILENT <http://{to}/> {IN} }}")
            assert silent.status == 200


def test_values_of_an_answer_stay_values() -> None:
    hostile = {"type": "literal", "value": '") } } SERVICE <http://h/> { } #\n\\', "xml:lang": "fr"}
    row = {
        "x": hostile,
        "y": {"type": "uri", "value": "http://h/a,b"},
        "z": {"type": "bnode", "value": "b0"},
    }
    body = json.dumps(
        {"head": {"vars": ["x", "y", "z", "u"]}, "results": {"bindings": [row, {}]}}
    ).encode()
    text = services.expand(
        "SELECT ?x ?y ?z { SERVICE <http://h/> { ?x ?y ?z } }",
        lambda _: services.Found(JSON, body),
        10_000,
    )
    found = ox.Store().query(text)
    assert isinstance(found, ox.QuerySolutions)
    first, second = found
    assert first["x"] == ox.Literal(hostile["value"], language="fr")
    assert first["y"] == ox.NamedNode("http://h/a,b")
    assert isinstance(first["z"], ox.NamedNode)
    assert second["x"] is None
    assert ANSWER not in text.encode()


@pytest.mark.parametrize(
    "option", ["", "http://h/", "a b", "h:99999", "h:x", "user@h", "é.example", "h/p"]
)
def test_an_option_that_is_no_host_is_refused(option: str) -> None:
    with pytest.raises(ValueError):
        services.destination(option)


def test_the_command_names_the_option_that_is_wrong(lille: EcosystemGraph) -> None:
    command = [
        sys.executable,
        "-m",
        "frenchtech_graph",
        "serve",
        "--allow-service",
        "http://h/",
        "--out",
        str(lille.folder),
        "--lang",
        "en",
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert "http://h/" in done.stderr and "HOST:PORT" in done.stderr


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://query.wikidata.org/sparql", True),
        ("https://QUERY.wikidata.org:443/", True),
        ("http://query.wikidata.org/", False),
        ("https://query.wikidata.org:444/", False),
        ("https://query.wikidata.org.evil.example/", False),
        ("https://query.wikidata.org@evil.example/", False),
        ("https://evil.example#@query.wikidata.org/", False),
        ("https://evil.example\\@query.wikidata.org/", False),
        ("ftp://query.wikidata.org:443/", False),
        ("file:///etc/passwd", False),
    ],
)
def test_a_host_alone_means_port_443(address: str, allowed: bool) -> None:
    asked = relay.Relay([services.destination("query.wikidata.org")], 1000)
    if allowed:
        assert services.destination_of(address) == Destination("query.wikidata.org", 443)
    else:
        with pytest.raises(NotAllowedError):
            asked.ask(Question(address, "ASK {}"), 1)
