"""The phrases of `phrases.toml`: how people ask for each question and each finding."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from frenchtech_graph.ask.forms import Forms, forms_in, forms_of
from frenchtech_graph.ask.tokens import WORDS, Word, words
from frenchtech_graph.catalogue.questions import catalogue
from frenchtech_graph.findings import registry
from frenchtech_graph.findings.declaration import Finding
from frenchtech_graph.io.words import LANGUAGES, beside
from frenchtech_graph.model.terms import Class

_PHRASES = beside(__file__)
_FINDING = "finding "
_YEARS = ("year", "closed", "founded")
_CONDITIONS = {
    "where": ("place", ""),
    "since": ("year", ""),
    "until": ("year", ""),
    "kind": ("class", Class.TIE),
    "sector": ("concept", "sector"),
    "round_type": ("concept", "round"),
    "stage": ("concept", "round"),
    "ticket": ("amount", ""),
    "amount": ("amount", ""),
}

_GROUPINGS = ("by", "level", "by_year")
"""Parameters that state what the rows of a finding are grouped by."""


@dataclass(frozen=True, slots=True)
class Named:
    """A possible meaning of a name: `value` is the value for a parameter, `label` the text for
    readers.

    `type` is one of place, class, concept, year, amount, entity or constant. `of` is the scheme of
    a concept, the stems of the name of an entity, or the superclass of a class. `written` is the
    name as the question has it. `implied` marks an entity around the mentioned entity, such as
    the ecosystem around a town. `rivals` are other ecosystems of that town, of today or
    before. `misspelt` marks a name that is written with a typing error. `town` is the name of a
    town that is read as the ecosystem around it.
    """

    type: str
    of: str
    value: str
    label: str
    written: str = ""
    implied: bool = False
    rivals: tuple[str, ...] = ()
    misspelt: bool = False
    town: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A parameter that a name may fill, with its type in the catalogue."""

    name: str
    type: str
    of: str
    many: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    """A part of a phrase: a word in one of several forms, a slot, or a slot with its value."""

    slot: str
    pattern: Forms | None = None
    optional: bool = False
    constant: Named | None = None


