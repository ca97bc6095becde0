"""Names in a question: places, terms of the ontology, years, and entities of the graph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, cached_property
from pathlib import Path

from frenchtech_graph.ask.kept_names import NamesByStems, kept_names
from frenchtech_graph.ask.phrases import Named, Slot, cue_words
from frenchtech_graph.ask.tokens import Word, kind_words, stem, stems
from frenchtech_graph.ask.towns import places_named, well_known
from frenchtech_graph.catalogue.engines import Source, open_engine
from frenchtech_graph.catalogue.lookup import Lookup
from frenchtech_graph.model import ontology, wordings
from frenchtech_graph.model.names import fold, nearest
from frenchtech_graph.model.namespaces import PREFIXES
from frenchtech_graph.model.terms import Class, Round

LONGEST = 9
"""Words that a name may have."""
_NEAR = 0.75
"""How like a name must be to be offered."""
_INITIALS = ("e", "i")
"""Letters that may precede a hyphen in names, as in "i-Lab"."""
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Span:
    """A sequence of words that is a name, with its possible meanings."""

    first: int
    last: int
    text: str
    candidates: tuple[Named, ...]


class Names:
    """The names that questions about one graph may contain."""

    def __init__(self, source: Source, out: Path | None = None) -> None:
        """`out` is the folder of the graph, if its names may be cached there."""
        self._lookup = Lookup(open_engine(source))
        self._out = out

    def spans(self, words: Sequence[Word]) -> list[Span]:
        """Return the names in a question, the longest first where names overlap."""
        found: list[Span] = []
        at = 0
        while at < len(words):
            span = self._longest(words, at)
            if span:
                found.append(span)
            at = span.last + 1 if span else at + 1
        return found

    def fits(self, named: Named, slot: Slot) -> bool:
        """Return whether a name is valid for a parameter."""
        if slot.type in ("actor", "entity"):
            usual = Class.ACTOR if slot.type == "actor" else Class.ENTITY
            return named.type == "entity" and self._lookup.is_a(named.value, slot.of or usual)
        if named.type != slot.type:
            return False
        if slot.type == "class":
            return ontology.load().is_a(named.value, slot.of or Class.DATED_THING)
        return slot.type != "concept" or named.of == slot.of

    def bearing(self, named: Named, slot: Slot) -> list[str]:
        """Return all entities with a name that a parameter takes, as name and id."""
        usual = Class.ACTOR if slot.type == "actor" else Class.ENTITY
        found = _exact(self._bearing(tuple(named.of.split()), slot.of or usual), named.written)
        return [f"{label} ({iri.rpartition('/')[2]})" for iri, label in found.items()]

    def called(self, text: str) -> dict[str, str]:
        """Return the actors whose usual name is one word, folded: address → name."""
        named = self._entities_by_name.get((stem(text),), {})
        same = {iri: label for iri, label in named.items() if fold(label) == text}
        return {iri: label for iri, label in same.items() if self._lookup.is_a(iri, Class.ACTOR)}

    def near(self, text: str) -> list[str]:
        """Return names of the graph and of terms that a text may have meant: a letter or two
        apart.
        """
        choices = [*self._lookup.suggest(text, Class.ENTITY), *nearest(text, _term_labels())]
        folded = fold(text)
        return [
            c
            for c in dict.fromkeys(choices)
            if SequenceMatcher(None, folded, fold(c)).ratio() >= _NEAR
        ][:3]

    def _longest(self, words: Sequence[Word], at: int) -> Span | None:
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            part = words[at : at + length]
            candidates = tuple(self._candidates(part))
            if candidates:
                text = " ".join(w.written for w in dict.fromkeys(part))
                return Span(at, at + length - 1, text, candidates)
        return None

    def _candidates(self, part: Sequence[Word]) -> Iterator[Named]:
        if part[0].is_small and not self._begins_name(part):
            return
        if part[0].stem in kind_words("others"):
            return
        yield from _years(part)
        located = list(places_named(part))
        yield from located
        key = tuple(w.stem for w in part)
        terms = list(_terms(key))
        yield from terms
        is_plain = bool(terms) and not any(w.is_capital for w in part)
        if is_plain or any(t.type == "class" for t in terms):
            return
        if len(part) > 1 or _may_name(part[0]):
            yield from self._entities(part, key, located)

    def _entities(
        self, part: Sequence[Word], key: tuple[str, ...], located: Sequence[Named]
    ) -> Iterator[Named]:
        """Yield the actors and events with this name. `located` are the places with it."""
        things = self._bearing(key, Class.ENTITY)
        written = " ".join(w.written for w in part)
        for iri, label in _exact(things, written).items():
            if located and (iri.startswith(PREFIXES["place"]) or stems(label) != key):
                continue
            if not _names(label, part):
                continue
            yield Named("entity", " ".join(key), iri, label, written, any(well_known(located)))

    def _bearing(self, key: tuple[str, ...], class_name: str) -> Mapping[str, str]:
        """Return the entities of a class that have a name.

        If it is the usual name of some of them, return only these.
        """
        named = sorted(self._entities_by_name.get(key, {}).items())
        found = {iri: label for iri, label in named if self._lookup.is_a(iri, class_name)}
        usually = {iri: label for iri, label in found.items() if stems(label) == key}
        return usually or found

    def _begins_name(self, part: Sequence[Word]) -> bool:
        """Return whether a small word begins a name: "Le Poool", "i-Lab"."""
        first = part[0]
        letter = first.written in _INITIALS and len(part) > 1 and part[1].is_capital
        if first.is_capital and len(part) > 1 and part[1].is_capital and any(places_named(part)):
            return True
        return letter or (len(part) > 1 and first.is_capital and first.index > 0)

    @cached_property
    def _entities_by_name(self) -> NamesByStems:
        """The entities of the graph by the stems of each name: address → usual name."""
        return kept_names(self._out, self._read) if self._out else self._read()

    def _read(self) -> NamesByStems:
        found: dict[tuple[str, ...], dict[str, str]] = {}
        for iri, name, usual in self._lookup.names(Class.ENTITY):
            for each in _called(name):
                found.setdefault(stems(each), {})[iri] = usual
        found.pop((), None)
        return found


def _called(name: str) -> Iterator[str]:
    """Yield a name, and its short form: "French Tech Next40" is called "Next40"."""
    yield name
    short = name.removeprefix("French Tech ")
    if short != name and any(c.isdigit() for c in short) and any(c.isalpha() for c in short):
        yield short


def _exact(things: Mapping[str, str], written: str) -> Mapping[str, str]:
    """Return the one entity with exactly this name, ignoring capitals and the plural where no name
    has the same capitals, or all of them.
    """
    same = {iri: label for iri, label in things.items() if label == written}
    found = same or {i: label for i, label in things.items() if fold(label) == fold(written)}
    return found if len(found) == 1 else things


def _names(label: str, part: Sequence[Word]) -> bool:
    """Return whether words are the name of an entity.

    A place followed by a term counts only with the exact spelling of the label.

    "Lyon start-ups" are the start-ups of Lyon, even if an entity is called "Lyon Startup".
    "région Bretagne" is the place, "Région Bretagne" its authority.
    """
    if (
        part[0].stem in kind_words("territory")
        and not part[0].is_capital
        and any(places_named(part[1:]))
    ):
        return False
    if not part[0].is_capital and _is_several(part[0]) and not label.startswith(part[0].written):
        return False
    halves = ((part[:at], part[at:]) for at in range(1, len(part)))
    if not any(
        (any(places_named(one)) and _terms_of(two)) or (_terms_of(one) and any(places_named(two)))
        for one, two in halves
    ):
        return True
    return label.casefold() == " ".join(w.written for w in part).casefold()


def _is_several(word: Word) -> bool:
    """Return whether a word is the plural of a kind: "universités de Bordeaux" are no university."""
    return word.text != word.stem and bool(_terms_of([word]))


def _terms_of(part: Sequence[Word]) -> bool:
    return any(_terms(tuple(w.stem for w in part)))


def _may_name(word: Word) -> bool:
    """Return whether a single word may be the name of an entity.

    Plain words of questions are not, unless a capital within the question marks a name.
    """
    plain = word.text in cue_words() or word.stem in {stem(w) for w in cue_words()}
    return not plain or (word.is_capital and word.index > 0)


def _years(part: Sequence[Word]) -> Iterator[Named]:
    if len(part) == 1 and _YEAR.fullmatch(part[0].text):
        yield Named("year", "", part[0].text, part[0].text)


def _terms(name: tuple[str, ...]) -> Iterator[Named]:
    if name[-1] not in kind_words("territory"):
        yield from _spellings().get(name, ())


def is_term(word: str) -> bool:
    """Return whether a stem is the name of a kind or a concept."""
    return (word,) in _spellings()


@cache
def _spellings() -> Mapping[tuple[str, ...], tuple[Named, ...]]:
    """Return classes of actors and concepts by the stems of their words in both languages.

    The words are labels, and synonyms that are neither the label of another term nor broader than
    the term. If a label is not a kind, the kind with this synonym is added: "business angels" are a
    role and a network.
    """
    own: dict[tuple[str, ...], tuple[Named, ...]] = {}
    other: dict[tuple[str, ...], tuple[Named, ...]] = {}
    for term, named in _each_term():
        names = {stems(t) for t in (*term.labels.values(), term.name.replace("-", " "))}
        for key in (k for k in names if named.type == "class" or not _narrows(named, k)):
            own[key] = (*own.get(key, ()), named)
        for key in {stems(text) for _, text, inverse in wordings.said_of(term.iri) if not inverse}:
            if not _narrows(named, key):
                other[key] = (*other.get(key, ()), named)
    for key in own.keys() & other.keys():
        own[key] = (*own[key], *_wider(own[key], other[key]))
    return other | own


def _narrows(named: Named, key: tuple[str, ...]) -> bool:
    """Return whether a synonym of a kind or a stage has a word that narrows, such as "public"."""
    return (named.type == "class" or named.of == "stage") and bool(
        kind_words("narrowing") & set(key)
    )


def _wider(own: Sequence[Named], other: Sequence[Named]) -> Iterator[Named]:
    """Yield the kinds with a synonym that is the label of a term which is neither a kind nor a stage."""
    if not any(n.type == "class" or n.of == "stage" for n in own):
        yield from (n for n in other if n.type == "class" and n.value != Class.PERSON)


def _each_term() -> Iterator[tuple[ontology.Term, Named]]:
    known = ontology.load()
    for name, term in known.vocabulary(f"class/{Class.ACTOR}").items():
        yield term, Named("class", Class.ACTOR, name, term.label("fr"))
    for scheme in ("sector", "stage", "round", "contribution", "role", "status"):
        for name, term in known.schemes[scheme].items():
            if name != Round.UNKNOWN_ROUND:  # a "round" is any round
                yield term, Named("concept", scheme, name, term.label("fr"))


@cache
def _term_labels() -> tuple[str, ...]:
    return tuple(named.label for several in _spellings().values() for named in several)
