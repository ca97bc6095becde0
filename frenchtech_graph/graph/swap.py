"""Publish a folder whole: readers see the previous content or the new one, never a mix."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def _previous(target: Path) -> Path:
    return target.with_name(f".{target.name}.previous")


def recover(target: Path) -> None:
    """Put the previous content back if a swap was killed between its two renamings."""
    if not target.exists() and _previous(target).exists():
        _previous(target).rename(target)


@contextmanager
def swapped_in(target: Path) -> Iterator[Path]:
    """Yield a new folder; on success it takes the place of `target`, on failure it is removed.

    Killed at any moment, `target` holds the previous content or the new one (after `recover`).
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    recover(target)
    fresh = target.with_name(f".{target.name}.{os.getpid()}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    try:
        yield fresh
        _flush(fresh)
        if target.exists():
            shutil.rmtree(_previous(target), ignore_errors=True)
            target.rename(_previous(target))
        fresh.rename(target)
    except BaseException:
        recover(target)
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    shutil.rmtree(_previous(target), ignore_errors=True)
    _remove_leftovers(target)


def _flush(folder: Path) -> None:
    """Ask the system to write the files to the disk before they are renamed into place."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _remove_leftovers(target: Path) -> None:
    for left in target.parent.glob(f".{target.name}.*.new"):
        shutil.rmtree(left, ignore_errors=True)


def write_atomically(path: Path, content: str | bytes) -> Path:
    """Write a file whole: to a neighbour first, then renamed into place. Text is UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    fresh.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    fresh.replace(path)
    return path
