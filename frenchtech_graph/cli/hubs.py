"""`hubs` and `brokers`: who holds an ecosystem together, and who passes between its groups."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from frenchtech_graph.cli.common import (
    fail,
    format_option,
    lang_option,
    open_network,
    out_option,
    print_table,
)
from frenchtech_graph.cli.logs import neutral, tell

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

F = TypeVar("F", bound=Callable[..., Any])

# Named here so that --help does not wait for the analysis; a test holds them to the lists there.
HUB_MEASURES = (
    "events",
    "degree",
    "strength",
    "betweenness",
    "harmonic",
    "pagerank",
    "money_joined",
    "money_led",
    "k_core",
    "eigenvector",
    "effective_size",
)
BROKER_MEASURES = (
    "bridge_betweenness",
    "betweenness",
    "brokerage",
    "liaison",
    "effective_size",
    "constraint",
)
GROUPS = ("pillar", "sector", "region", "department", "place", "kind")
HUB_COLUMNS = (
    "rank",
    "interval",
    "label",
    "kind",
    "events",
    "degree",
    "p_top",
    "tier",
    "hub",
    "source_at_stake",
)
BROKER_COLUMNS = (
    *("rank", "interval", "label", "group", "brokerage", "bridges"),
    *("p_top", "tier", "broker", "source_at_stake"),
)


def _conditions(command: F) -> F:
    """Add the options that say which part of the network, and how to rank."""
    for option in (
        click.option(
            "--force", is_flag=True, help="Allow measures that a clique projection inflates."
        ),
        click.option(
            "--seed", type=int, default=1, show_default=True, help="Seed of the resamples."
        ),
        click.option(
            "--resamples",
            type=click.IntRange(min=0),
            default=200,
            show_default=True,
            help="Subsamples behind the intervals; 0: none.",
        ),
        click.option("--persons", is_flag=True, help="Rank natural persons too."),
        click.option("--sector", help="Ties of the actors of this sector."),
        click.option("--kind", help="Ties of this kind, such as FundingRound."),
        click.option("--pillar", help="Rank only actors of this pillar, by their ties to all."),
        click.option("--until", type=int, metavar="YEAR", help="Events up to this year."),
        click.option("--since", type=int, metavar="YEAR", help="Events from this year on."),
        click.option(
            "--where", metavar="PLACE", help="Ties of the actors of a place: name or INSEE code."
        ),
        click.option(
            "--top",
            type=click.IntRange(min=1),
            default=20,
            show_default=True,
            help="Rows, and the k of P.",
        ),
    ):
        command = option(command)
    return command


@click.command("hubs")
@click.option(
    "--measure",
    type=click.Choice(HUB_MEASURES),
    default="events",
    show_default=True,
    help="What ranks.",
)
@_conditions
@format_option
@lang_option
@out_option
def hubs_command(
    measure: str, out: Path, lang: str, format_: str, as_json: bool, **asked: Any
) -> None:
    """Rank the hubs, with their doubt.

    A hub stays among the first when a fifth of the events is taken away, in 80 % of the trials.
    Actors of one tier cannot be told apart.

    \b
    Examples:
      frenchtech-graph hubs
      frenchtech-graph hubs --where Roubaix --since 2018 --measure betweenness
      frenchtech-graph hubs --pillar finance --json
    """
    from frenchtech_graph.findings.hubs.ranking import hub_sentence, rank_hubs
    from frenchtech_graph.findings.kept import KeptFindings

    kept = KeptFindings(out)
    graph, ranking = _selected(out, lang, asked)
    frame = _ranked(lambda: kept(rank_hubs, graph, measure=measure, **ranking))
    _print(graph, frame, "hubs", hub_sentence, HUB_COLUMNS, lang, "json" if as_json else format_)


@click.command("brokers")
@click.option(
    "--measure",
    type=click.Choice(BROKER_MEASURES),
    default="bridge_betweenness",
    show_default=True,
    help="What ranks.",
)
@click.option(
    "--null-draws",
    type=click.IntRange(min=0),
    default=None,
    metavar="N",
    help="Rewired networks to compare with; 1,000 below 20,000 ties, else none.",
)
@click.option(
    "--by",
    type=click.Choice(GROUPS),
    default="pillar",
    show_default=True,
    help="The groups to pass between.",
)
@_conditions
@format_option
@lang_option
@out_option
def brokers_command(
    measure: str,
    by: str,
    null_draws: int | None,
    out: Path,
    lang: str,
    format_: str,
    as_json: bool,
    **asked: Any,
) -> None:
    """Rank the brokers, with their doubt.

    A broker stands between partners that have no recorded tie with each other. Counts are compared
    with networks in which everyone has as many ties with others.

    \b
    Examples:
      frenchtech-graph brokers
      frenchtech-graph brokers --by region --measure liaison --json
    """
    from frenchtech_graph.findings.brokers.brokerage import broker_sentence, rank_brokers
    from frenchtech_graph.findings.kept import KeptFindings

    kept = KeptFindings(out)
    graph, ranking = _selected(out, lang, asked)
    frame = _ranked(
        lambda: kept(rank_brokers, graph, by=by, measure=measure, null_draws=null_draws, **ranking)
    )
    _print(
        graph,
        frame,
        "brokers",
        broker_sentence,
        BROKER_COLUMNS,
        lang,
        "json" if as_json else format_,
    )


def _selected(
    out: Path, lang: str, asked: dict[str, Any]
) -> "tuple[nx.Graph[Any], dict[str, Any]]":
    """Return the part of the network asked for, and the options that rank it."""
    from frenchtech_graph.io.errors import BilingualError
    from frenchtech_graph.network.selection import select

    conditions = {name: asked.pop(name) for name in ("where", "since", "until", "kind", "sector")}
    try:
        graph = select(open_network(out), pillar=asked["pillar"], **conditions)
    except BilingualError as error:
        fail(error.message(lang))
    except ValueError as error:
        fail(str(error))
    return graph, asked


def _ranked(rank: "Callable[[], Any]") -> "pd.DataFrame":
    """Rank; a measure refused on this view is the caller's fault."""
    try:
        frame: pd.DataFrame = rank()
        return frame
    except ValueError as error:
        fail(str(error))


