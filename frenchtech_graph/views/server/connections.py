"""HTTP connections that do not wait for ever: a client must send its request within the time it is
given, and in pieces that are worth reading.
"""

import asyncio
from collections import Counter
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

_PIECES = 4096
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


def impatient(
    seconds: float, per_address: int = 64, proxies: frozenset[str] = frozenset()
) -> type[H11Protocol]:
    """Return a protocol that closes a connection whose next request is not there after `seconds`.

    One address may have `per_address` connections; `proxies` stand for many clients and may have
    any number.

    uvicorn waits for the first byte of a request, and between its bytes, as long as the client
    likes; a few hundred clients that send a byte a minute would then hold all connections (“slow
    loris”).
    """

    held: Counter[str] = Counter()

    class ImpatientProtocol(H11Protocol):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.conn = _Counted(h11.SERVER, self.config.h11_max_incomplete_event_size or 1 << 16)
            self._patience: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._address = self.client[0] if self.client else ""
            held[self._address] += 1
            if held[self._address] > per_address and self._address not in proxies:
                transport.abort()
                return
            self._wait()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_waiting()
            held[self._address] -= 1
            if not held[self._address]:
                del held[self._address]
            super().connection_lost(exc)

        def send_400_response(self, msg: str) -> None:
            if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
                super().send_400_response(msg)
            else:  # an answer is on its way already
                self.transport.abort()

        def _wait(self) -> None:
            self._stop_waiting()
            self._patience = self.loop.call_later(seconds, self._give_up)

        def _stop_waiting(self) -> None:
            if self._patience is not None:
                self._patience.cancel()
                self._patience = None

        def _give_up(self) -> None:
            answering = (
                self.cycle is not None
                and not self.cycle.response_complete
                and not self.cycle.more_body
            )
            if not answering and not self.transport.is_closing():
                self.transport.abort()

    return ImpatientProtocol
