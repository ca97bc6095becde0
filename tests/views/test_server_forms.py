"""Forms of an answer: what clients add to a request, HEAD, truth as text, the graph by its name."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import SPARQLWrapper as S

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.rdf.endpoint import CONSOLIDATED
from frenchtech_graph.views.server import negotiation
from frenchtech_graph.views.server.answering import answer
from frenchtech_graph.views.server.consolidated import dataset
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.requests import Asked, Job
from tests.support.running_server import Running, serving

pytest.importorskip("uvicorn")
pytestmark = pytest.mark.xdist_group("server")

QUERIES = {
    "SELECT": "SELECT * { ?s ?p ?o } LIMIT 1",
    "ASK": "ASK { ?s ?p ?o }",
    "CONSTRUCT": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1",
    "DESCRIBE": "DESCRIBE <https://w3id.org/fte/id/actor/exotec>",
}
FORMATS = (None, S.XML, S.JSON, S.JSONLD, S.TURTLE, S.N3, S.RDF, S.RDFXML, S.CSV, S.TSV)


@pytest.fixture(scope="module")
def server(lille: EcosystemGraph) -> Iterator[Running]:
    with serving(lille.folder, "--workers", "2") as found:
        yield found


@pytest.mark.parametrize("form", QUERIES)
def test_sparqlwrapper_gets_every_form_whatever_it_adds(server: Running, form: str) -> None:
    for asked in FORMATS:
        for only_header in (False, True):
            client = S.SPARQLWrapper(server.url + "/sparql")
            client.setQuery(QUERIES[form])
            client.setOnlyConneg(only_header)
            if asked:
                client.setReturnFormat(asked)
            if asked in _UNFIT.get(form, ()):
                continue  # the library itself sends no header that would do
            assert client.query().response.status == 200, (asked, only_header)


_TRIPLES = (S.JSONLD, S.TURTLE, S.N3, S.RDF, S.RDFXML)
_UNFIT = {
    "SELECT": _TRIPLES,
    "ASK": _TRIPLES,
    "CONSTRUCT": (S.CSV, S.TSV),
    "DESCRIBE": (S.CSV, S.TSV),
}


@pytest.mark.parametrize(
    ("stated", "form", "kind"),
    [
        ("xml", "SELECT", negotiation.XML),
        ("xml", "CONSTRUCT", negotiation.RDF_XML),
        ("json", "DESCRIBE", negotiation.JSON_LD),
        ("n3", "CONSTRUCT", negotiation.TURTLE),
        ("csv", "ASK", negotiation.CSV),
        ("csv", "CONSTRUCT", negotiation.TURTLE),
        ("turtle", "SELECT", negotiation.JSON),
    ],
)
def test_format_goes_by_the_form_of_the_query(
    server: Running, stated: str, form: str, kind: str
) -> None:
    reply = server.send(f"/sparql?query={quote(QUERIES[form])}&format={stated}")
    assert (reply.status, reply.kind) == (200, kind)


def test_head_is_get_without_a_body(server: Running) -> None:
    path = f"/sparql?query={quote(QUERIES['ASK'])}"
    head, get = server.send(path, method="HEAD"), server.send(path)
    assert (head.status, head.kind, head.body) == (200, get.kind, b"")
    assert server.send("/sparql", method="HEAD").status == 200


def asked(text: str, accept: str = "") -> Asked:
    return Asked("GET", f"query={quote(text)}".encode(), "", b"", accept)


@pytest.fixture(scope="module")
def store() -> ox.Store:
    made = ox.Store()
    made.load(
        b'<urn:s> <urn:p> "in the default graph" .\n'
        b'<urn:s> <urn:p> "elsewhere" <urn:g> .\n'
        b'<urn:t> <http://a.example/123> "digits" .\n'
        b'<urn:u> <http://a.example/p> "bell \\u0007" .\n',
        format=ox.RdfFormat.N_QUADS,
    )
    return made


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT ?o FROM <{CONSOLIDATED}> {{ <urn:s> <urn:p> ?o }}",
        f"SELECT ?o {{ GRAPH <{CONSOLIDATED}> {{ <urn:s> <urn:p> ?o }} }}",
        "PREFIX g: <https://w3id.org/fte/graph/> SELECT ?o FROM g:consolidated"
        " { <urn:s> <urn:p> ?o }",
        "PREFIX g: <https://w3id.org/fte/graph/> SELECT ?o"
        " { GRAPH g:consolidated { <urn:s> <urn:p> ?o } }",
    ],
)
def test_the_consolidated_graph_goes_by_its_name(store: ox.Store, text: str) -> None:
    outcome = answer(store, asked(text, "text/csv"), Limits())
    assert outcome.body == b"o\r\nin the default graph\r\n"


def test_from_clauses_beside_it_are_kept(store: ox.Store) -> None:
    text = f"SELECT ?o FROM <{CONSOLIDATED}> FROM <urn:g> {{ <urn:s> <urn:p> ?o }} ORDER BY ?o"
    assert answer(store, asked(text, "text/csv"), Limits()).body.split() == [
        b"o",
        b"elsewhere",
        b"in",
        b"the",
        b"default",
        b"graph",
    ]
    named = f"SELECT ?o FROM <{CONSOLIDATED}> FROM NAMED <urn:g> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    assert answer(store, asked(named, "text/csv"), Limits()).body == b"o\r\nelsewhere\r\n"


def test_a_text_that_only_speaks_of_it_is_left_as_it_is() -> None:
    for text in (
        f'SELECT * {{ ?s ?p "GRAPH <{CONSOLIDATED}>" }}',
        f"SELECT * {{ ?s ?p ?o }} # FROM <{CONSOLIDATED}>",
        f"SELECT * {{ ?s ?p <{CONSOLIDATED}> }}",
    ):
        assert dataset(text).text == text


def test_rdf_xml_is_xml_or_is_refused(store: ox.Store) -> None:
    refused = Job("CONSTRUCT WHERE { <urn:t> ?p ?o }", negotiation.RDF_XML)
    outcome = answer(store, refused, Limits())
    assert outcome.status == 406
    assert b"http://a.example/123" in outcome.body
    bell = answer(store, Job("CONSTRUCT WHERE { <urn:u> ?p ?o }", negotiation.RDF_XML), Limits())
    assert bell.status == 200
    assert "bell �" in "".join(ET.fromstring(bell.body).itertext())


def test_a_triple_about_a_triple_is_refused_in_json_ld() -> None:
    text = "CONSTRUCT { <urn:a> <urn:p> <<( <urn:a> <urn:b> 1 )>> } {}"
    refused = answer(ox.Store(), Job(text, negotiation.JSON_LD), Limits())
    assert refused.status == 406 and b"JSON-LD" in refused.body
    assert answer(ox.Store(), Job(text, negotiation.TURTLE), Limits()).status == 200
