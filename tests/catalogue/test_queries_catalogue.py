"""The catalogue: every question is complete in both languages, valid everywhere, and answered as
expected.

The expected answers stand in `tests/expected/queries/`, one CSV file per question, made by

    FRENCHTECH_WRITE_EXPECTED=1 pytest tests/test_queries_catalogue.py

and read by eye before they are committed.
"""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery

from frenchtech_graph import catalogue as queries
from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.catalogue import Query
from frenchtech_graph.catalogue.collation import collated
from frenchtech_graph.catalogue.columns import column_label
from frenchtech_graph.catalogue.questions import TOPICS
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.files import queries_folder
from frenchtech_graph.model import ontology

EXPECTED = Path(__file__).parents[1] / "expected" / "queries"
CATALOGUE = queries.catalogue()
SELECTS = [q for q in CATALOGUE if q.form == "SELECT"]
NOTHING_YET = {"money-behind-the-money", "from-start-to-up"}
"""Questions the Lille data cannot answer yet: no fund in it has both a subscriber and an
investment, no company two dated headcounts.
"""

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
SAME_IN_FRENCH = {
    "euros",
    "instrument",
    "observations",
    "page",
    "pages",
    "programme",
    "type",
    "licence",
    "direction",
}
by_name = pytest.mark.parametrize("query", CATALOGUE, ids=lambda q: q.name)
selects = pytest.mark.parametrize("query", SELECTS, ids=lambda q: q.name)


def test_there_are_enough_questions_on_every_topic() -> None:
    assert len(CATALOGUE) >= 60
    assert {q.topic for q in CATALOGUE} == set(TOPICS)


@by_name
def test_texts_are_there_in_both_languages(query: Query) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", query.name)
    for lang in ("fr", "en"):
        assert query.titles[lang] != query.name
        assert len(query.descriptions[lang]) > 10
        assert all(p.helps.get(lang) for p in query.parameters.values())
    assert query.titles["fr"].endswith(" ?") or "," in query.titles["fr"]


@by_name
def test_the_file_is_valid_sparql_as_it_stands(query: Query) -> None:
    ox.Store().query(query.text)
    prepareQuery(query.text)


@by_name
def test_the_file_declares_just_the_prefixes_it_uses(query: Query) -> None:
    declared = set(re.findall(r"^PREFIX (\w+):", query.text, re.MULTILINE))
    body = re.sub(r"^(PREFIX|#\+).*$", "", query.text, flags=re.MULTILINE)
    assert declared == {
        p for p in re.findall(r"(?<![\w?<\"])([a-z]+):\w", body) if p not in ("http", "https")
    }


@by_name
def test_terms_of_the_ontology_exist(query: Query) -> None:
    known = ontology.load()
    names = set(re.findall(r"\bfte:(\w+)", query.text))
    assert names <= known.classes.keys() | known.properties.keys()


@by_name
def test_parameters_narrow_to_terms_that_exist(query: Query) -> None:
    known = ontology.load()
    for parameter in query.parameters.values():
        if parameter.type == "concept":
            assert known.schemes[parameter.of]
        elif parameter.of:
            assert parameter.of in known.classes
    assert query.example.keys() <= query.parameters.keys()


