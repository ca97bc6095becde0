"""Each file that is derived from others is up to date."""

import importlib
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def tasks() -> ModuleType:
    spec = importlib.util.spec_from_file_location("project_tasks", ROOT / "tasks.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("module", tasks().GENERATORS)
def test_derived_files_are_up_to_date(module: str) -> None:
    files: dict[Path, str] = importlib.import_module(module).files()
    assert files
    due = [p.relative_to(ROOT).as_posix() for p, text in files.items() if _read(p) != text]
    assert due == [], "rewrite them: python3 tasks.py regenerate"


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
