"""The data that a browser needs to search in the same way as the server: letters, weights, rules,
and shared texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from frenchtech_graph.model.names import LETTERS
from frenchtech_graph.views.search.entries import NAME, NOTE, OTHER, WEIGHTS, Entry
from frenchtech_graph.views.search.index import MOST_WORDS
from frenchtech_graph.views.search.near import LONG, MOST, SHORTEST


@dataclass
class Notes:
    """Texts that several entries share, without duplicates. `silent` ones are left out."""

    silent: Collection[str] = ()
    _numbers: dict[str, int] = field(default_factory=dict)

    def of(self, entry: Entry) -> list[int]:
        """Return the numbers of the notes of an entry."""
        heard = (note for note in entry.notes if note not in self.silent)
        return [self._numbers.setdefault(note, len(self._numbers)) for note in heard]

    def texts(self) -> list[str]:
        """Return the texts by number."""
        return list(self._numbers)


def rules(notes: Notes) -> dict[str, Any]:
    """Return the settings of the engine in a browser (js/engine.js), apart from the entries."""
    return {
        "letters": LETTERS,
        "weights": [WEIGHTS[NAME], WEIGHTS[OTHER], WEIGHTS[NOTE]],
        "rules": {"words": MOST_WORDS, "shortest": SHORTEST, "long": LONG, "near": MOST},
        "notes": notes.texts(),
    }


def columns(found: Iterable[Entry]) -> dict[str, Any]:
    """Return entries in columns: other names by number of the entry, lists of notes."""
    notes = Notes()
    others: dict[str, list[str]] = {}
    lists: dict[tuple[int, ...], int] = {}
    codes = []
    for number, entry in enumerate(found):
        if entry.others:
            others[str(number)] = entry.others
        codes.append(lists.setdefault(tuple(notes.of(entry)), len(lists)))
    return {**rules(notes), "others": others, "lists": [list(one) for one in lists], "of": codes}
