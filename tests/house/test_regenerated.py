"""Each file that is derived from others is up to date."""

import importlib
from pathlib import Path

import pytest

from tests.support.project_tasks import tasks

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("module", tasks().GENERATORS)
def test_derived_files_are_up_to_date(module: str) -> None:
    files: dict[Path, str | bytes] = importlib.import_module(module).files()
    assert files
    due = [p.relative_to(ROOT).as_posix() for p, text in files.items() if _read(p) != _bytes(text)]
    assert due == [], "rewrite them: python3 tasks.py regenerate"


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content
