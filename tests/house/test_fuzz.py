"""Every reader under hypothesis, by the harnesses of `fuzz/`: changed inputs give a clear error or
none.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.harnesses import ROOMS, Harness, of_room

# The application forks workers and must do so before any thread: it has a process of its own below.
HARNESSES = [h for room in ROOMS for h in of_room(room).values() if h.name != "application"]


@pytest.mark.parametrize("harness", HARNESSES, ids=lambda h: h.name)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.data())
def test_a_reader_answers_with_a_clear_error_or_none(harness: Harness, data: st.DataObject) -> None:
    found = data.draw(st.sampled_from(harness.seeds()))
    for seed in data.draw(st.lists(st.integers(0, 1 << 31), min_size=1, max_size=3)):
        found = harness.changed(found, seed)
    assert harness.finding(found) is None


@pytest.mark.parametrize("harness", HARNESSES, ids=lambda h: h.name)
def test_the_seeds_are_read_without_a_crash(harness: Harness) -> None:
    for seed in harness.seeds():
        assert harness.finding(seed) is None


def test_the_application_answers_anything() -> None:
    pytest.importorskip("starlette")
    text = """
from fuzz.harnesses import of_room
harness = of_room("endpoint")["application"]
for number, seed in enumerate(harness.seeds()):
    for data in (seed, harness.changed(seed, number), harness.changed(seed, number + 1000)):
        error = harness.finding(data)
        if error:
            raise error
"""
    root, command = Path(__file__).parents[2], [sys.executable, "-c", text]
    ended = subprocess.run(
        command, cwd=root, capture_output=True, text=True, timeout=300, check=False
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
