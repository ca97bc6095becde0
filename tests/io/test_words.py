"""Words: every catalogue is of the one schema, in French and English, and no word stands elsewhere."""

import ast
from pathlib import Path

import pytest

from frenchtech_graph.io.numbers import counted, number, plural_form
from frenchtech_graph.io.words import LANGUAGES, Words, WordsError

PACKAGE = Path(__file__).parents[2] / "frenchtech_graph"


def _is_catalogue(file: Path) -> bool:
    if "connectors" in file.parts or file.name == "followthemoney.toml":
        return False  # how sources and another schema are read
    return file != PACKAGE / "identity" / "words.toml"  # words of names, not of the interface


CATALOGUES = [f for f in sorted(PACKAGE.rglob("*.toml")) if _is_catalogue(f)]


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda f: f.relative_to(PACKAGE).as_posix())
def test_a_catalogue_has_both_languages_with_the_same_blanks(file: Path) -> None:
    Words(file).check()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[a]\nfr = "x"', "fr and en"),
        ('[a]\nfr = "x"\nen = "x"\nde = "x"', "fr and en"),
        ('[a]\nfr = "{n} x"\nen = "x"', "blanks"),
        ('[a]\nfr = ["x"]\nen = "x"', "form"),
        ('[a]\nfr = ["x"]\nen = ["x", "y"]', "form"),
        ('[a]\nfr = {one = "x", other = "y"}\nen = {one = "x"}', "form"),
    ],
)
def test_faults_of_a_catalogue_are_found(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WordsError, match=said):
        Words(tmp_path / "x.toml").check()


def test_a_plural_follows_the_language(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(
        '[tie]\nfr = {one = "{n} lien", other = "{n} liens"}\n'
        'en = {one = "{n} tie", other = "{n} ties"}\n',
        encoding="utf-8",
    )
    words = Words(tmp_path / "x.toml")
    assert [words.plural("tie", n, "fr") for n in (0, 1, 1.5, 2)] == [
        "0 lien",
        "1 lien",
        "1,5 lien",
        "2 liens",
    ]
    assert [words.plural("tie", n, "en") for n in (0, 1, 1.5, 2000)] == [
        "0 ties",
        "1 tie",
        "1.5 ties",
        "2,000 ties",
    ]


def test_numbers_are_rounded_before_they_are_counted() -> None:
    assert counted(1.96, ["lien", "liens"], "fr") == "2 liens"
    assert counted(0.96, ["tie", "ties"], "en") == "1 tie"
    assert number(-0.04, "fr") == "0"
    assert number(1234567.891, "fr", 2) == "1\u202f234\u202f567,89"
    assert plural_form(1_000_000, "fr") == "other"


def _inline(file: Path) -> list[int]:
    """Return the lines where a dictionary gives texts by language."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        and {k.value for k in node.keys if isinstance(k, ast.Constant)} == set(LANGUAGES)
        and all(_is_text(v) for v in node.values)
    ]


def _is_text(node: ast.expr) -> bool:
    if isinstance(node, ast.Dict | ast.Tuple | ast.List):
        held = node.values if isinstance(node, ast.Dict) else node.elts
        return all(map(_is_text, held))
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def test_no_words_stand_in_the_code() -> None:
    found = {
        f"{file.relative_to(PACKAGE)}:{line}"
        for file in PACKAGE.rglob("*.py")
        for line in _inline(file)
    }
    assert found == set()


def test_catalogues_are_read_by_one_loader() -> None:
    own = {file.with_suffix(".py") for file in CATALOGUES}
    readers = {f for f in PACKAGE.rglob("*.py") if "import tomllib" in f.read_text("utf-8")}
    assert readers & own == set()
    assert list(PACKAGE.rglob("words.json")) == []
