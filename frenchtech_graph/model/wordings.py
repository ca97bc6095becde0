"""Everyday words for the terms of the ontology: `ontology/synonyms.ttl`.

A cell contains "Jeune pousse", "incubé par" or "IA", and the ontology has `StartUp`, `Incubation`
and `artificial-intelligence`. A word for a kind of tie says in which direction it reads.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import fold, nearest_folded
from frenchtech_graph.model.namespaces import FTE, SKOS
from frenchtech_graph.model.ontology import LANGUAGES, parse_files

FILE = "synonyms.ttl"
_INVERSE, _ALT = FTE + "inverseLabel", SKOS + "altLabel"
_SMALL = frozenset(
    [
        *("le", "la", "les", "l", "un", "une", "des", "du", "de", "d", "the", "a", "an", "of"),
        *("est", "sont", "ete", "etait", "is", "are", "was", "were", "been", "has", "have"),
    ]
)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_GENDER = re.compile(r"[(·.](e|ne|trice|euse)\)?([·.(]?s\)?)?(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Wording:
    """The meaning of a word: the name of a term, and whether it reads from target to source.

    `sure` is False where only a part of the text is a known word.
    """

    term: str
    inverse: bool = False
    sure: bool = True


def plain(text: str) -> str:
    """Return a text as words are compared: folded, each word in the singular.

    >>> plain("Écoles d'ingénieurs") == plain("ecole d'ingenieur")
    True
    >>> plain("Incubé(e)s par")
    'incube par'
    """
    return " ".join(map(_singular, fold(_GENDER.sub("", text)).split()))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("aux"):
        return word[:-3] + "al"
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and word[-2] != "s" else word


def _bare(text: str) -> str:
    words = [w for w in text.split() if w not in _SMALL]
    return " ".join(words) or text


@cache
def _store() -> ox.Store:
    return parse_files((FILE,))


def _labels(iri: str, predicate: str) -> Iterator[tuple[str, str]]:
    """Yield language and text of each label of a term."""
    pattern = _store().quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), None)
    for quad in pattern:
        if isinstance(quad.object, ox.Literal):
            yield quad.object.language or "", quad.object.value


@cache
def said_of(iri: str) -> tuple[tuple[str, str, bool], ...]:
    """Return the synonyms of a term by its address: language, text, whether it reads backwards."""
    forward = [(lang, text, False) for lang, text in _labels(iri, _ALT)]
    return tuple(sorted(forward + [(lang, text, True) for lang, text in _labels(iri, _INVERSE)]))


@cache
def typical(kind: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the classes that ties of a kind usually start from, and those they lead to.

    >>> "Cluster" in typical("Membership")[1]
    True
    """
    ends = []
    for name in ("typicalSource", "typicalTarget"):
        node, predicate = ox.NamedNode(FTE + kind), ox.NamedNode(FTE + name)
        found = (q.object for q in _store().quads_for_pattern(node, predicate, None))
        ends.append(
            frozenset(o.value.removeprefix(FTE) for o in found if isinstance(o, ox.NamedNode))
        )
    return ends[0], ends[1]


def _keys(text: str) -> tuple[str, str, str, str]:
    """Return the keys of a word, from the closest to the loosest."""
    loose = plain(text)
    return " ".join(text.casefold().split()), fold(text), loose, _bare(loose)


@cache
def _index(spec: str) -> tuple[dict[str, tuple[Wording, ...]], ...]:
    """Return the words for the terms of a vocabulary by each of their keys. Labels precede
    synonyms.
    """
    own: list[dict[str, dict[Wording, None]]] = [{}, {}, {}, {}]
    other: list[dict[str, dict[Wording, None]]] = [{}, {}, {}, {}]
    for name, term in ontology.load().vocabulary(spec).items():
        for text in (name, *term.labels.values()):
            _enter(own, text, Wording(name))
        for _, text, inverse in said_of(term.iri):
            _enter(other, text, Wording(name, inverse))
    return tuple(
        {key: tuple(found) for key, found in (more | first).items()}
        for first, more in zip(own, other, strict=True)
    )