def _print(
    graph: "nx.Graph[Any]",
    frame: "pd.DataFrame",
    command: str,
    sentence: Callable[[Any, str], str],
    columns: tuple[str, ...],
    lang: str,
    format_: str,
) -> None:
    """Print a ranking: all columns with evidence as CSV or JSON, the main ones and sentences on a
    screen.
    """
    from frenchtech_graph.findings.hubs.hub_sentences import note
    from frenchtech_graph.findings.hubs.ranking import evidence

    if format_ != "table":
        rows = [row for _, row in frame.iterrows()]
        for language in ("fr", "en"):
            frame[f"sentence_{language}"] = [sentence(row, language) for row in rows]
        found = [evidence(graph, row["iri"]) for row in rows]
        for name in ("ties", "sources"):
            frame[name] = [each[name] for each in found]
        frame["seed"] = frame.attrs["seed"]
        print_table(frame, format_)
    elif frame.empty:
        click.echo(note("nobody", lang))
    else:
        _print_on_screen(frame, command, sentence, columns, lang)
    if graph.graph.get("undated_left_out"):
        tell(note("undated", lang, n=graph.graph["undated_left_out"]))


def _print_on_screen(
    frame: "pd.DataFrame",
    command: str,
    sentence: Callable[[Any, str], str],
    columns: tuple[str, ...],
    lang: str,
) -> None:
    """Print the main columns, the sentences of the first that are firm, and what to keep in
    mind.
    """
    from frenchtech_graph.findings.hubs.hub_sentences import heading, note, yes_no

    words = {name: frame.attrs[name] for name in ("seed", "k", "ranked", "resamples")}
    title = note(f"title-{command}", lang, by=frame["measure"].iloc[0], **words)
    flag = columns[-2]
    shown = frame.assign(interval=[_interval(row) for _, row in frame.iterrows()])
    shown[flag] = [yes_no(value, lang) for value in frame[flag]]
    # A source is decisive when leaving it out costs the place among the first.
    shown["source_at_stake"] = frame["source_at_stake"].where(
        frame["rank_without_source"] > frame["k"], ""
    )
    print_table(
        shown[list(columns)].rename(columns=lambda name: heading(name, lang)), "table", title=title
    )
    for _, row in frame[frame[flag]].head(5).iterrows():
        click.echo("\n" + neutral(sentence(row, lang)))
    if not frame["method"].iloc[0].startswith("exact"):
        click.echo(f"\n{note('estimated', lang, method=frame['method'].iloc[0])}")
    click.echo(f"\n{note('caveat', lang)}")


def _interval(row: Any) -> str:
    return f"{row['rank_low']:.0f}–{row['rank_high']:.0f}" if row["rank_low"] > 0 else ""
