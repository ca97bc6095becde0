"""Pages with the answers to the catalogue questions without parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from frenchtech_graph.catalogue import Query, catalogue
from frenchtech_graph.catalogue.columns import column_label
from frenchtech_graph.catalogue.running import run
from frenchtech_graph.io.words import LANGUAGES
from frenchtech_graph.model.namespaces import BASE
from frenchtech_graph.network.model import each_actor
from frenchtech_graph.views.map.columns import web_address
from frenchtech_graph.views.site.file_names import ORGANISATIONS, QUESTIONS
from frenchtech_graph.views.site.material import Material
from frenchtech_graph.views.site.pages import Pages

_LISTED = re.compile(r"[,;|]")
MOST_ROWS = 200
"""Rows of an answer that a page shows."""


def question_pages(pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield the list of questions, and the answers to questions without parameters.

    Rows that name a person are left out, because persons appear on the pages of their
    organisations.
    """
    material = pages.material
    shown: list[Query] = []
    persons = _persons(material)
    for query in catalogue():
        if query.form != "SELECT" or _asks(query):
            continue
        frames = {lang: run(material.store, query, lang=lang) for lang in LANGUAGES}
        kept = [n for n, row in enumerate(_records(frames["fr"])) if not _named(row) & persons]
        left_out = len(frames["fr"]) - len(kept)
        if left_out and not kept:
            continue
        shown.append(query)
        path = f"{QUESTIONS}/{query.name}.html"
        content = _table(material, frames, kept) | {"left_out": left_out}
        yield path, pages.render("question.html", path, query=query, **content)
    path = f"{QUESTIONS}/index.html"
    yield path, pages.render("questions.html", path, queries=shown)


def _asks(query: Query) -> bool:
    return any(name != "lang" and "UNDEF" not in p.default for name, p in query.parameters.items())


def _persons(material: Material) -> frozenset[str]:
    """Return the addresses and names of the persons of the network."""
    found = [actor for actor in each_actor(material.graph) if actor.person]
    return frozenset(str(text) for actor in found for text in (actor.key, actor.label))


def _named(row: Mapping[str, Any]) -> set[str]:
    """Return the texts in the cells of a row, splitting cells that list several."""
    return {part.strip() for value in row.values() for part in _LISTED.split(str(value))}


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in r.items()} for r in frame.astype(object).to_dict("records")]


def _table(
    material: Material, frames: Mapping[str, pd.DataFrame], kept: list[int]
) -> dict[str, Any]:
    """Return headings and rows. An address next to a name becomes the link of the name."""
    first = frames["fr"]
    columns = list(first.columns)
    hidden = _addresses(first, columns)
    shown = [c for c in columns if c not in hidden]
    records = [_records(frames[lang]) for lang in LANGUAGES]
    both = list(zip(*records, strict=False)) if len({len(r) for r in records}) == 1 else []
    rows = [
        [_cell(material, list(both[n]), c, hidden) for c in shown]
        for n in kept[:MOST_ROWS]
        if n < len(both)
    ]
    headings = [
        ({lang: column_label(c, lang) for lang in LANGUAGES}, _is_number(first, c)) for c in shown
    ]
    return {"headings": headings, "rows": rows, "total": len(kept), "most": MOST_ROWS}


def _addresses(frame: pd.DataFrame, columns: list[str]) -> set[str]:
    """Return the columns with addresses of entities whose names are in the next columns."""
    found = {c for c in columns if f"{c}_name" in columns}
    if {"name", "label"} & set(columns[1:]) and _is_address(frame, columns[0]):
        found.add(columns[0])
    return found


def _is_number(frame: pd.DataFrame, column: str) -> bool:
    return str(frame[column].dtype) in ("Int64", "float64")


def _is_address(frame: pd.DataFrame, column: str) -> bool:
    return bool(frame[column].astype(str).str.startswith("http").all())


def _cell(material: Material, rows: list[Any], column: str, hidden: set[str]) -> dict[str, Any]:
    own = column.removesuffix("_name")
    address = (
        own if own in hidden else next(iter(hidden), "") if column in ("name", "label") else ""
    )
    values = {lang: row[column] for lang, row in zip(LANGUAGES, rows, strict=True)}
    texts = {lang: _text(material, value, lang) for lang, value in values.items()}
    link = str(rows[0][address]) if address else str(values["fr"])
    return {"text": texts, "link": _link(material, link)}


def _text(material: Material, value: Any, lang: str) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, bool) or not hasattr(value, "__float__") or isinstance(value, str):
        text = str(value)
        return text.rpartition("/")[2] if text.startswith(BASE) else text
    number = float(value)
    # A year is no quantity: it is written without a space.
    return (
        str(int(number))
        if number.is_integer() and 1500 < number < 2200
        else material.wordings[lang].number(number)
    )


def _link(material: Material, address: str) -> str | None:
    stem = material.pages.get(address)
    if stem:
        return f"../{ORGANISATIONS}/{stem}.html"
    return None if address.startswith(BASE) else web_address(address)
