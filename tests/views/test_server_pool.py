"""The pool of workers: whoever watches them goes on when deaths and requests cross."""

from __future__ import annotations

import asyncio
import socket
import threading
from multiprocessing.connection import Connection
from typing import cast

import pytest

pytest.importorskip("uvicorn")

from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.nursery import Nursery
from frenchtech_graph.views.server.pool import Pool
from frenchtech_graph.views.server.worker import Worker


class Makes:
    """A nursery whose workers never answer; the test ends them, and says when one may be made."""

    closed = False

    def __init__(self) -> None:
        self.ends: list[socket.socket] = []
        self.asked = threading.Event()
        self.may = threading.Event()
        self.may.set()

    def spawn(self) -> Worker:
        self.asked.set()
        self.may.wait(10)
        ours, theirs = socket.socketpair()
        self.ends.append(theirs)
        return Worker(1, Connection(ours.detach()))

    def end(self, worker: Worker) -> None:
        worker.connection.close()

    def check(self) -> bool:
        return True

    def close(self) -> None:
        for end in self.ends:
            end.close()


def test_a_request_may_take_a_dead_worker_while_another_is_replaced() -> None:
    made = asyncio.run(_deaths_and_a_request())
    assert made == 5  # two at the start, two for the dead, and one for the death after them


async def _deaths_and_a_request() -> int:
    nursery = Makes()
    pool = Pool(cast(Nursery, nursery), Limits(workers=2))
    nursery.asked.clear()
    nursery.may.clear()
    for end in nursery.ends:
        end.close()
    await asyncio.to_thread(nursery.asked.wait, 10)  # the first is being replaced
    health = asyncio.create_task(pool.healthy(seconds=5))  # takes the second, which is dead too
    await asyncio.sleep(0.1)
    nursery.may.set()
    await health
    nursery.ends[-1].close()
    for _ in range(100):
        await asyncio.sleep(0.05)
        if len(nursery.ends) == 5:
            break
    pool.close()
    return len(nursery.ends)
