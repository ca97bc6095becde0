"""What goes with a removed person, record by record, and what stays; each rule on names by itself."""

import html
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from frenchtech_graph.ingest.removals import (
    Withheld,
    chosen_list,
    read_removals,
    without_actors,
    without_persons,
    without_removed,
)
from frenchtech_graph.ingest.removed_names import finder
from frenchtech_graph.io.faults import FaultsError
from frenchtech_graph.model.name_keys import name_key
from frenchtech_graph.model.records import Actor, Dataset, Event, Observation, Source, Tie

NAME = "Ada Lenoir"
KEY = name_key(NAME)
ABOUT: dict[str, Any] = {"sources": ("page",), "records": ()}
PAGE = Source("page", "https://page.example/1", "Gazette", "2026-11-23")


def person(key: str, name: str, **more: Any) -> Actor:
    return Actor(**{**ABOUT, **more}, id=key, kinds=("Person",), names={"fr": name})


def firm(key: str, name: str, **more: Any) -> Actor:
    return Actor(**{**ABOUT, **more}, id=key, kinds=("Company",), names={"fr": name})


def dataset(*actors: Actor, **more: Any) -> Dataset:
    return Dataset(
        "d", {"fr": "d"}, "", "", "2026-01-01", "", actors=actors, **{"sources": (PAGE,), **more}
    )


def ids(found: Sequence[Dataset]) -> list[str]:
    return [a.id for d in found for a in d.actors]


FULL = dataset(
    person("ada", NAME),
    person("bao", "Bao Petit"),
    firm("nordlys", "Nordlys"),
    firm("vekia", "Vekia"),
    events=(
        Event(**ABOUT, id="round-a", kind="FundingRound", company="ada"),
        Event(**ABOUT, id="round-v", kind="FundingRound", company="vekia"),
    ),
    ties=(
        Tie(**ABOUT, id="t1", kind="Founding", origin="ada", target="vekia"),
        Tie(**ABOUT, id="t2", kind="Mandate", origin="vekia", target="ada"),
        Tie(**ABOUT, id="t3", kind="Investment", origin="nordlys", target="vekia", event="round-a"),
        Tie(**ABOUT, id="t4", kind="Investment", origin="nordlys", target="vekia", event="round-v"),
        Tie(**ABOUT, id="t5", kind="Founding", origin="bao", target="vekia"),
    ),
    observations=(
        Observation(**ABOUT, id="o1", actor="ada", kind="NameObservation", value="x"),
        Observation(**ABOUT, id="o2", actor="vekia", kind="NameObservation", value="x"),
    ),
    conflicts={"t1": "t4", "t4": "t1", "t4 ": "t5", "t5": "t4"},
)


@pytest.mark.parametrize("key", ["ada", KEY])
def test_all_that_rests_on_a_person_goes_and_all_else_stays(key: str) -> None:
    (left,) = without_removed([FULL], frozenset({key}))
    assert ids([left]) == ["bao", "nordlys", "vekia"]
    assert [e.id for e in left.events] == ["round-v"]
    assert [t.id for t in left.ties] == ["t4", "t5"]
    assert [o.id for o in left.observations] == ["o2"]
    assert left.conflicts == {"t5": "t4"}
    assert left.notices == ()


def test_a_conflict_of_the_only_two_claims_is_kept() -> None:
    both = dataset(
        person("ada", NAME), firm("a", "Vekia"), firm("b", "Vekia"), conflicts={"a": "b"}
    )
    (left,) = without_removed([both], frozenset({"ada"}))
    assert left.conflicts == {"a": "b"}


def test_without_a_list_nothing_changes() -> None:
    assert without_removed([FULL], frozenset()) == [FULL]
    assert without_removed(iter([FULL]), frozenset()) == [FULL]
    assert without_actors([FULL], []) == [FULL]


