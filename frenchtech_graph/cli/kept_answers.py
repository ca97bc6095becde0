"""Stored answers of commands: the same call prints or writes the same text again.

With `--verbose` a command does its work, because its steps are of interest.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import redirect_stdout
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, TextIO

import click

from frenchtech_graph.cli.common import are_persons_left_out
from frenchtech_graph.cli.languages import language
from frenchtech_graph.cli.logs import Part, noted, shows_steps, tell

_APPEARANCE = ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TERM", "COLORTERM", "COLUMNS")
"""Variables that decide how a table looks on a terminal."""


def printed(out: Path, name: str, options: Mapping[str, Any], show: Callable[[], None]) -> None:
    """Print the stored answer to this call, or call `show` and store its output."""
    from frenchtech_graph.findings.kept_answers import KeptAnswer

    kept = KeptAnswer(out, name, {**options, "shown": _appearance(), **_call()})
    found = None if shows_steps() else kept.read()
    if found is not None:
        _repeat(found, partial(click.echo, nl=False))
        return
    with noted() as parts, redirect_stdout(_Copy(sys.stdout, parts)):
        show()
    kept.write(_joined(parts))


def written(
    out: Path, name: str, options: Mapping[str, Any], page: Path, write: Callable[[], None]
) -> None:
    """Write the stored page of this call, or call `write` and store its page."""
    from frenchtech_graph.findings.kept_answers import KeptAnswer
    from frenchtech_graph.io.swap import write_atomically

    kept = KeptAnswer(out, name, {**options, **_call()})
    found = None if shows_steps() else kept.read()
    if found is None:
        with noted() as parts:
            write()
        kept.write([*parts, page.read_bytes().decode()])
        return
    _repeat(found, partial(write_atomically, page))


def _repeat(found: Iterable[Part], show: Callable[[str], object]) -> None:
    """Show the texts and repeat the notices of a stored answer, in their order."""
    for part in found:
        if isinstance(part, str):
            show(part)
        else:
            tell(part[0], part[1], **part[2])


def _call() -> dict[str, Any]:
    return {"language": language(), "without persons": are_persons_left_out()}


def _appearance() -> tuple[object, ...]:
    """Return the properties that change the look of a text: terminal or pipe, width, colours."""
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else 0
    colours = tuple(os.environ.get(name) for name in _APPEARANCE)
    return terminal, width, sys.stdout.encoding, colours


def _joined(parts: Iterable[Part]) -> list[Part]:
    """Return parts with neighbouring texts joined."""
    found: list[Part] = []
    for is_text, group in groupby(parts, key=lambda part: isinstance(part, str)):
        run = list(group)
        found += ["".join(map(str, run))] if is_text else run
    return found


class _Copy(io.TextIOBase):
    """Writes to a stream, and adds each text to a list."""

    def __init__(self, stream: TextIO, parts: list[Part]) -> None:
        self._stream, self._parts = stream, parts

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of the stream."""
        return self._stream.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        """The error handler of the stream."""
        return self._stream.errors

    def isatty(self) -> bool:
        """Return whether the stream is a terminal."""
        return self._stream.isatty()

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, text: str) -> int:
        """Write a text to the stream, and add it to the list."""
        count = self._stream.write(text)
        self._parts.append(text)
        return count

    def flush(self) -> None:
        """Flush the stream."""
        self._stream.flush()
