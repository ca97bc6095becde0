"""The answers of an import in a terminal are kept if its last question is answered with no."""

import os
import pty
import subprocess
import sys
from pathlib import Path


def test_no_at_the_end_keeps_the_answers(tmp_path: Path) -> None:
    file = tmp_path / "firms.csv"
    file.write_text("Startup;Création\nSkyPallet;2015-2016\nSky Pallet;2017\n", encoding="utf-8")
    ours, theirs = pty.openpty()
    os.write(ours, b"+StartUp\nn\n")
    command = [sys.executable, "-m", "frenchtech_graph", "import", str(file)]
    done = subprocess.run(
        [*command, "--out", str(tmp_path / "out"), "--lang", "fr"],
        stdin=theirs,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 2, done.stderr
    kept = (tmp_path / "firms.mapping.toml").read_text(encoding="utf-8")
    assert '"Sky Pallet" = "StartUp"' in kept
    assert not (tmp_path / "out").exists()
