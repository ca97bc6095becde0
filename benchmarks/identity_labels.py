"""Labelled actors: open files as the connectors read them, their official identifiers put aside as an answer sheet.

Nothing is read here: each data set is what its connector gives a build. Ids become opaque, identifiers are
taken away, and with them the names that are numbers (`SIREN 000000018`). Two actors are truly one if they
share an identifier (the crosswalks RNSR–ROR and PIC–ROR included), truly two if they have different
identifiers of one scheme, and unknown otherwise. Labels are raw: where a source is wrong, so is the label;
`identity_slips.csv` lists the wrong pairs that were read by eye and are slips of a source, with the reading.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path

from benchmarks.national import FILES
from frenchtech_graph.identity.crosswalks import ONE_EACH, sound_identifiers
from frenchtech_graph.ingest.framework.registry import connectors
from frenchtech_graph.model.names import slug
from frenchtech_graph.model.records import Actor, Dataset
from frenchtech_graph.pipeline import datasets as tables

Known = frozenset[tuple[str, str]]

SOURCES = (
    "rnsr", "institutions", "ilab", "inov", "iphd", "ror", "next40", "rounds2023", "rounds2024v2",
    "rounds2025", "organizations2025", "rnsr_stic", "ai_labs", "siren_matches",
)  # fmt: skip
"""Sources whose actors are labelled; those of the tracker of 2025 are one list in two files."""

CROSSWALKS = ("rnsr_ror", "pic_ror")
LABELS = (*ONE_EACH, "uai", "pic", "wikidata")
"""Schemes that tell actors to be one; those of `ONE_EACH` tell them to be two as well."""


@dataclass
class Answers:
    """Data sets without identifiers, and the identifiers that were put aside, by id of actor."""

    datasets: list[Dataset] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=dict)

    def source_of(self, actor: str) -> str:
        """Return the name of the data set of an actor."""
        return actor.split(".", 1)[0]

    def verdict(self, one: str, other: str) -> bool | None:
        """Tell whether two actors are truly one; None where their identifiers do not say."""
        first, second = self.known[one], self.known[other]
        if first & second:
            return True
        numbers, others = _by_scheme(first), _by_scheme(second)
        return False if numbers.keys() & others.keys() & set(ONE_EACH) else None

    def firms(self) -> set[str]:
        """Return the ids of actors that are labelled by a SIREN alone and stated to be companies."""
        kinds = {"StartUp", "Company", "ScaleUp", "Corporate"}
        return {
            a.id
            for d in self.datasets
            for a in d.actors
            if {s for s, _ in self.known[a.id]} == {"siren"} and kinds & set(a.kinds)
        }


def _by_scheme(known: Known) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for scheme, value in known:
        found.setdefault(scheme, set()).add(value)
    return found


def read(shared: Path) -> Answers:
    """Return all labelled data sets under `shared`/data/raw, as the connectors read them."""
    raw = shared / "data" / "raw"
    read_so_far = tables.read_all(tables.locate(["lille"]))
    for name in (*SOURCES, *CROSSWALKS):
        read_so_far.append(connectors()[name].read(raw / FILES[name], known=read_so_far))
    by_name = {d.id: d for d in read_so_far}
    pairs = [_numbers(a) for name in CROSSWALKS for a in by_name[name].actors]
    answers = Answers()
    for name in SOURCES:
        _hide(by_name[name], pairs, answers)
    return _one_to_one(answers)


def _numbers(actor: Actor) -> Known:
    sound = sound_identifiers(actor.identifiers)
    return frozenset((s, v) for s, v in sound.items() if s in LABELS)


def _hide(dataset: Dataset, pairs: Sequence[Known], answers: Answers) -> None:
    """Add a data set to the answers, its actors under opaque ids and without numbers."""
    paired: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for pair in pairs:
        for number in pair:
            paired.setdefault(number, set()).update(pair)
    ids: dict[str, str] = {}
    kept: list[Actor] = []
    for n, actor in enumerate(sorted(dataset.actors, key=lambda a: a.id)):
        names = {k: v for k, v in actor.names.items() if not _is_number(v, actor)}
        if not names:
            continue
        ids[actor.id] = f"{dataset.id}.{n}-{slug(next(iter(names.values())))[:40]}"
        kept.append(replace(actor, id=ids[actor.id], names=names, identifiers={}))
        numbers = _numbers(actor)
        more = {number for own in numbers for number in paired.get(own, ())}
        answers.known[ids[actor.id]] = numbers | frozenset(more)
    events = {e.id for e in dataset.events}
    there = ids.keys() | events
    ties = tuple(
        replace(t, origin=ids.get(t.origin, t.origin), target=ids.get(t.target, t.target))
        for t in dataset.ties
        if {t.origin, t.target} <= there
    )
    observations = tuple(
        replace(o, actor=ids[o.actor]) for o in dataset.observations if o.actor in ids
    )
    hidden = replace(dataset, actors=tuple(kept), ties=ties, observations=observations)
    answers.datasets.append(hidden)


def _is_number(name: str, actor: Actor) -> bool:
    """Tell whether an actor is called by its number alone."""
    return any(name.endswith(value) for value in actor.identifiers.values())


def _one_to_one(answers: Answers) -> Answers:
    """Drop the identifiers that one source gives to several actors: schools of one legal person, say."""
    held = Counter((answers.source_of(a), i) for a, known in answers.known.items() for i in known)
    shared = {i for (_, i), n in held.items() if n > 1}
    return replace(answers, known={a: known - shared for a, known in answers.known.items()})


def true_pairs(answers: Answers) -> list[tuple[str, str]]:
    """Return the pairs of actors of different data sets that are truly one."""
    holders: dict[tuple[str, str], list[str]] = {}
    for actor, known in answers.known.items():
        for identifier in known:
            holders.setdefault(identifier, []).append(actor)
    pairs = {tuple(sorted(p)) for found in holders.values() for p in combinations(found, 2)}
    return sorted((a, b) for a, b in pairs if answers.source_of(a) != answers.source_of(b))


def slips() -> Mapping[frozenset[str], str]:
    """Return the names of wrong pairs that are slips of a source → what was read."""
    with Path(__file__).with_name("identity_slips.csv").open(encoding="utf-8", newline="") as file:
        rows: Iterable[dict[str, str]] = csv.DictReader(file)
        return {frozenset((r["one"], r["other"])): r["reading"] for r in rows}
