"""The registry of findings: each module of `declared/` states findings, and commands if need be.

It knows declarations only, so that `--help` waits for no analysis.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from frenchtech_graph.findings import declared
from frenchtech_graph.findings.declaration import Command, Finding

_ADDED: list[Finding] = []


@cache
def _declared() -> tuple[tuple[Finding, ...], tuple[Command, ...]]:
    """Return the findings and commands that the modules of `declared/` state."""
    findings: list[Finding] = []
    commands: list[Command] = []
    for module in sorted(m.name for m in pkgutil.iter_modules(declared.__path__)):
        stated = importlib.import_module(f"{declared.__name__}.{module}")
        findings += stated.FINDINGS
        commands += getattr(stated, "COMMANDS", ())
    return tuple(findings), tuple(commands)


def findings() -> tuple[Finding, ...]:
    """Return all findings, by increasing `order`."""
    return tuple(sorted((*_declared()[0], *_ADDED), key=lambda f: f.order))


def find(name: str) -> Finding:
    """Return the finding of that name.

    Raises:
        KeyError: the finding does not exist.
    """
    return {f.name: f for f in findings()}[name]


def commands() -> dict[str, Command]:
    """Return the commands of findings by name. A finding's command needs no declaration."""
    stated = {c.name: c for c in _declared()[1]}
    for f in findings():
        if f.command and f.command not in stated:
            stated[f.command] = Command(f.command, f.meaning, order=f.order)
    return {c.name: c for c in sorted(stated.values(), key=lambda c: c.order)}


def of_command(name: str) -> tuple[Finding, ...]:
    """Return the findings of a command."""
    return tuple(f for f in findings() if f.command == name)


def with_commands() -> tuple[Finding, ...]:
    """Return the findings that a command shows: each is a method of the door, too."""
    return tuple(f for f in findings() if f.command)


def call(finding: Finding) -> str:
    """Return the words of the command that shows a finding.

    >>> call(find("gaps")), call(find("distance")), call(find("source_overlap"))
    ('gaps', 'gaps distance', 'coverage --overlap')
    """
    stated = commands()[finding.command]
    word = "" if finding.variant == stated.default else finding.variant
    return " ".join(filter(None, (finding.command, f"--{word}" if stated.flag and word else word)))


def of_maps() -> tuple[Finding, ...]:
    """Return the findings that maps show."""
    shown = [(f.overlay.order, f) for f in findings() if f.overlay]
    return tuple(f for _, f in sorted(shown, key=lambda pair: pair[0]))


def of_reports() -> tuple[Finding, ...]:
    """Return the findings that reports show."""
    shown = [(f.section.order, f) for f in findings() if f.section]
    return tuple(f for _, f in sorted(shown, key=lambda pair: pair[0]))


@contextmanager
def registered(finding: Finding) -> Iterator[Finding]:
    """Add a finding for as long as the block runs.

    Raises:
        ValueError: a finding with that name already exists.
    """
    if any(f.name == finding.name for f in findings()):
        raise ValueError(f"there is a finding {finding.name!r} already")
    _ADDED.append(finding)
    try:
        yield finding
    finally:
        _ADDED.remove(finding)
