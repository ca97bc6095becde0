"""Attacks on the endpoint, as somebody who read the code would try them.

Each is a function of the port of a server and the address of a listener that nothing may reach; it
returns the statuses of the answers it got (0: the line was closed without one).
"""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import struct
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from urllib.parse import quote, urlencode

Attack = Callable[[int, str], list[int]]
SHORT = "2"
"""Seconds that an attack on the engine asks for: the server's own limit would only take longer."""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
HEAD = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\n"
TYPED = HEAD + b"Content-Type: application/sparql-query\r\n"


def send(
    port: int,
    method: str,
    path: str,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> int:
    """Return the status of a request, 0 where the line was closed."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=90)
    try:
        line.request(method, path, body, headers or {})
        answer = line.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException, ValueError):
        return 0
    finally:
        line.close()


def query(text: str, *, seconds: str = SHORT, **more: str) -> Attack:
    """Return an attack by a query."""

    def attack(port: int, listener: str) -> list[int]:
        fields = {"query": text.replace("LISTENER", listener), "timeout": seconds, **more}
        body = urlencode(fields, encoding="utf-8", errors="surrogatepass").encode()
        return [send(port, "POST", "/sparql", body, FORM)]

    return attack


def direct(body: bytes, kind: str = "application/sparql-query") -> Attack:
    """Return an attack by the body of a request."""
    return lambda port, listener: [
        send(
            port,
            "POST",
            f"/sparql?timeout={SHORT}",
            body.replace(b"LISTENER", listener.encode()),
            {"Content-Type": kind},
        )
    ]


def get(path: str, **headers: str) -> Attack:
    """Return an attack by an address."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda port, listener: [
        send(port, "GET", path.replace("LISTENER", quote(listener, safe="")), None, named)
    ]


def raw(*parts: bytes, wait: float = 0.02, reads: bool = True, reset: bool = False) -> Attack:
    """Return an attack by bytes as they are."""

    def attack(port: int, listener: str) -> list[int]:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 5) as line:
            if reset:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            for part in parts:
                line.sendall(part)
                sleep(wait)
            line.settimeout(2)
            found = line.recv(1 << 16) if reads else b""
            return [int(found[9:12])] if found[:5] == b"HTTP/" else [0]
        return [0]

    return attack


def many(attack: Attack, times: int, at_once: int) -> Attack:
    """Return an attack made many times over."""

    def flood(port: int, listener: str) -> list[int]:
        with ThreadPoolExecutor(at_once) as threads:
            runs = [threads.submit(attack, port, listener) for _ in range(times)]
            return [status for run in runs for status in run.result()]

    return flood


def _dripping(count: int, first: bytes, drip: bytes) -> Attack:
    def attack(port: int, listener: str) -> list[int]:
        with contextlib.ExitStack() as stack:
            lines = []
            for _ in range(count):
                with contextlib.suppress(OSError):
                    lines.append(socket.create_connection(("127.0.0.1", port), 5))
                    stack.enter_context(lines[-1])
            for part in (first, drip, drip, drip):
                for line in lines:
                    with contextlib.suppress(OSError):
                        line.sendall(part)
                sleep(0.3)
        return []

    return attack


def nested(before: str, middle: str, after: str, depth: int) -> str:
    return before * depth + middle + after * depth


