"""The pool of workers: whoever watches them goes on when deaths and requests cross."""

from __future__ import annotations

import asyncio
import socket
import threading
from multiprocessing.connection import Connection
from typing import cast

import pytest

pytest.importorskip("uvicorn")

from frenchtech_graph.views.server import messages
from frenchtech_graph.views.server.answering import Outcome
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.nursery import Nursery
from frenchtech_graph.views.server.pool import Pool
from frenchtech_graph.views.server.requests import Asked, RefusedError
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


ASKED = Asked("GET", b"query=ASK%7B%7D", "", b"", "")
TOO_LONG = (1 << 31).to_bytes(4, "big")


@pytest.mark.parametrize(
    "said",
    [
        b"\x00\x00\x00\x02ab",
        TOO_LONG,
        messages.written(Outcome(200, "text/csv", b""))[:4] + bytes(18),
        messages.written(Outcome(99, "text/csv", b"")),
        messages.written(Outcome(200, "text/csv\r\nset-cookie: a=b", b"")),
        messages.request(ASKED),  # a pickled object
    ],
)
def test_a_worker_that_says_what_no_worker_says_is_replaced(said: bytes) -> None:
    async def asked() -> tuple[int, int, int]:
        nursery = Makes()
        pool = Pool(cast(Nursery, nursery), Limits(workers=1))
        asking = asyncio.create_task(pool.run(ASKED))
        await asyncio.sleep(0.05)
        nursery.ends[0].sendall(said)
        with pytest.raises(RefusedError) as refusal:
            await asking
        again = asyncio.create_task(pool.run(ASKED))
        await asyncio.sleep(0.05)
        nursery.ends[1].sendall(messages.written(Outcome(200, "text/csv", b"true")))
        status = (await again).status
        pool.close()
        return refusal.value.status, status, len(nursery.ends)

    assert asyncio.run(asked()) == (503, 200, 2)


def test_an_answer_may_come_in_pieces() -> None:
    async def asked() -> bytes:
        nursery = Makes()
        pool = Pool(cast(Nursery, nursery), Limits(workers=1))
        asking = asyncio.create_task(pool.run(ASKED))
        await asyncio.sleep(0.05)
        said = messages.written(Outcome(200, "text/csv", b"a" * 300, "gzip", "a hint"))
        for place in range(0, len(said), 7):
            nursery.ends[0].sendall(said[place : place + 7])
            await asyncio.sleep(0)
        found = await asking
        pool.close()
        assert (found.encoding, found.hint) == ("gzip", "a hint")
        return found.body

    assert asyncio.run(asked()) == b"a" * 300


def test_who_leaves_the_line_takes_no_worker() -> None:
    async def asked() -> tuple[int, int]:
        nursery = Makes()
        pool = Pool(cast(Nursery, nursery), Limits(workers=1))
        tasks = [asyncio.create_task(pool.run(ASKED, str(number))) for number in range(5)]
        await asyncio.sleep(0.05)
        before = pool.waiting
        for task in tasks[1:]:
            task.cancel()
        await asyncio.sleep(0.05)
        after = pool.waiting
        tasks[0].cancel()
        pool.close()
        return before, after

    assert asyncio.run(asked()) == (4, 0)
