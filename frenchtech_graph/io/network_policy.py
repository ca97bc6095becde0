"""One policy for outgoing requests: when to retry, how long to wait, and the limits on the speed
and size of an answer.

Two transports use it: `http_transport` (urllib3) for downloads and APIs, and `urllib_transport`
(urllib) for SPARQLWrapper. Both raise `Failure`. For both, `destinations` decides which addresses
are allowed.
"""

import email.utils
import math
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeVar

from frenchtech_graph.version import __version__

AGENT = f"frenchtech-graph/{__version__} (+https://w3id.org/fte/)"
TRANSIENT = frozenset({408, 425, 429, 502, 503, 504})
"""Statuses of a server that may answer later."""
LONGEST_WAIT = 1e9
"""Seconds. A server may state any number."""
_CHUNK = 1 << 16
T = TypeVar("T")
Kind = Literal["status", "cut", "slow", "unreachable", "large"]
Progress = Callable[[int, int | None], None]
"""Called with the bytes that have come, and the bytes expected (None: not known)."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The time and a way to wait. Tests supply their own."""

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


class Failure(Exception):  # noqa: N818 - what went wrong with one attempt, not an error for users
    """One request failed.

    `kind` is "status" (the server answered `status`), "cut" (the answer ended early), "slow",
    "unreachable", or "large" (beyond the limit). `wait` is the wait in seconds that the server
    requests. After `attempts` gives up, it is the wait that would have come next.
    """

    def __init__(
        self, kind: Kind, detail: object = "", *, status: int = 0, wait: float = 0.0
    ) -> None:
        self.kind, self.detail, self.status, self.wait = kind, str(detail), status, wait
        super().__init__(f"{kind} {status or ''} {detail}")


@dataclass(frozen=True, slots=True)
class Rule:
    """When to send a request again.

    At most `retries` times, for the failures in `kinds` and the statuses in `transient`, and never
    if the server requests a wait longer than `patience` (seconds).
    """

    retries: int = 4
    patience: float = 300.0
    transient: frozenset[int] = TRANSIENT | {500}
    kinds: frozenset[Kind] = frozenset({"cut", "slow", "unreachable"})

    def repeats(self, failure: Failure) -> bool:
        """Return whether a failure may pass."""
        if failure.kind == "status":
            return failure.status in self.transient
        return failure.kind in self.kinds


def attempts(
    send: Callable[[], T],
    rule: Rule,
    *,
    clock: Clock,
    jitter: random.Random,
    deadline: float = math.inf,
    waiting: Callable[[Failure, int, float], None] = lambda failure, attempt, wait: None,
) -> T:
    """Return the result of `send`, with retries according to `rule`.

    Waits are those the server asks for (Retry-After), and no less than an exponential back-off with
    jitter (Brooker 2015). `deadline` is a time of `clock.monotonic`, which no wait may pass.
    `waiting` receives the failure, the number of the attempt and the wait.

    Raises:
        Failure: the last one, with its `wait`.
    """
    for attempt in range(rule.retries + 1):
        try:
            return send()
        except Failure as failure:
            failure.wait = max(failure.wait, jitter.uniform(0.5, 1.0) * 2.0**attempt)
            late = failure.wait > rule.patience or clock.monotonic() + failure.wait > deadline
            if attempt == rule.retries or late or not rule.repeats(failure):
                raise
            waiting(failure, attempt + 1, failure.wait)
            clock.sleep(failure.wait)
    raise AssertionError("unreachable")


class Headers(Protocol):
    """The headers of an answer, whatever their case."""

    def get(self, name: str, /) -> str | None:
        """Return a header, or None if it is missing."""
        ...


class Stream(Protocol):
    """The body of an answer."""

    def read1(self, amt: int, /) -> bytes:
        """Return the next bytes, empty at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of an answer.

    It has at most `size` bytes and ends by `deadline`. Once `grace` seconds have passed, it needs
    an average of `slowest` bytes a second.
    """

    size: int
    deadline: float = math.inf
    slowest: float = 0.0
    grace: float = 30.0
    clock: Clock = field(default_factory=Clock)


def copy(
    stream: Stream,
    headers: Headers,
    write: Callable[[bytes], Any],
    limits: Limits,
    *,
    before: int = 0,
    progress: Progress = lambda done, total: None,
) -> int:
    """Write the body of an answer chunk by chunk.

    Return its size including the `before` bytes of an earlier part.

    A server that drips bytes does not outlast the limits: they are checked at each chunk.

    Raises:
        Failure: the answer is too large, too slow, or ends before its stated length.
    """
    stated = (headers.get("Content-Length") or "").strip()
    total = before + int(stated) if re.fullmatch("[0-9]{1,18}", stated) else None
    if total is not None and total > limits.size:
        raise Failure("large", f"> {limits.size} bytes")
    began, size = limits.clock.monotonic(), before
    while chunk := stream.read1(_CHUNK):
        write(chunk)
        size += len(chunk)
        progress(size, total)
        if size > limits.size:
            raise Failure("large", f"> {limits.size} bytes")
        passed = limits.clock.monotonic() - began
        drips = passed > limits.grace and (size - before) / passed < limits.slowest
        if drips or limits.clock.monotonic() > limits.deadline:
            raise Failure("slow", round(passed))
    if stated and size != total:
        raise Failure("cut", f"IncompleteRead: {size} / {stated if total is None else total} bytes")
    return size


def retry_after(headers: Headers, now: float) -> float:
    """Return the seconds a server requests to wait, 0 by default.

    The header is a number or a date (RFC 9110, §10.2.3).
    """
    stated = (headers.get("Retry-After") or "").strip()
    if stated.isdecimal():
        return min(float(stated), LONGEST_WAIT)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(stated).timestamp() - now)
    except (TypeError, ValueError, OverflowError):
        return 0.0


def first_words(body: bytes, length: int = 200) -> str:
    """Return the beginning of an answer as one printable line."""
    text = " ".join(body[:4000].decode("utf-8", "replace").split())
    shown = "".join(c for c in text if c.isprintable())
    return shown[:length] + ("…" if len(shown) > length else "")
