"""`identity`: actors that may be one, the evidence for and against, and your decisions."""

from collections.abc import Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

import click

from frenchtech_graph.cli.common import (
    decisions_option,
    fail,
    format_option,
    lang_option,
    print_table,
    progress_bar,
    removals_option,
    with_option,
)
from frenchtech_graph.cli.identity_inputs import inputs_argument, read_inputs
from frenchtech_graph.cli.identity_joins import risky, risky_rows, weakest
from frenchtech_graph.cli.languages import WORDS
from frenchtech_graph.cli.logs import neutral

_WEAKEST = 3
"""Joins that `identity review` shows before the questions."""

if TYPE_CHECKING:
    from frenchtech_graph.identity import Resolution
    from frenchtech_graph.identity.resolution import Progress
    from frenchtech_graph.model.records import Dataset


@click.group("identity")
def identity_command() -> None:
    """See which actors may be one, and decide."""


identity_command.add_command(risky)


@identity_command.command("review")
@inputs_argument
@with_option
@decisions_option
@removals_option
@click.option("--csv", "table", type=click.Path(path_type=Path, dir_okay=False), default=None)  # fmt: skip
@click.option("--joins", is_flag=True)  # fmt: skip
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@format_option
@lang_option
def review(
    inputs: tuple[str, ...],
    sources: tuple[str, ...],
    decisions: Path | None,
    table: Path | None,
    joins: bool,
    limit: int,
    format_: str,
    as_json: bool,
    lang: str,
) -> None:
    """Show the undecided pairs side by side, the likeliest first."""
    import pandas as pd

    from frenchtech_graph.identity.review import COLUMNS, rows, write_table
    from frenchtech_graph.identity.risky import read_already, riskiest, unread

    datasets = read_inputs(inputs, sources)
    with progress_bar() as bar:
        task = bar.add_task("identity", total=None)
        resolution = _resolved(
            datasets, decisions, lambda done, of: bar.update(task, completed=done, total=of)
        )
        pairs = riskiest(resolution.merged) if joins else resolution.undecided
        found = rows(pairs, datasets, lang)
    if table:
        write_table(found, table)
        click.echo(WORDS.plural("joins" if joins else "to-decide", len(found), lang, file=table))
    elif as_json or format_ != "table":
        print_table(
            pd.DataFrame(found[:limit], columns=list(COLUMNS)), "json" if as_json else format_
        )
    else:
        if not joins:
            little = unread(risky_rows(resolution.merged, datasets, lang), read_already())
            for line in weakest(little, _WEAKEST, lang):
                click.echo(neutral(line))
        if found:
            _by_kind(found, limit, lang)
        else:
            click.echo(WORDS.text("nothing-to-decide", lang))


@identity_command.command("namesakes")
@inputs_argument
@with_option
@decisions_option
@removals_option
@click.option("--all", "everything", is_flag=True)
@format_option
@lang_option
def namesakes_command(
    inputs: tuple[str, ...],
    sources: tuple[str, ...],
    decisions: Path | None,
    everything: bool,
    format_: str,
    as_json: bool,
    lang: str,
) -> None:
    """List living organisations of one name in one place that stayed two."""
    import pandas as pd

    from frenchtech_graph.identity import read_decisions, resolve
    from frenchtech_graph.identity.clue_texts import in_words
    from frenchtech_graph.identity.namesakes import namesakes

    datasets = read_inputs(inputs, sources)
    decided = read_decisions(decisions)
    found = namesakes(datasets, resolve(datasets, decided), decided)
    waiting = [n for n in found if n.reason is None]
    spoken = lang if not as_json and format_ == "table" else "en"
    rows = [
        (n.name, n.one, n.other, n.place, in_words("reasons", n.reason, spoken) if n.reason else "")
        for n in (found if everything else waiting)
    ]
    frame = pd.DataFrame(rows, columns=["name", "one", "other", "place", "reason"])
    if as_json or format_ != "table" or rows:
        print_table(frame, "json" if as_json else format_)
    if not as_json and format_ == "table":
        waits = WORDS.plural("namesakes", len(waiting), lang, of=len(found))
        click.echo(neutral(waits))


@identity_command.command("split")
@click.argument("one")
@click.argument("other")
@click.option("--reason", required=True)
@decisions_option
@lang_option
@click.pass_context
def split(
    context: click.Context, one: str, other: str, reason: str, decisions: Path | None, lang: str
) -> None:
    """Part two actors that were joined."""
    context.invoke(
        decide,
        ids=(one, other),
        verdict="different",
        reason=reason,
        table=None,
        decisions=decisions,
        lang=lang,
    )


