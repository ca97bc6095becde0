"""The process that forks the workers, and the spare that replaces it when it dies.

A fork shares the memory of the loaded store, so a worker costs little and is replaced at once. Only
a process without threads can fork safely, so the server asks a *nursery* to fork for it. The
nursery forks a second one, the *spare*. When one of the two dies the other goes on and forks a new
spare: the server loses its workers only if both die at the same moment.

    server ──orders──► nursery ──fork──► worker …
       └────────────► spare
"""

import contextlib
import os
import signal
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.connection import Connection
from typing import NoReturn, TypeVar

import pyoxigraph as ox

from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.worker import Worker, work

T = TypeVar("T")
_LENGTH = 12
_FORK, _SPARE, _PING = b"+", b"n", b"?"


class LostError(RuntimeError):
    """The nursery and its spare died together: no worker can be made any more."""


class Nursery:
    """Makes and ends workers. Make it before any thread is started."""

    def __init__(self, store: ox.Store, limits: Limits) -> None:
        self._lock = threading.Lock()
        self.closed = False
        self._channel, theirs = socket.socketpair()
        self._pid = os.fork()
        if self._pid == 0:
            self._channel.close()
            _exit_after(partial(_tend, theirs, store, limits))
        theirs.close()
        self._spare: socket.socket | None = None
        self._spare = self._made_spare()

    def spawn(self) -> Worker:
        """Return a new worker.

        Raises:
            LostError: no process is left to fork one.
        """
        with self._lock:
            return self._with_spare(lambda: self._forked(_FORK))

    def end(self, worker: Worker) -> int | None:
        """End a worker, busy or not. Return the signal that had ended it before, or None.

        Raises:
            LostError: no process is left to fork another.
        """
        worker.connection.close()
        with self._lock:
            text = self._with_spare(lambda: self._ordered(_number(worker.pid)))
        if text == "?":  # a child of a dead nursery, which only the system will reap
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker.pid, signal.SIGKILL)
            return None
        return int(text) or None

    def check(self) -> bool:
        """Replace dead processes. Return whether workers can be made."""
        if self.closed:
            return False
        try:
            with self._lock:
                self._with_spare(lambda: self._ordered(_PING))
                if self._spare is None or not _answers(self._spare):
                    self._spare = self._made_spare()
        except LostError:
            return False
        return True

    def close(self) -> None:
        """End all workers, busy or not, and the nursery."""
        if not self.closed:
            self.closed = True
            self._channel.close()
            if self._spare is not None:
                self._spare.close()
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self._pid, 0)

    def _with_spare(self, order: Callable[[], T]) -> T:
        try:
            return order()
        except (OSError, EOFError) as error:
            if self._spare is None:
                raise LostError("the nursery of the workers and its spare have died") from error
            self._channel.close()
            self._channel, self._spare = self._spare, None
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self._pid, os.WNOHANG)
            self._spare = self._made_spare()
            return self._with_spare(order)

    def _made_spare(self) -> socket.socket | None:
        with contextlib.suppress(OSError, EOFError):
            return socket.socket(fileno=self._descriptor(_SPARE)[1])
        return None

    def _forked(self, order: bytes) -> Worker:
        pid, descriptor = self._descriptor(order)
        return Worker(pid, Connection(descriptor))

    def _descriptor(self, order: bytes) -> tuple[int, int]:
        self._channel.sendall(order.ljust(_LENGTH))
        text, descriptors, _, _ = socket.recv_fds(self._channel, _LENGTH, 1)
        if not text or not descriptors:
            raise EOFError
        return int(text), descriptors[0]

    def _ordered(self, order: bytes) -> str:
        self._channel.sendall(order.ljust(_LENGTH))
        text = self._channel.recv(_LENGTH, socket.MSG_WAITALL)
        if not text:
            raise EOFError
        return text.decode().strip()


def _answers(channel: socket.socket) -> bool:
    try:
        channel.sendall(_PING.ljust(_LENGTH))
        return bool(channel.recv(_LENGTH, socket.MSG_WAITALL))
    except OSError:
        return False


def _number(pid: int) -> bytes:
    return str(pid).encode().ljust(_LENGTH)


def _exit_after(task: Callable[[], None]) -> NoReturn:
    """Run the task of a child process and leave without the parent's clean-up."""
    try:
        task()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def _tend(channel: socket.socket, store: ox.Store, limits: Limits) -> None:
    """Run a nursery: fork or end workers on order, and end all when the server ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    children: set[int] = set()
    for order in _orders(channel):
        if order in ("+", "n"):
            pid = _fork(channel, store, limits, spare=order == "n")
            if order == "+":
                children.add(pid)
        elif order == "?":
            channel.sendall(b"ok".ljust(_LENGTH))
        else:
            pid = int(order)
            answer = str(_end(pid)) if pid in children else "?"
            children.discard(pid)
            channel.sendall(answer.encode().ljust(_LENGTH))
    for pid in children:
        _end(pid)


def _fork(channel: socket.socket, store: ox.Store, limits: Limits, *, spare: bool) -> int:
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        channel.close()
        ours.close()
        if spare:
            _exit_after(partial(_tend, theirs, store, limits))
        _exit_after(partial(work, Connection(theirs.detach()), store, limits))
    theirs.close()
    socket.send_fds(channel, [_number(pid)], [ours.fileno()])
    ours.close()
    return pid


def _orders(channel: socket.socket) -> Iterator[str]:
    while text := channel.recv(_LENGTH, socket.MSG_WAITALL):
        yield text.decode().strip()


def _end(pid: int) -> int:
    """End a child. Return the signal that had ended it before, or 0."""
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if not ended:  # it may be about to end by its own signal, which comes before ours
            os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
        by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        return by if ended or by != signal.SIGKILL else 0
    return 0
