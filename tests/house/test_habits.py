"""What maintainers rely on: hooks, workflow and contact pages agree with the test command."""

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.project_tasks import tasks

ROOT = Path(__file__).parents[2]


def read(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return the commands of the test task, programs by their bare name."""
    task, called = tasks(), []

    def note(*command: str, check: bool = True) -> int:
        called.append([Path(command[0]).name, *command[1:]])
        return 0

    monkeypatch.setattr(task, "install", lambda extras: None)
    monkeypatch.setattr(task, "run", note)
    assert task.test([]) == 0
    return called


def test_a_commit_is_checked_by_what_the_test_command_runs(ran: list[list[str]]) -> None:
    hooks = [h for r in read(".pre-commit-config.yaml")["repos"] for h in r["hooks"]]
    assert {h["id"] for h in hooks} >= {"ruff-check", "ruff-format", "codespell", "mypy"}
    assert all(h["language"] == "system" for h in hooks)  # nothing is downloaded
    for hook in hooks:
        words = [w for w in shlex.split(hook["entry"]) if not w.startswith("-") or w == "-m"]
        assert any(words == command[: len(words)] for command in ran), hook["entry"]


def test_a_failed_check_fails_the_test_command(monkeypatch: pytest.MonkeyPatch) -> None:
    task = tasks()
    monkeypatch.setattr(task, "install", lambda extras: None)
    monkeypatch.setattr(task, "run", lambda *c, check=True: int("codespell" in Path(c[0]).name))
    assert task.test([]) == 1


def test_the_workflow_runs_the_same_command_on_each_python_of_the_package() -> None:
    job = read(".github/workflows/test.yml")["jobs"]["test"]
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [re.fullmatch(r".*Python :: (3\.\d+)", c) for c in about["classifiers"]]
    assert job["strategy"]["matrix"]["python-version"] == [m[1] for m in named if m]
    assert [s["run"] for s in job["steps"] if "run" in s] == [".ci/run"]


def test_no_contact_is_invented() -> None:
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    stated = "".join(p.read_text(encoding="utf-8") for p in ROOT.glob("data/*/dataset.toml"))
    assert [a for a in re.findall(r"[\w.+-]+@[\w.-]+\.\w+", page) if a not in stated] == []


@pytest.mark.parametrize("page", ["SECURITY.md", "CODE_OF_CONDUCT.md"])
def test_the_pages_are_found_from_contributing(page: str) -> None:
    assert f"]({page})" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_figures_of_the_readme_are_those_of_the_pages_it_cites() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    card = (ROOT / "docs" / "france.md").read_text(encoding="utf-8")
    measured = (ROOT / "docs" / "identity.md").read_text(encoding="utf-8")
    counted = re.search(r"([\d,]+) organisations and ([\d,]+) events or ties", readme)
    assert counted
    organisations, events = counted.groups()
    assert f"\n{organisations} organisations, " in card
    assert f" and {events} events or ties, " in card
    for name, shown in re.findall(
        r"\| (precision|recall) of \"same\" \| [^|]+\| \*\*([\d.]+)", measured
    ):
        assert f"{float(shown):.1%}".replace("%", " %") in readme, name
