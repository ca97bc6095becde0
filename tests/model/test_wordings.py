"""Words that people write lead to terms; the wording of a tie decides its direction."""

import pyoxigraph as ox
import pytest

from frenchtech_graph.model import ontology, wordings
from frenchtech_graph.model.namespaces import FTE
from frenchtech_graph.model.ontology import parse_files

TIES = "class/Tie|class/FundingRound"


def test_every_synonym_is_of_a_term_that_exists() -> None:
    known = ontology.load()
    iris = {t.iri for t in known.classes.values()}
    iris |= {t.iri for scheme in known.schemes.values() for t in scheme.values()}
    subjects = {
        q.subject.value
        for q in parse_files((wordings.FILE,))
        if isinstance(q.subject, ox.NamedNode)
    }
    own = {FTE + name for name in ("inverseLabel", "typicalSource", "typicalTarget")}
    assert subjects - iris == own


def test_typical_ends_are_classes_that_a_tie_may_join() -> None:
    known = ontology.load()
    for name, kind in known.tie_kinds.items():
        for ends, widest in zip(
            wordings.typical(name), (kind.source_class, kind.target_class), strict=True
        ):
            for end in ends:
                related = known.is_a(end, widest) or known.is_a(widest, end)
                assert related, f"{name}: {end} is no {widest}"


def test_there_are_synonyms_in_both_languages() -> None:
    assert all(count >= 600 for count in wordings.count().values())


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("SATT", "TechnologyTransferOffice"),
        ("Laboratoire", "ResearchLaboratory"),
        ("Fonds", "InvestmentFund"),
        ("COLLECTIVITÉS", "PublicAuthority"),
        ("jeunes pousses", "StartUp"),
        ("École de commerce", "GraduateSchool"),
        ("école d’ingénieur", "GraduateSchool"),
        ("Business angel", "Person"),
        ("Business angels", "BusinessAngelNetwork"),
        ("venture capital fund", "InvestmentFund"),
        ("Start-up", "StartUp"),
        ("StartUp", "StartUp"),
    ],
)
def test_kinds_of_actors(word: str, kind: str) -> None:
    assert wordings.find("class/Actor", word) == (wordings.Wording(kind),)


@pytest.mark.parametrize(
    ("word", "kind", "inverse"),
    [
        ("incubé par", "Incubation", True),
        ("Incubée par", "Incubation", True),
        ("Incubé(e) par", "Incubation", True),
        ("incubé·e par", "Incubation", True),
        ("incubateur de", "Incubation", False),
        ("accelerated by", "Incubation", True),
        ("membre de", "Membership", False),
        ("a pour membres", "Membership", True),
        ("filiale de", "Shareholding", True),
        ("spin-off", "SpinOff", False),
        ("spin-off de", "SpinOff", True),
        ("Subvention", "PublicFunding", False),
        ("levée de fonds", "FundingRound", False),
        ("?", "UnspecifiedTie", False),
    ],
)
def test_the_wording_of_a_tie_decides_its_direction(word: str, kind: str, inverse: bool) -> None:
    assert wordings.find(TIES, word) == (wordings.Wording(kind, inverse),)


@pytest.mark.parametrize(
    ("scheme", "word", "concept"),
    [
        ("sector", "IA", "artificial-intelligence"),
        ("sector", "Objets connectés", "internet-of-things"),
        ("sector", "AgTech", "agriculture"),
        ("round", "Série A", "series-a"),
        ("round", "seed", "seed-round"),
        ("stage", "liquidation judiciaire", "ceased"),
        ("role", "PDG", "chief-executive"),
        ("instrument", "avance récupérable", "repayable-advance"),
    ],
)
def test_concepts(scheme: str, word: str, concept: str) -> None:
    assert wordings.find(f"concept/{scheme}", word)[0].term == concept


def test_a_text_of_which_a_part_is_known_is_a_guess_and_one_of_nothing_known_is_none() -> None:
    assert wordings.find("class/Actor", "Start-up (ex)") == (
        wordings.Wording("StartUp", sure=False),
    )
    assert wordings.find("class/Actor", "zzyzx") == ()
    assert wordings.suggest("class/Actor", "Incubateurr")[0] == "Incubator"


def test_labels_of_the_ontology_go_before_synonyms() -> None:
    known = ontology.load()
    for spec in ("class/Actor", "class/Tie", "concept/sector", "concept/round", "concept/stage"):
        for name, term in known.vocabulary(spec).items():
            for label in (name, *term.labels.values()):
                assert name in {w.term for w in wordings.find(spec, label)}, label
