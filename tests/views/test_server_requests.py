"""What the endpoint refuses, in process: each refusal with its status, each limit at its very edge."""

from __future__ import annotations

import asyncio
from types import MappingProxyType
from typing import Any

import pytest

from frenchtech_graph.views.server import guard, requests
from frenchtech_graph.views.server.guard import Guard, host_name, is_number, is_ours
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.requests import FORM, QUERY, UPDATE, Asked, RefusedError

LIMITS = Limits(body=1000, services=frozenset({"data.example"}))
JSON = "application/sparql-results+json"


def refused(work: Any, *arguments: Any) -> tuple[int, str]:
    with pytest.raises(RefusedError) as caught:
        work(*arguments)
    assert str(caught.value) == caught.value.message
    return caught.value.status, caught.value.message


def test_a_query_comes_in_the_address_a_form_or_the_body() -> None:
    read = requests.parameters
    assert read("GET", b"query=ASK+%7B%7D&a=", "", b"query=x") == {"query": ["ASK {}"], "a": [""]}
    assert read("HEAD", b"query=a", UPDATE, b"") == {"query": ["a"]}
    assert read("POST", b"a=1", FORM, b"a=2&query=%C3%A9") == {"a": ["1", "2"], "query": ["é"]}
    for kind in (QUERY, f" {QUERY.upper()} ; charset=UTF-8", f"{QUERY}; charset=us-ascii",
                 f'{QUERY}; charset="utf8"'):  # fmt: skip
        assert read("POST", b"query=a", kind, "é".encode()) == {"query": ["a", "é"]}


@pytest.mark.parametrize(
    ("kind", "body", "status", "said"),
    [
        (UPDATE, b"", 403, "read-only"),
        ("", b"", 415, f"must be {FORM} or {QUERY}"),
        ("text/plain", b"", 415, "Content-Type"),
        (f"{QUERY}; charset=latin-1", b"", 415, "must be in UTF-8"),
        (f"{FORM}; charset=utf-16", b"", 415, "must be in UTF-8"),
        (QUERY, b"\xff", 400, "query is not in UTF-8"),
        (FORM, b"\xff", 400, "not URL-encoded"),
        (FORM, b"a=%ff", 400, "not URL-encoded"),
        (FORM, b"&".join([b"a=1"] * 201), 400, "not URL-encoded"),
    ],
)
def test_requests_of_another_form_are_refused(
    kind: str, body: bytes, status: int, said: str
) -> None:
    found = refused(requests.parameters, "POST", b"", kind, body)
    assert found[0] == status
    assert said in found[1]


def test_two_hundred_parameters_may_be_sent() -> None:
    found = requests.parameters("POST", b"", FORM, b"&".join([b"a=1"] * 200))
    assert len(found["a"]) == 200


def test_an_address_asks_by_query_and_update_alone() -> None:
    assert [requests.asks(t) for t in (b"query=", b"update=x", b"a=1&query=x", b"%ff")] == [True] * 4  # fmt: skip
    assert [requests.asks(t) for t in (b"", b"queries=1", b"lang=fr")] == [False] * 3


def test_a_refusal_has_its_headers_and_a_request_goes_to_a_worker_whole() -> None:
    assert RefusedError(413, "x", Retry_After="3").headers == {"Retry-After": "3"}
    asked = Asked("GET", b"a", "b", b"c", "d", "gzip")
    make, values = asked.__reduce__()
    assert make(*values) == asked
    assert Asked("GET", b"", "", b"", "").packing == ""


def test_a_job_has_all_that_was_asked() -> None:
    form = b"query=ASK+{}&default-graph-uri=urn:a&default-graph-uri=urn:b&named-graph-uri=urn:c"
    found = requests.read(Asked("POST", b"timeout=9&timeout=1.5", FORM, form, JSON), LIMITS)
    assert (found.text, found.media_type, found.seconds) == ("ASK {}", JSON, 1.5)
    assert (found.default_graphs, found.named_graphs) == (("urn:a", "urn:b"), ("urn:c",))
    bare = requests.job({"query": ["\ufeffASK {}"]}, "", LIMITS)
    assert (bare.text, bare.default_graphs, bare.named_graphs) == ("ASK {}", (), ())
    assert bare.seconds is None


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"update": ["x"]}, 403, "read-only"),
        ({"query": []}, 400, "it has 0"),
        ({"query": ["ASK {}", "ASK {}"]}, 400, "it has 2"),
        ({"query": ["DROP ALL"]}, 403, "read-only: SELECT"),
        ({"query": ["hello"]}, 400, "no SPARQL query"),
        ({"query": ["ASK { SERVICE <http://other.example/> {} }"]}, 403, "data.example:443"),
        ({"default-graph-uri": ["a b"]}, 400, "full addresses"),
        ({"named-graph-uri": ["a"]}, 400, "full addresses"),
        *(({"timeout": [t]}, 400, "above 0") for t in ("0", "-1", "x", "inf", "nan", "")),
    ],
)
def test_a_job_is_refused_with_a_reason(
    changed: dict[str, list[str]], status: int, said: str
) -> None:
    found = refused(requests.job, {"query": ["ASK {}"], **changed}, "", LIMITS)
    assert found[0] == status
    assert said in found[1]


