"""How much must speak for two actors: each limit is tried just below and just at it."""

from dataclasses import replace
from typing import Any

import pytest

from frenchtech_graph.identity import judging
from frenchtech_graph.identity.clues import Clue, Clues, Evidence
from frenchtech_graph.identity.comparison import Context
from frenchtech_graph.identity.judging import judge
from frenchtech_graph.identity.profiles import Profile, profile
from frenchtech_graph.identity.strength import (
    alone,
    in_one_town,
    named_by_site,
    second_clue_of_research,
    telling,
    told_alike,
    worth_of_name,
)
from frenchtech_graph.identity.weights import model
from frenchtech_graph.identity.words import is_coined
from tests.support.identity_actors import actor, siren

FIRM = profile(actor("a", "Vekia"), "x")
OTHER_FIRM = profile(actor("b", "Vekia"), "y")
INVESTOR = profile(actor("c", "Serena", "FundManager"), "x")
OTHER_INVESTOR = profile(actor("d", "Serena Capital", "FundManager"), "y")
LABORATORY = profile(actor("e", "LEAD", "ResearchLaboratory"), "x")
SCHOOL = profile(actor("f", "Centrale Nantes", "GraduateSchool"), "y")
UNKNOWN = replace(OTHER_FIRM, families=frozenset())

MADE_UP = "mablink"  # nobody says it
SHORT_MADE_UP = "vekia"
SAID = "canopee"  # a word people say


def found(name: str, word: str = SAID, sort: str = "firm", **bits: Any) -> Clues:
    """Return clues: how the names compare and the word they share; other clues with their bits or words."""
    more = []
    for key, value in bits.items():
        clue = Clue[key]
        if isinstance(value, str):
            more.append(Evidence(clue, value, sort=sort))
        else:
            share = 10 if clue is Clue.RARE_WORDS else 5
            detail = word if clue is Clue.RARE_WORDS else ""
            more.append(Evidence(clue, detail, amount=value / share, sort=sort))
    return Clues([Evidence(Clue[f"NAME_{name}"], word, sort=sort), *more])


def test_the_words_of_these_tests_are_what_they_stand_for() -> None:
    assert is_coined(MADE_UP) and is_coined(SHORT_MADE_UP) and not is_coined(SAID)
    assert (len(MADE_UP), len(SHORT_MADE_UP)) == (7, 5)


# --- What a name is worth ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clues", "bits"),
    [
        (found("SAME", SAID, RARE_WORDS=7.0), 7.0),
        (found("SAME", SHORT_MADE_UP, RARE_WORDS=7.0), 11.5),
        (found("SAME", MADE_UP, RARE_WORDS=7.0), 11.5),
        (found("SAME", MADE_UP, "research", RARE_WORDS=7.0), 7.0),
        (found("CONTAINED", MADE_UP, RARE_WORDS=7.0), 7.0),
        (found("DIFFERENT", MADE_UP), 0.0),
    ],
)
def test_a_made_up_word_that_two_firms_bear_says_more(clues: Clues, bits: float) -> None:
    assert worth_of_name(clues) == pytest.approx(bits)


@pytest.mark.parametrize(
    ("bits", "one", "other", "expected"),
    [
        (12.0, FIRM, OTHER_FIRM, True),
        (11.9, FIRM, OTHER_FIRM, False),
        (7.5, INVESTOR, OTHER_INVESTOR, True),
        (7.4, INVESTOR, OTHER_INVESTOR, False),
        (11.9, INVESTOR, OTHER_FIRM, False),
        (12.0, INVESTOR, OTHER_FIRM, True),
    ],
)
def test_a_name_of_eight_letters_does_for_firms_and_of_five_for_investors(
    bits: float, one: Profile, other: Profile, expected: bool
) -> None:
    assert telling(found("SAME", RARE_WORDS=bits), one, other) is expected
    assert telling(found("PLACED", RARE_WORDS=bits), one, other) is expected
    assert telling(found("HEADED", RARE_WORDS=bits), one, other) is expected
    assert not telling(found("CONTAINED", RARE_WORDS=bits + 20), one, other)
    assert not telling(found("PARTLY", RARE_WORDS=bits + 20), one, other)


