"""Each cell of a gap table as one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from frenchtech_graph.findings import wording
from frenchtech_graph.io.words import beside

_WORDS = beside(__file__, "sentences.toml")


def gap_sentence(
    row: Mapping[str, Any] | pd.Series, lang: str, labels: wording.Labels | None = None
) -> str:
    """Return a row of `group_gaps` as a sentence for a reader without statistics.

    ``labels`` gives the names of groups, ``{"finance": {"fr": "Finance", "en": "Finance"}}``. Other
    groups have their code as name. The share in "would vanish if fewer than x % of these ties were
    recorded" is ``tipping``, or the upper bound of the ratio where no tie at all is recorded.

    Raises:
        ValueError: ``lang`` is neither ``fr`` nor ``en``.
    """
    wording.check_language(lang)
    firms = {row["row_attribute"], row["column_attribute"]} == {"sector", "stage"}
    same = (
        row["row_attribute"] == row["column_attribute"] and row["row_group"] == row["column_group"]
    )
    first, second = row["row_group"], row["column_group"]
    if firms and row["row_attribute"] == "stage":
        first, second = second, first
    names = {
        "row": wording.label_of(first, lang, labels),
        "column": wording.label_of(second, lang, labels),
    }
    place = "of_firms" if firms else "within" if same else "between"
    share = row["tipping"] if row["observed"] > 0 else min(row["ratio_high"], 1.0)
    nouns = _WORDS.parts("firms" if firms else "ties", lang)
    return _WORDS.text(
        row["reason"],
        lang,
        where=_WORDS.text(place, lang, **names),
        counted=wording.counted(row["observed"], nouns, lang),
        expected=wording.number(row["expected"], lang),
        missing=wording.number(row["missing_ties"], lang),
        share=wording.number(100 * share, lang, 0),
    )


def gap_summary(table: pd.DataFrame, lang: str) -> str:
    """Return a summary of a table of `group_gaps`: the number of gaps, and the number of pairs with
    enough data.

    Raises:
        ValueError: ``lang`` is neither ``fr`` nor ``en``.
    """
    wording.check_language(lang)
    solid, probable, untested = (
        int((table["grade"] == g).sum()) for g in ("solid", "probable", "cannot tell")
    )
    numbers = {"cells": len(table), "tested": len(table) - untested, "untested": untested}
    numbers |= {"solid": solid, "probable": probable}
    words = {name: wording.number(count, lang) for name, count in numbers.items()}
    kind = "summary found" if solid + probable else "summary none"
    return _WORDS.text(kind, lang, **words)


def gap_reading(lang: str) -> str:
    """Return how the tables of `gap_tables` are read.

    Raises:
        ValueError: ``lang`` is neither ``fr`` nor ``en``.
    """
    wording.check_language(lang)
    return str(_WORDS.entry("reading", lang))
