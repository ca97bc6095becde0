"""Public identifiers: validate them, normalise their spelling, and draw conclusions from shared or
different ones.
"""

import re
from collections.abc import Mapping

from frenchtech_graph.model import identifiers

_FORMS = {
    "siren": r"\d{9}",
    "siret": r"\d{14}",
    "rnsr": r"\d{9}[A-Z]",
    "ror": r"0[a-hj-km-np-tv-z0-9]{6}\d{2}",
    "lei": r"[A-Z0-9]{18}\d{2}",
    "orcid": r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]",
    "uai": r"\d{7}[A-Z]",
    "pic": r"\d{9}",
    "wikidata": r"Q\d+",
    "grid": r"grid\.\d+\.[0-9a-f]+",
    "isni": r"\d{15}[\dX]",
    "idref": r"\d{8}[\dX]",
    "vat": r"FR\d{11}",
}
_UPPER = frozenset(
    {"siren", "siret", "rnsr", "lei", "uai", "pic", "wikidata", "isni", "idref", "orcid", "vat"}
)
_UAI_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"

ONE_EACH = frozenset({"siren", "ror", "rnsr", "lei", "orcid"})
"""Schemes in which a body has one number only: two numbers are two bodies."""


def uai_is_sound(code: str) -> bool:
    """Return whether the letter of a school's number fits: the figures modulo 23, in an alphabet
    without I, O, Q.

    >>> uai_is_sound("0593560Z"), uai_is_sound("0593560A")
    (True, False)
    """
    return _UAI_LETTERS[int(code[:7]) % 23] == code[7]


def isni_is_sound(code: str) -> bool:
    """Return whether an ISNI passes ISO 7064 mod 11-2 (ISO 27729)."""
    return identifiers.orcid(code)


def siren_of_vat(number: str) -> str | None:
    """Return the SIREN in a French VAT number whose two keys both fit, else None.

    >>> siren_of_vat("FR66000000018"), siren_of_vat("FR67000000018")
    ('000000018', None)
    """
    siren = number[4:]
    key = (12 + 3 * (int(siren) % 97)) % 97
    return siren if identifiers.luhn(siren) and key == int(number[2:4]) else None


def _spelled(scheme: str, value: str) -> str:
    bare = value.strip().rstrip("/").rsplit("/", 1)[-1]
    bare = re.sub(r"\s", "", bare) if scheme != "grid" else bare
    return bare.upper() if scheme in _UPPER else bare.lower()


def _is_sound(scheme: str, value: str) -> bool:
    if not re.fullmatch(_FORMS[scheme], value):
        return False
    checks = {**identifiers.CHECKS, "uai": uai_is_sound, "isni": isni_is_sound}
    return scheme not in checks or checks[scheme](value)


def sound_identifiers(stated: Mapping[str, str]) -> dict[str, str]:
    """Return the identifiers that have the right form and pass their check, in one spelling.

    A French VAT number gives the SIREN that it contains. A SIRET stays a SIRET: it is an
    establishment, and says which legal person it belongs to, not that it is that person.

    >>> sound_identifiers({"siren": "000 000 018", "ror": "https://ror.org/02kzqn938", "uai": "0593560A"})
    {'siren': '000000018', 'ror': '02kzqn938'}
    """
    spelled = {s: _spelled(s, v) for s, v in stated.items() if s in _FORMS and v}
    sound = {s: v for s, v in spelled.items() if _is_sound(s, v)}
    siren = siren_of_vat(sound.pop("vat")) if "vat" in sound else None
    return {"siren": siren, **sound} if siren else sound


def shared(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """Return the schemes in which both have the same identifier, sorted."""
    return sorted(s for s in one.keys() & other.keys() if one[s] == other[s])


def conflicting(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """Return the schemes that distinguish the two, sorted.

    These are schemes with one number per body and different numbers, and different SIRETs if one of
    the two has only a SIRET: establishments, or an establishment and its legal person.
    """
    found = [s for s in ONE_EACH if s in one and s in other and one[s] != other[s]]
    sirets = one.get("siret"), other.get("siret")
    if all(sirets) and sirets[0] != sirets[1] and not ("siren" in one and "siren" in other):
        found.append("siret")
    return sorted(found)
