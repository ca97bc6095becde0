"""Which page states a fact: one query names it, for attributes of actors as for ties."""

import csv
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pandas as pd
import pytest

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.ingest.tables.reading import read_dataset
from frenchtech_graph.io.faults import FaultsError
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model import ontology
from frenchtech_graph.model.namespaces import DERIVATIONS_GRAPH
from frenchtech_graph.rdf.terms import iri
from tests.support.written_tables import answers, built, holds, write

LILLE = data_folder() / "lille"
DRAWN = 100
SAID = {
    "kind": "type", "name": "prefLabel", "name_en": "prefLabel", "aliases": "altLabel",
    "place": "locatedIn", "sectors": "hasSector", "contributions": "contribution",
    "website": "homepage", "note": "comment",
}  # fmt: skip
"""The property that says what a column of the table of actors holds."""
NO_FACTS = {"id", "source", "record"}


def rows_of(table: str) -> list[dict[str, str]]:
    with (LILLE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [{k: v for k, v in row.items() if v} for row in csv.DictReader(file)]


PAGES = {row["id"]: row["url"] for row in rows_of("sources")}


@dataclass(frozen=True)
class Fact:
    """A value in a row, the thing to ask about, and all that the row says beside it."""

    table: str
    column: str
    value: str
    thing: str
    row: Mapping[str, str]

    @property
    def pages(self) -> set[str]:
        return {PAGES[key] for key in self.row["source"].split("|")}


def facts() -> Iterator[Fact]:
    """Yield each value of each row of the tables, with the thing to ask about: of an act one who
    takes part in it.
    """
    acts = {row["id"] for row in rows_of("events") if row["kind"] == "JointAct"}
    in_acts = {r["event"]: r["from"] for r in rows_of("ties") if r.get("event") in acts}
    subject = {"actors": "id", "events": "id", "ties": "from", "observations": "actor"}
    for table, column_of_thing in subject.items():
        for row in rows_of(table):
            thing = row.get("company") or in_acts.get(row.get("id", "")) or row[column_of_thing]
            for column in row.keys() - NO_FACTS - {column_of_thing}:
                for value in row[column].split("|"):
                    yield Fact(table, column, value, thing, row)


def drawn() -> list[Fact]:
    """Draw facts over all tables, columns and kinds: as many of each as there are, then others."""
    chance = random.Random(20261129)
    strata: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
    for fact in sorted(facts(), key=lambda f: (f.table, f.column, f.value, sorted(f.row.items()))):
        kind = fact.row["kind"] if fact.table in ("ties", "observations") else ""
        strata[fact.table, fact.column, kind].append(fact)
    chosen = [chance.choice(found) for _, found in sorted(strata.items())]
    return chance.sample(chosen, DRAWN)


def last(value: str) -> str:
    """Return a value as a cell writes it: of an address its last part."""
    return value.rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def written(value: str) -> str:
    """Return a value of a row as an answer has it: a town abroad by the end of its address.

    >>> written("São Paulo (BR)"), written("59350")
    ('BR-S%C3%A3o_Paulo', '59350')
    """
    abroad = re.fullmatch(r"(.+) \(([A-Z]{2})\)", value)
    return quote(f"{abroad[2]}-{abroad[1]}".replace(" ", "_")) if abroad else value


def of_actor(fact: Fact, answer: pd.DataFrame) -> set[str]:
    """Return the pages that state an attribute of an actor."""
    schemes = ontology.load().identifier_properties
    said = SAID.get(fact.column) or schemes.get(fact.column, fact.column)
    about = answer[answer["fact"].str.contains("/actor/")]
    stated = about[(about["said"].map(last) == said) & (about["value"].map(last) == fact.value)]
    return set(stated["page"])


def of_row(fact: Fact, answer: pd.DataFrame) -> set[str]:
    """Return the pages of the one statement that says all that the row of the fact says."""
    wanted = {
        written(value) if column == "to" else value
        for column in fact.row.keys() - NO_FACTS - {"from", "actor", "company"}
        for value in fact.row[column].split("|")
    }
    pages = [
        set(said["page"])
        for _, said in answer.groupby("fact")
        if wanted <= {last(v) for v in said["value"]} | set(said["value"])
    ]
    assert pages, (fact, sorted(wanted))
    return set.intersection(*pages)


def test_one_query_names_the_pages_of_100_facts_drawn_over_all_kinds(lille: EcosystemGraph) -> None:
    asked: dict[str, pd.DataFrame] = {}
    for fact in drawn():
        if fact.thing not in asked:
            asked[fact.thing] = lille.query("sources-of", thing=address_of(lille, fact.thing))
        answer = asked[fact.thing]
        stated = of_actor(fact, answer) if fact.table == "actors" else of_row(fact, answer)
        expected = pages_of_value(fact) if fact.table == "actors" else fact.pages
        assert stated == expected, fact


def pages_of_value(fact: Fact) -> set[str]:
    """Return the pages of all rows of an actor that say what the fact says."""
    same = [
        row
        for row in rows_of("actors")
        if row["id"] == fact.thing and fact.value in row.get(fact.column, "").split("|")
    ]
    return {PAGES[key] for row in same for key in row["source"].split("|")}


def address_of(graph: EcosystemGraph, key: str) -> str:
    """Return the address of a thing by its id in the tables."""
    resting = "?x <http://www.w3.org/ns/prov#wasDerivedFrom> ?claim"
    claims = f"GRAPH <{DERIVATIONS_GRAPH}> {{ {resting} }}"
    found = answers(graph.store, f'SELECT ?x {{ {claims} FILTER(STRENDS(STR(?x), "/{key}")) }}')
    return found[0][0]


def test_every_page_of_an_answer_has_a_publisher_and_most_a_date_and_a_quality(
    lille: EcosystemGraph,
) -> None:
    found = lille.query("sources-of", thing="Genfit")
    assert found["publisher"].notna().all()
    by_page = found.drop_duplicates("page")
    assert by_page["published"].notna().sum() > len(by_page) / 2
    assert by_page["quality"].notna().sum() > len(by_page) / 2


# --- Rows of one actor ------------------------------------------------------------------------

TWO_PAGES: Sequence[Mapping[str, str]] = [
    {"id": f"p{n}", "url": f"https://page.example/{n}", "publisher": "Gazette",
     "accessed": "2026-11-23"} for n in (1, 2, 3)
]  # fmt: skip


def test_each_page_states_its_own_attributes_of_an_actor(tmp_path: Path) -> None:
    store = built(
        tmp_path,
        sources=TWO_PAGES,
        actors=[
            {"id": "firm", "kind": "StartUp", "name": "Firm", "sectors": "health", "source": "p1"},
            {"id": "firm", "place": "59350", "source": "p2"},
            {"id": "firm", "kind": "StartUp", "name": "Firm", "aliases": "The Firm",
             "source": "p3"},
        ],
    )  # fmt: skip
    stated = answers(
        store,
        "PREFIX prov: <http://www.w3.org/ns/prov#> SELECT ?said ?page { GRAPH ?d { actor:firm"
        " prov:wasDerivedFrom ?c } GRAPH ?g { ?c ?said ?value ; dcterms:source ?page"
        " FILTER(?said IN (fte:locatedIn, fte:hasSector, skos:altLabel, skos:prefLabel)) } }"
        " ORDER BY ?said ?page",
    )
    pages = defaultdict(list)
    for said, page in stated:
        pages[last(said)].append(page[-1])
    assert pages == {
        "locatedIn": ["2"], "hasSector": ["1"], "altLabel": ["3"], "prefLabel": ["1", "3"]
    }  # fmt: skip
    assert holds(store, "actor:firm fte:seatedIn place:59350 ; fte:hasSector ?s ; a fte:StartUp")
    assert holds(store, f"actor:firm dcterms:source {iri('https://page.example/2')}")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"kind": "StartUp", "name": "Other firm", "source": "p2"}, "id"),
        ({"kind": "Bank", "name": "Firm", "source": "p2"}, "id"),
        ({"kind": "StartUp", "name": "Firm", "source": "p1"}, "id"),
        ({"place": "59350", "source": "p2|p1"}, "id"),
    ],
)
def test_an_id_given_twice_to_two_things_is_a_fault(
    tmp_path: Path, row: dict[str, str], column: str
) -> None:
    first = {"id": "firm", "kind": "StartUp", "name": "Firm", "source": "p1"}
    with pytest.raises(FaultsError) as caught:
        built(tmp_path, sources=TWO_PAGES, actors=[first, {"id": "firm", **row}])
    (fault,) = caught.value.faults
    assert (fault.row, fault.column, fault.code) == (3, column, "duplicate-id")


def test_a_further_row_of_a_person_may_hold_no_more_than_the_first(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        sources=TWO_PAGES,
        actors=[
            {"id": "ada", "kind": "Person", "name": "Ada Lenoir", "source": "p1"},
            {"id": "ada", "website": "https://ada.example/", "source": "p2"},
        ],
    )
    with pytest.raises(FaultsError) as caught:
        read_dataset(folder)
    assert [(f.row, f.code) for f in caught.value.faults] == [(3, "person-field")]
