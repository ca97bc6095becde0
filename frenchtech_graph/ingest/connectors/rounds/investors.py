"""Investors in one free string → its bodies and people with their roles.

A tracker writes ``"Andera Partners (lead, via BioDiscovery 7), Bpifrance, and several family
offices"``. :func:`parse_investors` turns that into a :class:`Mention` per body and keeps the words
of the source. It never guesses a lead, because the order of names has no meaning. Grants, bank
support and groups without a name ("several business angels from Meta, Adobe") are no investors.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from frenchtech_graph.ingest.connectors.rounds.investor_houses import LEAD, house_of
from frenchtech_graph.ingest.connectors.rounds.investor_names import Mention, fold, is_person
from frenchtech_graph.ingest.connectors.rounds.investor_pieces import (
    OPENING,
    ROLE,
    cut_apart,
    masked,
    part_couple,
    unbracketed,
    whole_names,
)
from frenchtech_graph.ingest.connectors.rounds.nameless_groups import (
    GROUP_OF,
    PEOPLE_AHEAD,
    WHOLE_GROUP,
    is_name,
    without_group,
)

_LINK = re.compile(r"\(?https?://[^\s)]+\)?")
# The rest is money of another kind (grants, loans) or no money at all: not a tie of an investor.
_SUPPORT = re.compile(
    r"(?:[,;]|\b(?:and|with|plus|also)\b)*\s*(?:(?:with|plus|and)\s+)?(?:(?:additional|continued|further|also)\s+)*"
    r"(?:\b(?:non-dilutive|public support|public subsidies|bank(?:ing)?"
    r" (?:support|partners?|loans?)|debt financing"
    r"|support from|supported by|backed by|loans? from|grants? from|previous support|recognized"
    r" under"
    r"|round led by (?=[^,;]*& Associ))).*?(?=;|$)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\s+[-–]\s+(?=[A-Z]?[\w\s,.-]*\b(?:founder|director|head|ceo|cto|president|partner)\b).*", re.I
)
_CALLING = re.compile(
    r"^.*\b(?:entrepreneur|businessman|businesswoman|footballer|investor|angel|founder)\s+(?=[A-Z]\w+"
    r" [A-Z])"
)
_SUFFIXES = ("M.D", "MD", "PhD", "Ph.D", "Jr", "Sr", "Inc", "LLC", "Ltd")
_OFFICE_HOLDER = re.compile(
    r"(?:the |former |ex-)?(?:ceo|cto|founders?|president|head|director)s? (?:of|at)\b", re.I
)
_LENDER = re.compile(r"\b(?:debt|loan|lender|obligations)\b", re.IGNORECASE)


def parse_investors(text: str | None) -> tuple[Mention, ...]:
    """Return the bodies and people in a free string without duplicates, leaving out nameless
    groups, grants and loans.

    >>> [m.name for m in parse_investors("Elaia (lead), Business Angels, 50 Partners; Bpifrance Digital Venture")]
    ['Elaia', '50 Partners', 'Bpifrance']
    >>> parse_investors("Led by Acurio Ventures, with participation from Seedcamp")[0].lead
    True
    >>> [m.name for m in parse_investors("Kima Ventures, plus operators from OpenAI, Meta; existing investors Elaia")]
    ['Kima Ventures', 'Elaia']
    """
    mentions: dict[str, Mention] = {}
    last = ""
    for segment in _without_support(_clean(text or "")).split(";"):
        for mention in _of_segment(segment):
            if last and re.search(
                r"\bco-leads\b", mention.raw
            ):  # "A, B (co-leads)" applies to both
                mentions[last] = _led(mentions[last])
            if last and re.search(r"\((?:debt providers|lenders)\b", mention.raw):
                mentions[last] = replace(mentions[last], lender=True)
            last = fold(mention.name)
            before = mentions.setdefault(last, mention)
            if before is not mention and mention.vehicle not in (None, before.vehicle):
                both = "; ".join(filter(None, (before.vehicle, mention.vehicle)))
                mentions[last] = replace(before, vehicle=both)
    return tuple(mentions.values())


def _clean(text: str) -> str:
    """Return a text without invisible characters, odd spaces, web addresses, and full stops at the
    end of a sentence.
    """
    text = unicodedata.normalize("NFKC", text.replace("²", "2"))
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    text = (
        text.replace("’", "'")
        .replace("‑", "-")
        .replace("‐", "-")
        .replace("–", "-")
        .replace("\n", ", ")
    )
    text = re.sub(r",\s*(?=(?:managed|operated|advised) )", " ", _LINK.sub(" ", text))
    text = re.sub(r"\b\w+ and \w+ (?=investors\b)", "", text)
    return re.sub(r"\s+", " ", text).strip(" .")


def _without_support(text: str) -> str:
    """Return the text without grants and loans. Remarks on a body in brackets stay."""
    for found in reversed(list(_SUPPORT.finditer(masked(text)))):
        text = text[: found.start()] + text[found.end() :]
    return text


def _of_segment(segment: str) -> Iterator[Mention]:
    """Yield the mentions of a part between semicolons.

    Words announce the following names: "led by" a lead, "business angels including" people,
    "operators from" the houses of nameless people, up to the next such word.
    """
    state = _Reading()
    for word, piece in whole_names(list(cut_apart(segment))):
        state.after(word)
        if GROUP_OF.match(piece) and not is_name(piece):
            state.people, state.skipping = False, True
            yield from _inside(piece)
        elif state.skipping:
            # A full name after the list of houses would be a guess: skip names until the next
            # opening.
            state.skipping = not WHOLE_GROUP.fullmatch(piece)
        elif WHOLE_GROUP.fullmatch(unbracketed(piece)) and not is_name(piece):
            state.people, state.ahead = False, bool(PEOPLE_AHEAD.search(piece))
            yield from _inside(piece)
        else:
            yield from _named(piece, state)


@dataclass(slots=True)
class _Reading:
    """The meaning of the words so far for the names that follow.

    `leading` announces a lead, `people` natural persons, `ahead` persons if an opening follows, and
    `skipping` employers of nameless people.
    """

    leading: bool = False
    people: bool = False
    ahead: bool = False
    skipping: bool = False

    def after(self, word: str) -> None:
        """Read the words before a piece."""
        if re.fullmatch(OPENING, word.strip(), re.IGNORECASE):
            self.leading, self.skipping = "led by" in word.lower(), False
            self.people = self.people or self.ahead or "angel" in word.lower()
        elif word.strip() == ",":
            self.leading = False
        self.ahead = False


def _named(piece: str, state: _Reading) -> Iterator[Mention]:
    for part in part_couple(without_group(piece)):
        mention = _mention(part, people=state.people)
        if mention:
            state.people = state.people and mention.person
            yield mention if mention.lead or not state.leading else _led(mention)


def _inside(piece: str) -> Iterator[Mention]:
    """Yield who is named in the brackets after a group: "private investors (including Fagard
    Associates)".
    """
    for inner in re.findall(r"\((?:including|incl\.?)\s+([^)]*)\)?", piece, re.IGNORECASE):
        yield from _of_segment(inner)


def _led(mention: Mention) -> Mention:
    return replace(mention, lead=True)


def _mention(piece: str, *, people: bool) -> Mention | None:
    """Return the body in a piece, or None if the piece is generic."""
    notes = " ; ".join(re.findall(r"\(([^)]*)\)?", piece))
    lead = True if LEAD.search(notes) else None
    bare = unbracketed(piece)
    titled = _TITLE.search(bare) is not None
    name = _CALLING.sub("", _TITLE.sub("", bare))
    while (
        shorter := re.sub(
            r"^(?:the|plus|and|et|an?|also|including|with|from|Dr\.?|Prof\.?)\s+", "", name
        )
    ) != name:
        name = shorter
    name, vehicle, managed = house_of(name, notes)
    if (
        _NOBODY.search(notes)
        or len(fold(name)) < 2
        or name in _SUFFIXES
        or _OFFICE_HOLDER.match(name)
        or _is_prose(name)
    ):
        return None
    listed = not vehicle and (people or bool(ROLE.search(notes)))
    person = titled or is_person(name, people=listed)
    return Mention(piece, name, lead, vehicle, person, managed, bool(_LENDER.search(notes)))


_NOBODY = re.compile(
    r"\b(?:names?|investors?|details)\b.*\bnot (?:disclosed|specified)", re.IGNORECASE
)
_COUNTED = re.compile(r"\d+ (?!partners|ventures)[a-z][a-z-]*s")


def _is_prose(name: str) -> bool:
    """Return whether plain lower-case words remain of a sentence: no name, unless it is one word
    ("daphni").
    """
    words = name.split()
    if _COUNTED.fullmatch(name):  # "33 entrepreneur-users"
        return True
    return (
        len(words) > 1
        and all(w.islower() for w in words)
        and not re.search(r"[\d.@]", name)
        and not (
            re.search(r"\b(?:capital|ventures?|partners?|angels?|fund|club|vc|minute)\b", name)
        )
    )
