"""Gap cards in words: a sentence for a mayor's office, a sentence for a statistician, and the
bodies that could act.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from frenchtech_graph.findings import wording
from frenchtech_graph.findings.functions.national_lists import PEERS, closed_lists
from frenchtech_graph.findings.gaps.areas import by_id
from frenchtech_graph.findings.gaps.chain import NORMAL_RATIO
from frenchtech_graph.findings.gaps.change_steps import STEPS
from frenchtech_graph.findings.gaps.even_counts import LAST_YEARS
from frenchtech_graph.io.words import beside
from frenchtech_graph.model import ontology

_WORDS = beside(__file__, "city_words.toml")
Row = Mapping[Any, Any] | pd.Series
MOST_PEERS = 5
MOST_SURE = 0.99
"""Probability above which more decimals would promise too much."""
COUNTED = ("chain", "flows", "change")
"""Instruments that hold a count against an expectation."""
NORMAL = {one.step.name: one.step.normal for one in STEPS}
"""Share of the expectation that an ordinary place has at least, of the steps of change."""
ENOUGH = 3
"""Lacks shown, below which the answer names the data that would tell more."""


def _word(group: str, code: str, lang: str) -> str:
    return _WORDS.text(f"{group} {code}", lang)


def card_sentence(row: Row, lang: str) -> str:
    """Return a card as a sentence for a reader without statistics.

    Raises:
        ValueError: ``lang`` is neither ``fr`` nor ``en``.
    """
    wording.check_language(lang)
    return _WORDS.text(
        _key(row),
        lang,
        place=by_id(row["place"]).names[lang],
        observed=wording.number(row["observed"], lang, 0),
        expected=wording.number(row["expected"], lang, 0),
        years=LAST_YEARS,
        field=_word("field", row["subject"], lang),
        function=_function(row["step"], lang) if row["instrument"] == "functions" else "",
        between=_between(row, lang),
        near=", ".join(row["near_labels"][:1]) or "?",
        share=wording.number(100 * row["expected"], lang, 0),
        **_listed(row, lang),
    )


def card_title(row: Row, lang: str) -> str:
    """Return a card as a headline of a few words, without its place."""
    wording.check_language(lang)
    known = row["step"] in closed_lists()
    key = "list" if known else "counts" if row["instrument"] in COUNTED else row["instrument"]
    return _WORDS.text(
        f"title {key}",
        lang,
        step=step_name(row, lang),
        observed=wording.number(row["observed"], lang, 0),
        expected=wording.number(row["expected"], lang, 0),
        **_listed(row, lang),
    )


def step_name(row: Row, lang: str) -> str:
    """Return the count of a card in a few words."""
    if row["instrument"] == "functions":
        return _function(row["step"], lang).split(" (")[0]
    if row["instrument"] == "bridges":
        return _between(row, lang)
    return _word("step", row["step"], lang) + _word("field", row["subject"], lang)


def grade_word(grade: str, lang: str) -> str:
    """Return a grade in words."""
    return _word("grade", grade, lang)


def _key(row: Row) -> str:
    if row["step"] in closed_lists():
        return "functions list"
    if row["instrument"] == "functions":
        return f"functions {_status(row)}"
    if row["instrument"] == "bridges":
        return "bridges"
    return f"{row['instrument']} {row['step']}"


def _between(row: Row, lang: str) -> str:
    """Return the two pillars of a bridge in words."""
    if row["instrument"] != "bridges":
        return ""
    pillars = [_word("pillar", p, lang) for p in str(row["step"]).split("-")]
    return _WORDS.text("between", lang, first=pillars[0], second=pillars[1])


def _listed(row: Row, lang: str) -> dict[str, str]:
    """Return the fields that only a closed list has: the number and date of the laureates, the
    nearest one and its distance.
    """
    one = closed_lists().get(row["step"])
    if one is None:
        return {}
    name, km = row["readings"][0]
    return {
        "official": str(one.official),
        "as_of": one.as_of,
        "have": str(round(row["expected"] * PEERS)),
        "of": str(PEERS),
        "mass": _word("like", one.mass, lang),
        "nearest": name,
        "km": wording.number(km, lang, 0),
    }


def _status(row: Row) -> str:
    return {"not read": "not read", "a list says so": "absent"}.get(row["reason"], "none recorded")


def _function(code: str, lang: str) -> str:
    if code in closed_lists():
        return closed_lists()[code].names[lang]
    label = ontology.load().schemes["function"][code].label(lang)
    return label[:1].lower() + label[1:]


def card_reading(row: Row, lang: str) -> str:
    """Return the text for a statistician: ratio, interval, chance, measures, peers, grade, reason."""
    wording.check_language(lang)
    chain = row["instrument"] in COUNTED
    kind = "list" if row["step"] in closed_lists() else row["instrument"]
    key = "reading" if chain else f"reading {kind}"
    masses = (
        f"{_word('mass', name, lang)} {wording.number(value, lang)}"
        for name, value in (row["readings"] if chain else ())
    )
    return _WORDS.text(
        key,
        lang,
        ratio=wording.number(row["ratio"], lang, 2),
        low=wording.number(row["low"], lang, 2),
        high=wording.number(row["high"], lang, 2),
        chance=_chance(row["chance"], lang),
        usual=_sure(1 - row["chance"], lang),
        normal=wording.number(100 * _normal(row["step"]), lang, 0),
        observed=wording.number(row["observed"], lang, 0),
        expected=wording.number(row["expected"], lang, 0),
        masses=", ".join(masses),
        peers=", ".join(by_id(p).names[lang] for p in row["peers"][:MOST_PEERS]) or "–",
        grade=_word("grade", row["grade"], lang),
        reason=_word("reason", row["reason"], lang),
        settle=_word("settle", row["settle"], lang),
    )


def _chance(value: float, lang: str) -> str:
    return (
        wording.number(max(value, 0.001), lang, 3)
        if value >= 0.001
        else ("< " + wording.number(0.001, lang, 3))
    )


def _sure(value: float, lang: str) -> str:
    return ("> " if value > MOST_SURE else "") + wording.number(min(value, MOST_SURE), lang, 2)


def _normal(step: str) -> float:
    return NORMAL.get(step, NORMAL_RATIO)


def card_act(row: Row, lang: str) -> str:
    """Return the bodies that could act on a card, or an empty text if no body nearby is known."""
    names = ", ".join(row["near_labels"])
    return _WORDS.text("act", lang, near=names) if names else ""


def answer(table: pd.DataFrame, lang: str) -> list[str]:
    """Return a table of `city_gaps` as lines: the best cards, then hints, then the missing data."""
    wording.check_language(lang)
    places = ", ".join(by_id(a).names[lang] for a in table.attrs["areas"])
    lines = [_WORDS.text("title", lang, places=places), ""]
    best = table[table["standing"] == "best"]
    for number, (_, row) in enumerate(best.iterrows(), start=1):
        grade = _word("grade", row["grade"], lang)
        lines += [f"{number}. [{grade}] {card_sentence(row, lang)}", *_details(row, lang)]
    if len(best) < ENOUGH:
        open_ones = table[table["grade"] == "cannot tell"]
        settle = dict.fromkeys(_word("settle", s, lang) for s in open_ones["settle"] if s)
        key = "nothing" if best.empty else "more"
        lines += [_WORDS.text(key, lang, place=places, settle=" ; ".join(settle))]
    hints = table[table["standing"] == "hint"]
    if len(hints):
        lines += ["", _WORDS.text("hints", lang)]
        for _, row in hints.iterrows():
            lines += [f"- {card_sentence(row, lang)}", *_details(row, lang)]
    return lines


def _details(row: Row, lang: str) -> Iterable[str]:
    return (f"   {text}" for text in (card_reading(row, lang), card_act(row, lang)) if text)
