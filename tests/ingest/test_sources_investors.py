"""Investor strings: the 60 ugliest with the parse written by hand, and what any string must keep
to.
"""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frenchtech_graph.ingest.connectors.rounds.investor_names import Mention, fold, is_person
from frenchtech_graph.ingest.connectors.rounds.investors import parse_investors

UGLIEST = json.loads(
    (Path(__file__).parents[1] / "fixtures" / "investors" / "ugliest.json").read_text(
        encoding="utf-8"
    )
)
CASES = [
    pytest.param(case["text"], case["parse"], id=case["text"][:40]) for case in UGLIEST["strings"]
]


def short(mention: Mention) -> str:
    """Return a mention as the list writes it: * lead, ~ person, > fund, < manager."""
    words = mention.name + (" *" if mention.lead else "") + (" ~" if mention.person else "")
    if mention.vehicle:
        words += (" < " if mention.managed else " > ") + mention.vehicle
    return words


def test_the_list_has_60_strings() -> None:
    assert len(CASES) == 60


@pytest.mark.parametrize(("text", "parse"), CASES)
def test_ugly_string(text: str, parse: list[str]) -> None:
    assert [short(m) for m in parse_investors(text)] == parse


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hatcher+, Plug and Play", ["Hatcher+", "Plug and Play"]),
        ("Caisse A and Caisse B", ["Caisse A", "Caisse B"]),
        (
            "European Innovation Council and SMEs Executive Agency, Newfund, Techmind",
            ["European Innovation Council", "SMEs Executive Agency", "Newfund", "Techmind"],
        ),
        (
            "Newfund, European Innovation Council and SMEs Executive Agency, Techmind",
            ["Newfund", "European Innovation Council and SMEs Executive Agency", "Techmind"],
        ),
        (
            "Founders Future, Entrepreneurs First, Angels Santé, Via ID",
            ["Founders Future", "Entrepreneurs First", "Angels Santé", "Via ID"],
        ),
        ("Undisclosed private investors", []),
        ("Crowdfunding via WiSeed", []),
        ("N/A", []),
        ("", []),
    ],
)
def test_names_and_no_names(text: str, names: list[str]) -> None:
    assert [m.name for m in parse_investors(text)] == names


@pytest.mark.parametrize(
    ("text", "parse"),
    [
        # "&" parts two houses only if each is called one.
        ("Alphainvest & Beta Gamma Fund, Delta", ["Alphainvest", "Beta Gamma Fund", "Delta"]),
        ("Alpha & Beta Fund, Delta & Co", ["Alpha & Beta Fund", "Delta & Co"]),
        # "and" between two commas parts what brackets say are several.
        ("Delta, Alpha and Beta (family offices), Gamma", ["Delta", "Alpha", "Beta", "Gamma"]),
        ("Delta, Alpha and Beta (a fund), Gamma", ["Delta", "Alpha and Beta", "Gamma"]),
        # A lone first name with a role goes on in the next piece; without a role, or before a
        # house, it does not.
        (
            "Delta, Bernard (founder of Epsilon), and Roche des Prés",
            ["Delta", "Bernard Roche des Prés ~"],
        ),
        ("Bernard, Roche des Prés", ["Bernard", "Roche des Prés"]),
        ("Bernard (founder of Epsilon), Delta Gamma Capital", ["Bernard", "Delta Gamma Capital"]),
        (
            "Alpha Impact – Fonds Bêta (lead), Hi Alpha - Bêta",
            ["Alpha Impact * > Fonds Bêta", "Hi Alpha - Bêta"],
        ),
        ("Alpha programme support (investor details not disclosed)", []),
        ("12 entrepreneur-users (community round), 50 Partners", ["50 Partners"]),
        ("Eli Lilly, Alpha funds (Delta)", ["Eli Lilly", "Alpha"]),
    ],
)
def test_what_a_sample_taught(text: str, parse: list[str]) -> None:
    assert [short(m) for m in parse_investors(text)] == parse


def test_debt_providers_in_the_plural_are_the_last_two() -> None:
    lenders = {
        m.name: m.lender
        for m in parse_investors("Alpha, Beta (equity), Gamma, and Delta Capital (debt providers)")
    }
    assert lenders == {"Alpha": False, "Beta": False, "Gamma": True, "Delta Capital": True}


def test_bpifrance_is_one_body_with_its_funds() -> None:
    (one,) = parse_investors(
        "Bpifrance InnoBio, BPI France (Large Venture), French Tech Seed (Bpifrance)"
    )
    assert (one.name, one.vehicle) == (
        "Bpifrance",
        "Bpifrance InnoBio; Large Venture; French Tech Seed",
    )


def test_the_first_name_is_never_taken_for_a_lead() -> None:
    assert [m.lead for m in parse_investors("Alven, Elaia (lead), Breega")] == [None, True, None]


@pytest.mark.parametrize(
    "name", ["Pierre Fabre Invest", "Elaia", "Robin Capital", "Charles & Co", "Région Bretagne"]
)
def test_houses_are_no_persons(name: str) -> None:
    assert not is_person(name)


@settings(max_examples=200)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=120))
def test_any_text_gives_names_once_each(text: str) -> None:
    found = parse_investors(text)
    keys = [fold(m.name) for m in found]
    assert len(keys) == len(set(keys))
    assert all(len(k) >= 2 for k in keys)
