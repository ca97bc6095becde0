"""Errors around a command, reported in one line, and their exit codes.

| code | meaning |
| --- | --- |
| 0 | done |
| 1 | failed for a reason outside: disk, rights, network, another process; trying again may help |
| 2 | the input or the call is at fault; nothing was written |
| 70 | a fault of the program itself, to be reported |
| 130, 143 | interrupted (Ctrl-C, SIGINT), told to stop (SIGTERM); nothing half-written stays |
"""

import errno
import io
import logging
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import click

from frenchtech_graph.cli.common import fail, print_faults
from frenchtech_graph.cli.languages import language
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.faults import FaultsError

DONE, FAILED, AT_FAULT, CRASHED, INTERRUPTED, TERMINATED = 0, 1, 2, 70, 130, 143
_CODES = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EFBIG: "file-too-large",
    errno.EROFS: "read-only",
    errno.EACCES: "no-permission",
    errno.EPERM: "no-permission",
    errno.ENOTDIR: "not-a-folder",
    errno.EEXIST: "not-a-folder",
    errno.EISDIR: "is-a-folder",
    errno.ENOENT: "no-such-file",
    errno.EMFILE: "too-many-files",
    errno.ENFILE: "too-many-files",
    errno.ENAMETOOLONG: "name-too-long",
    errno.EIO: "disk-broken",
}


_OF_A_PLACE = frozenset(_CODES.values()) - {
    "disk-full", "file-too-large", "too-many-files", "disk-broken",
}  # fmt: skip
"""Codes whose sentence begins with the file."""


class _Terminated(BaseException):
    """The process received SIGTERM."""


def make_printable() -> None:
    """Let texts that the encoding of a terminal or a pipe has no signs for be printed as escapes:
    `\\u2192` for an arrow where Windows writes cp1252.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


@contextmanager
def told() -> Iterator[None]:
    """Run a command. Errors are reported in the user's language, with one of the exit codes above."""
    with _stoppable():
        try:
            yield
        except BilingualError as error:
            fail(error.message(language()), FAILED if error.code == "busy" else AT_FAULT)
        except FaultsError as error:
            print_faults(error.faults, language())
            sys.exit(AT_FAULT)
        except OSError as error:
            _fail(error)
        except MemoryError:
            fail(BilingualError("out-of-memory").message(language()), FAILED)
        except KeyboardInterrupt:
            fail(BilingualError("interrupted").message(language()), INTERRUPTED)
        except _Terminated:
            fail(BilingualError("terminated").message(language()), TERMINATED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            _crash(error)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Turn SIGTERM into an exception, so that half-written files are removed on exit."""

    def stop(*_: Any) -> NoReturn:
        raise _Terminated

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _fail(error: OSError) -> NoReturn:
    number = error.errno or _number(str(error))
    if number == errno.EPIPE:  # who reads our output has had enough
        raise OSError(errno.EPIPE, "") from error
    code = _CODES.get(number or 0, "system")
    place = error.filename2 or error.filename
    if place is None and code in _OF_A_PLACE:
        code = "system"
    said = BilingualError(code, value=place, target=place, detail=error.strerror or error)
    # If the system does not state the file, the message does not guess one.
    message = said.message(language()).replace(" (None)", "")
    fail(message, AT_FAULT if code == "no-such-file" else FAILED)


def _number(text: str) -> int | None:
    """Return the number of a system error from a compiled library, which reports it only as text."""
    _, said, rest = text.partition("(os error ")
    digits = rest.partition(")")[0]
    return int(digits) if said and digits.isdecimal() else None


def _crash(error: Exception) -> NoReturn:
    what = f"{type(error).__name__}: {error}"
    logging.getLogger(__name__).info("traceback", exc_info=error)
    fail(BilingualError("crashed", detail=what).message(language()), CRASHED)
