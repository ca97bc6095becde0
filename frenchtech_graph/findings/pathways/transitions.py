"""Where firms stop on the way from start to up.

A cohort enters a state and is followed to the next one. Firms that have not arrived yet are
censored, not failed. For firms that were acquired, listed or closed on the way, this is a competing
event (Aalen-Johansen). Never this year's A rounds over this year's seed rounds: those are different
firms.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from frenchtech_graph.findings import wording
from frenchtech_graph.findings.measures.histories import EXIT, History, histories, month_of
from frenchtech_graph.findings.measures.membership import values_of
from frenchtech_graph.findings.measures.statistics import benjamini_hochberg
from frenchtech_graph.findings.measures.survival import aalen_johansen, log_rank
from frenchtech_graph.findings.texts import nouns, say

ALL = "all"
MOST_Q = 0.10
COLUMNS = (
    "from_state",
    "to_state",
    "group",
    "firms",
    "reached",
    "left",
    "waiting",
    "share_24",
    "se_24",
    "at_risk_24",
    "share_36",
    "se_36",
    "at_risk_36",
    "expected",
    "missing_firms",
    "lost",
    "p",
    "q",
    "vague",
    "finding",
)


def pathways(
    graph: nx.Graph[Any],
    *,
    by: str = "region",
    as_of: str | None = None,
    horizons: tuple[int, int] = (24, 36),
    min_expected: float = 5.0,
) -> pd.DataFrame:
    """Return one row per transition and group of firms (``all`` first): the share that gets
    through, and its uncertainty.

    ``by`` is an attribute of firms (region, city, sector …). ``as_of`` is the date up to which the
    data is complete (default: the latest date in it). Columns:

    - ``firms`` that entered ``from_state``, ``reached`` ``to_state`` (or a later one), ``left`` by
      exit or closure, or are still ``waiting``.
    - ``share_24`` and ``share_36``: share through within the ``horizons`` (months) with standard
      error and number still at risk, NaN beyond the observed times.
    - ``expected``: arrivals if the group moved like all firms.
    - ``missing_firms``: expected - reached.
    - ``p``: two-sided log-rank against all firms outside the group, and ``q`` (BH over groups with
      ``expected`` of at least ``min_expected``).
    - ``lost``: firms that are not through by the second horizon.
    - ``vague``: share of firms with a date that gives only the year.
    - ``finding``: ``fewer``, ``more``, ``none`` or ``cannot tell``. ``attrs``: ``as_of``,
      ``states``, ``out_of_order`` (firms that were later before they were earlier), ``breaks``
      (group → transition with the most missing firms).

    Firms that stopped before they were recorded are not in the data: shares are of *known* firms.

    Raises:
        ValueError: ``by`` is unknown.
    """
    found, states = histories(graph)
    end = month_of(as_of)[0] if as_of else _latest(found)
    groups = {firm: values_of(graph.nodes[firm], by) for firm in found}
    rows, out_of_order = [], 0
    for here, there in _transitions(states):
        cohort = _cohort(found, states, here, there, end)
        out_of_order += cohort.attrs["out_of_order"]
        rows += _rows(cohort, groups, (here, there), horizons)
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    testable = (frame["group"] != ALL) & (frame["expected"] >= min_expected)
    frame["q"] = benjamini_hochberg(frame["p"].where(testable))
    frame["finding"] = [_finding(row) for _, row in frame.iterrows()]
    frame.attrs.update(
        as_of=as_of or _written(end), states=states, out_of_order=out_of_order, by=by
    )
    frame.attrs.update(horizons=horizons, breaks=breaks(frame))
    return frame


def breaks(frame: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Return the transition with most missing firms for each group, or no transition if the group
    misses none.
    """
    short = frame[(frame["group"] != ALL) & (frame["missing_firms"] > 0) & frame["q"].notna()]
    worst = short.sort_values("missing_firms", ascending=False, kind="stable").drop_duplicates(
        "group"
    )
    return {
        str(r["group"]): (str(r["from_state"]), str(r["to_state"])) for _, r in worst.iterrows()
    }


def _transitions(states: Sequence[str]) -> list[tuple[str, str]]:
    """Return the steps to look at: each state to the next, start to first money, and the last round
    to exit.
    """
    steps = list(pairwise(states))
    return [*steps[:1], (states[0], states[2]), *steps[1:], (states[3], EXIT)]


def _latest(found: Mapping[Hashable, History]) -> float:
    months = [
        m for h in found.values() for m in (*h.reached.values(), *([h.closed] if h.closed else []))
    ]
    return max(months, default=0.0)


