"""Identity measured: weights learnt, precision and recall on actors not seen, time at three sizes.

    FRENCHTECH_SHARED=… python -m benchmarks.identity train      # rewrites
    data/identity/weights.toml FRENCHTECH_SHARED=… python -m benchmarks.identity evaluate   #
    held-out half, by pair of sources FRENCHTECH_SHARED=… python -m benchmarks.identity robust     #
    … with fields missing, names in capitals FRENCHTECH_SHARED=… python -m benchmarks.identity
    left-out   # each pair of sources by weights it did not teach python -m benchmarks.identity
    speed                          # synthetic actors, three sizes

Actors are halved by a hash of their (hidden) identifiers, so that no body is in both halves.
Weights and thresholds come from the one, all figures from the other.
"""

import argparse
import hashlib
import math
import os
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from benchmarks import identity_labels as labels
from frenchtech_graph.identity import Resolution, resolve
from frenchtech_graph.identity.blocking import candidates
from frenchtech_graph.identity.clues import Clues
from frenchtech_graph.identity.comparison import Context, clues
from frenchtech_graph.identity.doubts import doubt_of
from frenchtech_graph.identity.profiles import profiles
from frenchtech_graph.identity.ties import neighbours
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.records import Actor, Dataset

SAME_SOURCE = -7.0
"""Weight of standing in one source, set by hand: the labelled sources have each body once."""

FOR = (
    "same",
    "acronym",
    "place in the name",
    "rare words",
    "name of the other's site",
    "site of the same name",
    "similar texts",
)
AGAINST = (
    "other",
    "words over",
    "word of a part",
    "seen before creation",
    "kindred",
    "place of many",
)
"""Evidence that can only speak for, or against: what few examples say otherwise is chance."""

RIDGE = 0.2
THRESHOLDS = {"ask": -4.0, "ask, names shared in part": -3.0, "same": 1.25}


def half(answers: labels.Answers, which: int) -> labels.Answers:
    """Return the actors of one half: 0 to learn from, 1 held out.

    Those they have ties with stay too, unlabelled if they are of the other half.
    """
    root: dict[object, object] = {}

    def find(x: object) -> object:
        while root.setdefault(x, x) != x:
            root[x] = x = root[root[x]]
        return x

    for actor, known in sorted(answers.known.items()):
        for number in sorted(known):
            root[find(actor)] = find(number)
    smallest: dict[object, str] = {}
    for actor in answers.known:
        smallest[find(actor)] = min(actor, smallest.get(find(actor), actor))
    kept = {
        a
        for a in answers.known
        if hashlib.sha256(smallest[find(a)].encode()).digest()[0] % 2 == which
    }
    tied = neighbours(answers.datasets)
    events = {n for a in kept for n in tied.get(a, ()) if n not in answers.known}
    stay = kept | {n for a in kept | events for n in tied.get(a, ()) if n in answers.known}
    cut = [replace(d, actors=tuple(a for a in d.actors if a.id in stay),
                   ties=tuple(t for t in d.ties if {t.origin, t.target} & stay),
                   observations=tuple(o for o in d.observations if o.actor in stay))
           for d in answers.datasets]  # fmt: skip
    seen = {a: k if a in kept else frozenset() for a, k in answers.known.items() if a in stay}
    return replace(answers, datasets=cut, known=seen)


def labelled(answers: labels.Answers) -> Iterator[tuple[Clues, bool]]:
    """Yield the evidence of candidate pairs of two sources, with the truth, where labels tell it."""
    everyone = profiles(answers.datasets)
    context = Context.of(everyone)
    for a, b in candidates(everyone).tolist():
        one, other = everyone[a], everyone[b]
        truth = answers.verdict(one.id, other.id)
        if truth is not None and one.dataset != other.dataset:
            yield clues(one, other, context), truth


def learn(pairs: list[tuple[Clues, bool]]) -> tuple[float, dict[str, float]]:
    """Return prior and weights in bits: logistic regression with a ridge, no weight on the prior."""
    names = sorted({e.kind for found, _ in pairs for e in found.values()})
    column = {k: i for i, k in enumerate(names)}
    x = np.zeros((len(pairs), len(names) + 1))
    x[:, -1] = 1
    for row, (found, _) in enumerate(pairs):
        for evidence in found.values():
            x[row, column[evidence.kind]] = evidence.amount
    y = np.array([truth for _, truth in pairs], dtype=float)
    shrunk = np.append(np.full(len(names), RIDGE), 0.0)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        value = np.logaddexp(0, z).sum() - (y * z).sum() + 0.5 * (shrunk * w * w).sum()
        return value, x.T @ (1 / (1 + np.exp(-z)) - y) + shrunk * w

    limits = [
        (0, None) if k.startswith(FOR) else (None, 0) if k.startswith(AGAINST) else (None, None)
        for k in [*names, ""]
    ]
    start = np.zeros(len(names) + 1)
    w = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=limits, options={"maxiter": 5000}
    ).x
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
        *(f'"{k}" = {v}' for k, v in THRESHOLDS.items()),
        "",
        "[weights]",
        *(f'"{k}" = {v}' for k, v in sorted(weights.items())),
    ]
    (data_folder() / "identity" / "weights.toml").write_text(
        "\n".join(lines) + "\n", encoding="utf-8"
    )


