"""`gaps`, `pathways`, `introductions`, `fragility`, `coverage`, `compare`: what is missing, and how
sure that is.
"""

from collections.abc import Callable, Iterable
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
from frenchtech_graph.cli.logs import neutral

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

F = TypeVar("F", bound=Callable[..., Any])
Sentence = Callable[..., str]

# Named here so that --help does not wait for the analysis; a test holds them to the lists there.
GROUPS = ("pillar", "kind", "sector", "stage", "city", "department", "region")
PLACES = ("city", "department", "region")
SENTENCES = 8
UNTOLD = ("too few expected", "nothing to compare")


def _part(command: F) -> F:
    """Add the options that say which part of the network, and how much of the answer."""
    for option in (
        click.option(
            "--seed", type=int, default=1, show_default=True, help="Seed of all that is random."
        ),
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
            help="Rows on the screen.",
        ),
    ):
        command = option(command)
    return out_option(lang_option(format_option(command)))


@click.command("gaps")
@click.argument(
    "what",
    type=click.Choice(["groups", "distance", "trades", "peers", "functions", "bridges"]),
    default="groups",
)
@click.option(
    "--rows", type=click.Choice(GROUPS), help="Groups of one end (groups). Default: four tables."
)
@click.option("--columns", type=click.Choice(GROUPS), help="Groups of the other end (groups).")
@click.option(
    "--place",
    type=click.Choice(PLACES),
    default="region",
    show_default=True,
    help="Places to judge.",
)
@click.option(
    "--by",
    type=click.Choice(("sector", "stage", "kind")),
    default="sector",
    show_default=True,
    help="What places are judged by (trades, peers).",
)
@click.option(
    "--between",
    type=click.Choice((*GROUPS, "community")),
    default="pillar",
    show_default=True,
    help="Groups to bridge (bridges).",
)
@click.option(
    "--radius",
    type=click.FloatRange(min=0),
    default=50.0,
    show_default=True,
    help="km (functions).",
)
@_part
def gaps_command(
    what: str, lang: str, format_: str, as_json: bool, out: Path, top: int, **asked: Any
) -> None:
    """Show which groups are tied less than expected.

    \b
    groups     pairs of groups with fewer ties than degrees and chance allow (default)
    distance   pairs of places, with and without the distance between them
    trades     sectors a place does little of, though related ones are there
    peers      places against those most like them in size and mix
    functions  no incubator, no seed fund … within reach
    bridges    well-connected actors of two groups with no tie and no partner in common

    \b
    Examples:
      frenchtech-graph gaps
      frenchtech-graph gaps --rows kind --columns region --json
      frenchtech-graph gaps functions --place department
    """
    from frenchtech_graph.findings.kept import KeptFindings

    asked["kept"] = KeptFindings(out)
    graph = _selected(out, lang, asked)
    answer = {
        "groups": _groups,
        "distance": _distance,
        "trades": _trades,
        "peers": _peers,
        "functions": _functions,
        "bridges": _bridges,
    }[what]
    frames = answer(graph, asked, lang)
    _print_all(frames, lang, "json" if as_json else format_, top)
    if what == "groups" and format_ == "table" and not as_json:
        from frenchtech_graph.findings.gaps import gap_reading

        click.echo(gap_reading(lang))


