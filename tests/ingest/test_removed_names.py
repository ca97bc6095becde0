"""A removed name, however it is written: in no text, no address, no name that is kept."""

import html
import unicodedata
from collections.abc import Callable
from urllib.parse import quote

import pytest

from frenchtech_graph.ingest.removals import read_removals, use_list, without_removed
from frenchtech_graph.model.name_keys import Finder, name_key
from frenchtech_graph.model.records import Actor, Dataset

NAME = "Zoé Lefèvre-Quignard"
ASCII = "Zoe Lefevre-Quignard"
FINDER = Finder(frozenset({name_key(NAME)}))
LAST = "Lefèvre-Quignard"


def mojibake(text: str) -> str:
    return text.encode().decode("latin-1")


PLAIN = [
    NAME,
    ASCII,
    NAME.upper(),
    NAME.lower(),
    f"{LAST} Zoé",
    f"{LAST.upper()}, Zoé",
    f"{LAST} (Zoé)",
    "Zoé Lefèvre Quignard",
    "Zoé  Lefèvre  Quignard",
    "Zoé Lefèvre‑Quignard",
    "Zoé Lefèvre–Quignard",
    "Zoé\u00a0Lefèvre\u00a0Quignard",
    "Zoé\nLefèvre-Quignard",
    "zoe_lefevre_quignard",
    "zoe-lefevre-quignard",
    "zoe.lefevre.quignard",
    "zoe+lefevre+quignard",
    "zoe/lefevre/quignard",
    unicodedata.normalize("NFD", NAME),
    unicodedata.normalize("NFKD", NAME),
    unicodedata.normalize("NFC", NAME),
    "Zo\u00e9 Lef\u200bèvre-Quig\u00adnard",
    "\u202aZoé Lefèvre-Quignard\u202c",
    "Ｚｏé Ｌｅｆèｖｒｅ Ｑｕｉｇｎａｒｄ",
    "𝐙𝐨é 𝐋𝐞𝐟è𝐯𝐫𝐞 𝐐𝐮𝐢𝐠𝐧𝐚𝐫𝐝",
    f"Mme {NAME}",
    f"Madame {NAME}",
    f"Mme. {NAME}",
    f"Mlle {NAME}",
    f"Dr {NAME}",
    f"Dr. {LAST} Zoé",
    f"Pr {NAME}",
    f"le professeur {NAME}",
    f"Me {NAME}",
    f"Mrs {NAME}",
    "Zoé de Lefèvre-Quignard",
    "Zoé Lefèvre de Quignard",
    "Zoé von Lefèvre Quignard",
    "Zoé M. Lefèvre-Quignard",
    "Zoé A. B. Lefèvre-Quignard",
    f"« {NAME} »",
    f"par {NAME}, fondatrice",
    f"#{ASCII.replace('-', '').replace(' ', '_')} {NAME}",
    f"{NAME}'s company",
    f"l'équipe d'{NAME}.",
    f"Portrait:{NAME};suite",
]
ENCODED: list[Callable[[str], str]] = [
    quote,
    lambda n: quote(quote(n)),
    lambda n: quote(quote(quote(n))),
    lambda n: quote(n, encoding="latin-1"),
    lambda n: n.replace(" ", "+"),
    lambda n: quote(n.lower()).lower(),
    html.escape,
    lambda n: n.replace("é", "&eacute;").replace("è", "&egrave;"),
    lambda n: n.replace("é", "&#233;").replace("è", "&#xE8;"),
    lambda n: html.escape(n.replace("é", "&eacute;").replace("è", "&egrave;")),
    lambda n: n.replace("é", "\\u00e9").replace("è", "\\u00e8"),
    lambda n: n.replace("é", "\\xe9").replace("è", "\\xe8"),
    mojibake,
    lambda n: mojibake(mojibake(n)),
    lambda n: n.replace("é", "=C3=A9").replace("è", "=C3=A8"),
    lambda n: quote(unicodedata.normalize("NFD", n)),
]


@pytest.mark.parametrize("text", PLAIN)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert FINDER.spans(text)


@pytest.mark.parametrize("encode", ENCODED)
def test_a_name_is_found_however_it_is_encoded(encode: Callable[[str], str]) -> None:
    text = encode(NAME)
    assert FINDER.spans(text) or FINDER.decoded(text)


@pytest.mark.parametrize(
    "text",
    ["Zoé Quignard et Lefèvre", "Lefèvre-Quignard", "Zoé", "Zoé, de chez Lefèvre", "Z. Quignard"],
)
def test_a_part_of_a_name_is_not_the_name(text: str) -> None:
    assert not FINDER.spans(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jean Pierre Martin", True),
        ("Martin Jean Pierre", True),
        ("jeanmartin", False),
        ("jeanmartin.fr", True),
        ("https://jeanmartin.example/", True),
        ("@JeanMartin2", True),
        ("Jean Dupont et Paul Martin", False),
        ("Jean, Pierre, Luc, Martin", False),
        ("Jean Dupond Durand Petit Martin", False),
    ],
)
def test_middle_names_and_glued_names(text: str, found: bool) -> None:
    assert bool(Finder(frozenset({name_key("Jean Martin")})).spans(text)) == found


def dataset(*names: str) -> Dataset:
    actors = tuple(
        Actor((), (), id=f"p{n}", kinds=("Person",), names={"fr": name})
        for n, name in enumerate(names)
    )
    return Dataset("d", {}, "", "", "2026-01-01", "", actors=actors)


@pytest.mark.parametrize(
    "name", [f"Mme {NAME}", unicodedata.normalize("NFD", NAME), "Zoé A. Lefèvre Quignard"]
)
def test_the_person_goes_under_any_of_these_names(name: str) -> None:
    (left,) = without_removed([dataset(name, "Bao Petit")], frozenset({name_key(NAME)}))
    assert [a.id for a in left.actors] == ["p1"]


def test_an_id_stands_for_the_person_with_and_without_middle_names() -> None:
    one, other = dataset("Zoé Marie Lefèvre"), dataset("x", "Zoé Lefèvre")
    found = without_removed([one, other], frozenset({"p0"}))
    assert [a.id for d in found for a in d.actors] == []


def test_an_id_that_nobody_has_is_told() -> None:
    (left,) = without_removed([dataset("Bao Petit")], frozenset({"ada-lenoir"}))
    assert [(n.code, n.value) for n in left.notices] == [("unmatched-removal", "ada-lenoir")]


def test_the_list_is_that_of_the_option_the_variable_or_the_project(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("lists")
    for name in ("variable", "option"):
        (folder / f"{name}.csv").write_text(f"key\n{name}-person\n", encoding="utf-8")
    assert read_removals() == frozenset()
    monkeypatch.setenv("FRENCHTECH_REMOVALS", str(folder / "variable.csv"))
    assert read_removals() == {"variable-person"}
    use_list(folder / "option.csv")
    try:
        assert read_removals() == {"option-person"}
    finally:
        use_list(None)
