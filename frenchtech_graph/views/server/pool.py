"""Who is answered when: workers in turn, clients in turn, small queries past large ones.

- Every client waits in a line of its own, and the lines are served in turn.
- One client may use all workers but one.
- When every worker has run one query for a second and a client waits, another worker is made, up to
  twice the number. Workers with a long query yield to the others (`nice`).
- A worker that dies is replaced, idle or busy. So is the nursery that forks them.
"""

import asyncio
import contextlib
import logging
import os
import signal
from collections import Counter, OrderedDict, deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from time import monotonic

from frenchtech_graph.views.server import negotiation
from frenchtech_graph.views.server.answering import Outcome
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.nursery import LostError, Nursery
from frenchtech_graph.views.server.relay import Relay
from frenchtech_graph.views.server.requests import Asked, Job, RefusedError
from frenchtech_graph.views.server.services import destination
from frenchtech_graph.views.server.worker import Line, Worker

_LOG = logging.getLogger(__name__)
_SLOW = 1.0
"""Seconds after which a query no longer counts as small."""
_WATCH = 0.25
"""Seconds between two looks at the workers and their nursery."""
_LATE = 15
"""Niceness of a worker that is long at a query."""


class StoppedError(RefusedError):
    """The work was stopped at its limit."""


@dataclass(eq=False)
class _Turn:
    """A running request of a client: its worker and its start time."""

    client: str
    worker: Worker
    begun: float = field(default_factory=monotonic)
    late: bool = False


