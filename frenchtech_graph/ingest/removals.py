"""People who asked to be removed: honoured at every build, in every table and every export.

A removed person's records go, with the ties, rounds and observations that rest on them. Where other
records say the name (the title of a page, a remark, the name of a deal), the name is withheld
there, whatever the order of its words, its accents and its case.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from frenchtech_graph.ingest.tables.raw_tables import read_columns
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.namespaces import BASE
from frenchtech_graph.model.records import Actor, Dataset

WITHHELD = "[…]"
_WITHHELD_ID = "withheld"
_WITHHELD_PAGE = BASE + "withheld"
_HASHED = re.compile("sha256:[0-9a-f]{64}")
_MOST_WORDS = 6
_WORD = re.compile(r"[^\W_]+")
_HELP = {
    "help_fr": "donnez l'identifiant d'un acteur, ou la clé d'un nom",
    "help_en": "give the id of an actor, or the key of a name",
}
T = TypeVar("T")


def name_key(name: str) -> str:
    """Return the key that stands for a name in the removal list: it does not tell the name itself.

    >>> name_key("Ada Lenoir") == name_key("LENOIR  ada")
    True
    """
    return _key(fold(name).split())


def _key(words: Iterable[str]) -> str:
    return "sha256:" + hashlib.sha256(" ".join(sorted(words)).encode()).hexdigest()


def read_removals(path: Path | None = None) -> frozenset[str]:
    """Return the keys of the removal list: ids of actors, or keys of names.

    Raises:
        FaultsError: the list cannot be read, or holds a line that could remove nobody; nothing is
            built then.
    """
    file = path or data_folder() / "removals.csv"
    rows = read_columns(file, ["key"])
    faults = [
        Fault(file.name, n, "key", "", "required", _HELP) for n, row in rows if not row["key"]
    ]
    faults += [
        Fault(
            file.name,
            n,
            "key",
            row["key"],
            "pattern",
            {"expected": name_key("Ada Lenoir"), **_HELP},
        )
        for n, row in rows
        if row["key"].startswith("sha256:") and not _HASHED.fullmatch(row["key"])
    ]
    if faults:
        raise FaultsError(faults)
    return frozenset(row["key"] for _, row in rows)


def without_removed(datasets: Iterable[Dataset], keys: frozenset[str]) -> list[Dataset]:
    """Return the data sets without the actors of the list and all that names them.

    A key that is an id stands for the names of that actor, too, so that no other source brings it
    back.
    """
    found = list(datasets)
    if not keys:
        return found
    withheld = _Withheld(keys | _names_of(keys, found))
    removed = {a.id for d in found for a in d.actors if a.id in keys or withheld.is_named(a)}
    return [_withheld(d, withheld) for d in without_actors(found, removed)]


def without_actors(datasets: Iterable[Dataset], ids: Collection[str]) -> list[Dataset]:
    """Return the data sets without the actors `ids`, their rounds, their ties and their
    observations.
    """
    removed = set(ids)
    return [_without(d, removed) for d in datasets] if removed else list(datasets)


def _names_of(keys: frozenset[str], datasets: Iterable[Dataset]) -> frozenset[str]:
    """Return the keys of the names of actors given by id, of two words or more: one word alone may
    be anything.
    """
    actors = [a for d in datasets for a in d.actors if a.id in keys]
    names = [n for a in actors for n in (*a.names.values(), *a.aliases, a.id)]
    return frozenset(name_key(n) for n in names if len(fold(n).split()) > 1)


def _without(dataset: Dataset, removed: set[str]) -> Dataset:
    rounds = {e.id for e in dataset.events if e.company in removed}
    gone = removed | rounds
    kept = replace(
        dataset,
        actors=tuple(a for a in dataset.actors if a.id not in removed),
        events=tuple(e for e in dataset.events if e.id not in rounds),
        ties=tuple(t for t in dataset.ties if not gone & {t.origin, t.target, t.event}),
        observations=tuple(o for o in dataset.observations if o.actor not in removed),
    )
    ids = {
        s.id for group in (kept.actors, kept.events, kept.ties, kept.observations) for s in group
    }
    return replace(kept, conflicts={i: to for i, to in dataset.conflicts.items() if {i, to} <= ids})


@dataclass(frozen=True, slots=True)
class _Withheld:
    """The names that are not said, as keys."""

    keys: frozenset[str]

    def is_named(self, actor: Actor) -> bool:
        """Tell whether an actor goes by one of the names."""
        return any(name_key(n) in self.keys for n in (*actor.names.values(), *actor.aliases))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where a text says one of the names."""
        words = [(m.start(), m.end(), fold(m[0]).split()) for m in _WORD.finditer(text)]
        found, at = [], 0
        while at < len(words):
            ends = range(min(len(words), at + _MOST_WORDS), at, -1)
            end = next(
                (e for e in ends if _key(w for *_, ws in words[at:e] for w in ws) in self.keys),
                None,
            )
            if end:
                found.append((words[at][0], words[end - 1][1]))
            at = end or at + 1
        return found

    def text(self, text: str) -> str:
        """Return a text in which the names are withheld; of a page's address, its site is left."""
        spans = self.spans(unquote(text) if "://" in text else text)
        if not spans:
            return text
        if "://" in text and not any(c.isspace() for c in text):
            parts = urlsplit(text)
            return (
                f"{parts.scheme}://{parts.netloc}/"
                if not self.spans(parts.netloc)
                else _WITHHELD_PAGE
            )
        mask = WITHHELD if " " in text.strip() else _WITHHELD_ID
        for start, end in reversed(spans):
            text = text[:start] + mask + text[end:]
        return text

    def within(self, value: T) -> T:
        """Return a record, or anything made of texts, in which the names are withheld."""
        if isinstance(value, str):
            return self.text(value)  # type: ignore[return-value]
        if isinstance(value, tuple):
            return tuple(self.within(v) for v in value)  # type: ignore[return-value]
        if isinstance(value, Mapping):
            return {self.within(k): self.within(v) for k, v in value.items()}  # type: ignore[return-value]
        if is_dataclass(value) and not isinstance(value, type):
            changed: dict[str, Any] = {}
            for f in fields(value):
                before = getattr(value, f.name)
                after = self.within(before)
                if after != before:
                    changed[f.name] = after
            return replace(value, **changed) if changed else value
        return value


def _withheld(dataset: Dataset, names: _Withheld) -> Dataset:
    """Return a data set in which the names are withheld, without the pages that nothing rests on
    any longer.
    """
    groups = (dataset.actors, dataset.events, dataset.ties, dataset.observations)
    used = {s for group in groups for statement in group for s in statement.sources}
    kept = tuple(
        s
        for s in dataset.sources
        if s.id in used or not names.spans(" ".join((s.url, s.title or "", s.id)))
    )
    return names.within(replace(dataset, sources=kept))
