"""One harness under atheris: `python -m fuzz.engine ROOM NAME SECONDS FOLDER`; `python -m fuzz`
starts it.

Findings do not stop the run: each place in our code that raised something unclear is told once,
with the first input that did it, which is kept in the folder.
"""

import sys
import time
import traceback
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["frenchtech_graph"]):
    from fuzz.harnesses import Harness, of_room

    HARNESS: Harness = of_room(sys.argv[1])[sys.argv[2]]  # imports what it tests

SLOW = 5.0
"""Seconds of processor time one input may take."""
_LARGEST_INPUT = 1 << 16


class Findings:
    """What was found, each place once."""

    def __init__(self, harness: Harness, folder: Path) -> None:
        self.harness, self.folder = harness, folder
        self.known: set[str] = set()

    def try_(self, data: bytes) -> None:
        """Run one input."""
        begin = time.process_time()
        error = self.harness.finding(data)
        passed = time.process_time() - begin
        if error is not None:
            self._tell(_place(error), "".join(traceback.format_exception(error)), data)
        elif passed > SLOW:
            self._tell("slow", f"{passed:.1f} s of processor time\n", data)

    def _tell(self, place: str, text: str, data: bytes) -> None:
        if place in self.known:
            return
        self.known.add(place)
        file = self.folder / f"{self.harness.name}-{len(self.known)}.input"
        file.write_bytes(data)
        file.with_suffix(".txt").write_text(text, encoding="utf-8", errors="replace")
        print(f"FINDING {self.harness.name}: {place}: {file}", flush=True)


def _place(error: BaseException) -> str:
    frames = [
        f for f in traceback.extract_tb(error.__traceback__) if "fuzz/harnesses" not in f.filename
    ]
    ours = [f for f in frames if "frenchtech_graph" in f.filename] or frames
    return f"{type(error).__name__} {Path(ours[-1].filename).name}:{ours[-1].lineno}"


def main() -> None:
    """Run a harness for some seconds."""
    harness, name = HARNESS, HARNESS.name
    seconds, folder = int(sys.argv[3]), Path(sys.argv[4])
    corpus = folder / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(harness.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
    findings = Findings(harness, folder)

    def mutated(data: bytes, most: int, seed: int) -> bytes:
        chance = Random(seed)
        found = (
            atheris.Mutate(data, most)
            if data and chance.random() < 0.15
            else harness.mutate(data, chance)
        )
        return bytes(found[:most])

    arguments = [
        f"-max_total_time={seconds}",
        f"-max_len={_LARGEST_INPUT}",
        "-len_control=0",
        "-timeout=300",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
        f"-artifact_prefix={folder}/{name}-",
    ]
    atheris.Setup([name, *arguments, str(corpus)], findings.try_, custom_mutator=mutated)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
