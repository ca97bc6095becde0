"""Values in sources → the forms used in records: numbers of companies, amounts, dates, addresses.

Each function returns None for a missing or invalid value. It never guesses.
"""

import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

from frenchtech_graph.model import identifiers
from frenchtech_graph.model.partial_dates import is_partial_date

_ABSENT = {"", "[nd]", "nd", "n/a", "na", "null", "none", "nan", "undefined", "-", "."}
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_WEB = re.compile(r"[^\s<>\"{}|\\^`@]+")


def text(value: Any) -> str:
    """Return a cell as text: composed (NFC), without invisible characters, empty for placeholders.

    Mail addresses are removed from all texts, because publishers leave them in titles and web
    addresses.

    >>> text(" Lattice\\u200b Medical "), text("[ND]"), text(None), text(True), text("Write to a.b@example.org")
    ('Lattice Medical', '', '', 'true', 'Write to')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    whole = str(value)
    if (
        not whole.isprintable()
    ):  # printable: not in the categories below, and with plain spaces only
        seen = "".join(" " if unicodedata.category(c) in ("Zs", "Cc") else c for c in whole)
        whole = "".join(c for c in seen if unicodedata.category(c) not in ("Cf", "Co", "Cs", "Cn"))
    whole = unicodedata.normalize("NFC", whole)
    # One taken out may make another, or bring an accent to its letter.
    while "@" in whole and (without := _MAIL.sub("", whole)) != whole:
        whole = unicodedata.normalize("NFC", without)
    bare = " ".join(whole.split())
    return "" if bare.casefold() in _ABSENT else bare


def _digits(value: Any) -> str:
    return re.sub(r"[\s.\u00a0]", "", re.sub(r"\.0+$", "", text(value)))


def siren(value: Any) -> str | None:
    """Return a SIREN that passes its check.

    It corrects `432198765.0` from spreadsheets and lost leading zeros.

    >>> siren("552 100 554"), siren(552100554.0), siren("552100555"), siren("5420051")
    ('552100554', '552100554', None, None)
    """
    digits = _digits(value)
    if not digits.isascii() or not digits.isdigit() or not 8 <= len(digits) <= 9:
        return None
    number = digits.zfill(9)
    return number if identifiers.luhn(number) and int(number) else None


def siret(value: Any) -> str | None:
    """Return a SIRET that passes its check.

    >>> siret("130 029 754 00012"), siret("13002975400013")
    ('13002975400012', None)
    """
    digits = _digits(value)
    return digits if re.fullmatch(r"[0-9]{14}", digits) and identifiers.siret(digits) else None


def siren_of_siret(value: Any) -> str | None:
    """Return the SIREN in a SIRET.

    Only the SIREN must pass its check, the establishment may be unknown.

    >>> siren_of_siret("18008901303720")
    '180089013'
    """
    digits = _digits(value)
    return siren(digits[:9]) if re.fullmatch(r"[0-9]{14}", digits) else None


def siren_of_vat(value: Any) -> str | None:
    """Return the SIREN in a French VAT number: key = (12 + 3 × (SIREN mod 97)) mod 97 (CGI, art.
    286 ter).

    >>> siren_of_vat("FR 29 999999907"), siren_of_vat("FR30999999907"), siren_of_vat("GB744495211")
    ('999999907', None, None)
    """
    found = re.fullmatch(r"FR([0-9]{2})([0-9]{9})", re.sub(r"[\s.-]", "", text(value)).upper())
    if not found or (12 + 3 * (int(found[2]) % 97)) % 97 != int(found[1]):
        return None
    return siren(found[2])


def rnsr(value: Any) -> str | None:
    """Return an RNSR number: nine digits and a letter."""
    return _matching(value, r"[0-9]{9}[A-Z]")


def uai(value: Any) -> str | None:
    """Return a UAI number: seven digits and a letter."""
    return _matching(value, r"[0-9]{7}[A-Z]")


def pic(value: Any) -> str | None:
    """Return a participant identification code of the European Commission: nine digits."""
    return _matching(_digits(value), r"[0-9]{9}")


def idref(value: Any) -> str | None:
    """Return a number of the authority file of university libraries: eight digits and a digit or
    X.
    """
    return _matching(value, r"[0-9]{8}[0-9X]")


def wikidata(value: Any) -> str | None:
    """Return a Wikidata item, bare or in an address.

    >>> wikidata("http://www.wikidata.org/entity/Q3551621")
    'Q3551621'
    """
    return _matching(text(value).rsplit("/", 1)[-1], r"Q[1-9][0-9]*")


def lei(value: Any) -> str | None:
    """Return a legal entity identifier that passes its check."""
    found = _matching(value, r"[A-Z0-9]{18}[0-9]{2}")
    return found if found and identifiers.lei(found) else None


def ror(value: Any) -> str | None:
    """Return a ROR identifier that passes its check, bare or in an address.

    >>> ror("https://ror.org/02kzqn938")
    '02kzqn938'
    """
    bare = text(value).rsplit("/", 1)[-1].lower()
    sound = re.fullmatch(r"0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}", bare)
    return bare if sound and identifiers.ror(bare) else None


def _matching(value: Any, pattern: str) -> str | None:
    bare = text(value)
    return bare if re.fullmatch(pattern, bare) else None


def amount(value: Any) -> str | None:
    """Return an amount as a plain decimal number.

    It accepts point or comma, and spaces between thousands.

    A comma followed by exactly three digits is between thousands, unless it is alone with `0`
    before it.

    >>> [amount(v) for v in ("812500,5", "812500.5", "1 362 500,50", "1,234,567", "0", "n/a", 350000.0, "9" * 19)]
    ['812500.5', '812500.5', '1362500.5', '1234567', '0', None, '350000', None]
    """
    bare = re.sub(r"[\s\u00a0\u202f€$]", "", text(value))
    if re.fullmatch(r"-?\d{1,3}(,\d{2,3})*(,\d{3})(\.\d+)?", bare) and not bare.startswith("0,"):
        bare = bare.replace(",", "")
    elif re.fullmatch(r"-?\d{1,3}(\.\d{3})+,\d+", bare):
        bare = bare.replace(".", "")
    bare = bare.replace(",", ".")
    if not re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]+)?", bare):  # more digits count no money
        return None
    return bare.rstrip("0").rstrip(".") if "." in bare else bare


def positive(value: Any) -> str | None:
    """Return an amount above zero: sources write 0 where they mean that none was given."""
    found = amount(value)
    return found if found and float(found) > 0 else None


def day(value: Any) -> str | None:
    """Return a date with the precision it has: a day, a month or a year.

    >>> [day(v) for v in ("2026-01-01T00:00:00", "2022-08-16 00:44", "04/03/2019", "2019-03", "2007.0", "2000-31")]
    ['2026-01-01', '2022-08-16', '2019-03-04', '2019-03', '2007', None]
    """
    bare = re.split(r"[T ]", text(value).removeprefix("+"))[0]
    french = re.fullmatch(r"(\d{2})/(\d{2})/(\d{4})", bare)
    if french:
        bare = f"{french[3]}-{french[2]}-{french[1]}"
    bare = re.sub(r"\.0$", "", bare)
    bare = re.sub(r"(-00)+$", "", bare)
    return bare if is_partial_date(bare) else None


def website(value: Any) -> str | None:
    """Return the first web address in a cell, complete. A mail address does not count.

    >>> website("www.example.org"), website("jane@example.org"), website("https://a.example ; https://b.example")
    ('https://www.example.org', None, 'https://a.example')
    """
    bare = text(value)
    first = re.split(r"[\s;,|]", bare, maxsplit=1)[0]
    if not first:
        return None
    address = first if re.match(r"(?i)https?://", first) else f"https://{first}"
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return None
    if "/.well-known/genid/" in address:  # represents an unknown value
        return None
    sound = re.fullmatch(r"[\w-]+(\.[\w-]+)+", host) and _WEB.fullmatch(address)
    return address if sound else None
