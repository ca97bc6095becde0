"""The command line in French and English: helps, faults of the call, and what commands say."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from frenchtech_graph.cli import commands, main
from frenchtech_graph.cli.help_pages import each_command
from frenchtech_graph.cli.languages import HELPS
from frenchtech_graph.io.words import LANGUAGES

CLI = Path(__file__).parents[2] / "frenchtech_graph" / "cli"
SPEAKERS = {"echo", "secho", "fail", "tell", "prompt", "confirm", "UsageError", "BadParameter"}


def called(*arguments: str, **environment: str) -> str:
    """Return what a call prints, whatever the language of the machine."""
    plain = dict.fromkeys(("FRENCHTECH_LANG", "LC_ALL", "LC_MESSAGES", "LANG"), "")
    return CliRunner(env=plain | environment).invoke(main, list(arguments)).output


def helps(lang: str) -> dict[str, str]:
    """Return each help text: of commands by their call, of options by call and option."""
    found = {}
    for path, command in each_command(lang):
        found[path] = command.help or ""
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                found[f"{path} {parameter.opts[0]}"] = parameter.help or ""
    return found


def test_each_command_and_option_has_a_help_in_both_languages() -> None:
    french, english = helps("fr"), helps("en")
    assert french.keys() == english.keys()
    assert len(french) > 150
    assert [k for k in french if not french[k] or not english[k]] == []
    assert [k for k in french if french[k] == english[k]] == []


def test_helps_name_what_exists() -> None:
    known = helps("en").keys() | {"main"}
    options = {key.rpartition(" ")[2] for key in known if " -" in key}
    options |= {p.opts[0] for p in main.params}
    for key in HELPS:
        first = key.split(" ")[0]
        assert key in known or key in options or first == "metavar", key


@pytest.mark.parametrize(
    "arguments",
    [
        ("--lang", "fr", "build", "--help"),
        ("build", "--lang=fr", "--help"),
        ("build", "--help", "--lang", "fr"),
    ],
)
def test_the_language_may_stand_anywhere(arguments: tuple[str, ...]) -> None:
    said = called(*arguments)
    assert "Construire le graphe" in said
    assert "Usage :" in said
    assert "Afficher cette aide" in said
    assert "NOM[=FICHIER]" in said


@pytest.mark.parametrize("name", ["FRENCHTECH_LANG", "LC_ALL", "LANG"])
def test_the_language_is_that_of_the_user(name: str) -> None:
    assert "Dessiner la carte" in called("map", "--help", **{name: "fr_FR.UTF-8"})
    assert "Draw the map" in called("map", "--help", **{name: "de_DE.UTF-8"})
    assert "Draw the map" in called("map", "--help", "--lang", "en", **{name: "fr_FR.UTF-8"})


@pytest.mark.parametrize(
    ("arguments", "french", "english"),
    [
        (("hubs", "--nope"), "L'option '--nope' n'existe pas", "No such option"),
        (("query",), "Il manque l'argument", "Missing argument"),
        (("hub",), "Vouliez-vous dire « hubs »", "Did you mean “hubs”"),
        (("queries", "a", "b"), "Argument en trop (b)", "Got unexpected extra argument (b)"),
        (("queries", "a", "b", "c"), "Arguments en trop (b c)", "extra arguments (b c)"),
        (("hubs", "--top", "x"), "Valeur incorrecte pour '--top'", "Invalid value for '--top'"),
        (("map", "--engine", "x"), "n'est pas l'un de", "is not one of"),
        (("fetch", "ilab", "--set", "a"), "OPTION=VALEUR attendu", "OPTION=VALUE expected"),
        (("new", "actor", "--set", "a"), "COLONNE=VALEUR attendu", "COLUMN=VALUE expected"),
        (("new", "--list", "name"), "ne prend pas de termes", "takes no terms"),
        (("map", "-o", "x.pdf"), "se termine par .html", "ends in .html"),
        (("validate", "/no/such/file"), "1 défaut.", "1 fault."),
    ],
)
def test_faults_of_a_call_are_said_in_the_language(
    arguments: tuple[str, ...], french: str, english: str
) -> None:
    assert french in called("--lang", "fr", *arguments)
    assert english in called("--lang", "en", *arguments)


def test_the_list_of_commands_is_in_the_language() -> None:
    french = called("--help", FRENCHTECH_LANG="fr")
    assert "Commandes" in french
    assert all(f"\n  {name} " in french for name in commands())
    assert "Montrer ce qui casse" in french


def test_no_sentence_stands_in_the_code_of_commands() -> None:
    found = [
        f"{file.name}:{node.lineno}: {text}"
        for file in sorted(CLI.glob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for text in _said(node)
        if re.search(r"[A-Za-zÀ-ÿ]{2,} [A-Za-zÀ-ÿ]{2,}", text.replace("frenchtech-graph query", ""))
    ]
    assert found == []


def _said(call: ast.Call) -> Iterator[str]:
    """Yield the texts that a call shows to users."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    spoken = [k.value for k in call.keywords if k.arg in ("help", "short_help", "title", "epilog")]
    for argument in [*(call.args[:1] if name in SPEAKERS else []), *spoken]:
        for node in ast.walk(argument):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_both_languages_are_those_of_the_catalogues() -> None:
    option = next(p for p in main.params if p.name == "lang")
    assert isinstance(option.type, click.Choice)
    assert tuple(option.type.choices) == LANGUAGES
