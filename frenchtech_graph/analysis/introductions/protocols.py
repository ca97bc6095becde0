"""Three tests on rounds held out in time, with popularity and neighbourhood scores in the same table.

Everything known before the split only; all candidates ranked, none sampled; equal scores shuffled.

A. which investors will meet in a round for the first time; B. who joins a new round; C. who completes a round
of which the other members are given. Names are merged on the whole list, later rounds included: disclosed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp

from frenchtech_graph.analysis.introductions import evaluation as ev
from frenchtech_graph.analysis.introductions import learning, neighbourhood
from frenchtech_graph.analysis.introductions import terms as t
from frenchtech_graph.analysis.introductions.rounds import Floats, Rounds
from frenchtech_graph.analysis.introductions.snapshot import Snapshot

MODEL = "model"


def evaluate(rounds: Rounds, split: float, horizon: float, *, seed: int = 1) -> pd.DataFrame:
    """Run the three tests: learn before the month ``split``, look at the ``horizon`` months after it.

    One row for each test (``A``, ``B``, ``C``) and method: ``auc``, ``map`` (average precision for A, its mean over
    queries for B and C), ``p_at_50`` or ``hit_at_10``, ``recall_at_10``, ``auc_within_popularity``; for the model also
    ``ece``, ``predicted_over_observed`` overall and in the top 0.1 %, ``brier_skill``, and the gain of MAP over
    popularity with its 90 % interval; ``queries``, ``candidates``, ``positives``, ``reachable`` (share of the later
    ties whose investor was known).
    """
    snapshot, until = Snapshot(rounds, split), split + horizon
    tests = (
        ("A", _pairs(snapshot, horizon, learning.learn_pairs(rounds, split, horizon))),
        ("B", _rounds(snapshot, until, learning.learn_rounds(rounds, split, horizon))),
        ("C", _members(snapshot, until, learning.learn_members(rounds, split, horizon))),
    )
    reachable = _reachable(snapshot, until)
    rows = []
    for name, (labels, allowed, popularity, methods) in tests:
        for method, scores in methods.items():
            row = _measured(scores, labels, allowed, popularity, seed, probabilities=method == MODEL)
            rows.append({"test": name, "method": method, **row, "reachable": reachable})
        _add_gain(rows, methods, labels, allowed, seed)
    frame = pd.DataFrame(rows)
    frame.attrs.update(seed=seed, split=split, horizon=horizon)
    return frame


Test = tuple[Floats, Floats, Floats, dict[str, Floats]]


def _pairs(snapshot: Snapshot, horizon: float, learnt: learning.Learnt) -> Test:
    """Return labels, allowed, popularity and scores of test A, as one query over all pairs."""
    first, second, _, model = learning.pair_probabilities(learnt, snapshot, horizon)
    labels = learning.met(snapshot, snapshot.until + horizon, first, second)[None, :]
    binary = snapshot.shared > 0
    scores: dict[str, Floats] = {
        "popularity": neighbourhood.preferential_attachment(snapshot.count),
        "common neighbours": neighbourhood.common_neighbours(binary),
        "Adamic-Adar": neighbourhood.adamic_adar(binary),
        "resource allocation": neighbourhood.resource_allocation(binary),
        "Katz": neighbourhood.katz(snapshot.newman),
        "walk with restart": neighbourhood.walk_with_restart(snapshot.newman),
    }
    methods = {name: table[first, second][None, :] for name, table in scores.items()}
    methods[MODEL] = model[None, :]
    return labels, np.ones_like(labels), methods["popularity"], methods


def _rounds(snapshot: Snapshot, until: float, learnt: learning.Learnt) -> Test:
    """Return test B: rounds of which at least one investor was known."""
    queries = snapshot.rounds.between(snapshot.until, until)
    labels = learning.joined(snapshot, queries)
    answerable = labels.sum(axis=1) > 0
    queries, labels = queries[answerable], labels[answerable]
    asked = t.query_terms(snapshot, t.Queries.of_rounds(snapshot.rounds, queries))
    popularity = np.broadcast_to(snapshot.count, labels.shape)
    methods = {
        "popularity": popularity,
        "mass diffusion": _diffusion(snapshot, queries),
        "profile": asked.terms[:, :, 0] + asked.terms[:, :, 2],
        MODEL: learnt.model.predict(asked.terms),
    }
    return labels, asked.allowed, popularity, methods


def _diffusion(snapshot: Snapshot, queries: Any) -> Floats:
    """Return what reaches each candidate of a unit spread from the tags of a round over similar rounds."""
    total = np.zeros((queries.size, snapshot.candidates.size))
    for family in t.PROFILE:
        tags = snapshot.rounds.tags[family]
        held = np.asarray(tags[snapshot.known].sum(axis=0)).ravel()
        alike = tags[queries] @ sp.diags_array(1 / np.where(held > 0, held, 1.0)) @ tags[snapshot.known].T
        size = np.asarray(snapshot.joined.sum(axis=0)).ravel()
        total += (alike @ sp.diags_array(1 / np.maximum(size, 1)) @ snapshot.joined.T).toarray()
    return total


def _members(snapshot: Snapshot, until: float, learnt: learning.Learnt) -> Test:
    """Return test C: one hidden member at a time, the others given."""
    asked, labels = learning.hidden_members(snapshot, until)
    given = 1.0 - asked.allowed
    binary = (snapshot.shared > 0).astype(np.float64)
    popularity = np.broadcast_to(snapshot.count, labels.shape)
    methods = {
        "popularity": popularity,
        "past co-investment": (snapshot.shared @ given.T).T,
        "common neighbours": given @ neighbourhood.common_neighbours(binary),
        "Adamic-Adar": given @ neighbourhood.adamic_adar(binary),
        "resource allocation": given @ neighbourhood.resource_allocation(binary),
        MODEL: learnt.model.predict(asked.terms),
    }
    return labels, asked.allowed, popularity, methods


def _reachable(snapshot: Snapshot, until: float) -> float:
    later = snapshot.rounds.members[snapshot.rounds.between(snapshot.until, until)]
    return float(later[:, snapshot.candidates].sum() / max(later.sum(), 1))


def _measured(
    scores: Floats, labels: Floats, allowed: Floats, popularity: Floats, seed: int, *, probabilities: bool
) -> dict[str, float]:
    may = allowed > 0
    flat, truth, strata = scores[may], labels[may], ev.half_octaves(popularity[may])
    row: dict[str, float] = {
        "queries": len(labels),
        "candidates": int(labels.shape[1]),
        "positives": int(truth.sum()),
        "auc": ev.auc(flat, truth),
        "map": float(np.mean(_precisions(scores, labels, allowed, seed))),
        "auc_within_popularity": ev.stratified_auc(flat, truth, strata),
        **_at_the_top(scores, labels, allowed, seed),
    }
    if probabilities:
        row["ece"] = ev.calibration_error(flat, truth)
        row["predicted_over_observed"] = ev.predicted_over_observed(flat, truth)
        row["predicted_over_observed_top"] = ev.predicted_over_observed(flat, truth, top=0.001)
        row["brier_skill"] = ev.brier_skill(flat, truth)
    return row


def _precisions(scores: Floats, labels: Floats, allowed: Floats, seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    rows = zip(scores, labels, allowed > 0, strict=True)
    return np.array([ev.average_precision(s[may], y[may], rng) for s, y, may in rows])


def _at_the_top(scores: Floats, labels: Floats, allowed: Floats, seed: int) -> dict[str, float]:
    rng = np.random.default_rng(seed)
    hit, recall, first = [], [], []
    for s, y, may in zip(scores, labels, allowed > 0, strict=True):
        hits = y[may][ev.ranking(s[may], rng)]
        hit.append(float(hits[:10].any()))
        recall.append(hits[:10].sum() / hits.sum())
        first.append(hits[:50].mean())
    return {"hit_at_10": np.mean(hit), "recall_at_10": float(np.mean(recall)), "p_at_50": float(np.mean(first))}  # type: ignore[dict-item]


def _add_gain(
    rows: list[dict[str, Any]], methods: Mapping[str, Floats], labels: Floats, allowed: Floats, seed: int
) -> None:
    """Add the gain of the model over popularity to its row, where there are several queries."""
    if len(labels) < 2:
        return
    model, fame = (_precisions(methods[m], labels, allowed, seed) for m in (MODEL, "popularity"))
    rows[-1]["gain"], rows[-1]["gain_low"], rows[-1]["gain_high"] = ev.bootstrap_gain(model, fame, seed=seed)