@identity_command.command("explain")
@click.argument("one")
@click.argument("other")
@inputs_argument
@with_option
@format_option
@lang_option
def explain(
    one: str,
    other: str,
    inputs: tuple[str, ...],
    sources: tuple[str, ...],
    format_: str,
    as_json: bool,
    lang: str,
) -> None:
    """Print the evidence for and against the identity of two actors."""
    import pandas as pd

    from frenchtech_graph.identity import compare
    from frenchtech_graph.identity.clue_texts import in_words
    from frenchtech_graph.model.addresses import key_of

    try:
        pair = compare(read_inputs(inputs, sources), key_of(one), key_of(other))
    except KeyError as error:
        fail(WORDS.text("no-such-id", lang, value=error.args[0]))
    shown = not as_json and format_ == "table"
    spoken = lang if shown else "en"
    frame = pd.DataFrame(
        [(in_words("evidence", e.kind, spoken), e.detail, e.weight) for e in pair.evidence],
        columns=[in_words("rows", c, spoken) for c in ("evidence", "detail", "weight")],
    )
    print_table(frame, "json" if as_json else format_)
    if shown:
        doubt = f" — {in_words('doubts', pair.doubt, lang)}" if pair.doubt else ""
        band = in_words("bands", pair.band, lang)
        click.echo("\n" + neutral(f"{pair.one} / {pair.other}: {band} ({pair.score:+.1f}){doubt}"))


@identity_command.command("decide")
@click.argument("ids", nargs=-1, metavar="[ONE OTHER]")
@click.option("--same", "verdict", flag_value="same")
@click.option("--different", "verdict", flag_value="different")
@click.option("--reason", default=None)
@click.option(
    "--from", "table", type=click.Path(path_type=Path, dir_okay=False, exists=True), default=None
)
@decisions_option
@removals_option
@lang_option
def decide(
    ids: tuple[str, ...],
    verdict: str | None,
    reason: str | None,
    table: Path | None,
    decisions: Path | None,
    lang: str,
) -> None:
    """Decide that two actors are the same or different."""
    from frenchtech_graph.identity.decisions import (
        decision,
        decisions_file,
        holding,
        refuse_contradictions,
        revise,
        with_decision,
    )
    from frenchtech_graph.identity.review import read_table

    alone = len(ids) == 2 and verdict and reason and not table
    if not alone and not (table and not ids):
        fail(WORDS.text("one-way", lang))
    if alone and ids[0] == ids[1]:
        fail(WORDS.text("same-actor", lang))
    file = decisions or decisions_file()
    new = read_table(table) if table else [decision(ids[0], ids[1], str(verdict), str(reason))]
    revise(
        file,
        lambda kept: reduce(with_decision, new, kept),
        # The user's decisions may contradict shipped ones.
        lambda after: refuse_contradictions(holding(file, after)),
    )
    click.echo(WORDS.plural("decided", len(new), lang, file=file))


@identity_command.command("undo")
@click.argument("one")
@click.argument("other")
@decisions_option
@removals_option
@lang_option
def undo(one: str, other: str, decisions: Path | None, lang: str) -> None:
    """Take back the decision on two actors."""
    from frenchtech_graph.identity.decisions import decisions_file, revise, without_decision

    file = decisions or decisions_file()
    before = revise(file, lambda kept: without_decision(kept, one, other))
    if len(without_decision(before, one, other)) == len(before):
        fail(WORDS.text("no-decision", lang, one=one, other=other, file=file))
    click.echo(WORDS.text("undone", lang, one=one, other=other))


def _by_kind(found: "Sequence[Mapping[str, str]]", limit: int, lang: str) -> None:
    """Print questions of one kind together, the kind of the likeliest first, and some of each kind."""
    kinds: dict[str, list[Mapping[str, str]]] = {}
    for row in found:
        kinds.setdefault(row["doubt"], []).append(row)
    each = max(1, limit // len(kinds))
    for doubt, rows in kinds.items():
        told = doubt or WORDS.text("no-doubt", lang)
        click.echo("\n" + neutral(WORDS.text("kinds", lang, count=len(rows), reason=told)))
        for row in rows[:each]:
            _side_by_side(row, lang)


def _resolved(
    datasets: "list[Dataset]", decisions: Path | None, progress: "Progress"
) -> "Resolution":
    from frenchtech_graph.identity import read_decisions, resolve

    return resolve(datasets, read_decisions(decisions), progress=progress)


def _side_by_side(row: "Mapping[str, str]", lang: str) -> None:
    from rich.console import Console
    from rich.table import Table

    from frenchtech_graph.identity.clue_texts import in_words

    row = {name: neutral(text) for name, text in row.items()}
    table = Table(
        show_edge=False,
        header_style="bold",
        title=row["score"],
        title_justify="left",
    )
    table.add_column("")
    table.add_column(row["one"], overflow="fold", ratio=1)
    table.add_column(row["other"], overflow="fold", ratio=1)
    for what in ("name", "kind", "place", "site", "numbers", "sources"):
        if row[f"{what}_one"] or row[f"{what}_other"]:
            table.add_row(
                in_words("rows", what, lang), row[f"{what}_one"] or "?", row[f"{what}_other"] or "?"
            )
    console = Console(markup=False, highlight=False)
    console.print(table)
    console.print(row["evidence"], "\n")
