"""People who asked to be removed: honoured at every build, in every table and every export.

A removed person's records go, with the ties, rounds and observations that rest on them. The name is
also masked in other records (the title of a page, a remark, the name of a deal), regardless of the
order of its words, its accents and its case.
"""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from frenchtech_graph.ingest import removed_names
from frenchtech_graph.ingest.tables.raw_tables import read_columns
from frenchtech_graph.io.faults import Fault, FaultsError
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.model.name_keys import Finder, is_title, keys_of, name_key
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.namespaces import BASE
from frenchtech_graph.model.records import Actor, Dataset
from frenchtech_graph.model.terms import Class

WITHHELD = "[…]"
WITHHELD_ID = "withheld"
WITHHELD_PAGE = BASE + "withheld"
_HASHED = re.compile("sha256:[0-9a-f]{64}")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^][]*\]")
"""Remarks in brackets, which are not part of a name: Ada Lenoir (CEO)."""
_HELP = {
    "help_fr": "donnez l'identifiant d'un acteur, ou la clé d'un nom",
    "help_en": "give the id of an actor, or the key of a name",
}
T = TypeVar("T")


def read_removals(path: Path | None = None) -> frozenset[str]:
    """Return the keys of the removal list: ids of actors, or keys of names.

    Without `path`, the list comes from `use_list`, from the variable FRENCHTECH_REMOVALS, or from
    `data/removals.csv`.

    Raises:
        FaultsError: the list cannot be read, or contains a line that cannot match a person. Then
            the build stops.
    """
    file = path or _stated_list() or data_folder() / "removals.csv"
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


VARIABLE = "FRENCHTECH_REMOVALS"
_chosen: ContextVar[Path | None] = ContextVar("removals", default=None)


def use_list(path: Path | None) -> None:
    """Use another removal list than the project's for this run."""
    _chosen.set(path)


@contextmanager
def chosen_list(path: str | Path | None) -> Iterator[None]:
    """Honour another removal list for a while, if one is given."""
    if path is None:
        yield
        return
    before = _chosen.get()
    use_list(Path(path))
    try:
        yield
    finally:
        use_list(before)


def _stated_list() -> Path | None:
    stated = os.environ.get(VARIABLE)
    return _chosen.get() or (Path(stated) if stated else None)


def without_removed(
    datasets: Iterable[Dataset], keys: frozenset[str], said: set[str] | None = None
) -> list[Dataset]:
    """Return the data sets without the actors of the list and without their names.

    A key that is an id also covers the names of that actor, so that no other source adds it again.
    The names found are added to `said`, with their original spelling.
    """
    found = list(datasets)
    if not keys:
        return found
    removed, withheld = _removed(found, keys)
    unmatched = _unmatched(keys, found)
    kept = [_withheld(d, withheld) for d in without_actors(found, removed)]
    if said is not None:
        said |= withheld.said
    if unmatched and kept:
        kept[0] = replace(kept[0], notices=(*kept[0].notices, *unmatched))
    return kept


def without_persons(datasets: Iterable[Dataset], wanted: bool = False) -> list[Dataset]:
    """Return the data sets without natural persons: them, their ties, their names in texts.

    The data sets are unchanged if persons are `wanted`.
    """
    found = list(datasets)
    if wanted:
        return found
    persons = {a.id for d in found for a in d.actors if Class.PERSON in a.kinds}
    names = _stated_names(found, persons)
    withheld = Withheld(removed_names.finder(_keys(names), names, ()))
    return [_withheld(d, withheld) for d in without_actors(found, persons)] if persons else found


def _removed(found: Sequence[Dataset], keys: frozenset[str]) -> tuple[set[str], "Withheld"]:
    """Return the ids of the actors of the list, and an object that masks their names.

    The names of an actor of the list may lead to other records of the same person, so this repeats
    until no actor is added.
    """
    every = keys | _names_of(keys, found)
    people = {a.id for d in found for a in d.actors if Class.PERSON in a.kinds}
    removed: set[str] = set()
    while True:
        names = _stated_names(found, removed & people)
        marks = frozenset(
            n for d in found for a in d.actors if a.id in removed for n in _numbers(a)
        )
        finder = removed_names.finder(every, names, _stated_names(found, people - removed))
        withheld = Withheld(finder, every, marks)
        named = {a.id for d in found for a in d.actors if a.id in keys or withheld.is_named(a)}
        if named <= removed:
            withheld.said.update(names)
            return removed, withheld
        removed |= named


