"""Statements of Wikidata: rank, qualifiers and precision count; unknown values are none."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from frenchtech_graph.ingest.connectors.endpoints import wikidata
from frenchtech_graph.io.files import queries_folder
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.rdf.binding import bind

PREFIXES = """
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix p: <http://www.wikidata.org/prop/> .
@prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix psv: <http://www.wikidata.org/prop/statement/value/> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> .
@prefix pqv: <http://www.wikidata.org/prop/qualifier/value/> .
@prefix wikibase: <http://wikiba.se/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix s: <urn:statement:> .
wd:Q1 wdt:P1616 "552100554" ; rdfs:label "Firm"@fr .
wd:Q2 rdfs:label "Now"@fr . wd:Q3 rdfs:label "Before"@fr . wd:Q4 rdfs:label "Wrong"@fr .
"""


def read(turtle: str, tmp_path: Path) -> Dataset:
    store = ox.Store()
    store.load((PREFIXES + turtle).encode(), format=ox.RdfFormat.TURTLE)
    text = (queries_folder() / "sources" / "wikidata.rq").read_text(encoding="utf-8")
    found = store.query(bind(text, {"siren": [ox.Literal("552100554")]}))
    assert isinstance(found, ox.QuerySolutions)
    file = tmp_path / "answer.srj"
    file.write_bytes(found.serialize(format=ox.QueryResultsFormat.JSON) or b"")
    return wikidata.read(file)


@pytest.mark.parametrize("number", ["P127", "P749"])
def test_ended_statements_have_their_dates_and_deprecated_ones_are_left_out(
    number: str, tmp_path: Path
) -> None:
    found = read(
        f"""wd:Q1 p:{number} s:now, s:ended, s:wrong .
        s:now ps:{number} wd:Q2 ; wikibase:rank wikibase:PreferredRank .
        s:ended ps:{number} wd:Q3 ; pq:P580 "2001-01-01T00:00:00Z"^^xsd:dateTime ;
          pq:P582 "2010-06-30T00:00:00Z"^^xsd:dateTime .
        s:wrong ps:{number} wd:Q4 ; wikibase:rank wikibase:DeprecatedRank .""",
        tmp_path,
    )
    names = {a.id: a.names["fr"] for a in found.actors if a.names}
    spans = {names[t.origin]: (t.start, t.end) for t in found.ties}
    assert spans == {"Now": (None, None), "Before": ("2001", "2010-06-30")}


def test_a_founder_of_deprecated_rank_is_none(tmp_path: Path) -> None:
    found = read(
        """wd:Q1 p:P112 s:wrong . wd:Q4 wdt:P31 wd:Q43229 .
        s:wrong ps:P112 wd:Q4 ; wikibase:rank wikibase:DeprecatedRank .""",
        tmp_path,
    )
    assert found.ties == ()


@pytest.mark.parametrize(
    ("stated", "precision", "date"),
    [
        ("1990-11-01", None, "1990-11"),
        ("1990-01-01", None, "1990"),
        ("1990-11-02", None, "1990-11-02"),
        ("1990-11-01", 11, "1990-11-01"),
        ("1990-11-01", 10, "1990-11"),
        ("1990-11-01", 9, "1990"),
        ("1990-01-01", 8, None),
    ],
)
def test_a_date_has_the_precision_that_is_stated(
    stated: str, precision: int | None, date: str | None, tmp_path: Path
) -> None:
    value = f'"{stated}T00:00:00Z"^^xsd:dateTime'
    precise = f"; psv:P571 [ wikibase:timePrecision {precision} ]" if precision else ""
    found = read(f"wd:Q1 wdt:P571 {value} ; p:P571 s:d . s:d ps:P571 {value} {precise} .", tmp_path)
    assert [o.value for o in found.observations] == ([date] if date else [])


def test_a_website_nobody_knows_is_none(tmp_path: Path) -> None:
    unknown = "<http://www.wikidata.org/.well-known/genid/0123abc>"
    (firm,) = read(f"wd:Q1 wdt:P856 {unknown} .", tmp_path).actors
    assert firm.website is None


@pytest.mark.parametrize("number", ["P127", "P749"])
@pytest.mark.parametrize(
    "end", ["_:b", "<http://www.wikidata.org/.well-known/genid/0123abc>"]
)  # a blank node in dumps, an address in answers
def test_a_tie_that_ended_nobody_knows_when_is_not_shown_as_going_on(
    number: str, end: str, tmp_path: Path
) -> None:
    found = read(f"wd:Q1 p:{number} s:x . s:x ps:{number} wd:Q2 ; pq:P582 {end} .", tmp_path)
    assert found.ties == ()
    assert [row["reason_en"] for row in found.unmapped] == ["ended tie without a date"]


def test_an_end_known_to_the_decade_is_an_end(tmp_path: Path) -> None:
    found = read(
        """wd:Q1 p:P127 s:x . s:x ps:P127 wd:Q2 ; pq:P582 "1990-01-01T00:00:00Z"^^xsd:dateTime ;
        pqv:P582 [ wikibase:timePrecision 8 ] .""",
        tmp_path,
    )
    assert found.ties == ()


@pytest.mark.parametrize("number", ["P127", "P749"])
def test_a_statement_that_a_preferred_one_replaces_is_left_out(number: str, tmp_path: Path) -> None:
    found = read(
        f"""wd:Q1 p:{number} s:now, s:old . s:now ps:{number} wd:Q2 ;
        wikibase:rank wikibase:PreferredRank . s:old ps:{number} wd:Q3 ;
        wikibase:rank wikibase:NormalRank .""",
        tmp_path,
    )
    names = {a.id: a.names["fr"] for a in found.actors}
    assert [names[t.origin] for t in found.ties] == ["Now"]


def test_a_firm_dissolved_nobody_knows_when_has_ended(tmp_path: Path) -> None:
    found = read("wd:Q1 wdt:P576 _:some .", tmp_path)
    assert [(o.kind, o.value or "") for o in found.observations] == [("ClosureObservation", "")]
