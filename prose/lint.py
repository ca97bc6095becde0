"""Find the sentences that `style.toml` advises against, in docs, docstrings and messages.

`python -m prose.lint` prints them for the files that must be clean; `python -m prose.lint FILE`
prints those of a file. `ratchet.toml` lists how many sentences the other files may still have.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
GENERATED = frozenset(
    f"docs/{name}.md"
    for name in ("api", "cli", "cli.fr", "findings", "france", "france.fr", "label-holders")
) | {"docs/rankings.md", "docs/template.md"}
"""Pages made from texts that are read elsewhere, or from data."""
PLAIN = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md")
DATA_WORDS = ("connectors", "ask", "locale")
"""Folders whose TOML files have words of sources, not messages."""
_SPLIT = re.compile(r"(?<=[.!?:])\s+(?=[A-ZÀÉÈ«“`(])")
_BLOCK = re.compile(r"^( *)(```|~~~).*?^\1\2", re.S | re.M)
_INDENTED = re.compile(r"\n\n(?: {4}.*\n?|\n)+")
"""A block of code in a docstring, as in Markdown."""
_ITEM = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*|#>]|\d+\.) )")
_FRENCH_PART = re.compile(r"^## En (?:français|bref).*?(?=^## |\Z)", re.S | re.M)


class Sentence(NamedTuple):
    """A sentence of ours, and its language: `english` or `french`."""

    language: str
    text: str


@dataclass(frozen=True)
class Rule:
    """A construction that we avoid."""

    name: str
    pattern: re.Pattern[str]
    but: re.Pattern[str] | None
    instead: str

    def finds(self, text: str) -> bool:
        """Return whether a sentence has the construction."""
        return bool(self.pattern.search(text)) and not (self.but and self.but.search(text))


@cache
def _style() -> dict[str, Any]:
    return tomllib.loads((HERE / "style.toml").read_text(encoding="utf-8"))


@cache
def rules(language: str) -> tuple[Rule, ...]:
    """Return the rules of a language."""
    return tuple(
        Rule(
            stated["name"],
            re.compile(stated["pattern"], re.I),
            re.compile(stated["but"], re.I) if "but" in stated else None,
            stated["instead"],
        )
        for stated in _style().get(language, ())
    )


def bare(sentence: str) -> str:
    """Return a sentence without its code, links, quotations and emphasis.

    >>> bare("See [the page](a.md) of `x` and “what”.")
    'See the page of X and X.'
    """
    text = re.sub(r"``[^`]*``|`[^`]*`|\bNone\b", "X", sentence)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"“[^”]*”|«[^»]*»", "X", text)
    return re.sub(r"[*_]{1,2}(?=\S)|(?<=\S)[*_]{1,2}", "", text)


def flags(sentence: str, language: str = "english") -> list[str]:
    """Return the names of the rules that a sentence breaks.

    >>> flags("Return the name, or None if it is empty."), flags("A name is none.")
    ([], ['none'])
    """
    text = bare(sentence)
    found = [rule.name for rule in rules(language) if rule.finds(text)]
    return [*found, "long"] if len(text.split()) > _style()["words"] else found


def sentences(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a file: Markdown, Python (docstrings) or TOML (messages)."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        yield from _markdown(text, french=path.name.endswith(".fr.md"))
    elif path.suffix == ".py":
        for doc in _docstrings(ast.parse(text)):
            yield from _parted(doc, "english")
    else:
        yield from _messages(tomllib.loads(text), "")


def _markdown(text: str, *, french: bool) -> Iterator[Sentence]:
    text = _BLOCK.sub("", text)
    if french:
        yield from _parted(text, "french")
        return
    for part in _FRENCH_PART.findall(text):
        yield from _parted(part, "french")
    yield from _parted(_FRENCH_PART.sub("", text), "english")


def _docstrings(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = re.sub(r"(?m)^\s*>>>.*(?:\n.+)*", "", ast.get_docstring(node) or "")
            text = _INDENTED.sub("\n\n", text)
            yield re.sub(r"(?m)^(?:Args|Returns|Raises):$|^ {4}\w+: ", "\n\n", text)


def _messages(value: Any, key: str) -> Iterator[Sentence]:
    language = {"en": "english", "fr": "french"}.get(key[-2:]) if key[-3:-2] in ("", "_") else None
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _messages(inner, key if language else name)
    elif isinstance(value, list):
        for inner in value:
            yield from _messages(inner, key)
    elif isinstance(value, str) and language:
        yield from _parted(re.sub(r"(?m)^\s*(?:frenchtech-graph|isql) .*$", "", value), language)


def _parted(text: str, language: str) -> Iterator[Sentence]:
    for item in _ITEM.split(text):
        line = re.sub(r"^\s*(?:[-*>]|\d+\.|#+) ", "", " ".join(item.split()))
        if line.startswith(("|", "<", "![", "frenchtech-graph ")):
            continue
        for sentence in _SPLIT.split(line):
            if len(sentence.split()) > 1:
                yield Sentence(language, sentence)


def files() -> list[Path]:
    """Return the files whose prose is ours."""
    package = ROOT / "frenchtech_graph"
    texts = [p for p in package.rglob("*.toml") if not {*DATA_WORDS} & {*p.parts}]
    pages = [p for p in ROOT.glob("docs/**/*.md") if name(p) not in GENERATED]
    code = [p for p in package.rglob("*.py") if "terms" not in p.parts]
    return sorted([*(ROOT / p for p in PLAIN), *pages, *texts, *code])


def name(path: Path) -> str:
    """Return the path of a file within the project."""
    return path.relative_to(ROOT).as_posix()


def odd(path: Path) -> list[tuple[Sentence, list[str]]]:
    """Return the sentences of a file that break a rule, with the rules."""
    flagged = ((s, flags(s.text, s.language)) for s in sentences(path))
    return [(sentence, found) for sentence, found in flagged if found]


@cache
def ratchet() -> dict[str, int]:
    """Return how many odd sentences a file or folder may still have; all others have none."""
    stated: dict[str, int] = tomllib.loads((HERE / "ratchet.toml").read_text(encoding="utf-8"))
    return stated


def place(path: Path) -> str:
    """Return the entry of the ratchet that a file is counted under, itself if it must be clean."""
    kept = ratchet()
    own = [name(path), *(f"{name(p)}/" for p in path.parents if p != ROOT and ROOT in p.parents)]
    return next((p for p in own if p in kept), name(path))


def main(arguments: list[str]) -> int:
    """Print the odd sentences of some files, or of all that must be clean."""
    chosen = [Path(a).resolve() for a in arguments]
    chosen = chosen or [p for p in files() if place(p) not in ratchet()]
    count = 0
    for path in chosen:
        for sentence, found in odd(path):
            count += 1
            print(f"{name(path)}: {', '.join(found)}: {sentence.text}")
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
