"""The ontology under reasoners: consistent, no empty class, same answers as the rules, and mistakes
are caught.
"""

from collections.abc import Iterable

import pytest
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.term import Node

from tests.support.ontology_files import (
    FTE,
    REASONED,
    as_rdflib,
    bare,
    classes,
    example_store,
    hermit,
    one,
    tie_kinds,
)

ID = "https://w3id.org/fte/id/"
CONTRADICTIONS = {
    "a person that is a place": "ex:a a fte:Person , fte:City .",
    "a person that is an organisation": "ex:a a fte:Person , fte:Company .",
    "a company as employee": "ex:t fte:employee ex:a . ex:a a fte:StartUp .",
    "a place as investor": "ex:t fte:investor ex:a . ex:a a fte:Region .",
    "a label given to a label award": "ex:t a fte:LabelAward ; fte:awardedLabel ex:t .",
    "a tie that is an event and a state": "ex:t a fte:Founding , fte:Employment .",
    "a role of another kind of tie": "ex:t a fte:Acquisition ; fte:lender ex:a .",
    "a round raised by a person": "ex:t fte:raisedBy ex:a . ex:a a fte:Person .",
    "a start-up that is a laboratory": "ex:a a fte:StartUp , fte:ResearchLaboratory .",
    "a planned fact that is a tie": "ex:a a fte:PlannedFact , fte:Shareholding .",
    "a round that is a tie": "ex:a a fte:FundingRound , fte:Investment .",
    "a sector that is an actor": "ex:b fte:hasSector ex:a . ex:a a fte:Company .",
    "a project that hosts": "ex:t fte:host ex:a . ex:a a fte:Project .",
    "an observation of a programme": "ex:o fte:observedActor ex:a . ex:a a fte:Programme .",
    "a department within a person": "ex:d fte:within ex:a . ex:a a fte:Person .",
}


def things(source: Graph, predicates: Iterable[URIRef]) -> set[tuple[Node, URIRef, Node]]:
    found = ((s, p, o) for p in predicates for s, o in source.subject_objects(p))
    return {(s, p, o) for s, p, o in found if str(s).startswith(ID) and "/id/scheme/" not in str(s)}


def closure(expanded: Graph) -> Graph:
    """Return a graph with all that follows from it under OWL 2 RL."""
    import owlrl

    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(expanded)
    return expanded


def rl_errors(expanded: Graph) -> list[str]:
    error = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    return sorted({str(o) for o in expanded.objects(None, error)})


def with_superclasses(graph: Graph) -> None:
    """Add what the hierarchy in the graph says of things: wider classes and wider properties."""
    for thing, _, kind in list(graph.triples((None, RDF.type, None))):
        for wider in graph.objects(kind, RDFS.subClassOf):
            graph.add((thing, RDF.type, wider))
    for prop, wider in list(graph.subject_objects(RDFS.subPropertyOf)):
        for subject, value in list(graph.subject_objects(prop)):
            graph.add((subject, wider, value))


def test_closure_is_consistent_and_says_what_the_rules_say() -> None:
    """One test, for the closure takes seconds: types, links, and the three places where rules say
    more.
    """
    closed, ruled = closure(bare("core", "example")), as_rdflib(example_store())
    with_superclasses(ruled)
    assert rl_errors(closed) == []

    def own_types(source: Graph) -> set[tuple[Node, URIRef, Node]]:
        everything = (FTE.DatedThing, FTE.SourcedThing)  # not stated: nobody asks for them
        found = things(source, [RDF.type])
        return {t for t in found if str(t[2]).startswith(FTE) and t[2] not in everything}

    def only_ruled(predicate: URIRef) -> set[tuple[str, str]]:
        more = things(ruled, [predicate]) - things(closed, [predicate])
        return {(str(s).rpartition("/")[2], str(o).rpartition("/")[2]) for s, _, o in more}

    assert own_types(closed) == own_types(ruled)
    shortcuts = [s for kind in tie_kinds() if (s := one(kind, FTE.shortcut)) and s != FTE.relatedTo]
    same = [*shortcuts, FTE.tieFrom]
    assert len(things(ruled, same)) > 60
    assert things(closed, same) == things(ruled, same)
    assert only_ruled(FTE.collaboratesWith) == {("lori", "nordlys"), ("nordlys", "lori")}
    assert only_ruled(FTE.relatedTo) == {("chu", "chicoree")}
    assert only_ruled(FTE.tieTo) == {("investment-1", "nordlys")}
    assert only_ruled(FTE.linkedTo) == {
        ("nordlys", "lori"),
        ("chu", "chicoree"),
    }  # the rest are links already
    for predicate in (FTE.tieTo, FTE.linkedTo):
        assert things(closed, [predicate]) <= things(ruled, [predicate])


def test_every_planted_contradiction_is_found_by_owl_rl() -> None:
    """All at once, each on things of its own."""
    planted = bare("core")
    for number, turtle in enumerate(CONTRADICTIONS.values()):
        planted.parse(data=REASONED.replace("test/", f"test/{number}/") + turtle, format="turtle")
    errors = " ".join(rl_errors(closure(planted)))
    assert [
        name for number, name in enumerate(CONTRADICTIONS) if f"/test/{number}/" not in errors
    ] == []


def test_hermit_finds_core_and_example_consistent() -> None:
    assert hermit(names=("core", "schemes", "example")) == (True, [])


def test_hermit_finds_no_class_without_possible_members() -> None:
    """Each class with a member of its own: a class that cannot have any would contradict."""
    members = "\n".join(f"<{ID}test/{n}> a <{c}> ." for n, c in enumerate(classes()))
    assert hermit(members) == (True, [])


def test_planted_contradiction_is_found_by_hermit() -> None:
    assert not hermit(CONTRADICTIONS["a company as employee"])[0]


@pytest.mark.slow
@pytest.mark.parametrize("name", list(CONTRADICTIONS))
def test_every_planted_contradiction_is_found_by_hermit(name: str) -> None:
    assert not hermit(CONTRADICTIONS[name])[0]
