"""Worker processes that answer queries, and can be stopped for good.

An engine that is deep in a query listens to nobody: only ending its process stops the work. So
queries run in processes of their own. They are forked from a *nursery*, a process that holds the
loaded store and does nothing else: a fork shares the store's memory, so that a worker costs little
and is replaced at once.

    server ──spawn / end──► nursery ──fork──► worker …
       └─────────── request / outcome ──────────┘

Workers read the text of strangers, so they have no network (`offline`), only the pipe they answer
by. What a query asks of other servers (SERVICE) they ask the server for, by the same pipe
(`relay`).
"""

import asyncio
import contextlib
import os
import pickle
import signal
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from time import monotonic
from typing import NoReturn

import pyoxigraph as ox

from frenchtech_graph.views.server.answering import Outcome, Outside, answer
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.offline import cut_network
from frenchtech_graph.views.server.relay import Relay
from frenchtech_graph.views.server.requests import Asked, Job, RefusedError
from frenchtech_graph.views.server.services import Found, Question, ServiceError, destination

_PID_LENGTH = 12
_GRACE = 0.5  # seconds a worker has beyond the limit to hand over its answer


class StoppedError(RefusedError):
    """The work was stopped at its limit."""


@dataclass
class Worker:
    """A process that answers one request at a time."""

    pid: int
    connection: Connection

    def ask(self, asked: Asked | Job, seconds: float, relay: Relay) -> Outcome:
        """Return the outcome of a request; on the way, ask the other servers it may ask.

        Raises:
            TimeoutError: the worker took longer; it is still at it.
            EOFError: the worker died.
        """
        end = monotonic() + seconds
        self.connection.send_bytes(pickle.dumps(asked))
        while True:
            if not self.connection.poll(max(0.0, end - monotonic())):
                raise TimeoutError
            said: Outcome | Question = pickle.loads(self.connection.recv_bytes())  # noqa: S301 - our own process wrote it
            if isinstance(said, Outcome):
                return said
            self.connection.send_bytes(
                pickle.dumps(_reply(relay, said, max(0.1, end - _GRACE - monotonic())))
            )


def _reply(relay: Relay, question: Question, seconds: float) -> Found | ServiceError:
    try:
        return relay.ask(question, seconds)
    except ServiceError as error:
        return error


class Nursery:
    """The process workers are forked from. Make it before any thread is started."""

    def __init__(self, store: ox.Store, limits: Limits) -> None:
        self._channel, theirs = socket.socketpair()
        self._lock = threading.Lock()
        self.closed = False
        self.pid = os.fork()
        if self.pid == 0:
            self._channel.close()
            _exit_after(partial(_tend, theirs, store, limits))
        theirs.close()

    def spawn(self) -> Worker:
        """Return a new worker."""
        with self._lock:
            self._channel.sendall(b"+".ljust(_PID_LENGTH))
            text, (descriptor, *_), _, _ = socket.recv_fds(self._channel, _PID_LENGTH, 1)
        return Worker(int(text), Connection(descriptor))

    def end(self, worker: Worker) -> None:
        """End a worker, whatever it is doing."""
        worker.connection.close()
        with self._lock:
            self._channel.sendall(_number(worker.pid))
            self._channel.recv(_PID_LENGTH)

    def close(self) -> None:
        """End all workers, busy or not, and the nursery."""
        if not self.closed:
            self.closed = True
            self._channel.close()
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self.pid, 0)


def _number(pid: int) -> bytes:
    return str(pid).encode().ljust(_PID_LENGTH)


