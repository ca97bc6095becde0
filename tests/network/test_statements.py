"""The network is read from the lines of the file. What it holds is what the queries of
`queries/network/` answer, asked of a store.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.graph import reading_copy
from frenchtech_graph.graph.built_files import FORMAT, GRAPH_FOLDER, MANIFEST, QUADS
from frenchtech_graph.graph.statements import Statements, built_statements, statements_of
from frenchtech_graph.graph.store import UnreadableGraphError
from frenchtech_graph.model import ontology
from frenchtech_graph.network.build import parts, predicates
from frenchtech_graph.network.query_rows import rows
from frenchtech_graph.network.tie_rows import round_rows, tie_rows


@pytest.fixture(scope="module")
def found(lille: EcosystemGraph) -> Statements:
    return built_statements(lille.folder, predicates())


def test_ties_and_rounds_are_those_of_the_queries(lille: EcosystemGraph, found: Statements) -> None:
    asked = {
        (tie, kind, event, source, target, lead, float(sure or 1))
        for tie, kind, event, source, target, lead, sure in rows(lille.store, "ties")
    }
    assert {tuple(row) for row in tie_rows(found, ontology.load())} == asked
    assert asked
    assert set(round_rows(found)) == {(e, a) for e, a in rows(lille.store, "rounds")}


@pytest.mark.parametrize(("query", "things"), [("actors", "actors"), ("events", "events")])
def test_attributes_are_those_of_the_queries(
    lille: EcosystemGraph, found: Statements, query: str, things: str
) -> None:
    asked: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for thing, attribute, value in rows(lille.store, query):
        asked[thing][attribute].add(value)
    nodes = getattr(parts(found), things)
    assert nodes and set(nodes) <= set(asked)
    if query == "actors":
        assert set(nodes) == set(asked)
    for thing, attributes in nodes.items():
        unnamed = thing if things == "actors" else ""
        assert attributes["label"] == min(asked[thing]["label"], default=unnamed)
        for name in {"created", "closed", "stage", "date", "round", "status"} & {*attributes}:
            assert attributes[name] == min(asked[thing][name], default=None)
        for name in {"pillars", "sectors"} & {*attributes}:
            assert set(attributes[name]) == asked[thing][name]
        for name in {"start", "end"} & {*attributes}:
            assert attributes[name] == (int(min(y)) if (y := asked[thing][name]) else None)
        if things == "events":
            assert attributes["seen"] == tuple(sorted(map(int, asked[thing]["seen"])))
            assert attributes["amount_eur"] == next(map(float, asked[thing]["amount_eur"]), None)


def test_places_and_pages_are_those_of_the_queries(
    lille: EcosystemGraph, found: Statements
) -> None:
    built = parts(found)
    where = {
        actor: (label, lat, parent)
        for actor, _, label, lat, *_, parent in rows(lille.store, "places")
    }
    assert where
    for actor, node in built.actors.items():
        label, lat, parent = where.get(actor, ("", "", ""))
        assert (node["place_label"] or "", node["lat"], node["placed_with"] or "") == (
            label,
            float(lat) if lat else None,
            parent,
        )
    for name in ("covers", "sites"):
        asked = {actor for actor, _ in rows(lille.store, name)}
        assert {actor for actor, node in built.actors.items() if node[name]} == asked
    pages: dict[str, set[str]] = defaultdict(set)
    for tie, page in rows(lille.store, "sources"):
        pages[tie].add(page)
    for edge in built.edges.values():
        assert set(edge["sources"]) == {page for tie in edge["ties"] for page in pages[tie]}


def test_a_store_and_its_file_have_the_same_statements(
    lille: EcosystemGraph, found: Statements
) -> None:
    asked = statements_of(lille.store, predicates())
    for predicate in predicates():
        for english in (True, False):
            assert asked.of(predicate, english=english) == found.of(predicate, english=english)


LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
HOSTILE = (
    'a "quoted" one',
    "back\\slash",
    "two\nlines",
    "> <https://w3id.org/fte/graph/x> .",
    '" <https://w3id.org/fte/graph/x> .',
    "é\u2028\x85🜂",
    "",
)


@pytest.mark.parametrize("language", [None, "fr", "en", "en-gb"])
def test_hostile_texts_are_read_as_the_engine_reads_them(
    tmp_path: Path, language: str | None
) -> None:
    store = ox.Store()
    subject, label = ox.NamedNode("https://example.org/é"), ox.NamedNode(LABEL)
    for number, text in enumerate(HOSTILE):
        value = ox.Literal(text, language=language)
        graph = ox.DefaultGraph() if number % 2 else ox.NamedNode("https://w3id.org/fte/graph/g")
        store.add(ox.Quad(subject, label, value, graph))
        store.add(ox.Quad(subject, label, value))
    _write(tmp_path, store)
    read, asked = built_statements(tmp_path, [LABEL]), statements_of(store, [LABEL])
    assert read.of(LABEL) == asked.of(LABEL)
    assert len(read.of(LABEL)) == len(HOSTILE)
    assert len(read.of(LABEL, english=False)) == (0 if language == "en" else len(HOSTILE))


@pytest.mark.parametrize("damage", ["other bytes", "no file", "no quads"])
def test_a_damaged_file_is_refused(tmp_path: Path, damage: str) -> None:
    file = _write(tmp_path, ox.Store())
    if damage == "other bytes":
        file.write_bytes(b"<a> <b> <c> .\n")
    elif damage == "no file":
        file.unlink()
    else:
        _seal(tmp_path, b"nonsense\n")
    with pytest.raises(UnreadableGraphError):
        built_statements(tmp_path, [LABEL])


def _write(out: Path, store: ox.Store) -> Path:
    lines = store.dump(format=ox.RdfFormat.N_QUADS)
    assert lines is not None
    return _seal(out, lines)


def _seal(out: Path, content: bytes) -> Path:
    folder = out / GRAPH_FOLDER
    folder.mkdir(exist_ok=True)
    (folder / QUADS).write_bytes(content)
    about = {"format": FORMAT, "sha256": hashlib.sha256(content).hexdigest()}
    (folder / MANIFEST).write_text(json.dumps(about), encoding="utf-8")
    return folder / QUADS


def test_texts_of_pages_are_the_same_from_a_part_of_the_graph(
    lille: EcosystemGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(lille.folder, tmp_path / "out")
    monkeypatch.setattr(reading_copy, "WORTH", 0)
    graph = EcosystemGraph.open(tmp_path / "out", kept=True)
    assert graph.source_facts == lille.source_facts
    assert graph._entries == lille._entries
    assert not {"store", "_loaded"} & graph.__dict__.keys()
    assert 0 < len(graph._texts) < len(lille.store)
