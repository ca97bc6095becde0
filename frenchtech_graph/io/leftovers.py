"""Find and remove files that killed runs left in folders."""

import os
import re
import shutil
import sys
from pathlib import Path

TEMPORARY = "frenchtech-graph-"
"""How the names of temporary folders begin."""
LONGEST_NAME = 100
"""Characters of the target's name that the hidden one repeats: file systems limit names."""
BEING_WRITTEN: set[str] = set()
"""Hidden names of files that this process is writing."""
_LEFT = re.compile(r"^\..*\.(?P<process>\d+)\.[0-9a-f]{6}\.new$")


def leftovers(folder: Path, name: str | None = None) -> list[Path]:
    """Return files that killed writers left in a folder, sorted.

    `name` restricts them to one target.
    """
    if not folder.is_dir():
        return []
    begin = f".{name[:LONGEST_NAME]}." if name else "."
    found = ((p, _LEFT.match(p.name)) for p in folder.iterdir() if p.name.startswith(begin))
    return sorted(
        p for p, m in found if m and p.name not in BEING_WRITTEN and not _runs(int(m["process"]))
    )


def temporary_leftovers(folder: Path) -> list[Path]:
    """Return the temporary folders of killed processes, sorted."""
    found = (
        (p, p.name.removeprefix(TEMPORARY).partition("-")[0]) for p in folder.glob(f"{TEMPORARY}*")
    )
    return sorted(
        p
        for p, number in found
        if number.isdecimal() and int(number) != os.getpid() and not _runs(int(number))
    )


def _runs(process: int) -> bool:
    """Return whether another process runs on this machine.

    A process without access counts as running.
    """
    if process == os.getpid() or sys.platform == "win32":
        return process != os.getpid()
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is not ours to ask
        pass
    return True


def remove(path: Path) -> None:
    """Remove a file or a folder if it exists and can be removed."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    elif path.exists():
        path.unlink(missing_ok=True)
