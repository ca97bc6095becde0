"""People who asked to be removed: honoured at every build, in every table and every export."""

import csv
import hashlib
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from frenchtech_graph.files import data_folder
from frenchtech_graph.names import fold
from frenchtech_graph.records import Actor, Dataset


def name_key(name: str) -> str:
    """Return the key that stands for a name in the removal list: it does not tell the name itself.

    >>> name_key("Ada Lenoir") == name_key("ada  LENOIR")
    True
    """
    return "sha256:" + hashlib.sha256(fold(name).encode()).hexdigest()


def read_removals(path: Path | None = None) -> frozenset[str]:
    """Return the keys of the removal list: ids of actors, or keys of names."""
    file = path or data_folder() / "removals.csv"
    with file.open(encoding="utf-8", newline="") as opened:
        return frozenset(row["key"] for row in csv.DictReader(opened))


def without_removed(datasets: Iterable[Dataset], keys: frozenset[str]) -> list[Dataset]:
    """Return the data sets without the actors of the list, their ties and their observations."""
    found = list(datasets)
    return without_actors(found, {a.id for d in found for a in d.actors if _is_removed(a, keys)})


def without_actors(datasets: Iterable[Dataset], ids: Collection[str]) -> list[Dataset]:
    """Return the data sets without the actors `ids`, their rounds, their ties and their observations."""
    removed = set(ids)
    return [_without(d, removed) for d in datasets] if removed else list(datasets)


def _is_removed(actor: Actor, keys: frozenset[str]) -> bool:
    names = (*actor.names.values(), *actor.aliases)
    return actor.id in keys or any(name_key(n) in keys for n in names)


def _without(dataset: Dataset, removed: set[str]) -> Dataset:
    return replace(
        dataset,
        actors=tuple(a for a in dataset.actors if a.id not in removed),
        events=tuple(e for e in dataset.events if e.company not in removed),
        ties=tuple(t for t in dataset.ties if not removed & {t.origin, t.target}),
        observations=tuple(o for o in dataset.observations if o.actor not in removed),
    )
