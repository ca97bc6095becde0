"""The command line: `frenchtech-graph`. Each command's module is imported when it is called."""

import importlib
from typing import Any

import click

from frenchtech_graph.cli import logs
from frenchtech_graph.cli.failures import told
from frenchtech_graph.findings import registry
from frenchtech_graph.version import __version__

_FIRST: dict[str, tuple[str, str]] = {
    "build": ("build", "Build the graph from tables."),
    "validate": ("build", "Check tables; list all their faults."),
    "new": ("template", "Start an actor, a tie or a folder of tables from the template."),
    "docs": ("template", "Write the documentation of the ontology."),
    "sources": ("sources", "List the sources that can be brought in."),
    "fetch": ("sources", "Fetch sources into the cache."),
    "info": ("build", "Say what is in the graph and where it comes from."),
    "ecosystems": ("ecosystems", "List the French Tech ecosystems and what is known of each."),
    "identity": ("identity", "Review which actors are one, decide, undo."),
    "query": ("queries", "Ask a question of the catalogue, or a SPARQL query of your own."),
    "queries": ("queries", "List the questions of the catalogue."),
    "export": ("servers", "Write the graph in another format."),
    "load": ("servers", "Load the graph into a SPARQL server."),
    "serve": ("servers", "Serve the graph over HTTP: SPARQL endpoint and pages."),
}
_LAST: dict[str, tuple[str, str]] = {
    "map": ("maps", "Draw the map."),
    "report": ("maps", "Write the report."),
    "doctor": ("doctor", "Check the installation and what it has written."),
}
"""Command → module of this package and one line of help; the findings' commands stand between."""


def commands() -> dict[str, tuple[str, str]]:
    """Return the commands in the order of use: the module of each (none: a finding's), its help."""
    findings = {name: ("", stated.summary.en) for name, stated in registry.commands().items()}
    return {**_FIRST, **findings, **_LAST}


WRITING = frozenset({"query", "export", "load", "serve", "info", "map", "report", "ecosystems"})
"""The commands that read the built graph and write or show it: they and those of findings take
--without-persons.
"""


def _talking(command: click.Command) -> click.Command:
    """Let a command and its own take `--verbose`, `--quiet` and `--log-format` too."""
    if not any(p.name == "log_format" for p in command.params):
        command.params += logs.options(hidden=True)
    for under in command.commands.values() if isinstance(command, click.Group) else ():
        _talking(under)
    return command


def _found(name: str) -> click.Command:
    if name in registry.commands():
        from frenchtech_graph.cli.finding_commands import command

        return command(name)
    module = importlib.import_module(f"frenchtech_graph.cli.{commands()[name][0]}")
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
        command = _found(cmd_name)
        if cmd_name in WRITING or cmd_name in registry.commands():
            from frenchtech_graph.cli.common import without_persons_option

            command.params = [p for p in command.params if p.name != "without_persons"]
            command.params.append(without_persons_option())
        return _talking(command)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what goes wrong is told in one line."""
        with told():
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in commands().items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, Any, list[str]]:
        """Resolve a command; a near miss is answered with the name it may have meant."""
        name = args[0] if args else ""
        known = commands()
        if name and name not in known and not name.startswith("-"):
            import difflib

            close = difflib.get_close_matches(name, known, n=1)
            hint = f" Did you mean “{close[0]}”?" if close else ""
            ctx.fail(f"No such command “{name}”.{hint}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    params=logs.options(),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="frenchtech-graph")
def main() -> None:
    """The open knowledge graph of French Tech ecosystems: see their hubs and their gaps.

    \b
    Example, from tables to a map:
      frenchtech-graph build lille
      frenchtech-graph hubs
      frenchtech-graph map

    --verbose, --quiet and --log-format may also stand after the command.

    Exit codes: 0 done; 1 failed for a reason outside (disk, rights, network, another process); 2
    the input or the call is at fault; 70 a fault of the program; 130 or 143 interrupted.
    """
