"""One worker: a process that answers one request at a time, and can be stopped for good.

An engine cannot be interrupted during a query: only ending its process stops the work. A worker
reads untrusted text, so it has no network (`offline`), only the pipe to the server. It sends calls
to other servers (SERVICE) to the server, by the same pipe (`relay`).
"""

import asyncio
import contextlib
import os
import pickle
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache, partial
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic

import pyoxigraph as ox

from frenchtech_graph.views.server import messages
from frenchtech_graph.views.server.answering import Outcome, Outside, answer
from frenchtech_graph.views.server.limits import MEGABYTE, Limits
from frenchtech_graph.views.server.messages import GarbledError, Message, Shorter
from frenchtech_graph.views.server.offline import cut_network
from frenchtech_graph.views.server.relay import Relay
from frenchtech_graph.views.server.requests import Asked, Job
from frenchtech_graph.views.server.services import Found, Question, ServiceError
from frenchtech_graph.views.server.thing_pages import Shown

_AT_ONCE = 32 * 1024
"""Bytes that the pipe of a worker takes at once."""
_SHORT = 8192
"""Size limit in bytes of a cached request."""
_ANY = 1 << 32
GRACE = 0.5
"""Seconds that a worker has beyond the limit to hand over its answer."""
Done = Callable[[Outcome | Exception], None]
"""Receives the outcome of a request, or an error."""


@dataclass
class Worker:
    """A process that answers one request at a time."""

    pid: int
    connection: Connection
    line: "Line | None" = None

    @property
    def gone(self) -> bool:
        """Whether an idle worker has died: its pipe has an end to read."""
        try:
            return self.connection.poll(0)
        except OSError:
            return True

    def ask(self, request: bytes, limits: Limits, relay: Relay) -> Outcome:
        """Return the outcome of a request. Ask the other servers that the query may call.

        Raises:
            TimeoutError: the worker took longer, and is still running. Its argument is the limit.
            EOFError: the worker died.
            GarbledError: the message of the worker is invalid.
        """
        begin, seconds = monotonic(), limits.seconds
        pipe = self.connection.fileno()
        messages.sent(pipe, request)
        while True:
            end = begin + seconds + GRACE
            text = messages.received(pipe, longest(limits), partial(self._wait, end, seconds))
            message = messages.read(text)
            if isinstance(message, Outcome):
                return message
            if isinstance(message, Shorter):
                seconds = min(seconds, message.seconds)
                continue
            left = max(0.1, end - GRACE - monotonic())
            messages.sent(pipe, messages.request(_reply(relay, message, left)))

    def _wait(self, end: float, seconds: float) -> None:
        if not self.connection.poll(max(0.0, end - monotonic())):
            raise TimeoutError(seconds)


def longest(limits: Limits) -> int:
    """Return the size limit of a message from a worker, in bytes."""
    return limits.answer + MEGABYTE


