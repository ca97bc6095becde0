"""The documentation of the table template, in Markdown, from `ontology/template.json`."""

from pathlib import Path

from frenchtech_graph.ingest.tables import template
from frenchtech_graph.ingest.tables.template import Column, Table
from frenchtech_graph.io.files import root
from frenchtech_graph.io.words import beside
from frenchtech_graph.model import ontology

_WORDS = beside(__file__)


def template_page() -> str:
    """Return the page `docs/template.md`, French first, then English."""
    parts = ["<!-- Written from ontology/ by python3 tasks.py regenerate: do not edit. -->\n"]
    for lang in ontology.LANGUAGES:
        parts.append(f"# {_WORDS.text('title', lang)}\n")
        parts += [_table(t, lang) for t in template.load().values()]
        parts.append(_terms(lang))
    return "\n".join(parts)


def files() -> dict[Path, str]:
    """Return the page with its text."""
    return {root() / "docs" / "template.md": template_page()}


def _table(table: Table, lang: str) -> str:
    lines = [
        f"## `{table.name}` — {table.titles[lang]}\n",
        _row(tuple(_WORDS.parts("headings", lang))),
        "| --- | --- | --- | --- |",
    ]
    lines += [_column(c, lang) for c in table.columns.values()]
    return "\n".join(lines) + "\n"


def _column(column: Column, lang: str) -> str:
    held = f"**{column.titles[lang]}.** {column.help[lang]}"
    return _row(
        (
            f"`{column.name}`",
            _WORDS.text("yes", lang) if column.required else "",
            held,
            f"`{column.example}`",
        )
    )


def _terms(lang: str) -> str:
    specs = dict.fromkeys(
        c.vocabulary for t in template.load().values() for c in t.columns.values() if c.vocabulary
    )
    lines = [f"## {_WORDS.text('terms', lang)}\n"]
    for spec in specs:
        terms = ", ".join(
            f"`{t.name}` ({t.label(lang)})" for t in ontology.load().vocabulary(spec).values()
        )
        columns = [
            f"`{t.name}.{c.name}`"
            for t in template.load().values()
            for c in t.columns.values()
            if c.vocabulary == spec
        ]
        lines.append(f"- {', '.join(columns)}: {terms}\n")
    return "\n".join(lines)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |"
