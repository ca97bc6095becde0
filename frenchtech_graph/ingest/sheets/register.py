"""Names of actors and events in the workbook and in known data sets."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from frenchtech_graph.ingest.sheets.lexicon import abbreviations, words
from frenchtech_graph.ingest.sheets.vocabularies import ACTORS
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class
from frenchtech_graph.model.wordings import find

_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_LEGAL = "sas|sasu|sarl|eurl|sa|snc|sci|scop|scic|inc|ltd|llc|gmbh|ag|bv|plc|corp|se|spa|srl"
_FORMS = re.compile(rf"\b(?:{_LEGAL})$")
_FORM_FIRST = re.compile(r"^(?:sas|sasu|sarl|eurl|sa|snc|sci|scop|scic)\s+(?=\w)")
_ARTICLE = re.compile(r"^(?:la|le|les|l|the)\s+")
_NEAR = 88
_SHORTEST = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """The actor of a name: id, kinds, original spelling, and whether it is the workbook's own."""

    id: str
    kinds: tuple[str, ...]
    name: str
    own: bool


def keys(name: str) -> Iterator[str]:
    """Yield the forms under which a name is looked up, the closest first.

    >>> list(keys("La Compagnie SAS (LC)"))
    ['la compagnie sas lc', 'la compagnie sas', 'la compagnie', 'compagnie']
    """
    whole = fold(name)
    seen = {whole}
    yield whole
    bare = fold(_BRACKETS.sub(" ", name))
    for text in (
        bare,
        _FORMS.sub("", bare).strip(),
        _ARTICLE.sub("", _FORMS.sub("", bare)).strip(),
    ):
        if text and text not in seen and len(text) > 1:
            seen.add(text)
            yield text


def letters(name: str) -> str:
    """Return the letters and figures of a name without its legal form: equal for all spellings.

    >>> letters("SARL Numérix Logistique") == letters("Numerix-logistique") == "numerixlogistique"
    True
    >>> letters("VISIO'PROV"), letters("Hydro-Sense SAS"), letters("Alpha 2"), letters("SA")
    ('visioprov', 'hydrosense', 'alpha2', 'sa')
    """
    whole = fold(name)
    bare = _FORMS.sub("", _FORM_FIRST.sub("", whole)).replace(" ", "")
    return bare or whole.replace(" ", "")


def acronyms(name: str) -> list[str]:
    """Return the short names in brackets in a name.

    >>> acronyms("Toulouse Tech Transfer (TTT)"), acronyms("Airbus (siège)")
    (['TTT'], [])
    >>> acronyms("BPI France (PSPC)")
    []
    """
    found = [b.strip() for b in _BRACKETS.findall(name)]
    short = [b for b in found if 1 < len(b) <= 12 and b.upper() == b and b.isalnum()]
    return [b for b in short if b[0].isalpha() and _is_short_for(b, _BRACKETS.sub(" ", name))]


_BRACKETED = re.compile(r"^(.*\S)\s*\(([^()]+)\)\s*$")


def former_names(name: str) -> tuple[str, list[str]]:
    """Return a name without a former name in brackets, and the other names from the brackets: a
    former name, or a name that begins with a word for a kind of body.

    >>> former_names("Navtek (ex-Portéo)"), former_names("Orange (Lannion)")
    (('Navtek', ['Portéo']), ('Orange (Lannion)', []))
    >>> former_names("Grand Alpha (Université d'Alpha)")
    ("Grand Alpha (Université d'Alpha)", ["Université d'Alpha"])
    """
    found = _BRACKETED.match(name)
    if not found:
        return name, []
    own, aside = found[1], found[2].strip()
    said, _, rest = aside.replace("-", " ", 1).partition(" ")
    if rest.strip() and fold(said) in words("former_name"):
        return own, [rest.strip(" :.-")]
    first = find(ACTORS, said) if rest else ()
    return name, [aside] if first and first[0].sure else []


def _is_short_for(short: str, name: str) -> bool:
    """Return whether the letters of a short name occur in a name in this order."""
    letters = iter(fold(name))
    return all(letter in letters for letter in fold(short) if letter.isalpha())


def are_initials(short: str, name: str) -> bool:
    """Return whether a short name has the initials of a name.

    >>> are_initials("NR", "Nivéa Robotics"), are_initials("NC", "Nivéa Robotics")
    (True, False)
    """
    return fold(short) == "".join(w[0] for w in fold(name).split())


