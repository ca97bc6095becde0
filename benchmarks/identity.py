"""Identity measured: weights learnt, precision and recall on actors not seen, time at three sizes.

    FRENCHTECH_SHARED=… python benchmarks/identity.py train      # rewrites data/identity/weights.toml
    FRENCHTECH_SHARED=… python benchmarks/identity.py evaluate   # held-out half, by pair of sources
    python benchmarks/identity.py speed                          # synthetic actors, three sizes

Actors are halved by a hash of their (hidden) identifiers, so that no body is in both halves. Weights
and thresholds come from the one, all figures from the other.
"""

import argparse
import hashlib
import math
import os
import resource
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import identity_labels as labels
import numpy as np
from scipy.optimize import minimize

from frenchtech_graph.files import data_folder
from frenchtech_graph.identity import resolve
from frenchtech_graph.identity.blocking import candidates
from frenchtech_graph.identity.evidence import Context, features
from frenchtech_graph.identity.profiles import profiles

SAME_SOURCE = -7.0
"""Weight of standing in one source, set by hand: the labelled sources have each body once."""

FOR = ("same", "place in the name", "rare words", "name of the other's site")
AGAINST = ("other", "words over", "word of a part", "seen before creation", "kindred")
"""Evidence that can only speak for, or against: what few examples say otherwise is chance."""

RIDGE = 0.2
THRESHOLDS = {"ask": -4.5, "same": 1.0}


def half(answers: labels.Answers, which: int) -> labels.Answers:
    """Return the actors of one half: 0 to learn from, 1 held out."""
    root: dict[object, object] = {}

    def find(x: object) -> object:
        while root.setdefault(x, x) != x:
            root[x] = x = root[root[x]]
        return x

    for actor, known in sorted(answers.known.items()):
        for identifier in sorted(known):
            root[find(actor)] = find(identifier)
    smallest: dict[object, str] = {}
    for actor in answers.known:
        smallest[find(actor)] = min(actor, smallest.get(find(actor), actor))
    kept = {a for a in answers.known if hashlib.sha256(smallest[find(a)].encode()).digest()[0] % 2 == which}
    cut = [replace(d, actors=tuple(a for a in d.actors if a.id in kept),
                   ties=tuple(t for t in d.ties if t.origin in kept),
                   observations=tuple(o for o in d.observations if o.actor in kept))
           for d in answers.datasets]  # fmt: skip
    return labels.Answers(cut, {a: k for a, k in answers.known.items() if a in kept})


def labelled(answers: labels.Answers) -> Iterator[tuple[dict[str, tuple[float, str]], bool]]:
    """Yield the evidence of candidate pairs of two sources, with the truth, where it is not in doubt.

    Left out: pairs of different numbers with one name and one site or unit number, and firms of one site.
    Those are numbers given anew or wrongly guessed, from which nothing can be learnt.
    """
    everyone = profiles(answers.datasets)
    context = Context.of(everyone)
    for a, b in candidates(everyone).tolist():
        one, other = everyone[a], everyone[b]
        truth = answers.verdict(one.id, other.id)
        if truth is None or one.dataset == other.dataset:
            continue
        found = features(one, other, context)
        named = any(k.startswith("name same") for k in found)
        if not truth and named and any(k.startswith(("same site", "same unit number")) for k in found):
            continue
        if not truth and "same site, firm" in found:
            continue
        yield found, truth


def learn(pairs: list[tuple[dict[str, tuple[float, str]], bool]]) -> tuple[float, dict[str, float]]:
    """Return prior and weights in bits: logistic regression with a ridge, no weight on the prior."""
    names = sorted({k for found, _ in pairs for k in found})
    column = {k: i for i, k in enumerate(names)}
    x = np.zeros((len(pairs), len(names) + 1))
    x[:, -1] = 1
    for row, (found, _) in enumerate(pairs):
        for kind, (much, _) in found.items():
            x[row, column[kind]] = much
    y = np.array([truth for _, truth in pairs], dtype=float)
    shrunk = np.append(np.full(len(names), RIDGE), 0.0)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        value = np.logaddexp(0, z).sum() - (y * z).sum() + 0.5 * (shrunk * w * w).sum()
        return value, x.T @ (1 / (1 + np.exp(-z)) - y) + shrunk * w

    limits = [
        (0, None) if k.startswith(FOR) else (None, 0) if k.startswith(AGAINST) else (None, None) for k in [*names, ""]
    ]
    start = np.zeros(len(names) + 1)
    w = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=limits, options={"maxiter": 5000}).x
    bits = [round(float(v) / math.log(2), 2) + 0.0 for v in w]
    return bits[-1], dict(zip(names, bits, strict=False))


