"""`identity risky`: the joins with weak evidence, and which of them a person reviewed."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from frenchtech_graph.cli.common import (
    decisions_option,
    format_option,
    lang_option,
    print_table,
    removals_option,
    with_option,
)
from frenchtech_graph.cli.identity_inputs import inputs_argument, read_inputs
from frenchtech_graph.cli.languages import WORDS
from frenchtech_graph.cli.logs import neutral

if TYPE_CHECKING:
    from frenchtech_graph.identity.pairs import Pair
    from frenchtech_graph.model.records import Dataset

_SHOWN = ("risk", "score", "one", "name_one", "other", "name_other", "evidence")


@click.command("risky")
@inputs_argument
@with_option
@decisions_option
@removals_option
@click.option("--all", "everything", is_flag=True)
@click.option("--csv", "table", type=click.Path(path_type=Path, dir_okay=False), default=None)
@click.option("--keep", type=click.Path(path_type=Path, dir_okay=False, exists=True), default=None)
@click.option("--list", "list_", type=click.Path(path_type=Path, dir_okay=False), default=None)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@format_option
@lang_option
def risky(
    inputs: tuple[str, ...],
    sources: tuple[str, ...],
    decisions: Path | None,
    everything: bool,
    table: Path | None,
    keep: Path | None,
    list_: Path | None,
    limit: int,
    format_: str,
    as_json: bool,
    lang: str,
) -> None:
    """List the joins that rest on little and were not read yet."""
    import pandas as pd

    from frenchtech_graph.identity import read_decisions, resolve
    from frenchtech_graph.identity.review import write_table
    from frenchtech_graph.identity.risky import read_already, unread

    if keep:
        _keep(keep, list_, lang)
        return
    datasets = read_inputs(inputs, sources)
    found = resolve(datasets, read_decisions(decisions))
    rows = risky_rows(found.merged, datasets, lang)
    new = unread(rows, read_already(list_))
    shown = rows if everything else new
    if table:
        write_table(shown, table)
        click.echo(WORDS.plural("joins", len(shown), lang, file=table))
        return
    as_text = not as_json and format_ == "table"
    if shown or not as_text:
        frame = pd.DataFrame(shown[:limit] if as_text else shown, columns=list(_SHOWN))
        print_table(frame, "json" if as_json else format_)
    if as_text:
        click.echo(neutral(WORDS.plural("joins-unread", len(new), lang, of=len(rows))))


def risky_rows(
    joined: "Sequence[Pair]", datasets: "Sequence[Dataset]", lang: str
) -> list[Mapping[str, str]]:
    """Return the joins with weak evidence as rows with the kind of evidence (`risk`)."""
    from frenchtech_graph.identity.clue_texts import in_words
    from frenchtech_graph.identity.review import rows
    from frenchtech_graph.identity.risky import risk_of, riskiest

    pairs = riskiest(joined)
    risks = {(p.one, p.other): in_words("risks", risk_of(p), lang) for p in pairs}
    return [row | {"risk": risks[row["one"], row["other"]]} for row in rows(pairs, datasets, lang)]


def weakest(rows: Sequence[Mapping[str, str]], count: int, lang: str) -> Iterator[str]:
    """Yield lines on the first joins to review, with the commands that split them."""
    if not rows:
        return
    yield WORDS.plural("joins-unread", len(rows), lang, of=len(rows))
    for row in rows[:count]:
        names = f"{row['name_one']} = {row['name_other']}"
        yield f"  {row['score']}  {names} — {row['risk']}"
        yield f"        frenchtech-graph identity split {row['one']} {row['other']} --reason …"


def _keep(table: Path, list_: Path | None, lang: str) -> None:
    """Note the joins of a filled table that were found right."""
    from frenchtech_graph.identity.decisions import read_rows
    from frenchtech_graph.identity.review import verdict_of
    from frenchtech_graph.identity.risky import keep, shipped_list

    rows = [r for r in read_rows(table) if verdict_of(r.get("verdict", "")) == "same"]
    count = keep(rows, datetime.date.today().isoformat(), list_)
    click.echo(WORDS.plural("joins-kept", count, lang, file=list_ or shipped_list()))
