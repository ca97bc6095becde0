"""Amounts with a comma or a point before three figures: thousands where the column shows it, asked
about where it does not, never a thousandth without a word.
"""

import pytest

from frenchtech_graph.ingest.sheets.amounts import read_quantity, sign_of
from frenchtech_graph.ingest.workbooks.cell import Cell


@pytest.mark.parametrize(
    ("column", "read"),
    [
        (["€1.2M", "€320,000"], [("1200000", True), ("320000", True)]),
        (["1,2 M€", "320,000 €"], [("1200000", True), ("320000", False)]),
        (["£250,000"], [("250000", False)]),
        (["€320.000"], [("320000", False)]),
        (["$1,200,000", "2,500"], [("1200000", True), ("2500", True)]),
        (["€1,250.50", "EUR 45,000"], [("1250.5", True), ("45000", True)]),
        (["€2.400.000", "45.000"], [("2400000", True), ("45000", True)]),
        (["8,5 M€", "12,250 M€"], [("8500000", True), ("12250000", False)]),
        (["2,5", "2.5", "1,500"], [("2.5", True), ("2.5", True), ("1500", False)]),
    ],
)
def test_three_figures_after_a_sign(column: list[str], read: list[tuple[str, bool]]) -> None:
    found = [read_quantity(Cell(text), "", sign_of(column)) for text in column]
    assert [(q.text(), q.sure) for q in found if q] == read
