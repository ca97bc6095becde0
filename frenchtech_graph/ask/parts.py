"""The parts of a question, its words and names, and the parts next to them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from frenchtech_graph.ask.forms import Forms, forms_in
from frenchtech_graph.ask.names import Span
from frenchtech_graph.ask.phrases import Named, cue_words
from frenchtech_graph.ask.tokens import Word, kind_words, stem
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class

_JOINED = {
    "french tech": "frenchtech",
    "label french tech": "label",
    "french tech label": "label",
    "unites de recherche": "unites",
    "unite de recherche": "unite",
    "entreprises creees": "creees",
    "entreprise creee": "creee",
    "introduction en bourse": "bourse",
    "introductions en bourse": "bourse",
    "entree en bourse": "bourse",
    "entrees en bourse": "bourse",
    "mises en relation": "misesenrelation",
    "mise en relation": "misesenrelation",
}
"""Names of several words that a phrase may contain as one."""
Item = Word | Span


def items(words: Sequence[Word], spans: Sequence[Span]) -> list[Item]:
    """Return the words of a question with its names in place of theirs."""
    taken = {i for s in spans for i in range(s.first, s.last + 1)}
    found: list[Item] = [*(w for w in words if w.index not in taken), *spans]
    return sorted(found, key=lambda i: i.index if isinstance(i, Word) else i.first)


@lru_cache(maxsize=100_000)
def is_word(forms: Forms, text: str) -> bool:
    """Return whether a word is one of the forms of a word of a phrase."""
    return forms.has(text)


def text_of(part: Item) -> str:
    """Return the word of a phrase that a part may be.

    A sector counts only if phrases contain it in full: "tourisme" does not match `tour*`.
    """
    if isinstance(part, Word):
        return part.text
    folded = fold(part.text)
    if part.first != part.last:
        return _JOINED.get(folded, "")
    is_sector = any(c.of == "sector" for c in part.candidates)
    return folded if not is_sector or {folded, stem(folded)} & cue_words() else ""


def is_listed(place: int, parts: Sequence[Item], first: Sequence[Named]) -> bool:
    """Return whether only small words separate a name from the values of a parameter."""
    between: set[str] = set()
    for part in reversed(parts[:place]):
        if isinstance(part, Span):
            is_joined = bool(between & kind_words("conjunction"))
            return is_joined and any(c in first for c in part.candidates)
        if not part.is_small:
            return False
        between.add(part.stem)
    return False


def is_next_to_name(parts: Sequence[Item], place: int, kind: str | None) -> bool:
    """Return whether a name of a kind, or any name, is the next name or the previous part."""
    after = (p for p in parts[place + 1 :] if isinstance(p, Span) or not p.is_small)
    beside = (next(after, None), parts[place - 1] if place else None)
    return any(isinstance(p, Span) and kind in (None, p.candidates[0].type) for p in beside)


def is_of_next(place: int, parts: Sequence[Item]) -> bool:
    """Return whether a kind belongs to the next name, like the investors of "investors of laureates"."""
    after = parts[place + 1] if place + 1 < len(parts) else None
    return isinstance(after, Word) and after.text in kind_words("genitive")


def is_of_holders(place: int, parts: Sequence[Item]) -> bool:
    """Return whether a place belongs to investors or incubators, although companies are named.

    Examples: "Lyon investors in health start-ups", "start-ups backed by Parisian funds".
    """
    companies = [at for at, p in enumerate(parts) if _is_company(p)]
    if not companies:
        return False
    if any(_is_holder(parts[at]) for at in (place - 1, place + 1) if 0 <= at < len(parts)):
        return True
    before = [p for p in parts[:place] if isinstance(p, Span) or not p.is_small]
    return bool(before) and _is_holder(before[-1]) and parts.index(before[-1]) < companies[0]


def _is_holder(part: Item) -> bool:
    return is_word(forms_in("holders"), text_of(part))


def _is_company(part: Item) -> bool:
    return isinstance(part, Span) and any(
        c.type == "class" and c.value in (Class.START_UP, Class.COMPANY) for c in part.candidates
    )