def _services() -> Iterator[tuple[str, Attack]]:
    call = "<LISTENER> { ?s ?p ?o } }"
    for spelling in (
        "SERVICE",
        "service",
        "SeRvIcE",
        "SERVICE SILENT",
        "SERVICE#x\n",
        "\\u0053ERVICE",
        "SERV\\u0049CE",
        "\\U00000053ERVICE",
        "SERVICE\u00a0",
        "SERVICE\t\r\n",
        "\ufeffSERVICE",
        "ſERVICE",
    ):
        yield f"call spelt {spelling!r}", query(f"SELECT * {{ {spelling} {call}")
    for name, text in {
        "call by a variable": "SELECT * { BIND(<LISTENER> AS ?u) SERVICE ?u { ?s ?p ?o } }",
        "call by a prefix": "PREFIX l: <LISTENER> SELECT * { SERVICE l: { ?s ?p ?o } }",
        "call by the base": "BASE <LISTENER> SELECT * { SERVICE <> { ?s ?p ?o } }",
        "call in a part": f"SELECT * {{ {{ SELECT * {{ SERVICE {call} }} }}",
        "call in EXISTS": f"ASK {{ FILTER EXISTS {{ SERVICE {call} }}",
        "call after a string": f"ASK {{ ?s ?p '#' . SERVICE {call}",
        "call after a quote that is not closed": f"ASK {{ ?s ?p '\n SERVICE {call}",
        "call in a comment": f"ASK {{}} # SERVICE {call}",
        "call by CONSTRUCT": f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE {call}",
        "load": "LOAD <LISTENER>",
        "load after a query": "ASK {} ; LOAD <LISTENER>",
        "insert what a call gives": f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE {call}",
        "from": "SELECT * FROM <LISTENER> { ?s ?p ?o }",
        "from named": "SELECT * FROM NAMED <LISTENER> { GRAPH ?g { ?s ?p ?o } }",
        "graph": "SELECT * { GRAPH <LISTENER> { ?s ?p ?o } }",
        "describe": "DESCRIBE <LISTENER>",
    }.items():
        yield name, query(text)
    graphs = {"default-graph-uri": "LISTENER", "named-graph-uri": "LISTENER"}
    for name in graphs:
        path = f"/sparql?query={quote('SELECT * { ?s ?p ?o }')}&{name}=LISTENER"
        yield f"graph by {name}", get(path)
    yield "call by update=", get("/sparql?update=LOAD%20%3CLISTENER%3E")
    yield (
        "address of another server in the line",
        raw(b"GET http://169.254.169.254/latest/ HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    )


def _encodings() -> Iterator[tuple[str, Attack]]:
    ask = "ASK { ?é ?p ?o }"
    for code in ("utf-16", "utf-32", "latin-1", "utf-7", "cp037"):
        yield f"query in {code}", direct(ask.encode(code))
        kind = f"application/sparql-query; charset={code}"
        yield f"query said to be in {code}", direct(ask.encode(code), kind)
    for name, text in {
        "overlong": "%C0%AFASK%20%7B%7D",
        "half a letter": "ASK%20%7B%7D%C3",
        "surrogates": "ASK%20%7B%20%3Fs%20%3Fp%20%27%ED%A0%80%27%20%7D",
        "nothing": "%00",
        "nothing within": "ASK%20%7B%20%3Fs%20%3Fp%20%27%00%27%20%7D",
        "percent alone": "ASK%20%7B%7D%",
        "percent u": "%u0041SK%20%7B%7D",
        "twice": "%2541SK%2520%257B%257D",
        "a mark": "%EF%BB%BFASK%20%7B%7D",
        "right to left": "ASK%20%7B%E2%80%AE%7D",
    }.items():
        yield f"encoding: {name}", get(f"/sparql?query={text}")
    for escape in (r"\uD800", r"\uDFFF", r"\U00110000", r"\UFFFFFFFF", r"\u", r"\x41", r"\u0000"):
        yield f"escape {escape}", query(f"ASK {{ ?s ?p '{escape}' }}")
        yield f"escape {escape} in an address", query(f"ASK {{ <urn:{escape}> ?p ?o }}")
    for kind in ("multipart/form-data; boundary=x", "application/json", "text/xml", "", "a" * 9000):
        yield f"body of the kind {kind[:30]!r}", direct(b"query=ASK+%7B%7D", kind)
    yield "300 fields", direct(b"&".join(b"a=b" for _ in range(300)), FORM["Content-Type"])
    yield "two queries", get("/sparql?query=ASK%7B%7D&query=ASK%7B%7D")


def _nestings() -> Iterator[tuple[str, Attack]]:
    for depth in (150, 5_000, 60_000):
        for name, parts in {
            "brackets": ("SELECT * { FILTER(" + "(", "1", ")", ") }"),
            "groups": ("ASK {", "", "}", ""),
            "nodes": ("ASK { ?s ?p " + "[ ?p ", "1", "]", " }"),
            "lists": ("ASK { ?s ?p (", "1", ")", " }"),
            "not": ("ASK { FILTER(!", "true", "", ") }"),
            "minus": ("ASK { FILTER(-", "1", "", " > 0) }"),
            "paths": ("ASK { ?s (", "<urn:p>", ")*", " ?o }"),
            "optional": ("ASK { OPTIONAL {", "", "}", " }"),
            "exists": ("ASK { FILTER EXISTS {", "", "}", " }"),
            "parts": ("ASK { { SELECT * {", "", "} }", " }"),
            "calls": ("ASK { BIND(STR(", "1", ")", " AS ?x) }"),
            "triples": ("ASK { ?s ?p <<( ?s ?p ", "1", ")>>", " }"),
        }.items():
            first, middle, last, end = parts
            begin, _, opening = first.rpartition(" ") if " " in first else ("", "", first)
            text = f"{begin} {opening * depth}{middle}{last * depth}{end}"
            if len(text) < 900_000:
                yield f"{name} {depth} deep", query(text)
    for name, text in {
        "unions": "ASK { {} " + "UNION {} " * 20_000 + "}",
        "patterns": "ASK { " + "?s ?p ?o . " * 20_000 + "}",
        "different patterns": "ASK { "
        + "".join(f"?a{i} ?b{i} ?c{i} . " for i in range(3000))
        + "}",
        "steps of a path": "ASK { ?s " + "/".join(["<urn:p>"] * 20_000) + " ?o }",
        "choices of a path": "ASK { ?s " + "|".join(["<urn:p>"] * 20_000) + " ?o }",
        "variables": "SELECT "
        + " ".join(f"?v{i}" for i in range(20_000))
        + " { ?s ?p ?o } LIMIT 9",
        "values": "SELECT * { VALUES ?x { " + "1 " * 200_000 + "} }",
        "choices": "ASK { ?s ?p ?o FILTER(?o IN (" + ",".join(["1"] * 100_000) + ")) }",
        "sums": "ASK { FILTER(" + "+".join(["1"] * 60_000) + " > 0) }",
        "ands": "ASK { FILTER(" + " && ".join(["true"] * 60_000) + ") }",
        "binds": "SELECT * { " + "".join(f"BIND({i} AS ?x{i}) " for i in range(8000)) + "}",
        "prefixes": "".join(f"PREFIX p{i}: <urn:{i}> " for i in range(20_000)) + "ASK {}",
        "unknown terms": "ASK { " + "".join(f"?s fte:nope{i} ?o . " for i in range(20_000)) + "}",
    }.items():
        yield f"very many {name}", query(text)


def _engine() -> Iterator[tuple[str, Attack]]:
    double = "".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1}) " for i in range(40))
    for name, text in {
        "product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "product sorted": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
        "distinct product": "SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c . ?d ?e ?f }",
        "path of any length": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>)* ?b }",
        "path of paths": "SELECT (COUNT(*) AS ?n) { ?a ((!<urn:x>)*/(^!<urn:x>)*)* ?b }",
        "pattern for texts": 'SELECT * { ?s ?p ?o FILTER REGEX(STR(?o), "(a{1,999}){1,999}") }',
        "slow pattern": 'ASK { FILTER REGEX("' + "a" * 50_000 + '!", "^(a+)+$") }',
        "pattern from the data": "SELECT * { ?s ?p ?o . ?a ?b ?c FILTER REGEX(STR(?c), STR(?o)) }",
        "text that doubles": f'SELECT * {{ BIND("aaaaaaaa" AS ?x0) {double}}}',
        "replacing grows": 'SELECT (REPLACE(REPLACE(REPLACE("'
        + "a" * 900
        + '", "a", "'
        + "b" * 900
        + '"), "b", "'
        + "c" * 900
        + '"), "c", "'
        + "d" * 90
        + '") AS ?x) {}',
        "one long text": "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?o))) AS ?x) { ?a ?b ?c . ?m ?n ?o }",
        "sums of everything": "SELECT (SUM(RAND()) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "hashes": "SELECT (MAX(SHA512(CONCAT(STR(?c), STR(?f)))) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
        "minus": "SELECT * { ?a ?b ?c . ?d ?e ?f MINUS { ?x ?y ?z . ?m ?n ?o } }",
        "optional product": "SELECT * { ?a ?b ?c OPTIONAL { ?d ?e ?f OPTIONAL { ?g ?h ?i } } }",
        "far offset": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } OFFSET 99999999999 LIMIT 1",
        "very large limit": "SELECT * { ?s ?p ?o } LIMIT 99999999999999999999999999",
        "too many rows": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
        "too many triples": "CONSTRUCT { ?a ?e ?c } WHERE { ?a ?b ?c . ?d ?e ?f }",
        "describe everything": "DESCRIBE ?a ?c { ?a ?b ?c . ?d ?e ?f }",
        "new nodes": "CONSTRUCT { [] <urn:p> ?c , ?f } WHERE { ?a ?b ?c . ?d ?e ?f }",
        "large numbers": f"SELECT ({'9' * 100_000} * {'9' * 100_000} AS ?x) {{}}",
        "small numbers": "SELECT (1e-400 / 0 AS ?x) (1 / 0 AS ?y) (1.0 / 3 AS ?z) {}",
        "far dates": 'SELECT ("99999999999-01-01T00:00:00Z"^^xsd:dateTime - "P99999999999Y"'
        "^^xsd:duration AS ?x) {}",
        "substring beyond": 'SELECT (SUBSTR("a", -9223372036854775808, 1e300) AS ?x) {}',
        "casts": 'SELECT (xsd:dateTime("P1Y") AS ?a) (xsd:integer("1e999") AS ?b) {}',
        "ill-typed sort": 'SELECT * { VALUES ?x { "x"^^xsd:integer <<( <a:a> <a:b> 1 )>> } } ORDER BY ?x',
    }.items():
        yield name, query(text)
    yield "limit of nothing", query("ASK {}", seconds="1e-300")
    yield "limit that is none", query("ASK {}", seconds="nan")
    yield "limit without end", query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c }", seconds="1e308")


