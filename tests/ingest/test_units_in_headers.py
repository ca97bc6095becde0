"""The unit in a header applies to the amounts beneath it, wherever and however it is written."""

from decimal import Decimal

import pytest

from frenchtech_graph.ingest.sheets.amounts import read_quantity, says_unit, unit_in_title
from frenchtech_graph.ingest.sheets.fields import meanings
from frenchtech_graph.ingest.workbooks.cell import Cell

THOUSANDS = [
    *(
        "Amount (EUR '000)",
        "Amount (€'000)",
        "Amount €k",
        "Montant (milliers €)",
        "montant_k_euros",
    ),
    *("Subvention (en milliers d'euros)", "Amount, EUR thousand", "aid_keur", "Montant K€ HT"),
    *("Ticket k€", "Montant (HT) en k€", "Montant (2023, k€)", "Amount (thousands of euros)"),
]
MILLIONS = [
    *("amount_eur_m", "amount_m_eur", "amount_meur", "Amount EURm", "Amount (EUR m)", "Montant M€"),
    *("Montant en M€", "Montant (millions d'euros)", "amount_million_eur", "Amount (EUR mn)"),
    *("Amount m EUR", "Deal size (mEUR)", "Amount (€ millions)", "Amount (€m)"),
]
NONE = ["Montant", "Montant (€)", "Amount (EUR)", "price_eur", "Montant des subventions"]


@pytest.mark.parametrize(
    ("header", "scale"),
    [
        *((h, 1_000) for h in THOUSANDS),
        *((h, 1_000_000) for h in MILLIONS),
        *((h, 1) for h in NONE),
    ],
)
def test_the_scale_of_a_header(header: str, scale: int) -> None:
    read = read_quantity(Cell("450"), header)
    assert read is not None
    assert read.value == Decimal(450 * scale)
    assert says_unit(header) == (header not in ("Montant", "Montant des subventions"))


@pytest.mark.parametrize("header", ["amount_eur_m", "Amount (EUR '000)", "Montant (milliers €)"])
def test_a_unit_leaves_the_meaning_of_its_header(header: str) -> None:
    assert meanings(header)[0].code == "amount"


def test_the_unit_of_a_cell_wins() -> None:
    read = read_quantity(Cell("1,5 M€"), "Montant (en milliers d'euros)")
    assert read is not None
    assert read.value == Decimal(1_500_000)


def test_an_amount_in_a_title_is_no_unit() -> None:
    assert unit_in_title("Fonds Alpha, 12 millions d'euros") == ""