@pytest.mark.parametrize(("bits", "expected"), [(15.0, True), (14.9, False), (12.0, False)])
def test_a_slip_costs_two_letters(bits: float, expected: bool) -> None:
    assert telling(found("CLOSE", RARE_WORDS=bits), FIRM, OTHER_FIRM) is expected


@pytest.mark.parametrize(
    ("bits", "one", "other", "expected"),
    [
        (12.0, LABORATORY, LABORATORY, True),
        (11.9, LABORATORY, LABORATORY, False),
        (11.9, LABORATORY, SCHOOL, False),
        (11.9, SCHOOL, LABORATORY, False),
        (6.0, SCHOOL, SCHOOL, True),
        (5.9, SCHOOL, SCHOOL, False),
    ],
)
def test_the_name_of_a_school_says_more_than_that_of_a_laboratory(
    bits: float, one: Profile, other: Profile, expected: bool
) -> None:
    assert telling(found("SAME", sort="research", RARE_WORDS=bits), one, other) is expected


@pytest.mark.parametrize("beside", ["SAME_ACRONYM", "ACRONYM_BESIDE", "TIES_TO_THE_SAME_REGION"])
@pytest.mark.parametrize(("bits", "expected"), [(3.0, True), (2.9, False)])
def test_an_acronym_and_a_region_add_to_a_name(beside: str, bits: float, expected: bool) -> None:
    given: dict[str, Any] = {"RARE_WORDS": 3.0, beside: bits}
    clues = found("SAME", "centrale nantes", "research", **given)
    assert telling(clues, SCHOOL, SCHOOL) is expected


def test_the_acronym_that_is_the_name_is_not_counted_again() -> None:
    """LEAD, and another laboratory that is called LEAD."""
    clues = [
        Evidence(Clue.NAME_SAME, "lead", sort="research"),
        Evidence(Clue.RARE_WORDS, "lead", amount=0.6, sort="research"),
    ]
    for acronym, expected in (("lead", False), ("LEAD", True), ("ledi", True)):
        beside = Evidence(Clue.SAME_ACRONYM, acronym, amount=1.2, sort="research")
        assert telling(Clues([*clues, beside]), LABORATORY, LABORATORY) is expected


CONTRARY = (
    "OTHER_DEPARTMENT", "OTHER_SITE", "OTHER_UNIT_NUMBER", "SEEN_BEFORE_CREATION",
    "OTHER_CREATION_YEAR",
)  # fmt: skip


@pytest.mark.parametrize("against", [*CONTRARY, "WORDS_OVER"])
def test_what_speaks_against_asks_for_a_second_clue(against: str) -> None:
    clues = found("SAME", RARE_WORDS=22.5, **{against: "words"})
    assert not telling(clues, FIRM, OTHER_FIRM)


@pytest.mark.parametrize("against", CONTRARY)
@pytest.mark.parametrize(
    ("name", "word", "bits", "other", "expected"),
    [
        ("SAME", "peoplespheres", 18.0, OTHER_FIRM, True),
        ("SAME", "peoplespheres", 17.9, OTHER_FIRM, False),
        ("SAME", SAID, 30.0, OTHER_FIRM, False),
        ("PLACED", "peoplespheres", 30.0, OTHER_FIRM, False),
        ("CLOSE", "peoplespheres", 30.0, OTHER_FIRM, False),
        ("SAME", "peoplespheres", 30.0, INVESTOR, False),
    ],
)
def test_only_a_made_up_word_of_twelve_letters_outweighs_what_speaks_against(
    against: str, name: str, word: str, bits: float, other: Profile, expected: bool
) -> None:
    clues = found(name, word, RARE_WORDS=bits, **{against: "words"})
    assert telling(clues, FIRM, other) is expected


# --- A word of the trade beside a made-up word -------------------------------------------------


