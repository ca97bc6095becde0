"""docs/findings.md, made from the registry: each finding with its command, method and columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from frenchtech_graph.findings import registry
from frenchtech_graph.findings.declaration import Finding
from frenchtech_graph.findings.door_code import method_name, parameters_of

FILE = Path(__file__).parents[3] / "docs" / "findings.md"
_HEAD = """# The findings

Each is a table, declared once in `frenchtech_graph/findings/declared/`; this page, the commands,
the methods, the map and the report are made from it. How to add one:
[how-to/add-a-finding.md](how-to/add-a-finding.md). This page is generated: `python3 tasks.py
regenerate` rewrites it.

"""


def page() -> str:
    """Return the page."""
    shown = list(registry.with_commands())
    return f"{_HEAD}{overview(shown)}\n" + "\n".join(_section(f) for f in shown)


def overview(findings: list[Finding]) -> str:
    """Return a table of findings: title, command, method, and whether maps and reports show it."""
    rows = ["| finding | command | method | map | report |", "| --- | --- | --- | --- | --- |"]
    for f in findings:
        where = ["yes" if shown else "" for shown in (f.overlay, f.section)]
        cells = [f"[{f.title.en}](#{_anchor(f)})", f"`{registry.call(f)}`", f"`{method_name(f)}()`"]
        rows.append(f"| {' | '.join([*cells, *where])} |")
    return "\n".join(rows) + "\n"


def _anchor(finding: Finding) -> str:
    return "".join(c for c in finding.title.en.lower().replace(" ", "-") if c.isalnum() or c == "-")


def _section(finding: Finding) -> str:
    parts = [f"## {finding.title.en}\n", f"*{finding.title.fr}.* {finding.meaning.en}"]
    if finding.explanation:
        parts[-1] += f" {finding.explanation}"
    parts.append(
        f"\n`frenchtech-graph {registry.call(finding)}`, `graph.{method_name(finding)}()`\n"
    )
    rows = [
        (
            f"`{p.name}`",
            p.help.en.rstrip("."),
            "" if p.default is None else f"`{p.default}`",
            p.unit,
        )
        for p in parameters_of(finding)
    ]
    parts.append(_table(("parameter", "meaning", "default", "unit"), rows))
    columns = [(f"`{c.name}`", c.meaning, c.unit) for c in finding.columns]
    parts.append(_table(("column", "meaning", "unit"), columns))
    if formulas := [f"- `{c.name}`: {c.formula}\n" for c in finding.columns if c.formula]:
        parts.append("Formulas:\n\n" + "".join(formulas))
    if finding.source:
        parts.append(f"Source: {finding.source}\n")
    return "\n".join(parts)


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(heads)} |", f"| {' | '.join('---' for _ in heads)} |"]
    lines += [f"| {' | '.join(cell.replace('|', '∣') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def files() -> dict[Path, str]:
    """Return the text of the page, by path."""
    return {FILE: page()}
