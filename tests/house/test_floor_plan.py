"""The floor plan: the architecture page names the rooms that exist, and the root stays small."""

import re
import statistics
from pathlib import Path

import pytest
from radon.complexity import cc_visit

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "frenchtech_graph"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if p.name != "__init__.py")
COMPLEX = 15
"""The most ways through a function, by McCabe's count."""
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_the_page_names_each_room_that_exists_and_no_other() -> None:
    rooms = {p.parent.name for p in PACKAGE.glob("*/__init__.py")}
    named = set(re.findall(r"^\| `frenchtech_graph/(\w+)/` \|", PAGE, re.MULTILINE))
    assert named == rooms


def test_every_path_on_the_page_exists() -> None:
    paths = re.findall(r"`((?:frenchtech_graph|ontology|data|queries|benchmarks)/[\w/.]*)`", PAGE)
    assert len(paths) > 15
    assert [p for p in paths if not (ROOT / p).exists()] == []


def test_the_root_has_at_most_six_modules() -> None:
    assert len(list(PACKAGE.glob("*.py"))) <= 6


def test_each_room_says_what_it_is_for() -> None:
    silent = [p for p in PACKAGE.rglob("__init__.py") if not p.read_text("utf-8").startswith('"""')]
    assert silent == []


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def short(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


THE_DOOR = ("api.py", "methods.py")
"""The one door, and the part of it that is generated."""


def test_modules_are_short() -> None:
    assert statistics.median(map(lines, MODULES)) <= 110


@pytest.mark.parametrize("path", [p for p in MODULES if p.name not in THE_DOOR], ids=short)
def test_no_module_is_long(path: Path) -> None:
    assert lines(path) <= 350


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_no_function_is_complex(path: Path) -> None:
    complex_ones = {
        block.fullname: block.complexity
        for block in cc_visit(path.read_text(encoding="utf-8"))
        if block.letter != "C" and block.complexity > COMPLEX
    }
    assert complex_ones == {}