@pytest.mark.parametrize("name", ["CONTAINED", "CLOSE"])
@pytest.mark.parametrize(
    ("word", "over", "more", "expected"),
    [
        (MADE_UP, "bioscience", {}, True),
        (MADE_UP, "medical group", {}, True),
        (MADE_UP, "bioscience lyon", {}, False),
        (MADE_UP, "gestion", {}, False),
        (MADE_UP, "", {}, False),
        (MADE_UP[:-1] + "o", "bioscience", {}, True),
        ("phostin", "therapeutics", {}, True),
        (SHORT_MADE_UP, "technologies", {}, False),
        (SHORT_MADE_UP, "technologies", {"SAME_PLACE": 1.0}, True),
        (SAID, "bioscience", {}, False),
        *((MADE_UP, "bioscience", {clue: "words"}, False) for clue in CONTRARY),
    ],
)
def test_a_word_of_the_trade_parts_no_firm_of_a_long_made_up_name(
    name: str, word: str, over: str, more: dict[str, Any], expected: bool
) -> None:
    clues = found(name, word, WORDS_OVER=over, **more)
    assert telling(clues, FIRM, OTHER_FIRM) is expected
    assert not telling(clues, FIRM, INVESTOR)
    assert not telling(clues, FIRM, UNKNOWN)
    assert not telling(clues, UNKNOWN, UNKNOWN)
    assert not telling(found("SWAPPED", word, WORDS_OVER=over, **more), FIRM, OTHER_FIRM)
    late, early = replace(FIRM, seen=2022), replace(OTHER_FIRM, seen=2007)
    assert telling(clues, replace(late, seen=2021), early) is expected
    assert not telling(clues, late, early)
    assert not telling(clues, early, late)


# --- A second clue -----------------------------------------------------------------------------

SECOND = ("SAME_SITE", "SAME_UNIT_NUMBER", "SAME_CREATION_YEAR", "PLACE_IN_THE_NAME")


@pytest.mark.parametrize("second", SECOND)
def test_a_name_with_a_second_clue_is_not_alone(second: str) -> None:
    assert alone(found("SAME", RARE_WORDS=3.0), FIRM, OTHER_FIRM)
    assert not alone(found("SAME", RARE_WORDS=3.0, **{second: "words"}), FIRM, OTHER_FIRM)


@pytest.mark.parametrize(
    ("name", "word", "place", "many", "bits", "expected"),
    [
        # one name: ten bits with the place
        ("SAME", SAID, 5.0, 0.0, 5.0, False),
        ("SAME", SAID, 5.0, 0.0, 4.9, True),
        ("SAME", SAID, 8.0, 3.0, 5.0, False),
        ("SAME", SAID, 7.5, 3.0, 5.0, True),
        # a part of it, made up: twelve; a word people say: three letters more
        ("CONTAINED", MADE_UP, 5.0, 0.0, 7.0, False),
        ("CONTAINED", MADE_UP, 5.0, 0.0, 6.9, True),
        ("CONTAINED", SAID, 5.0, 0.0, 11.4, True),
        ("CONTAINED", SAID, 5.0, 0.0, 11.5, False),
        ("CONTAINED", f"{SAID} {MADE_UP}", 5.0, 0.0, 7.0, False),
    ],
)
def test_a_short_name_and_a_place_are_more_than_chance_together(
    name: str, word: str, place: float, many: float, bits: float, expected: bool
) -> None:
    clues = found(name, word, SAME_PLACE=place, PLACE_OF_MANY_FIRMS=many, RARE_WORDS=bits)
    assert alone(clues, FIRM, OTHER_FIRM) is expected


def test_a_part_of_a_name_and_a_place_do_for_firms_only() -> None:
    clues = found("CONTAINED", MADE_UP, SAME_PLACE=8.0, RARE_WORDS=20.0)
    assert not alone(clues, FIRM, OTHER_FIRM)
    assert alone(clues, FIRM, INVESTOR)
    assert alone(clues, UNKNOWN, OTHER_FIRM)
    whole = found("SAME", MADE_UP, SAME_PLACE=8.0, RARE_WORDS=20.0)
    assert not alone(whole, FIRM, INVESTOR)


