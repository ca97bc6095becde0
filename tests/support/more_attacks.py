"""More attacks on the endpoint: names of the host, many addresses, answers nobody reads, odd batches
of names, odd requests for pages, and shapes of queries that the first list lacks.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from time import sleep
from urllib.parse import quote, urlencode

from tests.support.attacks import FORM, TYPED, Attack, Groups, direct, get, many, query, raw, send

HOST = b"Host: localhost\r\n"
_LONG = quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 90000")


def _host(name: str, path: str = "/openapi.json") -> Attack:
    return raw(f"GET {path} HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode())


def _hosts() -> Iterator[tuple[str, Attack]]:
    for name in (
        'localhost:"<>',
        "[::1",
        "[::1]evil.example",
        '127.0.0.1:99"><script>',
        "1.2.3.4@evil.example",
        "1.2.3.4/evil",
        "localhost, evil.example",
        "localhost:99999999",
        "localhost:80:80",
        "127.1",
        "0x7f000001",
        "localhost\t.evil.example",
        "",
    ):
        for path in ("/dataset", "/openapi.json", "/questions/startups?format=csvw", "/reconcile"):
            yield f"host {name!r} {path}", _host(name, path)
    for path in ("/dataset", "/openapi.json", "/openapi.json?lang=en", "/reconcile"):

        def ports(port: int, listener: str, path: str = path) -> list[int]:
            found = (_host(f"127.0.0.1:{n}", path)(port, listener) for n in range(1, 200))
            return [status for one in found for status in one]

        yield f"flood of hosts: {path}", ports
    for name, lines in {
        "forwarded": b"Forwarded: for=1.2.3.4;host=evil.example\r\n",
        "X-Forwarded-Host": b"X-Forwarded-Host: evil.example\r\n",
        "X-Forwarded-For": b"X-Forwarded-For: " + b"1.2.3.4, " * 3000 + b"\r\n",
        "X-Forwarded-Proto": b"X-Forwarded-Proto: javascript\r\n",
        "X-Original-URL": b"X-Original-URL: /admin\r\nX-Rewrite-URL: /admin\r\n",
        "X-HTTP-Method-Override": b"X-HTTP-Method-Override: PUT\r\n",
    }.items():
        yield (
            f"header: {name}",
            raw(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n" + HOST + lines + b"\r\n"),
        )


def _lines_held(
    count: int, addresses: int, text: bytes, seconds: float, window: int | None = None
) -> Attack:
    """Return an attack by connections that stay open and are not read."""

    def attack(port: int, listener: str) -> list[int]:
        with contextlib.ExitStack() as stack:
            for number in range(count):
                line = stack.enter_context(socket.socket())
                if window:
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
                line.settimeout(2)
                with contextlib.suppress(OSError):
                    line.bind((f"127.0.1.{number % addresses + 1}", 0))
                    line.connect(("127.0.0.1", port))
                    line.sendall(text)
            sleep(seconds)
        return [send(port, "GET", "/sparql?query=ASK%7B%7D")]

    return attack


def _many_addresses() -> Iterator[tuple[str, Attack]]:
    yield "addresses: 1500 idle connections of 30", _lines_held(1500, 30, b"", 1)
    yield "addresses: 1500 half heads of 30", _lines_held(1500, 30, b"GET /sparql", 1)
    yield (
        "addresses: 600 half bodies of 60",
        _lines_held(600, 60, TYPED + b"Content-Length: 900\r\n\r\nASK", 1),
    )
    unread = f"GET /sparql?query={_LONG} HTTP/1.1\r\n".encode() + HOST + b"\r\n"
    yield "unread: 40 long answers of one client", _lines_held(40, 1, unread, 20, 4096)
    yield "unread: 40 long answers of 20 clients", _lines_held(40, 20, unread, 20, 4096)
    posted = urlencode({"query": "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 90000"}).encode()
    form = b"POST /sparql HTTP/1.1\r\n" + HOST
    form += b"Content-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\n"
    form += b"Content-Length: %d\r\n\r\n%s" % (len(posted), posted)
    yield "unread: 20 long answers by the framework", _lines_held(20, 1, form, 15, 4096)
    page = b"GET /vendor/codemirror.min.js HTTP/1.1\r\n" + HOST + b"\r\n"
    yield "unread: 60 files", _lines_held(60, 1, page * 50, 3, 4096)


def _batch(text: str) -> Attack:
    body = urlencode({"queries": text}).encode()
    return lambda port, _: [send(port, "POST", "/reconcile", body, FORM)]


def _names() -> Iterator[tuple[str, Attack]]:
    for text in (
        '{"q":{"query":"a","type":5}}',
        '{"q":{"query":"a","type":true}}',
        '{"q":{"query":"a","type":[[1],{"a":1},null]}}',
        '{"\\ud800":{"query":"a"}}',
        '{"q":{"query":"\\ud800"}}',
        '{"q":{"query":"a\\u0000"}}',
        '{"q":{"query":"a","limit":1e308}}',
        '{"q":{"query":"a","limit":NaN}}',
        '{"q":{"query":"a","limit":true}}',
        '{"q":{"query":"a","properties":{"a":1}}}',
        '{"q":{"query":"a","properties":[1,null,{"v":null},{"v":[[[[1]]]]},{"v":{"id":{"a":1}}}]}}',
        '{"q":' * 30_000,
        '{"q":{"query":"' + "(" * 400_000 + '"}}',
        '{"q":{"query":"a","properties":[' + ",".join(['{"v":"Lille"}'] * 20_000) + "]}}",
    ):
        yield f"names {text[:60]}", _batch(text)
    part = b'--x\r\nContent-Disposition: form-data; name="queries"'
    for name, body in {
        "file": part + b'; filename="a"\r\n\r\n{}\r\n--x--\r\n',
        "15,000 parts": (part + b"\r\n\r\n{}\r\n") * 15_000,
        "no end": part + b"\r\n\r\n" + b"a" * 900_000,
        "none": b"garbage" * 1000,
    }.items():
        yield f"names in parts: {name}", _posted(body, "multipart/form-data; boundary=x")
    yield "names in parts without boundary", _posted(b"--x\r\n", "multipart/form-data")
    yield "names in 20,000 fields", _posted(b"a=1&" * 20_000, FORM["Content-Type"])
    yield "names in signs", _posted(b"%" * 900_000, FORM["Content-Type"])
    for what in ("entity", "type", "property", "..%2f..", "%00"):
        yield f"suggest {what}", get(f"/reconcile/suggest/{what}?prefix={quote('(' * 5000)}")
    for key in ("../place/fr", "a%22%3E%3Cscript%3E", "%00", "x" * 20_000, "exotec%3E%7D%20%7B"):
        yield f"preview {key[:20]}", get(f"/reconcile/preview?id={key}")


def _posted(body: bytes, kind: str) -> Attack:
    return lambda port, _: [send(port, "POST", "/reconcile", body, {"Content-Type": kind})]


def _asked() -> Iterator[tuple[str, Attack]]:
    for name, path in {
        "2,000 values": "/questions/startups?format=csv" + "&sector=health" * 2000,
        "100 values": "/questions/startups?format=csv" + "&sector=health" * 100,
        "unknown values": "/questions/startups?ask=1"
        + "".join(f"&place=Lil{i}" for i in range(99)),
        "a value of 30 kB": "/questions/startups?ask=1&place=" + "a%20" * 7000,
        "200 parameters": "/questions/startups?" + "".join(f"p{i}=1&" for i in range(200)),
        "forms": "/questions/startups?format=csv&format=json&format=html",
        "odd form": "/questions/startups?format=..%2f..%2fetc%2fpasswd",
        "odd language": "/questions/startups?lang=%00%22&format=csv",
        "formula": "/questions/startups?format=csv&place=%3Dcmd%7C%27%2Fc%20calc%27",
        "description of none": "/questions/none?format=csvw",
        "private": "/id/source/..%2f..%2fprivate?format=ttl",
        "vocabulary": "/vocabulary?lang=" + "x" * 9000,
        "outlines": "/outlines?" + "a" * 9000,
    }.items():
        yield f"asked: {name}", get(path)
    ranges = ",".join(f"{i}-" for i in range(5000))
    for path in ("/static/style.css", "/vendor/codemirror.min.js", "/sparql?query=ASK%7B%7D"):
        for name, stated in {
            "5,000": ranges,
            "none": "-0",
            "backwards": "9-1",
            "huge": "0-" + "9" * 400,
        }.items():
            yield f"ranges {name} of {path}", get(path, Range=f"bytes={stated}")
    yield (
        "packed body",
        lambda port, _: [
            send(
                port,
                "POST",
                "/sparql",
                b"\x1f\x8b" + bytes(9000),
                {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"},
            )
        ],
    )
    yield "30 kB of packings", get("/sparql?query=ASK%7B%7D", Accept_Encoding="gzip;q=0.1," * 2800)
    yield "30 kB of languages", get("/", Accept_Language="fr;q=0.1," * 3000)
    for seconds in ("0", "-1", "nan", "inf", "1e9", "0x10", "1_0", " 1", "١", "", "1" * 5000):
        path = f"/sparql?query=ASK%7B%7D&timeout={quote(seconds)}"
        yield f"timeout {seconds[:9]!r}", get(path)
    for name, fields in {
        "199 default graphs": [("default-graph-uri", f"urn:{i}" + "a" * 4000) for i in range(199)],
        "a graph that is a path": [("default-graph-uri", "../../etc/passwd")],
        "a graph that is a file": [("named-graph-uri", "file:///etc/passwd")],
        "a graph with signs": [("default-graph-uri", "urn:> { ?s ?p ?o } SERVICE <LISTENER>")],
    }.items():
        body = urlencode([("query", "SELECT * { ?s ?p ?o } LIMIT 1"), *fields]).encode()
        yield f"graphs: {name}", direct(body, FORM["Content-Type"])


def _queries() -> Iterator[tuple[str, Attack]]:
    grown = "".join(f"BIND(CONCAT(?x{i}, ?x{i}, ?x{i}, ?x{i}) AS ?x{i + 1}) " for i in range(16))
    product = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
    for name, text in {
        "statements about statements": "ASK { " + "<< " * 50_000 + "?s ?p ?o" + " >>" * 50_000,
        "statements 150 deep": "ASK { " + "<< " * 150 + "?s ?p ?o" + " >> ?p ?o" * 150 + " }",
        "inverse of inverse": "ASK { ?s " + "^ " * 60_000 + "<urn:p> ?o }",
        "stars": "ASK { ?s " + "(" * 150 + "<urn:p>" + ")*" * 150 + " ?o }",
        "not any of many": "ASK { ?s !(" + "|".join(f"<urn:{i}>" for i in range(30_000)) + ") ?o }",
        "objects": "ASK { ?s ?p " + ",".join(["1"] * 100_000) + " }",
        "predicates": "ASK { ?s " + ";".join(["?p 1"] * 100_000) + " }",
        "products of numbers": "ASK { FILTER(" + "*".join(["9e307"] * 60_000) + " > 0) }",
        "digits": f"SELECT (xsd:decimal('{'9' * 900_000}') AS ?x) {{}}",
        "digits of an integer": f"SELECT ({'9' * 800_000} AS ?x) {{}}",
        "exponent": "SELECT (1e999999999999999999999 * 1e-99999999999 AS ?x) {}",
        "language tag": f"SELECT ('a'@{'a-' * 400_000}a AS ?x) {{}}",
        "name of a variable": f"SELECT ?{'x' * 900_000} {{}}",
        "many names": "SELECT * { "
        + "".join(f"OPTIONAL {{ ?s <urn:{i}> ?v{i} }} " for i in range(3000))
        + "}",
        "text that quadruples": f'SELECT (STRLEN(?x16) AS ?n) {{ BIND("aaaa" AS ?x0) {grown}}}',
        "separator": "SELECT (GROUP_CONCAT(STR(?a); separator='"
        + "s" * 100_000
        + "') AS ?x) { ?a ?b ?c }",
        "groups": f"SELECT ?a ?e (COUNT(*) AS ?n) {{ {product} }} GROUP BY ?a ?e ?i",
        "sorted by chance": f"SELECT * {{ {product} }} ORDER BY RAND() LIMIT 1",
        "new nodes for each row": f"SELECT (BNODE() AS ?x) (UUID() AS ?y) {{ {product} }}",
        "not exists": "ASK { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?c ?x ?f . ?f ?y ?g . ?g ?z ?a } }",
        "exists in exists": "ASK { ?a ?b ?c "
        + "FILTER EXISTS { ?x ?y ?z " * 60
        + "}" * 60
        + " FILTER(?c = 1) }",
        "paths of any length both ways": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|!^<urn:x>)* ?b }",
        "path to itself": "SELECT * { ?a (!<urn:x>)+ ?a . ?b (!<urn:x>)+ ?b . ?c (!<urn:x>)+ ?c }",
        "values by values": "SELECT (COUNT(*) AS ?n) { "
        + "".join(f"VALUES ?v{i} {{ {'1 ' * 300} }} " for i in range(8))
        + "}",
        "a million values": "SELECT (COUNT(*) AS ?n) { VALUES ?x { " + "1 " * 470_000 + "} }",
        "undefined values": "SELECT * { VALUES (?a ?b) { "
        + "(UNDEF UNDEF) " * 30_000
        + "} ?a ?p ?b }",
        "pattern in a pattern": 'ASK { FILTER REGEX("'
        + "a" * 5000
        + '", "((a*)*)*'
        + "(a?){500}" * 9
        + '$") }',
        "classes of letters": r'ASK { FILTER REGEX("a", "[\\p{L}\\p{N}\\p{P}]{999}{9}") }',
        "replacing by groups": "SELECT (REPLACE('"
        + "a" * 9000
        + "', '(a)', '"
        + "$1" * 900
        + "') AS ?x) {}",
        "encoded for addresses": f"SELECT (STRLEN({'ENCODE_FOR_URI(' * 150}'%%'{')' * 150}) AS ?x) {{}}",
        "addresses made": "SELECT (IRI(CONCAT('javascript:', STR(?c))) AS ?x) { ?a ?b ?c } LIMIT 9",
        "hours": 'SELECT (xsd:dateTime("9999-12-31T24:00:00Z") + xsd:duration("P9999999Y") AS ?x) {}',
        "zones": 'SELECT (TZ("2020-01-01T00:00:00+99:99"^^xsd:dateTime) AS ?x) {}',
        "functions that are none": "SELECT (<file:///etc/passwd>(1) AS ?x) (<LISTENER>(2) AS ?y) {}",
        "environment": "SELECT * FROM <file:///proc/self/environ> { ?s ?p ?o }",
        "base that is a file": "BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }",
        "names of XML": "CONSTRUCT { <urn:a> <http://www.w3.org/1999/xhtmlscript> 'alert(1)' } {}",
        "triples about triples": "CONSTRUCT { <urn:a> <urn:p> <<( <urn:a> <urn:b> 1 )>> } {}",
    }.items():
        forms = ("xml", "csv") if "SELECT" in text[:20] else ("rdf", "jsonld")
        yield f"query: {name}", query(text)
        if len(text) < 200:
            for form in forms:
                yield f"query in {form}: {name}", query(text, format=form)


def _more_floods() -> Iterator[tuple[str, Attack]]:
    yield "flood of RDF", many(get("/id/actor/euratechnologies?format=jsonld"), 60, 20)
    yield "flood of previews", many(get("/reconcile/preview?id=exotec"), 60, 20)
    yield "flood of first pages", many(get("/"), 60, 20)
    yield "flood of web APIs", many(get("/openapi.json"), 60, 20)
    yield "flood of vocabularies", many(get("/vocabulary"), 60, 20)
    yield "flood of tables", many(get("/questions/startups?ask=1"), 40, 20)
    yield "flood of descriptions of CSV", many(get("/questions/startups?format=csvw"), 40, 20)
    yield "flood of what is not there", many(get("/id/actor/nobody"), 100, 20)
    yield "flood of health", many(get("/health"), 500, 40)
    yield "flood of metrics", many(get("/metrics"), 300, 20)
    yield (
        "flood of clients that leave",
        many(
            raw(
                b"GET /sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%3Fa%20%3Fb%20%3Fc."
                b"%3Fd%20%3Fe%20%3Ff.%3Fg%20%3Fh%20%3Fi%7D&timeout=2 HTTP/1.1\r\n" + HOST + b"\r\n",
                reads=False,
                reset=True,
            ),
            100,
            20,
        ),
    )


MORE: Groups = {
    "hosts": _hosts,
    "many addresses, unread answers": _many_addresses,
    "names to reconcile": _names,
    "odd requests": _asked,
    "more queries": _queries,
    "more floods": _more_floods,
}
"""The attacks by kind."""
