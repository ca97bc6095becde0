"""Publish files and folders whole: readers see the previous content or the new one, never a mix.

New content is written next to the old under a hidden name (`.graph.4711.3f9a2c.new`: target,
process, random part), flushed to the disk, and put in place in one step. Content of a killed
process has such a name, and `leftovers` finds it.
"""

import ctypes
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from frenchtech_graph.io.leftovers import BEING_WRITTEN, LONGEST_NAME, TEMPORARY, leftovers, remove

_AT_FDCWD, _EXCHANGE = -100, 2
_MANY = 1000


@contextmanager
def _fresh(target: Path) -> Iterator[Path]:
    """Yield the hidden name for new content. Any file of that name is removed at the end."""
    fresh = target.with_name(
        f".{target.name[:LONGEST_NAME]}.{os.getpid()}.{secrets.token_hex(3)}.new"
    )
    BEING_WRITTEN.add(fresh.name)
    try:
        yield fresh
    finally:
        remove(fresh)
        BEING_WRITTEN.discard(fresh.name)


def _previous(target: Path) -> Path:
    return target.with_name(f".{target.name}.previous")


def current(target: Path) -> Path:
    """Return the current path of the content of `target`.

    This is `target`, except on systems that exchange two folders by two renamings. If a process is
    killed between them, the previous content keeps its hidden name until the next writer restores
    it.
    """
    return _previous(target) if not target.exists() and _previous(target).exists() else target


def recover(target: Path) -> None:
    """Put the previous content back if a swap was killed between two renamings.

    Call it with write access only.
    """
    if current(target) != target:
        _previous(target).rename(target)


@contextmanager
def swapped_in(target: Path) -> Iterator[Path]:
    """Yield a new folder. On success it replaces `target`, on failure it is removed.

    Writers of the same folder must acquire its lock (`locks.locked`). Readers need no lock.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    recover(target)
    with _fresh(target) as fresh:  # after an exchange it contains the previous content
        fresh.mkdir()
        yield fresh
        _flush_folder(fresh)
        try:
            _put_in_place(fresh, target)
        except BaseException:
            recover(target)
            raise
    remove(_previous(target))
    for left in leftovers(target.parent, target.name):
        remove(left)


def _put_in_place(fresh: Path, target: Path) -> None:
    if not target.exists():
        fresh.rename(target)
    elif not _exchanged(fresh, target):
        remove(_previous(target))
        target.rename(_previous(target))
        fresh.rename(target)
    _flush(target.parent)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two names in one step. Return False if the system or its file system cannot."""
    call = _exchange_call()
    if call is None:
        return False
    ends = (os.fsencode(one), os.fsencode(other))
    places = (_AT_FDCWD, ends[0], _AT_FDCWD, ends[1]) if sys.platform.startswith("linux") else ends
    done: int = call(*places, _EXCHANGE)
    return done == 0


@cache
def _exchange_call() -> Any:
    """Return the system's call: renameat2 of Linux, renamex_np of macOS, None elsewhere."""
    name = (
        "renameat2"
        if sys.platform.startswith("linux")
        else "renamex_np"
        if sys.platform == "darwin"
        else None
    )
    return getattr(ctypes.CDLL(None), name, None) if name else None


def _flush_folder(folder: Path) -> None:
    """Ask the system to write a folder and its content to the disk before it is put in place.

    For very many files, flush all pending writes: that costs less than one request per file.
    """
    paths = list(folder.rglob("*"))
    if len(paths) > _MANY and sys.platform.startswith("linux"):
        os.sync()
        return
    for path in paths:
        _flush(path)
    _flush(folder)


def _flush(path: Path) -> None:
    if path.is_dir() and sys.platform == "win32":
        return  # Windows cannot flush a folder
    handle = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Yield the path of a new file. On success it replaces `path`, on failure it is removed.

    A link is followed, and its target is replaced. A target that is not a file (a pipe,
    `/dev/stdout`) is written directly.
    """
    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and not target.is_file():
        yield path
        return
    with _fresh(target) as fresh:
        yield fresh
        put_in_place(fresh, target)


def put_in_place(fresh: Path, target: Path) -> None:
    """Rename a complete file to `target` in one step, replacing any file of that name."""
    _flush(fresh)
    fresh.replace(target)
    _flush(target.parent)


def write_atomically(path: Path, content: str | bytes) -> Path:
    """Write a file completely, or leave it unchanged. Text is UTF-8."""
    with written_whole(path) as fresh:
        fresh.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield a folder that is deleted at the end.

    Its name contains the process, in case that is killed.
    """
    with tempfile.TemporaryDirectory(prefix=f"{TEMPORARY}{os.getpid()}-") as name:
        yield Path(name)
