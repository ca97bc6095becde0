"""Names with a typing error, short names of towns, and the choice between two readings."""

import pytest

from frenchtech_graph import EcosystemGraph
from frenchtech_graph.ask import read
from frenchtech_graph.ask.names import Names


@pytest.fixture(scope="module")
def names(lille: EcosystemGraph) -> Names:
    return Names(lille.store)


@pytest.mark.parametrize(
    ("question", "parameter", "value", "written"),
    [
        ("start-ups sante montpelier", "place", "Montpellier Méditerranée Métropole", "montpelier"),
        ("startups in Toulose", "place", "Toulouse Métropole", "Toulose"),
        ("incubateurs a Grenobel", "place", "Grenoble-Alpes-Métropole", "Grenobel"),
        ("fondateurs d'Exotecc", "organization", "Exotec", "Exotecc"),
    ],
)
def test_a_typing_error_in_a_name_is_read_and_stated(
    question: str, parameter: str, value: str, written: str, lille: EcosystemGraph, names: Names
) -> None:
    reading = read(question, lille.store, names=names)
    assert reading.certain, reading.reasons
    assert reading.labels[parameter] == value
    assert reading.misspelt == ((written, value),)
    assert written in reading.sentence()


@pytest.mark.parametrize(
    "question",
    [
        "start-ups à vendre",
        "fondateurs d'Exotek",
        "fondateurs d'exotecc",
        "start-ups à Boulogne",
        "start-ups à Saint-Denis",
        "revenue of Exotec",
        "nombre d'emplois dans les start-ups de Lille",
        "What do you know about Lille?",
        "What did Xavier Niel found?",
        "Quels sont les acteurs publics à Lille ?",
    ],
)
def test_a_word_that_may_mean_something_else_is_asked_about(
    question: str, lille: EcosystemGraph, names: Names
) -> None:
    assert not read(question, lille.store, names=names).certain


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("start-ups à Cherbourg", "CA du Cotentin"),
        ("start-ups à La Rochelle", "CA de La Rochelle"),
        ("start-ups de Clermont", "Clermont Auvergne Métropole"),
        ("startups in Sophia Antipolis", "CA de Sophia Antipolis"),
    ],
)
def test_a_name_of_several_towns_means_the_one_that_most_people_mean(
    question: str, place: str, lille: EcosystemGraph, names: Names
) -> None:
    reading = read(question, lille.store, names=names)
    assert reading.certain, reading.reasons
    assert reading.labels["place"] == place


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Quels manques à Lille ?", "lacks"),
        ("Exotec investisseurs depuis 2018", "investors-of"),
        ("universités de Lille", "actors-of-a-kind"),
        ("acteurs de la santé à Lille", "actors-of-a-kind"),
        ("Who funds start-ups in Lille?", "investors-of"),
        ("Who backs companies in Lille?", "investors-of"),
        ("Who supports start-ups in Lille?", "supported-by"),
    ],
)
def test_of_two_readings_the_one_that_the_words_are_typical_of_is_chosen(
    question: str, name: str, lille: EcosystemGraph, names: Names
) -> None:
    reading = read(question, lille.store, names=names)
    assert reading.certain, reading.reasons
    assert reading.name == name
