"""Meanings of headers of columns and titles of sheets (`ontology/headers.toml`)."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from frenchtech_graph.ingest.tables import template
from frenchtech_graph.io.files import ontology_folder
from frenchtech_graph.model.names import nearest_folded
from frenchtech_graph.model.wordings import plain

NOTE, IGNORED, PERSONAL, HIDDEN = "note", "ignored", "personal", "hidden"
ADDRESS = "address"
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_LEGEND = re.compile(r"[(\[][^)\]]*=[^)\]]*[)\]]")
_SIDES = re.compile(r"\s*[/|()\n]\s*|\s+[-–]\s+")
_YEAR = re.compile(r"\b(?:(?:au|en|in|fin|du)\s+)?(?:\d{1,2}/\d{1,2}/)?((?:19|20)\d\d)\b")
_LAST_YEAR = re.compile(r"\b(?:(?:en|de|année|exercice)\s+)?N\s?-\s?\d\b")
_NUMBERED = re.compile(r"(?<=\D)\s*(?:n°\s*)?\d{1,2}$")
_UNIT = re.compile(
    r"\b(?:en|in)\s+(?:[kKmM]?(?:d|ds)?\s?(?:€|euros?|eur|\$|usd)|%)\s*$|[kKmM]?€\s*$"
    r"|(?<=\w)\s(?:[Ee]uros?|EUR|USD|[Dd]ollars?)\s*$"
    r"|(?<=\w)_(?:(?:k|m|millions?|thousands?|milliers?)_?)?(?:eur|euros?|usd|gbp|EUR|USD|GBP)"
    r"(?:_?(?:k|m|mn|bn|millions?|thousands?))?\s*$"
)
_GROUPS = ("fields", "relations", "holder")


@dataclass(frozen=True, slots=True)
class Meaning:
    """A possible meaning of a column: `group` is `fields`, `relations` or `holder`, `name` the
    entry.

    `near` is the distance of the header: 0 for exact words, 1 for similar words, 2 for a part of
    it.
    """

    group: str
    name: str
    near: int = 0

    @property
    def code(self) -> str:
        """The meaning as mappings write it: `name`, `relations.incubator`, `holder.entry`."""
        return self.name if self.group == "fields" else f"{self.group}.{self.name}"


def is_year(text: str) -> bool:
    """Return whether a text is exactly a year.

    >>> is_year("2023"), is_year("2023-24")
    (True, False)
    """
    return bool(re.fullmatch(r"(?:19|20)\d\d", text.strip()))


@cache
def entries() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Return the groups of `headers.toml` with their entries by name."""
    text = (ontology_folder() / "headers.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)
    return found


def entry(code: str) -> Mapping[str, Any]:
    """Return the entry for a code of a meaning, empty if the code is unknown."""
    group, _, name = code.rpartition(".")
    return entries()[group or "fields"].get(name, {})


def codes() -> list[str]:
    """Return the codes of all meanings, as mappings may write them."""
    return [Meaning(g, n).code for g in _GROUPS for n in entries()[g]]


def title_of(code: str, lang: str) -> str:
    """Return how a meaning is called: the first of its words."""
    found = entry(code)
    return str(found[lang][0]) if found else code


@cache
def _titles_of_the_template() -> Mapping[str, tuple[str, ...]]:
    """Return the titles of the template's columns by name, for the columns that are fields."""
    own: dict[str, tuple[str, ...]] = {}
    for table in template.load().values():
        for name, column in table.columns.items():
            if name in entries()["fields"]:
                own[name] = (*own.get(name, ()), name, *column.titles.values())
    return own


@cache
def _index() -> Mapping[str, tuple[Meaning, ...]]:
    found: dict[str, dict[Meaning, None]] = {}
    for group in _GROUPS:
        for name, stated in entries()[group].items():
            own = _titles_of_the_template().get(name, ()) if group == "fields" else ()
            for text in (*stated["fr"], *stated["en"], *own):
                found.setdefault(plain(text) or text, {})[Meaning(group, name)] = None
    return {text: tuple(meanings) for text, meanings in found.items()}


_SMALL = frozenset(
    ["de", "du", "des", "d", "l", "la", "le", "les", "un", "une", "of", "the", "a", "an"]
)


def _loose(text: str) -> str:
    """Return a header in its compared form without small words (`date d'adhésion`)."""
    return " ".join(w for w in text.split() if w not in _SMALL)


@cache
def _loose_index() -> Mapping[str, tuple[Meaning, ...]]:
    """Return the meanings of headers by their form without small words, of more than one word."""
    loose = {_loose(text): found for text, found in reversed(list(_index().items()))}
    return {text: found for text, found in loose.items() if " " in text}


def bare(header: str) -> str:
    """Return a header without its unit, year, number, brackets and marks, in the form compared.

    >>> bare("Effectif 2023 *"), bare("Montant (k€)"), bare("Investisseur 2"), bare("% détention")
    ('effectif', 'montant', 'investisseur', 'detention')
    """
    text = _BRACKETS.sub(" ", header) if plain(_BRACKETS.sub(" ", header)) else header
    text = _UNIT.sub(" ", _YEAR.sub(" ", _LAST_YEAR.sub(" ", text))).strip(" *:?.")
    return plain(_NUMBERED.sub("", text)) or plain(header) or header.strip()


def year_of(header: str) -> str:
    """Return the year in a header, or an empty text.

    >>> year_of("Effectif au 31/12/2023"), year_of("Effectif")
    ('2023', '')
    """
    found = _YEAR.search(header)
    return found[1] if found else ""


@lru_cache(8192)
def meanings(header: str) -> tuple[Meaning, ...]:
    """Return the possible meanings of a header, the closest first.

    It is empty for an unknown header.

    >>> [m.code for m in meanings("Nom de la structure")], meanings("Zorglub")
    (['name'], ())
    """
    if found := known_meanings(header) or _of_first_side(header):
        return found
    return _nearly(header) or _in_part(header)


@lru_cache(8192)
def known_meanings(header: str) -> tuple[Meaning, ...]:
    """Return the possible meanings of a header whose words are all known.

    >>> [m.code for m in known_meanings("Nom de la structure")], known_meanings("Nom zorglub")
    (['name'], ())
    """
    whole = plain(header) or header.strip()
    if whole in _index():
        return _index()[whole]
    if found := _of_brackets(header) or _index().get(bare(header)):
        return found
    if found := _loose_index().get(_loose(bare(header))):
        return found
    parts = _of_languages(header) or _of_parts(header) or _of_abbreviations(header)
    return parts or _of_addition(header)


def _of_first_side(header: str) -> tuple[Meaning, ...]:
    """Return the name of the rows if the first side of a header means it, and no other is known."""
    first, *others = [plain(s) for s in header.split("/")]
    if not others or any(o in _index() for o in others):
        return ()
    found = _index().get(first, ())
    return tuple(Meaning(m.group, m.name, 1) for m in found if m.code == "name")


_OF_TIMES = frozenset(
    [
        *("created", "closed", "opened", "date", "start", "end", "holder.entry", "holder.exit"),
        *("source_date", "round_date"),
    ]
)


def _of_addition(header: str) -> tuple[Meaning, ...]:
    """Return the meanings of a header without a word for the type of its values
    (`founded_year`, `investor_names`, `Noms des cofondateurs`).
    """
    asked = _loose(bare(header)).split()
    if len(asked) < 2:
        return ()
    for word, rest in ((asked[-1], asked[:-1]), (asked[0], asked[1:])):
        text = " ".join(rest)
        found = _index().get(text) or _loose_index().get(text) or ()
        if word in _VALUES["times"]:
            found = tuple(m for m in found if m.code in _OF_TIMES)
        elif word in _VALUES["names"]:
            found = tuple(m for m in found if m.group == "relations")
        else:
            continue
        if found:
            return found
    return ()


_VALUES = {
    "times": frozenset(["date", "year", "annee", "month", "day", "jour"]),
    "names": frozenset(["name", "nom"]),
}
"""Words of headers for the values of a column, in the singular."""


def _nearly(header: str) -> tuple[Meaning, ...]:
    near = nearest_folded(bare(header), {t: t for t in _index()}, count=1)
    if not (near and _is_near(bare(header), near[0])):
        return ()
    return tuple(Meaning(m.group, m.name, 1) for m in _index()[near[0]])


def _in_part(header: str) -> tuple[Meaning, ...]:
    """Return the meaning of the beginning of a header. A group above the header counts only if it is
    about people (`Suivi – Zorglub` has no meaning).
    """
    part = next(_parts(bare(header)), None)
    found = tuple(Meaning(m.group, m.name, 2) for m in _index()[part]) if part else ()
    return found if " – " not in header or _are_personal(found) else ()


def _are_personal(found: Sequence[Meaning]) -> bool:
    return any("personal" in entry(m.code).get("of", ()) for m in found)


_POINTED = re.compile(r"[^\W\d_]{2,}\.")
_SHORTEST = 3


def _of_abbreviations(header: str) -> tuple[Meaning, ...]:
    """Return the meanings of a header with abbreviated words (`Invest. initial`, `Eff.`): those shared by all
    known headers of the same length with the same beginnings.
    """
    own = header.rpartition(" – ")[2]
    if not _POINTED.search(own):
        return ()
    asked = [w for w in _loose(bare(own)).split() if len(w) > 1]
    if len("".join(asked)) < _SHORTEST:
        return ()
    full = {plain(w) for w in re.findall(r"[^\W\d_]{2,}(?![.\w])", own)}
    found = [m for words, m in _by_words().get(len(asked), ()) if _begin_alike(asked, words, full)]
    return _in_common(found) or (_of_shares(found) if "%" in own else ())


def _in_common(found: Sequence[tuple[Meaning, ...]]) -> tuple[Meaning, ...]:
    first, *others = found or [()]
    return tuple(m for m in first if all(m in meant for meant in others))


def _of_shares(found: Sequence[tuple[Meaning, ...]]) -> tuple[Meaning, ...]:
    return tuple(m for meant in found for m in meant if m.name == "percentage")[:1]


def _begin_alike(asked: Sequence[str], words: Sequence[str], full: set[str]) -> bool:
    pairs = list(zip(asked, words, strict=True))
    return all(w == a or (a not in full and w.startswith(a)) for a, w in pairs)


@cache
def _by_words() -> Mapping[int, tuple[tuple[tuple[str, ...], tuple[Meaning, ...]], ...]]:
    """Return the known headers without small words, by the number of their words."""
    found: dict[int, list[tuple[tuple[str, ...], tuple[Meaning, ...]]]] = {}
    for text, meant in _index().items():
        words = tuple(w for w in _loose(text).split() if len(w) > 1)
        found.setdefault(len(words), []).append((words, meant))
    return {size: tuple(texts) for size, texts in found.items()}


def _of_languages(header: str) -> tuple[Meaning, ...]:
    """Return the common meanings of a header in two languages (`Ville / City`, `Nom (Name)`)."""
    sides = [s for s in _SIDES.split(header) if s.strip()]
    found = [_index().get(plain(s)) or _index().get(bare(s)) or () for s in sides]
    if len(sides) < 2:
        return ()
    return tuple(m for m in found[0] if all(m in f for f in found[1:]))


_WHERE = frozenset(["place", "postcode", "department", "region", "country"])


def _of_brackets(header: str) -> tuple[Meaning, ...]:
    """Return the kind of place that the brackets of a header give (`Headquarters (Country)`)."""
    inside = [b.strip("()[] ") for b in _BRACKETS.findall(header)]
    found = _index().get(plain(inside[0]), ()) if len(inside) == 1 else ()
    where = tuple(m for m in found if m.code in _WHERE)
    outside = _index().get(bare(header), ())
    return where if any(m.code in _WHERE for m in outside) else ()


def _of_parts(header: str) -> tuple[Meaning, ...]:
    """Return the meanings of a header of two parts: a group and a name (`Sortie – Date`), or a name
    with an addition (`Company - Wikidata QID`).
    """
    group, dash, ending = header.rpartition(" – ")
    asked = [re.split(r"\s[-—]\s", header)[-1]]
    if dash:
        asked = [f"{ending} {small}{group}" for small in ("", "de ", "d'", "de l'", "du ")]
        asked.append(ending)
    keys = (key for text in asked if text != header for key in (plain(text), bare(text)))
    return next((_index()[key] for key in keys if key in _index()), ())


def _is_near(text: str, known: str) -> bool:
    from rapidfuzz import fuzz

    return min(len(text), len(known)) > 5 and fuzz.ratio(text, known) >= 88


def _parts(text: str) -> Iterator[str]:
    """Yield the known headers that begin a text, the longest first."""
    words = text.split()
    for size in range(len(words) - 1, 0, -1):
        part = " ".join(words[:size])
        if len(part) > 2 and part in _index():
            yield part


def titles_in(text: str) -> list[str]:
    """Return the entries of `titles` whose words occur in a title or the name of a sheet.

    >>> titles_in("Portefeuille – Incubateur Alpha"), titles_in("Liens")
    (['portfolio'], ['ties'])
    """
    said = f" {plain(_LEGEND.sub(' ', text))} "
    found = []
    for name, stated in entries()["titles"].items():
        words = [plain(w) for w in (*stated["fr"], *stated["en"])]
        other = any(f" {plain(w)} " in said for w in stated.get("unless", ()))
        longest = 0 if other else max((len(w) for w in words if f" {w} " in said), default=0)
        if longest:
            found.append((-longest, name))
    return [name for _, name in sorted(found)]
