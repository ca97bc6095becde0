"""`ecosystems`: the French Tech ecosystems with the number of their actors, and the holders of each
label."""

from pathlib import Path

import click

from frenchtech_graph.cli.common import format_option, lang_option, opened, out_option, print_table
from frenchtech_graph.cli.languages import WORDS


@click.command("ecosystems")
@click.option("--on", metavar="DAY")
@click.option("--where", metavar="PLACE")
@format_option
@lang_option
@out_option
def ecosystems_command(
    on: str | None, where: str | None, format_: str, as_json: bool, lang: str, out: Path
) -> None:
    """List the French Tech ecosystems, or the holders of each label on a day."""
    from frenchtech_graph.api import EcosystemGraph

    if on is not None or where is not None:
        frame = EcosystemGraph.labels_held(on=on, where=where)
    else:
        with opened(out) as graph:
            frame = graph.ecosystems()
    if as_json or format_ != "table":
        print_table(frame, "json" if as_json else format_)
        return
    if "not_known" in frame:
        named, unknown = frame["ecosystem"].notna(), WORDS.text("not-known", lang)
        for column in ("name_then", "carriers"):
            frame.loc[named, column] = frame.loc[named, column].fillna(unknown)
    shown = frame.drop(columns=["ecosystem", f"name_{'en' if lang == 'fr' else 'fr'}"])
    print_table(shown.rename(columns={f"name_{lang}": "name"}))
