"""A reading uses each condition of a question, or lists it among the words that it leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from frenchtech_graph import EcosystemGraph
from frenchtech_graph.ask import Reading, read
from frenchtech_graph.ask.names import Names
from frenchtech_graph.ask.phrases import Element, Slot, Tool, tools
from frenchtech_graph.catalogue.engines import open_engine
from frenchtech_graph.catalogue.lookup import Lookup
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class

CONDITIONS = {
    "incubateurs": ("incubateur",),
    "à Roubaix": ("roubaix", "59512", "metropole europeenne de lille"),
    "en 2017": ("2017",),
    "cybersécurité": ("cybersecurite",),
    "3 M€": ("3 000 000",),
}
"""A condition of each kind as a question says it → how a reading may show it, folded."""
NAMES = {
    "place": "Lille",
    "class": "laboratoires",
    "concept": "santé",
    "year": "2019",
    "amount": "2 M€",
    "group": "région",
}


@pytest.fixture(scope="module")
def names(lille: EcosystemGraph) -> Names:
    return Names(lille.store)


@pytest.fixture(scope="module")
def lookup(lille: EcosystemGraph) -> Lookup:
    return Lookup(open_engine(lille.store))


@pytest.mark.parametrize("at", [0, -1], ids=["French", "English"])
@pytest.mark.parametrize("tool", tools(), ids=lambda t: t.name)
def test_a_condition_is_used_or_named(
    tool: Tool, at: int, lille: EcosystemGraph, names: Names, lookup: Lookup
) -> None:
    plain = _question(tool, tool.phrases[at], lookup)
    for condition, shown in CONDITIONS.items():
        reading = read(f"{plain} {condition}", lille.store, names=names)
        for answer in (reading, *reading.offers):
            if answer.certain:
                told = fold(_told(answer, reading))
                is_told = any(s in told or fold(condition) in told for s in shown)
                assert is_told or _is_meaning(condition, answer.name), (
                    f"{plain} {condition}",
                    answer.name,
                    told,
                )
        assert reading.certain or reading.reasons


def _is_meaning(condition: str, name: str) -> bool:
    """Return whether a condition is a word that phrases of a question must have: who incubates."""
    tool = next(t for t in tools() if t.name == name)
    return any(p.has(fold(condition)) for p in tool.required)


def _told(answer: Reading, reading: Reading) -> str:
    """Return the names that a reading or an offer uses, and those that it leaves out."""
    years = (str(y) for y in (answer.since, answer.until) if y is not None)
    told = [*answer.labels.values(), *answer.subjects, *years, *answer.aside, *reading.reasons]
    told += [word for pair in answer.misspelt for word in pair]
    return " ; ".join(told)


def _question(tool: Tool, phrase: Sequence[Element], lookup: Lookup) -> str:
    """Return a phrase of a tool as a question."""
    return " ".join(w for e in phrase if (w := _word(e, tool, lookup)))


def _word(element: Element, tool: Tool, lookup: Lookup) -> str:
    if element.constant or element.optional:
        return ""
    if element.pattern:
        return min(element.pattern.bare, key=lambda w: (len(w), w))
    slot = tool.slots[element.slot]
    return (
        next(_entities(slot, lookup), "") if slot.type in ("actor", "entity") else NAMES[slot.type]
    )


def _entities(slot: Slot, lookup: Lookup) -> Iterator[str]:
    usual = slot.of or (Class.ACTOR if slot.type == "actor" else Class.ENTITY)
    yield from (label for _, _, label in lookup.names(usual) if label.isalpha() and len(label) > 5)
