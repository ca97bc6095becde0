"""HTTP connections that do not wait for ever: a client must send its request within the time it is
given.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol


def impatient(seconds: float) -> type[H11Protocol]:
    """Return a protocol that closes a connection whose next request is not there after `seconds`.

    uvicorn waits for the first byte of a request, and between its bytes, as long as the client
    likes; a few hundred clients that send a byte a minute would then hold all connections (“slow
    loris”).
    """

    class ImpatientProtocol(H11Protocol):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._patience: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._wait()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_waiting()
            super().connection_lost(exc)

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
