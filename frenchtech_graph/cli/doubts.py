"""Display of an import: the meaning of each column, the first rows as read, the open questions."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from frenchtech_graph.cli.languages import WORDS
from frenchtech_graph.cli.logs import neutral, tell

if TYPE_CHECKING:
    from frenchtech_graph.ingest.sheets.datasets import Imported
    from frenchtech_graph.ingest.sheets.doubts import Cellwise, Doubt
    from frenchtech_graph.ingest.sheets.plans import Plan

_EXAMPLES = 3
_ROWS = 3


def print_plans(imported: "Imported", lang: str) -> None:
    """Show the reading of each sheet: the kind of its rows, the meaning of its columns, the first
    values."""
    for code, value in imported.book.remarks:
        click.echo(WORDS.text(f"import-{code}", lang, value=value))
    for plan in imported.understood.plans:
        _print_plan(plan, imported, lang)


def _print_plan(plan: "Plan", imported: "Imported", lang: str) -> None:
    from frenchtech_graph.ingest.sheets.cell_report import meaning_shown
    from frenchtech_graph.ingest.sheets.fields import title_of

    name = plan.block.sheet.name or plan.block.sheet.file
    shapes = WORDS.named("import-shapes", lang)
    click.echo(click.style(neutral(f"{name} — {shapes[plan.shape]}"), bold=True))
    states = WORDS.named("import-states", lang)
    read = [c for c in imported.understood.desk.cells if c.sheet == name]
    for header, code in zip(plan.block.header, plan.columns, strict=False):
        if not header:
            continue
        shown = meaning_shown(code, header, read)
        meaning = states.get(shown) or title_of(shown, lang)
        click.echo(neutral(f"  {header} → {meaning}{_shown(header, read)}"))


def _shown(header: str, read: Sequence["Cellwise"]) -> str:
    """Return the first values of a column with their readings."""
    own = [c for c in read if c.column == header and c.reading][:_ROWS]
    pairs = (c.value if c.value == c.reading else f"{c.value} = {c.reading}" for c in own)
    text = " ; ".join(" ".join(p.split())[:60] for p in pairs)
    return f"   ({text})" if text else ""


def print_doubts(doubts: Sequence["Doubt"], lang: str, *, taken: bool) -> None:
    """Show open questions, grouped by column, with examples, a count and one remedy."""
    groups: dict[tuple[str, str, str], list[Doubt]] = {}
    for doubt in doubts:
        groups.setdefault((doubt.sheet, doubt.column, doubt.code), []).append(doubt)
    for (sheet, column, _), found in groups.items():
        where = " · ".join(filter(None, (sheet, column)))
        rows = ", ".join(str(d.row) for d in found[:8]) + ("…" if len(found) > 8 else "")
        tell(neutral(f"? {where} ({WORDS.text('import-rows', lang, rows=rows)})"))
        shown = list(dict.fromkeys(d.what(lang) for d in found))
        for text in shown[:_EXAMPLES]:
            tell(neutral(f"    {text}"))
        if len(shown) > _EXAMPLES:
            tell("    " + WORDS.plural("import-more", len(shown) - _EXAMPLES, lang))
        tell(neutral(f"    → {found[0].remedy(lang)}"))
    if doubts:
        key = "doubts-taken" if taken else "doubts-open"
        tell(WORDS.plural(key, len(doubts), lang))
