"""Identity against open files whose official identifiers are put aside: bridges, traps, figures."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import identity_labels as labels
from benchmarks.identity import half, outcome
from frenchtech_graph.identity import Resolution, resolve
from frenchtech_graph.ingest.framework.registry import connectors
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.records import Actor, Dataset
from frenchtech_graph.pipeline import datasets as tables

FILES = {
    "ilab": "mesr-ilab/ilab_laureats_1999_2025.csv",
    "inov": "mesr-inov/inov_laureats_2018_2025.json",
    "next40": "next40-ft120/next40_ft120_2020_2025_navigator.csv",
    "rounds2024v2": "frenchtechjournal-funding/funding_2024_v2_enriched.csv",
    "rounds2025": "frenchtechjournal-funding/funding_2025.json",
}
BRIDGES = {"vekia", "lattice-medical", "inbrain-pharma", "innovafeed", "tiamat", "vaxinano"}


def words_of(actor: Actor) -> set[str]:
    """Return the words of the names of an actor, and each name run together."""
    names = [fold(n) for n in actor.names.values()]
    return {w for n in names for w in (*n.split(), n.replace(" ", "")) if len(w) > 2}


@pytest.fixture(scope="module")
def regional(shared: Path) -> list[Dataset]:
    """Return the Lille tables and those actors of national files that share a word with one of
    them, numbers hidden.

    Ids are made opaque and identifiers taken away, so that nothing but names, places and sites is
    left.
    """
    lille = tables.read_all(tables.locate(["lille"]))
    words = {w for d in lille for a in d.actors for w in words_of(a)}
    found = [replace(d, actors=tuple(replace(a, identifiers={}) for a in d.actors)) for d in lille]
    for name, path in FILES.items():
        read = connectors()[name].read(shared / "data" / "raw" / path)
        near = [a for a in read.actors if words & words_of(a) and a.kinds != ("Person",)]
        hidden = tuple(replace(a, id=f"{name}.{n}", identifiers={}) for n, a in enumerate(near))
        found.append(replace(read, actors=hidden, ties=(), events=(), observations=()))
    return found


@pytest.fixture(scope="module")
def joined(regional: Sequence[Dataset]) -> Resolution:
    return resolve(regional)


def sources_of(joined: Resolution, kept: str) -> set[str]:
    return {other.split(".")[0] for other, k in joined.canonical.items() if k == kept}


def test_the_bridges_between_files_are_found_without_numbers(joined: Resolution) -> None:
    assert set(joined.canonical.values()) >= BRIDGES
    assert sources_of(joined, "lattice-medical") >= {"ilab", "inov", "rounds2025"}
    assert sources_of(joined, "inbrain-pharma") >= {"ilab", "rounds2025"}
    assert sources_of(joined, "tiamat") >= {"inov", "rounds2024v2"}
    assert "inov" in sources_of(joined, "vekia") & sources_of(joined, "vaxinano")


@pytest.mark.parametrize(
    "trap", ["jungle", "nestor", "freya", "finorpa-scr", "universite-de-lille"]
)
def test_homonyms_are_not_joined(
    joined: Resolution, regional: Sequence[Dataset], trap: str
) -> None:
    # Further rows of an actor may state only its attributes: the first has its usual name.
    named = [a for d in regional for a in d.actors if a.names]
    names = {a.id: next(iter(a.names.values())) for a in reversed(named)}
    others = [o for o, kept in joined.canonical.items() if kept == trap]
    assert all(fold(names[o]) == fold(names[trap]) for o in others)
    assert trap in ("finorpa-scr", "universite-de-lille") or not others


def test_the_investor_is_not_the_research_institute(shared: Path) -> None:
    ror = connectors()["ror"].read(shared / "data" / "raw" / "ror-records-fr")
    institute = [a for a in ror.actors if a.id == "ror-05q3vnk25"]
    assert institute
    lille = tables.read_all(tables.locate(["lille"]))
    found = resolve([*lille, replace(ror, actors=tuple(institute), ties=(), observations=())])
    assert "ror-05q3vnk25" not in found.canonical


@pytest.mark.slow
def test_the_held_out_half_is_joined_as_the_documentation_says(shared: Path) -> None:
    """Read through the connectors, numbers hidden, labels raw."""
    part = half(labels.read(shared), 1)
    assert len(labels.true_pairs(part)) >= 2000
    precision, recall, with_ask = outcome(part, resolve(part.datasets)).figures()
    assert precision >= 0.99
    assert recall >= 0.90
    assert with_ask >= 0.97
