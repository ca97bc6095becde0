"""HTTP connections that do not wait for ever: a client must send its request within the time it is
given, and in pieces that are worth reading.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from frenchtech_graph.views.server.guard import SECONDS_TO_READ, network
from frenchtech_graph.views.server.limits import MEGABYTE
from frenchtech_graph.views.server.quick import LONGEST, Head, Quick

_FEW = 64
"""Maximum number of pieces of a short request. A request in more pieces is passed to the
framework."""
_PIECES = 1024
"""Pieces that the body of one request may come in: each costs the main loop the same, however small it is."""


class _Counted(h11.Connection):
    """A connection that refuses a body in more than `_PIECES` pieces (a chunk of a byte each, say)."""

    _pieces = 0

    def next_event(self) -> Any:
        """Return the next event of the client."""
        event = super().next_event()
        if isinstance(event, h11.Request):
            self._pieces = 0
        elif isinstance(event, h11.Data):
            self._pieces += 1
            if self._pieces > _PIECES:
                raise h11.RemoteProtocolError(f"a body in more than {_PIECES} pieces")
        return event


class _Held:
    """The open connections by network, the oldest first."""

    def __init__(self, per_address: int, most: int, proxies: frozenset[str]) -> None:
        self._per_address, self._most, self._proxies = per_address, most, proxies
        self._lines: dict[str, dict[Any, None]] = {}

    def takes(self, line: Any, address: str) -> bool:
        """Add a connection if there is room, or if an idle one can be closed for it."""
        name = network(address)
        own = self._lines.setdefault(name, {})
        if len(own) >= self._per_address and address not in self._proxies:
            room = self._closes(name)
        elif sum(map(len, self._lines.values())) >= self._most:
            room = any(map(self._closes, sorted(self._lines, key=self._count, reverse=True)))
        else:
            room = True
        if room:
            self._lines.setdefault(name, {})[line] = None
        return room

    def leave(self, line: Any, address: str) -> None:
        """Remove a connection."""
        name = network(address)
        own = self._lines.get(name, {})
        own.pop(line, None)
        if not own:
            self._lines.pop(name, None)

    def _count(self, name: str) -> int:
        return len(self._lines[name])

    def _closes(self, name: str) -> bool:
        """Close the oldest idle connection of a network. Return whether there was one."""
        own = self._lines[name]
        oldest = next((line for line in own if not line.is_answering()), None)
        if oldest is None:
            return False
        own.pop(oldest)
        oldest.transport.abort()
        return True


class _Unread:
    """The answers that their clients have not read yet, with their sizes, the oldest first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._sizes: dict[Any, tuple[str, int]] = {}

    def add(self, line: Any, address: str, size: int) -> None:
        """Add an answer. Over the limit, close the oldest connection of the network with most."""
        self._sizes[line] = (network(address), size)
        while len(self._sizes) > 1:
            totals: Counter[str] = Counter()
            for name, one in self._sizes.values():
                totals[name] += one
            if totals.total() <= self._most:
                return
            largest = max(totals, key=lambda name: totals[name])
            oldest = next(o for o, (name, _) in self._sizes.items() if name == largest)
            del self._sizes[oldest]
            oldest.transport.abort()

    def leave(self, line: Any) -> None:
        """Remove an answer."""
        self._sizes.pop(line, None)


