"""Messages of a command other than its result, on the error stream, as text or as JSON lines, with
a chosen verbosity.

Only the result goes to the standard output. Data in messages is neutralised: a control character, a
line break or a terminal sequence in a name cannot forge a line or act on the terminal (CWE-117,
CWE-150).
"""

import json
import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from frenchtech_graph.cli.languages import WORDS, language

FORMATS = ("text", "json")
_META = "frenchtech-graph.logs"
NOTICE = 25
"""Between warnings and information: messages that are shown unless `--quiet`."""
_LEVELS = {-1: logging.ERROR, 0: NOTICE, 1: logging.INFO}
_OURS = logging.getLogger("frenchtech_graph")
logging.addLevelName(NOTICE, "NOTICE")
_PLAIN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


SPACES = "\u00a0\u2009\u202f"
"""Spaces of numbers and French punctuation, which act on nothing."""


def neutral(text: str) -> str:
    r"""Return a text without characters that could act on a terminal or break a line.

    >>> neutral("a\x1b[31mb\nERROR c\u202e")
    'a\\x1b[31mb\\x0aERROR c\\u202e'
    >>> neutral("1\u202f940") == "1\u202f940"
    True
    """
    if text.isprintable():
        return text
    return "".join(
        c
        if c.isprintable() or c in SPACES
        else f"\\x{ord(c):02x}"
        if ord(c) < 256
        else f"\\u{ord(c):04x}"
        for c in text
    )


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Return the message as a line, with the traceback of an exception."""
        line = neutral(record.getMessage())
        if record.exc_info:
            line += "".join(
                f"\n  {neutral(part)}" for part in self.formatException(record.exc_info).split("\n")
            )
        return line


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line of JSON: time, level, logger, message, and the fields it
        was given.
        """
        told: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
            + f".{record.msecs:03.0f}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        told |= {k: v for k, v in vars(record).items() if k not in _PLAIN}
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, default=str)  # ASCII: nothing in it acts on a terminal


class _ErrorStream(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        """Write to whatever the error stream is now."""
        click.echo(self.format(record), err=True)


def set_up(verbosity: int = 0, form: str = "text") -> None:
    """Set the verbosity: -1 for errors only, 0 also for notices, 1 also for steps and times, 2 for
    everything.
    """
    handler = _ErrorStream()
    handler.setFormatter(_Json() if form == "json" else _Text())
    _OURS.handlers[:] = [handler]
    _OURS.setLevel(_LEVELS.get(verbosity, logging.DEBUG))
    _OURS.propagate = False


def shows_progress() -> bool:
    """Return whether to show a progress bar: on a terminal, in text form, unless quiet."""
    plain = all(isinstance(h.formatter, _Text) for h in _OURS.handlers)
    return plain and _OURS.isEnabledFor(NOTICE) and sys.stderr.isatty()


def shows_steps() -> bool:
    """Return whether the steps of a command are shown (`--verbose`)."""
    return _OURS.isEnabledFor(logging.INFO)


Part = str | tuple[str, int, dict[str, Any]]
"""A text, or a message with its level and fields."""
_RECORDINGS: list[list[Part]] = []


@contextmanager
def noted() -> Iterator[list[Part]]:
    """Record the messages from notices upwards, whether or not they are shown."""
    parts: list[Part] = []
    _RECORDINGS.append(parts)
    try:
        yield parts
    finally:
        _RECORDINGS.pop()


def tell(message: str, level: int = NOTICE, **facts: Any) -> None:
    """Log a line. `facts` are its fields in JSON."""
    if not _OURS.handlers:
        set_up()
    if level >= NOTICE:
        for parts in _RECORDINGS:
            parts.append((message, level, facts))
    _OURS.log(level, "%s", message, extra=facts)


class Steps:
    """Logs the duration of each step: a call with the name of the next step ends the step before."""

    def __init__(self) -> None:
        self._name = ""
        self._since = (0.0, 0.0)

    def __call__(self, name: str) -> None:
        """End the step before, and begin one."""
        self.end()
        self._name, self._since = name, (time.perf_counter(), time.process_time())

    def end(self) -> None:
        """End the step and log its wall time and processor time."""
        if self._name:
            seconds, worked = (
                time.perf_counter() - self._since[0],
                time.process_time() - self._since[1],
            )
            facts = {
                "step": self._name,
                "seconds": round(seconds, 3),
                "processor_seconds": round(worked, 3),
            }
            tell(
                WORDS.text("step", language(), name=self._name, seconds=seconds, worked=worked),
                logging.INFO,
                **facts,
            )
            self._name = ""


def _chosen(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    """Record an option at any position: before the command or after it."""
    said = ctx.meta.setdefault(_META, {})
    if value:
        said[str(param.name)] = value
    usual = "json" if os.environ.get("FRENCHTECH_LOG", "").lower() == "json" else "text"
    set_up(-1 if said.get("quiet") else said.get("verbose", 0), said.get("log_format", usual))
    return value


def options(*, hidden: bool = False) -> list[click.Option]:
    """Return `--verbose`, `--quiet` and `--log-format`, to be added to a command."""
    shared: dict[str, Any] = {"expose_value": False, "callback": _chosen, "hidden": hidden}
    return [
        click.Option(
            ["-v", "--verbose"],
            count=True,
            **shared,
        ),
        click.Option(["-q", "--quiet"], is_flag=True, **shared),
        click.Option(
            ["--log-format"],
            type=click.Choice(FORMATS),
            default=None,
            **shared,
        ),
    ]
