"""Investors named in one free string → the bodies and people it names, each with its role.

A tracker writes ``"Andera Partners (lead, via BioDiscovery 7), Bpifrance, and several family
offices"``.
:func:`parse_investors` turns that into one :class:`Mention` a body, keeps the words of the source,
and never guesses a lead: the order of names means nothing. Grants, bank support and groups without
a name ("several business angels from Meta, Adobe") are no investors.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

_LINK = re.compile(r"\(?https?://[^\s)]+\)?")
_LEAD = re.compile(r"(?<![\w-])(?:co-?)?lead(?:s|ers?)?\b|(?<![\w-])led\b", re.IGNORECASE)
_NO_CONTENT = (
    r"(?:not specified|undisclosed|not disclosed|existing|new|renewed"
    r" participation|equity|co-?invest(?:or)?)"
)
# What follows is money of another kind (grants, loans) or no money at all: not a tie of an
# investor.
_SUPPORT = re.compile(
    r"(?:[,;]|\b(?:and|with|plus|also)\b)*\s*(?:(?:with|plus|and)\s+)?(?:(?:additional|continued|further|also)\s+)*"
    r"(?:\b(?:non-dilutive|public support|public subsidies|bank(?:ing)?"
    r" (?:support|partners?|loans?)|debt financing"
    r"|support from|supported by|backed by|loans? from|grants? from|previous support|recognized"
    r" under"
    r"|round led by (?=[^,;]*& Associ))).*?(?=;|$)",
    re.IGNORECASE,
)
_MODIFIER = (
    r"(?:several|various|multiple|individual|private|other|others|existing|historical?|historic|initial|new|french"
    r"|undisclosed|unnamed|strategic|crowd|crowdfunding|international|legacy|prominent|seven|two|three|four|five|ten|"
    r"some|many|tech|long-time|regional|industrial|local|additional|a group of|group"
    r" of|a|an|the|more|les|additionnal"
    r"|retail|minority|current|previous|former|all|its|our|angel|business|family|music and"
    r" sports|corporate)"
)
_GROUP_NOUN = (
    r"(?:business[- ]angels?(?: groups?)?|angels?|angel investors?|family[-"
    r" ]offices?|investors?|investment funds?"
    r"|private"
    r" banks?|banks|entrepreneurs|partners|founders|shareholders|operators|funds|members|leaders|ceos"
    r"|tech leaders|industry"
    r" leaders|executives|management|backers|vcs|industrials|groups|co-founders|employees"
    r"|participation|individuals|experts|managers|customers|clients|companies|public"
    r" entities|players)"
)
_GROUP = rf"(?:{_MODIFIER}\s+)*{_GROUP_NOUN}(?:\s*(?:&|and|/)\s*(?:{_MODIFIER}\s+)*{_GROUP_NOUN})*"
_WHOLE_GROUP = re.compile(
    rf"(?:{_GROUP}|(?:and |an )?others?|more|etc|n/?a|bas?|none|undisclosed.*|not disclosed"
    r"|(?:a )?loans?|crowd ?funding|investing|ipo|equity|debt|france \d+|confidential"
    r"|on behalf of .*|.*\bgrant|crowdfunding (?:via|through|on) .*|.* of \[.*)",
    re.IGNORECASE,
)
_GROUP_OF = re.compile(
    rf"(?:{_GROUP})\s+(?:from|of|in|at|with|via|who|based|active|close|specialized)\b",
    re.IGNORECASE,
)
_GROUP_THEN_NAME = re.compile(rf"(?P<group>{_GROUP}):?\s+(?P<name>[A-ZÀ-Ý0-9].*)")
_LOWER_GROUP = re.compile(r".*\b(?:investors?|angels?|shareholders?|founders?|partners?|backers?)$")
_OPENING = (
    r"\bwith (?:the )?(?:(?:angel|additional|renewed) )?(?:participation|involvement|support)"
    r" (?:from|of)\b"
    r"|\b(?:and |plus )?(?:angel )?participation (?:from|of)\b|\bincluding\b|\bincludes?\b|\bsuch"
    r" as\b|\bled by\b"
)
_CUT = re.compile(rf",|\s(?-i:and|plus|alongside|also)\s|{_OPENING}", re.IGNORECASE)
_PEOPLE_AHEAD = re.compile(
    r"\b(?:angels?|operators?|leaders|individuals|entrepreneurs|founders)\b", re.IGNORECASE
)
_MANAGED_BY = re.compile(
    r"\b(?:(?:managed|operated|advised)\b(?: on behalf of [\w\s.-]+?)?\s+by|vehicle of|fund"
    r" of)\s+(?:the |its )?"
    r"(?P<name>.+)",
    re.IGNORECASE,
)
_THROUGH = re.compile(r"\b(?:via|through)\s+(?:the |its )?(?P<name>.+)", re.IGNORECASE)
_PROGRAMME = re.compile(
    r"\s*\b(?:under|as part of|for (?:france|the french)|within|by Bpifrance|on behalf of|backed"
    r" by|renewed)\b.*"
    r"|\s*\(.*|\s+fund$|^bpifrance's ",
    re.IGNORECASE,
)
_OWN_FUND = re.compile(
    r"(?P<house>.+?)(?:'s (?=.*\b(?:fund|fonds)\b)| -"
    r" (?=(?:fonds|fund|fcpr|fpci|fcpi|fip)\b))(?P<fund>.*)",
    re.IGNORECASE,
)
_BY = re.compile(r"(?P<fund>.*\w)\s+by\s+(?P<house>[A-ZÀ-Ý].*)")
_FUND_WORDS = re.compile(r"\b(?:fund|fonds|fcpr|fpci|fip|faim|fira|sicav|fcpi)\b", re.IGNORECASE)
_NO_VEHICLE = re.compile(
    r"(?:france \d+(?: \w+)?|crowdfunding|a loan|equity|.*france 2030 program.*|regional france"
    r" 2030)",
    re.I,
)
_ROLE = re.compile(
    r"\b(?:(?:co-?)?founder|ceo|cto|coo|cfo|president|chairman|head of|director|partner"
    r" at|former|ex-?|entrepreneur"
    r"|footballer|player|coo|vp)\b",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\s+[-–]\s+(?=[A-Z]?[\w\s,.-]*\b(?:founder|director|head|ceo|cto|president|partner)\b).*", re.I
)
_CALLING = re.compile(
    r"^.*\b(?:entrepreneur|businessman|businesswoman|footballer|investor|angel|founder)\s+(?=[A-Z]\w+"
    r" [A-Z])"
)
_NOT_A_FUND = ("ventures", "capital", "invest", "village", "thevillage", "levillage")
_SUFFIXES = ("M.D", "MD", "PhD", "Ph.D", "Jr", "Sr", "Inc", "LLC", "Ltd")
_OFFICE_HOLDER = re.compile(
    r"(?:the |former |ex-)?(?:ceo|cto|founders?|president|head|director)s? (?:of|at)\b", re.I
)
_BPIFRANCE = re.compile(r"\bbpi ?france\b", re.IGNORECASE)
_LENDER = re.compile(r"\b(?:debt|loan|lender|obligations)\b", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"\d|&|\b(?:capital|ventures?|partners?|fund|fonds|invest\w*|gestion|vc|bank|banque|group|groupe|holding|labs?"
    r"|angels|technologies|company|inc|sa|sas|ltd|gmbh|club|network|foundation|fondation|finance|financial|studio"
    r"|equity|management|asset|développement|expansion|participations?|advisors|associates|associés|family|office"
    r"|university|université|corp|media|health|bio\w*|growth|impact|innovation|region|région|crédit|caisse|mutuelle"
    r"|assurances?|energy|industries|motors?|systems|digital|seed|et|des|les|du|in|by|and|of)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Mention:
    """One body or person named as an investor of a round.

    ``raw`` are the words of the source; ``name`` is the body without role, address or bracket;
    ``lead`` is True when the source says so and None otherwise (never False: silence is not a
    denial); ``vehicle`` is the fund or manager named with it, ``managed`` True when that is who
    manages the named fund; ``person`` tells what reads as a natural person; ``lender`` who gives
    debt, not equity.
    """

    raw: str
    name: str
    lead: bool | None = None
    vehicle: str | None = None
    person: bool = False
    managed: bool = False
    lender: bool = False


def fold(name: str) -> str:
    """The name without case, accents, spaces or punctuation: what two spellings share.

    >>> fold("50 Partners") == fold("50Partners"), fold("Épopée Gestion")
    (True, 'epopeegestion')
    """
    plain = unicodedata.normalize("NFKD", name.replace("²", "2").replace("&", " and "))
    return "".join(c for c in plain.lower() if c.isalnum() and c.isascii())


@cache
def _houses() -> frozenset[str]:
    """Houses that are called like people: "Eli Lilly"."""
    lines = Path(__file__).with_name("houses.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(map(fold, lines))


@cache
def _first_names() -> frozenset[str]:
    words = Path(__file__).with_name("first_names.txt").read_text(encoding="utf-8").split()
    return frozenset(map(fold, words))


def is_person(name: str, *, people: bool = False) -> bool:
    """Tell whether a name reads as that of a natural person; `people` says that such are being
    listed.

    >>> [is_person(n) for n in ("Xavier Niel", "Pierre Fabre Invest", "Elaia", "Jean-Luc Robert", "Marco Polo Capital")]
    [True, False, False, True, False]
    """
    if fold(name) in _houses():
        return False
    bare = re.sub(r" (?:des|du) ", " ", name) if people else name
    words = bare.split()
    if not 2 <= len(words) <= 4 or _ORGANISATION.search(bare):
        return False
    particles = {"de", "da", "van", "von", "le", "la", "di", "den", "der", "el", "ben", "bin", "d'"}
    if not all(w[0].isupper() or w.lower() in particles for w in words):
        return False
    return (
        people
        or all(fold(part) in _first_names() for part in words[0].split("-"))
        or (fold(words[0]) in _first_names())
    )


def is_generic(text: str) -> bool:
    """Tell whether words name a group and nobody in particular: "several business angels"."""
    return _WHOLE_GROUP.fullmatch(text) is not None


def parse_investors(text: str | None) -> tuple[Mention, ...]:
    """The bodies and people a free string names, each once; nameless groups, grants and loans left
    out.

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
            ):  # "A, B (co-leads)" is said of both
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
    """Invisible characters, odd spaces and web addresses taken away; full stops that end a sentence
    too.
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
    """Return the text without grants and loans; what is said of a body in brackets stays."""
    masked = _masked(text)
    for found in reversed(list(_SUPPORT.finditer(masked))):
        text = text[: found.start()] + text[found.end() :]
    return text


def _of_segment(segment: str) -> Iterator[Mention]:
    """Yield the mentions of a part between semicolons.

    Words say what comes next: "led by" a lead, "business angels including" people, "operators from"
    the houses that nameless people work for, up to the next such word.
    """
    leading = people = ahead = skipping = False
    for word, piece in _whole_names(list(_pieces(segment))):
        opening = re.fullmatch(_OPENING, word.strip(), re.IGNORECASE) is not None
        if opening:
            leading, skipping = "led by" in word.lower(), False
            people = people or ahead or "angel" in word.lower()
        elif word.strip() == ",":
            leading = False
        ahead = False
        if _GROUP_OF.match(piece) and not _is_name(piece):
            people, skipping = False, True
            yield from _inside(piece)
            continue
        if skipping:
            # A name in full after the list of houses would be a guess: nothing is taken until the
            # next opening.
            skipping = not _WHOLE_GROUP.fullmatch(piece)
            continue
        if _WHOLE_GROUP.fullmatch(_unbracketed(piece)) and not _is_name(piece):
            people, ahead = False, bool(_PEOPLE_AHEAD.search(piece))
            yield from _inside(piece)
            continue
        for part in _couple(_named(piece)):
            mention = _mention(part, people=people)
            if mention:
                people = people and mention.person
                yield mention if mention.lead or not leading else _led(mention)


def _whole_names(pieces: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the pieces; a lone first name with a role is joined to the family name after it.

    Trackers cut such names: "Bernard (founder of Astek), and Grilhault des Fontaines".
    """
    at = 0
    while at < len(pieces):
        word, piece = pieces[at]
        name, role = _unbracketed(piece), piece.partition("(")[2]
        following = pieces[at + 1][1] if at + 1 < len(pieces) else ""
        if fold(name) in _first_names() and _ROLE.search(role) and _FAMILY.fullmatch(following):
            piece = f"{name} {following} ({role}"
            at += 1
        yield word, piece
        at += 1


