"""How well investor strings are parsed: a random sample of strings with their parses, to be read by
eye.

``python -m benchmarks.investors FOLDER [--seed N] [--size N] [--marked]`` draws from the distinct
investor strings of the tracker files in FOLDER (``funding_2023.csv``, ``funding_2024.csv``,
``funding_2024_v2_enriched.csv``, ``funding_2025.json``), leaves out the 60 of the tests, and prints
each string with its parse: * lead, ~ person, % lender, > the fund it invests through, < who manages
it. ``--marked`` draws among the strings that hold more than names and commas: brackets, semicolons,
"and", "with", "via". ``--differences FILE`` prints the strings whose parse is no longer that of
FILE, a page printed before.

The strings have no licence: nothing that is drawn belongs into the project. What reading them gave
stands in ``docs/sources.md``.
"""

import argparse
import json
import random
import re
import sys
from pathlib import Path

from frenchtech_graph.ingest.connectors.rounds.investor_names import Mention
from frenchtech_graph.ingest.connectors.rounds.investors import parse_investors
from frenchtech_graph.ingest.framework.mapping import load
from frenchtech_graph.ingest.framework.values import text

FILES = {
    "rounds2023": "funding_2023.csv",
    "rounds2024": "funding_2024.csv",
    "rounds2024v2": "funding_2024_v2_enriched.csv",
    "rounds2025": "funding_2025.json",
}
UGLIEST = Path(__file__).resolve().parents[1] / "tests" / "fixtures" / "investors" / "ugliest.json"

MARKS = re.compile(r"[(;:&]|\b(?:and|with|via|led|lead|plus|including|from|by)\b", re.IGNORECASE)


def strings(folder: Path) -> list[str]:
    """Return the distinct investor strings of the trackers but the 60 of the tests, sorted."""
    taken = {
        text(case["text"]) for case in json.loads(UGLIEST.read_text(encoding="utf-8"))["strings"]
    }
    found = {
        r["investors"] for name, file in FILES.items() for r in load(name).records(folder / file)
    }
    return sorted(found - taken - {""})


def shown(mention: Mention) -> str:
    """Return a mention on one line."""
    marks = "".join(
        m for m, on in (("*", mention.lead), ("~", mention.person), ("%", mention.lender)) if on
    )
    vehicle = f" {'<' if mention.managed else '>'} {mention.vehicle}" if mention.vehicle else ""
    return f"{mention.name} {marks}".rstrip() + vehicle


def page(drawn: list[str]) -> str:
    """Return strings with their parses, numbered."""
    parts = [
        f"{n}. {s}\n    = {' | '.join(map(shown, parse_investors(s)))}"
        for n, s in enumerate(drawn, start=1)
    ]
    return "\n".join(parts) + "\n"


def main() -> None:
    """Print a sample, or what has changed in one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=20261127)
    parser.add_argument("--size", type=int, default=200)
    parser.add_argument("--marked", action="store_true")
    parser.add_argument("--differences", type=Path)
    asked = parser.parse_args()
    frame = [s for s in strings(asked.folder) if not asked.marked or MARKS.search(s)]
    drawn = page(random.Random(asked.seed).sample(frame, asked.size))
    if asked.differences:
        before = asked.differences.read_text(encoding="utf-8").splitlines()
        now = drawn.splitlines()
        drawn = "".join(
            f"{s}\n  - {b}\n  + {n}\n"
            for s, b, n in zip(now[::2], before[1::2], now[1::2], strict=True)
            if b != n
        )
    sys.stdout.write(drawn)
    sys.stderr.write(f"{len(frame)} distinct strings, {asked.size} drawn with seed {asked.seed}\n")


if __name__ == "__main__":
    main()
