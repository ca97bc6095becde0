"""Whatever is killed, the previous or the new state is there whole (tests/kills.py does the
killing).
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support import virtuoso

HARNESS = Path(__file__).parents[1] / "support" / "kills.py"


def killed(*arguments: str) -> dict[str, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, str(HARNESS), "--json", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    figures: dict[str, dict[str, Any]] = json.loads(done.stdout)
    assert {name: (f["mixed"], f["left"]) for name, f in figures.items()} == dict.fromkeys(
        figures, (0, [])
    )
    return figures


@pytest.mark.parametrize(
    "what",
    [
        *("build", "fetch", "decide and undo"),
        *(
            pytest.param(n, marks=pytest.mark.slow)
            for n in ("export csv", "diff", "upgrade", "new spreadsheet", "kept findings")
        ),
        *(
            pytest.param(n, marks=pytest.mark.long)
            for n in ("import", "site", "query", "identity review", "validate --mark", "docs")
        ),
    ],
)
def test_a_kill_at_any_moment_leaves_the_previous_or_the_new_state(what: str) -> None:
    assert killed("--kills", "4", "--seed", "3", "--only", what)[what]["kills"] == 4


@pytest.mark.parametrize(
    "what",
    [
        "build",
        *(pytest.param(n, marks=pytest.mark.slow) for n in ("site", "import")),
        *(
            pytest.param(n, marks=pytest.mark.long)
            for n in ("fetch", "export csv", "export xlsx", "map", "report", "diff", "query",
                      "identity review", "validate --mark", "decide and undo")
        ),
    ],
)  # fmt: skip
def test_two_at_once_leave_one_of_the_two_states(what: str) -> None:
    assert killed("--pairs", "2", "--seed", "3", "--only", what)[what]["pairs"] == 2


@pytest.mark.slow
@pytest.mark.xdist_group("virtuoso")
@pytest.mark.skipif(
    not virtuoso.installed(), reason="Virtuoso is not installed: virtuoso-opensource-7-bin"
)
def test_a_killed_load_leaves_the_server_with_the_old_or_the_new_graphs() -> None:
    assert killed("--kills", "2", "--seed", "3", "--only", "load")["load"]["kills"] == 2


@pytest.mark.long
def test_two_hundred_kills_of_everything_that_writes() -> None:
    assert sum(f["kills"] for f in killed("--kills", "240").values()) >= 200
