"""docs/cli.md and docs/cli.fr.md: the help of every command, as the command prints it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from frenchtech_graph.cli import commands, main
from frenchtech_graph.cli.languages import WORDS, choose
from frenchtech_graph.io.words import LANGUAGES

_DOCS = Path(__file__).parents[2] / "docs"
_WIDTH = 96


def files() -> dict[Path, str]:
    """Return the pages, by path.

    Each language needs its own process, because some words are chosen once per process.
    """
    return {
        _DOCS / ("cli.md" if lang == "en" else f"cli.{lang}.md"): _apart(lang) for lang in LANGUAGES
    }


def _apart(lang: str) -> str:
    command = [sys.executable, "-m", "frenchtech_graph.cli.help_pages", lang]
    spoken = {"FRENCHTECH_LANG": lang, "LANGUAGE": lang, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(  # noqa: S603 - this module
        command, env=os.environ | spoken, capture_output=True, check=True, encoding="utf-8"
    ).stdout


def page(lang: str) -> str:
    """Return the page of all commands in a language."""
    parts = [WORDS.text("cli-page", lang)]
    for path, command in each_command(lang):
        parts.append(f"## {path}\n\n```text\n{_help(path, command).rstrip()}\n```")
    return "\n\n".join(parts) + "\n"


def each_command(lang: str) -> Iterator[tuple[str, click.Command]]:
    """Yield each command and the commands under it, with the words that call it."""
    context = click.Context(main, info_name="frenchtech-graph")
    choose(context, lang)
    for name in commands():
        command = main.get_command(context, name)
        assert command is not None
        yield name, command
        for under, inner in command.commands.items() if isinstance(command, click.Group) else ():
            yield f"{name} {under}", inner


def examples(lang: str = "en") -> list[str]:
    """Return the lines of all helps that call the program: each is an example.

    >>> "frenchtech-graph build lille" in examples()
    True
    """
    found = (
        line.strip()
        for path, command in each_command(lang)
        for line in _help(path, command).splitlines()
    )
    return list(dict.fromkeys(line for line in found if line.startswith("frenchtech-graph ")))


def _help(path: str, command: click.Command) -> str:
    program = click.Context(main, info_name="frenchtech-graph", **main.context_settings)
    context = click.Context(
        command, info_name=path, parent=program, terminal_width=_WIDTH, max_content_width=_WIDTH
    )
    return command.get_help(context)


if __name__ == "__main__":
    sys.stdout.write(page(sys.argv[1]))
