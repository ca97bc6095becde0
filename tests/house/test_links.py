"""Every link between the Markdown files of the repository leads somewhere."""

import re
import subprocess
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
FENCE = re.compile(r"^( *)(`{3,}|~{3,}).*?^\1\2", re.S | re.M)


def pages() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found = listed.stdout.split() or [
        p.relative_to(ROOT).as_posix() for p in ROOT.glob("docs/**/*.md")
    ]
    return sorted(p for p in found if not p.startswith("tests/") and (ROOT / p).exists())


def prose(path: Path) -> str:
    return re.sub(r"`[^`\n]+`", "", FENCE.sub("", path.read_text(encoding="utf-8")))


@cache
def anchors(path: Path) -> frozenset[str]:
    """Return the anchors of a page, made from its headings as forges make them."""
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ +(.+?) *#* *$", text, re.M)
    slugs: list[str] = []
    for title in titles:
        bare = re.sub(r"!?\[([^\]]*)\]\([^)]*\)|[`*]", r"\1", title).lower()
        slug = re.sub(r"[^\w\- ]", "", bare).replace(" ", "-")
        same = sum(
            s == slug or re.fullmatch(rf"{re.escape(slug)}-\d+", s) is not None for s in slugs
        )
        slugs.append(f"{slug}-{same}" if same else slug)
    return frozenset([*slugs, *re.findall(r"<a (?:id|name)=\"([^\"]+)\"", text)])


def dead(path: Path) -> list[str]:
    found = []
    for link in LINK.findall(prose(path)):
        target, _, anchor = unquote(link).partition("#")
        if re.match(r"[a-z][a-z+.-]*:", link):
            continue
        file = (path.parent / target).resolve() if target else path
        known = file.exists() and (not anchor or file.suffix != ".md" or anchor in anchors(file))
        if not known:
            found.append(link)
    return found


@pytest.mark.parametrize("page", pages())
def test_a_link_leads_somewhere(page: str) -> None:
    assert dead(ROOT / page) == []


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# Été à Lille\n[a](#été-à-lille) [b](#no) [c](none.md) `[d](x)`\n", encoding="utf-8"
    )
    assert dead(page) == ["#no", "none.md"]
