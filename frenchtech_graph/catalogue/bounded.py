"""The embedded engine with limits on seconds, rows and memory. A query can be stopped at any time.

An engine cannot be interrupted during a query. So the query runs in a child process (a fork
shares the memory of the loaded store), which is ended at a limit or on Ctrl-C. Where a system has no
fork the query runs without limits.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import os
import pickle
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from multiprocessing import Pipe
from time import monotonic
from typing import TYPE_CHECKING, Any, NoReturn

import pyoxigraph as ox

from frenchtech_graph.catalogue.answers import Answer, Cell, Rows
from frenchtech_graph.io.errors import BilingualError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

MEGABYTE = 1 << 20
_BATCH = 1000
_LOOK = 0.1
"""Seconds between two words of how far the query has come."""
_ON_END_OF_PARENT = 1
"""Option of Linux's `prctl`: the signal that a process gets when its parent ends."""
Progress = Callable[[int], None]
"""Is told how many rows have come."""


def _silent(rows: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Bounds:
    """Limits of one query. None means no limit. `memory` is in bytes, without the store."""

    seconds: float | None = None
    rows: int | None = None
    memory: int | None = None


class BoundedEngine:
    """A pyoxigraph store whose queries end at their limits."""

    def __init__(self, store: ox.Store, bounds: Bounds, progress: Progress = _silent) -> None:
        self._store = store
        self._bounds = bounds
        self._progress = progress

    def query(self, text: str) -> Answer:
        """Answer a SPARQL query on the default graph of the store.

        Raises:
            BilingualError: the query went over a limit.
            SyntaxError: it is not valid.
        """
        if not hasattr(os, "fork"):
            return _read(self._store, text)
        ours, theirs = Pipe(duplex=False)
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            ours.close()
            _end_with(parent)
            _work(theirs, self._store, text, self._bounds)
        theirs.close()
        try:
            return self._collected(ours, pid)
        finally:
            ours.close()
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)

    def _collected(self, connection: Connection, pid: int) -> Answer:
        rows: list[tuple[Cell, ...]] = []
        for message in self._messages(connection, pid, rows):
            if isinstance(message, list):
                rows += message
            elif isinstance(message, Exception):
                raise message
            else:
                return message.with_rows(rows) if isinstance(message, _End) else _truth(message)
        raise BilingualError("query-failed", detail="–")

    def _messages(
        self, connection: Connection, pid: int, rows: list[tuple[Cell, ...]]
    ) -> Iterator[Any]:
        end = None if self._bounds.seconds is None else monotonic() + self._bounds.seconds
        while True:
            self._progress(len(rows))
            left = _LOOK if end is None else min(_LOOK, end - monotonic())
            if left <= 0:
                raise BilingualError("query-too-long", seconds=f"{self._bounds.seconds:g}")
            if connection.poll(left):
                try:
                    yield pickle.loads(connection.recv_bytes())  # noqa: S301 - our own process wrote it
                except EOFError:
                    raise self._died(pid) from None

    def _died(self, pid: int) -> BilingualError:
        _, status = os.waitpid(pid, 0)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGABRT, signal.SIGSEGV):
            return _hungry(self._bounds)
        return BilingualError("query-failed", detail=f"status {status}")


@dataclass(frozen=True, slots=True)
class _End:
    """The last message of a child: the columns of its rows, or None for triples."""

    names: list[str] | None

    def with_rows(self, rows: list[tuple[Any, ...]]) -> Answer:
        if self.names is None:
            return [ox.Triple(*row) for row in rows]
        return Rows(self.names, rows)


def _truth(value: bool) -> ox.QueryBoolean:
    text = f'{{"head": {{}}, "boolean": {str(value).lower()}}}'
    found = ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QueryBoolean)
    return found


def _read(store: ox.Store, text: str) -> Answer:
    found = store.query(text)
    assert isinstance(found, ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples)
    return found


def _work(connection: Connection, store: ox.Store, text: str, bounds: Bounds) -> NoReturn:
    """Answer in a child process, and leave without the parent's clean-up."""
    with contextlib.suppress(BaseException):
        faulthandler.disable()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends it
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _restrain(bounds.memory)
        try:
            for message in _answered(_read(store, text), bounds):
                connection.send_bytes(pickle.dumps(message))
        except BaseException as error:
            connection.send_bytes(pickle.dumps(_portable(error, bounds)))
    os._exit(0)


def _end_with(parent: int) -> None:
    """Let Linux end this process when its parent is killed. Other systems let the query run on."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_ON_END_OF_PARENT, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def _answered(found: Answer, bounds: Bounds) -> Iterator[Any]:
    if isinstance(found, ox.QueryBoolean):
        yield bool(found)
        return
    assert not isinstance(found, Rows)
    rows = (
        (row.subject, row.predicate, row.object) if isinstance(row, ox.Triple) else tuple(row)
        for row in found
    )
    count = 0
    while batch := list(islice(rows, _BATCH)):
        count += len(batch)
        if bounds.rows is not None and count > bounds.rows:
            raise BilingualError("query-too-many-rows", rows=bounds.rows)
        yield batch
    yield _End([v.value for v in found.variables] if isinstance(found, ox.QuerySolutions) else None)


def _portable(error: BaseException, bounds: Bounds) -> Exception:
    """Return an error that can be sent to another process."""
    if isinstance(error, MemoryError):
        return _hungry(bounds)
    if isinstance(error, BilingualError):
        return _FaultError(error.code, error.fields)
    return (SyntaxError if isinstance(error, SyntaxError) else RuntimeError)(str(error))


class _FaultError(BilingualError):
    """A bilingual error that can be pickled."""

    def __init__(self, code: str, fields: Any) -> None:
        super().__init__(code, **fields)

    def __reduce__(self) -> tuple[Any, ...]:
        return _FaultError, (self.code, self.fields)


def _hungry(bounds: Bounds) -> _FaultError:
    megabytes = "–" if bounds.memory is None else bounds.memory // MEGABYTE
    return _FaultError("query-too-large", {"megabytes": megabytes})


def _restrain(memory: int | None) -> None:
    """Bound the memory of this process, leave no core dump, and keep the engine's last words."""
    with contextlib.suppress(OSError, ValueError, ImportError):
        import resource

        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if memory is not None:
            with open("/proc/self/statm") as file:  # noqa: PTH123 - no path object is needed for one number
                used = int(file.read().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
