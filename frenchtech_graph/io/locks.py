"""One writer at a time: the system releases the lock file when its holder ends, even by a crash.

Readers need no lock: new content is put in place in one step (`swap`).
"""

import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from frenchtech_graph.io.errors import BilingualError

_PAUSE = 0.05


class BusyError(BilingualError):
    """Another process is writing there. The message identifies it."""


def lock_file(target: Path) -> Path:
    """Return the lock file of a target: a hidden file next to it that exists during writing."""
    return target.with_name(f".{target.name}.lock")


@contextmanager
def locked(target: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Acquire the lock of `target`, after `wait` seconds at most.

    Raises:
        BusyError: another process has the lock. The message identifies it and its start time.
    """
    with _folder(target.parent), _held(target, wait):
        yield


@contextmanager
def _folder(folder: Path) -> Iterator[None]:
    """Create a folder if it is missing. Remove it at the end if it is still empty."""
    made = [f for f in (folder, *folder.parents) if not f.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    finally:
        with suppress(OSError):  # it is not empty
            for empty in made:
                empty.rmdir()


@contextmanager
def _held(target: Path, wait: float) -> Iterator[None]:
    path = lock_file(target)
    until = time.monotonic() + wait
    while (handle := _taken(path)) is None:
        if time.monotonic() >= until:
            raise BusyError("busy", target=target, holder=holder(target) or "?")
        time.sleep(_PAUSE)
    try:
        os.ftruncate(handle, 0)
        os.write(handle, _about_us())
        yield
    finally:
        if (
            sys.platform != "win32"
        ):  # Windows cannot remove an open file, and an empty lock file does no harm there
            path.unlink(missing_ok=True)
        os.close(handle)


def _taken(path: Path) -> int | None:
    """Return the open and locked file, None if another process has it or has just let it go."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    if not _lock(handle):
        os.close(handle)
        return None
    with suppress(FileNotFoundError):
        if os.fstat(handle).st_ino == path.stat().st_ino:
            return handle
    os.close(handle)  # its holder removed it meanwhile, so this file is not a lock any more
    return None


def _lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _about_us() -> bytes:
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]])
    since = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    # The first byte is the locked one, which other processes cannot read on Windows.
    return f"\n{os.getpid()} ({command}), {socket.gethostname()}, {since}".encode()


def holder(target: Path) -> str | None:
    """Return the current writer of `target` (process, command, machine, start time), or None."""
    try:
        handle = os.open(lock_file(target), os.O_RDWR)
    except OSError:
        return None
    try:
        if _lock(handle):
            return None
        os.lseek(handle, 1, os.SEEK_SET)
        return os.read(handle, 400).decode("utf-8", "replace") or "?"
    finally:
        os.close(handle)
