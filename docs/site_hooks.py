"""Pages of the repository outside docs/ are pages of the site too.

MkDocs reads one folder. Pages elsewhere get a place on the site, and links between the two are
rewritten, so that the Markdown files also work in the repository.
"""

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files
from pymdownx.slugs import slugify

ROOT = Path(__file__).resolve().parents[1]
OUTSIDE = {
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "SECURITY.md": "security.md",
    "CODE_OF_CONDUCT.md": "conduct.md",
} | {
    f"data/{p.parent.name}/README.md": f"data/{p.parent.name}.md"
    for p in ROOT.glob("data/*/README.md")
}
"""Pages of the repository, by path: their place on the site."""
ELSEWHERE = '<script src="https://unpkg.com/iframe-worker/shim"></script>'
"""What the theme loads from the web so that search works on pages opened from disk."""
_LINK = re.compile(
    r"(?P<image>!?)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s#]+)(?P<anchor>#[^)\s]*)?\)"
)


def on_config(config: Any) -> Any:
    """Give headings the anchors that they have on a forge: accents stay."""
    config.mdx_configs["toc"]["slugify"] = slugify(case="lower")
    return config


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that are outside docs/."""
    for path, place in OUTSIDE.items():
        text = (ROOT / path).read_text(encoding="utf-8")
        files.append(File.generated(config, place, content=text))
    return files


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Replace the theme's script from the web by one of the site."""
    own = posixpath.relpath("javascripts/frame_worker.js", posixpath.dirname(page.url) or ".")
    return output.replace(ELSEWHERE, f'<script src="{own}"></script>')


def on_post_template(output_content: str, **_: Any) -> str:
    """Remove that script from the page for missing pages, which has no search."""
    return output_content.replace(ELSEWHERE, "")


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Rewrite the links between docs/ and the rest of the repository."""
    place = page.file.src_uri
    path = next((p for p, own in OUTSIDE.items() if own == place), f"docs/{place}")
    return linked(markdown, path, place)


def linked(markdown: str, path: str, place: str) -> str:
    """Return a page of the repository with its links as they are on the site.

    A link to a file that is not on the site becomes plain text.
    """

    def link(found: re.Match[str]) -> str:
        target = found["target"]
        if re.match(r"[a-z]+:", target):
            return found[0]
        full = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        own = OUTSIDE.get(full) or (full.removeprefix("docs/") if full.startswith("docs/") else "")
        if not own or own.endswith(".py"):
            return found["text"]
        relative = posixpath.relpath(own, posixpath.dirname(place) or ".")
        return f"{found['image']}[{found['text']}]({relative}{found['anchor'] or ''})"

    return _LINK.sub(link, markdown)
