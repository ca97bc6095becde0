"""Gap cards in words: a sentence for a mayor's office, one for a statistician, who could act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from frenchtech_graph.findings import wording
from frenchtech_graph.findings.gaps.areas import by_id
from frenchtech_graph.findings.gaps.even_counts import LAST_YEARS
from frenchtech_graph.io.words import beside
from frenchtech_graph.model import ontology

_WORDS = beside(__file__, "city_words.toml")
Row = Mapping[Any, Any] | pd.Series
MOST_PEERS = 5


def _word(group: str, code: str, lang: str) -> str:
    return _WORDS.text(f"{group} {code}", lang)


def card_sentence(row: Row, lang: str) -> str:
    """Return what a card says to a reader without statistics.

    Raises:
        ValueError: ``lang`` is neither ``fr`` nor ``en``.
    """
    wording.check_language(lang)
    functions = row["instrument"] == "functions"
    key = f"functions {_status(row)}" if functions else f"chain {row['step']}"
    return _WORDS.text(
        key,
        lang,
        place=by_id(row["place"]).names[lang],
        observed=wording.number(row["observed"], lang, 0),
        expected=wording.number(row["expected"], lang, 0),
        years=LAST_YEARS,
        field=_word("field", row["subject"], lang),
        function=_function(row["step"], lang) if functions else "",
        near=", ".join(row["near_labels"][:1]) or "?",
        share=wording.number(100 * row["expected"], lang, 0),
    )


def _status(row: Row) -> str:
    return {"not read": "not read", "a list says so": "absent"}.get(row["reason"], "none recorded")


def _function(code: str, lang: str) -> str:
    label = ontology.load().schemes["function"][code].label(lang)
    return label[:1].lower() + label[1:]


def card_reading(row: Row, lang: str) -> str:
    """Return what a statistician checks: ratio, interval, chance, measures, peers, grade, why."""
    wording.check_language(lang)
    key = "reading functions" if row["instrument"] == "functions" else "reading"
    masses = (
        f"{_word('mass', name, lang)} {wording.number(value, lang)}"
        for name, value in row["readings"]
    )
    return _WORDS.text(
        key,
        lang,
        ratio=wording.number(row["ratio"], lang, 2),
        low=wording.number(row["low"], lang, 2),
        high=wording.number(row["high"], lang, 2),
        chance=wording.number(row["chance"], lang, 3),
        masses=", ".join(masses),
        peers=", ".join(by_id(p).names[lang] for p in row["peers"][:MOST_PEERS]) or "–",
        grade=_word("grade", row["grade"], lang),
        reason=_word("reason", row["reason"], lang),
        settle=_word("settle", row["settle"], lang),
    )


def card_act(row: Row, lang: str) -> str:
    """Return who could act on a card, empty where nobody near is known."""
    names = ", ".join(row["near_labels"])
    return _WORDS.text("act", lang, near=names) if names else ""


def answer(table: pd.DataFrame, lang: str) -> list[str]:
    """Return a table of `city_gaps` as lines: the best cards, then hints, then what is missing."""
    wording.check_language(lang)
    places = ", ".join(by_id(a).names[lang] for a in table.attrs["areas"])
    lines = [_WORDS.text("title", lang, places=places), ""]
    best = table[table["standing"] == "best"]
    for number, (_, row) in enumerate(best.iterrows(), start=1):
        grade = _word("grade", row["grade"], lang)
        lines += [f"{number}. [{grade}] {card_sentence(row, lang)}", *_details(row, lang)]
    if best.empty:
        settle = dict.fromkeys(_word("settle", s, lang) for s in table["settle"] if s)
        lines += [_WORDS.text("nothing", lang, place=places, settle=" ; ".join(settle))]
    hints = table[table["standing"] == "hint"]
    if len(hints):
        lines += ["", _WORDS.text("hints", lang)]
        for _, row in hints.iterrows():
            lines += [f"- {card_sentence(row, lang)}", *_details(row, lang)]
    return lines


def _details(row: Row, lang: str) -> Iterable[str]:
    return (f"   {text}" for text in (card_reading(row, lang), card_act(row, lang)) if text)