def test_the_form_is_that_of_the_last_parameter_or_the_header() -> None:
    def media(found: dict[str, list[str]], text: str = "SELECT * {}", accept: str = "") -> str:
        return requests.job({"query": [text], **found}, accept, LIMITS).media_type

    assert media({"format": ["json", "csv"]}) == "text/csv"
    assert media({"output": ["csv"]}) == media({"results": ["csv"]}) == "text/csv"
    assert media({}, accept="text/csv") == "text/csv"
    assert media({"format": [""]}, accept="text/csv") == "text/csv"
    assert media({}, "CONSTRUCT WHERE { ?a ?b ?c }", "text/turtle") == "text/turtle"
    status, said = refused(requests.job, {"query": ["ASK {}"]}, "text/turtle", LIMITS)
    assert (status, said.startswith(f"This answer can be written as {JSON}, ")) == (406, True)
    assert requests.job({"query": ["SELECT * {}"], "timeout": ["0.5"]}, "", LIMITS).seconds == 0.5


def test_an_allowed_service_is_asked() -> None:
    requests.check("ASK { SERVICE <https://data.example/> {} }", LIMITS)
    requests.check("ASK { ?service ?b 'SERVICE <http://a.example/>' }", LIMITS)


def test_brackets_may_be_two_hundred_deep() -> None:
    def text(deep: int) -> str:
        return "ASK " + "{" * deep + "}" * deep

    requests.check(text(200), LIMITS)
    status, said = refused(requests.check, text(201), LIMITS)
    assert (status, "deeper than 200" in said) == (400, True)
    assert requests.depth("{}{}[](){ [ ( '{{' ) ] }") == 3
    assert requests.depth("}}{{") == 0
    assert requests.depth("") == 0


@pytest.mark.parametrize(
    "text", ["service", "SerVice", r"\u0053ervice", r"\U00000073ERVICE", r"SERV\u0049CE"]
)
def test_without_a_guard_the_word_service_is_refused_however_it_is_spelt(text: str) -> None:
    assert refused(requests.check_unguarded, f"ASK {{ {text} <http://a> }}")[0] == 403


@pytest.mark.parametrize("text", ["serv ice", r"\u00", r"\uD800 serv", r"\UFFFFFFFF"])
def test_without_a_guard_other_texts_pass(text: str) -> None:
    requests.check_unguarded(text)


# Around every request
# --------------------------------------------------------------------------------------------------


