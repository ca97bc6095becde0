"""Numbers, plurals and months as French and English write them (CLDR, by babel)."""

import math
from collections.abc import Mapping
from decimal import Decimal


def number(value: float, lang: str, digits: int = 1) -> str:
    """Return a number with at most `digits` decimals, as the language writes it.

    >>> number(41.84, "fr"), number(1200.0, "en"), number(0.04, "en"), number(float("nan"), "fr")
    ('41,8', '1,200', '0', '?')
    """
    if math.isnan(value):
        return "?"
    from babel.numbers import format_decimal

    rounded = Decimal(f"{value:.{digits}f}")
    pattern = "#,##0." + "#" * digits if digits else "#,##0"
    return str(format_decimal(rounded if rounded else 0, format=pattern, locale=lang))


def plural_form(count: float, lang: str) -> str:
    """Return the form that a count takes: "one" or "other", by the rule of the language (CLDR).

    >>> plural_form(1.5, "fr"), plural_form(0, "fr"), plural_form(0, "en"), plural_form(1, "en")
    ('one', 'one', 'other', 'one')
    """
    from babel import Locale

    found = Locale(lang).plural_form(int(count) if count == int(count) else Decimal(str(count)))
    return "one" if found == "one" else "other"


def counted(value: float, nouns: tuple[str, str] | list[str], lang: str) -> str:
    """Return a count with its noun, singular and plural given.

    >>> counted(1.5, ["lien", "liens"], "fr"), counted(0, ["tie", "ties"], "en"), counted(1, ["tie", "ties"], "en")
    ('1,5 lien', '0 ties', '1 tie')
    """
    form = plural_form(round(value, 1), lang)
    return f"{number(value, lang)} {nouns[0] if form == 'one' else nouns[1]}"


def month_names(lang: str) -> Mapping[int, str]:
    """Return the short names of the months, from 1 on.

    >>> month_names("fr")[2], month_names("en")[9]
    ('févr.', 'Sep')
    """
    from babel.dates import get_month_names

    found: Mapping[int, str] = get_month_names("abbreviated", locale=lang)
    return found
