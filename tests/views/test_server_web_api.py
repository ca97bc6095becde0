"""Questions as a web API: forms by Accept, CSV with its description, OpenAPI; names reconciled."""

from __future__ import annotations

import gzip
import importlib
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pandas as pd
import pytest
import rdflib

from frenchtech_graph import catalogue
from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.model.namespaces import FTE
from frenchtech_graph.views.server.question_answers import projected
from tests.support.running_server import Reply, Running, serving

pytest.importorskip("uvicorn")
pytestmark = pytest.mark.xdist_group("server")


@pytest.fixture(scope="module")
def server(lille: EcosystemGraph) -> Iterator[Running]:
    with serving(lille.folder, "--workers", "2", "--cors", "*") as found:
        yield found


@pytest.mark.slow
def test_every_question_is_had_in_each_form_it_names(server: Running) -> None:
    for query in catalogue.catalogue():
        forms = ["ttl", "nt"] if query.form == "CONSTRUCT" else ["csv", "json", "csvw"]
        for form in forms:
            path = f"/questions/{query.name}?{urlencode({**query.example, 'format': form})}"
            reply = server.send(path)
            assert reply.status == 200, (query.name, form, reply.text[:200])
            if form == "ttl":
                assert len(rdflib.Graph().parse(data=reply.text, format="turtle")) >= 0


def test_the_form_goes_by_accept_and_a_browser_gets_the_page(server: Running) -> None:
    path = "/questions/startups?place=Lille"
    assert server.send(path, Accept="text/html,application/xhtml+xml,*/*;q=0.8").kind == "text/html"
    assert server.send(path, Accept="text/csv").kind == "text/csv"
    assert server.send(path, Accept="application/json").kind == "application/json"
    assert server.send(path, Accept="text/turtle").status == 406
    assert server.send(path + "&format=ttl").status == 406
    assert server.send(path + "&format=nope").status == 406
    assert server.send("/questions/startups?place=Nowhereville&format=json").status == 400
    assert server.send("/questions/nope?format=json").status == 404


def test_csv_is_what_the_question_says(server: Running, lille: EcosystemGraph) -> None:
    ours = lille.query("rounds", company="exotec")
    reply = server.send("/questions/rounds?company=exotec&format=csv")
    theirs = pd.read_csv(io.BytesIO(reply.body))
    assert list(theirs.columns) == list(ours.columns)
    assert len(theirs) == len(ours)
    rows = server.send("/questions/rounds?company=exotec&format=json")
    assert {r["year"] for r in json.loads(rows.body)} == set(ours["year"])
    link = reply.headers["link"]
    assert 'rel="describedby"' in link and "application/csvm+json" in link
    about = json.loads(server.send("/" + link.partition(">")[0].split("/", 3)[3]).body)
    assert about["@context"][0] == "http://www.w3.org/ns/csvw"
    stated = {c["name"]: c["datatype"] for c in about["tableSchema"]["columns"]}
    assert list(stated) == list(ours.columns)
    assert stated["year"] == "integer"
    assert server.send("/" + about["url"].split("/", 3)[3]).body == reply.body


@pytest.mark.slow
def test_the_description_is_openapi_and_names_every_question(server: Running) -> None:
    from openapi_spec_validator import validate

    for lang in ("fr", "en"):
        found: dict[str, Any] = server.send(f"/openapi.json?lang={lang}").json()
        if lang == "fr":  # the other has the same form
            validate(found)
        for query in catalogue.catalogue():
            asked = found["paths"][f"/questions/{query.name}"]["get"]
            names = {p["name"] for p in asked["parameters"]}
            assert set(query.parameters) <= names | {"lang"}
            assert asked["summary"] == query.titles[lang]


def test_described_columns_are_those_of_the_answer(lille: EcosystemGraph) -> None:
    for query in catalogue.catalogue():
        if query.form == "SELECT" and projected(query):
            assert projected(query) == list(
                catalogue.run(lille.store, query, **query.example).columns
            )


# Reconciliation


def asked(server: Running, queries: dict[str, Any]) -> dict[str, Any]:
    body = urlencode({"queries": json.dumps(queries)}).encode()
    reply = server.send(
        "/reconcile", method="POST", body=body, Content_Type="application/x-www-form-urlencoded"
    )
    assert reply.status == 200, reply.text
    return reply.json()


def test_names_are_found_whatever_their_case_and_accents(server: Running) -> None:
    found = asked(server, {"q0": {"query": "EXOTEC"}, "q1": {"query": "euratechnologie"}})
    first = found["q0"]["result"][0]
    assert (first["id"], first["match"], first["score"]) == ("exotec", True, 100)
    assert first["type"][0]["id"] == "StartUp"
    near = found["q1"]["result"][0]
    assert (near["id"], near["match"]) == ("euratechnologies", False)


def test_kinds_and_limits_are_kept(server: Running) -> None:
    kinds = {
        "q0": {"query": "exotec", "type": "Person"},
        "q1": {"query": "exotec", "type": FTE + "StartUp"},
        "q2": {"query": "lille", "limit": 3},
        "q3": {"query": "zzzzqqqq"},
    }
    found = asked(server, kinds)
    assert [c for c in found["q0"]["result"] if c["id"] == "exotec"] == []
    assert found["q1"]["result"][0]["id"] == "exotec"
    assert len(found["q2"]["result"]) <= 3
    assert found["q3"]["result"] == []


@pytest.mark.parametrize("queries", ["[]", "{", '{"q": 1}', '{"q": {"query": 3}}', "x" * 2000])
def test_what_is_no_batch_is_refused(server: Running, queries: str) -> None:
    assert server.send(f"/reconcile?queries={quote(queries)}").status == 400