def _enter(index: list[dict[str, dict[Wording, None]]], text: str, wording: Wording) -> None:
    for level, key in zip(index, _keys(text), strict=True):
        level.setdefault(key, {})[wording] = None


def _look_up(spec: str, text: str) -> tuple[Wording, ...]:
    levels = zip(_index(spec), _keys(text), strict=True)
    return next((level[key] for level, key in levels if key and key in level), ())


def find(spec: str, text: str) -> tuple[Wording, ...]:
    """Return the terms that a text may mean. Empty if no word of it is known.

    More than one means that the word alone does not decide. `spec` is a vocabulary in the syntax of
    `Ontology.vocabulary`.

    >>> find("class/Actor", "Jeune pousse")
    (Wording(term='StartUp', inverse=False, sure=True),)
    >>> find("class/Tie", "incubé par")
    (Wording(term='Incubation', inverse=True, sure=True),)
    >>> find("class/Actor", "Labo public (CNRS)")
    (Wording(term='ResearchLaboratory', inverse=False, sure=False),)
    """
    if found := _look_up(spec, text):
        return found
    unbracketed = _BRACKETS.sub("", text)
    found = _look_up(spec, unbracketed) or _within(_index(spec)[2], plain(text))
    return tuple(Wording(w.term, w.inverse, False) for w in found)


def _within(index: dict[str, tuple[Wording, ...]], text: str) -> tuple[Wording, ...]:
    """Return the meaning of the longest known word within a text, the earliest of several."""
    words = text.split()
    for size in range(len(words) - 1, 0, -1):
        for at in range(len(words) - size + 1):
            part = " ".join(words[at : at + size])
            if len(part) > 3 and part in index:
                return index[part]
    return ()


_SHORTEST = 5


def abbreviated(spec: str, text: str) -> tuple[Wording, ...]:
    """Return the one term that a text cut off by a point begins a word for, none where several do.

    >>> sectors = "concept/sector"
    >>> [w.term for w in abbreviated("class/Actor", "Pôle de compét.")]
    ['CompetitivenessCluster']
    >>> abbreviated("class/Actor", "Coll.")
    ()
    """
    cut = plain(text)
    if not text.rstrip().endswith(".") or len(cut) < _SHORTEST:
        return ()
    found = {w.term for word, said in _index(spec)[2].items() if word.startswith(cut) for w in said}
    return (Wording(found.pop()),) if len(found) == 1 else ()


def side_by_side(spec: str, text: str) -> tuple[Wording, ...]:
    """Return the terms of a text of two or three words if each is a word for a term.

    >>> [w.term for w in side_by_side("concept/sector", "Robotique agricole")]
    ['robotics', 'agriculture']
    >>> side_by_side("concept/sector", "Distribution d'eau")
    ()
    """
    said = fold(text).split()
    if not 1 < len(said) <= _MOST_BESIDE or any(w in _SMALL for w in said):
        return ()
    found = [_look_up(spec, word) for word in said]
    one_each = all(len({w.term for w in words}) == 1 for words in found)
    return tuple(words[0] for words in found) if one_each else ()


_MOST_BESIDE = 3


def suggest(spec: str, text: str) -> list[str]:
    """Return names of terms whose words are near a text, best first."""
    index = {word: found[0].term for word, found in _index(spec)[2].items()}
    return list(dict.fromkeys(nearest_folded(plain(text), index)))


def count() -> dict[str, int]:
    """Return how many synonyms there are in each language."""
    found = [
        q.object.language
        for predicate in (_ALT, _INVERSE)
        for q in _store().quads_for_pattern(None, ox.NamedNode(predicate), None)
        if isinstance(q.object, ox.Literal)
    ]
    return {lang: found.count(lang) for lang in LANGUAGES}
