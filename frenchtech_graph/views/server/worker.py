"""One worker: a process that answers one request at a time, and can be stopped for good.

An engine that is deep in a query listens to nobody: only ending its process stops the work. A
worker reads the text of strangers, so it has no network (`offline`), only the pipe it answers by.
What a query asks of other servers (SERVICE) it asks the server for, by the same pipe (`relay`).
"""

import contextlib
import os
import pickle
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

    @property
    def gone(self) -> bool:
        """Whether an idle worker has died: its pipe has an end to read."""
        try:
            return self.connection.poll(0)
        except OSError:
            return True

    def ask(self, asked: Asked | Job, seconds: float, relay: Relay) -> Outcome:
        """Return the outcome of a request; on the way, ask the other servers it may ask.

        Raises:
            TimeoutError: the worker took longer; it is still at it. Its argument is the limit.
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


def _reply(relay: Relay, question: Question, seconds: float) -> Found | ServiceError:
    try:
        return relay.ask(question, seconds)
    except ServiceError as error:
        return error


def work(connection: Connection, store: ox.Store, limits: Limits) -> None:
    """The life of a worker: answer requests until the server is gone."""
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
