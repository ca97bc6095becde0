"""The alignments are optional: each has its reason, and none changes what the core says of our own
data.
"""

import csv
import os
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import DCAT, DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from frenchtech_graph.io.files import ontology_folder
from tests.support.ontology_files import FTE, bare, core, graph, hermit, own, terms

SOURCE = (ontology_folder() / "alignments.ttl").read_text(encoding="utf-8")
STATEMENTS = [line for line in SOURCE.splitlines() if line.startswith("fte:")]
SUBSUMPTIONS = {RDFS.subClassOf, RDFS.subPropertyOf}
MATCHES = {
    *(SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch),
}
WANTED = {
    "http://www.w3.org/ns/org#": 10,
    "http://schema.org/": 10,
    "http://xmlns.com/foaf/0.1/": 1,
    "http://www.w3.org/ns/prov#": 3,
    "http://purl.org/dc/terms/": 3,
    "http://www.w3.org/ns/dcat#": 1,
    "http://www.w3.org/2004/02/skos/core#": 2,
    "http://www.w3.org/ns/regorg#": 3,
    "http://data.europa.eu/s66#": 3,
    "http://www.wikidata.org/prop/direct/": 10,
    "http://www.wikidata.org/entity/": 8,
    "https://openalex.org/institution-types/": 6,
    "http://data.businessgraph.io/ontology#": 4,
    "https://spec.edmcouncil.org/fibo/ontology/": 10,
}


def test_one_statement_and_one_reason_per_line() -> None:
    assert len(STATEMENTS) > 80
    for line in STATEMENTS:
        assert re.fullmatch(r"fte:\w+ \w+:\w+ [\w-]+:\w+ \. +# \S.{8,}", line), line


def test_statements_link_own_terms_to_foreign_ones() -> None:
    for s, p, o in graph("alignments"):
        if p in SUBSUMPTIONS | MATCHES:
            assert s in terms()
            assert not str(o).startswith(FTE)
    assert len(own(graph("alignments").subjects())) > 50


@pytest.mark.parametrize("namespace", list(WANTED))
def test_vocabulary_is_aligned(namespace: str) -> None:
    aligned = [
        o
        for p in SUBSUMPTIONS | MATCHES
        for o in graph("alignments").objects(None, p)
        if namespace in str(o)
    ]
    assert len(aligned) >= WANTED[namespace]


def test_subsumptions_go_from_class_to_class_and_property_to_property() -> None:
    for s, o in graph("alignments").subject_objects(RDFS.subClassOf):
        assert (s, RDF.type, OWL.Class) in core()
        assert str(o).rpartition("/")[2].rpartition("#")[2][0].isupper()
    for s, o in graph("alignments").subject_objects(RDFS.subPropertyOf):
        assert (s, RDF.type, OWL.ObjectProperty) in core() or (
            s,
            RDF.type,
            OWL.DatatypeProperty,
        ) in core()
        assert str(o).rpartition("/")[2].rpartition("#")[2][0].islower()


CLOSED = {n._NS: n for n in (DCAT, DCTERMS, FOAF, ORG, PROV, SKOS)}
"""Vocabularies whose terms rdflib lists, by namespace."""


def test_foreign_terms_are_in_their_vocabulary() -> None:
    foreign = {
        o
        for p in SUBSUMPTIONS | MATCHES
        for o in graph("alignments").objects(None, p)
        if isinstance(o, URIRef)
    }
    checked = [(o, v) for o in foreign for n, v in CLOSED.items() if o.startswith(n)]
    assert len(checked) > 20
    assert [o for o, vocabulary in checked if o not in vocabulary] == []


FOREIGN = {"FRENCHTECH_FIBO": "edmcouncil/fibo", "FRENCHTECH_EBG": "euBusinessGraph/eubg-data"}
MODULES = (
    *("BE/LegalEntities/LegalPersons", "BE/LegalEntities/FormalBusinessOrganizations"),
    *("BE/GovernmentEntities/GovernmentEntities", "BE/FunctionalEntities/FunctionalEntities"),
    *("BE/OwnershipAndControl/CorporateOwnership", "BE/OwnershipAndControl/CorporateControl"),
    *("BE/OwnershipAndControl/Executives", "BE/OwnershipAndControl/OwnershipParties"),
    *("FBC/FunctionalEntities/FinancialServicesEntities", "FBC/DebtAndEquities/Debt"),
    *("FND/Organizations/FormalOrganizations", "LOAN/LoansGeneral/Loans"),
    *("SEC/Funds/Funds", "SEC/Securities/Pools"),
)
"""The modules of FIBO that the matches name, and what they rest on."""