@dataclass
class Outcome:
    """What became of labelled pairs, by pair of sources."""

    same: Counter[tuple[str, ...]]
    asked: Counter[tuple[str, ...]]
    true: Counter[tuple[str, ...]]
    wrong: list[tuple[str, str]]
    questions: int

    def figures(self) -> tuple[float, float, float]:
        """Return precision and recall of "same", and recall with "ask"."""
        true, same, asked = (sum(c.values()) for c in (self.true, self.same, self.asked))
        return same / max(1, same + len(self.wrong)), same / true, (same + asked) / true


def outcome(answers: labels.Answers, found: Resolution, only: Set[str] | None = None) -> Outcome:
    """Return what became of pairs whose truth is known; groups count with all their pairs, `only` among some actors."""
    group = {a: found.same(a) for a in answers.known}
    members: dict[str, list[str]] = {}
    for actor, kept in group.items():
        if only is None or actor in only:
            members.setdefault(kept, []).append(actor)
    asked = {frozenset((group[p.one], group[p.other])) for p in found.undecided}
    labelled_ones = {group[a] for a, known in answers.known.items() if known}
    questions = sum({group[p.one], group[p.other]} <= labelled_ones for p in found.undecided)
    result = Outcome(Counter(), Counter(), Counter(), [], questions)
    for a, b in labels.true_pairs(answers):
        if only is not None and not {a, b} <= only:
            continue
        cell = tuple(sorted((answers.source_of(a), answers.source_of(b))))
        result.true[cell] += 1
        result.same[cell] += group[a] == group[b]
        result.asked[cell] += group[a] != group[b] and frozenset((group[a], group[b])) in asked
    for together in members.values():
        pairs = combinations(sorted(together), 2)
        result.wrong += [(a, b) for a, b in pairs if answers.verdict(a, b) is False]
    return result


def evaluate(answers: labels.Answers, which: int, show: bool) -> None:
    """Print precision and recall on one half, of all and of firms alone, and the table by pair of sources."""
    part = half(answers, which)
    found = resolve(part.datasets)
    everyone, firms = outcome(part, found), outcome(part, found, part.firms())
    print(
        f"half {which}: {sum(map(bool, part.known.values()))} labelled actors, {everyone.questions} questions"
    )
    print(
        "| actors | true pairs | precision | wrong | recall | with ask |\n| --- | ---: | ---: | ---: | ---: | ---: |"
    )
    for name, result in (("all", everyone), ("firms", firms)):
        precision, recall, reached = result.figures()
        true, wrong = sum(result.true.values()), len(result.wrong)
        print(f"| {name} | {true} | {precision:.4f} | {wrong} | {recall:.4f} | {reached:.4f} |")
    cells = Counter(
        tuple(sorted((part.source_of(a), part.source_of(b)))) for a, b in everyone.wrong
    )
    print(
        "| sources | true pairs | same | ask | missed | wrongly same |\n| --- | ---: | ---: | ---: | ---: | ---: |"
    )
    for cell in sorted(everyone.true | cells):
        n, s, k = everyone.true[cell], everyone.same[cell], everyone.asked[cell]
        print(f"| {' – '.join(cell)} | {n} | {s} | {k} | {n - s - k} | {cells[cell]} |")
    if show:
        _show(part, found, everyone)


def _show(part: labels.Answers, found: Resolution, result: Outcome) -> None:
    """Print the wrong pairs, those that are slips of a source said so, and the true ones that are missed or asked."""
    label = {p.id: p for p in profiles(part.datasets)}
    slips, group = labels.slips(), found.same
    asked = {frozenset((group(p.one), group(p.other))): p for p in found.undecided}

    def told(actor: str) -> str:
        p = label[actor]
        numbers = " ".join(f"{s}:{v}" for s, v in sorted(part.known[actor]))
        return f"{part.source_of(actor)}: {p.label} ({p.place or '-'}, {p.host or '-'}, {p.created or '-'}; {numbers})"

    for a, b in result.wrong:
        reading = slips.get(frozenset((label[a].label, label[b].label)), "")
        print("wrong:", told(a), "|", told(b), f"| slip: {reading}" if reading else "")
    for a, b in labels.true_pairs(part):
        if group(a) != group(b):
            question = asked.get(frozenset((group(a), group(b))))
            print(
                "asked:" if question else "missed:",
                told(a),
                "|",
                told(b),
                "|",
                question.doubt if question else "",
            )