def test_the_names_that_were_found_are_told() -> None:
    said: set[str] = set()
    page = Source("press", "https://press.example/ada-lenoir", "Presse", "2026-11-23")
    tie = Tie(sources=("press",), records=(), kind="X", origin="f", target="g", note="Lenoir Ada !")
    read = dataset(
        person("ada", NAME, aliases=("Ada L. Lenoir",)), firm("f", "F"), firm("g", "G"),
        sources=(PAGE, page), ties=(tie,),
    )  # fmt: skip
    (left,) = without_removed([read], frozenset({"ada"}), said)
    assert left.ties[0].note == "[…] !"
    assert said >= {NAME, "Ada L. Lenoir", "Lenoir Ada", page.url}
    without_removed([read], frozenset({"ada"}))


def test_an_id_or_a_key_that_fits_nobody() -> None:
    (first, second) = without_removed([FULL, FULL], frozenset({"nobody", "bao", name_key("X Y")}))
    assert [(n.file, n.row, n.value, n.code) for n in first.notices] == [
        ("removals.csv", 0, "nobody", "unmatched-removal")
    ]
    assert second.notices == ()
    assert without_removed([], frozenset({"nobody"})) == []


# --- Persons left out altogether ---------------------------------------------------------------


def test_persons_stay_out_unless_they_are_wanted() -> None:
    said = Tie(
        **ABOUT, id="t6", kind="Partnership", origin="nordlys", target="vekia",
        role_text="Bao Petit, avec Cher",
    )  # fmt: skip
    read = replace(FULL, actors=(*FULL.actors, person("cher", "Cher")), ties=(*FULL.ties, said))
    assert without_persons([read], wanted=True) == [read]
    (left,) = without_persons([read])
    assert ids([left]) == ["nordlys", "vekia"]
    assert [t.id for t in left.ties] == ["t4", "t6"]
    assert left.ties[-1].role_text == "[…], avec Cher"
    firms = dataset(firm("a", "Vekia"), firm("b", "Bao Petit Conseil"))
    assert without_persons([firms]) == [firms]


# --- Who is of the list ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("ZORBIX pharma", True),
        ("Pharma, Zorbix", True),
        ("Zorbix Alpha Pharma", False),
        ("Zorbix", False),
        ("Z. Pharma", False),
    ],
)
def test_a_firm_of_the_list_goes_by_its_whole_name_only(name: str, gone: bool) -> None:
    read = [dataset(firm("zp", "Zorbix Pharma")), dataset(firm("other", name))]
    assert ids(without_removed(read, frozenset({"zp"}))) == ([] if gone else ["other"])


def test_one_word_or_an_alias_removes_no_other_firm() -> None:
    one = [dataset(firm("z", "Zorbix")), dataset(firm("y", "Zorbix"))]
    assert ids(without_removed(one, frozenset({"z"}))) == ["y"]
    cabinet = firm("cabinet", "Cabinet du Nord", aliases=(NAME,))
    (left,) = without_removed([dataset(cabinet, person("ada", NAME))], frozenset({"ada"}))
    assert left.actors[0].aliases == ("[…]",)
    by_initial = dataset(firm("conseil", "A. Lenoir"), person("ada", NAME))
    assert ids(without_removed([by_initial], frozenset({"ada"}))) == ["conseil"]


def test_the_name_of_a_firm_of_the_list_has_no_initials() -> None:
    said = Tie(**ABOUT, kind="X", origin="o", target="o", note="Z. Pharma et Zorbix Pharma")
    read = dataset(firm("zp", "Zorbix Pharma"), firm("o", "O"), ties=(said,))
    (left,) = without_removed([read], frozenset({"zp"}))
    assert left.ties[0].note == "Z. Pharma et […]"


def test_the_id_of_an_actor_of_the_list_is_a_name() -> None:
    read = [dataset(person("ada-lenoir", "A. L.")), dataset(person("p1", NAME))]
    assert ids(without_removed(read, frozenset({"ada-lenoir"}))) == []


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        (NAME, True), ("Mme LENOIR Ada", True), ("AdaLenoir", True), ("Mme AdaLenoir", True),
        ("B. AdaLenoir", True), ("Dr. Ada%20Lenoir", True), ("AdaLenoir Bo", False),
        ("AdaLenoir Bernard", False), ("Mme B.", False), ("Ada Lenoir Fondatrice", False),
        ("Ada Lenoir (CEO)", True), ("Lenoir Ada [fondatrice]", True), ("Ada (Lenoir) Petit", False),
    ],
)  # fmt: skip
def test_a_person_goes_whose_name_says_no_more_than_one_of_the_list(name: str, gone: bool) -> None:
    read = dataset(person("p", name), person("bao", "Bao Petit"))
    assert ids(without_removed([read], frozenset({KEY}))) == (["bao"] if gone else ["p", "bao"])


