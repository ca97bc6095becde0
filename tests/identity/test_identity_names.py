"""Names and identifiers as sources write them: what is compared of them, and what names nobody."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frenchtech_graph.identity.clue_texts import in_words
from frenchtech_graph.identity.clues import Clue
from frenchtech_graph.identity.crosswalks import conflicting, shared, sound_identifiers
from frenchtech_graph.identity.doubts import CONTRARY, Doubt
from frenchtech_graph.identity.name_evidence import compare_forms, compare_names
from frenchtech_graph.identity.namesakes import Reason
from frenchtech_graph.identity.organisation_names import form, is_generic, read_name, unit_codes
from frenchtech_graph.identity.profiles import profile
from frenchtech_graph.identity.web_addresses import web_names
from frenchtech_graph.identity.weights import model
from frenchtech_graph.identity.words import bits
from frenchtech_graph.model.records import Actor
from tests.support.identity_actors import actor


def level(one: str, other: str) -> str:
    a, b = form(one), form(other)
    assert a and b
    return compare_forms(a, b).level


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("ÉOLIA SAS", "Eolia", "same"),
        ("SARL BORALIS Technologies", "Boralis Technologies", "same"),
        ("Boralis S.A.S.", "boralis", "same"),
        ("Mat'Rix", "MATRIX", "same"),
        ("Sève & Bois", "Seve et Bois", "same"),
        ("Boralis_2020", "Boralis", "same"),
        ("Boralis.io", "Boralis", "same"),
        ("Université Nordique Paul-Sève", "Université Paul Sève Nordique", "same"),
        ("Institut des Systèmes Robotiques", "Institut des Système Robotique", "close"),
        ("Boralis Instruments", "Boralis Instrument", "same"),
        ("Boralis Zorbixs", "Boralis Zorbix", "close"),
        ("Boralis Pharma", "Boralis", "contained"),
        ("Laboratoire de zéphyrologie boréale", "Zéphyrologie boréale", "headed"),
        ("Ec Nat Sup Zéphyrologie", "École nationale supérieure de zéphyrologie", "same"),
        ("Zéphyrologie des deux pôles", "Zéphyrologie des 2 pôles", "same"),
        (
            "Institut supérieur de zéphyrologie septentrionale de Lyon",
            "Institut supérieur de zéphyrologie septentrionale de Lens",
            "swapped",
        ),
        ("Boralis", "Quintessio", "different"),
    ],
)
def test_names_are_compared_by_their_words(one: str, other: str, expected: str) -> None:
    assert level(one, other) == expected
    assert level(other, one) == expected


def test_an_acronym_stands_for_the_name_whose_words_make_it() -> None:
    def level_of(one: Actor, other: Actor) -> str:
        return compare_names(profile(one, "first"), profile(other, "second")).level

    whole = actor("a", "Laboratoire d'informatique de Zéphyr 6", "ResearchLaboratory")
    assert level_of(whole, actor("b", "LIZ6", "ResearchLaboratory")) == "abbreviated"
    assert level_of(whole, actor("b", "LIZ7", "ResearchLaboratory")) == "different"
    stated = replace(whole, aliases=("LIZ6",))
    assert (
        level_of(
            stated,
            actor("b", "LIZ6 - Laboratoire d'informatique de Zéphyr 6", "ResearchLaboratory"),
        )
        == "same"
    )


def test_numbers_in_names_tell_bodies_apart() -> None:
    one, other = form("Université Zéphyr 1"), form("Université Zéphyr 2")
    assert one and other
    assert compare_forms(one, other).numbers_differ
    roman, figure = form("Université Zéphyr III"), form("Université Zéphyr 3")
    assert roman and figure
    assert compare_forms(roman, figure).level == "same"


def test_the_country_of_a_subsidiary_belongs_to_its_name() -> None:
    (here,), (abroad,) = read_name("Boralis").forms, read_name("Boralis (Norway)").forms
    assert compare_forms(here, abroad).level != "same"


def test_acronyms_former_names_and_unit_numbers_are_read_out_of_a_name() -> None:
    reading = read_name("EA 4108 - Laboratoire d'Informatique Sonore (LIS)")
    assert reading.acronyms == {"lis"}
    assert reading.codes == {"ur4108"}
    assert [f.tokens for f in reading.forms] == [("laboratoire", "informatique", "sonore")]
    assert [f.former for f in read_name("Boralis (ex Zéphyr)").forms] == [False, True]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("UMR8520", {"umr8520"}),
        ("UMR CNRS 8520", {"umr8520"}),
        ("UR UPJV 3900", {"ur3900"}),
        ("UMR_S 1091", {"u1091"}),
        ("U 1091", {"u1091"}),
        ("USR 3491", {"uar3491"}),
        ("UAR 3491", {"uar3491"}),
        ("Paris 6", set()),
        ("UMR 8576;USC 1409", {"umr8576", "usc1409"}),
    ],
)
def test_unit_numbers_have_one_spelling(text: str, codes: set[str]) -> None:
    assert unit_codes(text) == codes


@pytest.mark.parametrize(
    "name",
    [
        "Business Angels",
        "existing investors",
        "and several angel investors",
        "family offices",
        "BAs",
        "Undisclosed",
        "investisseurs historiques",
        "+ BAs",
        "N/A",
        "private banks",
        "—",
        "Actionnaires existants",
    ],
)
def test_generic_labels_are_nobody(name: str) -> None:
    assert is_generic(name)


@pytest.mark.parametrize(
    "name",
    [
        "50 Partners",
        "Angels Santé",
        "Founders Future",
        "Entrepreneur Venture",
        "Family Ventures",
        "The Family",
        "Business Angels des Grandes Écoles",
        "Banque Populaire du Nord",
        "Angel",
        "Kima Ventures",
    ],
)
def test_real_names_made_of_common_words_are_somebody(name: str) -> None:
    assert not is_generic(name)


def test_short_and_common_words_say_little() -> None:
    assert bits("laboratoire") < bits("zephyrien")
    assert bits("ird") < bits("zephyrien")
    assert bits("ventures") < 2


def test_identifiers_are_checked_and_spelt_one_way() -> None:
    stated = {
        "siren": "000 000 018",
        "ror": "https://ror.org/02kzqn938",
        "uai": "0593560A",
        "rnsr": "200412238p",
        "lei": "969500Q2MA9VBQ8BG885",
        "pic": "",
        "unknown": "1",
    }
    assert sound_identifiers(stated) == {
        "siren": "000000018",
        "ror": "02kzqn938",
        "rnsr": "200412238P",
    }
    assert sound_identifiers({"vat": "FR 66 000000018"}) == {"siren": "000000018"}
    assert sound_identifiers({"vat": "FR67000000018"}) == {}


def test_an_establishment_is_not_its_legal_person() -> None:
    plant, office = {"siret": "00000001800019"}, {"siret": "00000001800027", "siren": "000000018"}
    assert conflicting(plant, office) == ["siret"]
    moved = {"siret": "00000001800035", "siren": "000000018"}
    assert conflicting(office, moved) == []
    assert shared(office, moved) == ["siren"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://www.boralis.fr", ("boralis.fr", "boralis.fr", "boralis")),
        ("boralis.co.uk/x", ("boralis.co.uk", "boralis.co.uk", "boralis")),
        ("https://labo.univ-zephyr.fr/a", ("labo.univ-zephyr.fr", "univ-zephyr.fr", "univzephyr")),
        ("https://sites.google.com/x", None),
        ("https://[bad", None),
        ("localhost", None),
        (None, None),
    ],
)
def test_web_addresses_are_hosts(
    address: str | None, expected: tuple[str, str, str] | None
) -> None:
    assert web_names(address) == expected


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_text_can_be_read_as_a_name(text: str) -> None:
    reading = read_name(text)
    assert all(f.core and f.tokens for f in reading.forms)
    assert form(text) == form(text)
    is_generic(text)


@settings(max_examples=60, deadline=None)
@given(st.text("abcde SASU", min_size=1, max_size=20), st.text("abcde 12", min_size=1, max_size=20))
def test_comparing_is_symmetric(one: str, other: str) -> None:
    a, b = form(one), form(other)
    if a and b:
        forth, back = compare_forms(a, b), compare_forms(b, a)
        assert (forth.level, round(forth.shared, 6)) == (back.level, round(back.shared, 6))


def test_what_is_over_in_a_name_may_be_another_name_of_the_other() -> None:
    one, other = (
        profile(actor(i, n, aliases=a), "x")
        for i, n, a in (
            ("a", "Centre de zéphyrologie et de boréalité ZEPH BO", ()),
            ("b", "Centre de zéphyrologie et de boréalité", ("ZEPH BO",)),
        )
    )
    assert compare_names(one, other).level == "same"


def test_every_piece_of_evidence_and_every_doubt_has_a_french_name() -> None:
    assert {*Doubt} > CONTRARY
    assert [d for d in Doubt if in_words("doubts", d, "fr") == d] == []
    kinds = [c for c in Clue if c not in (Clue.SAME_IDENTIFIER, Clue.OTHER_IDENTIFIER)]
    assert [k for k in (*kinds, *model()["weights"]) if in_words("evidence", k, "fr") == k] == []
    assert [r for r in Reason if in_words("reasons", r, "fr") == r] == []