def each(change: Callable[[Actor], Actor]) -> Callable[[Dataset], Dataset]:
    """Return what does something to every actor of a data set."""
    return lambda d: replace(d, actors=tuple(map(change, d.actors)))


DAMAGES: dict[str, Callable[[Dataset], Dataset]] = {
    "as read": lambda d: d,
    "without places": each(lambda a: replace(a, place=None)),
    "without sites": each(lambda a: replace(a, website=None)),
    "without aliases": each(lambda a: replace(a, aliases=())),
    "without texts": each(lambda a: replace(a, mentions=(), gist=())),
    "without ties": lambda d: replace(d, ties=()),
    "in capitals": each(lambda a: replace(a, names={k: n.upper() for k, n in a.names.items()})),
    "without accents": each(lambda a: replace(a, names={k: fold(n) for k, n in a.names.items()})),
}
"""What a set not seen may lack, done to every data set."""


def robust(answers: labels.Answers, which: int) -> None:
    """Print what becomes of one half when fields are missing, and of each pair of sources when it taught nothing."""
    part = half(answers, which)
    print(
        "| actors | precision | recall | with ask | questions |\n| --- | ---: | ---: | ---: | ---: |"
    )
    for name, damage in DAMAGES.items():
        result = outcome(part, resolve([damage(d) for d in part.datasets]))
        figures = " | ".join(f"{f:.3f}" for f in result.figures())
        print(f"| {name} | {figures} | {result.questions} |", flush=True)


def left_out(answers: labels.Answers) -> None:
    """Print, for each larger pair of sources, how its pairs fare under weights learnt from all others."""
    part = half(answers, 0)
    everyone = profiles(part.datasets)
    context = Context.of(everyone)
    rows = []
    for a, b in candidates(everyone).tolist():
        one, other = everyone[a], everyone[b]
        truth = part.verdict(one.id, other.id)
        if truth is not None and one.dataset != other.dataset:
            found = clues(one, other, context)
            rows.append(
                (
                    " – ".join(sorted((one.dataset, other.dataset))),
                    found,
                    truth,
                    doubt_of(found, one, other),
                )
            )
    print(
        "| left out | true candidates | same, learnt without | same, learnt with | wrong | wrong, with |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    whole = learn([(f, t) for _, f, t, _ in rows])
    for cell, count in Counter(c for c, _, t, _ in rows if t).most_common(10):
        cut = learn([(f, t) for c, f, t, _ in rows if c != cell])
        tallies = []
        for prior, weights in (cut, whole):
            joined = [
                t
                for c, f, t, doubt in rows
                if c == cell
                and not doubt
                and prior + sum(weights.get(e.kind, 0.0) * e.amount for e in f.values())
                >= THRESHOLDS["same"]
            ]
            tallies.append((sum(joined), len(joined) - sum(joined)))
        (right, wrong), (before, wrong_before) = tallies
        print(f"| {cell} | {count} | {right} | {before} | {wrong} | {wrong_before} |", flush=True)


def main() -> None:
    """Run one command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["train", "evaluate", "robust", "left-out", "speed"])
    parser.add_argument(
        "--half", type=int, default=1, help="evaluate: 1 held out (default), 0 learnt from"
    )
    parser.add_argument("--show", action="store_true", help="evaluate: print the wrong pairs")
    parser.add_argument("--sizes", type=int, nargs="+", default=[25_000, 50_000, 100_000, 200_000])
    known = parser.parse_args()
    if known.command == "speed":
        from benchmarks.identity_synthetic import actors

        for size in known.sizes:
            datasets = actors(size, seed=7)
            start, busy = time.perf_counter(), time.process_time()
            found = resolve(datasets)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            seconds, joined, asked = (
                time.perf_counter() - start,
                len(found.canonical),
                len(found.undecided),
            )
            busy = time.process_time() - busy
            print(f"{size} actors: {seconds:.1f} s ({busy:.1f} s of one core), peak {peak:.0f} MB")
            print(f"  {joined} joined, {asked} questions")
        return
    answers = labels.read(Path(os.environ["FRENCHTECH_SHARED"]))
    if known.command == "train":
        train(answers)
    elif known.command == "robust":
        robust(answers, known.half)
    elif known.command == "left-out":
        left_out(answers)
    else:
        evaluate(answers, known.half, known.show)


if __name__ == "__main__":
    main()
