"""The language of the command line, chosen before anything is read: `--lang`, FRENCHTECH_LANG, the
locale. A catalogue has the help of commands and options (`helps.toml`), another the messages of
click (`click_messages.toml`, compiled into `locale/`).
"""

import gettext
import os
from collections.abc import Sequence
from pathlib import Path

import click

from frenchtech_graph.io.words import LANGUAGES, beside

WORDS = beside(__file__, "words.toml")
HELPS = beside(__file__, "helps.toml")
LANGUAGE = "frenchtech-graph.lang"
"""Where a context notes the language of its command."""
_LOCALE = Path(__file__).with_name("locale")


def default_language() -> str:
    """Return the language of the user: FRENCHTECH_LANG, the locale, or English."""
    names = ("FRENCHTECH_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    stated = next((v for n in names if (v := os.environ.get(n))), "")
    return "fr" if stated.lower().startswith("fr") else "en"


def language() -> str:
    """Return the language of the running command: its `--lang`, or the language of the user."""
    ctx = click.get_current_context(silent=True)
    return str(ctx.meta.get(LANGUAGE)) if ctx and ctx.meta.get(LANGUAGE) else default_language()


def choose(ctx: click.Context, lang: str) -> None:
    """Set the language of a command and of click."""
    ctx.meta[LANGUAGE] = lang
    gettext.bindtextdomain("messages", str(_LOCALE))
    os.environ["LANGUAGE"] = lang  # where gettext looks first


def stated(arguments: Sequence[str]) -> str | None:
    """Return the language that arguments state, at any position of `--lang`.

    >>> stated(["build", "lille", "--lang", "fr"]), stated(["--lang=en", "--help"]), stated(["map"])
    ('fr', 'en', None)
    """
    for at, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if argument == "--":
            return None
        if name == "--lang":
            value = value if equals else "".join(arguments[at + 1 : at + 2])
            return value if value in LANGUAGES else None
    return None


def lang_option() -> click.Option:
    """Return `--lang`, for the program itself: commands have their own."""
    return click.Option(["--lang"], type=click.Choice(LANGUAGES), expose_value=False)


def localise(command: click.Command, path: str, lang: str) -> click.Command:
    """Put the helps of a command, its options and its own commands into a language.

    `path` is the command with its parents, ``"identity review"``, and the key of its texts in
    `helps.toml`. The keys of options are ``"identity review --csv"`` or ``"--csv"``. A command
    without an entry keeps the help that it has.
    """
    if path in HELPS:
        parts = HELPS.parts(path, lang)
        command.help = "\n\n".join(f"\b\n{p}" if "\n" in p else p for p in parts)
        command.short_help = None
    command._help_option = None  # click keeps the help of --help in the language it was made in
    for parameter in command.params:
        _localise_option(parameter, path, lang)
    for name, under in command.commands.items() if isinstance(command, click.Group) else ():
        localise(under, f"{path} {name}", lang)
    return command


def _localise_option(parameter: click.Parameter, path: str, lang: str) -> None:
    if isinstance(parameter, click.Option):
        keys = (f"{path} {parameter.opts[0]}", parameter.opts[0])
        key = next((k for k in keys if k in HELPS), None)
        if key and (parameter.help is None or getattr(parameter, "in_catalogue", False)):
            parameter.help = HELPS.text(key, lang)
            parameter.in_catalogue = True  # type: ignore[attr-defined]
    metavar = getattr(parameter, "stated_metavar", parameter.metavar)
    parameter.stated_metavar = metavar  # type: ignore[attr-defined]
    if metavar and f"metavar {metavar}" in HELPS:
        parameter.metavar = HELPS.text(f"metavar {metavar}", lang)


def summary(name: str, lang: str) -> str:
    """Return the line of a command in the list of all."""
    return HELPS.parts(name, lang)[0].removesuffix(".") + "."
