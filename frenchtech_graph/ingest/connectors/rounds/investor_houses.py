"""The house behind an investor's name, and the fund or manager stated with it."""

import re

from frenchtech_graph.ingest.connectors.rounds.investor_names import fold

LEAD = re.compile(r"(?<![\w-])(?:co-?)?lead(?:s|ers?)?\b|(?<![\w-])led\b", re.IGNORECASE)
_NO_CONTENT = (
    r"(?:not specified|undisclosed|not disclosed|existing|new|renewed"
    r" participation|equity|co-?invest(?:or)?)"
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
_NOT_A_FUND = ("ventures", "capital", "invest", "village", "thevillage", "levillage")
_BPIFRANCE = re.compile(r"\bbpi ?france\b", re.IGNORECASE)


def house_of(name: str, notes: str) -> tuple[str, str | None, bool]:
    """Return the body, the fund or manager stated with it, and whether that is its manager."""
    managed = _MANAGED_BY.search(notes) or _MANAGED_BY.search(name)
    # A name may begin with the word: "Via ID".
    through = None if managed else _THROUGH.search(notes) or _THROUGH.search(name, 1)
    found = managed or through
    vehicle = _vehicle(found["name"]) if found else None
    bare = _without_manager(name)
    own, by = _OWN_FUND.match(bare), _BY.match(bare)
    if _is_bpifrance(bare, notes):
        return "Bpifrance", vehicle or _of_bpifrance(bare, notes), False
    if own:
        return own["house"], own["fund"], False
    if by and not vehicle and fold(by["fund"]) not in _NOT_A_FUND:
        return by["fund"], _vehicle(by["house"]), True
    if vehicle is None:
        return bare, None, False
    is_fund = _FUND_WORDS.search(bare) and not _FUND_WORDS.search(vehicle)
    return bare, vehicle, bool(managed or is_fund)


def _without_manager(name: str) -> str:
    bare = name[:1] + _THROUGH.sub("", _MANAGED_BY.sub("", name)[1:])
    bare = re.sub(r"\s*\b(?:managed|on behalf of)\b.*", "", bare.strip(" .-,")).strip()
    return bare.removesuffix(" funds")


def _is_bpifrance(name: str, notes: str) -> bool:
    if _BPIFRANCE.search(name):
        return True
    labelled = re.search(r"minist|label|backed", notes, re.I)
    return bool(_BPIFRANCE.search(notes)) and not labelled


def _vehicle(words: str) -> str | None:
    name = _PROGRAMME.sub("", words).strip(" .)-,;")
    return None if not name or _NO_VEHICLE.fullmatch(name) else name


def _of_bpifrance(name: str, notes: str) -> str | None:
    """Return which fund of Bpifrance is named, with or without the bank's name in it."""
    if fold(name) == "bpifrance":
        inside = ", ".join(n for n in re.split(r"[,;]", notes) if n.strip() and not LEAD.search(n))
        said = _vehicle(inside)
        return None if said is None or re.fullmatch(_NO_CONTENT, said, re.I) else said
    bare = re.sub(r"\s+fund$", "", _PROGRAMME.sub("", name)).strip()
    return _vehicle(bare) if fold(bare) != "bpifrance" else None
