"""The command line: `frenchtech-graph`. Each command's module is imported when it is called."""

import importlib
from typing import Any

import click

from frenchtech_graph.cli import logs
from frenchtech_graph.cli.failures import told
from frenchtech_graph.version import __version__

COMMANDS: dict[str, tuple[str, str]] = {
    "build": ("build", "Build the graph from tables."),
    "validate": ("build", "Check tables; list all their faults."),
    "new": ("build", "Start an actor, a tie or a folder of tables from the template."),
    "docs": ("build", "Write the documentation of the ontology."),
    "sources": ("sources", "List the sources that can be brought in."),
    "fetch": ("sources", "Fetch sources into the cache."),
    "info": ("build", "Say what is in the graph and where it comes from."),
    "identity": ("identity", "Review which actors are one, decide, undo."),
    "query": ("sparql", "Ask a question of the catalogue, or a SPARQL query of your own."),
    "queries": ("sparql", "List the questions of the catalogue."),
    "export": ("sparql", "Write the graph in another format."),
    "load": ("sparql", "Load the graph into a SPARQL server."),
    "serve": ("sparql", "Serve the graph over HTTP: SPARQL endpoint and pages."),
    "hubs": ("hubs", "Rank the hubs, with their doubt."),
    "brokers": ("hubs", "Rank the brokers, with their doubt."),
    "gaps": ("gaps", "Show which groups are tied less than expected."),
    "pathways": ("gaps", "Show where firms stop on the way from start to up."),
    "introductions": ("gaps", "Propose introductions, with their reasons."),
    "fragility": ("gaps", "Show what breaks if an actor leaves."),
    "coverage": ("gaps", "Estimate what the data does not see."),
    "compare": ("gaps", "Compare two ecosystems."),
    "map": ("maps", "Draw the map."),
    "report": ("maps", "Write the report."),
    "doctor": ("doctor", "Check the installation and what it has written."),
}
"""Command → module of this package and one line of help.

A command whose module is absent is not listed.
"""


WRITING = frozenset(
    {"query", "export", "load", "serve", "info", "hubs", "brokers", "gaps", "pathways"}
    | {"introductions", "fragility", "coverage", "compare", "map", "report"}
)
"""The commands that read the built graph and write or show it: each takes --without-persons."""


def _talking(command: click.Command) -> click.Command:
    """Let a command and its own take `--verbose`, `--quiet` and `--log-format` too."""
    if not any(p.name == "log_format" for p in command.params):
        command.params += logs.options(hidden=True)
    for under in command.commands.values() if isinstance(command, click.Group) else ():
        _talking(under)
    return command


class LazyGroup(click.Group):
    """A group that imports the module of a command only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, its module imported."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"frenchtech_graph.cli.{COMMANDS[cmd_name][0]}")
        found = (
            c for c in vars(module).values() if isinstance(c, click.Command) and c.name == cmd_name
        )
        command = next(found)
        if cmd_name in WRITING and not any(p.name == "without_persons" for p in command.params):
            from frenchtech_graph.cli.common import without_persons_option

            command.params.append(without_persons_option())
        return _talking(command)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what goes wrong is told in one line."""
        with told():
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, Any, list[str]]:
        """Resolve a command; a near miss is answered with the name it may have meant."""
        name = args[0] if args else ""
        if name and name not in COMMANDS and not name.startswith("-"):
            import difflib

            close = difflib.get_close_matches(name, COMMANDS, n=1)
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
