"""How good are the forecasts? Protocols A, B and C on the rounds of a tracker, split in time.

    FRENCHTECH_SHARED=… python benchmarks/introductions.py                # months 10-12 of 2025
    held out FRENCHTECH_SHARED=… python benchmarks/introductions.py --no-history   # the same from
    the rounds of 2025 alone FRENCHTECH_SHARED=… python benchmarks/introductions.py --forward      #
    seven earlier quarters, for choices python benchmarks/introductions.py --rounds 2025.json
    2026.json --history 2024.csv --places communes.csv \\
        --since 2025-01 --split 2026-01 --horizon 3

Any layout of the tracker will do: its columns tell which it is. Candidates are the investors of the
months from
--since to --split, whatever the history. Terms and regularisation were chosen on quarters before
2025-10 only (see docs/gaps.md). Names are merged on the whole list.
"""

from __future__ import annotations

import argparse
import csv
import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.findings.introductions.protocols import evaluate
from frenchtech_graph.findings.introductions.rounds import Rounds, rounds_of
from frenchtech_graph.ingest.connectors.rounds.house_names import merge_names
from frenchtech_graph.ingest.connectors.rounds.investor_names import fold
from frenchtech_graph.ingest.connectors.rounds.round_cells import Round, read_rounds
from frenchtech_graph.ingest.connectors.rounds.tracked_rounds import WORDS, by_day
from frenchtech_graph.ingest.framework.mapping import load

FOLDER = "data/raw/frenchtechjournal-funding"
TRACKER = f"{FOLDER}/funding_2025.json"
HISTORY = tuple(
    f"{FOLDER}/{name}"
    for name in ("funding_2023.csv", "funding_2024_v2_enriched.csv", "funding_2024.csv")
)
LAYOUTS = ("rounds2023", "rounds2024v2", "rounds2024")
COMMUNES = "data/raw/insee-decoupage-2026/communes.csv"
LARGE = 100_000