def test_two_sites_part_what_one_place_would_join() -> None:
    at: dict[str, Any] = {"SAME_PLACE": 8.0, "RARE_WORDS": 20.0}
    for name, site, expected in (
        ("SAME", "OTHER_SITE", True),
        ("CONTAINED", "OTHER_SITE", True),
        ("CONTAINED", "SITE_OF_THE_SAME_NAME", True),
        ("SAME", "SITE_OF_THE_SAME_NAME", False),
    ):
        clues = found(name, MADE_UP, **at, **{site: "words"})
        assert alone(clues, FIRM, OTHER_FIRM) is expected, (name, site)


def test_fifteen_years_part_firms_that_share_a_part_of_a_name_not_all_of_it() -> None:
    at: dict[str, Any] = {"SAME_PLACE": 8.0, "RARE_WORDS": 20.0}
    early, late = replace(FIRM, seen=2007), replace(OTHER_FIRM, seen=2022)
    assert alone(found("CONTAINED", MADE_UP, **at), early, late)
    assert alone(found("CONTAINED", MADE_UP, **at), late, early)
    assert not alone(found("CONTAINED", MADE_UP, **at), early, replace(late, seen=2021))
    assert not alone(found("CONTAINED", MADE_UP, **at), early, replace(late, seen=None))
    assert not alone(found("SAME", MADE_UP, **at), early, late)


def test_a_place_is_a_second_clue_for_research_whatever_it_is_worth() -> None:
    clues = found("CONTAINED", "zephyr", "research", SAME_PLACE=0.5)
    assert not alone(clues, LABORATORY, LABORATORY)
    assert alone(found("CONTAINED", "zephyr", SAME_PLACE=0.5), FIRM, OTHER_FIRM)
    assert alone(found("CONTAINED", "zephyr", "research"), LABORATORY, LABORATORY)


@pytest.mark.parametrize(
    ("name", "bits", "expected"),
    [
        ("SAME", 3.0, False), ("SAME", 2.9, True), ("FORMER", 3.0, False), ("CLOSE", 3.0, False),
        ("CONTAINED", 3.0, True), ("DIFFERENT", 9.0, True),
    ],
)  # fmt: skip
def test_a_body_that_few_have_a_tie_to_is_a_second_clue_beside_a_name(
    name: str, bits: float, expected: bool
) -> None:
    clues = found(name, "zephyr", "research", TIE_TO_THE_SAME_BODY=bits)
    assert alone(clues, LABORATORY, LABORATORY) is expected


@pytest.mark.parametrize(
    ("name", "acronym", "region", "expected"),
    [
        ("CONTAINED", 6.0, None, False),
        ("CONTAINED", 5.9, None, True),
        ("CONTAINED", 4.0, 2.0, False),
        ("CONTAINED", 3.0, 2.9, True),
        ("CONTAINED", None, 9.0, True),
        ("ABBREVIATED", 9.0, None, True),
        ("DIFFERENT", 9.0, None, True),
        ("PARTLY", 9.0, None, True),
        ("ABBREVIATED", 9.0, 1.0, False),
        ("PARTLY", 4.0, 1.0, True),
    ],
)
def test_an_acronym_of_four_letters_is_a_second_clue_where_the_names_are_not_unlike(
    name: str, acronym: float | None, region: float | None, expected: bool
) -> None:
    given = {"SAME_ACRONYM": acronym, "TIES_TO_THE_SAME_REGION": region}
    clues = found(name, "zephyr", "research", **{k: v for k, v in given.items() if v is not None})
    assert alone(clues, LABORATORY, LABORATORY) is expected


def test_an_acronym_that_is_the_name_is_one_clue_and_not_two() -> None:
    region = Evidence(Clue.TIES_TO_THE_SAME_REGION, "Bretagne", amount=1.1)
    for acronym, expected in (("lead", True), ("lead ledi", True), ("ledi", False)):
        beside = Evidence(Clue.SAME_ACRONYM, acronym, amount=2.0, sort="research")
        name = Evidence(Clue.NAME_SAME, "lead", sort="research")
        assert alone(Clues([name, beside, region]), LABORATORY, LABORATORY) is expected


