"""`mcp`: tools for an assistant."""

from pathlib import Path

import click

from frenchtech_graph.cli.common import are_persons_left_out, lang_option, out_option


@click.command("mcp")
@click.option("--port", type=click.IntRange(1, 65535), default=None)
@out_option
@lang_option
def mcp_command(port: int | None, out: Path, lang: str) -> None:
    """Give an assistant the questions, the findings and the sources."""
    from frenchtech_graph.api import EcosystemGraph

    graph = EcosystemGraph.open(out, kept=True, persons=not are_persons_left_out())
    graph.mcp(port=port)
