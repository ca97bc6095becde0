"""Small HTML for cells of a notebook. Texts of the data are escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

_STYLE = "font:13px/1.45 system-ui,sans-serif;max-width:60rem"
_FEW = 8
_BARS = " ▁▂▃▄▅▆▇█"


def card(title: str, facts: Mapping[str, Any], body: str = "", note: str = "") -> str:
    """Return a card: a title, facts by name, HTML, and a note.

    >>> "&lt;b&gt;" in card("<b>", {})
    True
    """
    rows = "".join(
        f"<tr><th style='text-align:left;padding-right:1em'>{escape(str(name))}</th>"
        f"<td style='text-align:left'>{escape(_text(value))}</td></tr>"
        for name, value in facts.items()
        if value not in (None, "", ())
    )
    below = f"<div style='opacity:.75'>{escape(note)}</div>" if note else ""
    return (
        f"<div style='{_STYLE}'><strong>{escape(title)}</strong>"
        f"<table style='border:0'>{rows}</table>{body}{below}</div>"
    )


def small_table(frame: pd.DataFrame, columns: Sequence[str], rows: int = _FEW) -> str:
    """Return the first rows of some columns as an HTML table, and the total number of rows."""
    shown = frame[[c for c in columns if c in frame]].head(rows)
    head = "".join(f"<th style='text-align:left'>{escape(str(c))}</th>" for c in shown)
    lines = "".join(
        "<tr>"
        + "".join(f"<td style='text-align:left'>{escape(_text(v))}</td>" for v in row)
        + "</tr>"
        for row in shown.itertuples(index=False)
    )
    more = (
        f"<div style='opacity:.75'>{len(shown)} / {len(frame)}</div>"
        if len(shown) < len(frame)
        else ""
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>{more}"


def sparkline(years: Mapping[int, int], label: str) -> str:
    """Return events by year as a line of block characters, which no sanitiser takes out.

    >>> "█ ▄" in sparkline({2020: 2, 2022: 1}, "ties")
    True
    """
    if not years:
        return ""
    first, last = min(years), max(years)
    most = max(years.values())
    bars = "".join(
        _BARS[-(-8 * years[year] // most)] if years.get(year) else " "
        for year in range(first, last + 1)
    )
    said = escape(f"{label}: " + ", ".join(f"{y}: {n}" for y, n in sorted(years.items())))
    return (
        f"<div title='{said}'>{escape(label)} {first} <span style='white-space:pre;"
        f"letter-spacing:1px'>{bars}</span> {last}</div>"
    )


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return "–"
    return f"{value:g}" if isinstance(value, float) else str(value)
