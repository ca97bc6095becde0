"""Cache files that start with a key of their inputs and a checksum of their content.

A file that is damaged or has another key is treated as missing.
"""

import hashlib
from contextlib import suppress
from pathlib import Path

from frenchtech_graph.io import swap


def write(file: Path, key: str, content: bytes) -> None:
    """Write content under its key atomically, or do nothing if the folder is read-only."""
    with suppress(OSError):
        swap.write_atomically(file, _sealed(key, content))


def read(file: Path, key: str) -> bytes | None:
    """Return the content of a file with this key, None if it is missing or damaged."""
    try:
        whole = file.read_bytes()
    except OSError:
        return None
    content = whole.partition(b"\n")[2]
    return content if whole == _sealed(key, content) else None


def _sealed(key: str, content: bytes) -> bytes:
    return f"{key} {hashlib.sha256(content).hexdigest()}\n".encode() + content
