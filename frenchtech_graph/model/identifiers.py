"""Check digits of the public identifiers of organisations and people."""

from collections.abc import Callable

_ROR_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LA_POSTE = "356000000"


def luhn(digits: str) -> bool:
    """Return whether `digits` pass the Luhn check of ISO/IEC 7812-1 (SIREN, SIRET).

    >>> luhn("552100554"), luhn("552100555")
    (True, False)
    """
    doubled = (int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits)))
    return digits.isdigit() and sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def siret(number: str) -> bool:
    """Return whether a SIRET is sound: Luhn, or for La Poste a digit sum divisible by five."""
    if number.startswith(_LA_POSTE):
        return luhn(number) or sum(map(int, number)) % 5 == 0
    return luhn(number) and luhn(number[:9])


def lei(code: str) -> bool:
    """Return whether a legal entity identifier passes ISO 7064 mod 97-10 (ISO 17442).

    >>> lei("969500Q2MA9VBQ8BG884"), lei("969500Q2MA9VBQ8BG885")
    (True, False)
    """
    return int("".join(str(int(c, 36)) for c in code)) % 97 == 1


def orcid(number: str) -> bool:
    """Return whether an ORCID passes ISO 7064 mod 11-2.

    >>> orcid("0000-0002-1825-0097")
    True
    """
    total = 0
    for c in number.replace("-", "")[:-1]:
        total = (total + int(c)) * 2
    expected = (12 - total % 11) % 11
    return number[-1] == ("X" if expected == 10 else str(expected))


def ror(identifier: str) -> bool:
    """Return whether a ROR identifier's last two digits fit: base 32 number, ISO 7064 mod 97-10.

    >>> ror("02kzqn938"), ror("02kzqn939")
    (True, False)
    """
    value = 0
    for c in identifier[1:-2]:
        value = value * 32 + _ROR_ALPHABET.index(c)
    return 98 - (value * 100) % 97 == int(identifier[-2:])


CHECKS: dict[str, Callable[[str], bool]] = {
    "siren": luhn,
    "siret": siret,
    "lei": lei,
    "orcid": orcid,
    "ror": ror,
}
"""Column of the table template → check of a value that already has the right form."""
