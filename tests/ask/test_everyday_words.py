"""Everyday words may be left out of an answer that says so; words that narrow may not."""

import re

import pytest

from frenchtech_graph import EcosystemGraph
from frenchtech_graph.ask import read
from frenchtech_graph.ask.everyday import EVERYDAY
from frenchtech_graph.ask.forms import forms_in
from frenchtech_graph.ask.names import Names
from frenchtech_graph.ask.tokens import WORDS
from frenchtech_graph.io.words import LANGUAGES

ALWAYS = ("narrows", "negation")
LEFT_OUT = [key for key in EVERYDAY if key not in ("narrows", "direction", "grouping")]


@pytest.fixture(scope="module")
def names(lille: EcosystemGraph) -> Names:
    return Names(lille.store)


def _listed(key: str) -> list[str]:
    return [w.rstrip("*") for lang in LANGUAGES for w in WORDS.text(key, lang).split()]


@pytest.mark.parametrize(
    ("question", "name", "aside"),
    [
        ("Ou sont situés les incubateurs à Lille ?", "actors-of-a-kind", ("Ou", "situés")),
        ("Pourriez-vous m'indiquer qui a fondé Exotec ?", "founders-of", ("Pourriez", "indiquer")),
        ("Do you have the SIREN number of Exotec?", "identifiers", ("number",)),
        ("How many undated ties are there?", "undated-ties", ("How", "many")),
    ],
)
def test_the_answer_says_which_everyday_words_it_leaves_out(
    question: str, name: str, aside: tuple[str, ...], lille: EcosystemGraph, names: Names
) -> None:
    reading = read(question, lille.store, names=names)
    assert reading.certain, reading.reasons
    assert (reading.name, reading.aside) == (name, aside)
    assert all(word in reading.sentence() for word in aside)


@pytest.mark.parametrize("word", [w for key in ALWAYS for w in _listed(key)][::8])
def test_a_word_that_narrows_is_used_or_doubted(
    word: str, lille: EcosystemGraph, names: Names
) -> None:
    for question in (f"fondateurs Exotec {word}", f"incubateurs {word} Lille"):
        assert fold_all(read(question, lille.store, names=names).aside).isdisjoint({word})


def fold_all(several: tuple[str, ...]) -> set[str]:
    return {s.casefold() for s in several}


@pytest.mark.parametrize("key", LEFT_OUT)
def test_no_word_is_both_left_out_and_narrowing(key: str) -> None:
    narrowing = [forms_in(each) for each in ALWAYS]
    both = [w for w in _listed(key) if any(p.has(w) for p in narrowing)]
    assert both == []


@pytest.mark.parametrize(
    "question",
    [
        "Comment Exotec a levé ?",
        "Qui a fondé les start-ups lilloises ?",
        "What did Exotec not raise?",
        "Quels incubateurs étrangers à Lille ?",
        "les meilleurs incubateurs à Lille",
        "incubateurs à Lille tenus par des femmes",
    ],
)
def test_a_question_that_means_more_is_not_answered(
    question: str, lille: EcosystemGraph, names: Names
) -> None:
    assert not read(question, lille.store, names=names).certain


@pytest.mark.parametrize(
    ("question", "parameter", "kind"),
    [
        ("start-ups hébergées à EuraTechnologies", "organization_kind", "StartUp"),
        ("start-ups hosted at EuraTechnologies", "organization_kind", "StartUp"),
        ("Quelles start-ups ont fermé à Lille ?", "organization_kind", "StartUp"),
        ("start-ups that work with Inserm in joint projects", "kind", "StartUp"),
    ],
)
def test_a_kind_beside_a_host_or_a_place_keeps_the_rows_to_it(
    question: str, parameter: str, kind: str, lille: EcosystemGraph, names: Names
) -> None:
    reading = read(question, lille.store, names=names)
    assert reading.certain, reading.reasons
    assert reading.parameters[parameter] == kind


def test_several_kinds_of_group_do_not_make_the_member_the_group(
    lille: EcosystemGraph, names: Names
) -> None:
    question = "De quels pôles et réseaux Inria est-il membre ?"
    reading = read(question, lille.store, names=names)
    assert reading.certain, reading.reasons
    assert reading.name == "members-of"
    assert reading.parameters.keys() == {"member"}


def test_rows_of_a_kind_are_fewer(lille: EcosystemGraph) -> None:
    every = lille.query("hosted-by")
    kept = lille.query("hosted-by", organization_kind="StartUp")
    assert 0 < len(kept) < len(every)
    known = set(lille.query("startups")["startup"])
    assert set(kept["organization"]) <= known


def test_every_entry_of_everyday_words_is_declared_in_both_languages() -> None:
    for key in EVERYDAY:
        for lang in LANGUAGES:
            assert re.fullmatch(r"[a-z*' ]+", WORDS.text(key, lang)), (key, lang)