def _stated_names(datasets: Iterable[Dataset], ids: Collection[str]) -> list[str]:
    actors = (a for d in datasets for a in d.actors if a.id in ids)
    return sorted({name for a in actors for name in (*a.names.values(), *a.aliases)})


def _numbers(actor: Actor) -> list[str]:
    """Return the identifiers that reveal a person in an address."""
    return [actor.identifiers[s] for s in ("orcid", "wikidata") if s in actor.identifiers]


def _keys(names: Iterable[str]) -> frozenset[str]:
    return frozenset(k for n in names if len(fold(n).split()) > 1 for k in keys_of(n))


def _unmatched(keys: frozenset[str], datasets: Iterable[Dataset]) -> tuple[Fault, ...]:
    """Return a notice for each id of the list that no actor has: misspelt, or gone already."""
    ids = {a.id for d in datasets for a in d.actors}
    left = sorted(k for k in keys if not _HASHED.fullmatch(k) and k not in ids)
    return tuple(Fault("removals.csv", 0, "key", key, "unmatched-removal") for key in left)


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
    return frozenset(k for n in names if len(fold(n).split()) > 1 for k in keys_of(n))


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
class Withheld:
    """The names to mask."""

    names: Finder
    whole: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    said: set[str] = field(default_factory=set, compare=False)

    def is_named(self, actor: Actor) -> bool:
        """Return whether an actor has one of the names.

        Initials and encoded names count for persons only.
        """
        own = actor.names.values()
        if Class.PERSON not in actor.kinds:
            return any(key in self.whole for n in own for key in keys_of(n, person=False))
        stated = [s for n in (*own, *actor.aliases) for s in (n, _BRACKETS.sub(" ", n))]
        if any(key in self.names.keys for n in stated for key in keys_of(n)):
            return True
        return any(self._is_all(name) for name in stated)

    def _is_all(self, name: str) -> bool:
        """Return whether a name is one of the names, with at most titles around it."""
        left = Withheld(self.names.whatever_others_say).text(name)
        if left == name:
            return False
        rest = fold(left.replace(WITHHELD, " ").replace(WITHHELD_ID, " ")).split()
        return all(is_title(word) or len(word) == 1 for word in rest)

    def says(self, text: str) -> bool:
        """Return whether a text contains one of the names, encoded or not."""
        return bool(self.names.spans(text)) or self.names.decoded(text) is not None

    def text(self, text: str) -> str:
        """Return a text with the names masked. The address of a page is reduced to its site."""
        spans = self.names.spans(text)
        decoded = None if spans else self.names.decoded(text)
        marked = [mark for mark in self.marks if mark in text]
        if not spans and decoded is None and not marked:
            return text
        if "://" in text and not any(c.isspace() for c in text):
            return self._site(text)
        return self._masked(text, spans, marked)

    def _site(self, address: str) -> str:
        """Return the site of an address, or a placeholder if the site itself contains a name."""
        self.said.add(address)
        parts = urlsplit(address)
        named = self.says(parts.netloc)
        return WITHHELD_PAGE if named else f"{parts.scheme}://{parts.netloc}/"

    def _masked(self, text: str, spans: Sequence[tuple[int, int]], marked: Sequence[str]) -> str:
        mask = WITHHELD if " " in text.strip() else WITHHELD_ID
        left, at = "", 0
        for start, end in spans:
            self.said.add(text[start:end])
            left += self._read(text[at:start]) + mask
            at = end
        left += self._read(text[at:])
        for mark in marked:
            left = left.replace(mark, mask)
        return left

    def _read(self, piece: str) -> str:
        """Return the text around a name, without the same name in an encoded form."""
        decoded = self.names.decoded(piece)
        return piece if decoded is None else self.text(decoded)

    def within(self, value: T) -> T:
        """Return a record, or any structure of texts, with the names masked."""
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


def _withheld(dataset: Dataset, names: Withheld) -> Dataset:
    """Return a data set with the names masked, without pages that no record cites any more."""
    groups = (dataset.actors, dataset.events, dataset.ties, dataset.observations)
    used = {s for group in groups for statement in group for s in statement.sources}
    kept = tuple(
        s
        for s in dataset.sources
        if s.id in used or not any(map(names.says, (s.url, s.title or "", s.id)))
    )
    return names.within(replace(dataset, sources=kept))
