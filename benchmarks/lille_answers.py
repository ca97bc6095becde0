"""What the questions of the catalogue answered on Lille before the model for a country, and today.

`python -m benchmarks.lille_answers` writes docs/lille-answers.md: for each question of commit 3e8eb7e the
rows then and now, how many are the same, gone and new, and why. The answers of that commit stand in
`tests/expected/lille-3e8eb7e/`, those of today in `tests/expected/queries/`; addresses are compared
by what they name, wherever a thing stands under now.
"""

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
BEFORE = ROOT / "tests" / "expected" / "lille-3e8eb7e"
TODAY = ROOT / "tests" / "expected" / "queries"
PAGE = ROOT / "docs" / "lille-answers.md"
_SEGMENT = re.compile(r"(https://w3id\.org/fte/id/)(?!actor/|place/|claim/|tie/)[a-z]+/")
_HEAD = """# Answers on Lille, before and after the model for a country

Written by `python -m benchmarks.lille_answers`. It compares the answers to every question of the
catalogue of commit 3e8eb7e, with its example, on the graph of Lille then and now. Rows are compared in the
columns that both answers have, and addresses by their resource. A test fails when an
answer changes without a reason here.

"""


@dataclass(frozen=True)
class Change:
    """How an answer differs: rows then and now, rows gone and new, columns gone and new."""

    question: str
    before: int
    today: int
    gone: int
    new: int
    columns_gone: tuple[str, ...]
    columns_new: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether all rows, in the columns of both, are the same."""
        return not (self.gone or self.new or self.columns_gone or self.columns_new)


def changes() -> Iterator[Change]:
    """Yield how each answer of then differs from that of today."""
    for path in sorted(BEFORE.glob("*.csv")):
        before, old = _rows(path)
        today, now = _rows(TODAY / path.name)
        shared = [c for c in old if c in now] or old
        one, other = _counted(before, shared), _counted(today, shared)
        gone, new = (one - other).total(), (other - one).total()
        added = tuple(c for c in now if c not in old)
        lost = tuple(c for c in old if c not in now) if now else ()
        yield Change(path.stem, len(before), len(today), gone, new, lost, added)


def reasons() -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return the reasons by name, and the names of those of each question."""
    stated = tomllib.loads((BEFORE / "reasons.toml").read_text(encoding="utf-8"))
    return stated["reason"], stated["questions"]


def page() -> str:
    """Return the page: the reasons, the answers that changed, those that did not."""
    words, of = reasons()
    found = list(changes())
    lines = ["| reason | what changed |", "| --- | --- |"]
    lines += [f"| {name} | {text} |" for name, text in words.items()]
    lines += ["", "| question | rows then | rows now | gone | new | columns | why |"]
    lines += ["| --- | ---: | ---: | ---: | ---: | --- | --- |"]
    lines += [_line(c, of.get(c.question, ())) for c in found if not c.same]
    same = ", ".join(f"`{c.question}`" for c in found if c.same)
    count = sum(c.same for c in found)
    lines += ["", f"The same, row for row ({count} of {len(found)}): {same}.", ""]
    return _HEAD + "\n".join(lines)


def _line(change: Change, why: Sequence[str]) -> str:
    columns = ", ".join(
        [f"+{c}" for c in change.columns_new] + [f"−{c}" for c in change.columns_gone]
    )
    counts = (change.before, change.today, change.gone, change.new)
    cells = (f"`{change.question}`", *map(str, counts), columns, ", ".join(why))
    return f"| {' | '.join(cells)} |"


def _rows(path: Path) -> tuple[list[dict[str, str]], list[str]]:
    if not path.exists():
        return [], []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader), list(reader.fieldnames or ())


def _counted(rows: Sequence[dict[str, str]], columns: Sequence[str]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(_SEGMENT.sub(r"\1", row.get(c) or "") for c in columns) for row in rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
