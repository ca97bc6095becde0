"""The floor plan: the architecture page names the rooms that exist, and the root stays small."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "frenchtech_graph"
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