# --- Texts and sites ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "clues", "expected"),
    [
        ("PARTLY", ("NAMED_IN_TEXTS", "NAMED_AGAIN", "TEXTS_ALIKE"), True),
        ("PARTLY", ("NAMED_IN_TEXTS", "NAMED_INSTEAD", "TEXTS_ALIKE"), True),
        ("PARTLY", ("NAMED_IN_TEXTS", "TEXTS_ALIKE"), False),
        ("PARTLY", ("NAMED_AGAIN", "TEXTS_ALIKE"), False),
        ("PARTLY", ("NAMED_IN_TEXTS", "NAMED_AGAIN"), False),
        ("PARTLY", ("TEXTS_ALIKE",), False),
        *((n, ("TEXTS_ALIKE",), True) for n in
          ("SAME", "PLACED", "HEADED", "CLOSE", "FORMER", "CONTAINED", "ABBREVIATED")),
        ("SAME", (), False),
    ],
)  # fmt: skip
def test_texts_are_a_clue_where_they_are_alike_and_a_name_is_said(
    name: str, clues: tuple[str, ...], expected: bool
) -> None:
    made = found(name, "rosi", **dict.fromkeys(clues, "words"))
    assert told_alike(made) is expected
    assert alone(made, FIRM, OTHER_FIRM) is not expected


@pytest.mark.parametrize(
    ("clues", "expected"),
    [
        (("NAME_OF_THE_OTHERS_SITE",), True),
        ((), False),
        (("NAME_OF_THE_OTHERS_SITE", "OTHER_SITE"), False),
        (("NAME_OF_THE_OTHERS_SITE", "SITE_OF_THE_SAME_NAME"), False),
    ],
)
def test_the_address_of_a_site_names_the_other_unless_it_has_one(
    clues: tuple[str, ...], expected: bool
) -> None:
    """Harmattan AI (harmattan.ai) is not L'Harmattan (harmattan.fr)."""
    made = found("CONTAINED", "harmattan", **dict.fromkeys(clues, "harmattan"))
    assert named_by_site(made) is expected
    assert alone(made, FIRM, OTHER_FIRM) is not expected


@pytest.mark.parametrize(
    ("clues", "expected"),
    [
        ({"SAME_PLACE": 5.0}, True),
        ({"SAME_PLACE": 4.9}, False),
        ({"SAME_PLACE": 8.0, "PLACE_OF_MANY_FIRMS": 3.5}, False),
        ({"SAME_PLACE": 8.0, "OTHER_DEPARTMENT": ""}, False),
        ({"SAME_ACRONYM": 6.0}, True),
        ({"SAME_ACRONYM": 5.9}, False),
        ({"ACRONYM_BESIDE": 6.0}, True),
        ({"SAME_UNIT_NUMBER": "umr8259"}, True),
        ({"SAME_SITE": "ict.cnrs.fr"}, True),
        ({}, False),
    ],
)
def test_what_beside_a_name_names_two_bodies_of_research_alike(
    clues: dict[str, Any], expected: bool
) -> None:
    made = found("CLOSE", "zephyr", "research", **clues)
    assert second_clue_of_research(made) is expected
    assert in_one_town(made) is (expected and "SAME_PLACE" in clues)


# --- Bands -------------------------------------------------------------------------------------


def test_a_pair_at_a_limit_is_above_it(monkeypatch: pytest.MonkeyPatch) -> None:
    one = profile(actor("a", "Zorbix Neurodynamics", place="59350"), "x")
    other = profile(actor("b", "Zorbix Neurodynamics", place="59350"), "y")
    score = judge(one, other, Context()).score

    def limits(ask: float, same: float) -> None:
        given = {"ask": ask, "ask, names shared in part": 0.0, "same": same}
        changed = {**model(), "thresholds": given}
        monkeypatch.setattr(judging, "model", lambda: changed)

    for ask, same, expected in (
        (score - 1, score, "same"),
        (score - 1, score + 0.01, "ask"),
        (score, score + 1, "ask"),
        (score + 0.01, score + 1, "different"),
    ):
        limits(ask, same)
        pair = judge(other, one, Context())
        assert (pair.one, pair.other, pair.band, pair.doubt) == ("a", "b", expected, None)
    assert judge(replace(one, generic=True), other, Context()).band == "different"
    limits(score - 1, score)
    assert judge(one, replace(other, generic=True), Context()).band == "different"