@click.command("pathways")
@click.option(
    "--by",
    type=click.Choice(("region", "department", "city", "sector")),
    default="region",
    show_default=True,
    help="Groups of firms to compare.",
)
@click.option(
    "--as-of", metavar="DATE", help="Date up to which the data is complete. Default: its latest."
)
@_part
def pathways_command(
    by: str,
    as_of: str | None,
    lang: str,
    format_: str,
    as_json: bool,
    out: Path,
    top: int,
    **asked: Any,
) -> None:
    """Show where firms stop on the way from start to up.

    Who has not arrived yet is still on the way, not lost; who was bought or listed left by another
    door.

    \b
    Examples:
      frenchtech-graph pathways
      frenchtech-graph pathways --by sector --as-of 2025-12 --json
    """
    from frenchtech_graph.findings.pathways.transitions import pathway_sentence, pathways
    from frenchtech_graph.model.partial_dates import is_partial_date

    if as_of is not None and not is_partial_date(as_of):
        fail(f"--as-of {as_of}: expected a date such as 2025, 2025-12 or 2025-12-31")
    graph = _selected(out, lang, asked)
    frame = pathways(graph, by=by, as_of=as_of)
    columns = (
        "from_state",
        "to_state",
        "group",
        "firms",
        "reached",
        "waiting",
        "share_36",
        "expected",
        "q",
        "finding",
    )
    _print_all(
        [_Answer("pathways", frame, columns, pathway_sentence, _labels(graph, [by]))],
        lang,
        "json" if as_json else format_,
        top,
        seed=asked["seed"],
    )


@click.command("introductions")
@click.option("--actor", metavar="NAME", help="For one actor: name or address. Default: for all.")
@click.option(
    "--per-actor",
    type=click.IntRange(1, 3),
    default=3,
    show_default=True,
    help="Proposals of each sort.",
)
@click.option("--persons", is_flag=True, help="Propose natural persons too.")
@_part
def introductions_command(
    actor: str | None,
    per_actor: int,
    persons: bool,
    lang: str,
    format_: str,
    as_json: bool,
    out: Path,
    top: int,
    **asked: Any,
) -> None:
    """Propose introductions, with their reasons.

    A forecast is what will probably happen anyway; an introduction fits, apart from how well known
    both are.

    \b
    Examples:
      frenchtech-graph introductions --actor Exotec
      frenchtech-graph introductions --json
    """
    from frenchtech_graph.findings.introductions import introduce, introduction_sentence
    from frenchtech_graph.findings.kept import KeptFindings
    from frenchtech_graph.network.group_labels import actor_labels

    kept = KeptFindings(out)
    graph = _selected(out, lang, asked)
    node = None if actor is None else _actor(graph, actor)
    frame = kept(
        introduce, graph, actor=node, per_actor=per_actor, persons=persons, seed=asked["seed"]
    )
    labels = {**_labels(graph, ["region"]), **actor_labels(graph)}
    columns = (
        "actor_label",
        "other_label",
        "product",
        "kind",
        "rank",
        "band",
        "already",
        "same_region",
    )
    _print_all(
        [_Answer("introductions", frame, columns, introduction_sentence, labels)],
        lang,
        "json" if as_json else format_,
        top,
    )


@click.command("fragility")
@click.argument("what", type=click.Choice(["actors", "curve", "pillars"]), default="actors")
@_part
def fragility_command(
    what: str, lang: str, format_: str, as_json: bool, out: Path, top: int, **asked: Any
) -> None:
    """Show what breaks if an actor leaves.

    \b
    actors   firms that would lose their only known partner, and who would be cut off (default)
    curve    how the network shrinks as its first actors leave, against actors leaving at random
    pillars  the fewest actors whose leaving cuts two pillars apart

    \b
    Examples:
      frenchtech-graph fragility
      frenchtech-graph fragility pillars --json
    """
    from frenchtech_graph.findings.fragility import losses as f

    columns: tuple[str, ...]
    graph = _selected(out, lang, asked)
    if what == "curve":
        answer = _Answer("fragility curve", f.removal_curve(graph, seed=asked["seed"]), (), None)
    elif what == "pillars":
        columns = ("first", "second", "actors_first", "actors_second", "cut", "share")
        answer = _Answer(
            "fragility pillars", f.pillar_cuts(graph), columns, None, _labels(graph, [])
        )
    else:
        columns = (
            "label",
            "kind",
            "orphans",
            "orphans_finance",
            "orphans_incubation",
            "cut_off",
            "pairs_lost",
        )
        answer = _Answer(
            "fragility actors", f.fragility(graph, top=top), columns, f.fragility_sentence
        )
    _print_all([answer], lang, "json" if as_json else format_, top, seed=asked["seed"])


