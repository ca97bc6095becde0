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
from collections import Counter, OrderedDict, deque
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import monotonic
from typing import Any

from frenchtech_graph.views.server import negotiation
from frenchtech_graph.views.server.answering import Outcome
from frenchtech_graph.views.server.guard import network
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.messages import request
from frenchtech_graph.views.server.nursery import LostError, Nursery
from frenchtech_graph.views.server.relay import Relay
from frenchtech_graph.views.server.requests import Asked, Job, RefusedError
from frenchtech_graph.views.server.services import destination
from frenchtech_graph.views.server.thing_pages import Shown
from frenchtech_graph.views.server.turns import (
    Place,
    StoppedError,
    Turn,
    busy,
    died,
    ignore,
    settle,
)
from frenchtech_graph.views.server.worker import Done, Line, Worker

_LOG = logging.getLogger(__name__)
_SLOW = 1.0
"""Seconds after which a query no longer counts as small."""
_WATCH = 0.25
"""Seconds between two looks at the workers and their nursery."""
_LATE = 15
"""Niceness of a worker that is long at a query."""
_ASK = request(Job("ASK {}", negotiation.JSON))


class Pool:
    """Workers that take turns. Make and use it in the running event loop."""

    def __init__(self, nursery: Nursery, limits: Limits) -> None:
        self.nursery = nursery
        self.limits = limits
        self.stopped = 0
        self.lost = False
        self._relay = Relay(map(destination, limits.services), limits.answer)
        self._threads = ThreadPoolExecutor(2 * limits.workers + 2, "worker")
        self._loop = asyncio.get_running_loop()
        self._idle: list[Worker] = [self._listened(nursery.spawn()) for _ in range(limits.workers)]
        self._turns: set[Turn] = set()
        self._lines: OrderedDict[str, deque[Place]] = OrderedDict()
        self._held: Counter[str] = Counter()
        self._making = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._watch = self._loop.create_task(self._watching())
        self._clock = self._loop.call_later(_WATCH, self._tick)

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

    async def run(self, asked: Asked | Job | Shown, client: str = "") -> Outcome:
        """Return the outcome of a client's request.

        Raises:
            RefusedError: too many requests wait, or the work was stopped at its limit.
        """
        found: asyncio.Future[Outcome] = self._loop.create_future()
        place = self.submit(request(asked), client, partial(settle, found))
        try:
            return await found
        finally:  # the client may have left
            self.leave(place)

    def submit(self, text: bytes, client: str, done: Done) -> Place:
        """Queue a request in the form of `messages.request`, or start it.

        `done` takes the outcome, or a `RefusedError`, never before this returns.

        Raises:
            RefusedError: too many requests wait.
        """
        if self._lines and self.waiting >= self.limits.waiting:
            raise busy("Too many requests are waiting.")
        client = network(client)
        place = Place(client, text, done, monotonic())
        if self._idle and self._may(client):
            self._give(place, self._idle.pop())
        else:
            self._lines.setdefault(client, deque()).append(place)
        return place

    async def healthy(self, seconds: float = 1.0) -> bool:
        """Return whether a worker answers, or all are busy and more could be made."""
        if self.lost:
            return False
        if not self._idle:
            return True
        found: asyncio.Future[Outcome] = self._loop.create_future()
        place = Place("", _ASK, partial(settle, found), monotonic())
        self._give(place, self._idle.pop())
        try:
            return (await asyncio.wait_for(found, seconds)).status == 200
        except (TimeoutError, RefusedError):
            return not self.lost

    def close(self) -> None:
        """End all workers."""
        self._watch.cancel()
        self._clock.cancel()
        self._relay.close()
        self._threads.shutdown(wait=False, cancel_futures=True)
        self.nursery.close()

    def leave(self, place: Place) -> None:
        """Remove a request that still waits. A running request is not stopped."""
        line = self._lines.get(place.client)
        if line and place in line:
            line.remove(place)
        if line is not None and not line:
            del self._lines[place.client]

    def _may(self, client: str) -> bool:
        return self._held[client] < max(1, 2 * self.limits.workers - 1)

    def _give(self, place: Place, worker: Worker) -> None:
        turn = Turn(place, worker, monotonic())
        self._turns.add(turn)
        self._held[place.client] += 1
        if worker.line is not None:
            worker.line.give(place.request, partial(self._answered, turn))
        else:
            self._start(self._by_thread(turn))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _by_thread(self, turn: Turn) -> None:
        """Run a request that may call other servers."""
        ask, text = turn.worker.ask, turn.place.request
        found: Outcome | Exception
        try:
            found = await self._loop.run_in_executor(
                self._threads, ask, text, self.limits, self._relay
            )
        except Exception as error:
            found = error
        self._answered(turn, found)

    def _answered(self, turn: Turn, found: Outcome | Exception) -> None:
        """Release a worker and pass its outcome on."""
        if isinstance(found, Outcome) and not turn.late:
            self._free(turn)
            turn.place.done(found)
        else:
            self._start(self._mended(turn, found))

    async def _mended(self, turn: Turn, found: Outcome | Exception) -> None:
        """Replace a worker that was slow, stopped or died, then pass the outcome on."""
        turn.begun = float("inf")  # it is not long at its query any more
        told = found if isinstance(found, Outcome) else busy("The process that answered was ended.")
        try:
            if isinstance(found, Outcome):
                if not self.lost:
                    await self._replaced(turn)
            elif isinstance(found, TimeoutError):
                limit = found.args[0] if found.args else self.limits.seconds
                await self._replaced(turn)
                told = StoppedError(
                    422, f"The query was stopped after {limit:g} s. Narrow it or add a LIMIT."
                )
            elif self.nursery.closed:
                told = RefusedError(503, "The server is stopping.")
            else:
                told = died(await self._replaced(turn))
        finally:
            self._free(turn)
            turn.place.done(told)

    def _free(self, turn: Turn) -> None:
        """Take a worker back and give it to the next in line."""
        client = turn.place.client
        self._turns.discard(turn)
        self._held[client] -= 1
        if self._held[client] <= 0:
            del self._held[client]
        self._idle.append(turn.worker)
        if self._lines:
            self._serve()

    def _serve(self) -> None:
        for client in list(self._lines):
            if not self._idle:
                return
            if not self._may(client):
                continue
            place = self._lines[client].popleft()
            self._lines.move_to_end(client)
            self.leave(place)
            self._give(place, self._idle.pop())

    def _tick(self) -> None:
        """Refuse requests that waited or ran too long."""
        self._clock = self._loop.call_later(_WATCH, self._tick)
        now = monotonic()
        for line in list(self._lines.values()):
            while line and now - line[0].since > self.limits.seconds:
                place = line[0]
                self.leave(place)
                place.done(busy("No worker was free in time."))
        for turn in list(self._turns):
            if turn.worker.line is not None:
                turn.worker.line.check(now)

    async def _replaced(self, turn: Turn) -> int | None:
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
            turn = Turn(Place("", b"", ignore, monotonic()), worker, monotonic())
            self._turns.add(turn)
            self._held[""] += 1
            await self._replaced(turn)
            self._free(turn)
        now = monotonic()
        for turn in self._long(now):
            turn.late = True
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, turn.worker.pid, _LATE)
        await self._fit(now)

    def _long(self, now: float) -> Iterator[Turn]:
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
        worker.line = None if self.limits.services else Line(worker, self.limits, self._threads)
        return worker

    async def _ended(self, worker: Worker) -> int | None:
        if worker.line is not None:
            worker.line.close()
        return await asyncio.get_running_loop().run_in_executor(None, self.nursery.end, worker)