def impatient(
    seconds: float,
    per_address: int = 64,
    proxies: frozenset[str] = frozenset(),
    quick: Quick | None = None,
    most: int = 1000,
    unread: int = 256 * MEGABYTE,
) -> type[H11Protocol]:
    """Return a protocol that closes a connection whose next request is not there after `seconds`.

    One address may have `per_address` connections: one more takes the place of its oldest that is
    not being answered. `proxies` represent many clients and may have any number of connections.
    `quick` answers the short requests it takes. If there are `most` connections, one more takes the
    place of the oldest of the network that has most. Answers of `unread` bytes may wait until their
    clients read them.

    uvicorn waits for the first byte of a request, and between its bytes, without a limit. A few
    hundred clients that send a byte a minute would then occupy all connections (“slow loris”).
    """

    held = _Held(per_address, most, proxies)
    waiting = _Unread(unread)
    drains: set[asyncio.Task[None]] = set()

    class ImpatientProtocol(H11Protocol):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.conn = _Counted(h11.SERVER, self.config.h11_max_incomplete_event_size or 1 << 16)
            self._patience: asyncio.TimerHandle | None = None
            self._long = quick is None  # whether the next bytes go to the framework
            self._begun, self._pieces = b"", 0  # a short request that is not whole yet
            self._ends, self._stays = False, True
            self._forgo: Callable[[], None] | None = None  # drops the request of a client that left
            # whether a request is being answered, and the bytes received meanwhile
            self._busy, self._later = False, b""

        def data_received(self, data: bytes) -> None:
            if self._busy:
                self._later += data
                if len(self._later) > LONGEST:
                    self.transport.pause_reading()
                return
            data, self._begun = self._begun + data, b""
            found = None if self._long or not quick else quick.head(data, self._address)
            if found is not None and len(self.connections) < (self.limit_concurrency or 1 << 20):
                missing = found.size + found.body - len(data)
                self._pieces += 1
                if missing > 0 and self._pieces < _FEW:
                    self._begun = data
                    return
                if missing == 0:
                    self._start(found, data[found.size :])
                    return
            self._long, self._pieces = True, 0
            super().data_received(data)

        def shutdown(self) -> None:
            self._ends = True
            if not self._busy:  # otherwise the pending answer goes out first
                super().shutdown()

        def _start(self, found: Head, body: bytes) -> None:
            assert quick is not None
            self._unset_keepalive_if_required()
            self._busy, self._pieces = True, 0
            self._stays = found.stays
            self._forgo = quick.answer(found, body, self._address, self._deliver)

        def _deliver(self, written: bytes) -> None:
            if self.transport.is_closing():
                return
            self.transport.write(written)
            if self.flow.write_paused:
                task = self.loop.create_task(self._drained())
                drains.add(task)
                task.add_done_callback(drains.discard)
            else:
                self._next()

        async def _drained(self) -> None:
            try:
                await asyncio.wait_for(self.flow.drain(), SECONDS_TO_READ)
            except TimeoutError:
                self.transport.abort()
                return
            if not self.transport.is_closing():
                self._next()

        def _next(self) -> None:
            if self._ends or not self._stays:
                self.transport.close()
                return
            self._busy = False
            self._wait()
            if self._later:
                later, self._later = self._later, b""
                self.transport.resume_reading()
                self.data_received(later)

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._address = self.client[0] if self.client else ""
            if held.takes(self, self._address):
                self._wait()
            else:
                transport.abort()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            idle = self.conn.our_state is h11.IDLE and self.conn.their_state is h11.IDLE
            self._long = quick is None or not idle or self.conn.trailing_data != (b"", False)
            self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_waiting()
            if self._busy and self._forgo:
                self._forgo()
            held.leave(self, self._address)
            waiting.leave(self)
            super().connection_lost(exc)

        def pause_writing(self) -> None:
            super().pause_writing()
            waiting.add(self, self._address, self.transport.get_write_buffer_size())

        def resume_writing(self) -> None:
            waiting.leave(self)
            super().resume_writing()

        def send_400_response(self, msg: str) -> None:
            if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
                super().send_400_response(msg)
            else:  # an answer is on its way already
                self.transport.abort()

        def _wait(self) -> None:
            """Start the time limit of the next request.

            A running timer checks the new limit when it fires.
            """
            self._until = self.loop.time() + seconds
            if self._patience is None:
                self._patience = self.loop.call_later(seconds, self._give_up)

        def _stop_waiting(self) -> None:
            if self._patience is not None:
                self._patience.cancel()
                self._patience = None

        def _give_up(self) -> None:
            self._patience = None
            if self._until - self.loop.time() > 0.01:
                self._patience = self.loop.call_at(self._until, self._give_up)
                return
            if not self.is_answering() and not self.transport.is_closing():
                self.transport.abort()

        def is_answering(self) -> bool:
            """Return whether the client waits for us, and not we for the client."""
            return self._busy or (
                self.cycle is not None
                and not self.cycle.response_complete
                and not self.cycle.more_body
            )

    return ImpatientProtocol
