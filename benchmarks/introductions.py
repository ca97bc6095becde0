"""How good are the forecasts? Protocols A, B and C on the rounds of a tracker, split in time.

    FRENCHTECH_SHARED=… python benchmarks/introductions.py            # months 10-12 of 2025 held out
    FRENCHTECH_SHARED=… python benchmarks/introductions.py --inner    # months 7-9: where choices are made
    python benchmarks/introductions.py --rounds a.json b.json --split 2026-01 --horizon 3 --places communes.csv

Terms and regularisation were chosen on months 1-9 only. Names are merged on the whole list.
"""

from __future__ import annotations

import argparse
import csv
import os
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd

from frenchtech_graph.analysis.introductions.protocols import evaluate
from frenchtech_graph.analysis.introductions.rounds import rounds_of
from frenchtech_graph.sources.rounds import Round, fold, merge_names, read_rounds

TRACKER = "data/raw/frenchtechjournal-funding/funding_2025.json"
COMMUNES = "data/raw/insee-decoupage-2026/communes.csv"
LARGE = 100_000


def regions_by_name(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return commune → region (the largest of a name), and region, department or large commune → region."""
    largest: dict[str, tuple[int, str]] = {}
    tells: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            people, name = int(row["population"] or 0), fold(row["nom"])
            largest[name] = max(largest.get(name, (-1, "")), (people, row["code_region"]))
            tells[fold(row["region"])] = tells[fold(row["departement"])] = row["code_region"]
            if people >= LARGE:
                tells[name] = row["code_region"]
    return {name: region for name, (_, region) in largest.items()}, {k: v for k, v in tells.items() if len(k) > 3}


def home_of(name: str, tells: dict[str, str]) -> str | None:
    """Return the region that an investor's name names: 'Normandie Participations', 'Grenoble Angels'."""
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
            firm, mode="actor", kind="StartUp", label=r.company, pillars=("venture",), sectors=r.sectors,
            place=city or None, region=region_of.get(city),
        )  # fmt: skip
        date = f"{r.year}-{r.month:02d}"
        graph.add_node(event, mode="event", kind="FundingRound", date=date, start=r.year, flow="finance", round=r.stage)
        graph.add_edge(event, firm, side="target", role="raisedBy")
        for mention in r.investors:
            investor = f"investor/{fold(mention.name)}"
            home = home_of(mention.name, tells)
            graph.add_node(investor, mode="actor", label=mention.name, pillars=("finance",), region=home)
            graph.add_edge(event, investor, side="source", role="investor", lead=mention.lead)
    return graph


def month(text: str) -> float:
    """Return the first day of a month such as 2025-10, in months since year 0."""
    year, number = map(int, text.split("-"))
    return float(year * 12 + number - 1)


def main() -> None:
    """Print the table of the three tests."""
    shared = Path(os.environ.get("FRENCHTECH_SHARED", "."))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", nargs="+", type=Path, default=[shared / TRACKER])
    parser.add_argument("--places", type=Path, default=shared / COMMUNES)
    parser.add_argument("--first-year", type=int, default=2025, help="year of the first row of the first file")
    parser.add_argument("--split", default="2025-10", help="first month held out")
    parser.add_argument("--horizon", type=float, default=3, help="months held out")
    parser.add_argument("--inner", action="store_true", help="split at 2025-07 instead, the later months unread")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    split = month("2025-07" if arguments.inner else arguments.split)
    listed = [r for i, path in enumerate(arguments.rounds) for r in read_rounds(path, arguments.first_year + i)]
    rounds = rounds_of(network(merge_names(listed), arguments.places))
    print(f"{len(listed)} rounds, {len(rounds.keys)} with investors, {len(rounds.investors)} investors,", end=" ")
    print(f"{int(rounds.members.sum())} ties; seed {arguments.seed}")
    table = evaluate(rounds, split, arguments.horizon, seed=arguments.seed)
    with pd.option_context("display.width", 250, "display.max_columns", 30):
        for _, part in table.groupby("test"):
            print(part.dropna(axis=1).set_index(["test", "method"]).round(4).to_string(), end="\n\n")
            model = part.iloc[-1].dropna()
            print(model[model.index.str.contains("ece|predicted|brier|gain")].astype(float).round(4).to_string(), "\n")


if __name__ == "__main__":
    main()
