"""Names and places as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frenchtech_graph.model.names import fold, slug
from frenchtech_graph.model.partial_dates import agree, is_partial_date, precedes
from frenchtech_graph.model.places import AmbiguousPlaceError, load


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_slug_is_an_identifier(text: str) -> None:
    assert slug(text)
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("59350", "59350"),
        ("Lille", "59350"),
        ("LILLE", "59350"),
        ("Villeneuve d'Ascq", "59009"),
        ("Villeneuve-d’Ascq", "59009"),
        ("Saint-Denis (93)", "93066"),
        ("Hauts-de-France", "reg-32"),
        ("dep-59", "dep-59"),
        ("Lomme", "59350"),
        ("59355", "59350"),
        ("Métropole Européenne de Lille", "200093201"),
        ("France", "FR"),
        ("Atlantis", None),
    ],
)
def test_places_by_code_and_by_name(text: str, expected: str | None) -> None:
    assert load().resolve(text) == expected


def test_a_homonym_is_refused_with_its_candidates() -> None:
    with pytest.raises(AmbiguousPlaceError) as caught:
        load().resolve("Saint-Denis")
    assert any("93066" in c for c in caught.value.candidates)


def test_a_commune_lies_in_its_region() -> None:
    assert {"59350", "dep-59", "reg-32", "FR"} <= {p.id for p in load().with_ancestors({"59350"})}


@given(st.dates())
def test_every_calendar_day_is_a_date_with_its_month_and_year(day: object) -> None:
    text = str(day)
    if text[0] in "12":
        assert is_partial_date(text) and is_partial_date(text[:7]) and is_partial_date(text[:4])
        assert agree(text, text[:4]) and not precedes(text, text[:7])
