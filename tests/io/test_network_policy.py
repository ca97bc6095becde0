"""Limits and repetitions of the network client at their very edges, without a network."""

from __future__ import annotations

import math
import random
import socket
from typing import Any

import pytest

from frenchtech_graph.io import destinations
from frenchtech_graph.io.destinations import DestinationError, connected, leads_home, proxies
from frenchtech_graph.io.network_policy import (
    LONGEST_WAIT,
    TRANSIENT,
    Clock,
    Failure,
    Kind,
    Limits,
    Rule,
    attempts,
    copy,
    first_words,
    retry_after,
)


class Body:
    """A body that comes in pieces, each after some seconds."""

    def __init__(self, *pieces: bytes, seconds: float = 0.0) -> None:
        self._pieces, self._seconds, self.time = list(pieces), seconds, 0.0

    def read1(self, amt: int, /) -> bytes:
        self.time += self._seconds
        return self._pieces.pop(0) if self._pieces else b""

    def clock(self) -> Clock:
        return Clock(monotonic=lambda: self.time)


def copied(body: Body, headers: dict[str, str], *, before: int = 0, size: int = 10,
           slowest: float = 0.0, grace: float = 30.0, deadline: float = 1e9) -> int:  # fmt: skip
    limits = Limits(size, deadline=deadline, slowest=slowest, grace=grace, clock=body.clock())
    return copy(body, headers, lambda chunk: None, limits, before=before)


def kind_of(body: Body, headers: dict[str, str], **limits: float) -> str:
    with pytest.raises(Failure) as caught:
        copied(body, headers, **limits)  # type: ignore[arg-type]
    return caught.value.kind


def test_an_answer_may_have_just_the_size_that_is_allowed() -> None:
    assert copied(Body(b"12345", b"67890"), {}) == 10
    assert copied(Body(b"1234567890"), {"Content-Length": "10"}) == 10
    assert copied(Body(b"12345"), {"Content-Length": " 5 "}, before=5) == 10
    assert kind_of(Body(b"12345", b"67890", b"1"), {}) == "large"
    assert kind_of(Body(b""), {"Content-Length": "11"}) == "large"
    assert kind_of(Body(b""), {"Content-Length": "6"}, before=5) == "large"


@pytest.mark.parametrize("stated", ["9", "-1", "x", "9" * 19, "٣"])
def test_an_answer_of_another_length_than_stated_is_cut(stated: str) -> None:
    assert kind_of(Body(b"123"), {"Content-Length": stated}) == "cut"


def test_an_answer_that_states_no_length_is_whole() -> None:
    assert copied(Body(b"123"), {}) == 3
    assert copied(Body(b"123"), {"Content-Length": ""}) == 3


def test_a_server_may_be_as_slow_as_is_allowed_and_no_slower() -> None:
    assert copied(Body(b"12", b"34", seconds=1.0), {}, slowest=2.0, grace=0.5) == 4
    assert kind_of(Body(b"12", b"3", seconds=1.0), {}, slowest=2.0, grace=0.5) == "slow"
    assert copied(Body(b"1", b"2", seconds=1.0), {}, slowest=9.0, grace=2.0) == 2
    assert kind_of(Body(b"1", b"2", seconds=1.0), {}, before=7, slowest=2.0, grace=1.5) == "slow"
    assert copied(Body(b"1", b"2", seconds=1.0), {}, deadline=2.0) == 2
    assert kind_of(Body(b"1", b"2", seconds=1.0), {}, deadline=1.9) == "slow"


def waits(failure: Failure, rule: Rule, deadline: float = 1e9) -> list[float]:
    slept: list[float] = []

    def fails() -> None:
        raise Failure(failure.kind, status=failure.status, wait=failure.wait)

    clock = Clock(monotonic=lambda: sum(slept), sleep=slept.append)
    with pytest.raises(Failure):
        attempts(fails, rule, clock=clock, jitter=random.Random(1), deadline=deadline)
    return slept


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_statuses_that_may_pass_are_asked_again(status: int) -> None:
    assert len(waits(Failure("status", status=status), Rule())) == 4
    assert (status in TRANSIENT) is (status != 500)


@pytest.mark.parametrize("status", [0, 1, 400, 401, 403, 404, 409, 426, 428, 501, 505])
def test_statuses_that_stay_are_not(status: int) -> None:
    assert waits(Failure("status", status=status), Rule()) == []


@pytest.mark.parametrize(
    ("kind", "times"), [("cut", 4), ("slow", 4), ("unreachable", 4), ("large", 0)]
)
def test_failures_that_may_pass(kind: Kind, times: int) -> None:
    assert len(waits(Failure(kind), Rule())) == times


def test_waits_double_with_jitter_and_are_no_less_than_asked_for() -> None:
    found = waits(Failure("cut"), Rule())
    assert all(0.5 * 2**n <= wait <= 2**n for n, wait in enumerate(found))
    assert waits(Failure("cut", wait=300.0), Rule()) == [300.0] * 4
    assert waits(Failure("cut", wait=300.1), Rule()) == []
    assert waits(Failure("cut", wait=10.0), Rule(), deadline=20.0) == [10.0, 10.0]
    assert waits(Failure("cut", wait=10.0), Rule(), deadline=19.9) == [10.0]


