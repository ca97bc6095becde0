"""Groups of rows in a question: "by region", "year by year"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from frenchtech_graph.ask.forms import forms_in
from frenchtech_graph.ask.parts import Item, text_of
from frenchtech_graph.ask.phrases import Named, Tool
from frenchtech_graph.ask.tokens import WORDS, Word, kind_words, stem
from frenchtech_graph.io.words import LANGUAGES


def group(parts: Sequence[Item], tool: Tool, slots: dict[str, tuple[Named, ...]]) -> frozenset[int]:
    """Fill the parameter for the groups of rows, and return the parts of "by region"."""
    used: set[int] = set()
    for slot in (s for s in tool.slots.values() if s.type == "group"):
        for at, noun, named in _grouped(parts):
            if named in slot.of.split():
                value = "true" if slot.name.endswith(named) else named
                slots[slot.name] = (Named("group", "", value, text_of(parts[noun])),)
                used |= {at, noun}
    return frozenset(used)


def _grouped(parts: Sequence[Item]) -> Iterator[tuple[int, int, str]]:
    """Yield the positions of "by" and of its noun, and the group: "by region"."""
    for at, part in enumerate(parts):
        if not isinstance(part, Word) or not forms_in("grouping-before").has(part.text):
            continue
        after = range(at + 1, len(parts))
        noun = next((i for i in after if text_of(parts[i]) not in kind_words("articles")), None)
        group = _groups().get(stem(text_of(parts[noun]))) if noun is not None else None
        if noun is not None and group:
            yield at, noun, group


@cache
def _groups() -> Mapping[str, str]:
    """Return the group that each noun states, by stem."""
    stated = (
        each.partition(":") for lang in LANGUAGES for each in WORDS.text("groups", lang).split("|")
    )
    return {stem(noun): group.strip() for group, _, nouns in stated for noun in nouns.split()}
