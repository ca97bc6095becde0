"""The answer of a tool: rows of bounded size, their pages, limits of the data, and its date."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

MOST_ROWS = 200
USUAL_ROWS = 30
_LONGEST = 600
_MOST_BYTES = 60_000
_PAGES = 20
_PAGE_COLUMNS = ("page", "pages", "sources", "source", "evidence")


def table(
    frame: pd.DataFrame,
    rows: int,
    *,
    unknown: str = "",
    sentences: Iterable[str] = (),
    pages: Iterable[str] = (),
) -> dict[str, Any]:
    """Return a table as the answer of a tool: rows, their number, and the pages that state them.

    `unknown` describes the open questions of the rows. Rows are left out, and the answer states
    their number, if there are more than requested or if they are too large to send.
    """
    records = json.loads(frame.head(rows).to_json(orient="records", force_ascii=False))
    kept: list[dict[str, Any]] = []
    size = 0
    for record in records:
        short = {name: _short(value) for name, value in record.items()}
        size += len(json.dumps(short, ensure_ascii=False))
        if size > _MOST_BYTES:
            break
        kept.append(short)
    found = [*pages, *_pages(frame.head(len(kept)))]
    return {
        "rows": kept,
        "rows_in_all": len(frame),
        "rows_left_out": len(frame) - len(kept),
        "sentences": [_short(s) for s in sentences],
        "sources": list(dict.fromkeys(found))[:_PAGES],
        "not_known": unknown,
    }


def facts(
    values: Mapping[str, Any], *, unknown: str = "", pages: Iterable[str] = ()
) -> dict[str, Any]:
    """Return facts as a tool answers them."""
    plain = json.loads(json.dumps(dict(values), ensure_ascii=False, default=str))
    return {
        "facts": {name: _short(value) for name, value in plain.items()},
        "sources": list(dict.fromkeys(pages))[:_PAGES],
        "not_known": unknown,
    }


def _pages(frame: pd.DataFrame) -> Iterable[str]:
    for name in _PAGE_COLUMNS:
        for value in frame.get(name, ()):
            several = value if isinstance(value, list | tuple) else [value]
            yield from (v for v in several if isinstance(v, str) and v.startswith("http"))


def _short(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else value[:_LONGEST] + "…"
    if isinstance(value, list):
        return [_short(v) for v in value[:_PAGES]]
    if isinstance(value, dict):
        return {name: _short(v) for name, v in value.items()}
    return value