def train(answers: labels.Answers) -> None:
    """Learn the weights from the training half and write them."""
    prior, weights = learn(list(labelled(half(answers, 0))))
    weights["same source"] = SAME_SOURCE
    lines = [
        "# Weights of the evidence in bits (base-2 logarithm of the odds), learnt by benchmarks/identity.py",
        "# from half of the labelled actors. Rare words, acronyms, sites and places count by their amount.",
        f"prior = {prior}",
        "",
        "# From which score on two actors are asked about, and from which they are joined.",
        "[thresholds]",
        *(f"{k} = {v}" for k, v in THRESHOLDS.items()),
        "",
        "[weights]",
        *(f'"{k}" = {v}' for k, v in sorted(weights.items())),
    ]
    (data_folder() / "identity" / "weights.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


@dataclass
class Outcome:
    """What became of labelled pairs, by pair of sources."""

    same: Counter[tuple[str, str]]
    asked: Counter[tuple[str, str]]
    true: Counter[tuple[str, str]]
    wrong: list[tuple[str, str]]
    questions: int


def outcome(answers: labels.Answers) -> Outcome:
    """Return what resolving does to pairs whose truth is known; groups count with all their pairs."""
    found = resolve(answers.datasets)
    group = {a: found.same(a) for a in answers.known}
    members: dict[str, list[str]] = {}
    for actor, kept in group.items():
        members.setdefault(kept, []).append(actor)
    asked = {frozenset((group[p.one], group[p.other])) for p in found.undecided}
    result = Outcome(Counter(), Counter(), Counter(), [], len(found.undecided))
    for a, b in labels.true_pairs(answers):
        cell = tuple(sorted((answers.source_of(a), answers.source_of(b))))
        result.true[cell] += 1
        result.same[cell] += group[a] == group[b]
        result.asked[cell] += group[a] != group[b] and frozenset((group[a], group[b])) in asked
    for kept in members.values():
        for n, a in enumerate(sorted(kept)):
            result.wrong += [(a, b) for b in sorted(kept)[n + 1 :] if answers.verdict(a, b) is False]
    return result


def evaluate(answers: labels.Answers, which: int, show: bool) -> None:
    """Print precision and recall on one half, and the table by pair of sources."""
    part = half(answers, which)
    result = outcome(part)
    true, same, asked = (sum(c.values()) for c in (result.true, result.same, result.asked))
    wrong = len(result.wrong)
    print(f"half {which}: {len(part.known)} actors, {true} true pairs, {result.questions} questions")
    precision, recall, reached = same / max(1, same + wrong), same / true, (same + asked) / true
    print(f"same: precision {precision:.4f} ({wrong} wrong), recall {recall:.4f}; with ask {reached:.4f}")
    cells = Counter(tuple(sorted((part.source_of(a), part.source_of(b)))) for a, b in result.wrong)
    print("| sources | true pairs | same | ask | missed | wrongly same |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    for cell in sorted(result.true | cells):
        n, s, k = result.true[cell], result.same[cell], result.asked[cell]
        print(f"| {cell[0]} – {cell[1]} | {n} | {s} | {k} | {n - s - k} | {cells[cell]} |")
    if show:
        label = {p.id: p for p in profiles(part.datasets)}
        for a, b in result.wrong:
            told = (f"{p.label} ({p.place or '-'}, {p.host or '-'}, {p.created or '-'})" for p in (label[a], label[b]))
            print("wrong:", part.source_of(a), "|", part.source_of(b), "|", " | ".join(told))


def main() -> None:
    """Run one command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["train", "evaluate", "speed"])
    parser.add_argument("--half", type=int, default=1, help="evaluate: 1 held out (default), 0 learnt from")
    parser.add_argument("--show", action="store_true", help="evaluate: print the wrong pairs")
    parser.add_argument("--sizes", type=int, nargs="+", default=[25_000, 50_000, 100_000, 200_000])
    known = parser.parse_args()
    if known.command == "speed":
        from identity_synthetic import actors

        for size in known.sizes:
            datasets = actors(size, seed=7)
            start, busy = time.perf_counter(), time.process_time()
            found = resolve(datasets)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            seconds, joined, asked = time.perf_counter() - start, len(found.canonical), len(found.undecided)
            busy = time.process_time() - busy
            print(f"{size} actors: {seconds:.1f} s ({busy:.1f} s of one core), peak {peak:.0f} MB")
            print(f"  {joined} joined, {asked} questions")
        return
    answers = labels.read(Path(os.environ["FRENCHTECH_SHARED"]))
    if known.command == "train":
        train(answers)
    else:
        evaluate(answers, known.half, known.show)


if __name__ == "__main__":
    main()
