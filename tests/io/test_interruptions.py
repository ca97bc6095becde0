"""Ctrl-C: the program ends at once, wherever it is, and says so in one line."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from frenchtech_graph import __main__ as program
from frenchtech_graph import cli
from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.io.collector import collector_paused
from frenchtech_graph.io.threads import some_threads
from tests.support import interrupts

MINI = Path(__file__).parents[1] / "fixtures" / "mini"


class Ended(BaseException):
    """Stands for the end of the process, with its code."""


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def end(code: int) -> None:
        raise Ended(code)

    monkeypatch.setattr(os, "_exit", end)
    monkeypatch.setenv("FRENCHTECH_LANG", "en")


def raising(error: BaseException) -> Callable[..., Any]:
    def run(*_: Any, **__: Any) -> None:
        raise error

    return run


@pytest.mark.usefixtures("ends")
def test_an_interruption_while_the_program_starts_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "main", raising(KeyboardInterrupt()))
    with pytest.raises(Ended, match="130"):
        program.run()
    assert capsys.readouterr().err == "Interrupted. No file was half-written.\n"


@pytest.mark.usefixtures("ends")
@pytest.mark.parametrize("place", ["parse_args", "resolve_command"])
def test_an_interruption_while_the_call_is_read_is_told_in_one_line(
    place: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli.LazyGroup, place, raising(KeyboardInterrupt()))
    monkeypatch.setattr(sys, "argv", ["frenchtech-graph", "info"])
    with pytest.raises(Ended, match="130"):
        program.run()
    assert capsys.readouterr().err == "Interrupted. No file was half-written.\n"


@pytest.mark.usefixtures("ends")
@pytest.mark.parametrize("code", [0, 1, 2, 70])
def test_other_ends_are_left_to_python(code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "main", raising(SystemExit(code)))
    with pytest.raises(SystemExit) as left:
        program.run()
    assert left.value.code == code


@pytest.mark.usefixtures("ends")
def test_a_closed_output_does_not_stop_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "main", raising(SystemExit(143)))
    monkeypatch.setattr(sys, "stdout", open(os.devnull, "w"))  # noqa: SIM115, PTH123
    sys.stdout.close()
    with pytest.raises(Ended, match="143"):
        program.run()


def test_a_compiled_loop_is_not_waited_for_when_the_work_is_given_up() -> None:
    goes_on, began = threading.Event(), threading.Event()

    def loop() -> bool:
        began.set()
        return goes_on.wait(30)

    def interrupted() -> None:
        with some_threads(1) as threads:
            threads.submit(loop)
            began.wait(30)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()  # would wait for half a minute
    assert not goes_on.is_set()
    goes_on.set()


def test_threads_have_ended_after_work_that_is_done() -> None:
    done: list[int] = []
    with some_threads(2) as threads:
        for number in range(4):
            threads.submit(done.append, number)
    assert sorted(done) == [0, 1, 2, 3]


@pytest.mark.parametrize(("error", "frozen"), [(KeyboardInterrupt(), True), (ValueError(), False)])
def test_an_interrupted_build_does_not_search_its_memory_for_cycles(
    error: BaseException, frozen: bool
) -> None:
    with pytest.raises(type(error)), collector_paused():
        raise error
    try:
        assert gc.isenabled()
        assert (gc.get_freeze_count() > 0) is frozen
    finally:
        gc.unfreeze()
    with collector_paused():
        assert not gc.isenabled()
    assert gc.get_freeze_count() == 0


@pytest.mark.slow
def test_a_query_that_never_ends_is_interrupted_and_leaves_no_process(tmp_path: Path) -> None:
    out = EcosystemGraph.build(MINI, out=tmp_path / "out").folder
    arguments = ["-m", "frenchtech_graph", "-v", "query", interrupts.ENDLESS, "--out", str(out)]
    env = os.environ | {"FRENCHTECH_LANG": "en", "FRENCHTECH_OF_A_TEST": str(tmp_path)}
    process = interrupts.started(arguments, env)
    mark = f"FRENCHTECH_OF_A_TEST={tmp_path}".encode()

    def running() -> list[str]:
        found = (p for p in Path("/proc").iterdir() if p.name.isdigit())
        return [p.name for p in found if mark in _environment(p)]

    while process.poll() is None and len(running()) < 2:  # the child that asks is there
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert told.splitlines()[-1] == "Interrupted. No file was half-written."
    assert "Traceback" not in told
    assert running() == []


def _environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:
        return b""


@pytest.mark.long
def test_ctrl_c_at_any_moment_of_any_long_command(tmp_path: Path) -> None:
    out = EcosystemGraph.build("lille", out=tmp_path / "out").folder
    told = interrupts.all_ended(out, "lille", 3, [], 15)
    assert len(told) == 9
    assert [fault for found in told for fault in found.faults] == []