@pytest.mark.parametrize(
    "queries",
    [
        '{"q": {"query": "exotec", "type": 5}}',
        '{"q": {"query": "exotec", "type": [[1], null]}}',
        '{"\\ud800": {"query": "exotec"}}',
        '{"q": {"query": "exotec", "properties": [1, null, {"v": [[1]]}]}}',
    ],
)
def test_an_odd_batch_is_answered(server: Running, queries: str) -> None:
    reply = server.send(
        "/reconcile",
        method="POST",
        body=urlencode({"queries": queries}).encode(),
        Content_Type="application/x-www-form-urlencoded",
    )
    (found,) = json.loads(reply.body).values()
    assert found["result"][0]["id"] == "exotec"


def test_a_batch_is_a_form(server: Running) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="queries"\r\n\r\n{}\r\n--x--\r\n'
    kind = "multipart/form-data; boundary=x"
    assert server.send("/reconcile", method="POST", body=part, Content_Type=kind).status == 415


def test_the_web_api_is_described_once_whatever_the_name_of_the_server(server: Running) -> None:
    for host in ("localhost", "127.0.0.1:1"):
        document = server.send("/openapi.json", Host=host).json()
        assert document["servers"] == [{"url": f"http://{host}"}]
        described = rdflib.Graph().parse(
            data=server.send("/dataset", Host=host, Accept="text/turtle").body, format="turtle"
        )
        endpoint = rdflib.URIRef(f"http://{host}/sparql")
        assert (None, rdflib.VOID.sparqlEndpoint, endpoint) in described
        assert "urn:" not in {str(term).partition("endpoint")[0] for term in described.all_nodes()}


def test_an_answer_for_programs_is_compressed_and_has_validators(server: Running) -> None:
    path = "/questions/startups?format=csv"
    plain, packed = server.send(path), server.send(path, Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    again = server.send(path, If_None_Match=plain.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert server.send(path, If_Modified_Since=plain.headers["last-modified"]).status == 304
    tags = {plain.headers["etag"], packed.headers["etag"]}
    tags.add(server.send("/questions/startups?format=json").headers["etag"])
    assert len(tags) == 3
    fault = server.send(path + "&place=Nowhere")
    assert fault.status == 400 and "etag" not in fault.headers


def test_properties_are_not_suggested(server: Running) -> None:
    assert server.send("/reconcile/suggest/property?prefix=a").status == 404


def test_a_parameter_has_no_thousand_values(server: Running) -> None:
    path = "/questions/startups?format=csv" + "&sector=health"
    assert server.send(path + "&sector=health" * 99).status == 200
    assert server.send(path + "&sector=health" * 100).status == 400


def test_a_large_batch_is_refused(server: Running) -> None:
    many = json.dumps({f"q{i}": {"query": "a"} for i in range(51)})
    assert server.send(f"/reconcile?queries={quote(many)}").status == 400


def test_the_preview_may_stand_in_a_frame_and_nothing_else_may(server: Running) -> None:
    shown = server.send("/reconcile/preview?id=exotec&lang=en")
    assert shown.status == 200 and "Exotec" in shown.text
    assert "frame-ancestors" not in shown.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in server.send("/").headers["content-security-policy"]
    assert server.send("/reconcile/preview?id=nope").status == 404
    assert server.send("/reconcile/preview?id=%3Cscript%3E").status == 404


def test_what_is_typed_is_completed(server: Running) -> None:
    entities = server.send("/reconcile/suggest/entity?prefix=exo").json()
    assert "exotec" in {e["id"] for e in entities["result"]}  # type: ignore[attr-defined]
    kinds = server.send("/reconcile/suggest/type?prefix=incub&lang=en").json()
    assert "Incubator" in {e["id"] for e in kinds["result"]}  # type: ignore[attr-defined]


def preflight(server: Running, path: str) -> Reply:
    headers = {"Origin": "https://a.example", "Access_Control_Request_Method": "POST"}
    return server.send(path, method="OPTIONS", body=None, **headers)


def test_pages_that_may_ask_are_told_so(server: Running) -> None:
    for path in ("/reconcile", "/questions/startups", "/sparql", "/id/actor/exotec"):
        reply = preflight(server, path)
        assert (reply.status, reply.headers["access-control-allow-origin"]) == (204, "*"), path


SCHEMAS = {
    "manifest": "/reconcile",
    "reconciliation-result-batch": f"/reconcile?queries={quote(json.dumps({'q0': {'query': 'lille'}}))}",
    "suggest-entities-response": "/reconcile/suggest/entity?prefix=exo",
    "suggest-types-response": "/reconcile/suggest/type?prefix=start",
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_answers_are_of_the_published_schemas(server: Running, name: str) -> None:
    """FRENCHTECH_RECONCILIATION names a copy of https://github.com/reconciliation-api/specs."""
    folder = os.environ.get("FRENCHTECH_RECONCILIATION")
    if not folder:
        pytest.skip("FRENCHTECH_RECONCILIATION is not set")
    jsonschema = importlib.import_module("jsonschema")
    referencing = importlib.import_module("referencing")
    registry = referencing.Registry()
    for file in (Path(folder) / "0.2" / "schemas").glob("*.json"):
        content = json.loads(file.read_text(encoding="utf-8"))
        content["$schema"] = "http://json-schema.org/draft-07/schema#"
        resource = referencing.Resource.from_contents(content)
        registry = registry.with_resource(content.get("$id", file.name), resource)
        if file.stem == name:
            schema = content
    validator = jsonschema.Draft7Validator(schema, registry=registry)
    validator.validate(server.send(SCHEMAS[name]).json())