def _exit_after(work: Callable[[], None]) -> NoReturn:
    """Run the work of a child process and leave without the parent's clean-up."""
    try:
        work()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def _tend(channel: socket.socket, store: ox.Store, limits: Limits) -> None:
    """The life of the nursery: fork or end a worker when told, end all when the server is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    children: set[int] = set()
    for order in _orders(channel):
        if order != "+":
            pid = int(order)
            if pid in children:
                _end(pid)
                children.discard(pid)
            channel.sendall(b"ended".ljust(_PID_LENGTH))
            continue
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            channel.close()
            ours.close()
            _exit_after(partial(_work, Connection(theirs.detach()), store, limits))
        theirs.close()
        children.add(pid)
        socket.send_fds(channel, [_number(pid)], [ours.fileno()])
        ours.close()
    for pid in children:
        _end(pid)


def _orders(channel: socket.socket) -> Iterator[str]:
    while text := channel.recv(_PID_LENGTH, socket.MSG_WAITALL):
        yield text.decode().strip()


def _end(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _work(connection: Connection, store: ox.Store, limits: Limits) -> None:
    """The life of a worker: answer requests until the server is gone."""
    _restrain(limits.memory)
    outside = Outside(cut_network(), partial(_through, connection))
    with contextlib.suppress(EOFError, OSError):
        while True:
            asked: Asked | Job = pickle.loads(connection.recv_bytes())  # noqa: S301 - the server wrote it
            connection.send_bytes(pickle.dumps(answer(store, asked, limits, outside)))


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


@dataclass
class Pool:
    """Workers that take turns; a worker that is stopped is replaced."""

    nursery: Nursery
    limits: Limits
    waiting: int = 0
    stopped: int = 0
    _idle: "asyncio.LifoQueue[Worker]" = field(default_factory=asyncio.LifoQueue)
    _tasks: "set[asyncio.Task[Outcome]]" = field(default_factory=set)

    def __post_init__(self) -> None:
        """Start the workers."""
        self._relay = Relay(map(destination, self.limits.services), self.limits.answer)
        self._threads = ThreadPoolExecutor(self.limits.workers, "worker")
        for _ in range(self.limits.workers):
            self._idle.put_nowait(self.nursery.spawn())

    @property
    def busy(self) -> int:
        """How many workers are at work."""
        return self.limits.workers - self._idle.qsize()

    async def run(self, asked: Asked | Job) -> Outcome:
        """Return the outcome of a request.

        Raises:
            RefusedError: too many requests wait, or the work was stopped at its limit.
        """
        if self.waiting >= self.limits.waiting:
            raise RefusedError(
                503, "Too many requests are waiting. Try again in a few seconds.", Retry_After="5"
            )
        self.waiting += 1
        try:
            worker = await asyncio.wait_for(self._idle.get(), self.limits.seconds)
        except TimeoutError as error:
            raise RefusedError(
                503, "No worker was free in time. Try again in a few seconds.", Retry_After="5"
            ) from error
        finally:
            self.waiting -= 1
        # A task of its own: a client that leaves must not leave its worker in the middle of an
        # answer.
        task = asyncio.get_running_loop().create_task(self._ask(worker, asked))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    async def _ask(self, worker: Worker, asked: Asked | Job) -> Outcome:
        loop = asyncio.get_running_loop()
        try:
            seconds = self.limits.seconds + _GRACE
            return await loop.run_in_executor(
                self._threads, worker.ask, asked, seconds, self._relay
            )
        except TimeoutError as error:
            worker = await loop.run_in_executor(None, self._replace, worker)
            message = (
                f"The query was stopped after {self.limits.seconds:g} s. Narrow it or add a LIMIT."
            )
            raise StoppedError(422, message) from error
        except (EOFError, OSError) as error:
            if self.nursery.closed:
                raise RefusedError(503, "The server is stopping.") from error
            worker = await loop.run_in_executor(None, self._replace, worker)
            raise StoppedError(
                422, "The query needs more memory than this server gives."
            ) from error
        finally:
            self._idle.put_nowait(worker)

    def _replace(self, worker: Worker) -> Worker:
        self.nursery.end(worker)
        self.stopped += 1
        return self.nursery.spawn()

    def close(self) -> None:
        """End all workers."""
        self._relay.close()
        self._threads.shutdown(wait=False, cancel_futures=True)
        self.nursery.close()
