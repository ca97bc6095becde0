"""`python -m fuzz --minutes 10 [--only NAME]`: run the harnesses one after another and tell how
often each ran.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from fuzz.harnesses import ROOMS, of_room


def main() -> int:
    """Run harnesses; return 1 if one of them found something."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="for all harnesses together")
    parser.add_argument(
        "--only", action="append", default=[], metavar="NAME", help="harness; repeat for several"
    )
    parser.add_argument(
        "--out", type=Path, default=None, help="folder of findings; a new one unless given"
    )
    asked = parser.parse_args()
    known = {name: room for room in ROOMS for name in of_room(room)}
    chosen = [n for n in known if not asked.only or any(n.startswith(o) for o in asked.only)]
    if not chosen:
        parser.error(f"harnesses: {', '.join(known)}")
    folder = asked.out or Path(tempfile.mkdtemp(prefix="fuzz-"))
    folder.mkdir(parents=True, exist_ok=True)
    seconds = max(1, round(asked.minutes * 60 / len(chosen)))
    runs = {name: _run(known[name], name, seconds, folder) for name in chosen}
    print(f"\n{'harness':<28}{'executions':>12}{'findings':>10}")
    for name, (count, findings) in runs.items():
        print(f"{name:<28}{count:>12,}{findings:>10}")
    total, found = (sum(column) for column in zip(*runs.values(), strict=True))
    print(f"{'all':<28}{total:>12,}{found:>10}")
    if found:
        print(f"Findings: {folder}")
    return int(found > 0)


def _run(room: str, name: str, seconds: int, folder: Path) -> tuple[int, int]:
    """Run one harness in a process of its own; return how often it ran and how much it found."""
    command = [sys.executable, "-m", "fuzz.engine", room, name, str(seconds), str(folder)]
    ended = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    told = ended.stdout + ended.stderr
    findings = [line for line in told.splitlines() if line.startswith("FINDING")]
    counted = re.findall(r"(?:number_of_executed_units:\s+|^#|Done )(\d+)", told, re.MULTILINE)
    stopped = ended.returncode != 0
    count = int(max(counted, key=int, default="0"))
    print(
        *findings,
        f"{name}: {count:,} executions" + (", stopped early" if stopped else ""),
        sep="\n",
        flush=True,
    )
    if stopped:
        (folder / f"{name}.log").write_text(told[-20_000:], encoding="utf-8")
    return count, len(findings) + (stopped and not findings)


if __name__ == "__main__":
    sys.exit(main())
