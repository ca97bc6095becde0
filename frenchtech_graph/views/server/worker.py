"""One worker: a process that answers one request at a time, and can be stopped for good.

An engine cannot be interrupted during a query: only ending its process stops the work. A worker
reads untrusted text, so it has no network (`offline`), only the pipe to the server. It sends calls
to other servers (SERVICE) to the server, by the same pipe (`relay`).
"""

import asyncio
import contextlib
import os
import pickle
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from time import monotonic

import pyoxigraph as ox

from frenchtech_graph.views.server.answering import Outcome, Outside, answer
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.offline import cut_network
from frenchtech_graph.views.server.relay import Relay
from frenchtech_graph.views.server.requests import Asked, Job
from frenchtech_graph.views.server.services import Found, Question, ServiceError

_AT_ONCE = 32 * 1024
"""Bytes that the pipe of a worker takes at once."""
GRACE = 0.5
"""Seconds that a worker has beyond the limit to hand over its answer."""


@dataclass(frozen=True, slots=True)
class Shorter:
    """A worker's word that its client asked for a shorter limit, in seconds."""

    seconds: float


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

    def ask(self, asked: Asked | Job, seconds: float, relay: Relay) -> Outcome:
        """Return the outcome of a request. Ask the other servers that the query may call.

        Raises:
            TimeoutError: the worker took longer, and is still running. Its argument is the limit.
            EOFError: the worker died.
        """
        begin = monotonic()
        self.connection.send_bytes(pickle.dumps(asked))
        while True:
            end = begin + seconds + GRACE
            if not self.connection.poll(max(0.0, end - monotonic())):
                raise TimeoutError(seconds)
            message: Outcome | Question | Shorter = pickle.loads(self.connection.recv_bytes())  # noqa: S301 - our own process wrote it
            if isinstance(message, Outcome):
                return message
            if isinstance(message, Shorter):
                seconds = min(seconds, message.seconds)
                continue
            left = max(0.1, end - GRACE - monotonic())
            self.connection.send_bytes(pickle.dumps(_reply(relay, message, left)))


class Line:
    """The pipe of a worker that contacts no other server, monitored by the event loop."""

    def __init__(self, worker: Worker) -> None:
        self._loop = asyncio.get_running_loop()
        self._connection = worker.connection
        self._pipe = worker.connection.fileno()
        self._came = bytearray()
        self._outcome: asyncio.Future[Outcome] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._begun = self._seconds = 0.0
        self._gone = False
        self._loop.add_reader(self._pipe, self._read)
        os.set_blocking(self._pipe, True)  # uvloop unsets it, and a long request is sent in parts

    async def ask(self, asked: Asked | Job, seconds: float, threads: Executor) -> Outcome:
        """Return the outcome of a request. It raises the errors of `Worker.ask`.

        A request too long for the pipe is sent by one of `threads`.
        """
        if self._gone:
            raise EOFError
        outcome = self._outcome = self._loop.create_future()
        self._begun = self._loop.time()
        self._limit(seconds)
        text = pickle.dumps(asked, 5)
        try:
            if len(text) < _AT_ONCE:
                self._connection.send_bytes(text)
            else:
                await self._loop.run_in_executor(threads, self._connection.send_bytes, text)
        except OSError as error:
            self._end(error)
        found: Outcome = await outcome
        return found

    def close(self) -> None:
        """Listen no longer."""
        if not self._gone:
            self._gone = True
            self._loop.remove_reader(self._pipe)

    def _limit(self, seconds: float) -> None:
        self._seconds = seconds
        self._timer = self._loop.call_at(self._begun + seconds + GRACE, self._late)

    def _late(self) -> None:
        self._end(TimeoutError(self._seconds))

    def _read(self) -> None:
        try:
            part = os.read(self._pipe, 1 << 18)
        except OSError:
            part = b""
        if not part:
            self.close()
            self._end(EOFError())
            return
        came = self._came
        came += part
        while len(came) >= 4:
            end = 4 + int.from_bytes(came[:4], "big")
            if len(came) < end:
                return
            message: Outcome | Shorter = pickle.loads(memoryview(came)[4:end])  # noqa: S301 - our own process wrote it
            self._came = came = came[end:]
            self._take(message)

    def _take(self, message: Outcome | Shorter) -> None:
        if isinstance(message, Outcome):
            self._end(message)
        elif message.seconds < self._seconds and self._timer is not None:
            self._timer.cancel()
            self._limit(message.seconds)

    def _end(self, outcome: Outcome | Exception) -> None:
        waiting, self._outcome = self._outcome, None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if waiting is None or waiting.done():
            return
        if isinstance(outcome, Exception):
            waiting.set_exception(outcome)
        else:
            waiting.set_result(outcome)


def _reply(relay: Relay, question: Question, seconds: float) -> Found | ServiceError:
    try:
        return relay.ask(question, seconds)
    except ServiceError as error:
        return error


def work(connection: Connection, store: ox.Store, limits: Limits) -> None:
    """Run a worker: answer requests until the server ends."""
    _restrain(limits.memory)
    outside = Outside(cut_network(), partial(_through, connection), partial(_shorter, connection))
    with contextlib.suppress(EOFError, OSError):
        while True:
            asked: Asked | Job = pickle.loads(connection.recv_bytes())  # noqa: S301 - the server wrote it
            connection.send_bytes(pickle.dumps(answer(store, asked, limits, outside)))


def _shorter(connection: Connection, seconds: float) -> None:
    connection.send_bytes(pickle.dumps(Shorter(seconds)))


def _through(connection: Connection, question: Question) -> Found:
    """Have the server ask another one."""
    connection.send_bytes(pickle.dumps(question))
    reply: Found | ServiceError = pickle.loads(connection.recv_bytes())  # noqa: S301 - the server wrote it
    if isinstance(reply, ServiceError):
        raise reply
    return reply


def _restrain(memory: int) -> None:
    """Let the server come first, bound the memory a query may take, and leave no core dump."""
    import resource

    os.nice(5)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, ValueError, FileNotFoundError):
        with open("/proc/self/statm") as file:  # noqa: PTH123 - no path object is needed for one number
            used = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