# --- How texts say it --------------------------------------------------------------------------


def left(text: str, name: str, *others: str) -> str:
    """Return what is left of a text once the person of a name is removed by id; others stay."""
    people = [person(f"o{n}", other) for n, other in enumerate(others)]
    said = Tie(**ABOUT, kind="X", origin="f", target="g", role_text=text)
    read = dataset(person("p", name), *people, firm("f", "F"), firm("g", "G"), ties=(said,))
    (found,) = without_removed([read], frozenset({"p"}))
    assert ids([found]) == [*(f"o{n}" for n in range(len(others))), "f", "g"]
    return found.ties[0].role_text or ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        # initials, whatever the order in which the tables have the name
        (NAME, "A. Lenoir"), ("LENOIR Ada", "A. Lenoir"), ("Lenoir, Ada", "A. Lenoir"),
        ("LENOIR, Ada", "A. Lenoir"), ("ADA LENOIR", "A. Lenoir"), ("Ada LENOIR", "A. Lenoir"),
        ("LEE Anna", "A. Lee"), ("LENOIR Jo", "J. Lenoir"), ("JP Martin", "J. Martin"),
        ("LENOIR Ada Marie", "A. M. Lenoir"), ("LENOIR Ada Marie", "AM Lenoir"),
        ("Ada Marie Lenoir", "A. M. Lenoir"), ("Ada Marie Lenoir", "AM Lenoir"),
        ("Ada Marie Rose Lenoir", "AMR Lenoir"), ("Ada Marie Rose Lenoir", "A.M.R. Lenoir"),
        ("Jean-Pierre Lenoir", "JP Lenoir"), ("Jean-Pierre Lenoir", "J.-P. Lenoir"),
        (NAME, "Ada L"), ("Anne Le-Goff", "A. Le-Goff"), ("Anne Le-Goff", "Anne L"),
        # the surname after a title
        (NAME, "Mme Lenoir"), ("LENOIR Ada", "Mme Lenoir"), ("LEE Anna", "Mme Lee"), (NAME, "Dr Lenoir"),
        # particles, joined or not
        ("Ada de Lenoir", "Ada DeLenoir"), ("Jan van der Berg", "Jan VanderBerg"),
        ("Jan van der Berg", "Jan Vanderberg"), ("Ada de Saint-Clair", "Ada DeSaint Clair"),
        ("Ada de Saint-Clair", "Ada Desaint Clair"),
        ("Jan Piet van der Berg", "Jan Piet Vanderberg"),
        ("Tour Ada de la", "Tour Ada Dela"),
        # written without a break
        (NAME, "adalenoir"), (NAME, "lenoirada"), (NAME, "ada_lenoir"), ("Ada Petit", "adapetit"),
        ("Ada Marie Lenoir", "adalenoir"), ("Ada Marie Lenoir", "adamarielenoir"),
        ("Mme Ada Marie Lenoir", "adamarielenoir"), ("Ada Marie Lenoir", "Ada MarieLenoir"),
        # umlauts and apostrophes
        ("Jörg Müller", "Joerg Mueller"), ("Ada O'Brien", "Ada OBrien"), ("Ada O’Brien", "A. O'Brien"),
    ],
)  # fmt: skip
def test_what_tells_a_person_of_a_known_name_is_withheld(name: str, text: str) -> None:
    assert left(f"Conseil de {text}.", name) == "Conseil de […]."


