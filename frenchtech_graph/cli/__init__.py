"""The command line: `frenchtech-graph`.

Invariant: a command parses its options, makes one call of the Python interface and prints the
result. Its module is imported only when it is called, because start-up time is felt on every call.
"""

import gettext
import importlib
from typing import Any

import click

from frenchtech_graph.cli import logs
from frenchtech_graph.cli.failures import make_printable, told
from frenchtech_graph.cli.languages import (
    LANGUAGE,
    WORDS,
    choose,
    default_language,
    lang_option,
    language,
    localise,
    stated,
    summary,
)
from frenchtech_graph.findings import registry
from frenchtech_graph.version import __version__

_FIRST = {
    **dict.fromkeys(("build", "validate"), "build"),
    "import": "importing",
    **dict.fromkeys(("new", "docs"), "template"),
    **dict.fromkeys(("sources", "fetch"), "sources"),
    "info": "build",
    "ecosystems": "ecosystems",
    "identity": "identity",
    "ask": "ask",
    **dict.fromkeys(("query", "queries"), "queries"),
    **dict.fromkeys(("export", "load", "serve"), "servers"),
    "mcp": "assistant",
}
_LAST = {
    "map": "maps",
    "report": "maps",
    "site": "site",
    "diff": "diff",
    "upgrade": "upgrade",
    "doctor": "doctor",
}
"""Command → module of this package. The commands of findings come before these."""


def commands() -> dict[str, str]:
    """Return the commands in the order of use with their modules. A finding has an empty module."""
    return {**_FIRST, **dict.fromkeys(registry.commands(), ""), **_LAST}


def summaries(lang: str) -> list[tuple[str, str]]:
    """Return the line of each command in the list of all, without importing it."""
    findings = registry.commands()
    return [
        (name, findings[name].summary(lang) if name in findings else summary(name, lang))
        for name in commands()
    ]


WRITING = frozenset(
    {
        "build",
        "ask",
        "query",
        "export",
        "load",
        "serve",
        "mcp",
        "info",
        "map",
        "report",
        "site",
        "ecosystems",
        "diff",
    }
)
"""The commands that write or show the graph. These and the commands of findings take
--without-persons."""


def _talking(command: click.Command) -> click.Command:
    """Let a command and its own take `--verbose`, `--quiet` and `--log-format` too."""
    if not any(p.name == "log_format" for p in command.params):
        command.params += logs.options(hidden=True)
    for under in command.commands.values() if isinstance(command, click.Group) else ():
        _talking(under)
    return command


def _found(name: str, lang: str) -> click.Command:
    if name in registry.commands():
        from frenchtech_graph.cli.finding_commands import command

        return command(name, lang)
    module = importlib.import_module(f"frenchtech_graph.cli.{commands()[name]}")
    found = (c for c in vars(module).values() if isinstance(c, click.Command) and c.name == name)
    return next(found)


class LazyGroup(click.Group):
    """A group that imports the module of a command only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of use."""
        return list(commands())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, its module imported."""
        if cmd_name not in commands():
            return None
        lang = ctx.meta.get(LANGUAGE) or default_language()
        command = _found(cmd_name, lang)
        if cmd_name in WRITING or cmd_name in registry.commands():
            from frenchtech_graph.cli.common import without_persons_option

            command.params = [p for p in command.params if p.name != "without_persons"]
            command.params.append(without_persons_option())
        return localise(_talking(command), cmd_name, lang)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Choose the language before anything is read: `--help` and usage errors are in this
        language."""
        lang = stated(args) or default_language()
        choose(ctx, lang)
        localise(self, "main", lang)
        return super().parse_args(ctx, args)

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Parse the call. An interruption meanwhile is reported as in a command."""
        with told():
            return super().make_context(*args, **kwargs)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Parse and run a command, printing only characters that the terminal supports."""
        make_printable()
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and report any error in one line."""
        with told():
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl(summaries(language()))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, Any, list[str]]:
        """Resolve a command. For an unknown name, the error suggests a similar one."""
        name = args[0] if args else ""
        known = commands()
        if name and name not in known and not name.startswith("-"):
            import difflib

            close = difflib.get_close_matches(name, known, n=1)
            hint = WORDS.text("did-you-mean", language(), name=close[0]) if close else ""
            ctx.fail(WORDS.text("no-such-command", language(), name=name, hint=hint))
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    params=[*logs.options(), lang_option()],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="frenchtech-graph", help=None)
def main() -> None:
    """The open knowledge graph of French Tech ecosystems."""
