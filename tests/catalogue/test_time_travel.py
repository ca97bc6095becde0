"""Questions on states, asked for a year: what held then, after the pages, and nothing that began later or had ended."""

from typing import Any

import pytest

from frenchtech_graph import EcosystemGraph
from frenchtech_graph import catalogue as queries

YEAR = 2015


def rows(graph: EcosystemGraph, question: str, **values: Any) -> set[tuple[object, ...]]:
    found = queries.run(graph.store, question, **values)
    return {tuple(row) for row in found.itertuples(index=False)}


@pytest.mark.parametrize("question", ["startups", "actors-of-a-kind", "labels-of"])
def test_a_year_narrows_and_adds_nothing(lille: EcosystemGraph, question: str) -> None:
    narrow, wide = rows(lille, question, as_of=YEAR), rows(lille, question)
    assert narrow <= wide
    assert len(narrow) < len(wide) or not wide


def test_start_ups_of_a_year_were_founded_by_then_and_not_known_to_be_closed(
    lille: EcosystemGraph,
) -> None:
    found = queries.run(lille.store, "startups", as_of=YEAR)
    assert len(found) and (found["founded"] <= YEAR).all()
    closed = queries.run(lille.store, "closures")
    gone = set(closed.loc[closed["closed"] < YEAR, "organization"])
    assert gone.isdisjoint(found["startup"])
    assert not len(queries.run(lille.store, "startups", as_of=1900))


def test_labels_of_a_year_were_received_by_then_and_had_not_ended(lille: EcosystemGraph) -> None:
    found = queries.run(lille.store, "labels-of", as_of=YEAR)
    assert len(found) and (found["from_year"] <= YEAR).all()
    assert not (found["to_year"] < YEAR).any()
