"""The build: complete, sourced, conforming, the same bytes each time, and never half done."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from frenchtech_graph.api import EcosystemGraph
from frenchtech_graph.graph.build import consolidated_graph, load_quads
from frenchtech_graph.graph.built_files import QUADS
from frenchtech_graph.graph.claims import Scope
from frenchtech_graph.graph.sorting import sorted_quads as lines_in_order
from frenchtech_graph.graph.store import NotBuiltError, open_store
from frenchtech_graph.ingest.removals import without_removed
from frenchtech_graph.io.faults import FaultsError
from frenchtech_graph.io.swap import recover, swapped_in
from frenchtech_graph.model.name_keys import name_key
from frenchtech_graph.model.records import Source
from frenchtech_graph.pipeline import datasets
from frenchtech_graph.rdf import terms
from tests.support.identity_actors import actor, dataset

MINI = Path(__file__).parents[1] / "fixtures" / "mini"
FTE = "https://w3id.org/fte/onto/"


def sorted_quads(store: ox.Store) -> bytes:
    return b"".join(lines_in_order(store))


def rows(store: ox.Store, text: str) -> list[tuple[str, ...]]:
    prefixes = (
        f"PREFIX fte: <{FTE}> PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dcterms:"
        " <http://purl.org/dc/terms/> "
    )
    found = store.query(prefixes + text)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(v.value for v in solution if v is not None) for solution in found]


def ask(store: ox.Store, text: str) -> bool:
    found = store.query(f"PREFIX fte: <{FTE}> PREFIX dcterms: <http://purl.org/dc/terms/> {text}")
    return bool(found)


def test_every_fact_is_in_the_graph_or_listed_with_a_reason(lille: EcosystemGraph) -> None:
    about = next(d for d in lille.info()["datasets"] if d["id"] == "lille")
    notes = about["notes"]
    assert notes["stated"] == 730
    assert notes["lost"] == 0
    assert notes["unmapped"] <= 10
    assert all(u["reason_fr"] and u["reason_en"] for u in about["unmapped"])
    graph = "GRAPH ?g { ?claim prov:wasDerivedFrom ?r . ?r fte:recordKey ?key }"
    keys = {
        k
        for (k,) in rows(lille.store, f"SELECT DISTINCT ?key WHERE {{ {graph} }}")
        if k.startswith("lille-")
    }
    unmapped = {u["record"] for u in about["unmapped"]}
    assert keys | unmapped == {f"lille-{n:04}" for n in range(1, 731)}


def test_every_tie_has_a_page_with_publisher_and_day_of_access(lille: EcosystemGraph) -> None:
    assert lille.info()["ties_without_source"] == 0
    page = (
        "?tie dcterms:source ?page . ?page dcterms:publisher ?p ; fte:accessedAt ?d ."
        " FILTER(ISIRI(?page))"
    )
    below = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
    bare = rows(
        lille.store,
        f"SELECT ?tie WHERE {{ ?tie a/{below} fte:Tie FILTER NOT EXISTS {{ {page} }} }}",
    )
    assert bare == []


def test_the_graph_conforms_to_the_shapes(lille: EcosystemGraph) -> None:
    assert lille.manifest["findings"]["violation"] == 0


def test_the_default_graph_is_not_the_union_of_the_claims(lille: EcosystemGraph) -> None:
    counted = rows(lille.store, "SELECT (COUNT(DISTINCT ?t) AS ?n) WHERE { ?t a fte:Investment }")
    claimed = rows(
        lille.store, "SELECT (COUNT(DISTINCT ?t) AS ?n) WHERE { GRAPH ?g { ?t a fte:Investment } }"
    )
    union = rows(
        lille.store, "SELECT ?t WHERE { ?t a fte:Investment FILTER(CONTAINS(STR(?t), '/claim/')) }"
    )
    assert union == []
    assert int(counted[0][0]) <= int(claimed[0][0])


def test_a_conflicting_claim_is_kept_and_not_counted(lille: EcosystemGraph) -> None:
    claims = rows(
        lille.store,
        "SELECT ?amount WHERE { GRAPH ?g { ?r a fte:FundingRound ; fte:amount ?amount ;"
        " fte:raisedBy ?c ; fte:date ?d } FILTER(CONTAINS(STR(?c), 'innovafeed') &&"
        " STRSTARTS(STR(?d), '2018')) }",
    )
    counted = rows(
        lille.store,
        "SELECT ?amount WHERE { ?r a fte:FundingRound ; fte:amount ?amount ; fte:raisedBy ?c ;"
        " fte:startYear 2018 . FILTER(CONTAINS(STR(?c), 'innovafeed')) }",
    )
    assert {"40000000", "65000000"} <= {a for (a,) in claims}
    assert counted == [("40000000",)]


def test_no_blank_node_stands_in_the_data(lille: EcosystemGraph) -> None:
    text = (lille.folder / "graph" / QUADS).read_text(encoding="utf-8")
    outside = (line for line in text.splitlines() if "fte/graph/ontology>" not in line)
    assert not [line for line in outside if line.startswith("_:") or " _:" in line.split('"')[0]]


def test_the_same_input_gives_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    built = []
    for seed in ("0", "1"):
        out = tmp_path / seed
        command = [sys.executable, "-m", "frenchtech_graph", "build", str(MINI), "--out", str(out)]
        subprocess.run(
            command,
            check=True,
            capture_output=True,
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin"},
        )
        built.append({p.name: p.read_bytes() for p in (out / "graph").iterdir()})
    assert built[0] == built[1]


def test_quads_sorted_in_parts_are_in_the_same_order() -> None:
    store = load_quads(datasets.read_all([MINI]))
    assert list(lines_in_order(store, at_once=1000)) == sorted(lines_in_order(store))


def test_rebuilding_from_the_quads_gives_the_same_store(lille: EcosystemGraph) -> None:
    quads = (lille.folder / "graph" / QUADS).read_bytes()
    assert sorted_quads(open_store(lille.folder)) == quads


def test_faults_leave_the_previous_build_untouched(tmp_path: Path) -> None:
    graph = EcosystemGraph.build(MINI, out=tmp_path / "out")
    before = {p.name: p.read_bytes() for p in (graph.folder / "graph").iterdir()}
    broken = Path(shutil.copytree(MINI, tmp_path / "broken"))
    (broken / "ties.csv").write_text("kind,from\nInvestment,nobody\n", encoding="utf-8")
    with pytest.raises(FaultsError):
        EcosystemGraph.build(broken, out=tmp_path / "out")
    assert {p.name: p.read_bytes() for p in (graph.folder / "graph").iterdir()} == before
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["graph"]


def test_opening_what_was_never_built_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotBuiltError):
        open_store(tmp_path)


@pytest.mark.parametrize("moment", ["before", "between", "after"])
def test_a_swap_cut_short_leaves_one_whole_folder(tmp_path: Path, moment: str) -> None:
    target = tmp_path / "graph"
    with swapped_in(target) as folder:
        (folder / "x").write_text("old")
    if moment == "between":  # killed after the first renaming
        target.rename(tmp_path / ".graph.previous")
    if moment == "after":  # killed before the previous content was removed
        shutil.copytree(target, tmp_path / ".graph.previous")
        (target / "x").write_text("new")
    recover(target)
    assert (target / "x").read_text() == ("new" if moment == "after" else "old")


def test_a_removed_person_is_nowhere_in_the_graph() -> None:
    read = datasets.read_all([MINI])
    for key in ("ada-lenoir", name_key("ADA  Lenoir")):
        quads = sorted_quads(load_quads(without_removed(read, frozenset({key})))).decode()
        assert "Lenoir" not in quads and "ada-lenoir" not in quads
    assert b"Lenoir" in sorted_quads(load_quads(read))


def test_ties_of_two_sources_are_one_tie_with_both(tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(MINI, other)
    for name in ("actors", "events", "observations"):
        (other / f"{name}.csv").unlink()
    (other / "sources.csv").write_text(
        "id,url,publisher,accessed\nreg,https://example.org/register,Registre,2026-11-23\n",
        encoding="utf-8",
    )
    header = "kind,from,to,event,start,end,source"
    (other / "ties.csv").write_text(
        f"{header}\nFounding,ada-lenoir,nordlys,,2015,,reg\n", encoding="utf-8"
    )
    store = load_quads(datasets.read_all([MINI, other]))
    found = rows(
        store, "SELECT ?t ?d ?page WHERE { ?t a fte:Founding ; fte:date ?d ; dcterms:source ?page }"
    )
    assert len({t for t, *_ in found}) == 1
    assert {d for _, d, _ in found} == {"2015-03"}
    assert {p for *_, p in found} == {"https://example.org/press/1", "https://example.org/register"}


def test_a_hostile_label_stays_a_text(lille: EcosystemGraph) -> None:
    store = load_quads(datasets.read_all([MINI]))
    assert ask(store, 'ASK { ?x ?p "<img src=x onerror=alert(1)>"@fr }')


def hostile() -> Iterator[str]:
    yield from (
        'a"b',
        "a\\b",
        "a\nb",
        'x" . <s> <p> <o> .',
        "\x00\x01\x7f",
        "é\u202e",
        "'''",
        '"@en',
        "\\u0041",
    )


@pytest.mark.parametrize("text", list(hostile()))
def test_no_text_escapes_its_literal(text: str) -> None:
    line = f"<http://e/s> <http://e/p> {terms.literal(text, lang='fr')} ."
    (quad,) = ox.parse(input=line, format=ox.RdfFormat.N_QUADS)
    assert isinstance(quad.object, ox.Literal)
    assert quad.object.value == text


@pytest.mark.parametrize(
    "text", ["http://e/a b", "http://e/<x>", 'http://e/"', "http://e/{}|^`\\", "http://e/\n"]
)
def test_no_address_escapes_its_brackets(text: str) -> None:
    (quad,) = ox.parse(
        input=f"<http://e/s> <http://e/p> {terms.iri(text)} .", format=ox.RdfFormat.N_QUADS
    )
    assert isinstance(quad.object, ox.NamedNode)


def test_actors_found_to_be_one_keep_their_claims_and_share_one_node() -> None:
    read = datasets.read_all([MINI])
    store = load_quads(read, {"hostile": "filature"})
    kept, other = (
        "<https://w3id.org/fte/id/actor/filature>",
        "<https://w3id.org/fte/id/actor/hostile>",
    )
    claims = rows(store, f"SELECT ?c WHERE {{ GRAPH ?g {{ {kept} prov:wasDerivedFrom ?c }} }}")
    assert {c.rsplit("/", 1)[-1] for (c,) in claims} == {"filature", "hostile"}
    assert rows(store, f"SELECT ?k WHERE {{ {other} dcterms:isReplacedBy ?k }}") == [(kept[1:-1],)]
    assert not ask(store, f"ASK {{ {other} a ?kind }}")
    assert sorted_quads(load_quads(read, {})) == sorted_quads(load_quads(read))


def test_a_state_only_seen_to_hold_is_the_dated_one_it_falls_into(tmp_path: Path) -> None:
    other = Path(shutil.copytree(MINI, tmp_path / "other"))
    header, row = "kind,from,to,start,end,seen,source", "Supervision,universite-essai,lori"
    for seen, ties in (("2022-02", 1), ("2009", 2), ("", 2)):
        text = f"{header}\n{row},2010,,,press-2\n{row},,,{seen},press-1\n"
        (other / "ties.csv").write_text(text, encoding="utf-8")
        store = load_quads(datasets.read_all([other]))
        assert len(rows(store, "SELECT ?t WHERE { ?t a fte:Supervision }")) == ties


def test_of_an_actor_under_two_names_the_one_of_the_id_that_stands_for_all_is_its_label() -> None:
    office = "TechnologyTransferOffice"
    actors = (actor("before", "Office before", office), actor("today", "Office today", office))
    page = Source("page", "https://example.org/page", "Example", "2026-11-29")
    sheet = replace(dataset("x", *actors), sources=(page,))
    one = consolidated_graph([sheet], Scope.of([sheet], {"before": "today"}))
    skos = "http://www.w3.org/2004/02/skos/core#"
    asked = (
        "SELECT ?label ?other { ?a a fte:TechnologyTransferOffice ;"
        f" <{skos}prefLabel> ?label ; <{skos}altLabel> ?other }}"
    )
    assert rows(one, asked) == [("Office today", "Office before")]


def test_a_known_body_bears_its_name_of_today_where_a_register_keeps_a_former_one() -> None:
    registered, today = "siren-130025737", "universite-paris-cite"
    actors = (
        actor(registered, "Université de Paris", "University"),
        actor(today, "Université Paris Cité", "University"),
    )
    page = Source("page", "https://example.org/page", "Example", "2026-11-29")
    sheet = replace(dataset("x", *actors), sources=(page,))
    one = consolidated_graph([sheet], Scope.of([sheet], {today: registered}))
    skos = "http://www.w3.org/2004/02/skos/core#"
    assert rows(one, f"SELECT ?label {{ ?a a fte:University ; <{skos}prefLabel> ?label }}") == [
        ("Université Paris Cité",)
    ]