class Pool:
    """Workers that take turns. Make and use it in the running event loop."""

    def __init__(self, nursery: Nursery, limits: Limits) -> None:
        self.nursery = nursery
        self.limits = limits
        self.stopped = 0
        self.lost = False
        self._idle: list[Worker] = [self._listened(nursery.spawn()) for _ in range(limits.workers)]
        self._turns: set[_Turn] = set()
        self._lines: OrderedDict[str, deque[asyncio.Future[_Turn]]] = OrderedDict()
        self._held: Counter[str] = Counter()
        self._making = 0
        self._relay = Relay(map(destination, limits.services), limits.answer)
        self._threads = ThreadPoolExecutor(2 * limits.workers + 2, "worker")
        self._tasks: set[asyncio.Task[Outcome]] = set()
        self._watch = asyncio.get_running_loop().create_task(self._watching())

    @property
    def busy(self) -> int:
        """Number of busy workers."""
        return len(self._turns)

    @property
    def waiting(self) -> int:
        """How many requests wait for a worker."""
        return sum(map(len, self._lines.values()))

    @property
    def workers(self) -> int:
        """How many workers there are."""
        return len(self._idle) + len(self._turns) + self._making

    async def run(self, asked: Asked | Job, client: str = "", *, stays: bool = False) -> Outcome:
        """Return the outcome of a client's request. `stays`: the waiting task is never cancelled.

        Raises:
            RefusedError: too many requests wait, or the work was stopped at its limit.
        """
        if self.waiting >= self.limits.waiting:
            raise _busy("Too many requests are waiting.")
        turn = await self._turn(client)
        if stays:
            return await self._ask(turn, asked)
        # A task of its own: a client that leaves must not leave its worker in the middle of an
        # answer.
        return await asyncio.shield(self._started(turn, asked))

    async def healthy(self, seconds: float = 1.0) -> bool:
        """Return whether a worker answers, or all are busy and more could be made."""
        if self.lost:
            return False
        if not self._idle:
            return True
        task = self._started(self._begun("", self._idle.pop()), Job("ASK {}", negotiation.JSON))
        done, _ = await asyncio.wait({task}, timeout=seconds)
        if done and task.exception() is None:
            return task.result().status == 200
        return not self.lost

    def close(self) -> None:
        """End all workers."""
        self._watch.cancel()
        self._relay.close()
        self._threads.shutdown(wait=False, cancel_futures=True)
        self.nursery.close()

    def _started(self, turn: _Turn, asked: Asked | Job) -> "asyncio.Task[Outcome]":
        task = asyncio.get_running_loop().create_task(self._ask(turn, asked))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _turn(self, client: str) -> _Turn:
        if self._idle and self._may(client):
            return self._begun(client, self._idle.pop())
        place: asyncio.Future[_Turn] = asyncio.get_running_loop().create_future()
        self._lines.setdefault(client, deque()).append(place)
        try:
            return await asyncio.wait_for(asyncio.shield(place), self.limits.seconds)
        except (TimeoutError, asyncio.CancelledError) as error:
            if place.done() and not place.cancelled() and not place.exception():
                self._free(place.result())
            place.cancel()
            self._leave(client, place)
            if isinstance(error, TimeoutError):
                raise _busy("No worker was free in time.") from error
            raise

    def _leave(self, client: str, place: "asyncio.Future[_Turn]") -> None:
        line = self._lines.get(client)
        if line and place in line:
            line.remove(place)
        if line is not None and not line:
            del self._lines[client]

    def _may(self, client: str) -> bool:
        return self._held[client] < max(1, 2 * self.limits.workers - 1)

    def _begun(self, client: str, worker: Worker) -> _Turn:
        turn = _Turn(client, worker)
        self._turns.add(turn)
        self._held[client] += 1
        return turn

    def _free(self, turn: _Turn) -> None:
        """Take a worker back and give it to the next in line."""
        self._turns.discard(turn)
        self._held[turn.client] -= 1
        if self._held[turn.client] <= 0:
            del self._held[turn.client]
        self._idle.append(turn.worker)
        self._serve()

    def _serve(self) -> None:
        for client in list(self._lines):
            if not self._idle:
                return
            if not self._may(client):
                continue
            place = self._lines[client].popleft()
            self._lines.move_to_end(client)
            self._leave(client, place)
            if not place.done():
                place.set_result(self._begun(client, self._idle.pop()))

    async def _ask(self, turn: _Turn, asked: Asked | Job) -> Outcome:
        loop = asyncio.get_running_loop()
        try:
            if turn.worker.line is not None:
                return await turn.worker.line.ask(asked, self.limits.seconds, self._threads)
            return await loop.run_in_executor(
                self._threads, turn.worker.ask, asked, self.limits.seconds, self._relay
            )
        except TimeoutError as error:
            await self._replaced(turn)
            limit = error.args[0] if error.args else self.limits.seconds
            message = f"The query was stopped after {limit:g} s. Narrow it or add a LIMIT."
            raise StoppedError(422, message) from error
        except (EOFError, OSError) as error:
            if self.nursery.closed:
                raise RefusedError(503, "The server is stopping.") from error
            raise _died(await self._replaced(turn)) from error
        finally:
            if turn.late and not self.lost:
                await self._replaced(turn)
            self._free(turn)

    async def _replaced(self, turn: _Turn) -> int | None:
        """Replace a worker. Return the signal that had ended the old one, or None."""
        turn.late = False
        self.stopped += 1
        loop = asyncio.get_running_loop()
        try:
            ended = await self._ended(turn.worker)
            turn.worker = self._listened(await loop.run_in_executor(None, self.nursery.spawn))
        except LostError:
            self.lost = True
            return None
        return ended

    async def _watching(self) -> None:
        while True:
            await asyncio.sleep(_WATCH)
            try:
                await self._look()
            except LostError:
                self.lost = True
            except Exception:  # the watch must continue after any error
                _LOG.exception("a look at the workers failed; the next one follows")

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        self.lost = not await loop.run_in_executor(None, self.nursery.check)
        for worker in [w for w in self._idle if w.gone]:
            if worker not in self._idle:  # a request took it while another was replaced
                continue
            self._idle.remove(worker)
            turn = _Turn("", worker)
            self._held[""] += 1
            await self._replaced(turn)
            self._free(turn)
        now = monotonic()
        for turn in self._long(now):
            turn.late = True
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, turn.worker.pid, _LATE)
        await self._fit(now)

    def _long(self, now: float) -> Iterator[_Turn]:
        return (t for t in self._turns if not t.late and now - t.begun > _SLOW)

    async def _fit(self, now: float) -> None:
        """Make a worker if all run large queries and a client waits. End a surplus one."""
        loop = asyncio.get_running_loop()
        stuck = self._turns and all(now - t.begun > _SLOW for t in self._turns)
        if self.waiting and not self._idle and stuck and self.workers < 2 * self.limits.workers:
            self._making += 1
            try:
                made = await loop.run_in_executor(None, self.nursery.spawn)
                self._idle.append(self._listened(made))
            finally:
                self._making -= 1
            self._serve()
        elif self._idle and not self.waiting and self.workers > self.limits.workers:
            await self._ended(self._idle.pop())

    def _listened(self, worker: Worker) -> Worker:
        """Listen to a new worker, unless it may ask for other servers: that is done in threads."""
        worker.line = None if self.limits.services else Line(worker)
        return worker

    async def _ended(self, worker: Worker) -> int | None:
        if worker.line is not None:
            worker.line.close()
        return await asyncio.get_running_loop().run_in_executor(None, self.nursery.end, worker)


def _busy(why: str) -> RefusedError:
    return RefusedError(503, f"{why} Try again in a few seconds.", Retry_After="5")


def _died(by: int | None) -> RefusedError:
    """Return the refusal for a query whose worker died by a signal."""
    if by in (signal.SIGABRT, signal.SIGSEGV):
        message = (
            "The query needs more memory than this server gives, or is too long for its engine."
        )
        return StoppedError(422, message)
    return _busy("The process that answered was ended.")