@click.command("coverage")
@click.option(
    "--by",
    type=click.Choice(GROUPS),
    default="region",
    show_default=True,
    help="Groups to break down by.",
)
@click.option("--overlap", is_flag=True, help="Show which sources have events in common instead.")
@_part
def coverage_command(
    by: str,
    overlap: bool,
    lang: str,
    format_: str,
    as_json: bool,
    out: Path,
    top: int,
    **asked: Any,
) -> None:
    """Estimate what the data does not see.

    \b
    Examples:
      frenchtech-graph coverage
      frenchtech-graph coverage --by sector --json
    """
    from frenchtech_graph.findings.coverage import coverage, coverage_sentence, source_overlap

    graph = _selected(out, lang, asked)
    if overlap:
        answer = _Answer("coverage overlap", source_overlap(graph), (), None)
    else:
        columns = (
            "tie_kind",
            "group",
            "events",
            "actors",
            "actor_coverage",
            "sources",
            "recorded_share",
            "grade",
        )
        answer = _Answer(
            "coverage", coverage(graph, by=by), columns, coverage_sentence, _labels(graph, [by])
        )
    _print_all([answer], lang, "json" if as_json else format_, top, seed=asked["seed"])


@click.command("compare")
@click.argument("first")
@click.argument("second")
@click.option(
    "--equal",
    type=click.Choice(["events", "coverage"]),
    default="events",
    show_default=True,
    help="What is made equal before comparing.",
)
@click.option(
    "--draws", type=click.IntRange(min=1), default=200, show_default=True, help="Random cuts."
)
@_part
def compare_command(
    first: str,
    second: str,
    equal: str,
    draws: int,
    lang: str,
    format_: str,
    as_json: bool,
    out: Path,
    top: int,
    **asked: Any,
) -> None:
    """Compare two ecosystems, cut down to equal size.

    FIRST and SECOND are folders of built graphs, places of the graph in --out, or spans of years
    (2012-2016).

    \b
    Examples:
      frenchtech-graph compare Lille Lyon --out out/france
      frenchtech-graph compare 2012-2016 2017-2021
      frenchtech-graph compare out/lille out/lyon --json
    """
    from frenchtech_graph.findings.compare.comparison import compare, comparison_sentence

    graphs = [_ecosystem(name, out, lang, asked) for name in (first, second)]
    frame = compare(*graphs, names=(first, second), equalise=equal, draws=draws, seed=asked["seed"])  # type: ignore[arg-type]
    columns = ("measure", "first_equal", "second_equal", "difference", "low", "high", "finding")
    _print_all(
        [_Answer("compare", frame, columns, comparison_sentence)],
        lang,
        "json" if as_json else format_,
        top,
    )


class _Answer:
    """A table to print: its name, the columns of the screen (none: all), what says a row in words,
    group names.

    ``summary`` says the whole table in words; rows of which nothing can be said then need no
    sentence of their own.
    """

    def __init__(
        self,
        name: str,
        frame: "pd.DataFrame",
        columns: tuple[str, ...],
        sentence: Sentence | None,
        labels: Any = None,
        summary: Callable[["pd.DataFrame", str], str] | None = None,
    ) -> None:
        self.name, self.frame, self.columns, self.labels = name, frame, columns, labels or {}
        self.summary = summary
        self.sentence = (
            None if sentence is None else _with_names(sentence, self.labels) if labels else sentence
        )

    def on_screen(self, top: int, lang: str) -> "pd.DataFrame":
        """Return the first rows of the main columns, titles and codes in a language."""
        from frenchtech_graph.findings.texts import heading, in_words

        shown = self.frame.head(top)
        shown = shown[[c for c in self.columns if c in shown]] if self.columns else shown
        shown = shown.map(lambda value: in_words(self._named(value, lang), lang))
        return shown.rename(columns=lambda name: heading(name, lang))

    def in_words(self, top: int, lang: str) -> list[str]:
        """Return what the table says, or why it is empty, in sentences."""
        from frenchtech_graph.findings.texts import say

        if self.frame.empty:
            return [
                say(f"nothing {'groups' if ' × ' in self.name else self.name.split()[-1]}", lang)
            ]
        rows = self.frame.head(min(top, SENTENCES))
        if self.summary is not None:
            rows = rows[~rows["reason"].isin(UNTOLD)]
        said = (
            []
            if self.sentence is None
            else [f"- {self.sentence(row, lang)}" for _, row in rows.iterrows()]
        )
        return said if self.summary is None else [self.summary(self.frame, lang), *said]

    def _named(self, value: Any, lang: str) -> Any:
        return self.labels.get(value, {}).get(lang, value) if isinstance(value, str) else value