class Counts:
    """Stands for the metrics."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int]] = []

    def request(self, route: str, status: int) -> None:
        self.told.append((route, status))


SCOPE = MappingProxyType(
    {"type": "http", "method": "GET", "path": "/sparql", "query_string": b"", "headers": []}
)


def served(
    headers: dict[str, str] | None = None, body: bytes = b"", *, origin: str | None = None,
    hosts: tuple[str, ...] = (), own: tuple[tuple[bytes, bytes], ...] = (), **changed: Any,
) -> tuple[int, dict[str, str], bytes, list[tuple[str, int]]]:  # fmt: skip
    """Return what the guard answers around an application that echoes the body, and the counts."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        read = (await receive())["body"] + (await receive())["body"]
        await send({"type": "http.response.start", "status": 200, "headers": list(own)})
        await send({"type": "http.response.body", "body": read})

    sent: list[Any] = []
    parts = [body[: len(body) // 2], body[len(body) // 2 :]]

    async def receive() -> Any:
        return {"type": "http.request", "body": parts.pop(0)}

    async def send(message: Any) -> None:
        sent.append(message)

    stated = {"host": "localhost", **(headers or {})}
    scope = {**SCOPE, **changed, "headers": [(k.encode(), v.encode()) for k, v in stated.items()]}
    counts: Any = Counts()
    around = Guard(app, LIMITS, counts, origin, frozenset(hosts))
    asyncio.run(around(scope, receive, send))
    start, end = sent
    assert (start["type"], end["type"]) == ("http.response.start", "http.response.body")
    found = {k.decode(): v.decode() for k, v in start["headers"]}
    assert len(found) == len(start["headers"])
    return start["status"], found, end["body"], counts.told


def test_an_answer_has_its_headers_and_is_counted() -> None:
    status, headers, body, told = served(body=b"x" * 1000)
    assert (status, body, told) == (200, b"x" * 1000, [("/sparql", 200)])
    assert headers == {k.decode(): v.decode() for k, v in guard.HEADERS}
    own = served(own=((b"referrer-policy", b"origin"),))[1]
    assert own["referrer-policy"] == "origin"
    assert own["x-content-type-options"] == "nosniff"


def test_what_is_no_request_passes_unchanged() -> None:
    seen: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append((scope, receive, send))

    counts: Any = Counts()
    scope, parts = {"type": "lifespan"}, (object(), object())
    asyncio.run(Guard(app, LIMITS, counts, None)(scope, *parts))  # type: ignore[arg-type]
    assert seen == [(scope, *parts)]
    assert counts.told == []


def test_a_body_may_have_its_limit_stated_or_not() -> None:
    assert served({"content-length": "1000"}, b"x" * 1000)[0] == 200
    for stated in ("1001", "-1", "x", ""):
        status, headers, body, told = served({"content-length": stated})
        assert (status, told) == (413, [("/sparql", 413)])
        assert body == b"A request may have 1000 bytes at most.\n"
        assert headers["content-length"] == str(len(body))
        assert headers["connection"] == "close"
        assert headers["content-type"] == "text/plain; charset=utf-8"
        assert headers["x-content-type-options"] == "nosniff"
    with pytest.raises(RefusedError) as caught:
        served(body=b"x" * 1001)
    assert (caught.value.status, caught.value.headers) == (413, {"Connection": "close"})


def test_headers_and_addresses_may_have_their_limit() -> None:
    size = guard._LONGEST_HEADERS - len("host" + "localhost" + "a")
    assert served({"a": "x" * size})[0] == 200
    status, _, body, _ = served({"a": "x" * (size + 1)})
    assert (status, body) == (431, b"Headers may have 32768 bytes at most.\n")
    assert served(query_string=b"x" * 32768)[0] == 200
    status, _, body, _ = served(query_string=b"x" * 32769)
    assert status == 414
    assert b"32768 bytes" in body


@pytest.mark.parametrize(
    ("host", "hosts", "status"),
    [
        ("localhost", (), 200),
        ("LOCALHOST:80", (), 200),
        ("127.0.0.1:8000", (), 200),
        ("[::1]:80", (), 200),
        ("Data.example.", ("data.EXAMPLE",), 200),
        ("any.example", ("*",), 200),
        ("data.example", (), 421),
        ("", (), 421),
        ("localhost.example", ("data.example",), 421),
    ],
)
def test_the_server_answers_to_its_names(host: str, hosts: tuple[str, ...], status: int) -> None:
    assert served({"host": host}, hosts=hosts)[0] == status


@pytest.mark.parametrize(
    ("origin", "allowed", "status"),
    [
        ("http://localhost", None, 200),
        ("https://LocalHost", None, 200),
        ("http://other.example", None, 403),
        ("null", None, 403),
        ("http://other.example", "*", 200),
        ("http://other.example", "http://other.example", 200),
        ("http://third.example", "http://other.example", 403),
        ("", None, 200),
    ],
)
def test_pages_of_other_sites_ask_where_they_may(
    origin: str, allowed: str | None, status: int
) -> None:
    found = served({"origin": origin}, origin=allowed)
    assert found[0] == status
    assert found[1].get("access-control-allow-origin") == allowed
    exposed = "ETag, X-SPARQL-Hint, Retry-After" if allowed else None
    assert found[1].get("access-control-expose-headers") == exposed


def test_a_browser_that_asks_first_is_answered_without_the_application() -> None:
    first = {"access-control-request-method": "POST"}
    status, headers, body, told = served(first, b"x", method="OPTIONS")
    assert (status, body, told) == (204, b"", [("/sparql", 204)])
    assert headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert headers["access-control-allow-methods"] == "GET, HEAD, POST"
    assert headers["access-control-allow-headers"] == "Content-Type, Accept"
    assert served(first, b"x", method="POST")[0] == 200
    assert served({}, b"x", method="OPTIONS")[0] == 200
    assert served(first | {"host": "data.example"}, b"x", method="OPTIONS")[0] == 421


@pytest.mark.parametrize(
    ("path", "route"),
    [("/", "/"), ("", "/"), ("/sparql/", "/sparql"), ("/id/actor/x", "/id"), ("/x/id", "/other"),
     ("/metrics", "/metrics"), ("/health", "/health"), ("/sparqls", "/other")],
)  # fmt: skip
def test_counts_are_kept_by_the_first_part_of_a_path(path: str, route: str) -> None:
    assert served(path=path)[3] == [(route, 200)]


def test_a_request_that_fails_is_counted_as_such() -> None:
    async def app(*_: Any) -> None:
        raise ValueError

    counts: Any = Counts()
    scope = {**SCOPE, "headers": [(b"host", b"localhost")]}
    with pytest.raises(ValueError):
        asyncio.run(Guard(app, LIMITS, counts, None)(scope, None, None))  # type: ignore[arg-type]
    assert counts.told == [("/sparql", 500)]


def test_who_does_not_take_an_answer_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SECONDS_TO_READ", 0.01)

    async def app(_: Any, __: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200})

    async def never(_: Any) -> None:
        await asyncio.sleep(30)

    counts: Any = Counts()
    scope = {**SCOPE, "headers": [(b"host", b"localhost")]}
    with pytest.raises(TimeoutError):
        asyncio.run(Guard(app, LIMITS, counts, None)(scope, None, never))  # type: ignore[arg-type]


def test_names_and_numbers_of_hosts() -> None:
    assert host_name("Example.org.:8000") == "example.org"
    assert host_name("[::1]:80") == "::1"
    assert [is_number(n) for n in ("127.0.0.1", "::1", "1.2.3", "a")] == [True, True, False, False]
    assert is_ours("10.0.0.1", frozenset())
    assert guard.SECONDS_TO_READ == 60
