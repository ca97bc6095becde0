"""A question in words → the question of the catalogue or the finding that it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from frenchtech_graph.ask import choosing, matching, typing_errors
from frenchtech_graph.ask.amounts import amounts
from frenchtech_graph.ask.matching import Match
from frenchtech_graph.ask.names import Names, Span
from frenchtech_graph.ask.parts import Item, items
from frenchtech_graph.ask.phrases import Named, Tool, cue_words, is_founding, tools
from frenchtech_graph.ask.spoken import language
from frenchtech_graph.ask.tokens import Word, words
from frenchtech_graph.ask.years import Limits, limits
from frenchtech_graph.catalogue.engines import Source
from frenchtech_graph.io.words import beside
from frenchtech_graph.model import where
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class

_WORDS = beside(__file__)
OFFERED = 3
"""Questions that an uncertain reading offers."""


@dataclass(frozen=True)
class Reading:
    """How a question in words was understood.

    If `certain` is true, it matches one question of the catalogue or one finding. `name`,
    `parameters` and `subjects` identify it. `since` and `until` are years that the rows of a
    question keep. `aside` are everyday words that the answer leaves out of account, and no other
    words are left over. The `aside` of an offer has every word that it leaves out. `misspelt` are
    names with a typing error or names of towns, and the names they are read as.
    If it is uncertain, `reasons` explain why and `offers` are similar readings.
    """

    asked: str
    lang: str
    certain: bool
    name: str = ""
    is_finding: bool = False
    titles: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str | list[str]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    subjects: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    rows: int | None = None
    aside: tuple[str, ...] = ()
    misspelt: tuple[tuple[str, str], ...] = ()
    reasons: tuple[str, ...] = ()
    offers: tuple[Reading, ...] = ()

    def sentence(self) -> str:
        """Return how the question was understood, in one line."""
        parts = [_WORDS.text("understood", self.lang, title=self.titles[self.lang])]
        parts += [
            _WORDS.text("parameter", self.lang, name=n, value=v) for n, v in self.labels.items()
        ]
        for key, year in (("kept-since", self.since), ("kept-until", self.until)):
            if year is not None:
                parts.append(_WORDS.text(key, self.lang, year=year))
        parts += [_WORDS.text("misspelt", self.lang, written=w, name=n) for w, n in self.misspelt]
        if self.aside:
            parts.append(self.left_out())
        return " · ".join(parts)

    def left_out(self) -> str:
        """Return which words of the question are left out of account, or an empty text."""
        return _said("set-aside", self.aside, self.lang) if self.aside else ""


def read(
    asked: str, source: Source, *, lang: str | None = None, names: Names | None = None
) -> Reading:
    """Return how a question in French or English is understood.

    Args:
        asked: The question.
        source: The graph of the question, whose names are known.
        lang: Language of the explanations, by default the language of the question.
        names: The names of the graph, where they were read before.
    """
    spoken = lang or language(asked)
    known = names or Names(source)
    text, sums = amounts(asked)
    said = words(text)
    bounds = limits(said, date.today().year)
    left = _renumbered(bounds.rest(said))
    spans = [*known.spans(left), *_amounts(left, sums)]
    parts = typing_errors.mended(items(left, spans), known)
    found = sorted(_best(parts, known), key=lambda m: (not m.is_whole, -m.score))
    found = [m for m in found if _bounded(m, bounds, left)]
    whole = [m for m in found if m.is_whole]
    match = choosing.best_whole(whole) if whole else choosing.best_with_least_aside(found)
    if match:
        if choices := list(_one_value_each(match)):
            offers = tuple(_certain(asked, spoken, m, bounds) for m in choices[:OFFERED])
            reasons = (_one_value_only(match, spoken),)
            return Reading(asked, spoken, False, reasons=reasons, offers=offers)
        reading = _certain(asked, spoken, match, bounds)
        if ahead := _future(reading):
            reasons = (_WORDS.text("future", spoken, year=ahead),)
            return Reading(asked, spoken, False, reasons=reasons, offers=(reading,))
        if not (several := _ambiguous(match, known)):
            return reading
        return Reading(asked, spoken, False, reasons=(several[spoken],))
    return _doubt(asked, spoken, found, whole, parts, known, bounds)


def _future(reading: Reading) -> int:
    """Return the year from which a reading keeps rows, if it is in the future, else 0."""
    stated = (reading.parameters.get(name, 0) for name in ("since", "year", "as_of"))
    years = [reading.since or 0, *(int(y) for y in stated if isinstance(y, (str, int)))]
    return max((y for y in years if y > date.today().year), default=0)


def _amounts(left: Sequence[Word], sums: Sequence[float]) -> Iterator[Span]:
    """Yield the amounts of money of a question as names."""
    for number, value in enumerate(sums):
        named = Named("amount", "", f"{value:.0f}", f"{value:,.0f} €".replace(",", "\u202f"))
        for word in (w for w in left if w.text == f"amount{number}"):
            yield Span(word.index, word.index, named.label, (named,))


def _renumbered(left: Sequence[Word]) -> list[Word]:
    return [Word(w.text, w.stem, w.written, i) for i, w in enumerate(left)]


def _best(parts: Sequence[Item], known: Names) -> Iterator[Match]:
    """Yield the best match of each tool."""
    for tool in tools():
        each = matching.matches(tool, parts, known.fits)
        best = max(each, key=lambda m: (m.is_whole, m.score - len(m.unknown)), default=None)
        if best:
            yield best


def _bounded(match: Match, bounds: Limits, left: Sequence[Word]) -> bool:
    """Return whether a tool can apply the years and the number of rows of a question."""
    tool = match.tool
    if bounds.rows and not (tool.is_ranked or bounds.tops):
        return False
    unbounded = bounds.since is None and bounds.until is None
    return unbounded or (tool.keeps_years and (not tool.is_of_founding or is_founding(left)))


def _ambiguous(match: Match, known: Names) -> Mapping[str, str] | None:
    """Return why a name is ambiguous, because several entities of the graph have it."""
    for name, named in match.filled.items():
        slot = match.tool.slots.get(name)
        if slot is None or slot.type not in ("actor", "entity"):
            continue
        several = known.bearing(named[0], slot)
        if named[0].rivals and slot.of != Class.ECOSYSTEM:
            several = [f"{named[0].label} ({named[0].value.rpartition('/')[2]})", *named[0].rivals]
        if len(several) > 1:
            choices = "; ".join(several)
            return {
                lang: _WORDS.text("ambiguous", lang, name=named[0].label, choices=choices)
                for lang in ("fr", "en")
            }
    return None


def _several_values(match: Match) -> Iterator[tuple[str, tuple[Named, ...]]]:
    """Yield the parameters that take one value, and have several."""
    for name, named in match.filled.items():
        slot = match.tool.slots.get(name)
        if slot and not slot.many and len({n.value for n in named}) > 1:
            yield name, named


def _one_value_each(match: Match) -> Iterator[Match]:
    """Yield a match for each value of the first parameter that takes one value and has several."""
    for name, named in [*_several_values(match)][:1]:
        yield from (replace(match, filled={**match.filled, name: (one,)}) for one in named)


def _one_value_only(match: Match, lang: str) -> str:
    name, named = next(_several_values(match))
    return _WORDS.text("one-value", lang, name=name, choices=", ".join(n.label for n in named))


def _certain(asked: str, lang: str, match: Match, bounds: Limits) -> Reading:
    tool = match.tool
    subjects = tuple(match.filled[name][0].value for name in _subjects(tool))
    named = tool.slots.keys() - set(_subjects(tool))
    filled = {n: v for n, v in match.filled.items() if n in named}
    parameters: dict[str, str | list[str]] = {
        name: _values(tool, name, several) for name, several in filled.items()
    }
    labels = {name: ", ".join(v.label for v in several) for name, several in filled.items()}
    years = _years(match, bounds)
    stated = {name: str(year) for name, year in years.items() if year and name in tool.slots}
    parameters |= stated
    labels |= stated
    since, until = (None if n in tool.slots else years[n] for n in ("since", "until"))
    if bounds.rows:
        parameters |= {name: str(bounds.rows) for name in {"limit"} & tool.slots.keys()}
    return Reading(
        asked, lang, True, tool.name, tool.is_finding, tool.titles, parameters, labels,
        subjects, since, until, bounds.rows, _left_out(match),
        tuple(_misspelt(match)),
    )  # fmt: skip


def _left_out(match: Match) -> tuple[str, ...]:
    """Return the words and names of a question that a match leaves out."""
    return (*(w.written for w in match.unknown), *match.repeated, *match.unused)


def _misspelt(match: Match) -> Iterator[tuple[str, str]]:
    """Yield the names that are read as another one, as written and as read."""
    for named in (n for several in match.filled.values() for n in several if n.misspelt):
        yield named.written, named.label
    for named in (n for several in match.filled.values() for n in several if n.town):
        yield named.town, named.label


def _subjects(tool: Tool) -> list[str]:
    return [f"subject{number}" for number in range(1, tool.subjects + 1)]


def _years(match: Match, bounds: Limits) -> dict[str, int | None]:
    """Return the first and last year of a question."""
    if matching.YEAR in match.filled:
        return dict.fromkeys(("since", "until"), int(match.filled[matching.YEAR][0].value))
    return {"since": bounds.since, "until": bounds.until}


def _values(tool: Tool, name: str, several: Sequence[Named]) -> str | list[str]:
    values = [_value(tool, v) for v in several]
    return values if len(values) > 1 else values[0]


def _value(tool: Tool, named: Named) -> str:
    """Return a name in the form that a parameter accepts. A finding parses places itself."""
    if named.type != "place" or tool.is_finding:
        return named.value
    found = where.find(named.value)
    return found.id if found and found.kind != "ecosystem" else named.value


def _doubt(
    asked: str,
    lang: str,
    found: Sequence[Match],
    whole: Sequence[Match],
    parts: Sequence[Item],
    known: Names,
    bounds: Limits,
) -> Reading:
    """Return a reading that explains which words are not understood, and offers similar
    readings."""
    near = whole or sorted(found, key=lambda m: len(m.unknown) + len(m.unused) - m.score / 10)
    offers = tuple(_certain(asked, lang, m, bounds) for m in near[:OFFERED])
    if whole:
        return Reading(asked, lang, False, reasons=(_WORDS.text("in-doubt", lang),), offers=offers)
    reasons = []
    if found:
        best = near[0]
        if best.unknown:
            unknown = [w.written for w in best.unknown]
            reasons.append(_said("unknown-words", unknown, lang))
            names = [w for w in unknown if fold(w) not in cue_words()]
            reasons += _near(names, known, lang)
        if best.unused:
            reasons.append(_said("unused-names", best.unused, lang))
    else:
        odd = [p.written for p in parts if isinstance(p, Word) and not _is_known(p)]
        reasons += [_said("unknown-words", odd, lang)] if odd else []
        reasons += [_WORDS.text("nothing-fits", lang), *_near(odd, known, lang)]
    reasons = reasons or [_WORDS.text("in-doubt", lang)]
    return Reading(asked, lang, False, reasons=tuple(reasons), offers=offers)


def _is_known(word: Word) -> bool:
    """Return whether questions commonly contain a word, so that it cannot be an unknown name."""
    return word.is_small or bool({word.text, word.stem} & cue_words())


def _said(key: str, several: Sequence[str], lang: str) -> str:
    return _WORDS.text(
        key, lang, words=", ".join(f"« {w} »" if lang == "fr" else f"“{w}”" for w in several)
    )


def _near(several: Sequence[str], known: Names, lang: str) -> Iterator[str]:
    for word in several:
        if choices := known.near(word):
            yield _WORDS.text("near", lang, name=word, choices=", ".join(choices))
