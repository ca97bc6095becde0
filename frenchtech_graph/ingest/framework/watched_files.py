"""Files that report how much of them has been read."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

Watch = Callable[[str, int, int], None]
"""Called with the name of a file, the number of bytes read, and its size."""
_watching: ContextVar[Watch | None] = ContextVar("watching", default=None)


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Call `watch` with the position in every file that is read meanwhile."""
    before = _watching.set(watch)
    try:
        yield
    finally:
        _watching.reset(before)


class _Watched(io.FileIO):
    """A file that reports how much of it has been read."""

    def __init__(self, path: Path, watch: Watch) -> None:
        super().__init__(path)
        self._watch, self._name, self._size = watch, path.name, path.stat().st_size

    def readinto(self, buffer: Any) -> int | None:
        size = super().readinto(buffer)
        self._watch(self._name, self.tell(), self._size)
        return size


def opened_plain(path: Path, chunk: int) -> io.BufferedReader:
    """Open a file for reading its bytes, watched inside `watched`."""
    watch = _watching.get()
    return io.BufferedReader(_Watched(path, watch), chunk) if watch else path.open("rb")