@pytest.mark.parametrize(
    ("name", "others", "text"),
    [
        # somebody else of the tables
        (NAME, ["Anne Lenoir"], "A. Lenoir"), (NAME, ["Paul Lenoir"], "M. Lenoir"),
        (NAME, ["Ada Legrand"], "Ada L."), (NAME, ["Jean Petit"], "Jean A. Lenoir"),
        # other orders, single words, titles alone
        (NAME, [], "Mme Ada"), ("LENOIR Ada", [], "Mme Ada"), ("Ada LENOIR", [], "Mme Ada"),
        ("ADA LENOIR", [], "Mme Ada"), ("Lenoir, Ada", [], "Mme Ada"), (NAME, [], "Ada"),
        (NAME, [], "Lenoir"), ("LENOIR Ada", [], "Ada, Ada"), ("JP Martin", [], "Dr JP"),
        (NAME, [], "Ada E."),
        ("A. Lenoir", [], "Mme de la direction"), ("A. Lenoir", [], "L. Lenoir"),
        ("A. Lenoir", [], "Mme Lenoir"), ("Ada Leno", [], "adaleno"), ("Zoé", [], "Zoé"),
        (NAME, ["Lenoir"], "Lenoir"),
    ],
)  # fmt: skip
def test_what_may_be_somebody_else_stays(name: str, others: list[str], text: str) -> None:
    assert left(f"Conseil de {text}.", name, *others) == f"Conseil de {text}."


def test_names_of_others_protect_only_what_they_say() -> None:
    """Ada Marie Rose Lenoir is somebody else; Ada Rose Lenoir may well be Ada Lenoir."""
    people = dataset(person("p", NAME), person("o", "Ada Marie Claire Rose Lenoir"))
    said = Tie(**ABOUT, kind="X", origin="f", target="f", note="Ada Rose Lenoir")
    found = without_removed([replace(people, ties=(said,))], frozenset({"p"}))
    assert found[0].ties[0].note == "[…]"
    one_word = left("Conseil de Mme Lenoir.", NAME, "Lenoir")
    assert one_word == "Conseil de […]."


PERSON = Withheld(finder(frozenset({KEY}), [NAME], []))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vekia", "Vekia"),
        ("Ada Lenoir, de Vekia", "[…], de Vekia"),
        ("ada-lenoir", "withheld"),
        (" ada-lenoir\n", " withheld\n"),
        ("portrait-ada-lenoir-2", "portrait-withheld-2"),
        ("https://x.example/ada-lenoir?page=2", "https://x.example/"),
        ("http://ada-lenoir.example/", "https://w3id.org/fte/withheld"),
        ("https://x.example/adalenoir#team", "https://x.example/"),
        ("Voir https://x.example/ada-lenoir ici", "Voir https://x.example/[…] ici"),
        ("Ada Lenoir et Ada Lenoir", "[…] et […]"),
        ("https://x.example/team", "https://x.example/team"),
    ],
)
def test_a_name_is_withheld_in_texts_ids_and_addresses(text: str, expected: str) -> None:
    assert PERSON.text(text) == expected


ACCENTED = "Zoé Lefèvre"
ENCODED = (
    quote(ACCENTED),
    quote(ACCENTED, encoding="latin-1"),
    html.escape(ACCENTED).replace("é", "&eacute;").replace("è", "&egrave;"),
    ACCENTED.replace("é", "\\u00e9").replace("è", "\\u00e8"),
    ACCENTED.encode().decode("latin-1"),
)


@pytest.mark.parametrize("encoded", ENCODED)
@pytest.mark.parametrize(
    "text",
    ["{plain} ({encoded})", "{encoded}, {plain}", "{plain} : https://x.example/?q={encoded}",
     "{encoded} puis {encoded}", "{plain}, {encoded} et {plain}"],
)  # fmt: skip
def test_a_name_that_stands_plain_and_encoded_in_one_text_is_withheld_twice(
    text: str, encoded: str
) -> None:
    withheld = Withheld(finder(frozenset({name_key(ACCENTED)}), [ACCENTED], []))
    found = withheld.text(text.format(plain=ACCENTED, encoded=encoded))
    assert "Lef" not in found
    assert found.count("[…]") == 2 + text.count("{plain}, ")
    assert not withheld.says(found)
    assert ACCENTED in withheld.said


