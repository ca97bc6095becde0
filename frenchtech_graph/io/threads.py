"""Threads for compiled work, which Python cannot stop."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager


@contextmanager
def some_threads(most: int | None) -> Iterator[ThreadPoolExecutor]:
    """Yield at most so many threads. Wait for them at the end, but not if the work is given up."""
    threads = ThreadPoolExecutor(most)
    try:
        yield threads
    except BaseException:
        threads.shutdown(wait=False, cancel_futures=True)
        raise
    threads.shutdown()
