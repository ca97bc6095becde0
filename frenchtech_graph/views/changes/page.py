"""The page of the changes between two builds: one file, no script, no request."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

from frenchtech_graph.findings.changes.differences import TABLES, Differences
from frenchtech_graph.io.numbers import number
from frenchtech_graph.io.swap import write_atomically
from frenchtech_graph.io.words import beside
from frenchtech_graph.views.map.html_page import environment, sealed

_WORDS = beside(__file__)
_TEMPLATES = Path(__file__).parent / "templates"
MOST = 2_000
"""Changes of a table that the page lists. The JSON lists all changes."""


def write_page(found: Differences, path: Path, lang: str) -> Path:
    """Write the page of the changes in a language and return its path.

    Raises:
        ValueError: `lang` is neither `fr` nor `en`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, changes_page(found, lang))
    return path


def changes_page(found: Differences, lang: str) -> str:
    """Return the page as HTML: a line per table, then the changes in words.

    Raises:
        ValueError: `lang` is neither `fr` nor `en`.
    """
    style = (_TEMPLATES / "changes.css").read_text(encoding="utf-8")
    return (
        environment(_TEMPLATES)
        .get_template("changes.html")
        .render(
            sealed([], style),
            lang=lang,
            words=_WORDS.all_of(lang),
            place=found.place,
            builds=[_build(found.before, lang), _build(found.after, lang)],
            lines=found.summary(lang),
            parts=[_part(found, name, lang) for name in TABLES],
        )
    )


def _build(facts: Any, lang: str) -> dict[str, str]:
    return {
        "folder": facts["folder"],
        "sha256": facts["sha256"][:12],
        "actors": number(facts["actors"], lang),
        "ties": number(facts["ties"], lang),
    }


def _part(found: Differences, name: str, lang: str) -> dict[str, Any]:
    rows = len(found.table(name))
    left_out = max(0, rows - MOST)
    return {
        "id": name,
        "title": found.line(name, lang),
        "sentences": list(islice(found.sentences(name, lang), MOST)),
        "more": _WORDS.plural("more", left_out, lang) if left_out else "",
    }