@dataclass(frozen=True)
class Tool:
    """A tool that a question in words may refer to: a question of the catalogue or a finding."""

    name: str
    is_finding: bool
    titles: Mapping[str, str]
    slots: Mapping[str, Slot]
    subjects: int
    has_years: bool
    phrases: tuple[tuple[Element, ...], ...]
    is_of_founding: bool = False
    """Its year is the year of creation."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """What its rows are, in each language."""

    @property
    def is_of_companies(self) -> bool:
        """Return whether each of its rows is about a company."""
        return self.name in WORDS.text("of-companies", "en").split()

    @property
    def is_ranked(self) -> bool:
        """Return whether its first rows are the largest."""
        return self.is_finding or "limit" in self.slots

    @property
    def keeps_years(self) -> bool:
        """Return whether its rows can be kept to a span of years."""
        return self.has_years or {"since", "until"} <= self.slots.keys()

    @property
    def things(self) -> list[str]:
        """Return the parameters for entities of the graph."""
        return [s.name for s in self.slots.values() if s.type in ("actor", "entity")]

    @property
    def takes_several_things(self) -> bool:
        """Return whether it has several parameters for entities."""
        return len(self.things) > 1

    @cached_property
    def title_words(self) -> frozenset[str]:
        """The stems of the words of its title, in both languages."""
        return frozenset(w.stem for title in self.titles.values() for w in words(title))

    @cached_property
    def own_words(self) -> frozenset[str]:
        """The stems of the words of its title and its notes, in both languages."""
        notes = (w.stem for note in self.notes.values() for w in words(note))
        return self.title_words.union(notes)

    @cached_property
    def vocabulary(self) -> frozenset[Forms]:
        """The words of all its phrases."""
        return frozenset(e.pattern for phrase in self.phrases for e in phrase if e.pattern)

    @cached_property
    def required(self) -> frozenset[Forms]:
        """The words that one of its phrases must have."""
        return frozenset(
            e.pattern for phrase in self.phrases for e in phrase if e.pattern and not e.optional
        )


def year_column(columns: Iterable[str]) -> str:
    """Return the column that restricts the rows of an answer to years, or an empty string.

    >>> year_column(["name", "founded", "city"]), year_column(["name"])
    ('founded', '')
    """
    given = set(columns)
    return next((c for c in _YEARS if c in given), "")


@cache
def tools() -> tuple[Tool, ...]:
    """Return the questions and findings that `ask` knows, in the order of `phrases.toml`."""
    questions = {q.name: q for q in catalogue()}
    findings = {f.name: f for f in registry.findings()}
    found = []
    for key in _PHRASES:
        name = key.removeprefix(_FINDING)
        if key.startswith(_FINDING):
            if name in findings:
                found.append(_of_finding(findings[name], _read(key)))
            continue
        query = questions[name]
        slots = {
            p.name: Slot(p.name, p.type, p.of, p.many)
            for p in query.parameters.values()
            if p.type != "language"
        }
        years = year_column(query.columns)
        founding = years == _YEARS[-1]
        found.append(
            Tool(
                name,
                False,
                query.titles,
                slots,
                0,
                bool(years),
                _read(key),
                founding,
                query.descriptions,
            )
        )
    return tuple(found)


def _of_finding(finding: Finding, phrases: tuple[tuple[Element, ...], ...]) -> Tool:
    slots = {c: Slot(c, *_CONDITIONS[c]) for c in finding.conditions if c in _CONDITIONS}
    for parameter in finding.parameters:
        if parameter.kind == "actor":
            slots[parameter.name] = Slot(parameter.name, "actor", "")
        elif parameter.name == "pillar":
            slots["pillar"] = Slot("pillar", "concept", "contribution")
        elif parameter.name in _CONDITIONS:
            slots[parameter.name] = Slot(parameter.name, *_CONDITIONS[parameter.name])
        elif parameter.name in _GROUPINGS:
            choices = parameter.choices or (parameter.name.removeprefix("by_"),)
            slots[parameter.name] = Slot(parameter.name, "group", " ".join(choices))
    for number, _ in enumerate(finding.subjects, 1):
        slots[f"subject{number}"] = Slot(f"subject{number}", "place", "")
    titles = {lang: finding.title(lang) for lang in LANGUAGES}
    return Tool(finding.name, True, titles, slots, len(finding.subjects), False, phrases)


def _read(key: str) -> tuple[tuple[Element, ...], ...]:
    stated = (str(_PHRASES.entry(key, lang)) for lang in LANGUAGES)
    return tuple(
        tuple(_elements(phrase))
        for entry in stated
        for phrase in entry.split("|")
        if phrase.strip()
    )


def _elements(phrase: str) -> Iterator[Element]:
    for part in phrase.split():
        optional = part.startswith("[")
        bare = part.strip("[]")
        if bare.startswith("="):
            name, _, value = bare[1:].partition(":")
            yield Element(name, constant=Named("constant", "", value, value))
            continue
        if bare.startswith("{"):
            yield Element(bare.strip("{}"), optional=optional)
            continue
        forms = (a for f in bare.split("/") for a in _alike().get(f, (f,)))
        yield Element("", forms_of(forms), optional)


def is_founding(said: Sequence[Word]) -> bool:
    """Return whether a question has a word for the creation of a company."""
    return any(forms_in("founding").has(w.text) for w in said)


@cache
def _alike() -> Mapping[str, tuple[str, ...]]:
    """Return the equivalent words of each word of a phrase, including the word itself."""
    stated = (WORDS.text("alike", lang).split("|") for lang in LANGUAGES)
    found: dict[str, tuple[str, ...]] = {}
    for group in (g.split() for groups in stated for g in groups):
        for form in group:
            found[form] = (*found.get(form, ()), *group)
    return found


@cache
def cue_words() -> frozenset[str]:
    """Return the words that occur in phrases and the words like them, without endings."""
    words_of_phrases = (word for lang in LANGUAGES for word in _written(lang))
    return frozenset(
        form.replace("-", "").rstrip("*")
        for word in words_of_phrases
        for form in _alike().get(word, (word,))
    )


def frequency(word: str) -> int:
    """Return how many phrases have a word, with or without an ending."""
    return _frequencies()[word]


@cache
def _frequencies() -> Counter[str]:
    elements = (e for tool in tools() for phrase in tool.phrases for e in phrase if e.pattern)
    return Counter(word for e in elements if e.pattern for word in e.pattern.bare)


@cache
def spoken_words(lang: str) -> frozenset[str]:
    """Return the words that occur in the phrases of a language, without endings."""
    return frozenset(word.replace("-", "").rstrip("*") for word in _written(lang))


@cache
def _written(lang: str) -> frozenset[str]:
    """Return the words in the phrases of a language, with their `*`."""
    bare = (re.split(r"[ |/\[\]]+", str(_PHRASES.entry(key, lang))) for key in _PHRASES)
    return frozenset(word for ws in bare for word in ws if word and word[0] not in "{=")