def _written(month: float) -> str:
    return f"{int(month // 12)}-{int(month % 12) + 1:02d}"


def _cohort(
    found: Mapping[Hashable, History], states: Sequence[str], here: str, there: str, end: float
) -> pd.DataFrame:
    """Return duration and outcome of each firm that entered a state: 1 through, 2 left, 0
    waiting.
    """
    onward = [EXIT] if there == EXIT else list(states[states.index(there) :])
    rows, disorder = [], 0
    for firm, history in found.items():
        entry = history.reached.get(here, np.inf)
        if entry > end:
            continue
        goal = min((history.reached[s] for s in onward if s in history.reached), default=np.inf)
        if goal < entry:
            disorder += 1
            continue
        left = _left(history, entry, bought=there != EXIT)
        outcome = 0 if min(goal, left) > end else 1 if goal <= left else 2
        rows.append(
            (firm, min(goal, left, end) - entry, outcome, bool({here, there} & history.vague))
        )
    frame = pd.DataFrame(rows, columns=["firm", "duration", "outcome", "vague"])
    frame.attrs["out_of_order"] = disorder
    return frame


def _left(history: History, entry: float, *, bought: bool) -> float:
    """Return when a firm left after its entry by another door: closed or, if asked, bought or
    listed.
    """
    doors = [history.reached.get(EXIT) if bought else None, history.closed]
    return min((d for d in doors if d is not None and d >= entry), default=np.inf)


def _rows(
    cohort: pd.DataFrame,
    groups: Mapping[Hashable, tuple[str, ...]],
    step: tuple[str, str],
    horizons: tuple[int, int],
) -> list[dict[str, Any]]:
    names = sorted({g for firm in cohort["firm"] for g in groups[firm]})
    rows = []
    for name in (ALL, *names):
        inside = np.array(
            [name == ALL or name in groups[firm] for firm in cohort["firm"]], dtype=bool
        )
        part = cohort[inside]
        row = {
            "from_state": step[0],
            "to_state": step[1],
            "group": name,
            **_numbers(part, horizons),
        }
        test = log_rank(cohort["duration"], cohort["outcome"] == 1, inside)
        alone = name == ALL or inside.all()
        row["expected"] = float("nan") if name == ALL else test.expected
        row["missing_firms"] = float("nan") if name == ALL else test.expected - test.observed
        row["p"] = float("nan") if alone else test.p
        rows.append(row)
    return rows


def _numbers(part: pd.DataFrame, horizons: tuple[int, int]) -> dict[str, Any]:
    curve = aalen_johansen(part["duration"], part["outcome"])
    row: dict[str, Any] = {
        "firms": len(part),
        "reached": int((part["outcome"] == 1).sum()),
        "left": int((part["outcome"] == 2).sum()),
        "waiting": int((part["outcome"] == 0).sum()),
        "vague": float(part["vague"].mean()) if len(part) else float("nan"),
    }
    for column, horizon in zip(("24", "36"), horizons, strict=True):
        row[f"share_{column}"], row[f"se_{column}"], row[f"at_risk_{column}"] = curve.at(horizon)
    row["lost"] = len(part) * (1 - row["share_36"])
    return row


def _finding(row: Mapping[Any, Any] | pd.Series[Any]) -> str:
    if row["group"] == ALL:
        return "all firms"
    if np.isnan(row["q"]):
        return "cannot tell"
    if row["q"] >= MOST_Q:
        return "none"
    return "fewer" if row["missing_firms"] > 0 else "more"


def pathway_sentence(
    row: Mapping[Any, Any] | pd.Series[Any], lang: str, labels: wording.Labels | None = None
) -> str:
    """Return a row of `pathways` as a sentence for a reader without statistics.

    Raises:
        ValueError: ``lang`` is neither ``fr`` nor ``en``.
    """
    share = "pathway share" if row["share_36"] == row["share_36"] else "pathway no share"
    percent = wording.number(100 * row["share_36"], lang, 0)
    words = {
        "group": wording.label_of(row["group"], lang, labels),
        "here": say(f"state {row['from_state']}", lang),
        "there": say(f"state {row['to_state']}", lang),
        "firms": wording.counted(row["firms"], nouns("firms", lang), lang),
        "reached": wording.number(row["reached"], lang, 0),
        "waiting": wording.number(row["waiting"], lang, 0),
        "expected": wording.number(row["expected"], lang),
        "share": say(
            share, lang, percent=percent, at_risk=wording.number(row["at_risk_36"], lang, 0)
        ),
    }
    return say(f"pathway {row['finding']}", lang, **words)
