"""Made-up actors for the tests of identity.

Numbers begin with 0000: sound, and of no real company.
"""

from typing import Any

from frenchtech_graph.model.records import Actor, Dataset, Observation, Tie

ABOUT: dict[str, Any] = {"sources": ("page",), "records": ()}


def actor(key: str, name: str, kind: str = "StartUp", **details: Any) -> Actor:
    return Actor(**ABOUT, id=key, kinds=(kind,), names={"fr": name}, **details)


def dataset(
    key: str, *actors: Actor, ties: tuple[Tie, ...] = (), observations: tuple[Observation, ...] = ()
) -> Dataset:
    return Dataset(
        key,
        {"fr": key, "en": key},
        key,
        "https://example.org/licence",
        "2026-11-23",
        "0",
        actors=actors,
        ties=ties,
        observations=observations,
    )


def tie(kind: str, origin: str, target: str, **details: Any) -> Tie:
    return Tie(**ABOUT, kind=kind, origin=origin, target=target, **details)


def siren(stem: int) -> str:
    """Return a sound SIREN that begins with 0000."""
    from frenchtech_graph.model.identifiers import luhn

    return next(f"0000{stem:04}{d}" for d in range(10) if luhn(f"0000{stem:04}{d}"))
