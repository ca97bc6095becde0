"""Does `funders-for` name who funds? The protocol is in docs/who-could.md, fixed before looking.

`FRENCHTECH_SHARED=… python -m benchmarks.who_could` judges the rounds of choice; `--test` the test
rounds, once.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks import introductions as tracker
from frenchtech_graph.findings.introductions.funders import (
    FAMILIES,
    RECENT,
    lifts,
    popularity,
    query_of,
)
from frenchtech_graph.findings.introductions.rounds import Floats, Rounds, rounds_of

FIRST, RESAMPLES, SEED = 10, 2_000, 20_261_130
Score = Callable[[Rounds, int, float], Floats]


def product(rounds: Rounds, number: int, now: float) -> Floats:
    """Return the score of `funders-for`."""
    return popularity(rounds, now) + sum(lifts(rounds, query_of(rounds, number), now).values())


def fame(rounds: Rounds, number: int, now: float) -> Floats:
    """Return how many rounds of the last 24 months each investor joined."""
    recent = (rounds.month < now) & (rounds.month >= now - RECENT)
    return np.asarray(rounds.members.T @ recent.astype(float))


def cosine(rounds: Rounds, number: int, now: float) -> Floats:
    """Return the likeness of the rounds each investor joined, added up: cosine of all tags."""
    past = (rounds.month < now).astype(float)
    like, norm, own = np.zeros(len(past)), np.zeros(len(past)), 0.0
    for family in FAMILIES:
        tags = rounds.tags[family]
        mine = tags[[number]].toarray().ravel()
        like += np.asarray(tags @ mine)
        norm += np.asarray(tags.multiply(tags).sum(axis=1)).ravel()
        own += float(mine @ mine)
    return np.asarray(rounds.members.T @ (past * like / np.sqrt(np.maximum(norm * own, 1e-9))))


def diffusion(rounds: Rounds, number: int, now: float) -> Floats:
    """Return where mass ends up that goes from the tags to rounds to their members (Zhou 2007)."""
    past = (rounds.month < now).astype(float)
    mass = np.zeros(len(past))
    for family in FAMILIES:
        tags = rounds.tags[family]
        held = np.maximum(np.asarray(tags.T @ past), 1.0)
        mass += np.asarray(tags @ (tags[[number]].toarray().ravel() / held)) * past
    size = np.maximum(np.asarray(rounds.members.sum(axis=1)).ravel(), 1.0)
    return np.asarray(rounds.members.T @ (mass / size))


def hits(rounds: Rounds, score: Score, since: float, until: float) -> Floats:
    """Return for each round judged the share of its known members among the first ten."""
    known = np.asarray(rounds.members.T @ (rounds.month < since).astype(float)) > 0
    found = []
    for number in rounds.between(since, until):
        members = (rounds.members[[number]].toarray().ravel() > 0) & known
        if members.any():
            ranked = np.where(known, score(rounds, int(number), since), -np.inf)
            best = np.argsort(-ranked, kind="stable")[:FIRST]
            found.append(members[best].sum() / min(FIRST, members.sum()))
    return np.array(found)


def ratio(first: Floats, second: Floats) -> tuple[float, float, float]:
    """Return the ratio of two means over the same rounds, with 95 % limits."""
    rng = np.random.default_rng(SEED)
    drawn = rng.integers(len(first), size=(RESAMPLES, len(first)))
    ratios = first[drawn].mean(axis=1) / np.maximum(second[drawn].mean(axis=1), 1e-9)
    low, high = np.quantile(ratios, [0.025, 0.975])
    return float(first.mean() / second.mean()), float(low), float(high)


def main() -> None:
    """Print the figures of the rounds of choice, or of the test."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--test", action="store_true")
    since, until = ("2025-07", "2026-01") if parser.parse_args().test else ("2025-01", "2025-07")
    shared = Path(os.environ["FRENCHTECH_SHARED"])
    files = [tracker.rounds_in(shared / f, 2023) for f in tracker.HISTORY]
    files.append(tracker.rounds_in(shared / tracker.TRACKER, 2025))
    graph = tracker.network(tracker.without_doubles(files), shared / tracker.COMMUNES)
    rounds = rounds_of(graph)
    scores: dict[str, Score] = {
        "funders-for": product,
        "popularity": fame,
        "cosine": cosine,
        "diffusion": diffusion,
    }
    span = tracker.month(since), tracker.month(until)
    found = {name: hits(rounds, score, *span) for name, score in scores.items()}
    for name, shares in found.items():
        print(f"{name}: {shares.mean():.3f} of {len(shares)} rounds")
    for rival in ("popularity", "cosine", "diffusion"):
        middle, low, high = ratio(found["funders-for"], found[rival])
        print(f"funders-for / {rival}: {middle:.2f} [{low:.2f}, {high:.2f}]")


if __name__ == "__main__":
    main()