_FAMILY = re.compile(
    r"[A-ZÀ-Ý][\w'-]+(?: (?:d'|(?:de|des|du|la|le|van|von|of) )[A-ZÀ-Ý][\w'-]+| [A-ZÀ-Ý][\w'-]+)?"
)


def _inside(piece: str) -> Iterator[Mention]:
    """Yield who is named in the brackets after a group: "private investors (including Fagard
    Associates)".
    """
    for inner in re.findall(r"\((?:including|incl\.?)\s+([^)]*)\)?", piece, re.IGNORECASE):
        yield from _of_segment(inner)


def _led(mention: Mention) -> Mention:
    return replace(mention, lead=True)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands between separators outside brackets, each with the separator before it."""
    outside = _masked(text)
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


def _masked(text: str) -> str:
    """Return the text with what stands in brackets made unfindable."""
    masked, depth = [], 0
    for character in text:
        depth += character == "("
        masked.append("\0" if depth else character)
        depth = max(0, depth - (character == ")"))
    return "".join(masked)


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


def _is_name(piece: str) -> bool:
    """Tell whether a piece that reads as a group is the name of one: "Angels Santé", "Founders
    Future".
    """
    bare = _unbracketed(piece)
    words = bare.split()
    if len(words) > 1 and re.search(r"\([A-Z0-9]{2,6}\)", piece):
        return True
    if len(words) < 2 or not all(
        w[0].isupper() or w[0].isdigit() or w in ("des", "de", "et", "du", "la", "of")
        for w in words
    ):
        return False
    return not _WHOLE_GROUP.fullmatch(bare) and words[-1].lower() not in (
        "investors",
        "angels",
        "offices",
        "founders",
    )


def _unbracketed(piece: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\([^)]*\)?", " ", piece)).strip(" .-:")


def _named(piece: str) -> str:
    """Return a piece without the words for a group before the name: "existing investors Odiem
    Capital".
    """
    first, _, rest = piece.partition(" ")
    if first == "Founders" and fold(rest.split(" ")[0]) in _first_names():
        return rest
    found = _GROUP_THEN_NAME.match(piece)
    if found and (
        _LOWER_GROUP.match(found["group"])
        or piece[len(found["group"])] == ":"
        or is_person(found["name"])
    ):
        return found["name"]
    return piece


def _couple(piece: str) -> list[str]:
    """Return two people joined by "&" as two pieces, and two houses each of which is called one:
    "Ainvest & B Fund".
    """
    at = _masked(piece).find(" & ")
    left, right = piece[:at], piece[at + 3 :]
    names = _unbracketed(left), _unbracketed(right)
    if at > 0 and any(map(is_person, names)) and all(is_person(n, people=True) for n in names):
        return [left, right]
    if at > 0 and all(map(_HOUSE.fullmatch, names)):
        return [left, right]
    return [piece]


_HOUSE = re.compile(
    r"(?:.+\W|\w{3,})(?:invest|investissement|fund|fonds|capital|ventures?|gestion|vc)",
    re.IGNORECASE,
)


def _mention(piece: str, *, people: bool) -> Mention | None:
    """Return the body a piece names, or None when it names none in particular."""
    notes = " ; ".join(re.findall(r"\(([^)]*)\)?", piece))
    lead = True if _LEAD.search(notes) else None
    bare = _unbracketed(piece)
    titled = _TITLE.search(bare) is not None
    name = _CALLING.sub("", _TITLE.sub("", bare))
    while (
        shorter := re.sub(
            r"^(?:the|plus|and|et|an?|also|including|with|from|Dr\.?|Prof\.?)\s+", "", name
        )
    ) != name:
        name = shorter
    name, vehicle, managed = _house(name, notes)
    if (
        _NOBODY.search(notes)
        or len(fold(name)) < 2
        or name in _SUFFIXES
        or _OFFICE_HOLDER.match(name)
        or _is_prose(name)
    ):
        return None
    listed = not vehicle and (people or bool(_ROLE.search(notes)))
    person = titled or is_person(name, people=listed)
    return Mention(piece, name, lead, vehicle, person, managed, bool(_LENDER.search(notes)))


_NOBODY = re.compile(
    r"\b(?:names?|investors?|details)\b.*\bnot (?:disclosed|specified)", re.IGNORECASE
)
_COUNTED = re.compile(r"\d+ (?!partners|ventures)[a-z][a-z-]*s")


def _is_prose(name: str) -> bool:
    """Tell whether plain lower-case words remain of a sentence: no name, unless it is one word
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


