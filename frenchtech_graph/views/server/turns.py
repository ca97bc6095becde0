"""A request and its turn at a worker, and the refusals that a request may meet."""

import asyncio
import signal
from dataclasses import dataclass

from frenchtech_graph.views.server.answering import Outcome
from frenchtech_graph.views.server.requests import RefusedError
from frenchtech_graph.views.server.worker import Done, Worker


class StoppedError(RefusedError):
    """The work was stopped at its limit."""


@dataclass(eq=False, slots=True)
class Place:
    """A request of a client, as it goes to a worker, that waits or is answered."""

    client: str
    request: bytes
    done: Done
    since: float


@dataclass(eq=False, slots=True)
class Turn:
    """A running request of a client: its worker and its start time."""

    place: Place
    worker: Worker
    begun: float
    late: bool = False


def settle(found: "asyncio.Future[Outcome]", outcome: Outcome | Exception) -> None:
    """Set a future, unless its client has left."""
    if found.done():
        return
    if isinstance(outcome, Outcome):
        found.set_result(outcome)
    else:
        found.set_exception(outcome)


def ignore(outcome: Outcome | Exception) -> None:
    """Ignore an outcome."""


def busy(why: str) -> RefusedError:
    """Return the refusal of a request that found no worker."""
    return RefusedError(503, f"{why} Try again in a few seconds.", Retry_After="5")


def died(by: int | None) -> RefusedError:
    """Return the refusal for a query whose worker died by a signal."""
    if by in (signal.SIGABRT, signal.SIGSEGV):
        message = (
            "The query needs more memory than this server gives, or is too long for its engine."
        )
        return StoppedError(422, message)
    return busy("The process that answered was ended.")
