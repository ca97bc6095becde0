"""Small files that people hand over, read whole: regular files only, and no more than a limit.

A pipe or a device never ends, and a link to one looks like a file.
"""

import os
import re
import stat
import tomllib
from pathlib import Path
from typing import Any

from frenchtech_graph.io.faults import Fault, FaultsError

MEGABYTE = 1_000_000
SETTINGS = MEGABYTE // 4
"""Bytes of a file of settings: `dataset.toml`, a mapping, a story."""
TABLE = 100 * MEGABYTE
"""Bytes of a table."""
_LONG_KEY = re.compile(r"(?:[\w\"'-]+[ \t]*\.[ \t]*){32}")


def read_bytes(path: Path, most: int = TABLE) -> bytes:
    """Return the bytes of a regular file.

    Raises:
        FaultsError: it is a device, a pipe or a folder, or has more bytes than `most`.
        OSError: it cannot be opened.
    """
    # Opening a pipe would wait for a writer, and a check by path could be outdated when the file is
    # opened.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))  # fmt: skip
    with open(descriptor, "rb") as file:  # noqa: PTH123 - it is open already
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            raise FaultsError([Fault(path.name, 0, "", "", "not-regular")])
        content = file.read(most + 1)
    if len(content) > most:
        size = max(about.st_size, most + 1)
        value, expected = (f"{n / MEGABYTE:.2g} MB" for n in (size, most))
        raise FaultsError([Fault(path.name, 0, "", value, "too-large", {"expected": expected})])
    return content


def read_text(path: Path, most: int = SETTINGS, encoding: str = "utf-8") -> str:
    """Return the text of a regular file, with line feeds as line ends.

    Raises:
        FaultsError: it is a device, a pipe or a folder, or has more bytes than `most`.
        OSError: it cannot be opened.
        UnicodeDecodeError: it has another encoding.
    """
    text = read_bytes(path, most).decode(encoding)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_toml(path: Path, encoding: str = "utf-8") -> dict[str, Any]:
    """Return the settings in a file.

    Raises:
        FaultsError: as `read_text`. tomllib.TOMLDecodeError: it is not TOML, or a key has more than
            32 parts (parsing time grows with the square of their number).
    """
    text = read_text(path, encoding=encoding)
    if _LONG_KEY.search(text):
        raise tomllib.TOMLDecodeError("a key has more than 32 parts")
    return tomllib.loads(text)
