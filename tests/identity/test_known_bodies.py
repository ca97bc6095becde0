"""The curated table of known bodies: sound, sourced, and one node each."""

import csv

import pytest

from frenchtech_graph.identity import resolve
from frenchtech_graph.identity.bodies import Directory, known, read, table
from frenchtech_graph.identity.crosswalks import sound_identifiers
from frenchtech_graph.identity.decisions import decision
from frenchtech_graph.model import ontology
from tests.support.identity_actors import actor, dataset, siren, tie

NATIONAL = {
    "inrae",
    "inria",
    "inserm",
    "cnrs",
    "cea",
    "ird",
    "anr",
    "institut-mines-telecom",
    "bpifrance",
}
UNIVERSITIES = {
    "universite-de-lille",
    "universite-de-montpellier",
    "nantes-universite",
    "universite-grenoble-alpes",
}


def test_each_body_has_a_source_sound_numbers_and_relations_that_are_there() -> None:
    with table().open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    bodies = read(table())
    ids = {b.id for b in bodies}
    assert len(ids) == len(bodies) == len(rows)
    assert ids >= NATIONAL | UNIVERSITIES
    for body in bodies:
        assert body.sources, body.id
        assert all(s.startswith("https://") for s in body.sources)
        assert {*body.part_of, *body.succeeds} <= ids - {body.id}, body.id
        assert body.kind in ontology.load().classes
        for scheme, values in body.numbers.items():
            assert all(sound_identifiers({scheme: v}) == {scheme: v} for v in values), (
                body.id,
                scheme,
            )


def test_no_name_and_no_number_is_of_two_bodies() -> None:
    bodies = read(table())
    names = [n for b in bodies for n in b.names]
    numbers = [(s, v) for b in bodies for s, values in b.numbers.items() for v in values]
    assert len(names) == len({*names})
    assert len(numbers) == len({*numbers})


@pytest.mark.parametrize("body", sorted(NATIONAL | UNIVERSITIES))
def test_a_body_under_its_names_and_numbers_is_one_node(body: str) -> None:
    """A register calls it by its name, another by its acronym or other name, a third by a number."""
    described = known().by_id[body]
    with table().open(encoding="utf-8", newline="") as file:
        row = next(r for r in csv.DictReader(file) if r["id"] == body)
    acronyms = [
        a for a in row["acronyms"].split("|") if len(a) > 2 and a not in ("LILLE", "MONTPELLIER")
    ]
    called = [row["name"], *row["other_names"].split("|")[:3], *acronyms[:1]]
    actors = [actor(f"a-{n}", name, described.kind) for n, name in enumerate(filter(None, called))]
    found = resolve([dataset(f"set-{a.id}", a) for a in actors])
    assert {found.same(a.id) for a in actors} == {"a-0"}


def test_predecessors_are_nodes_of_their_own() -> None:
    bodies = read(table())
    after = [b for b in bodies if b.succeeds]
    assert len(after) > 20
    actors = [actor(b.id, b.name, b.kind) for b in bodies]
    assert resolve([dataset(f"set-{a.id}", a) for a in actors]).canonical == {}


def test_a_number_that_is_not_the_bodys_tells_an_actor_from_it() -> None:
    one = actor("a", "Inria", "ResearchOrganization", identifiers={"siren": "180089047"})
    other = actor("b", "Inria", "ResearchOrganization", identifiers={"siren": siren(7)})
    assert resolve([dataset("x", one), dataset("y", other)]).canonical == {}


def test_an_acronym_needs_a_second_clue() -> None:
    """An investor called IRD is no institute of research; what supervises laboratories under that name is."""
    institute = actor("ird", "Institut de recherche pour le développement", "ResearchOrganization")
    called = actor("called", "IRD", "Organization")
    lab = actor("lab", "Laboratoire de zéphyrologie", "ResearchLaboratory")
    firm = actor("firm", "Zorbix", "StartUp")
    first = dataset("register", institute)
    invests = dataset("rounds", called, firm, ties=(tie("Investment", "called", "firm"),))
    assert resolve([first, invests]).canonical == {}
    above = dataset("list", called, lab, ties=(tie("Supervision", "called", "lab"),))
    assert resolve([first, above]).canonical == {"called": "ird"}


def test_two_bodies_of_one_name_lead_to_neither() -> None:
    twice = [b for b in read(table()) if b.id in ("inrae", "inra")]
    assert "ird" in known().by_acronym
    assert Directory([*twice, *twice]).by_name  # the same body twice is one


def test_an_office_that_changed_its_name_is_one_and_so_is_a_university_that_changed_its_number() -> (
    None
):
    office = "TechnologyTransferOffice"
    offices = (actor("a", "SATT Grand Est", office), actor("b", "SATT Sayens", office))
    assert resolve([dataset("x", *offices)]).canonical == {"a": "b"}
    one, other = (
        actor(
            f"ror-{n}", "Université de Bretagne Occidentale", "University", identifiers={"ror": n}
        )
        for n in ("01b8h3982", "0372th171")
    )
    assert len(resolve([dataset("x", one), dataset("y", other)]).canonical) == 1


def test_a_school_goes_by_the_address_of_today_not_by_that_of_its_former_name() -> None:
    sheet = dataset(
        "sheet",
        actor("ens-cachan", "ENS Cachan", kind="GraduateSchool"),
        actor("ens-paris-saclay", "ENS Paris-Saclay", kind="GraduateSchool"),
    )
    same = decision("ens-cachan", "ens-paris-saclay", "same", "one school", "2026-11-30")
    assert resolve([sheet], [same]).canonical == {"ens-cachan": "ens-paris-saclay"}