@dataclass(slots=True)
class Register:
    """Actors by name."""

    entries: dict[str, Entry] = field(default_factory=dict)
    _own: dict[str, list[str]] = field(default_factory=dict)
    _known: dict[str, list[str]] = field(default_factory=dict)
    _letters: dict[str, list[str]] = field(default_factory=dict)

    @staticmethod
    def of(datasets: Iterable[Dataset]) -> "Register":
        """Return a register of the actors and events of data sets."""
        made = Register()
        for dataset in datasets:
            for actor in dataset.actors:
                names = (*actor.names.values(), *actor.aliases)
                made.enter(actor.id, actor.kinds, names, own=False)
            for event in dataset.events:
                names = (*event.names.values(), *event.aliases)
                made.enter(event.id, (event.kind,), names, own=False)
        return made

    def enter(self, key: str, kinds: tuple[str, ...], names: Iterable[str], *, own: bool) -> None:
        """Enter an actor or event under its names and its id."""
        stated = [n for n in names if n]
        if not stated:
            return
        index = self._own if own else self._known
        self.entries[key] = Entry(key, kinds, stated[0], own)
        forms = [f for n in stated for f in (*keys(n), *map(fold, acronyms(n)))]
        for form in dict.fromkeys((*forms, key)):
            if key not in index.setdefault(form, []):
                index[form].append(key)
        for spelt in {letters(n) for n in stated} - {""} if own else ():
            self._letters.setdefault(spelt, []).append(key)

    def also(self, key: str, name: str) -> None:
        """Enter a further spelling of an entry of the workbook."""
        for form in keys(name):
            found = self._own.setdefault(form, [])
            found += [] if key in found else [key]

    def own(self, name: str) -> Entry | None:
        """Return the entry of the workbook with a name."""
        return next((e for e in self._found(self._own, name)), None)

    def own_after_kind(self, name: str) -> Entry | None:
        """Return the entry of the workbook for a name without its word for a kind, if the entry has
        that kind: `Région AURA` if `AURA` is a region.
        """
        first, _, rest = name.strip().partition(" ")
        kinds = find(ACTORS, first) if rest else ()
        entry = self.own(rest) if kinds and kinds[0].sure else None
        wide = entry is not None and entry.kinds == (Class.ORGANIZATION,)
        known = entry and (wide or self.is_a(entry.id, [w.term for w in kinds]))
        return entry if known else None

    def known(self, name: str) -> list[Entry]:
        """Return the entries of known data sets with a name."""
        return self._found(self._known, name)

    def _found(self, index: dict[str, list[str]], name: str) -> list[Entry]:
        for form in (name.strip(), *keys(name)):
            if form in index:
                return [self.entries[k] for k in index[form]]
        return []

    def spelt(self, name: str) -> list[Entry]:
        """Return the entries of the workbook with another spelling of a name: other accents, spaces,
        hyphens, apostrophes or another legal form."""
        return [self.entries[i] for i in self._letters.get(letters(name), ())]

    def near(self, name: str) -> list[Entry]:
        """Return entries of the workbook whose names are nearly a name, best first."""
        return list({e.id: e for e in (*self.spelt(name), *self._alike(name))}.values())

    def _alike(self, name: str) -> list[Entry]:
        text = next(iter(keys(name)))
        if len(text) < _SHORTEST:
            return []
        names = {form: ids[0] for form, ids in self._own.items() if len(form) >= _SHORTEST}
        whole = _expanded(text)
        spelt = [form for form in names if form != text and _expanded(form) == whole]
        found = process.extract(text, names.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=3)
        alike = [form for form, _, _ in found if _same_figures(form, text)]
        longer = [f for f in names if _contains(f, text) and f not in alike]
        return [self.entries[i] for i in dict.fromkeys(names[f] for f in (*spelt, *alike, *longer))]

    def is_a(self, key: str, classes: Iterable[str]) -> bool:
        """Return whether an entry is of one of some classes."""
        kinds = self.entries[key].kinds if key in self.entries else ()
        return any(ontology.load().is_a(k, c) for k in kinds for c in classes)


def _expanded(text: str) -> str:
    """Return a name with its usual abbreviations written out.

    >>> _expanded("univ du gave"), _expanded("cc lacq aspe")
    ('universite du gave', 'communaute de communes lacq aspe')
    """
    first, *rest = text.split() or [""]
    return " ".join([abbreviations().get(first, first), *rest])


def _same_figures(one: str, other: str) -> bool:
    """Return whether two names have the same figures: `Fonds 2` is not `Fonds 3`."""
    return re.findall(r"\d+|\b[ivx]+\b", one) == re.findall(r"\d+|\b[ivx]+\b", other)


def _contains(longer: str, text: str) -> bool:
    """Return whether a name begins with all words of another: `alpha bio` and `alpha bio conseil`. A
    single word counts if a small word follows it: `biosolvants` and `biosolvants du rhone`.
    """
    if not longer.startswith(text + " "):
        return False
    return len(text.split()) > 1 or longer[len(text) + 1 :].split(maxsplit=1)[0] in words("small")