class Line:
    """The pipe of a worker that contacts no other server, monitored by the event loop."""

    def __init__(self, worker: Worker, limits: Limits, threads: Executor) -> None:
        self._loop = asyncio.get_running_loop()
        self._pipe = worker.connection.fileno()
        self._limits = limits
        self._threads = threads
        self._came = bytearray()
        self._done: Done | None = None
        self._begun = self._seconds = 0.0
        self._gone = False
        self._loop.add_reader(self._pipe, self._read)
        os.set_blocking(self._pipe, True)  # uvloop unsets it, and a long request is sent in parts

    def give(self, request: bytes, done: Done) -> None:
        """Send a request to the worker. `done` receives its outcome, or an error of `Worker.ask`.

        A thread sends requests that are too long for the pipe.
        """
        self._done = done
        self._begun, self._seconds = monotonic(), self._limits.seconds
        if self._gone:
            self._end(EOFError())
        elif len(request) < _AT_ONCE:
            try:
                messages.sent(self._pipe, request)
            except OSError as error:
                self._end(error)
        else:
            sending = self._loop.run_in_executor(self._threads, messages.sent, self._pipe, request)
            sending.add_done_callback(self._was_sent)

    def check(self, now: float) -> None:
        """Stop waiting for a request that exceeded its time limit."""
        if self._done is not None and now > self._begun + self._seconds + GRACE:
            self._end(TimeoutError(self._seconds))

    def close(self) -> None:
        """Listen no longer."""
        if not self._gone:
            self._gone = True
            self._loop.remove_reader(self._pipe)

    def _was_sent(self, sending: "asyncio.Future[None]") -> None:
        error = None if sending.cancelled() else sending.exception()
        if isinstance(error, Exception):
            self._end(error)

    def _read(self) -> None:
        try:
            part = os.read(self._pipe, 1 << 16)
        except OSError:
            part = b""
        if not part:
            self._break(EOFError())
            return
        came: bytes | bytearray = part
        if self._came:
            self._came += part
            came = self._came
        try:
            size = len(came)
            while size >= 4:
                end = 4 + int.from_bytes(came[:4], "big")
                if end - 4 > longest(self._limits):
                    raise GarbledError("a message is too long")
                if size < end:
                    break
                message = messages.read(memoryview(came)[4:end])
                came = came[end:]
                size -= end
                self._take(message)
        except GarbledError as error:
            self._break(error)
            return
        if came is not self._came and (came or self._came):
            self._came = bytearray(came)

    def _break(self, error: Exception) -> None:
        self.close()
        self._end(error)

    def _take(self, message: Message) -> None:
        if isinstance(message, Outcome):
            self._end(message)
        elif isinstance(message, Shorter) and message.seconds < self._seconds:
            self._seconds = message.seconds
            wait = max(0.0, self._begun + message.seconds + GRACE - monotonic())
            self._loop.call_later(wait + 0.01, lambda: self.check(monotonic()))

    def _end(self, outcome: Outcome | Exception) -> None:
        done, self._done = self._done, None
        if done is not None:
            done(outcome)


def _reply(relay: Relay, question: Question, seconds: float) -> Found | ServiceError:
    try:
        return relay.ask(question, seconds)
    except ServiceError as error:
        return error


def work(connection: Connection, store: ox.Store, limits: Limits) -> None:
    """Run a worker: answer requests until the server ends."""
    _restrain(limits.memory)
    pipe = connection.fileno()
    outside = Outside(cut_network(), partial(_through, pipe), partial(_shorter, pipe))
    with contextlib.suppress(EOFError, OSError):
        while True:
            asked = _asked(messages.received(pipe, _ANY))
            messages.sent(pipe, messages.written(answer(store, asked, limits, outside)))


def _asked(text: bytes) -> Asked | Job | Shown:
    return (_kept if len(text) < _SHORT else _kept.__wrapped__)(text)


@lru_cache(maxsize=256)
def _kept(text: bytes) -> Asked | Job | Shown:
    asked: Asked | Job | Shown = pickle.loads(text)  # noqa: S301 - the server wrote it
    return asked


def _shorter(pipe: int, seconds: float) -> None:
    messages.sent(pipe, messages.written(Shorter(seconds)))


def _through(pipe: int, question: Question) -> Found:
    """Have the server ask another one."""
    messages.sent(pipe, messages.written(question))
    reply: Found | ServiceError = pickle.loads(messages.received(pipe, _ANY))  # noqa: S301 - the server wrote it
    if isinstance(reply, ServiceError):
        raise reply
    return reply


def _restrain(memory: int) -> None:
    """Let the server come first, bound the memory a query may take, and leave no core dump.

    If the machine runs out of memory, Linux ends a worker, which is replaced, and not the server.
    """
    import resource

    os.nice(5)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    with contextlib.suppress(OSError, ValueError, FileNotFoundError):
        with open("/proc/self/statm") as file:  # noqa: PTH123 - no path object is needed for one number
            used = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
