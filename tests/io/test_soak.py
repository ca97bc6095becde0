"""A short soak: build, serve, rebuild under load, ask, and fetch from a server with faults."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SOAK = Path(__file__).parents[1] / "support" / "soak.py"


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="memory and descriptors are read from /proc")
def test_a_minute_of_load_leaves_memory_descriptors_and_disk_flat(tmp_path: Path) -> None:
    record = tmp_path / "soak.json"
    numbers = ["--minutes", "1", "--requests", "300", "--rebuilds", "3", "--fetches", "2"]
    command = [sys.executable, str(SOAK), *numbers, "--queries", "2", "--tables", "mini"]
    done = subprocess.run([*command, "--record", str(record)], capture_output=True, check=False)
    found = json.loads(record.read_text(encoding="utf-8"))
    assert found["faults"] == []
    assert found["done"]["rebuild"] == 3
    assert found["done"]["question"] > 200
    assert found["flat"], found["from_to"]
    assert done.returncode == 0