def _lines() -> Iterator[tuple[str, Attack]]:
    ask = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost\r\n"
    for name, parts in {
        "half a line": (b"GET /spar",),
        "half a head": (HEAD,),
        "half a body": (TYPED + b"Content-Length: 100\r\n\r\nASK",),
        "body too long": (TYPED + b"Content-Length: 3\r\n\r\nASK {} and more",),
        "length below 0": (TYPED + b"Content-Length: -1\r\n\r\n",),
        "length of 30 digits": (TYPED + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n",),
        "length in hex": (TYPED + b"Content-Length: 0x6\r\n\r\nASK {}",),
        "two lengths": (TYPED + b"Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {}",),
        "length and chunks": (
            TYPED
            + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n",
        ),
        "chunks in capitals": (
            TYPED + b"Transfer-Encoding: CHUNKED\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n",
        ),
        "unknown coding": (TYPED + b"Transfer-Encoding: gzip, chunked\r\n\r\n",),
        "chunk of a length that is none": (TYPED + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n",),
        "chunk without end": (
            TYPED + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFF\r\n" + b"a" * 999,
        ),
        "chunks of a byte": (
            TYPED + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 20_000,
        ),
        "trailers": (TYPED + b"Transfer-Encoding: chunked\r\n\r\n0\r\n" + b"A: b\r\n" * 9000,),
        "nobody waits for 100": (TYPED + b"Content-Length: 9\r\nExpect: 100-continue\r\n\r\n",),
        "many headers": (ask + b"".join(b"X%d: y\r\n" % i for i in range(5000)) + b"\r\n",),
        "a long header": (ask + b"X: " + b"y" * 100_000 + b"\r\n\r\n",),
        "a long address": (b"GET /sparql?query=" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",),
        "folded header": (ask + b"X: a\r\n b\r\n\r\n",),
        "nothing in a header": (ask + b"X: a\x00b\r\n\r\n",),
        "lines without return": (ask.replace(b"\r\n", b"\n") + b"\n",),
        "no host": (b"GET /health HTTP/1.1\r\n\r\n",),
        "two hosts": (ask + b"Host: evil.example\r\n\r\n",),
        "a host of another": (b"GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n",),
        "HTTP/0.9": (b"GET /sparql?query=ASK%7B%7D\r\n",),
        "HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",),
        "upgrade": (ask + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n",),
        "web socket": (
            ask + b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: a\r\n\r\n",
        ),
        "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),),
        "noise": (bytes(range(256)) * 40,),
        "CONNECT": (b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",),
        "TRACE": (b"TRACE /sparql HTTP/1.1\r\nHost: localhost\r\n\r\n",),
        "a thousand at once": ((ask + b"\r\n") * 1000,),
    }.items():
        yield f"line: {name}", raw(*parts)
    yield "line: a byte at a time", raw(*(bytes([b]) for b in ask + b"\r\n"), wait=0.005)
    yield "line: left at once", many(raw(ask + b"\r\n", reads=False, reset=True, wait=0), 100, 10)
    yield (
        "line: an answer that nobody reads",
        raw(
            b"GET /sparql?query=SELECT%20%2A%20%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%2050000 HTTP/1.1\r\n"
            b"Host: localhost\r\n\r\n",
            reads=False,
            wait=1,
        ),
    )
    yield "line: 300 idle ones", _dripping(300, b"", b"")
    yield "line: 100 slow heads", _dripping(100, HEAD, b"X: y\r\n")
    yield "line: 100 slow bodies", _dripping(100, TYPED + b"Content-Length: 900000\r\n\r\n", b"a")
    yield (
        "line: 100 slow short bodies",
        _dripping(100, TYPED + b"Content-Length: 900\r\n\r\n", b"a"),
    )


def _pages() -> Iterator[tuple[str, Attack]]:
    for path in (
        "/static/../../../../etc/passwd",
        "/static/..%2f..%2f..%2fetc/passwd",
        "/vendor/%2e%2e/%2e%2e/app.py",
        "/id/actor/%00",
        "/id/actor/" + "a" * 20_000,
        "/id/actor/%3E%7D%20SERVICE%20%3CLISTENER%3E",
        "/onto/%5C",
        "/questions/startups?place=" + "%27" * 9000,
        "/questions/startups?place=%22%20UNDEF%20%7D%20SERVICE%20%3CLISTENER%3E&ask=1",
        "/questions/ties-of?actor=LISTENER&ask=1",
        "/questions/../../etc/passwd?format=csv",
        "/search?q=" + "a%20" * 8000,
        "/search?q=" + quote("é" * 200),
        "/reconcile?queries=" + quote(json.dumps({"q": {"query": "a" * 9000}})),
        "/reconcile?queries=" + quote("[" * 5000),
        "/sparql?query=ASK%7B%7D&format=" + "x" * 9000,
    ):
        yield f"page {path[:50]}", get(path)
    tags = ",".join(f'W/"{i}"' for i in range(3000))
    yield "many tags", get("/sparql?query=ASK%7B%7D", If_None_Match=tags)
    yield "many kinds", get("/sparql?query=ASK%7B%7D", Accept=",".join(["a/b;q=0.1"] * 2500))
    yield "odd kinds", get("/sparql?query=ASK%7B%7D", Accept="*/*;q=nan, text/csv;q=1e999;;;,,")
    yield (
        "odd packing",
        get("/sparql?query=ASK%7B%7D", Accept_Encoding="gzip;q=-1, zstd;q=x, *;q=9"),
    )
    yield "another origin", get("/sparql?query=ASK%7B%7D", Origin="https://evil.example")
    yield "a date that is none", get("/sparql?query=ASK%7B%7D", If_Modified_Since="9" * 9000)


def _floods() -> Iterator[tuple[str, Attack]]:
    bomb = query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    literal = f"ASK {{ ?s ?p '{'a' * 950_000}' }}"
    names = json.dumps({f"q{i}": {"query": f"laboratoire {i} de lile"} for i in range(50)})
    batch = urlencode({"queries": names}).encode()
    yield "flood of small queries", many(query("ASK {}"), 1000, 40)
    yield "flood of bombs", many(bomb, 30, 30)
    yield "flood of large requests", many(query(literal), 30, 30)
    yield "flood of searches", many(get("/search?q=a"), 100, 20)
    yield "flood of pages", many(get("/id/actor/euratechnologies"), 60, 20)
    yield "flood of names", many(lambda p, _: [send(p, "POST", "/reconcile", batch, FORM)], 20, 10)
    yield "flood of descriptions", many(get("/dataset"), 20, 10)
    yield "flood of questions", many(get("/questions/hubs?format=csv"), 60, 20)


Groups = dict[str, Callable[[], Iterator[tuple[str, Attack]]]]
GROUPS: Groups = {
    "ways out": _services,
    "encodings and escapes": _encodings,
    "nestings": _nestings,
    "large work": _engine,
    "odd, slow and half requests": _lines,
    "pages": _pages,
    "floods": _floods,
}
"""The attacks by kind."""


def attacks(groups: Groups = GROUPS) -> dict[str, Attack]:
    """Return the attacks by name."""
    return {name: attack for group in groups.values() for name, attack in group()}