def test_a_failure_says_what_it_was() -> None:
    assert str(Failure("status", "gone", status=410)) == "status 410 gone"
    assert (Failure("cut").status, Failure("cut").wait, Failure("cut").detail) == (0, 0.0, "")


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        ("", 0.0),
        ("7", 7.0),
        (" 7 ", 7.0),
        ("9" * 400, LONGEST_WAIT),
        ("Thu, 01 Jan 1970 00:01:40 GMT", 40.0),
        ("Thu, 01 Jan 1970 00:00:40 GMT", 0.0),
        ("soon", 0.0),
    ],
)
def test_what_a_server_asks_to_wait(stated: str, seconds: float) -> None:
    assert retry_after({"Retry-After": stated}, 60.0) == seconds
    assert retry_after({}, 60.0) == 0.0


def test_the_first_words_of_an_answer_are_one_line() -> None:
    assert first_words(b" a\n\tb\x1b[2J \xff") == "a b[2J \ufffd"
    assert first_words(b"x" * 200) == "x" * 200
    assert first_words(b"x" * 201) == "x" * 200 + "…"


@pytest.mark.parametrize(
    "stated", ["http://proxy.example:3128", "proxy.example:3128", "proxy.example"]
)
def test_a_proxy_is_known_with_and_without_its_scheme(
    stated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("urllib.request.getproxies", lambda: {"http": stated})
    assert proxies() == {"proxy.example"}


def test_a_body_is_counted_from_its_begin_and_its_progress_told() -> None:
    told: list[tuple[int, int | None]] = []
    written: list[bytes] = []
    body = Body(b"123", b"45")
    copy(body, {"Content-Length": "5"}, written.append, Limits(10, clock=body.clock()),
         progress=lambda done, total: told.append((done, total)))  # fmt: skip
    assert written == [b"123", b"45"]
    assert told == [(3, 5), (5, 5)]
    body = Body(b"123")
    assert copy(body, {}, written.append, Limits(10, clock=body.clock())) == 3


def test_an_answer_that_is_cut_says_how_much_came_of_how_much() -> None:
    cases = {"5": "3 / 5 bytes", "x": "3 / x bytes"}
    for stated, said in cases.items():
        with pytest.raises(Failure, match=said):
            copied(Body(b"123"), {"Content-Length": stated})
    with pytest.raises(Failure, match="8 / 12 bytes"):
        copied(Body(b"123"), {"Content-Length": "7"}, before=5, size=20)


def test_the_usual_limits_are_those_of_the_docs() -> None:
    limits, rule = Limits(10), Rule()
    assert (limits.deadline, limits.slowest, limits.grace) == (math.inf, 0.0, 30.0)
    assert (rule.retries, rule.patience) == (4, 300.0)


class Socket:
    """A socket that reaches nobody, or somebody."""

    made: list[Socket]

    def __init__(self, *_: Any) -> None:
        self.told: list[Any] = []
        self.made.append(self)

    def settimeout(self, seconds: float | None) -> None:
        self.told.append(seconds)

    def connect(self, to: tuple[str, int]) -> None:
        self.told.append(to)
        if to[0] == "8.8.8.8":
            raise OSError("refused")

    def close(self) -> None:
        self.told.append("closed")


@pytest.fixture
def sockets(monkeypatch: pytest.MonkeyPatch) -> list[Socket]:
    Socket.made = []
    monkeypatch.setattr(socket, "socket", Socket)
    return Socket.made


def resolving(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    found = [(2, 1, 6, "", (a, 80)) for a in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)


def test_the_next_address_is_tried_and_the_failed_one_closed(
    sockets: list[Socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, "8.8.8.8", "9.9.9.9")
    assert connected(("a.example", 80), 7.0, trusted=frozenset()) is sockets[1]
    assert [s.told for s in sockets] == [[7.0, ("8.8.8.8", 80), "closed"], [7.0, ("9.9.9.9", 80)]]
    resolving(monkeypatch, "8.8.8.8")
    with pytest.raises(OSError, match="refused"):
        connected(("a.example", 80), 7.0, trusted=frozenset())
    resolving(monkeypatch)
    with pytest.raises(OSError, match="no address"):
        connected(("a.example", 80), 7.0, trusted=frozenset())


def test_a_name_with_one_private_address_is_not_connected_to(
    sockets: list[Socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, "9.9.9.9", "10.0.0.1")
    with pytest.raises(DestinationError) as refused:
        connected(("a.example", 80), trusted=frozenset())
    fault = refused.value.faults[0]
    assert (fault.file, fault.row, fault.column) == ("a.example:80", 0, "")
    assert sockets == []
    assert connected(("A.example", 80), trusted=frozenset({"a.example"})) is sockets[0]


def test_a_host_leads_home_if_one_of_its_addresses_does(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, "9.9.9.9", "192.168.0.4")
    assert leads_home("a.example") is True
    resolving(monkeypatch, "9.9.9.9")
    assert leads_home("a.example") is False

    def nowhere(*_: Any, **__: Any) -> None:
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    assert leads_home("a.example") is False


def test_hosts_that_the_user_trusts_are_named_between_commas(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(destinations.TRUSTED, " A.example ,,b.example, ")
    assert destinations.named_by_user() == {"a.example", "b.example"}
