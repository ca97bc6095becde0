"""Mutation testing: small faults put into a module, one at a time; tests that miss one are too weak.

    python tests/support/mutants.py --area gaps --seed 29 --most 200 --minutes 10 [--record FILE]

Runners that are published start Python anew for each mutant: five seconds of imports for a tenth of
a second of tests. Here one process collects the tests and forks for each mutant; the child puts the
code with the fault into the functions, classes and constants of the module. All runs in a copy of
the project whose file holds the fault, so that processes that tests start see it, too. A first run
of all tests notes which ones pass through which lines: only those that pass through the function of
a mutant run, the quick ones first, up to the first that fails. A line that is read at the import is
tried with all tests.

A mutant survives if all its tests pass. It is killed if one fails, or if they take ten times
their time. The record has a line of JSON for each mutant; a run goes on where the record ends.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import importlib
import json
import os
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import types
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
AREAS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "judging": (
        ("identity/judging.py", "identity/strength.py"),
        (
            "tests/identity/test_identity.py",
            "tests/identity/test_identity_false_merges.py",
            "tests/identity/test_strength_of_clues.py",
        ),
    ),
    "gaps": (
        ("findings/gaps/grades.py",),
        ("tests/findings/test_grades.py", "tests/findings/test_gaps.py"),
    ),
    "removal": (
        ("ingest/removals.py", "ingest/removed_names.py"),
        (
            "tests/ingest/test_removed_names.py",
            "tests/ingest/test_removed_records.py",
            "tests/ingest/test_every_way_of_a_name.py",
        ),
    ),
    "network": (
        ("io/destinations.py", "io/network_policy.py"),
        (
            "tests/io/test_network_policy.py",
            "tests/io/test_fetch_destinations.py",
            "tests/io/test_fetch_manners.py",
            "tests/io/test_fetch_faults.py",
        ),
    ),
    "endpoint": (
        ("views/server/requests.py", "views/server/guard.py"),
        ("tests/views/test_server_requests.py", "tests/views/test_server_attacks.py"),
    ),
}
"""Area → modules of the package, files of tests that are about them."""
_ARGUMENTS = ["-n", "0", "-p", "no:cacheprovider", "--no-header", "-W", "ignore"]
_SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div,
    ast.Div: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One fault: the file, where, which change, and the line before and after."""

    file: str
    line: int
    at: int
    change: str
    before: str
    after: str


def mutants(file: str, source: str) -> Iterator[tuple[Mutant, str]]:
    """Yield each small fault of a module with the text of the module that has it."""
    tree = ast.parse(source)
    spots = list(_spots(tree))
    for number, (node, change) in enumerate(spots):
        changed = copy.deepcopy(tree)
        twin = list(_spots(changed))[number][0]
        before = ast.unparse(_statement(tree, node))
        _apply(twin, change)
        text = ast.unparse(ast.fix_missing_locations(changed))
        after = ast.unparse(_statement(changed, twin))
        if before != after:
            line: int = getattr(node, "lineno", 0)
            yield Mutant(file, line, number, change, before.split("\n")[0][:160],
                         after.split("\n")[0][:160]), text  # fmt: skip


def _statement(tree: ast.AST, node: ast.AST) -> ast.AST:
    """Return the innermost statement around a node, without the body of a compound one."""
    inside = [s for s in ast.walk(tree) if isinstance(s, ast.stmt) and any(n is node for n in ast.walk(s))]  # fmt: skip
    found = (
        copy.deepcopy(min(inside, key=lambda s: sum(1 for _ in ast.walk(s)))) if inside else node
    )
    if getattr(found, "body", None) and isinstance(found, ast.stmt):
        found.body = [ast.Pass()]  # type: ignore[attr-defined]
    return found


