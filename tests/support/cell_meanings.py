"""Whether the tables made of a workbook say what each of its cells means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from frenchtech_graph.ingest.sheets.datasets import datasets_of, import_file
from frenchtech_graph.ingest.sheets.mapping import Reading
from frenchtech_graph.model.records import Actor, Dataset, Event, Tie

RIGHT, ASKED, WRONG = "right", "asked", "wrong"


@dataclass(slots=True)
class Tables:
    """The public data set of a workbook, asked by names; `asked` are the values in doubt."""

    dataset: Dataset
    asked: set[str]

    def names(self) -> dict[str, str]:
        things: tuple[Actor | Event, ...] = (*self.dataset.actors, *self.dataset.events)
        return {t.id: t.names.get("fr", t.id) for t in things}

    def actor(self, name: str) -> Actor | None:
        return next((a for a in self.dataset.actors if a.names.get("fr") == name), None)

    def event(self, name: str) -> Event | None:
        return next((e for e in self.dataset.events if e.names.get("fr") == name), None)

    def ties(self, kind: str, one: str, other: str) -> Iterator[Tie]:
        names = self.names()
        for tie in self.dataset.ties:
            if (tie.kind, names.get(tie.origin), names.get(tie.target)) == (kind, one, other):
                yield tie

    def everything(self) -> str:
        return repr((self.dataset.actors, self.dataset.events, self.dataset.ties))


def tables(path: Path) -> Tables:
    """Import a workbook without a mapping, and return its public tables."""
    imported = import_file(path, Reading())
    asked = {d.value for d in imported.doubts}
    return Tables(datasets_of(path, imported)[0], asked)


def verdicts(made: Tables, meaning: Mapping[str, str]) -> dict[str, str]:
    """Return for each cell whether it was read right, asked about, or wrong."""
    return {cell: _verdict(made, stated) for cell, stated in meaning.items()}


def _verdict(made: Tables, stated: str) -> str:
    sign, text = stated[0], stated[1:]
    if sign == "~":
        return RIGHT if any(text in a for a in made.asked) else WRONG
    if sign == "-":
        return WRONG if text in made.everything() else RIGHT
    if sign == "#":
        return RIGHT if text in made.everything() else WRONG
    return RIGHT if all(_holds(made, part.strip()) for part in text.split("; ")) else WRONG


def _holds(made: Tables, text: str) -> bool:
    what, _, rest = text.partition(" ")
    return {
        "actor": _actor,
        "sectors": _attribute,
        "place": _attribute,
        "siren": _attribute,
        "website": _attribute,
        "tie": _tie,
        "observation": _observation,
        "round": _round,
        "raise": _raise,
        "event": _event,
        "source": _source,
        "publisher": _source,
    }[what](made, what, rest)


def _actor(made: Tables, _: str, rest: str) -> bool:
    name, _, kind = rest.rpartition(" ")
    found = made.actor(name)
    return found is not None and found.kinds == (kind,)


def _attribute(made: Tables, what: str, rest: str) -> bool:
    name, _, value = rest.rpartition(" ")
    found = made.actor(name)
    if found is None:
        return False
    if what == "siren":
        return found.identifiers.get("siren") == value
    held = getattr(found, what)
    return ("|".join(held) if isinstance(held, tuple) else held) == value


def _tie(made: Tables, _: str, rest: str) -> bool:
    kind, _, ends = rest.partition(" ")
    one, _, other = ends.partition(" > ")
    words = other.split(" ")
    at = next((i for i, w in enumerate(words) if w in _ASKED_OF_TIES), len(words))
    facts = words[at:]
    wanted: dict[str, str] = {}
    for i, word in enumerate(facts):
        if word in _ASKED_OF_TIES:
            wanted[word] = facts[i + 1]
    return any(
        all(_of_tie(tie, n) == v for n, v in wanted.items())
        for tie in made.ties(kind, one, " ".join(words[:at]))
    )


_ASKED_OF_TIES = ("start", "end", "amount", "percentage", "current", "role")


def _of_tie(tie: Tie, name: str) -> str | None:
    if name == "amount":
        return tie.money.amount
    value = getattr(tie, name)
    return str(value).lower() if isinstance(value, bool) else value


def _observation(made: Tables, _: str, rest: str) -> bool:
    kind, _, about = rest.partition(" ")
    names = made.names()
    said = {
        " ".join(filter(None, (names[o.actor], o.value, o.start)))
        for o in made.dataset.observations
        if o.kind == kind
    }
    return about in said


def _round(made: Tables, _: str, rest: str) -> bool:
    company, start, kind = rest.rsplit(" ", 2)
    names = made.names()
    return any(
        (names.get(e.company or ""), e.start, e.round_type) == (company, start, kind)
        for e in made.dataset.events
    )


def _raise(made: Tables, _: str, rest: str) -> bool:
    company, start, amount = rest.rsplit(" ", 2)
    names = made.names()
    return any(
        (names.get(e.company or ""), e.start or "-", e.money.amount) == (company, start, amount)
        for e in made.dataset.events
    )


def _event(made: Tables, _: str, rest: str) -> bool:
    name, *facts = rest.split(" ")
    found = made.event(name)
    if found is None:
        return False
    if len(facts) == 1:
        return found.kind == facts[0]
    value = found.money.amount if facts[0] == "amount" else getattr(found, facts[0])
    return bool(value == facts[1])


def _source(made: Tables, what: str, rest: str) -> bool:
    name, _, value = rest.partition(" ")
    found = made.actor(name)
    pages = {s.id: s for s in made.dataset.sources}
    held = [pages[s] for s in found.sources] if found else []
    return any(value == (p.url if what == "source" else p.publisher) for p in held)
