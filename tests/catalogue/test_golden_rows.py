"""Rows of answers on France that were read at their public page: the catalogue still gives them.

`golden_rows.csv` has a row for each question: the columns that the page states, the page, and the day
it was read. Every other question is named here, with why it has none.
"""

import csv
from pathlib import Path

import pytest
from pandas.api.types import is_numeric_dtype

from frenchtech_graph import catalogue
from frenchtech_graph.api import EcosystemGraph

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("france")]
with Path(__file__).with_name("golden_rows.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))
ON_PERSONS = {
    *("alumni-of", "founder-origins", "founders-without-a-past", "interlocks", "leaders-of"),
    *("serial-founders", "talent-flow"),
}
"""Answers are people: none is looked up to write a test."""
OF_THE_WHOLE = {
    *("actors-by-kind-and-city", "actors-per-pillar", "bridges-between-pillars", "common-contacts"),
    *("created-per-year", "ecosystems", "hubs", "investors-ranked", "licences", "local-money"),
    *("lonely-startups", "missing-links", "missing-pillar", "mixing-between-contributions"),
    *("money-raised-per-year", "organizations-without-a-place", "publishers", "sectors"),
    *("single-source-ties", "undated-ties", "unsourced"),
}
"""Counts over the graph and what is absent from it: no page states them."""


@pytest.mark.parametrize("row", ROWS, ids=[r["question"] for r in ROWS])
def test_a_row_read_at_its_page_is_in_the_answer(
    row: dict[str, str], france: EcosystemGraph
) -> None:
    answer = france.query(row["question"])
    stated = dict(part.split("=", 1) for part in row["said"].split("; "))
    for column, value in stated.items():
        found = answer[column]
        numeric = is_numeric_dtype(found)
        same = found == float(value) if numeric else found.astype("string") == value
        answer = answer[same.fillna(False)]
    assert len(answer) >= 1


def test_each_question_has_a_row_or_a_reason() -> None:
    asked = {q.name for q in catalogue.catalogue()}
    read = {row["question"] for row in ROWS}
    groups = (read, ON_PERSONS, OF_THE_WHOLE)
    assert set().union(*groups) == asked
    assert sum(map(len, groups)) == len(asked)


def test_the_rows_are_of_many_questions_and_name_their_page() -> None:
    assert len({row["question"] for row in ROWS}) == len(ROWS) >= 47
    assert all(row["page"].startswith("http") and row["read"] for row in ROWS)