def regions_by_name(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return commune → region (the largest of a name), and region, department or large commune →
    region.
    """
    largest: dict[str, tuple[int, str]] = {}
    tells: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            people, name = int(row["population"] or 0), fold(row["nom"])
            largest[name] = max(largest.get(name, (-1, "")), (people, row["code_region"]))
            tells[fold(row["region"])] = tells[fold(row["departement"])] = row["code_region"]
            if people >= LARGE:
                tells[name] = row["code_region"]
    return {name: region for name, (_, region) in largest.items()}, {
        k: v for k, v in tells.items() if len(k) > 3
    }


def rounds_in(path: Path, first_year: int) -> list[Round]:
    """Return the dated rounds of one file, its sectors and stages in the words of the ontology.

    Raises:
        SystemExit: the columns are those of no layout of the tracker.
    """
    if path.suffix == ".json":
        read = read_rounds(path, first_year)
    else:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = set(next(csv.reader(file)))
        mapping = next(
            (
                m
                for m in map(load, LAYOUTS)
                if {f.headers[0] for f in m.fields} - {"SIREN"} <= header
            ),
            None,
        )
        if mapping is None:
            raise SystemExit(
                f"{path.name}: columns are {', '.join(sorted(header))}; expected those of {LAYOUTS}"
            )
        read = [r for r, _ in by_day(mapping, mapping.records(path))]
    return [_in_words_of_the_ontology(r) for r in read if r.year]


def _in_words_of_the_ontology(r: Round) -> Round:
    sectors = {s for word in r.sectors for s in WORDS.term("sector", word, [])}
    return replace(
        r, sectors=tuple(sorted(sectors)), stage=WORDS.term("round", r.stage or "", None)
    )


def without_doubles(files: Iterable[Sequence[Round]]) -> list[Round]:
    """Return the rounds of all files; what a later file tells of a round that an earlier one has is
    added to it.

    Two rounds of a company at most a month apart, in two files, are one.
    """
    found: list[Round] = []
    for rounds in files:
        numbers: defaultdict[str, list[int]] = defaultdict(list)
        for number, r in enumerate(found):
            numbers[fold(r.company)].append(number)
        for r in rounds:
            same = [n for n in numbers[fold(r.company)] if abs(_month(found[n]) - _month(r)) <= 1]
            if same:
                numbers[fold(r.company)].remove(same[0])
                found[same[0]] = _together(found[same[0]], r)
            else:
                found.append(r)
    return [replace(r, row=number) for number, r in enumerate(found)]


def _month(r: Round) -> int:
    return r.year * 12 + r.month - 1


def _together(first: Round, second: Round) -> Round:
    named = {fold(m.name) for m in first.investors}
    return replace(
        first,
        sectors=tuple(sorted({*first.sectors, *second.sectors})),
        stage=first.stage or second.stage,
        amount_eur=first.amount_eur or second.amount_eur,
        investors=first.investors + tuple(m for m in second.investors if fold(m.name) not in named),
    )


def home_of(name: str, tells: dict[str, str]) -> str | None:
    """Return the region that an investor's name names: 'Normandie Participations', 'Grenoble
    Angels'.
    """
    words = name.replace("-", " ").split()
    spans = [words[i : i + n] for n in (4, 3, 2, 1) for i in range(len(words) - n + 1)]
    return next((tells[fold("".join(s))] for s in spans if fold("".join(s)) in tells), None)


def network(rounds: list[Round], places: Path) -> nx.Graph[Any]:
    """Return the rounds as a network of the contract."""
    region_of, tells = regions_by_name(places)
    graph: nx.Graph[Any] = nx.Graph(view="bipartite")
    for r in rounds:
        city = fold(r.city or "")
        firm, event = f"company/{fold(r.company)}", f"round/{r.year}-{r.month:02d}/{r.row}"
        graph.add_node(
            firm,
            mode="actor",
            kind="StartUp",
            label=r.company,
            pillars=("venture",),
            sectors=r.sectors,
            place=city or None,
            region=region_of.get(city),
        )
        date = f"{r.year}-{r.month:02d}"
        graph.add_node(
            event,
            mode="event",
            kind="FundingRound",
            date=date,
            start=r.year,
            flow="finance",
            round=r.stage,
            amount_eur=r.amount_eur,
        )
        graph.add_edge(event, firm, side="target", role="raisedBy")
        for mention in r.investors:
            investor = f"investor/{fold(mention.name)}"
            home = home_of(mention.name, tells)
            graph.add_node(
                investor, mode="actor", label=mention.name, pillars=("finance",), region=home
            )
            graph.add_edge(event, investor, side="source", role="investor", lead=mention.lead)
    return graph


def month(text: str) -> float:
    """Return the first day of a month such as 2025-10, in months since year 0."""
    year, number = map(int, text.split("-"))
    return float(year * 12 + number - 1)


def show(rounds: Rounds, split: float, horizon: float, since: float, seed: int) -> None:
    """Print the table of the three tests."""
    table = evaluate(rounds, split, horizon, since=since, seed=seed)
    for name, part in table.groupby("test"):
        counted = part.iloc[-1]
        share = counted["positives"] / (counted["queries"] * counted["candidates"])
        print(
            f"\n{name}: {counted['queries']} queries, {counted['candidates']} candidates,"
            f" {counted['positives']} ",
            end="",
        )
        print(
            f"positives (base rate {share:.5f}), {counted['reachable']:.0%} of the later ties have"
            " a known investor"
        )
        print(
            pd.DataFrame(
                {column: part.apply(_with_limits, axis=1, args=(column,)) for column in FIGURES}
                | {c: part[c].round(3) for c in ("hit_at_10", "recall_at_10", "p_at_50")}
            )
            .set_axis(part["method"])
            .to_string()
        )
        print("gain over popularity:", *(f"{c} [{_limits(counted, 'gain_' + c)}]" for c in FIGURES))
        print(
            counted[
                ["ece", "predicted_over_observed", "predicted_over_observed_top", "brier_skill"]
            ].to_string()
        )


FIGURES = ("auc", "map", "auc_within_popularity")


def _with_limits(row: pd.Series[Any], column: str) -> str:
    return f"{row[column]:.3f} [{_limits(row, column)}]"


def _limits(row: pd.Series[Any], column: str) -> str:
    return f"{row[column + '_low']:.3f}, {row[column + '_high']:.3f}"


def forward(
    listed: Sequence[Round],
    places: Path,
    horizon: float,
    window: float,
    until: float,
    seed: int,
    *,
    alone: bool,
) -> None:
    """Print the figures of the model on the seven horizons before ``until``, each learnt from what
    came before it.

    ``alone``: from the rounds of its own window only.
    """
    rows = []
    for step in range(7, 0, -1):
        split = until - step * horizon
        since = split - window
        read = [
            r for r in listed if _month(r) < split + horizon and (_month(r) >= since or not alone)
        ]
        table = evaluate(
            rounds_of(network(read, places)), split, horizon, since=since, seed=seed, resamples=0
        )
        for method in ("popularity", "model"):
            row = {"split": f"{split // 12:.0f}-{split % 12 + 1:02.0f}", "method": method}
            for _, part in table[table["method"] == method].iterrows():
                shown = (*FIGURES, "ece", "predicted_over_observed")
                row |= {f"{part['test']} {column}": part[column] for column in shown}
            rows.append(row)
    frame = pd.DataFrame(rows).set_index(["method", "split"]).sort_index().dropna(axis=1, how="all")
    print(frame.round(3).to_string())
    print(frame.groupby("method").mean().round(4).to_string())


def main() -> None:
    """Print the table of the three tests."""
    shared = Path(os.environ.get("FRENCHTECH_SHARED", "."))
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--rounds", nargs="+", type=Path, default=[shared / TRACKER], metavar="FILE"
    )
    parser.add_argument(
        "--history",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="rounds of earlier years; default: those that lie beside the default file",
    )
    parser.add_argument(
        "--no-history", action="store_true", help="use the rounds since --since alone"
    )
    parser.add_argument(
        "--places",
        type=Path,
        default=shared / COMMUNES,
        metavar="FILE",
        help="communes and regions",
    )
    parser.add_argument(
        "--first-year",
        type=int,
        default=2025,
        metavar="YEAR",
        help=(
            "year of the first row of the first of --rounds, which names months only; "
            "each further file starts a year later"
        ),
    )
    parser.add_argument(
        "--since",
        default="2025-01",
        metavar="MONTH",
        help="candidates have a round from this month on",
    )
    parser.add_argument("--split", default="2025-10", metavar="MONTH", help="first month held out")
    parser.add_argument(
        "--horizon", type=float, default=3, metavar="MONTHS", help="months held out"
    )
    parser.add_argument(
        "--forward", action="store_true", help="judge on seven horizons before --split instead"
    )
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    history = arguments.history
    if history is None:
        history = [path for path in (shared / name for name in HISTORY) if path.exists()]
    since, split = month(arguments.since), month(arguments.split)
    earlier = [rounds_in(path, arguments.first_year) for path in history]
    later = [rounds_in(path, arguments.first_year + i) for i, path in enumerate(arguments.rounds)]
    listed = merge_names(without_doubles([*earlier, *later]))
    if arguments.no_history and not arguments.forward:
        listed = [r for r in listed if _month(r) >= since]
    if arguments.forward:
        forward(
            listed,
            arguments.places,
            arguments.horizon,
            split - since,
            split,
            arguments.seed,
            alone=arguments.no_history,
        )
        return
    rounds = rounds_of(network(listed, arguments.places))
    print(
        f"{len(listed)} rounds, {len(rounds.keys)} with investors, {len(rounds.investors)}"
        " investors,",
        end=" ",
    )
    print(f"{int(rounds.members.sum())} ties; seed {arguments.seed}")
    show(rounds, split, arguments.horizon, since, arguments.seed)


if __name__ == "__main__":
    main()
