"""Living organisations of one name in one place: each pair has a reason, a decision, or waits for one."""

from collections import Counter
from dataclasses import replace

import pytest

from frenchtech_graph.identity import Resolution, read_decisions, resolve
from frenchtech_graph.identity.decisions import decision
from frenchtech_graph.identity.namesakes import Reason, namesakes
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.records import Actor, Dataset
from frenchtech_graph.pipeline import datasets as inputs
from tests.support.identity_actors import actor, dataset, siren, tie

LILLE, NANTES = "59350", "44109"


def pair(**second: object) -> tuple[Actor, Actor]:
    """Return two bodies of one name in Lille, the second changed as told."""
    told = {"kind": "Cluster", "place": LILLE} | second
    return actor("a", "Pôle Zéphyr", "Cluster", place=LILLE), actor("b", "Pole zephyr", **told)  # type: ignore[arg-type]


def reasons(*sets: Dataset, decided: str | None = None) -> list[Reason | None]:
    told = [decision("a", "b", decided, "why", "2026")] if decided else []
    return [n.reason for n in namesakes(sets, Resolution(), told)]


def test_two_of_one_name_in_one_place_wait_for_a_decision() -> None:
    one, other = pair()
    found = namesakes([dataset("x", one), dataset("y", other)], Resolution())
    assert [(n.name, n.one, n.other, n.place, n.reason) for n in found] == [
        ("pole zephyr", "a", "b", LILLE, None)
    ]


def test_what_is_elsewhere_joined_or_ended_is_no_double() -> None:
    one, other = pair(place=NANTES)
    assert reasons(dataset("x", one), dataset("y", other)) == []
    one, other = pair()
    assert namesakes([dataset("x", one), dataset("y", other)], Resolution({"b": "a"})) == []
    after = actor("c", "Autre pôle", "Cluster", place=LILLE)
    succeeded = dataset("y", other, after, ties=(tie("Succession", "b", "c"),))
    assert reasons(dataset("x", one), succeeded) == []


def test_each_reason_is_told() -> None:
    one, other = pair()
    first, second = dataset("x", one), dataset("y", other)
    assert reasons(first, second, decided="different") == [Reason.DECIDED]
    tied = dataset("y", other, ties=(tie("Subunit", "a", "b"),))
    assert reasons(first, tied) == [Reason.TIED]
    assert reasons(dataset("x", one, other)) == [Reason.ONE_SOURCE]
    one, other = (
        actor(i, "Zéphyr", place=LILLE, identifiers={"siren": siren(n)})
        for n, i in enumerate("ab", 1)
    )
    assert reasons(dataset("x", one), dataset("y", other)) == [Reason.NUMBERS]


def office_name(name: str) -> str:
    """Return a folded name without the word that transfer offices put in front of theirs."""
    return fold(name).removeprefix("satt ")


def those_that_meet(datasets: list[Dataset]) -> list[Dataset]:
    """Return the actors that share a name, an id or a number with another, and the ends of successions.

    Who shares none of these is no namesake of anybody: without them the test takes a third of the time.
    """

    def marks(one: Actor) -> set[tuple[str, str]]:
        names = {("name", office_name(n)) for n in (*one.names.values(), *one.aliases)}
        return names | {("id", one.id)} | set(one.identifiers.items())

    counts = Counter(m for d in datasets for a in d.actors for m in marks(a))
    kept = {a.id for d in datasets for a in d.actors if any(counts[m] > 1 for m in marks(a))}
    kept |= {
        e for d in datasets for t in d.ties if t.kind == "Succession" for e in (t.origin, t.target)
    }
    return [replace(d, actors=tuple(a for a in d.actors if a.id in kept)) for d in datasets]


@pytest.mark.slow
def test_all_of_france_has_no_double_without_a_reason_and_each_national_body_once() -> None:
    datasets = those_that_meet(inputs.read(["france"]))
    decisions = read_decisions()
    found = resolve(datasets, decisions)
    assert [n for n in namesakes(datasets, found, decisions) if n.reason is None] == []
    names = Counter(
        name
        for name in {
            (found.same(a.id), n) for d in datasets for a in d.actors for n in a.names.values()
        }
    )
    bearers = Counter(n for _, n in names)
    for body in (
        "INRAE",
        "Inria",
        "Inserm",
        "CNRS",
        "CEA",
        "IRD",
        "Agence nationale de la recherche",
    ):
        assert bearers[body] == 1, body
    for body in ("Institut Mines-Télécom", "Bpifrance", "Université de Lille", "Nantes Université"):
        assert bearers[body] == 1, body
    for body in ("Université de Montpellier", "Université Grenoble Alpes", "CHU de Lille"):
        assert bearers[body] == 1, body
    for body in ("Université Paris Cité", "Aix-Marseille Université", "Sorbonne Université"):
        assert bearers[body] == 1, body
    offices = {
        (office_name(n), found.same(a.id))
        for d in datasets
        for a in d.actors
        if {"TechnologyTransferOffice", "Incubator"} & set(a.kinds)
        for n in a.names.values()
    }
    for office in ("linksium", "pulsalys", "conectus", "toulouse tech transfer", "nord", "lutech"):
        assert len([o for o, _ in offices if o == office]) == 1, office
    tied = {
        (found.same(t.origin), found.same(t.target))
        for d in datasets
        for t in d.ties
        if t.kind == "Succession"
    }
    for before, after in (
        ("inra", "inrae"),
        ("irstea", "inrae"),
        ("institut-telecom", "institut-mines-telecom"),
        ("universite-de-nantes", "nantes-universite"),
        ("universite-lille-1", "universite-de-lille"),
    ):
        assert found.same(before) != found.same(after)
        assert (found.same(before), found.same(after)) in tied, (before, after)
