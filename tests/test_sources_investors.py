"""Investor strings: the 60 ugliest with the parse written by hand, and what any string must keep to."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frenchtech_graph.sources.investors import Mention, fold, is_person, parse_investors

UGLIEST = json.loads((Path(__file__).parent / "fixtures" / "investors" / "ugliest.json").read_text(encoding="utf-8"))
CASES = [
    pytest.param(
        case["text"],
        case["parse"],
        id=case["text"][:40],
        marks=[pytest.mark.xfail(reason=case["known_miss"], strict=True)] if "known_miss" in case else [],
    )
    for case in UGLIEST["strings"]
]


def short(mention: Mention) -> str:
    """Return a mention as the list writes it: * lead, ~ person, > fund, < manager."""
    words = mention.name + (" *" if mention.lead else "") + (" ~" if mention.person else "")
    if mention.vehicle:
        words += (" < " if mention.managed else " > ") + mention.vehicle
    return words


def test_the_list_has_60_strings() -> None:
    assert len(CASES) == 60
    assert sum("known_miss" in c for c in UGLIEST["strings"]) == 3


@pytest.mark.parametrize(("text", "parse"), CASES)
def test_ugly_string(text: str, parse: list[str]) -> None:
    assert [short(m) for m in parse_investors(text)] == parse


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hatcher+, Plug and Play", ["Hatcher+", "Plug and Play"]),
        ("Caisse A and Caisse B", ["Caisse A", "Caisse B"]),
        ("European Innovation Council and SMEs Executive Agency, Newfund, Techmind",
         ["European Innovation Council", "SMEs Executive Agency", "Newfund", "Techmind"]),
        ("Newfund, European Innovation Council and SMEs Executive Agency, Techmind",
         ["Newfund", "European Innovation Council and SMEs Executive Agency", "Techmind"]),
        ("Founders Future, Entrepreneurs First, Angels Santé, Via ID",
         ["Founders Future", "Entrepreneurs First", "Angels Santé", "Via ID"]),
        ("Undisclosed private investors", []),
        ("Crowdfunding via WiSeed", []),
        ("N/A", []),
        ("", []),
    ],
)  # fmt: skip
def test_names_and_no_names(text: str, names: list[str]) -> None:
    assert [m.name for m in parse_investors(text)] == names


def test_bpifrance_is_one_body_with_its_funds() -> None:
    (one,) = parse_investors("Bpifrance InnoBio, BPI France (Large Venture), French Tech Seed (Bpifrance)")
    assert (one.name, one.vehicle) == ("Bpifrance", "Bpifrance InnoBio; Large Venture; French Tech Seed")


def test_the_first_name_is_never_taken_for_a_lead() -> None:
    assert [m.lead for m in parse_investors("Alven, Elaia (lead), Breega")] == [None, True, None]


@pytest.mark.parametrize("name", ["Pierre Fabre Invest", "Elaia", "Robin Capital", "Charles & Co", "Région Bretagne"])
def test_houses_are_no_persons(name: str) -> None:
    assert not is_person(name)


@settings(max_examples=200)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=120))
def test_any_text_gives_names_once_each(text: str) -> None:
    found = parse_investors(text)
    keys = [fold(m.name) for m in found]
    assert len(keys) == len(set(keys))
    assert all(len(k) >= 2 for k in keys)
