"""Where a string of investors is cut: at separators outside brackets, never inside a name."""

import re
from collections.abc import Iterator

from frenchtech_graph.ingest.connectors.rounds.investor_names import first_names, fold, is_person

OPENING = (
    r"\bwith (?:the )?(?:(?:angel|additional|renewed) )?(?:participation|involvement|support)"
    r" (?:from|of)\b"
    r"|\b(?:and |plus )?(?:angel )?participation (?:from|of)\b|\bincluding\b|\bincludes?\b|\bsuch"
    r" as\b|\bled by\b"
)
_CUT = re.compile(rf",|\s(?-i:and|plus|alongside|also)\s|{OPENING}", re.IGNORECASE)
ROLE = re.compile(
    r"\b(?:(?:co-?)?founder|ceo|cto|coo|cfo|president|chairman|head of|director|partner"
    r" at|former|ex-?|entrepreneur"
    r"|footballer|player|coo|vp)\b",
    re.IGNORECASE,
)


def whole_names(pieces: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the pieces, joining a first name with a role to the family name after it.

    Trackers cut such names: "Bernard (founder of Astek), and Grilhault des Fontaines".
    """
    at = 0
    while at < len(pieces):
        word, piece = pieces[at]
        name, role = unbracketed(piece), piece.partition("(")[2]
        following = pieces[at + 1][1] if at + 1 < len(pieces) else ""
        if fold(name) in first_names() and ROLE.search(role) and _FAMILY.fullmatch(following):
            piece = f"{name} {following} ({role}"
            at += 1
        yield word, piece
        at += 1


_FAMILY = re.compile(
    r"[A-ZÀ-Ý][\w'-]+(?: (?:d'|(?:de|des|du|la|le|van|von|of) )[A-ZÀ-Ý][\w'-]+| [A-ZÀ-Ý][\w'-]+)?"
)


def cut_apart(text: str) -> Iterator[tuple[str, str]]:
    """Yield the texts between separators outside brackets with their preceding separators."""
    outside = masked(text)
    word, at = "", 0
    for found in [*_separators(text, outside), None]:
        piece = text[at : found.start() if found else len(text)].strip(" .,:")
        if piece and not _PLUG.search(piece):
            yield word, piece
            word = ""
        if found is None:
            return
        # "…, with participation from": the stronger of two separators that follow each other
        # counts.
        word = found.group() if not word.strip(" ,") or found.group().strip() != "," else word
        at = found.end()


def masked(text: str) -> str:
    """Return the text with the content of brackets masked."""
    shown, depth = [], 0
    for character in text:
        depth += character == "("
        shown.append("\0" if depth else character)
        depth = max(0, depth - (character == ")"))
    return "".join(shown)


def _separators(text: str, outside: str) -> list[re.Match[str]]:
    """Return where to cut.

    Between two commas "and" is part of a name: "…, Plug and Play, Speedinvest".

    Unless brackets say that several were named: "…, Ponton and Sons (family offices), …".
    """
    cuts = list(_CUT.finditer(outside))

    def inside(at: int) -> bool:
        if _PAIR.match(outside, max(0, cuts[at].start() - 5)):
            return True
        if cuts[at].group().strip() != "and" or not 0 < at < len(cuts) - 1:
            return False
        before, after = cuts[at - 1], cuts[at + 1]
        commas = before.group() == after.group() == ","
        if _SEVERAL.search(text, cuts[at].end(), after.start()):
            return False
        apart = (
            outside[before.end() : cuts[at].start()].strip()
            and outside[cuts[at].end() : after.start()].strip()
        )
        last = (
            at + 2 < len(cuts)
            and cuts[at + 2].group().strip() == "and"
            and cuts[at + 2].start() <= after.end() + 1
        )
        return bool(commas and apart) and not last

    return [c for at, c in enumerate(cuts) if not inside(at)]


_SEVERAL = re.compile(
    r"\((?:[^)]*\b)?(?:family"
    r" offices|(?:co-?)?(?:founders|leads|leaders|ceos|presidents|directors)|angels"
    r"|entrepreneurs|investors|funds|banks|partners|both)\b",
    re.IGNORECASE,
)
_PAIR = re.compile(r".?plug and play", re.IGNORECASE)
_PLUG = re.compile(r"^(?:with|and|also|as well as|by)$", re.IGNORECASE)


def unbracketed(piece: str) -> str:
    """Return a piece without its brackets."""
    return re.sub(r"\s+", " ", re.sub(r"\([^)]*\)?", " ", piece)).strip(" .-:")


def part_couple(piece: str) -> list[str]:
    """Return two people joined by "&" as two pieces, and two houses whose names both contain the
    word for one: "Ainvest & B Fund".
    """
    at = masked(piece).find(" & ")
    left, right = piece[:at], piece[at + 3 :]
    names = unbracketed(left), unbracketed(right)
    if at > 0 and any(map(is_person, names)) and all(is_person(n, people=True) for n in names):
        return [left, right]
    if at > 0 and all(map(_HOUSE.fullmatch, names)):
        return [left, right]
    return [piece]


_HOUSE = re.compile(
    r"(?:.+\W|\w{3,})(?:invest|investissement|fund|fonds|capital|ventures?|gestion|vc)",
    re.IGNORECASE,
)
