"""Findings as sentences for a reader without statistics. The words are in `hub_sentences.toml`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from frenchtech_graph.io.numbers import number as words_number
from frenchtech_graph.io.numbers import plural_form
from frenchtech_graph.io.words import beside

LANGUAGES = ("fr", "en")


_WORDS = beside(__file__)


def hub_sentence(row: Mapping[str, Any], lang: str) -> str:
    """Explain a row of `hubs.rank_hubs` in a sentence or two.

    Raises:
        ValueError: ``lang`` is neither ``"fr"`` nor ``"en"``.
    """
    _check(lang)
    kind = "untested" if _unknown(row["p_top"]) else "hub" if row["hub"] else "not-a-hub"
    counts = {
        "events": _count("events", row["events"], lang),
        "partners": _count("partners", row["degree"], lang),
    }
    return _say(kind, lang, **_place(row, lang), **counts) + _caution(row, lang)


def broker_sentence(row: Mapping[str, Any], lang: str) -> str:
    """Explain a row of `brokerage.rank_brokers` in a sentence or two.

    Raises:
        ValueError: ``lang`` is neither ``"fr"`` nor ``"en"``.
    """
    _check(lang)
    kind = (
        "untested-broker"
        if _unknown(row["p_top"])
        else "broker"
        if row["broker"]
        else "not-a-broker"
    )
    pairs = 0 if _unknown(row["brokerage"]) else row["brokerage"]
    counts = {"pairs": _count("pairs", pairs, lang), "between": _between(row["bridges"], lang)}
    against_chance = ""
    if not _unknown(row["brokerage_p"]):
        more = not _unknown(row["brokerage_q"]) and row["brokerage_q"] < 0.1
        expected = _number(row["brokerage_null"], lang)
        against_chance = _say(
            "more-than-chance" if more else "no-more-than-chance", lang, expected=expected
        )
    return _say(kind, lang, **_place(row, lang), **counts) + against_chance + _caution(row, lang)


def heading(column: str, lang: str) -> str:
    """Return the heading of a column of hubs or brokers on a screen, by default its name."""
    return str(_WORDS.named("column", lang).get(column, column))


def yes_no(value: bool, lang: str) -> str:
    """Return yes or no."""
    return str(_WORDS.parts("yes-no", lang)[bool(value)])


def note(name: str, lang: str, **words: Any) -> str:
    """Return one of the short texts around a table of hubs or brokers, filled in."""
    if "by" in words:
        words["by"] = _WORDS.named("by", lang).get(words["by"], words["by"])
    return _say(name, lang, **words)


def ordinal(rank: float, lang: str) -> str:
    """Return a rank in words. A rank between two places is shared.

    >>> ordinal(1, "fr"), ordinal(2, "fr"), ordinal(2.5, "fr"), ordinal(22, "en"), ordinal(12.5, "en")
    ('1er', '2e', '2e ex æquo', '22nd', 'joint 12th')
    """
    place = math.floor(rank)
    shared = rank != place
    if lang == "fr":
        return f"{place}{'er' if place == 1 else 'e'}{' ex æquo' if shared else ''}"
    ending = (
        "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    )
    return f"{'joint ' if shared else ''}{place}{ending}"


def _place(row: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Return the words about a rank and its interval."""
    words = {
        "label": row["label"],
        "rank": ordinal(row["rank"], lang),
        "by": _WORDS.named("by", lang).get(row["measure"], row["measure"]),
        "first": _count("first", row["k"], lang),
    }
    if not _unknown(row["p_top"]):
        words["share"] = _percent(row["p_top"], lang)
        words["low"] = ordinal(math.floor(row["rank_low"]), lang)
        words["high"] = ordinal(math.ceil(row["rank_high"]), lang)
    return words


def _caution(row: Mapping[str, Any], lang: str) -> str:
    """Warn if a place among the first depends on one source."""
    worst = row["rank_without_source"]
    if _unknown(worst) or not row["rank"] <= row["k"] < worst:
        return ""
    return _say(
        "source", lang, source=row["source_at_stake"], rank=ordinal(math.floor(worst), lang)
    )


def _between(groups: Any, lang: str) -> str:
    if not groups:
        return ""
    first, second = (_WORDS.named("group", lang).get(group, group) for group in groups)
    return _say("between", lang, first=first, second=second)


def _count(what: str, number: float, lang: str) -> str:
    one, many = _WORDS.parts(what, lang)
    chosen = one if plural_form(number, lang) == "one" else many
    return chosen.format(n=_number(number, lang))


def _number(number: float, lang: str) -> str:
    return words_number(number, lang, 0 if number == round(number) or number >= 10 else 1)


def _percent(share: float, lang: str) -> str:
    # 99.6 % is not always: round down below 100.
    percent = math.floor(share * 100 + 1e-9)
    return f"{percent}\u00a0%" if lang == "fr" else f"{percent}%"


def _say(name: str, lang: str, **words: Any) -> str:
    return _WORDS.text(name, lang, **words)


def _unknown(value: Any) -> bool:
    return value is None or value != value  # noqa: PLR0124


def _check(lang: str) -> None:
    if lang not in LANGUAGES:
        raise ValueError(f"sentences are in {' or '.join(LANGUAGES)}; not in {lang!r}")
