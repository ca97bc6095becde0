"""Compression if the client accepts it: zstd if the library is installed, gzip otherwise."""

import gzip
from collections.abc import Callable

try:
    from compression import zstd  # type: ignore[import-not-found,unused-ignore]
except ImportError:
    try:
        from backports import zstd  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        zstd = None

PACKINGS = ("zstd", "gzip") if zstd else ("gzip",)
"""The ways, best first."""
_LEAST = 1024
"""Bytes below which an answer is not packed."""


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, 5, mtime=0)


def _zstd(body: bytes) -> bytes:
    packed: bytes = zstd.compress(body)
    return packed


_WAYS: dict[str, Callable[[bytes], bytes]] = {"zstd": _zstd, "gzip": _gzip}


def packed(body: bytes, way: str) -> tuple[bytes, str]:
    """Return a compressed body and the encoding. A short body is returned unchanged.

    >>> packed(b"short", "gzip")
    (b'short', '')
    """
    return (_WAYS[way](body), way) if way and len(body) > _LEAST else (body, "")
