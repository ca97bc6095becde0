"""`ecosystems`: the French Tech ecosystems and what is recorded in each."""

from pathlib import Path

import click

from frenchtech_graph.cli.common import format_option, lang_option, opened, out_option, print_table


@click.command("ecosystems")
@format_option
@lang_option
@out_option
def ecosystems_command(format_: str, as_json: bool, lang: str, out: Path) -> None:
    """List the French Tech ecosystems."""
    with opened(out) as graph:
        frame = graph.ecosystems()
    if as_json or format_ != "table":
        print_table(frame, "json" if as_json else format_)
        return
    shown = frame.drop(columns=["ecosystem", f"name_{'en' if lang == 'fr' else 'fr'}"])
    print_table(shown.rename(columns={f"name_{lang}": "name"}))