@pytest.mark.slow
def test_matched_classes_could_be_the_same_without_a_contradiction() -> None:
    """FRENCHTECH_FIBO and FRENCHTECH_EBG name copies of the repositories. HermiT finds core, FIBO and
    euBusinessGraph together consistent, even with each close match of classes as an equivalence.
    """
    folders = {k: os.environ.get(k, "") for k in FOREIGN}
    if not all(folders.values()):
        pytest.skip(f"no copies of {', '.join(FOREIGN.values())}: {', '.join(FOREIGN)} name them")
    foreign = Graph()
    for module in MODULES:
        foreign.parse(Path(folders["FRENCHTECH_FIBO"]) / f"{module}.rdf")
    foreign.parse(Path(folders["FRENCHTECH_EBG"]) / "model" / "ebg-ontology.ttl")
    foreign.remove((None, OWL.imports, None))
    matched = [
        (s, p, o)
        for s, p, o in graph("alignments")
        if p in MATCHES and str(o).startswith(("https://spec.edmcouncil.org/", "http://data.bus"))
    ]
    assert [o for _, _, o in matched if (o, RDF.type, None) not in foreign] == []
    same = [
        (s, OWL.equivalentClass, o)
        for s, p, o in matched
        if p == SKOS.closeMatch and (o, RDF.type, OWL.Class) in foreign
    ]
    assert len(same) >= 10
    for triple in same:
        foreign.add(triple)
    assert hermit(foreign.serialize(format="turtle")) == (True, [])


def test_alignments_add_nothing_to_what_our_own_terms_say() -> None:
    """The closure of core and alignments holds no new statement in our own terms."""
    import owlrl

    def in_our_terms(*names: str) -> set[tuple[Node, Node, Node]]:
        expanded = bare(*names)
        owlrl.DeductiveClosure(owlrl.RDFS_Semantics).expand(expanded)
        structure = {RDF.type, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range}
        ours = (
            t
            for t in expanded
            if str(t[1]).startswith(FTE) or (t[1] in structure and str(t[2]).startswith(FTE))
        )
        return {
            t
            for t in ours
            if str(t[0]).startswith("https://w3id.org/fte/") and isinstance(t[2], URIRef)
        }

    without = in_our_terms("core", "example")
    assert len(without) > 1000
    assert in_our_terms("core", "example", "alignments") == without


SECTORS = (ontology_folder() / "sector-alignments.ttl").read_text(encoding="utf-8")
MATCH = re.compile(
    r"sector:([\w-]+) skos:(close|narrow|broad|related)Match ([\w-]+):(\S+) \.  # (.+): (\S.{7,})"
)
CODED = {"nace", "naf2", "naf2-section", "nace21", "naf25"}
"""Classifications with codes: the label stands after the code."""


@dataclass(frozen=True)
class Match:
    """A match of a sector: its kind, the classification, the code there and the label."""

    sector: str
    kind: str
    scheme: str
    code: str
    label: str


def sector_matches() -> list[Match]:
    lines = [line for line in SECTORS.splitlines() if line.startswith("sector:")]
    found = [MATCH.fullmatch(line) for line in lines]
    assert all(found), [line for line, match in zip(lines, found, strict=True) if not match]
    return [Match(*match.groups()[:5]) for match in found if match]


def test_each_match_of_a_sector_gives_its_label_and_reason() -> None:
    found = sector_matches()
    concepts = set(graph("schemes").subjects(RDF.type, SKOS.Concept))
    assert len(found) == len(graph("sector-alignments")) - 6
    for match in found:
        assert URIRef(f"https://w3id.org/fte/concept/sector/{match.sector}") in concepts
        if match.scheme in CODED:
            written = match.label.split(" ")[0]
            assert match.code.replace(".", "") == written.replace(".", "")
        else:
            assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", match.code)
    by_scheme = Counter(match.scheme for match in found)
    assert by_scheme["nace"] > 55 and by_scheme["nace21"] > 40 and by_scheme["esv"] > 60
    assert by_scheme["naf2"] + by_scheme["naf2-section"] > 15
    assert len({match.sector for match in found}) > 75


def test_no_sector_is_both_near_and_wider() -> None:
    kinds: dict[tuple[str, str], set[str]] = {}
    for match in sector_matches():
        kinds.setdefault((match.sector, match.scheme), set()).add(match.kind)
    assert [key for key, of in kinds.items() if len(of) > 1] == []


def test_a_code_and_a_label_stand_for_one_another() -> None:
    named: dict[tuple[str, str], set[str]] = {}
    for match in sector_matches():
        named.setdefault((match.scheme, match.code), set()).add(match.label)
    assert [key for key, labels in named.items() if len(labels) > 1] == []


@pytest.mark.parametrize(
    ("scheme", "file", "code", "label"),
    [
        ("nace", "nace_rev2_en", "code", "label_en"),
        ("naf2", "naf_rev2", "code_naf", "libelle"),
        ("naf2-section", "naf_rev2_sections", "section", "libelle"),
    ],
)
def test_labels_are_those_of_the_classification(
    shared: Path, scheme: str, file: str, code: str, label: str
) -> None:
    path = shared / "data" / "raw" / "insee-nomenclatures" / f"{file}.csv"
    with path.open(encoding="utf-8", newline="") as opened:
        labels = {row[code].replace(".", ""): row[label] for row in csv.DictReader(opened)}
    for match in sector_matches():
        if match.scheme == scheme:
            assert match.label.partition(" ")[2] == labels[match.code.replace(".", "")]