def _house(name: str, notes: str) -> tuple[str, str | None, bool]:
    """Return the named body, the fund or manager named with it, and whether that is its manager."""
    managed = _MANAGED_BY.search(notes) or _MANAGED_BY.search(name)
    # A name may begin with the word: "Via ID".
    through = None if managed else _THROUGH.search(notes) or _THROUGH.search(name, 1)
    found = managed or through
    vehicle = _vehicle(found["name"]) if found else None
    bare = name[:1] + _THROUGH.sub("", _MANAGED_BY.sub("", name)[1:])
    bare = bare.strip(" .-,")
    bare = re.sub(r"\s*\b(?:managed|on behalf of)\b.*", "", bare).strip()
    bare = bare.removesuffix(" funds")
    own, by = _OWN_FUND.match(bare), _BY.match(bare)
    if _BPIFRANCE.search(bare) or (
        _BPIFRANCE.search(notes) and not re.search(r"minist|label|backed", notes, re.I)
    ):
        return "Bpifrance", vehicle or _of_bpifrance(bare, notes), False
    if own:
        return own["house"], own["fund"], False
    if by and not vehicle and fold(by["fund"]) not in _NOT_A_FUND:
        return by["fund"], _vehicle(by["house"]), True
    is_manager = bool(managed) or bool(
        vehicle and _FUND_WORDS.search(bare) and not _FUND_WORDS.search(vehicle)
    )
    return bare, vehicle, is_manager and vehicle is not None


def _vehicle(words: str) -> str | None:
    name = _PROGRAMME.sub("", words).strip(" .)-,;")
    return None if not name or _NO_VEHICLE.fullmatch(name) else name


def _of_bpifrance(name: str, notes: str) -> str | None:
    """Return which fund of Bpifrance is named, with or without the bank's name in it."""
    if fold(name) == "bpifrance":
        inside = ", ".join(n for n in re.split(r"[,;]", notes) if n.strip() and not _LEAD.search(n))
        said = _vehicle(inside)
        return None if said is None or re.fullmatch(_NO_CONTENT, said, re.I) else said
    bare = re.sub(r"\s+fund$", "", _PROGRAMME.sub("", name)).strip()
    return _vehicle(bare) if fold(bare) != "bpifrance" else None
