"""A question's words and names against the phrases of a tool."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from frenchtech_graph.ask.forms import Forms, forms_in
from frenchtech_graph.ask.grouping import group
from frenchtech_graph.ask.names import Span
from frenchtech_graph.ask.parts import (
    Item,
    is_listed,
    is_next_to_name,
    is_of_holders,
    is_of_next,
    is_word,
    text_of,
)
from frenchtech_graph.ask.phrases import (
    Element,
    Named,
    Slot,
    Tool,
    is_founding,
)
from frenchtech_graph.ask.repetition import GENERAL, is_dropped, says_same
from frenchtech_graph.ask.tokens import Word, kind_words
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class

_KIND = "_kind"
"""Ends the name of the parameter for the kind of an end: `member_kind` is that of `member`."""
YEAR = "this year"
"""Key among the filled parameters for a single year that restricts the rows."""
ONE_THING = frozenset({"company", "organization", "beneficiary", "borrower"})
"""Parameters for the one entity that a place or a sector would describe."""
_OF_COMPANIES = ("place", "concept")
Fits = Callable[[Named, Slot], bool]


@dataclass(frozen=True, slots=True)
class Match:
    """A tool with the names that fill its parameters, and the rest of the question.

    `unknown` are words that nothing explains, `unused` names for which the tool has no parameter.
    `phrase` is the phrase that it matches, in its order or not. `repeated` are names of roles that
    say the same as the phrases of the tool. `said` are the words that the phrase has used.
    """

    tool: Tool
    filled: Mapping[str, tuple[Named, ...]]
    score: float
    unknown: tuple[Word, ...]
    unused: tuple[str, ...]
    phrase: tuple[Element, ...] = ()
    repeated: tuple[str, ...] = ()
    is_in_order: bool = True
    said: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Return whether everything in the question is explained."""
        return self.is_in_order and not (self.unknown or self.unused or self.repeated)

    @property
    def is_worded(self) -> bool:
        """Return whether the question has a word of the phrase, or a term."""
        words = any(e.pattern and not e.optional for e in self.phrase)
        return words or any(n.type in ("class", "concept") for v in self.filled.values() for n in v)


def matches(tool: Tool, parts: Sequence[Item], fits: Fits) -> Iterator[Match]:
    """Yield each way in which a question matches a phrase of a tool."""
    texts = tuple(map(text_of, parts))
    for phrase in tool.phrases:
        if not all(_any_is(e.pattern, texts) for e in phrase if e.pattern and not e.optional):
            continue
        present = [e for e in phrase if not e.pattern or _any_is(e.pattern, texts)]
        for used, filled in _walk(present, 0, parts, 0, tool, fits):
            yield _rest(tool, phrase, parts, used, filled, fits)
        if not tool.things and not tool.subjects and (used := _anywhere(present, parts)):
            yield replace(_rest(tool, phrase, parts, used, {}, fits), is_in_order=False)


@lru_cache(maxsize=10_000)
def _any_is(forms: Forms, texts: tuple[str, ...]) -> bool:
    return any(is_word(forms, text) for text in texts)


def _walk(
    phrase: Sequence[Element],
    at: int,
    parts: Sequence[Item],
    begin: int,
    tool: Tool,
    fits: Fits,
) -> Iterator[tuple[frozenset[int], Mapping[str, tuple[Named, ...]]]]:
    """Yield the parts used and the slots filled, for each way through a phrase in its order."""
    if at == len(phrase):
        yield frozenset(), {}
        return
    element = phrase[at]
    if element.constant:
        for used, filled in _walk(phrase, at + 1, parts, begin, tool, fits):
            yield used, {element.slot: (element.constant,), **filled}
        return
    for place in range(begin, len(parts)):
        for named in _taken(element, parts[place], tool, fits):
            for used, filled in _walk(phrase, at + 1, parts, place + 1, tool, fits):
                slots = {element.slot: (named,)} if named else {}
                yield used | {place}, {**slots, **filled}
    if element.optional:
        yield from _walk(phrase, at + 1, parts, begin, tool, fits)


