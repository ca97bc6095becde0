"""Group by group: which pairs of groups have fewer ties than their degrees and chance allow."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from frenchtech_graph.findings.gaps import coverage_of_cells, grades, nulls
from frenchtech_graph.findings.gaps.blocks import STRATA, Block, blocks
from frenchtech_graph.findings.gaps.evenness import read_unevenly
from frenchtech_graph.findings.gaps.holders import holder_block
from frenchtech_graph.findings.gaps.own_choices import have_homes, of_few_actors, own_choices
from frenchtech_graph.findings.gaps.pillar_ties import counted_cells, meet
from frenchtech_graph.findings.measures.membership import ATTRIBUTES, groups_of
from frenchtech_graph.findings.standing import counted
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.network.projections import actors as actors_of

DEFAULT_TABLES = (
    ("pillar", "pillar"),
    ("kind", "region"),
    ("region", "region"),
    ("sector", "stage"),
)
PILLARS = ("pillar", "pillar")
NOTHING = "nothing to compare"
PLACES = ("city", "place", "department", "region")
COLUMNS = (
    "row_attribute",
    "column_attribute",
    "row_group",
    "column_group",
    "observed",
    "expected",
    "ratio",
    "ratio_low",
    "ratio_high",
    "ratio_max",
    "missing_ties",
    "expected_degree",
    "z_degree",
    "p_degree",
    "q_degree",
    "expected_label",
    "z_label",
    "p_label",
    "q_label",
    "q_both",
    "tipping",
    "coverage",
    "grade",
    "reason",
)


def group_gaps(
    graph: nx.Graph[Any],
    *,
    rows: str = "pillar",
    columns: str = "pillar",
    seed: int = 1,
    draws: int = 200,
    min_expected: float = 5.0,
    largest_event: int = 60,
    administration: bool = False,
) -> pd.DataFrame:
    """Return one row per pair of groups: ties recorded, ties expected, and the certainty of a gap.

    ``rows`` and ``columns`` are attributes of actors (``pillar``, ``kind``, ``sector``, ``stage``,
    ``city``, ``department``, ``region``). A directed tie counts in the row group of its source and
    the column group of its target. An undirected one counts half in each direction. With the same
    attribute twice, both directions are pooled and a pair of groups has only one row. Between
    places, ties inside a place are excluded and have no row, so that two places are compared by
    their ties to other places. If their ties come from addresses that know some of the places only,
    a gap is a *recording problem* (`evenness`). Between pillars, only expected kinds of tie count
    (`pillar_ties`). A pair without such a kind has all its recorded ties and no expectation (NaN).
    Ties of administration and of unknown nature are left out, unless ``administration``. An actor
    of k groups counts 1/k in each. Sector × stage (and stage × sector) describe the same firm:
    there the table counts firms, not ties.

    Columns: ``observed`` and ``expected`` ties, ``ratio`` observed/expected with 95 % limits,
    ``ratio_max`` the upper limit that allows for how much the cells of this table scatter anyway,
    ``missing_ties`` expected - observed. ``expected`` is the mean of the fixed-degree draws
    (``expected_degree``), fitted again if gaps have shaped the margins. ``z_``, ``p_`` and ``q_``
    of both nulls, ``q_both`` for cells that both find too empty (p is one-sided, the chance of so
    few, and q exists only in testable cells: ``expected`` at least ``min_expected``). ``tipping``:
    share recorded, relative to the average, below which the gap would vanish. ``coverage``: share
    of the cell recorded, relative to the table (NaN if it cannot be measured). ``grade`` and
    ``reason``: codes that `gap_sentence` puts into words. ``attrs`` has the seed, the number of
    draws, the numbers left out, and ``scatter``. The scatter is the share of the expectation by
    which cells deviate beyond the nulls (uneven recording, or preferences).

    Method: Strona et al. 2014 (curveball), Benjamini & Hochberg 1995, and Garwood 1936 for the
    limits.

    Raises:
        ValueError: an attribute is unknown.
    """
    pair = [(rows, columns)]
    return gap_tables(
        graph,
        pair,
        seed=seed,
        draws=draws,
        min_expected=min_expected,
        largest_event=largest_event,
        administration=administration,
    )[pair[0]]


def gap_tables(
    graph: nx.Graph[Any],
    pairs: Sequence[tuple[str, str]] = DEFAULT_TABLES,
    *,
    seed: int = 1,
    draws: int = 200,
    min_expected: float = 5.0,
    largest_event: int = 60,
    administration: bool = False,
) -> dict[tuple[str, str], pd.DataFrame]:
    """Return several tables of `group_gaps` at once, with the same fixed-degree draws."""
    for attribute in {a for pair in pairs for a in pair}:
        if attribute not in ATTRIBUTES:
            raise ValueError(
                f"no groups by {attribute!r}; choose one of {', '.join(sorted(ATTRIBUTES))}"
            )
    graph = counted(graph, administration=administration)
    actors = actors_of(graph)
    every, skipped = blocks(graph, actors, strata=STRATA, largest_event=largest_event)
    ties, _ = blocks(graph, actors, strata=STRATA, largest_event=largest_event, repeats=False)
    tables = {pair: _table(graph, actors, pair, ties) for pair in pairs}
    of_ties = [pair for pair in pairs if not holds_both(pair)]
    degree = dict(
        zip(
            of_ties,
            nulls.fixed_degrees(ties, [tables[p] for p in of_ties], draws=draws, seed=seed),
            strict=True,
        )
    )
    found = {}
    for pair in pairs:
        parts, table = (ties, tables[pair]) if pair in degree else holder_block(graph, actors, pair)
        by_degree = (
            degree.get(pair) or nulls.fixed_degrees(parts, [table], draws=draws, seed=seed)[0]
        )
        both = (by_degree, nulls.shuffled_labels(parts, table), _by_actor(pair, parts, table))
        covered = coverage_of_cells.relative(graph, every, table) if pair in degree else None
        told = every if pair in degree else parts
        recording = (covered, *_uneven(graph, pair, told, table))
        frame = _frame(pair, table, parts, both, recording, min_expected)
        frame.attrs.update(seed=seed, draws=draws, min_expected=min_expected)
        frame.attrs.update(events_left_out=skipped, counts="ties" if pair in degree else "firms")
        found[pair] = frame
    return found


def pairs_of(*, rows: str | None, columns: str | None, **options: Any) -> dict[str, Any]:
    """Return the arguments of `gap_tables` for one pair of attributes, or for all pairs by default.

    Raises:
        BilingualError: one attribute is given and not the other.
    """
    if rows is None and columns is None:
        return options
    if rows is None or columns is None:
        raise BilingualError("rows-and-columns")
    return {"pairs": ((rows, columns),), **options}


def holds_both(pair: tuple[str, str]) -> bool:
    """Return whether the two attributes describe one firm, so that firms are counted and not ties."""
    return set(pair) == {"sector", "stage"}


def _table(
    graph: nx.Graph[Any], actors: Sequence[Hashable], pair: tuple[str, str], ties: Sequence[Block]
) -> nulls.Table:
    groups = groups_of(graph, actors, pair[0])
    other = groups if pair[0] == pair[1] else groups_of(graph, actors, pair[1])
    table = nulls.Table(groups, other, pair[0] == pair[1])
    if pair != PILLARS:
        return table
    cells = {
        block.events: counted_cells(block, groups.names, nulls.observed([block], table))
        for block in ties
    }
    return replace(table, cells=cells)


def _frame(
    pair: tuple[str, str],
    table: nulls.Table,
    parts: Sequence[Block],
    both: tuple[nulls.Null, nulls.Null, nulls.Null | None],
    recording: tuple[Any, Any, Any],
    min_expected: float,
) -> pd.DataFrame:
    covered, uneven, few = recording
    seen, recorded = nulls.observed(parts, table), nulls.observed(parts, replace(table, cells=None))
    own = np.eye(len(seen)) > 0 if table.symmetric and pair[0] in PLACES else None
    numbers = grades.measure(
        seen,
        *both[:2],
        min_expected=min_expected,
        own=own,
        symmetric=table.symmetric,
        by_actor=both[2],
    )
    numbers["coverage"] = np.full(seen.shape, np.nan) if covered is None else covered
    numbers["uneven"] = np.zeros(seen.shape) if uneven is None else uneven.astype(float)
    numbers["few"] = np.zeros(seen.shape) + (0.0 if few is None else few[:, None])
    if pair == PILLARS:
        _set_apart(numbers, recorded)
    first = 0 if own is None else 1
    a, b = np.nonzero(
        np.triu(np.ones(seen.shape), first) if table.symmetric else np.ones(seen.shape)
    )
    frame = pd.DataFrame({name: values[a, b] for name, values in numbers.items()})
    frame = frame.assign(
        row_attribute=pair[0],
        column_attribute=pair[1],
        row_group=[table.rows.names[i] for i in a],
        column_group=[table.columns.names[i] for i in b],
    )
    frame = _graded(frame, pair, min_expected)
    frame.attrs["scatter"] = float(numbers["scatter"].max(initial=0.0))
    frame.attrs.update(ties=float(sum(p.ties for p in parts)), ties_placed=float(recorded.sum()))
    rank = frame["grade"].map({g: i for i, g in enumerate(grades.GRADES)})
    order = np.lexsort((-frame["missing_ties"].round(9), rank))
    return frame.iloc[order].reset_index(drop=True)[list(COLUMNS)]


def _to_places(pair: tuple[str, str]) -> bool:
    """Return whether a table has groups as rows and places as columns."""
    return pair[1] in PLACES and pair[0] not in PLACES


def _by_actor(
    pair: tuple[str, str], parts: Sequence[Block], table: nulls.Table
) -> nulls.Null | None:
    """Return the null of single actors, if the table has places and their homes are known."""
    homes = _to_places(pair) and have_homes(parts, table)
    return own_choices(parts, table) if homes else None


def _uneven(
    graph: nx.Graph[Any], pair: tuple[str, str], parts: Sequence[Block], table: nulls.Table
) -> tuple[Any, Any]:
    """Return the unevenly read cells of a table between places, and its rows of few actors."""
    place = next((attribute for attribute in pair if attribute in PLACES), None)
    uneven = None if place is None else read_unevenly(graph, parts, table, place)
    return uneven, of_few_actors(parts, table) if _to_places(pair) else None


def _set_apart(numbers: dict[str, Any], recorded: Any) -> None:
    """Give pairs of pillars without a comparison their recorded ties, and no expectation."""
    apart = ~(numbers["expected"] > 0)
    numbers["observed"] = np.where(apart, recorded, numbers["observed"])
    for name in ("expected", "missing_ties", "ratio", "ratio_low", "ratio_high", "ratio_max"):
        numbers[name] = np.where(apart, np.nan, numbers[name])


def _graded(frame: pd.DataFrame, pair: tuple[str, str], min_expected: float) -> pd.DataFrame:
    """Return cells with their grade and its reason."""
    found = [grades.grade(dict(row), min_expected=min_expected) for _, row in frame.iterrows()]
    ends = zip(found, frame["row_group"], frame["column_group"], strict=True)
    reasons = [
        "meet elsewhere" if pair == PILLARS and why == NOTHING and not meet(one, two) else why
        for (_, why), one, two in ends
    ]
    return frame.assign(grade=[g for g, _ in found], reason=reasons)