def _spots(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Yield what can be changed and how: no annotation, no docstring, no text of a message."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            if getattr(node, name, None) is not None:
                skipped |= {id(n) for n in ast.walk(getattr(node, name))}
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            skipped |= {id(n) for n in ast.walk(node)}
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                skipped |= {id(n) for n in ast.walk(decorator)}
    for node in ast.walk(tree):
        if id(node) not in skipped:
            yield from ((node, change) for change in _changes(node))


def _changes(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _SWAPPED:
        yield "comparison"
    elif isinstance(node, ast.BoolOp):
        yield "and-or"
    elif isinstance(node, ast.BinOp) and type(node.op) in _SWAPPED:
        yield "arithmetic"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not"
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield "flip"
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield "number"
    elif isinstance(node, ast.Return) and node.value is not None:
        if not (isinstance(node.value, ast.Constant) and node.value.value in (None, True, False)):
            yield "return-none"
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield "never"
        if not isinstance(node, ast.While):
            yield "always"
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield "unfiltered"
    elif isinstance(node, ast.Raise):
        yield "no-raise"
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield "no-call"
    elif isinstance(node, ast.Continue | ast.Break):
        yield "pass"


def _apply(node: Any, change: str) -> None:
    """Put a fault into a node, in place."""
    if change == "comparison":
        node.ops[0] = _SWAPPED[type(node.ops[0])]()
    elif change in ("and-or", "arithmetic"):
        node.op = _SWAPPED[type(node.op)]()
    elif change == "not":
        node.operand = ast.UnaryOp(ast.Not(), node.operand)
    elif change == "flip":
        node.value = not node.value
    elif change == "number":
        node.value = node.value + 1
    elif change == "return-none":
        node.value = ast.Constant(None)
    elif change in ("never", "always"):
        node.test = ast.Constant(change == "always")
    elif change == "unfiltered":
        node.ifs = []
    else:  # a statement that goes: the node becomes a harmless one
        node.__class__ = ast.Pass
        for name in ("value", "exc", "cause"):
            node.__dict__.pop(name, None)


def put_in(module: types.ModuleType, text: str) -> None:
    """Give the functions, classes and constants of a module those of another text.

    Other modules hold the same functions, so their code is exchanged; constants are handed to who
    imported them by name.
    """
    made: dict[str, Any] = {n: module.__dict__[n] for n in module.__dict__ if n.startswith("__")}
    exec(compile(text, module.__file__ or "", "exec"), made)
    for name, old in list(module.__dict__.items()):
        if name.startswith("__") or name not in made:
            continue
        if isinstance(old, type) and old.__module__ == module.__name__:
            for part, value in list(vars(old).items()):
                new = vars(made[name]).get(part)
                if _closes_over_another(value, new) or _is_new_constant(value, new):
                    setattr(old, part, new)
        elif _is_new_constant(old, made[name]):
            for other in list(sys.modules.values()):
                if getattr(other, "__dict__", {}).get(name) is old:
                    setattr(other, name, made[name])


_PLAIN = (bool, int, float, str, tuple, list, frozenset, set, dict, re.Pattern)


def _is_new_constant(old: Any, new: Any) -> bool:
    """Put the code of functions into each other; tell whether they are constants that differ."""
    return not _exchanged(old, new) and isinstance(old, _PLAIN) and bool(old != new)


def _closes_over_another(old: Any, new: Any) -> bool:
    """Tell whether code alone would not do: functions of a class that hold other values."""
    if not isinstance(old, types.FunctionType) or not isinstance(new, types.FunctionType):
        return False
    names = set(old.__code__.co_freevars) | set(new.__code__.co_freevars)
    lost = "__class__" in old.__code__.co_freevars and not new.__code__.co_freevars
    return lost or bool(names - {"__class__"})


def _exchanged(old: Any, new: Any) -> bool:
    """Put the code of a function into another of the same name; tell whether they are functions."""
    if isinstance(old, property):
        return _exchanged(old.fget, new.fget)
    old, new = getattr(old, "__func__", old), getattr(new, "__func__", new)
    if hasattr(old, "cache_clear"):
        old.cache_clear()
    old, new = getattr(old, "__wrapped__", old), getattr(new, "__wrapped__", new)
    if not isinstance(old, types.FunctionType) or not isinstance(new, types.FunctionType):
        return False
    if len(old.__code__.co_freevars) == len(new.__code__.co_freevars):
        old.__code__ = new.__code__
    old.__defaults__, old.__kwdefaults__ = new.__defaults__, new.__kwdefaults__
    return True


class Trials:
    """A plugin of pytest that tries mutants instead of running the tests once."""

    def __init__(self, given: argparse.Namespace, copied: Path) -> None:
        self.given, self.record = given, given.record
        self.places = {m: copied / "frenchtech_graph" / m for m in AREAS[given.area][0]}
        self.sources = {m: p.read_text(encoding="utf-8") for m, p in self.places.items()}

    def pytest_runtestloop(self, session: Any) -> bool:
        _warm()
        self.items = {i.nodeid: i for i in session.items}
        code, text = in_a_fork(self._first_run, 900)
        if code or not text:
            raise SystemExit(f"the first run of the tests failed ({code})")
        first = json.loads(text)
        self.passed = first["found"]
        every = [pair for m, source in self.sources.items() for pair in mutants(m, source)]
        chosen = random.Random(self.given.seed).sample(every, min(self.given.most, len(every)))
        seconds = sum(t for t, _ in self.passed.values())
        print(f"{self.given.area}: {len(chosen)} of {len(every)} mutants, {len(self.passed)} tests,"
              f" {seconds:.0f} s; failed: {first['failed']}", file=sys.__stderr__, flush=True)  # fmt: skip
        self._try_all(chosen)
        return True

    def _first_run(self, out: int) -> int:
        files = {str(p) for p in self.places.values()}
        found: dict[str, tuple[float, list[tuple[str, int]]]] = {}
        failed = []
        self.items = {n: i for n, i in self.items.items() if not _is_long(n, self.given.without)}
        every = list(self.items.values())
        for name, item, following in zip(self.items, every, [*every[1:], None], strict=True):
            lines: set[tuple[str, int]] = set()

            def traced(frame: Any, _event: str, _arg: Any, lines: Any = lines) -> Any:
                if frame.f_code.co_filename not in files:
                    return None
                lines.add((frame.f_code.co_filename, frame.f_lineno))
                return traced

            start = time.perf_counter()
            threading.settrace(traced)
            sys.settrace(traced)
            outcome = outcome_of(item, following)
            sys.settrace(None)
            if outcome == "failed":
                failed.append(name)
            elif outcome == "passed" and time.perf_counter() - start <= self.given.quick:
                found[name] = (time.perf_counter() - start, sorted(lines))
        with os.fdopen(out, "w") as file:
            json.dump({"found": found, "failed": failed}, file)
        return 0

    def _try_all(self, chosen: list[tuple[Mutant, str]]) -> None:
        done = {}
        if self.record.exists():
            lines = self.record.read_text(encoding="utf-8").splitlines()
            done = {(r["file"], r["at"]): r for r in map(json.loads, lines)}
        end = time.monotonic() + self.given.minutes * 60
        for mutant, text in chosen:
            if time.monotonic() > end or (mutant.file, mutant.at) in done:
                continue
            place = self.places[mutant.file]
            tests = self._through(mutant)
            limit = 10 * sum(self.passed[t][0] for t in tests) + 10
            place.write_text(text, encoding="utf-8")
            code, by = in_a_fork(partial(self._tried, mutant, text, tests), limit)
            place.write_text(self.sources[mutant.file], encoding="utf-8")
            row = asdict(mutant) | {
                "area": self.given.area,
                "outcome": "survived" if code == 0 else "killed",
                "by": by or ("" if code == 0 else "time" if code == -1 else "import"),
                "tests": len(tests),
            }
            done[mutant.file, mutant.at] = row
            with self.record.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        killed = sum(r["outcome"] == "killed" for r in done.values())
        print(f"{self.given.area}: {killed} of {len(done)} killed"
              f" ({100 * killed / max(1, len(done)):.1f} %)", file=sys.__stderr__)  # fmt: skip

    def _tried(self, mutant: Mutant, text: str, tests: list[str], out: int) -> int:
        name = "frenchtech_graph." + mutant.file.removesuffix(".py").replace("/", ".")
        put_in(importlib.import_module(name), text)
        following = [*(self.items[t] for t in tests[1:]), None]
        for test, after in zip(tests, following, strict=True):
            if outcome_of(self.items[test], after) == "failed":
                os.write(out, test.encode())
                return 1
        return 0

    def _through(self, mutant: Mutant) -> list[str]:
        """Return the tests that run the function of a mutant, the quick ones first; else all.

        Tests of one file stay together: they share what is set up for it.
        """
        place, line = str(self.places[mutant.file]), mutant.line
        around = [
            f
            for f in ast.walk(ast.parse(self.sources[mutant.file]))
            if isinstance(f, ast.FunctionDef | ast.AsyncFunctionDef)
            and f.body[0].lineno <= line <= (f.end_lineno or 0)
        ]
        found = list(self.passed)
        if around:
            inner = min(around, key=lambda f: (f.end_lineno or 0) - f.lineno)
            span = range(inner.body[0].lineno, (inner.end_lineno or 0) + 1)
            through = [
                t for t, (_, lines) in self.passed.items()
                if any(p == place and n in span for p, n in lines)
            ]  # fmt: skip
            found = through or found
        quickest: dict[str, float] = {}
        for test in found:
            file = test.partition("::")[0]
            quickest[file] = min(quickest.get(file, 1e9), self.passed[test][0])
        return sorted(found, key=lambda t: (quickest[t.partition("::")[0]], self.passed[t][0]))


def _warm() -> None:
    """Read what is read once and has nothing to do with any area, so that no child must."""
    from frenchtech_graph.model import ontology, places

    ontology.load()
    places.load()


def _is_long(name: str, without: str) -> bool:
    return any(part in name for part in without.split(",") if part)


def outcome_of(item: Any, following: Any) -> str:
    """Run one test; return what became of it: passed, failed or skipped."""
    from _pytest.runner import runtestprotocol

    reports = runtestprotocol(item, nextitem=following, log=False)
    if any(r.failed for r in reports):
        return "failed"
    return "skipped" if any(r.skipped for r in reports) else "passed"


def in_a_fork(work: Callable[[int], int], limit: float) -> tuple[int, str]:
    """Run a function in a child; return its exit code and what it wrote. -1: it took too long."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        os.close(reading)
        code = 3
        with contextlib.suppress(BaseException):
            code = work(writing)
        os._exit(code)
    os.close(writing)
    text, end, code = b"", time.monotonic() + limit, 0
    while not code:
        ready, _, _ = select.select([reading], [], [], max(0.0, end - time.monotonic()))
        piece = os.read(reading, 1 << 16) if ready else b""
        text += piece
        if not ready:
            code = -1
        elif not piece:
            break
    os.close(reading)
    if code:
        _ended(child)
    _, status = os.waitpid(child, 0)
    _ended(child)
    return code or os.waitstatus_to_exitcode(status), text.decode()


def _ended(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def main(given: argparse.Namespace) -> None:
    """Copy the project, and start again in the copy."""
    if given.copied is None:
        with tempfile.TemporaryDirectory() as folder:
            copied = Path(folder) / "project"
            left = (".git", "__pycache__", "out", ".*_cache", "node_modules")
            shutil.copytree(ROOT, copied, symlinks=True, ignore=shutil.ignore_patterns(*left))
            told = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(copied)}
            record = ["--record", str(given.record.resolve()), "--copied", str(copied)]
            again = [sys.executable, __file__, *sys.argv[1:], *record]
            subprocess.run(again, cwd=copied, env=os.environ | told, check=True)
        return
    import pytest

    more = ["--slow"] if given.slow else []
    pytest.main([*_ARGUMENTS, *more, *AREAS[given.area][1]], plugins=[Trials(given, given.copied)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Try small faults that tests must find.")
    parser.add_argument("--area", choices=list(AREAS), required=True)
    parser.add_argument("--seed", type=int, default=29)
    parser.add_argument("--most", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--record", type=Path, required=True)
    parser.add_argument("--without", default="", help="parts of names of tests that take long")
    parser.add_argument(
        "--quick", type=float, default=1.0, help="seconds of the longest test taken"
    )
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("--copied", type=Path, default=None, help=argparse.SUPPRESS)
    main(parser.parse_args())
