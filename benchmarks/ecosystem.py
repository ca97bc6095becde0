"""A seeded, realistic data set of any size: heavy-tailed degrees, rounds, dated memberships,
sources.
"""

import os
import random
import tempfile
from pathlib import Path

from frenchtech_graph.graph.build import build
from frenchtech_graph.model.records import Actor, Dataset, Event, Money, Source, Tie

SECTORS = ("health", "software", "energy", "retail", "fintech", "robotics")
PLACES = ("59350", "59512", "69123", "75056", "31555", "13055", "33063", "44109")
KINDS = (
    "StartUp",
    "StartUp",
    "StartUp",
    "Corporate",
    "InvestmentFund",
    "Incubator",
    "University",
    "ResearchLaboratory",
    "PublicAuthority",
)
PAIR_TIES = {  # tie kind → kinds of its two ends
    "Incubation": ("Incubator", "StartUp"),
    "Supervision": ("University", "ResearchLaboratory"),
    "SpinOff": ("ResearchLaboratory", "StartUp"),
    "Partnership": ("Corporate", "StartUp"),
    "PublicFunding": ("PublicAuthority", "StartUp"),
}
# The folder in which the modules of one run keep what they built.
KEPT = "FRENCHTECH_BENCHMARKS"
QUADS_A_TIE = 44
INVESTMENTS_A_ROUND = (1, 1, 2, 2, 3, 5, 8)


def built(quads: int) -> Path:
    """Return the folder of the built graph of about so many quads; built once in a run of all
    benchmarks.
    """
    folder = Path(os.environ.setdefault(KEPT, tempfile.mkdtemp(prefix="benchmarks-"))) / f"{quads}"
    if not folder.is_dir():
        build([ecosystem(quads // QUADS_A_TIE)], folder)
    return folder


def ecosystem(ties: int, seed: int = 1) -> Dataset:
    """Return a data set with about `ties` ties, 0.4 actors a tie and one round for every ten
    ties.
    """
    rng = random.Random(seed)
    source = Source("file", "https://example.org/dump", "Example", "2026-11-23")
    by_kind: dict[str, list[str]] = {}
    actors = []
    for n in range(int(0.4 * ties)):
        kind = rng.choice(KINDS)
        by_kind.setdefault(kind, []).append(f"a{n}")
        actors.append(
            Actor(
                ("file",),
                (f"r{n}",),
                id=f"a{n}",
                kinds=(kind,),
                names={"fr": f"Acteur {n} & Cie"},
                place=rng.choice(PLACES),
                sectors=(rng.choice(SECTORS),),
            )
        )
    events, made = [], []
    while len(made) < ties:
        if rng.random() < 0.3:
            company = _pick(rng, by_kind["StartUp"])
            date = f"{rng.randint(2005, 2025)}-{rng.randint(1, 12):02}"
            amount = Money(str(rng.randint(1, 400) * 50_000), "EUR", "exact")
            key = f"e{len(events)}"
            events.append(
                Event(
                    ("file",),
                    (key,),
                    id=key,
                    kind="FundingRound",
                    company=company,
                    start=date,
                    round_type="seed-round",
                    money=amount,
                    status="closed",
                )
            )
            for fund in {
                _pick(rng, by_kind["InvestmentFund"])
                for _ in range(rng.choice(INVESTMENTS_A_ROUND))
            }:
                made.append(
                    Tie(
                        ("file",),
                        (f"t{len(made)}",),
                        kind="Investment",
                        origin=fund,
                        target=company,
                        event=key,
                        start=date,
                    )
                )
        else:
            kind = rng.choice(list(PAIR_TIES))
            ends = (_pick(rng, by_kind[k]) for k in PAIR_TIES[kind])
            made.append(
                Tie(
                    ("file",),
                    (f"t{len(made)}",),
                    None,
                    None,
                    kind,
                    *ends,
                    start=str(rng.randint(2000, 2025)),
                )
            )
    return Dataset(
        "synthetic",
        {"fr": "Écosystème d'essai", "en": "Test ecosystem"},
        "Example",
        "https://creativecommons.org/publicdomain/zero/1.0/",
        "2026-11-23",
        f"seed-{seed}-{ties}",
        (source,),
        tuple(actors),
        tuple(events),
        tuple(made),
    )


def _pick(rng: random.Random, names: list[str]) -> str:
    """Pick a name with a heavy tail: the first ones far more often (Zipf-like)."""
    return names[int(len(names) * rng.random() ** 3)]
