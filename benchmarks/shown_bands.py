"""Do the bands of shown probabilities hold? Protocol in docs/who-could.md, fixed before looking.

`FRENCHTECH_SHARED=… python -m benchmarks.shown_bands` prints the record of the test rounds, once.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks import introductions as tracker
from benchmarks.city_gaps import wilson
from frenchtech_graph.findings.introductions import learning
from frenchtech_graph.findings.introductions import terms as t
from frenchtech_graph.findings.introductions.reasons import BANDS, band
from frenchtech_graph.findings.introductions.rounds import OF_A_ROUND, Rounds, rounds_of
from frenchtech_graph.findings.introductions.snapshot import Snapshot

SPLITS, HORIZON, WINDOW, SHOWN = ("2025-07", "2025-10"), 3.0, 9.0, 3
Row = tuple[str, str, float, float]
"""Product, band, probability shown, and 1 if it came true."""


def of_firms(rounds: Rounds, split: float) -> Iterator[Row]:
    """Yield the investors shown to the firms of the rounds of a quarter, as the product asks."""
    learnt = learning.learn_rounds(rounds, split, HORIZON, window=WINDOW)
    snapshot = Snapshot(rounds, split, WINDOW)
    numbers = rounds.between(split, split + HORIZON)
    queries = t.Queries.of_rounds(rounds, numbers)
    tags = {f: 0 * m if f in OF_A_ROUND else m for f, m in queries.tags.items()}
    terms = t.query_terms(snapshot, t.Queries(tags, queries.company)).terms
    came = learning.joined(snapshot, numbers)
    before = (snapshot.earlier_of_company(queries.company) @ snapshot.joined.T).toarray() > 0
    for table, true, known in zip(terms, came, before, strict=True):
        p, beyond = learnt.model.predict(table), learnt.beyond_fame(table)
        for i in np.argsort(-p, kind="stable")[:SHOWN]:
            yield "forecast, investor", band(float(p[i])), float(p[i]), float(true[i])
        fresh = [i for i in np.argsort(-beyond, kind="stable") if not known[i] and beyond[i] > 0]
        for i in fresh[:SHOWN]:
            yield "introduction, investor", band(float(p[i])), float(p[i]), float(true[i])


def of_investors(rounds: Rounds, split: float) -> Iterator[Row]:
    """Yield the co-investors shown to the investors of two recent rounds."""
    learnt = learning.learn_pairs(rounds, split, HORIZON, window=WINDOW)
    snapshot = Snapshot(rounds, split, WINDOW)
    first, second, terms, p = learning.pair_probabilities(learnt, snapshot, HORIZON)
    came = learning.met(snapshot, split + HORIZON, first, second)
    beyond = learnt.beyond_fame(terms)
    for one in np.unique([first, second]):
        here = np.flatnonzero((first == one) | (second == one))
        for name, key in (("forecast", p), ("introduction", beyond)):
            for i in here[np.argsort(-key[here], kind="stable")[:SHOWN]]:
                if name == "forecast" or beyond[i] > 0:
                    shown = float(p[i])
                    yield f"{name}, co-investor", band(shown), shown, float(came[i])


def main() -> None:
    """Print for each product and band what was shown and what came true."""
    shared = Path(os.environ["FRENCHTECH_SHARED"])
    files = [tracker.rounds_in(shared / f, 2023) for f in tracker.HISTORY]
    files.append(tracker.rounds_in(shared / tracker.TRACKER, 2025))
    graph = tracker.network(tracker.without_doubles(files), shared / tracker.COMMUNES)
    rounds = rounds_of(graph)
    rows = [
        row
        for split in map(tracker.month, SPLITS)
        for part in (of_firms, of_investors)
        for row in part(rounds, split)
    ]
    print("| proposals | band | shown | mean probability | came true | 95 % limits | inside |")
    print("| --- | --- | ---: | ---: | ---: | --- | --- |")
    order = [*(name for _, name in BANDS), "long shot"]
    for product in sorted({row[0] for row in rows}):
        for name in order:
            part = [(p, y) for kind, told, p, y in rows if (kind, told) == (product, name)]
            if part:
                mean, hits = float(np.mean([p for p, _ in part])), int(sum(y for _, y in part))
                low, high = wilson(hits, len(part))
                inside = "yes" if low <= mean <= high else "no"
                print(
                    f"| {product} | {name} | {len(part)} | {mean:.3f} | {hits / len(part):.3f} |"
                    f" [{low:.3f}, {high:.3f}] | {inside} |"
                )


if __name__ == "__main__":
    main()