@by_name
def test_the_answer_on_the_lille_graph_is_the_expected_one(
    query: Query, lille: EcosystemGraph
) -> None:
    frame = queries.run(lille.store, query, **query.example)
    assert query.name in NOTHING_YET or len(frame)
    if query.form == "CONSTRUCT":
        frame = frame.sort_values(list(frame.columns), ignore_index=True)
    text = frame.to_csv(index=False, lineterminator="\n")
    path = EXPECTED / f"{query.name}.csv"
    if os.environ.get("FRENCHTECH_WRITE_EXPECTED"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@selects
def test_column_types_are_stated_and_hold_for_empty_answers(
    query: Query, lille: EcosystemGraph
) -> None:
    full = queries.run(lille.store, query)
    inferred = queries.run(
        lille.store, re.sub(r"^#\+ columns:.*\n", "", query.text, flags=re.MULTILINE)
    )
    known = [c for c in full.columns if full[c].notna().any()]
    assert query.columns.keys() <= set(full.columns)
    for column in known:  # a column without a number or truth value stated as such would show here
        agree = str(full[column].dtype) == str(inferred[column].dtype)
        assert agree or (str(full[column].dtype), str(inferred[column].dtype)) == (
            "float64",
            "Int64",
        )
    empty = queries.run(ox.Store(), query)
    assert {c: str(t) for c, t in empty.dtypes.items()} == {
        c: str(t) for c, t in full.dtypes.items()
    }


def cells(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return the rows in an order of their own: engines order equal keys and languages
    differently.
    """
    rounded = frame.map(
        lambda v: "" if pd.isna(v) else f"{v:.6g}" if isinstance(v, float) else str(v)
    )
    return sorted(rounded.itertuples(index=False, name=None))


@pytest.fixture(scope="module")
def as_rdflib(lille: EcosystemGraph) -> rdflib.Dataset:
    dump = io.BytesIO()
    lille.store.dump(output=dump, format=ox.RdfFormat.N_QUADS)
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(data=dump.getvalue(), format="nquads")
    return dataset


QUICK_IN_RDFLIB = frozenset(
    {
        "actors-of-a-kind",
        "actors-per-pillar",
        "disagreements",
        "founders-of",
        "hosted-by",
        "hubs",
        "investors-of",
        "label-history",
        "largest-rounds",
        "licences",
        "local-money",
        "lonely-startups",
        "money-raised-per-year",
        "public-money",
        "rounds",
        "sectors",
        "startups",
        "supervisors-of",
        "technology-path",
        "time-to-first-round",
        "unsourced",
    }
)


SLOWEST_IN_RDFLIB = frozenset(
    {"ecosystems", "edge-list", "publishers", "sources-of", "sources-of-a-tie"}
)


@by_name
def test_rdflib_gives_the_same_rows(
    query: Query, lille: EcosystemGraph, as_rdflib: rdflib.Dataset, request: pytest.FixtureRequest
) -> None:
    if query.name not in QUICK_IN_RDFLIB and not request.config.getoption("--slow"):
        pytest.skip("slow in rdflib: run with --slow")
    if query.name in SLOWEST_IN_RDFLIB and not request.config.getoption("--long"):
        pytest.skip("very slow in rdflib, which joins whole unions: run with --long")
    ours = queries.run(lille.store, query, **query.example)
    theirs = queries.run(as_rdflib, query, **query.example)
    assert cells(theirs) == cells(ours)
    assert list(theirs.dtypes) == list(ours.dtypes)


def test_a_named_graph_more_changes_no_count(lille: EcosystemGraph) -> None:
    store = ox.Store()
    store.extend(lille.store)
    copies = list(lille.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    extra = ox.NamedNode("https://w3id.org/fte/graph/another")
    store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object, extra) for q in copies)
    for name in ("actors-per-pillar", "hubs", "money-raised-per-year", "startups"):
        pd.testing.assert_frame_equal(queries.run(store, name), queries.run(lille.store, name))


def test_labels_follow_the_language(lille: EcosystemGraph) -> None:
    french, english = (queries.run(lille.store, "sectors", lang=lang) for lang in ("fr", "en"))
    assert "Santé" in set(french["label"]) - set(english["label"])
    assert "Health" in set(english["label"]) - set(french["label"])
    assert french["startups"].tolist() == english["startups"].tolist()


def test_sparql_of_ones_own_needs_no_prefixes(lille: EcosystemGraph) -> None:
    frame = queries.run(
        lille.store, 'SELECT ?a { ?a a fte:Incubator ; skos:prefLabel "Plaine Images"@fr }'
    )
    assert frame["a"].tolist() == ["https://w3id.org/fte/id/actor/plaine-images"]
    assert frame.attrs["sparql"].startswith("PREFIX fte: <https://w3id.org/fte/onto/> PREFIX skos:")


def test_a_file_of_ones_own_is_a_question_too(lille: EcosystemGraph, tmp_path: Path) -> None:
    own = tmp_path / "mine.rq"
    own.write_text((queries_folder() / "startups.rq").read_text(encoding="utf-8"), encoding="utf-8")
    by_path = queries.run(lille.store, own, place="Nord")
    pd.testing.assert_frame_equal(by_path, queries.run(lille.store, "startups", place="Nord"))
    assert len(by_path) < len(queries.run(lille.store, own))


def test_a_construct_gives_a_graph(lille: EcosystemGraph) -> None:
    graph = queries.construct(lille.store, "neighbourhood", actor="Exotec")
    exotec = rdflib.URIRef("https://w3id.org/fte/id/actor/exotec")
    assert (exotec, rdflib.RDF.type, rdflib.URIRef("https://w3id.org/fte/onto/StartUp")) in graph
    assert len(graph) == len(queries.run(lille.store, "neighbourhood", actor="Exotec"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SELECT * {", "query-syntax"),
        ("DROP ALL", "query-update"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "query-update"),
        ("SELECT ?x { BIND(nope(1) AS ?x) }", "query-syntax"),
        ("startup", "unknown-query"),
        ("nowhere.rq", "no-such-file"),
    ],
)
def test_a_faulty_query_is_said_to_be_so(lille: EcosystemGraph, text: str, code: str) -> None:
    before = len(lille.store)
    with pytest.raises(BilingualError) as fault:
        queries.run(lille.store, text)
    assert fault.value.code == code
    assert len(lille.store) == before


@selects
def test_every_column_has_a_heading_in_both_languages(query: Query) -> None:
    for column in queries.run(ox.Store(), query).columns:
        assert column_label(column, "fr") != column or column in SAME_IN_FRENCH
        assert column_label(column, "en")


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("ORDER BY ?name", ["Alpha", "École", "i-Trans", "Œuvre", "Ÿnsect", "Zeta"]),
        ("ORDER BY DESC(?name)", ["Zeta", "Ÿnsect", "Œuvre", "i-Trans", "École", "Alpha"]),
        ("ORDER BY LCASE(?name)", ["Alpha", "Zeta", "i-Trans", "École", "Œuvre", "Ÿnsect"]),
        ("ORDER BY ?name LIMIT 9", ["Alpha", "Zeta", "i-Trans", "École", "Œuvre", "Ÿnsect"]),
    ],
)
def test_names_stand_in_alphabetical_order(order: str, names: list[str]) -> None:
    sparql = f"SELECT ?name {{ ?thing ?says ?name }} {order}"
    given = sorted(names, reverse="DESC" in order)
    found = collated(pd.DataFrame({"name": given}), sparql)
    assert list(found["name"]) == names


def test_names_that_count_alike_stand_in_alphabetical_order() -> None:
    rows = [(3, "Zeta"), (2, "Zeta"), (2, "École"), (2, "i-Trans"), (None, "Œuvre"), (1, "Ÿnsect")]
    found = collated(
        pd.DataFrame(rows, columns=["n", "name"]),
        "SELECT ?n ?name { } ORDER BY DESC(?n) ASC(?name)",
    )
    assert list(found["name"]) == ["Zeta", "École", "i-Trans", "Zeta", "Ÿnsect", "Œuvre"]