def _groups(graph: "nx.Graph[Any]", asked: dict[str, Any], lang: str) -> list[_Answer]:
    from frenchtech_graph.findings.gaps import DEFAULT_TABLES, gap_sentence, gap_summary, gap_tables

    if (asked["rows"] is None) != (asked["columns"] is None):
        fail(
            {"fr": "--rows et --columns vont ensemble.", "en": "--rows and --columns go together."}[
                lang
            ]
        )
    pairs = DEFAULT_TABLES if asked["rows"] is None else ((asked["rows"], asked["columns"]),)
    shown = (
        "row_group",
        "column_group",
        "observed",
        "expected",
        "ratio",
        "ratio_high",
        "missing_ties",
        "q_both",
        "tipping",
        "grade",
    )
    tables = asked["kept"](gap_tables, graph, pairs=pairs, seed=asked["seed"])
    return [
        _Answer(f"gaps {a} × {b}", frame, shown, gap_sentence, _labels(graph, [a, b]), gap_summary)
        for (a, b), frame in tables.items()
    ]


def _distance(graph: "nx.Graph[Any]", asked: dict[str, Any], _: str) -> list[_Answer]:
    from frenchtech_graph.findings.gaps import gravity_gaps

    shown = (
        "row_group",
        "column_group",
        "observed",
        "km",
        "expected",
        "expected_without_distance",
        "q",
        "finding",
    )
    return [
        _Answer(
            "gaps distance",
            gravity_gaps(graph, by=asked["place"]),
            shown,
            None,
            _labels(graph, [asked["place"]]),
        )
    ]


def _trades(graph: "nx.Graph[Any]", asked: dict[str, Any], _: str) -> list[_Answer]:
    from frenchtech_graph.findings.functions.coverage_gaps import location_quotients, trade_sentence

    frame = location_quotients(graph, place=asked["place"], by=asked["by"])
    shown = (
        "place",
        "group",
        "observed",
        "expected",
        "lq_shrunk",
        "q",
        "density",
        "density_expected",
        "finding",
    )
    return [_Answer("gaps trades", frame, shown, trade_sentence, _labels(graph, [asked["place"]]))]


def _peers(graph: "nx.Graph[Any]", asked: dict[str, Any], _: str) -> list[_Answer]:
    from frenchtech_graph.findings.functions.coverage_gaps import peer_gaps

    frame = peer_gaps(graph, place=asked["place"], by=asked["by"], seed=asked["seed"])
    return [
        _Answer(
            "gaps peers",
            frame,
            ("place", "group", "share", "peer_median", "difference", "low", "high"),
            None,
            _labels(graph, [asked["place"]]),
        )
    ]


def _functions(graph: "nx.Graph[Any]", asked: dict[str, Any], _: str) -> list[_Answer]:
    from frenchtech_graph.findings.functions.coverage_gaps import (
        function_sentence,
        missing_functions,
    )

    frame = missing_functions(graph, place=asked["place"], radius_km=asked["radius"])
    shown = ("place", "function", "status", "within", "nearest_label", "km")
    return [
        _Answer("gaps functions", frame, shown, function_sentence, _labels(graph, [asked["place"]]))
    ]


