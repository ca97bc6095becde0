"""Who could help a firm, in sentences: one reason that a person understands, and its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import Any

import pandas as pd

from frenchtech_graph.findings import wording
from frenchtech_graph.io.words import beside
from frenchtech_graph.model import ontology

_WORDS = beside(__file__, "who_could_words.toml")
Row = Mapping[Any, Any] | pd.Series


def funder_sentence(row: Row, lang: str) -> str:
    """Return why an investor is proposed: the firms it funded, and its last round.

    Raises:
        ValueError: ``lang`` is neither ``fr`` nor ``en``.
    """
    wording.check_language(lang)
    key = "funder" if row["like"] else "funder unlike"
    return _WORDS.text(
        key,
        lang,
        label=row["label"],
        rounds=row["rounds"],
        like=row["like"],
        last=row["last"],
        examples=", ".join(row["examples"]),
    )


def body_sentence(row: Row, lang: str) -> str:
    """Return why a laboratory or a support body is named: firms like it, its field, how far.

    Raises:
        ValueError: ``lang`` is neither ``fr`` nor ``en``.
    """
    wording.check_language(lang)
    labels = ontology.load().schemes["function"]
    does = ", ".join(labels[f].label(lang).lower() for f in row["functions"])
    far = row["km"]
    place = "" if isnan(far) else _WORDS.text("far", lang, km=wording.number(far, lang, 0))
    key = "body" if row["like"] else "body own sector" if row["own_sector"] else "body unlike"
    return _WORDS.text(
        key,
        lang,
        label=row["label"],
        does=does,
        like=row["like"],
        examples=", ".join(row["examples"]),
        far=place,
    )
