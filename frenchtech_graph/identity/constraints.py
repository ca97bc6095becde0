"""Decisions as constraints.

A contradiction is a fault that lists its rows, and no decision overrides another.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence

from frenchtech_graph.identity.crosswalks import ONE_EACH, sound_identifiers
from frenchtech_graph.identity.pairs import Decision
from frenchtech_graph.io.faults import Fault
from frenchtech_graph.io.words import beside
from frenchtech_graph.model.records import Dataset

Numbers = Mapping[str, Mapping[str, str]]
"""Id of an actor → its sound identifiers, by scheme."""


def contradictions(decisions: Iterable[Decision]) -> list[Fault]:
    """Return a fault for each "different" between two actors that a chain of "same" makes one.

    >>> from frenchtech_graph.identity.decisions import decision
    >>> stated = (("a", "b", "same"), ("b", "c", "same"), ("a", "c", "different"))
    >>> [f.details["rows_en"] for f in contradictions(decision(*s, "why", "2026") for s in stated)]
    ['a = b, b = c']
    """
    stated = sorted(decisions)
    chains = _Chains(stated)
    faults = []
    for d in stated:
        if d.verdict == "different" and (path := chains.between(d.one, d.other)):
            faults.append(_fault(d, "contradictory-decision", f"{d.one} ≠ {d.other}", path))
    return faults


def lost_numbers(decisions: Iterable[Decision], numbers: Numbers) -> list[Fault]:
    """Return a fault for each pair of actors that decisions join although both have a number of one
    scheme.

    A body has one SIREN, one ROR and so on (`ONE_EACH`): of two, the graph would lose one.
    """
    chains = _Chains(sorted(decisions))
    faults = []
    for group in chains.groups():
        for scheme in sorted(ONE_EACH):
            holders: dict[str, str] = {}
            for actor in group:
                if value := numbers.get(actor, {}).get(scheme):
                    holders.setdefault(value, actor)
            (first, *others) = holders or ("",)
            for value in others:
                path = chains.between(holders[first], holders[value])
                told = f"{holders[first]} {scheme.upper()} {first}, {holders[value]} {scheme.upper()} {value}"
                faults.append(_fault(path[-1], "two-numbers-decided-one", told, path))
    return faults


def two_numbers(datasets: Iterable[Dataset]) -> list[Fault]:
    """Return a fault for each number that a data set gives to an id to which an earlier one gave another."""
    stated: dict[tuple[str, str], tuple[str, str]] = {}
    faults = []
    for dataset in datasets:
        for actor in dataset.actors:
            numbers = sound_identifiers(actor.identifiers)
            for scheme in sorted(ONE_EACH & numbers.keys()):
                value, before = stated.setdefault((actor.id, scheme), (numbers[scheme], dataset.id))
                if value != numbers[scheme]:
                    details = {
                        "actor": actor.id,
                        "scheme": scheme.upper(),
                        "expected": value,
                        "before": before,
                    }
                    faults.append(
                        Fault(dataset.id, 0, scheme, numbers[scheme], "two-numbers-one-id", details)
                    )
    return faults


def _fault(at: Decision, code: str, value: str, path: Sequence[Decision]) -> Fault:
    chain = {f"rows_{lang}": ", ".join(_named(d, lang) for d in path) for lang in ("fr", "en")}
    return Fault(at.file, at.row, "verdict", value, code, chain)


def _named(d: Decision, lang: str) -> str:
    """Return a decision in words, with its row if it comes from a table."""
    row = beside(__file__, "clue_texts.toml").text("rows at row", lang, file=d.file, row=d.row)
    return f"{d.one} = {d.other} {row}" if d.row else f"{d.one} = {d.other}"


class _Chains:
    """The actors that decisions of "same" make one, and by which decisions."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        self._next: dict[str, list[tuple[str, Decision]]] = defaultdict(list)
        for d in decisions:
            if d.verdict == "same":
                self._next[d.one].append((d.other, d))
                self._next[d.other].append((d.one, d))

    def between(self, one: str, other: str) -> list[Decision]:
        """Return the shortest chain of decisions that joins two actors, empty if they are not
        joined."""
        return self._from(one).get(other, [])

    def groups(self) -> list[list[str]]:
        """Return the actors that decisions make one, each group sorted."""
        left, found = set(self._next), []
        for actor in sorted(self._next):
            if actor in left:
                group = sorted(self._from(actor))
                left -= {*group}
                found.append(group)
        return found

    def _from(self, start: str) -> dict[str, list[Decision]]:
        paths: dict[str, list[Decision]] = {start: []}
        waiting = deque([start])
        while waiting:
            here = waiting.popleft()
            for there, d in self._next.get(here, ()):
                if there not in paths:
                    paths[there] = [*paths[here], d]
                    waiting.append(there)
        return paths
