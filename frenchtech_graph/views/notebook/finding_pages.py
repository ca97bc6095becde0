"""A finding as a page for a cell, with its figure, sentences and table, in light and dark."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING

from frenchtech_graph.findings.answers import sentence_of
from frenchtech_graph.findings.finding_table import finding_table
from frenchtech_graph.io.words import beside
from frenchtech_graph.views.map.inline import InlinePage
from frenchtech_graph.views.notebook.markup import small_table

if TYPE_CHECKING:
    from frenchtech_graph.findings.answers import Answer

_WORDS = beside(__file__)
_SENTENCES = 12
_ROWS = 40
_STYLE = """
:root{color-scheme:light dark}
body{font:14px/1.5 system-ui,sans-serif;margin:1rem;max-width:70rem}
h1{font-size:1.2rem;margin:0 0 .5rem}h2{font-size:1rem;margin:1rem 0 .25rem}
img{max-width:100%;height:auto}
@media (prefers-color-scheme:dark){img{filter:invert(1) hue-rotate(180deg)}}
table{border-collapse:collapse;font-size:.9em}td,th{padding:.15rem .5rem;vertical-align:top}
div.wide{overflow-x:auto}
"""


def finding_page(
    answers: Sequence[Answer], *, lang: str, height: int, title: str = ""
) -> InlinePage:
    """Return a page of the tables of a finding: for each its figure, sentences on its first rows,
    the rows, and their total number.

    `title` is the subject of the finding, such as a place.
    """
    pictures = [figure_of(answer, lang) for answer in answers]
    name = " · ".join(t for t in (answers[0].finding.title(lang), title) if t)
    body = "".join(_part(a, p, lang) for a, p in zip(answers, pictures, strict=True))
    html = (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{escape(name)}'
        f"</title><style>{_STYLE}</style></head><body><h1>{escape(name)}</h1>{body}</body></html>"
    )
    return InlinePage(html, height, name, next((p for p in pictures if p), b""))


def figure_of(answer: Answer, lang: str) -> bytes:
    """Return the figure of a finding as PNG, empty if there is no value to draw or no matplotlib."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        return b""
    from frenchtech_graph.findings.figures import draw
    from frenchtech_graph.io.errors import BilingualError

    if answer.frame.empty:
        return b""
    figure = Figure(figsize=(9, 5.5), layout="constrained")
    FigureCanvasAgg(figure)
    try:
        draw(finding_table(answer), lang=lang, ax=figure.subplots())
    except BilingualError:
        return b""
    made = BytesIO()
    figure.savefig(made, format="png", dpi=90, metadata={"Software": None})
    return made.getvalue()


def _part(answer: Answer, picture: bytes, lang: str) -> str:
    frame = answer.frame
    shown = [c for c in answer.finding.shown if c in frame] or list(frame.columns)
    drawn = ""
    if picture:
        data = base64.b64encode(picture).decode("ascii")
        drawn = (
            f'<img alt="{escape(answer.finding.title(lang))}" src="data:image/png;base64,{data}">'
        )
    return (
        f"{drawn}{_sentences(answer, lang)}<h2>{escape(_WORDS.text('rows', lang))}</h2>"
        f'<div class="wide">{small_table(frame, shown, _ROWS)}</div>'
    )


def _sentences(answer: Answer, lang: str) -> str:
    say = sentence_of(answer.finding, answer.labels)
    if say is None or answer.frame.empty:
        return f"<p>{escape(_WORDS.text('nothing', lang))}</p>" if answer.frame.empty else ""
    first = answer.frame.head(_SENTENCES)
    said = "".join(f"<li>{escape(say(row, lang))}</li>" for _, row in first.iterrows())
    return f"<h2>{escape(_WORDS.text('says', lang))}</h2><ul>{said}</ul>"
