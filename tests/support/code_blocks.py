"""The code blocks of the docs, run as a reader would: page by page, in one folder."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^( *)```(\w*)[^\n]*\n(.*?)^ *```", re.S | re.M)
_NAME = re.compile(r"# (\S+\.\w+)\n")
GENERATED = ("docs/cli.md", "docs/cli.fr.md", "docs/template.md", "docs/findings.md")
"""Pages whose blocks are examples of helps and docstrings, which tests of their own run."""
NO_CODE = ("text", "console")
"""Blocks that show what is printed."""


@dataclass(frozen=True)
class Block:
    """A block of code: its language, its text, and the file that its first line names, if any."""

    page: str
    language: str
    text: str

    @property
    def file(self) -> str:
        """The file that a reader saves it as, empty if it is run as it is."""
        named = _NAME.match(self.text)
        return named[1] if named else ""

    @property
    def commands(self) -> list[list[str]]:
        """The words of each command of a block of shell; comments are left out."""
        joined = self.text.replace("\\\n", " ")
        return [w for line in joined.splitlines() if (w := shlex.split(line, comments=True))]


def pages() -> list[str]:
    """Return the pages with code that readers meet, by path."""
    found = [*ROOT.glob("docs/**/*.md"), *ROOT.glob("data/*/README.md")]
    named = ["README.md", "CONTRIBUTING.md", *(p.relative_to(ROOT).as_posix() for p in found)]
    return sorted(p for p in named if p not in GENERATED and blocks(p))


def blocks(page: str) -> list[Block]:
    """Return the code blocks of a page, in order."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = []
    for indent, language, body in _BLOCK.findall(text):
        if language not in NO_CODE:
            found.append(Block(page, language, re.sub(rf"^{indent}", "", body, flags=re.M)))
    return found
