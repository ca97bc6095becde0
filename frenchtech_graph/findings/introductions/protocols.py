"""Three tests on later rounds, with popularity and neighbourhood scores in the same table.

Methods use only data from before the split. All candidates are ranked, without sampling, and equal
scores are shuffled.

Test A: which investors will meet in a round for the first time. Test B: who joins a new round. Test
C: who completes a round whose other members are given. Candidates are the investors of the rounds
``since`` a month. Earlier rounds are history that both the models and the plain scores may use.
Names are merged on the whole list, later rounds included: disclosed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse as sp

from frenchtech_graph.findings.introductions import evaluation as ev
from frenchtech_graph.findings.introductions import learning, neighbourhood
from frenchtech_graph.findings.introductions import terms as t
from frenchtech_graph.findings.introductions.rounds import Floats, Integers, Rounds
from frenchtech_graph.findings.introductions.snapshot import Snapshot

MODEL, FAME = "model", "popularity"


@dataclass(frozen=True)
class Test:
    """Queries × candidates of one test, and the scores of each method.

    ``units`` are the rounds that are resampled.
    """

    labels: Floats
    allowed: Floats
    popularity: Floats
    methods: dict[str, Floats]
    units: Integers


def evaluate(
    rounds: Rounds,
    split: float,
    horizon: float,
    *,
    since: float | None = None,
    seed: int = 1,
    resamples: int = 1000,
) -> pd.DataFrame:
    """Run the three tests: learn before the month ``split``, look at the ``horizon`` months after
    it.

    Candidates are the investors of the months from ``since`` (default: of all) to ``split``.

    One row per test (``A``, ``B``, ``C``) and method:

    - ``auc``, ``map`` (average precision for A, its mean over queries for B and C), ``p_at_50`` or
      ``hit_at_10``, ``recall_at_10``, ``auc_within_popularity``.
    - For the model also ``ece``, ``predicted_over_observed`` overall and in the top 0.1 %,
      ``brier_skill``.
    - ``queries``, ``candidates``, ``positives``, ``reachable`` (share of the later ties whose
      investor was known). -  ``…_low`` and ``…_high`` are 90 % limits from ``resamples`` resamples
      of the later rounds. ``gain_…`` is the same for the gain of a method over popularity on the
      same resamples. Learning is not repeated.
    """
    window = float("inf") if since is None else split - since
    snapshot, until = Snapshot(rounds, split, window), split + horizon
    tests = (
        (
            "A",
            _pairs(snapshot, horizon, learning.learn_pairs(rounds, split, horizon, window=window)),
        ),
        (
            "B",
            _rounds(snapshot, until, learning.learn_rounds(rounds, split, horizon, window=window)),
        ),
        (
            "C",
            _members(
                snapshot, until, learning.learn_members(rounds, split, horizon, window=window)
            ),
        ),
    )
    reachable = _reachable(snapshot, until)
    rows = []
    for name, test in tests:
        uncertain = _resampled(test, seed, resamples)
        for method in test.methods:
            row = _measured(test, method, seed)
            rows.append(
                {"test": name, "method": method, **row, **uncertain[method], "reachable": reachable}
            )
    frame = pd.DataFrame(rows)
    frame.attrs.update(seed=seed, split=split, horizon=horizon, window=window)
    return frame


def _pairs(snapshot: Snapshot, horizon: float, learnt: learning.Learnt) -> Test:
    """Return labels, allowed, popularity and scores of test A, as one query over all pairs."""
    first, second, _, model = learning.pair_probabilities(learnt, snapshot, horizon)
    labels = learning.met(snapshot, snapshot.until + horizon, first, second)[None, :]
    active = np.unique([first, second])
    weights, among = snapshot.newman, snapshot.candidates[active]
    i, j = np.searchsorted(active, first), np.searchsorted(active, second)
    scores: dict[str, Floats] = {
        FAME: neighbourhood.preferential_attachment(snapshot.count[active]),
        "popularity, all years": neighbourhood.preferential_attachment(snapshot.habit[active]),
        "common neighbours": neighbourhood.common_neighbours(weights, among),
        "Adamic-Adar": neighbourhood.adamic_adar(weights, among),
        "resource allocation": neighbourhood.resource_allocation(weights, among),
        "Katz": neighbourhood.katz(weights, among),
        "walk with restart": neighbourhood.walk_with_restart(weights, among),
    }
    methods = {name: table[i, j][None, :] for name, table in scores.items()}
    methods[MODEL] = model[None, :]
    return Test(
        labels,
        np.ones_like(labels),
        methods[FAME],
        methods,
        _meetings(snapshot, horizon, first, second),
    )


def _meetings(snapshot: Snapshot, horizon: float, first: Integers, second: Integers) -> Integers:
    """Return a row with the later round in which each pair first meets, or -1 if it does not meet."""
    took = learning.joined(
        snapshot, snapshot.rounds.between(snapshot.until, snapshot.until + horizon)
    )
    when = np.full(first.size, -1, dtype=np.int64)
    for number in range(len(took) - 1, -1, -1):
        when[(took[number, first] > 0) & (took[number, second] > 0)] = number
    return when[None, :]


def _rounds(snapshot: Snapshot, until: float, learnt: learning.Learnt) -> Test:
    """Return test B: rounds with at least one known investor."""
    queries = snapshot.rounds.between(snapshot.until, until)
    labels = learning.joined(snapshot, queries)
    answerable = labels.sum(axis=1) > 0
    queries, labels = queries[answerable], labels[answerable]
    asked = t.query_terms(snapshot, t.Queries.of_rounds(snapshot.rounds, queries))
    popularity = np.broadcast_to(snapshot.count, labels.shape)
    methods = {
        FAME: popularity,
        "popularity, all years": np.broadcast_to(snapshot.habit, labels.shape),
        "mass diffusion": _diffusion(snapshot, queries),
        "profile": asked.terms[:, :, 0] + asked.terms[:, :, t.QUERY_TERMS.index("profile")],
        MODEL: learnt.model.predict(asked.terms),
    }
    units = np.broadcast_to(np.arange(queries.size)[:, None], labels.shape)
    return Test(labels, asked.allowed, popularity, methods, units)


def _diffusion(snapshot: Snapshot, queries: Integers) -> Floats:
    """Return the score of each candidate when a unit spreads from the tags of a round over similar
    rounds.
    """
    total = np.zeros((queries.size, snapshot.candidates.size))
    for family in t.PROFILE:
        tags = snapshot.rounds.tags[family]
        held = np.asarray(tags[snapshot.known].sum(axis=0)).ravel()
        alike = (
            tags[queries]
            @ sp.diags_array(1 / np.where(held > 0, held, 1.0))
            @ tags[snapshot.known].T
        )
        total += (
            alike @ sp.diags_array(1 / np.maximum(snapshot.size, 1)) @ snapshot.joined.T
        ).toarray()
    return total


def _members(snapshot: Snapshot, until: float, learnt: learning.Learnt) -> Test:
    """Return test C: one hidden member at a time, the others given."""
    asked, labels = learning.hidden_members(snapshot, until)
    given = 1.0 - asked.allowed
    weights, among = snapshot.newman, snapshot.candidates
    popularity = np.broadcast_to(snapshot.count, labels.shape)
    methods = {
        FAME: popularity,
        "popularity, all years": np.broadcast_to(snapshot.habit, labels.shape),
        "past co-investment": (snapshot.shared_ever @ given.T).T,
        "common neighbours": given @ neighbourhood.common_neighbours(weights, among),
        "Adamic-Adar": given @ neighbourhood.adamic_adar(weights, among),
        "resource allocation": given @ neighbourhood.resource_allocation(weights, among),
        MODEL: learnt.model.predict(asked.terms),
    }
    # All hidden members of one round: the given and the hidden ones together tell which.
    _, number = np.unique(given + labels, axis=0, return_inverse=True)
    units = np.broadcast_to(number.reshape(-1, 1), labels.shape)
    return Test(labels, asked.allowed, popularity, methods, units)


def _reachable(snapshot: Snapshot, until: float) -> float:
    later = snapshot.rounds.members[snapshot.rounds.between(snapshot.until, until)]
    return float(later[:, snapshot.candidates].sum() / max(later.sum(), 1))


def _measured(test: Test, method: str, seed: int) -> dict[str, float]:
    may, scores, labels, allowed = test.allowed > 0, test.methods[method], test.labels, test.allowed
    flat, truth, strata = scores[may], labels[may], ev.half_octaves(test.popularity[may])
    row: dict[str, float] = {
        "queries": len(labels),
        "candidates": int(labels.shape[1]),
        "positives": int(truth.sum()),
        "auc": ev.auc(flat, truth),
        "map": float(np.mean(_precisions(scores, labels, allowed, seed))),
        "auc_within_popularity": ev.stratified_auc(flat, truth, strata),
        **_at_the_top(scores, labels, allowed, seed),
    }
    if method == MODEL:
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
    return {
        "hit_at_10": float(np.mean(hit)),
        "recall_at_10": float(np.mean(recall)),
        "p_at_50": float(np.mean(first)),
    }


def _resampled(test: Test, seed: int, resamples: int) -> dict[str, dict[str, float]]:
    """Return the limits of each figure of each method, and of its gain over popularity on the same
    draws.
    """
    if not resamples:
        return {method: {} for method in test.methods}
    may = test.allowed > 0
    drawn = int(test.units.max()) + 1
    weights = ev.resampled_weights(drawn, seed=seed, resamples=resamples)
    labels, units = test.labels[may], np.where(test.units < 0, drawn, test.units)
    strata = ev.half_octaves(test.popularity[may])
    found: dict[str, dict[str, Floats]] = {}
    for method, scores in test.methods.items():
        flat = scores[may]
        if len(test.labels) == 1:
            precision = ev.resampled_precision(
                flat, labels, units[may], weights, np.random.default_rng(seed)
            )
        else:
            often = weights[:, units[:, 0]]
            precision = (
                often @ _precisions(scores, test.labels, test.allowed, seed) / often.sum(axis=1)
            )
        found[method] = {
            "auc": ev.resampled_auc(flat, labels, np.zeros_like(strata), units[may], weights),
            "map": precision,
            "auc_within_popularity": ev.resampled_auc(flat, labels, strata, units[may], weights),
        }
    return {method: _limits(values, found[FAME]) for method, values in found.items()}


def _limits(values: dict[str, Floats], fame: dict[str, Floats]) -> dict[str, float]:
    row = {}
    for name, drawn in values.items():
        row[f"{name}_low"], row[f"{name}_high"] = ev.limits(drawn)
        row[f"gain_{name}_low"], row[f"gain_{name}_high"] = ev.limits(drawn - fame[name])
    return row