def _bridges(graph: "nx.Graph[Any]", asked: dict[str, Any], _: str) -> list[_Answer]:
    from frenchtech_graph.findings.functions.missing_bridges import bridge_sentence, missing_bridges

    frame = missing_bridges(graph, between=asked["between"], seed=asked["seed"])
    shown = (
        "first_group",
        "second_group",
        "first_label",
        "second_label",
        "fit",
        "score",
        "ties_between_groups",
    )
    groups = ["region", *([asked["between"]] if asked["between"] != "community" else [])]
    return [_Answer("gaps bridges", frame, shown, bridge_sentence, _labels(graph, groups))]


def _labels(graph: "nx.Graph[Any]", attributes: Iterable[str]) -> Any:
    """Return what groups are called."""
    from frenchtech_graph.network.group_labels import group_labels

    return group_labels(graph, attributes)


def _with_names(sentence: Sentence, labels: Any) -> Callable[[Any, str], str]:
    return lambda row, lang: sentence(row, lang, labels)


def _selected(out: Path, lang: str, asked: dict[str, Any]) -> "nx.Graph[Any]":
    """Return the part of the network asked for, or leave with exit code 2."""
    from frenchtech_graph.io.errors import BilingualError
    from frenchtech_graph.network.selection import select

    try:
        return select(
            open_network(out), where=asked["where"], since=asked["since"], until=asked["until"]
        )
    except BilingualError as error:
        fail(error.message(lang))
    except ValueError as error:
        fail(str(error))


def _ecosystem(name: str, out: Path, lang: str, asked: dict[str, Any]) -> "nx.Graph[Any]":
    """Return the network that a folder, a span of years or a place stands for."""
    years = name.split("-")
    if Path(name).is_dir():
        return _selected(Path(name), lang, asked)
    if len(years) == 2 and all(year.isdigit() and len(year) == 4 for year in years):
        return _selected(out, lang, {**asked, "since": int(years[0]), "until": int(years[1])})
    return _selected(out, lang, {**asked, "where": name})


def _actor(graph: "nx.Graph[Any]", name: str) -> Any:
    """Return the actor of a name or address, or leave with exit code 2."""
    from frenchtech_graph.model.names import fold, nearest

    labels = {
        node: data.get("label") or ""
        for node, data in graph.nodes(data=True)
        if data.get("mode") == "actor"
    }
    if name in labels:
        return name
    found = sorted(node for node, label in labels.items() if fold(label) == fold(name))
    if len(found) == 1:
        return found[0]
    if found:
        return fail(
            f"--actor {name}: several actors have this name; give one of the addresses"
            f" {', '.join(found)}"
        )
    close = ", ".join(nearest(name, labels.values()))
    return fail(f"--actor {name}: no such actor.{f' Did you mean: {close}?' if close else ''}")


def _print_all(
    answers: list[_Answer], lang: str, format_: str, top: int, seed: int | None = None
) -> None:
    """Print tables: all columns and both languages as CSV or JSON, the main ones and sentences on a
    screen.
    """
    if format_ != "table":
        import pandas as pd

        frames = [_in_full(answer, seed) for answer in answers]
        print_table(
            frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True), format_
        )
        return
    for answer in answers:
        used = answer.frame.attrs.get("seed", seed)
        title = answer.name if used is None else f"{answer.name} (seed {used})"
        if answer.frame.empty:
            click.echo(title)
        else:
            print_table(answer.on_screen(top, lang), "table", title=title)
        for sentence in answer.in_words(top, lang):
            click.echo(neutral(sentence))
        click.echo()


def _in_full(answer: _Answer, seed: int | None) -> "pd.DataFrame":
    frame = answer.frame.copy()
    if answer.sentence is not None:
        rows = [row for _, row in frame.iterrows()]
        for language in ("fr", "en"):
            frame[f"sentence_{language}"] = [answer.sentence(row, language) for row in rows]
    frame["seed"] = frame.attrs.get("seed", seed)
    return frame