def test_the_number_of_a_person_tells_her_and_that_of_another_does_not() -> None:
    numbers = ("0000-0002-1825-0097", "0000-0001-5109-3700")
    ada, bao = (
        person(key, name, identifiers={"orcid": number, "viaf": "7"})
        for key, name, number in zip(("ada", "bao"), (NAME, "Bao Petit"), numbers, strict=True)
    )
    pages = tuple(
        Source(f"s{n}", f"https://orcid.org/{number}", "ORCID", "2026-11-23", note=f"no {number} 7")
        for n, number in enumerate(numbers)
    )
    said = tuple(
        Tie(sources=(page.id,), records=(), kind="X", origin="f", target="f", note=number)
        for page, number in zip(pages, numbers, strict=True)
    )
    read = dataset(ada, bao, firm("f", "F"), sources=pages, ties=said)
    (left,) = without_removed([read], frozenset({"ada"}))
    assert [s.url for s in left.sources] == ["https://orcid.org/", pages[1].url]
    assert [s.note for s in left.sources] == ["no […] 7", pages[1].note]
    assert [t.note for t in left.ties] == ["withheld", numbers[1]]
    assert left.actors[0].identifiers == bao.identifiers


def test_pages_that_name_a_person_go_if_nothing_rests_on_them() -> None:
    def page(key: str, title: str = "") -> Source:
        return Source(key, f"https://press.example/{key}", "Presse", "2026-11-23", title=title)

    pages = (page("used-ada-lenoir"), page("ada-lenoir"), page("p2", NAME), page("p3", "Vekia"))
    tie = Tie(sources=("used-ada-lenoir",), records=(), kind="X", origin="f", target="f")
    read = dataset(firm("f", "F"), person("p", NAME), sources=pages, ties=(tie,))
    (left,) = without_removed([read], frozenset({"p"}))
    assert [(s.id, s.url) for s in left.sources] == [
        ("used-withheld", "https://press.example/"),
        ("p3", "https://press.example/p3"),
    ]
    assert left.ties[0].sources == ("used-withheld",)


@dataclass(frozen=True)
class Note:
    """A record of any kind."""

    text: str
    more: Any = None


def test_names_are_withheld_in_anything_made_of_texts() -> None:
    assert PERSON.within((NAME, 3, None, True)) == ("[…]", 3, None, True)
    assert PERSON.within({"ada-lenoir": (NAME,), "a": "b"}) == {"withheld": ("[…]",), "a": "b"}
    note = Note(NAME, Note("Vekia", {NAME: 1.5}))
    assert PERSON.within(note) == Note("[…]", Note("Vekia", {"[…]": 1.5}))
    plain = Note("Vekia", ("x", 1))
    assert PERSON.within(plain) == plain
    assert PERSON.within(Note) is Note
    assert PERSON.within(PERSON) is not None


# --- The list ----------------------------------------------------------------------------------


def listed(folder: Path, *keys: str) -> Path:
    path = folder / "removals.csv"
    path.write_text("key,date\n" + "".join(f"{key},2026-11-30\n" for key in keys), "utf-8")
    return path


def test_a_line_that_could_remove_nobody_is_a_fault(tmp_path: Path) -> None:
    assert read_removals(listed(tmp_path, "ada", KEY)) == {"ada", KEY}
    with pytest.raises(FaultsError) as caught:
        read_removals(listed(tmp_path, "ada", "", KEY, KEY[:-1], KEY.upper().replace("SHA", "sha")))
    told = [(f.file, f.row, f.column, f.code) for f in caught.value.faults]
    assert told == [
        ("removals.csv", 3, "key", "required"),
        ("removals.csv", 5, "key", "pattern"),
        ("removals.csv", 6, "key", "pattern"),
    ]


def test_another_list_holds_for_a_while_only(tmp_path: Path) -> None:
    usual = read_removals()
    with chosen_list(listed(tmp_path, "ada")):
        assert read_removals() == {"ada"}
        with chosen_list(None):
            assert read_removals() == {"ada"}
        with chosen_list(str(listed(tmp_path, "bao"))):
            assert read_removals() == {"bao"}
    assert read_removals() == usual
    with pytest.raises(FileNotFoundError), chosen_list(listed(tmp_path, "ada")):
        raise FileNotFoundError
    assert read_removals() == usual