def _anywhere(phrase: Sequence[Element], parts: Sequence[Item]) -> frozenset[int]:
    """Return the parts that are the words of a phrase, in any order.

    This is only for questions without an actor, because the order shows who acts.
    """
    used: set[int] = set()
    if any(e.slot for e in phrase):
        return frozenset()
    for pattern in (e.pattern for e in phrase if e.pattern and not e.optional):
        free = (at for at in range(len(parts)) if at not in used)
        at = next((at for at in free if is_word(pattern, text_of(parts[at]))), None)
        if at is None:
            return frozenset()
        used.add(at)
    return frozenset(used)


def _taken(element: Element, part: Item, tool: Tool, fits: Fits) -> Iterator[Named | None]:
    """Yield the values that a part of a question gives to an element of a phrase, or None for a
    word."""
    if element.constant:
        return
    if element.slot:
        slot = tool.slots.get(element.slot)
        if slot and isinstance(part, Span):
            taken = (c for c in part.candidates if fits(c, slot))
            yield from (c for c in taken if not (c.implied and tool.takes_several_things))
    elif element.pattern and is_word(element.pattern, text_of(part)):
        yield None


def _rest(
    tool: Tool,
    phrase: Sequence[Element],
    parts: Sequence[Item],
    used: frozenset[int],
    filled: Mapping[str, tuple[Named, ...]],
    fits: Fits,
) -> Match:
    """Assign the parts of a question outside the phrase to the parameters that are still free."""
    slots = dict(filled)
    used |= group(parts, tool, slots)
    unknown: list[Word] = []
    unused: list[str] = []
    repeated: list[str] = []
    for place in sorted(used):
        _keep_kind(parts[place], tool, slots, fits)
        if is_dropped(parts[place], phrase, slots):
            repeated.append(text_of(parts[place]))
    for place in sorted(range(len(parts)), key=lambda at: not _is_thing(parts[at])):
        part = parts[place]
        if place in used:
            continue
        if isinstance(part, Word):
            if not _is_explained(part, parts, place):
                unknown.append(part)
        elif not _is_taken(place, parts, tool, slots, fits):
            is_asked = all(place < other for other in used)
            (repeated if says_same(part, tool, is_asked=is_asked) else unused).append(part.text)
    score = _score(phrase, parts, used, filled, slots)
    said = tuple(text_of(parts[place]) for place in sorted(used))
    return Match(
        tool, slots, score, tuple(unknown), tuple(unused), tuple(phrase), tuple(repeated), said=said
    )


def _score(
    phrase: Sequence[Element],
    parts: Sequence[Item],
    used: frozenset[int],
    filled: Mapping[str, tuple[Named, ...]],
    slots: Mapping[str, tuple[Named, ...]],
) -> float:
    """Return how well a phrase and the names that fill parameters explain a question."""
    free = sum(map(len, slots.values())) - sum(map(len, filled.values())) - (YEAR in slots)
    stated = {e.slot for e in phrase if e.constant}
    named = filled.keys() - stated
    return (
        2.0 * len(used)
        - 0.1 * min(sum(isinstance(parts[p], Span) for p in used), len(named))
        + 1.0 * free
        + 0.01 * sum(not e.optional for e in phrase)
        - 1.5 * any(n.implied for several in filled.values() for n in several)
    )


def _keep_kind(part: Item, tool: Tool, slots: dict[str, tuple[Named, ...]], fits: Fits) -> None:
    """Fill the kind of the rows with a kind that a phrase has used as a word.

    An example is "start-ups hosted at Station F".
    """
    for slot in tool.slots.values():
        is_of_rows = _is_kind_of_rows(slot, slots) or _is_kind_of_other(slot, tool, slots)
        if not isinstance(part, Span) or slot.name in slots or not is_of_rows:
            continue
        kinds = (c for c in part.candidates if c.value != Class.PERSON)
        if taken := [c for c in kinds if fits(c, slot)]:
            slots[slot.name] = tuple(taken[:1])


def _is_kind_of_rows(slot: Slot, slots: Mapping[str, object]) -> bool:
    """Return whether a parameter is the kind of one end of a tie, and that end is not named."""
    end = slot.name.removesuffix(_KIND)
    return end != slot.name and end not in slots


