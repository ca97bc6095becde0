"""Run all benchmarks, one after another, each in a process of its own; write docs/performance.md
and its chart.

python -m benchmarks                        # everything, at full size
python -m benchmarks --scale 0.05           # a twentieth of it
python -m benchmarks --only queries --json  # some modules, rows as JSON, no file written
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from benchmarks.ecosystem import KEPT
from benchmarks.report import table, write
from benchmarks.rows import Row

# In the order of the table.
MODULES = (
    "build",
    "queries",
    "networks",
    "validation",
    "measures",
    "gaps",
    "startup",
    "cancelling",
    "hostile",
    "attacks",
    "endpoint_peers",
    "scaling",
    "national",
    "elsewhere",
    "capacity",
    "publishing",
    "beside_before",
)
MINUTES = 15


def rows_of(module: str, scale: float) -> list[Row]:
    """Run a module in a process of its own; its failure is a row too."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.json"
        command = [
            sys.executable,
            "-m",
            "benchmarks",
            "--run",
            module,
            "--scale",
            str(scale),
            "--out",
            str(file),
        ]
        try:
            done = subprocess.run(
                command,
                stdout=2,
                stderr=subprocess.PIPE,
                text=True,
                timeout=MINUTES * 60,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return [
                Row(
                    module,
                    "",
                    "",
                    None,
                    None,
                    None,
                    f"not measured: stopped after {MINUTES} minutes",
                )
            ]
        if done.returncode or not file.is_file():
            sys.stderr.write(done.stderr)
            reason = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
            return [Row(module, "", "", None, None, None, f"not measured: {reason}")]
        return [Row(**row) for row in json.loads(file.read_text())]


def main() -> None:
    """Run what is asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full sizes")
    parser.add_argument(
        "--only", action="append", choices=MODULES, help="this module alone; may be repeated"
    )
    parser.add_argument("--json", action="store_true", help="print the rows as JSON")
    parser.add_argument(
        "--out", type=Path, default=Path("docs/performance.md"), help="document of a whole run"
    )
    parser.add_argument("--run", choices=MODULES, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.run:
        rows = import_module(f"benchmarks.{asked.run}").rows(asked.scale)
        asked.out.write_text(json.dumps([asdict(row) for row in rows]))
        return
    started, found = time.perf_counter(), []
    with tempfile.TemporaryDirectory() as kept:
        os.environ.setdefault(KEPT, kept)
        for module in asked.only or MODULES:
            print(f"{time.perf_counter() - started:6.0f} s  {module}", file=sys.stderr, flush=True)
            found += rows_of(module, asked.scale)
    minutes = (time.perf_counter() - started) / 60
    if asked.json:
        print(
            json.dumps(
                [asdict(row) | {"met": row.met} for row in found], ensure_ascii=False, indent=1
            )
        )
    elif asked.only:
        print("\n".join(table(found)))
    else:
        write(found, asked.out, scale=asked.scale, minutes=minutes)


if __name__ == "__main__":
    main()