def test_two_official_numbers_are_two_actors_unless_the_names_are_one() -> None:
    first, second = {"siren": siren(1)}, {"siren": siren(2)}
    one, other = actor("a", "Zorbix Neurodynamics"), actor("b", "Zorbix Neurodynamics")
    pair = judge(
        profile(replace(one, identifiers=first), "x"),
        profile(replace(other, identifiers=second), "y"),
        Context(),
    )
    assert (pair.band, pair.doubt) == ("ask", "other siren")
    less = replace(other, names={"fr": "Vekia Pharma"})
    one = replace(one, names={"fr": "Vekia"})
    assert judge(profile(one, "x"), profile(less, "y"), Context()).band == "ask"
    apart = judge(
        profile(replace(one, identifiers=first), "x"),
        profile(replace(less, identifiers=second), "y"),
        Context(),
    )
    assert (apart.band, apart.doubt) == ("different", None)
    assert sum(e.weight == -30 for e in apart.evidence) == 1


@pytest.mark.parametrize(
    ("one", "other", "numbers", "band"),
    [
        ("ResearchLaboratory", "GraduateSchool", {"siren": siren(1)}, "ask"),
        ("GraduateSchool", "ResearchLaboratory", {"siren": siren(1)}, "ask"),
        ("ResearchLaboratory", "ResearchLaboratory", {"siren": siren(1)}, "same"),
        ("GraduateSchool", "GraduateSchool", {"siren": siren(1)}, "same"),
        ("ResearchLaboratory", "Organization", {"siren": siren(1)}, "same"),
        ("ResearchLaboratory", "GraduateSchool", {"siren": siren(1), "ror": "02kzqn938"}, "same"),
    ],
)
def test_a_laboratory_and_a_body_of_one_number_may_be_part_and_whole(
    one: str, other: str, numbers: dict[str, str], band: str
) -> None:
    first = profile(actor("a", "Laboratoire Zéphyr", one, identifiers=numbers), "x")
    second = profile(actor("b", "École des vents", other, identifiers=numbers), "y")
    pair = judge(first, second, Context())
    assert (pair.score, pair.band, bool(pair.doubt)) == (30.0, band, band == "ask")


def test_one_number_that_agrees_and_one_that_differs_is_asked_about() -> None:
    numbers = {"siren": siren(1), "ror": "02kzqn938"}
    first = profile(actor("a", "Zorbix", identifiers=numbers), "x")
    second = profile(actor("b", "Zorbix", identifiers=numbers | {"siren": siren(2)}), "y")
    pair = judge(first, second, Context())
    assert (pair.score, pair.band, pair.doubt) == (30.0, "ask", "same ror, but other siren")


LITTLE = ("PARTLY", "SWAPPED", "DIFFERENT", "ABBREVIATED")


@pytest.mark.parametrize("name", LITTLE)
def test_names_of_which_little_is_shared_are_worth_a_question_if_more_names_the_two(
    name: str,
) -> None:
    for beside in judging._NAMING:
        assert judging._worth_asking(found(name, **{beside.name: "words"}), -9.0), beside
    for place in ("SAME_PLACE", "SAME_CREATION_YEAR", "TIES_TO_THE_SAME_REGION"):
        assert not judging._worth_asking(found(name, **{place: "words"}), 9.0)
    limit = float(model()["thresholds"]["ask, names shared in part"])
    part = name in ("PARTLY", "SWAPPED")
    assert judging._worth_asking(found(name, sort="research"), limit) is part
    assert not judging._worth_asking(found(name, sort="research"), limit - 0.01)
    assert not judging._worth_asking(found(name), limit)


@pytest.mark.parametrize("name", ["SAME", "PLACED", "HEADED", "CLOSE", "CONTAINED", "FORMER"])
def test_names_that_are_alike_are_worth_a_question(name: str) -> None:
    assert judging._worth_asking(found(name), -9.0)
