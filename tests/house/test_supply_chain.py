"""What the package rests on: locked with hashes, permissive licences, vendored as recorded, built
the same twice.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support import project_tasks

ROOT = Path(__file__).parents[2]
LOCKS = {
    "lock-core.txt": (),
    "lock-all.txt": ("dev", "docs", "fast", "national", "notebooks", "parquet", "serve"),
}
PERMISSIVE = re.compile(
    r"(?i)\b(?:MIT|BSD|Apache|PSF\w*|Python Software"
    r" Foundation|ISC|W3C|Zlib|0BSD|CC0)\b|W3C-2015|PSFL|BSD-\d"
)
COPYLEFT = re.compile(r"(?i)\b[AL]?GPL\b|Affero|EUPL|SSPL|BUSL")


def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    return found


def locked(name: str) -> dict[str, list[tuple[str, list[str]]]]:
    """Return name → versions with their hashes."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    found: dict[str, list[tuple[str, list[str]]]] = {}
    for line in text.splitlines():
        start = re.match(r"(?P<name>[\w.-]+)==(?P<version>[^\s;]+)", line)
        assert start, line
        hashes = re.findall(r"--hash=sha256:([0-9a-f]{64})\b", line)
        found.setdefault(canonicalize_name(start["name"]), []).append((start["version"], hashes))
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_dependency_is_locked_with_hashes(name: str) -> None:
    lock = locked(name)
    stated = project()["dependencies"] + [
        r for extra in LOCKS[name] for r in project()["optional-dependencies"][extra]
    ]
    for requirement in map(Requirement, stated):
        versions = lock[canonicalize_name(requirement.name)]
        assert any(requirement.specifier.contains(v, prereleases=True) for v, _ in versions), (
            requirement
        )
    assert all(hashes for versions in lock.values() for _, hashes in versions)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert "://" not in text and "--index" not in text and "--find-links" not in text


def test_the_core_is_under_permissive_licences() -> None:
    with (ROOT / "requirements" / "licences.csv").open(encoding="utf-8", newline="") as file:
        stated = {canonicalize_name(r["package"]): r["licence"] for r in csv.DictReader(file)}
    assert stated.keys() == locked("lock-core.txt").keys()
    for name, licence in stated.items():
        assert PERMISSIVE.search(licence) and not COPYLEFT.search(licence), (name, licence)


def test_a_package_of_another_system_keeps_its_licence() -> None:
    listed = subprocess.run(
        [sys.executable, "requirements/licences.py", "requirements/lock-core.txt"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    stated = {r["package"]: r["licence"] for r in csv.DictReader(listed.splitlines())}
    assert stated["colorama"] == "BSD License"  # needed on Windows only
    assert "not installed here" not in stated.values()


@pytest.fixture(scope="module")
def tasks() -> ModuleType:
    return project_tasks.tasks()


CLEAN: dict[str, Any] = {"name": "rich", "version": "15.0.0", "vulns": []}
FAULTY = CLEAN | {"name": "idna", "vulns": [{"id": "PYSEC-2024-60", "fix_versions": ["3.7"]}]}
UNASKED: dict[str, Any] = {
    "name": "click",
    "skip_reason": "Dependency not found on PyPI and could not be audited",
}


@pytest.mark.parametrize(
    ("report", "end", "said"),
    [
        (
            json.dumps({"dependencies": [CLEAN], "fixes": []}),
            0,
            "1 of 1 packages asked about, 0 known",
        ),
        (
            json.dumps({"dependencies": [CLEAN, FAULTY]}),
            1,
            "idna 15.0.0: PYSEC-2024-60, mended in 3.7",
        ),
        (json.dumps({"dependencies": [CLEAN, UNASKED]}), 3, "NOT AUDITED, 1 packages"),
        (json.dumps({"dependencies": [FAULTY, UNASKED]}), 1, "NOT AUDITED, 1 packages"),
        ("", 3, "was not reached: no route"),
    ],
    ids=["clean", "vulnerable", "not asked", "both", "no answer"],
)
def test_an_audit_of_what_could_not_be_asked_is_no_clean_audit(
    tasks: ModuleType, report: str, end: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tasks.answered("lock-core.txt", report, "Traceback\nno route\n") == end
    assert said in capsys.readouterr().out


def vendored() -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(
        (ROOT / "requirements" / "vendored.json").read_text(encoding="utf-8")
    )
    return found


@pytest.mark.parametrize("entry", vendored(), ids=lambda e: Path(e["file"]).name)
def test_a_vendored_script_is_the_one_recorded(entry: dict[str, str]) -> None:
    assert hashlib.sha256((ROOT / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    assert entry["holds"] and entry["origin"] and entry["licence"]
    text = (ROOT / entry["licence_file"]).read_text(encoding="utf-8")
    for what in entry["holds"] if entry["licence"] == "MIT" else ():
        assert what in text, what


def test_no_script_is_carried_unrecorded() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*.min.*", "*/vendor/*.js", "*/vendor/*.css", "*.bundle.*"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("no git checkout")
    own = {
        "frenchtech_graph/views/map/vendor/sigma.entry.js",
        "frenchtech_graph/views/server/vendor/codemirror.entry.js",
    }
    assert set(listed.stdout.split()) - own == {e["file"] for e in vendored()}


@pytest.mark.slow
def test_the_package_is_built_reproducibly(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    built = []
    for name in ("one", "another-place"):
        tree = tmp_path / name / "frenchtech-graph"
        kept = shutil.ignore_patterns(
            ".git", ".venv*", "out", "*cache*", "tests", "notebooks", ".hypothesis", "dist"
        )
        shutil.copytree(ROOT, tree, ignore=kept)
        for path in tree.rglob("*"):
            os.utime(path, (1_700_000_000 + len(name), 1_700_000_000 + len(name)))
        environment = os.environ | {
            "SOURCE_DATE_EPOCH": "1767225600",
            "PYTHONHASHSEED": str(len(name)),
        }
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-d", str(tmp_path / name / "dist")],
            cwd=tree,
            env=environment,
            check=True,
            capture_output=True,
        )
        built.append(
            {
                p.name: hashlib.sha256(p.read_bytes()).hexdigest()
                for p in (tmp_path / name / "dist").iterdir()
            }
        )
    assert sorted(Path(n).suffix for n in built[0]) == [".gz", ".whl"]
    assert built[0] == built[1]


def test_each_shipped_table_has_a_licence() -> None:
    command = [sys.executable, "requirements/table_licences.py"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    rows = [line.split("\t") for line in found.stdout.splitlines()]
    assert {"data/lille/ties.csv", "data/registers/ror.jsonl.gz"} <= {name for name, _, _ in rows}
    unstated = [name for name, licence, _ in rows if not licence.startswith("https://")]
    facts = ["data/masses/professions.csv", "data/registers/next40.csv.gz"]
    assert unstated == facts  # 17 rows of the census; names, years and tiers
