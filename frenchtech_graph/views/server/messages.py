"""Messages between the server and a worker.

A worker parses hostile queries. The server reads its messages as plain data and never unpickles
them, so that a compromised worker cannot run code in the server. The worker trusts the server.

A message has six parts: its length, its kind, a status, the length of the head, the head, the body.
"""

import os
import pickle
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus

from frenchtech_graph.views.server.answering import Outcome
from frenchtech_graph.views.server.requests import Asked, Job
from frenchtech_graph.views.server.services import Found, Question, ServiceError
from frenchtech_graph.views.server.thing_pages import Shown

_FRAME, _REST = struct.Struct(">IcHI"), struct.Struct(">cHI")
_LENGTH = 4
_OUTCOME, _QUESTION, _SHORTER = b"A", b"Q", b"S"
_PLAIN = re.compile(r"[ -~]*")
_STATUSES = frozenset(status.value for status in HTTPStatus if status >= 200)
_PART = 1 << 16
"""Size of one read in bytes. Larger buffers are slower to allocate."""
Request = Asked | Job | Shown | Found | ServiceError


@dataclass(frozen=True, slots=True)
class Shorter:
    """A shorter time limit that the client asked for, in seconds."""

    seconds: float


Message = Outcome | Question | Shorter


class GarbledError(ValueError):
    """The message of a worker is invalid."""


def request(asked: Request) -> bytes:
    """Return a request in the form that the server sends to a worker."""
    text = pickle.dumps(asked, 5)
    return len(text).to_bytes(_LENGTH, "big") + text


def written(message: Message) -> bytes:
    """Return a message in the form that a worker sends to the server.

    >>> read(written(Outcome(200, "text/csv", b"a", "gzip", "a hint"))[4:]).encoding
    'gzip'
    >>> read(written(Shorter(0.5))[4:])
    Shorter(seconds=0.5)
    """
    if isinstance(message, Outcome):
        head = _head(message.media_type, message.encoding, message.hint)
        return _framed(_OUTCOME, message.status, head, message.body)
    if isinstance(message, Shorter):
        return _framed(_SHORTER, 0, b"", repr(message.seconds).encode())
    parts = (part.encode("utf-8", "surrogatepass") for part in (message.address, message.query))
    return _framed(_QUESTION, 0, *parts)


def read(text: bytes | memoryview) -> Message:
    """Return the message that a worker sent. The text starts after its length.

    Raises:
        GarbledError: the text is invalid.
    """
    try:
        kind, status, size = _REST.unpack_from(text)
        head, body = bytes(text[_REST.size : _REST.size + size]), bytes(text[_REST.size + size :])
        if kind == _OUTCOME and status in _STATUSES:
            media_type, encoding, hint = _fields(head)
            return Outcome(status, media_type, body, encoding, hint)
        if kind == _SHORTER:
            return Shorter(float(body))
        if kind == _QUESTION:
            address, query = (part.decode("utf-8", "surrogatepass") for part in (head, body))
            return Question(address, query)
    except (struct.error, ValueError) as error:
        raise GarbledError("invalid message of a worker") from error
    raise GarbledError("invalid message of a worker")


def _framed(kind: bytes, status: int, head: bytes, body: bytes) -> bytes:
    size = len(head)
    return b"".join((_FRAME.pack(_REST.size + size + len(body), kind, status, size), head, body))


@lru_cache(maxsize=256)
def _head(media_type: str, encoding: str, hint: str) -> bytes:
    hint = hint.encode("ascii", "backslashreplace").decode()[:1000]
    return "\n".join((media_type, encoding, " ".join(hint.split()))).encode()


@lru_cache(maxsize=256)
def _fields(head: bytes) -> tuple[str, str, str]:
    fields = head.decode("ascii").split("\n")
    if len(fields) != 3 or not all(map(_PLAIN.fullmatch, fields)):
        raise ValueError(head)
    return fields[0], fields[1], fields[2]


def received(pipe: int, most: int, wait: Callable[[], None] = lambda: None) -> bytes:
    """Return the next message of a pipe, without its length. Call `wait` before each read.

    Raises:
        EOFError: the other end is closed.
        GarbledError: the message is longer than `most` bytes.
    """
    came = _part(pipe, wait)
    while len(came) < _LENGTH:
        came += _part(pipe, wait)
    end = _LENGTH + int.from_bytes(came[:_LENGTH], "big")
    if end > _LENGTH + most:
        raise GarbledError("the message is too long")
    if len(came) < end:
        whole = bytearray(came)
        while len(whole) < end:
            whole += _part(pipe, wait)
        came = bytes(whole)
    return came[_LENGTH:end]


def _part(pipe: int, wait: Callable[[], None]) -> bytes:
    wait()
    part = os.read(pipe, _PART)
    if not part:
        raise EOFError
    return part


def sent(pipe: int, text: bytes) -> None:
    """Send a whole message."""
    done = os.write(pipe, text)
    while done < len(text):
        done += os.write(pipe, memoryview(text)[done:])
