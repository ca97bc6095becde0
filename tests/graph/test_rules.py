"""The rules of `ontology/rules/`: what each adds, in any order of statements, once and for all."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

from frenchtech_graph.graph import rules
from frenchtech_graph.io.files import ontology_folder
from tests.support import written_tables
from tests.support.ontology_files import as_rdflib, example_store

PREFIXES = (
    written_tables.PREFIXES
    + """PREFIX observation: <https://w3id.org/fte/id/observation/>
PREFIX contribution: <https://w3id.org/fte/concept/contribution/>
PREFIX sector: <https://w3id.org/fte/concept/sector/>
PREFIX stage: <https://w3id.org/fte/concept/stage/>
"""
)
TURTLE = PREFIXES.replace("PREFIX", "@prefix").replace(">\n", "> .\n")
RULES = sorted((ontology_folder() / "rules").glob("*.rq"))


def holds(store: ox.Store, pattern: str) -> bool:
    answer = store.query(f"{PREFIXES} ASK {{ {pattern} }}")
    return bool(answer)


@pytest.fixture(scope="module")
def example() -> ox.Store:
    return example_store()


@pytest.mark.parametrize(
    "pattern",
    [
        "actor:nordlys a fte:StartUp",
        "actor:nordlys a/rdfs:subClassOf fte:StartUp , fte:Company , fte:Organization , fte:Actor",
        "tie:loan-1 a/rdfs:subClassOf fte:Loan , fte:EventTie , fte:Tie",
        "actor:nordlys fte:hasSector sector:artificial-intelligence",
        'actor:nordlys fte:foundingDate "2015-03"^^xsd:gYearMonth',
        'actor:ancien-lori fte:dissolutionDate "2015"^^xsd:gYear',
        "tie:investment-1 fte:investee actor:nordlys",
        "tie:founding-1 ?role actor:ada . ?role rdfs:subPropertyOf fte:tieFrom",
        "tie:founding-1 ?role actor:nordlys . ?role rdfs:subPropertyOf fte:tieTo",
        "actor:ada fte:founderOf actor:nordlys",
        "actor:beffroi-1 fte:investedIn actor:nordlys",
        "actor:nordlys fte:locatedIn place:59512",
        "actor:chicoree fte:partnerOf actor:grands-magasins",
        "actor:lori fte:collaboratesWith actor:nordlys",
        "actor:ada ?link actor:nordlys . ?link rdfs:subPropertyOf fte:linkedTo",
        "actor:beffroi-1 fte:coversPlace place:oldreg-31 ; fte:seatedIn/fte:within? place:dep-59",
        'actor:atelier skos:altLabel "La Ruche d\'essai"',
        "tie:employment-1 fte:startYear 2016",
        "tie:education-1 fte:endYear 2014",
        "actor:nordlys fte:contribution contribution:venture",
        "actor:universite fte:contribution contribution:talent , contribution:technology",
        "actor:filature fte:contribution contribution:connection",
        "actor:nordlys fte:currentStage stage:scale-up",
        "place:59350 fte:within place:FR",
        "actor:nordlys fte:seatedIn/fte:within? place:dep-59 , place:reg-32",
        "event:round-1 fte:amountEUR ?euros . FILTER(?euros = 2500000)",
        "tie:loan-1 fte:amountEUR ?euros . FILTER(?euros = 250000)",
    ],
)
def test_rule_adds(example: ox.Store, pattern: str) -> None:
    assert holds(example, pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "actor:nordlys fte:collaboratesWith actor:nordlys",
        "actor:nordlys ?link place:59350 . ?link rdfs:subPropertyOf fte:linkedTo",
        "actor:nordlys a fte:Organization",
        "tie:founding-1 fte:tieFrom ?any",
        "actor:ada fte:linkedTo ?any",
        "actor:nordlys rdfs:label ?any",
        "observation:creation-1 fte:startYear ?any",
        "actor:lori fte:contribution contribution:connection",
        "actor:universite fte:contribution contribution:venture",
        "actor:nordlys fte:currentStage stage:creation",
        "actor:maison-du-lin fte:contribution ?any",
        "tie:investment-2 fte:amountEUR ?any",
        "fte:Founding fte:edgeSource ?o",
        "tie:plan-1 ?role ?any . ?role rdfs:subPropertyOf fte:tieFrom",
        "actor:banque fte:investedIn actor:maison-du-lin",
    ],
)
def test_rule_does_not_add(example: ox.Store, pattern: str) -> None:
    assert not holds(example, pattern)


def test_stated_contribution_wins_over_that_of_the_class() -> None:
    store = example_store(TURTLE + "actor:x a fte:Bank ; fte:contribution contribution:talent .")
    assert holds(store, "actor:x fte:contribution contribution:talent")
    assert not holds(store, "actor:x fte:contribution contribution:finance")


def test_stated_date_wins_over_observations_and_the_earliest_observation_over_others() -> None:
    said = (
        "observation:{n} a fte:CreationObservation ; fte:observedActor actor:{a} ; fte:date {d} .\n"
    )
    parts = [
        ("x", 1, '"2012"^^xsd:gYear'),
        ("y", 2, '"2014-05"^^xsd:gYearMonth'),
        ("y", 3, '"2013"^^xsd:gYear'),
    ]
    turtle = "".join(said.format(a=a, n=n, d=d) for a, n, d in parts)
    store = example_store(TURTLE + turtle + 'actor:x fte:foundingDate "2011"^^xsd:gYear .')
    assert holds(store, 'actor:x fte:foundingDate "2011"^^xsd:gYear')
    assert not holds(store, 'actor:x fte:foundingDate "2012"^^xsd:gYear')
    assert holds(store, 'actor:y fte:foundingDate "2013"^^xsd:gYear')
    assert not holds(store, 'actor:y fte:foundingDate "2014-05"^^xsd:gYearMonth')


def test_an_amount_without_a_rate_gets_no_euros() -> None:
    turtle = (
        "tie:x a fte:Loan ; fte:amount 10.0 ;"
        " fte:currency <http://publications.europa.eu/resource/authority/currency/GBP> ;"
        ' fte:date "2018"^^xsd:gYear .'
    )
    assert not holds(example_store(TURTLE + turtle), "tie:x fte:amountEUR ?any")


def test_rules_are_idempotent(example: ox.Store) -> None:
    store = ox.Store()
    store.extend(example)
    before = set(store)
    rules.apply_rules(store)
    assert set(store) == before


def test_rules_read_no_named_graph() -> None:
    """A source that is not consolidated changes nothing: the default graph is not the union of all
    graphs.
    """
    alone, beside = example_store(), ox.Store()
    other = ox.NamedNode("https://w3id.org/fte/graph/other")
    beside.load(path=str(ontology_folder() / "example.ttl"), format=ox.RdfFormat.TURTLE)
    claim = (
        TURTLE + "tie:claim a fte:Founding ; fte:founder actor:cleo ; fte:foundedOrganization"
        " actor:chicoree ."
    )
    beside.load(claim.encode(), format=ox.RdfFormat.TURTLE, to_graph=other)
    rules.add_ontology(beside)
    rules.apply_rules(beside)

    def consolidated(store: ox.Store) -> set[ox.Quad]:
        return set(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))

    assert consolidated(alone) == consolidated(beside)


@pytest.mark.parametrize("rule", RULES, ids=lambda p: p.stem)
def test_rdflib_constructs_the_same(rule: Path, ruled_graph: Graph, ruled_store: ox.Store) -> None:
    """Each rule, run on the finished graph, gives the same triples on another engine."""
    text = rule.read_text(encoding="utf-8")
    found = ruled_store.query(text)
    assert isinstance(found, ox.QueryTriples)
    ours = {tuple(map(str, t)) for t in found}
    constructed = ruled_graph.query(text).graph
    assert constructed is not None
    theirs = {tuple(part.n3() for part in t) for t in constructed}
    assert {_alike(t) for t in ours} == {_alike(t) for t in theirs}


def _alike(triple: tuple[str, ...]) -> tuple[str, ...]:
    """Return a triple with the spelling of its numbers levelled: engines write 2.50 and 2.5."""
    literal = triple[2].partition("^^")[0].strip('"')
    number = (
        float(literal) if literal.replace(".", "", 1).isdigit() and "decimal" in triple[2] else None
    )
    return triple if number is None else (*triple[:2], str(number))


@pytest.fixture(scope="module")
def ruled_store() -> ox.Store:
    store = example_store()
    store.load(path=str(ontology_folder() / "core.ttl"), format=ox.RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="module")
def ruled_graph(ruled_store: ox.Store) -> Graph:
    return as_rdflib(ruled_store)