def _is_kind_of_other(slot: Slot, tool: Tool, slots: Mapping[str, object]) -> bool:
    """Return whether a parameter is the kind of the other end of a tie, and one end is named."""
    is_kind = slot.name == "kind" and slot.of == Class.ACTOR
    return is_kind and any(thing in slots for thing in tool.things)


def _is_thing(part: Item) -> bool:
    """Return whether a part is an entity of the graph. Entities fill parameters before places."""
    return isinstance(part, Span) and part.candidates[0].type == "entity"


def _is_taken(
    place: int,
    parts: Sequence[Item],
    tool: Tool,
    slots: dict[str, tuple[Named, ...]],
    fits: Fits,
) -> bool:
    """Return whether a name that no phrase took is a year that the tool keeps to, or fills a
    parameter.
    """
    span = parts[place]
    assert isinstance(span, Span)
    if fold(span.text) in kind_words("apposition") and is_next_to_name(parts, place, "entity"):
        return True
    if _year_alone(span, parts, tool) and YEAR not in slots:
        slots[YEAR] = span.candidates[:1]
        return True
    return _give(place, parts, tool, slots, fits)


def _year_alone(span: Span, parts: Sequence[Item], tool: Tool) -> bool:
    """Return whether a name is a year to which a tool can keep, though no parameter is that year."""
    if span.candidates[0].type != "year" or "year" in tool.slots or not tool.keeps_years:
        return False
    return not tool.is_of_founding or is_founding([p for p in parts if isinstance(p, Word)])


def _is_explained(word: Word, parts: Sequence[Item], place: int) -> bool:
    """Return whether a word outside the phrase is explained: a small word, or the kind of the
    entity next to it.
    """
    if word.text in kind_words("exclusive") and is_next_to_name(parts, place, None):
        return True
    return word.is_small or any(
        forms_in(key).has(word.text) and is_next_to_name(parts, place, kind)
        for key, kind in (("apposition", "entity"), ("territory", "place"))
    )


def _free_slots(tool: Tool) -> list[Slot]:
    """Return the parameters that a name may fill without a phrase.

    An entity is not among them: only a phrase shows whether it funds or is funded.
    """
    told = {"since", "until", *(["where"] if tool.subjects else [])}
    things = ("actor", "entity")
    return [
        s
        for s in tool.slots.values()
        if s.name not in told and s.type not in things and not s.name.startswith("subject")
    ]


def _is_of_another(
    slot: Slot, place: int, parts: Sequence[Item], slots: Mapping[str, tuple[Named, ...]]
) -> bool:
    """Return whether a place or sector does not belong to the companies of a question."""
    if slot.type in _OF_COMPANIES and slots.keys() & ONE_THING:
        return True
    if slot.name.endswith(_KIND) and not (
        _is_kind_of_rows(slot, slots) and not is_of_next(place, parts)
    ):
        return True
    return slot.type == "place" and is_of_holders(place, parts)


def _give(
    place: int,
    parts: Sequence[Item],
    tool: Tool,
    slots: dict[str, tuple[Named, ...]],
    fits: Fits,
) -> bool:
    """Fill a free parameter with a name, if a parameter accepts it.

    If a tool takes several entities, only a phrase can assign them. A parameter takes a second name
    only if the question lists it next to the first: "labs and incubators", not "labs that work with
    incubators".
    """
    span = parts[place]
    assert isinstance(span, Span)
    for slot in _free_slots(tool):
        if _is_of_another(slot, place, parts, slots):
            continue
        taken = [c for c in span.candidates if fits(c, slot) and not c.implied]
        first = slots.get(slot.name)
        if taken and (first is None or (slot.many and is_listed(place, parts, first))):
            slots[slot.name] = (*slots.get(slot.name, ()), *taken)
            return True
    return any(_is_general(c, tool, slots, fits) for c in span.candidates)


def _is_general(
    named: Named, tool: Tool, slots: Mapping[str, tuple[Named, ...]], fits: Fits
) -> bool:
    """Return whether a kind narrows nothing: "start-ups" in a question about companies."""
    general = GENERAL if tool.is_of_companies else GENERAL[-2:]
    kinds = (s for s in tool.slots.values() if s.type == "class" and s.name in slots)
    is_kind = any(fits(named, kind) for kind in kinds)
    return named.type == "class" and named.value in general and not is_kind
