"""Amounts of money in a question: "3 M€", "2 million euros", "500 k€"."""

from __future__ import annotations

import re

_AMOUNT = re.compile(
    r"(?P<before>[€$]\s?)?\b(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+(?:[.,]\d+)?)\s?"
    r"(?:(?P<scale>milliards?|billions?|millions?|mille|thousand|md|bn|mn|m|k)\b\s?)?"
    r"(?P<unit>€|\$|d['’]euros?\b|euros?\b|eur\b)?",
    re.IGNORECASE,
)
_SCALES = (("milliard", 1e9), ("billion", 1e9), ("md", 1e9), ("bn", 1e9), ("mill", 1e6), ("m", 1e6))


def amounts(question: str) -> tuple[str, list[float]]:
    """Return a question without its amounts of money, and the amounts in euros.

    A number is an amount if it has a currency or is in thousands, millions or billions. A
    placeholder replaces each amount: `amount0`, `amount1` …

    >>> amounts("une levée de 3 M€, c'est beaucoup ?")
    ("une levée de amount0, c'est beaucoup ?", [3000000.0])
    >>> amounts("2.5 million for AI")
    ('amount0 for AI', [2500000.0])
    >>> amounts("levées depuis 2020")
    ('levées depuis 2020', [])
    """
    found: list[float] = []

    def taken(match: re.Match[str]) -> str:
        scale = (match["scale"] or "").casefold()
        if "$" in match[0] or not (scale or match["unit"] or match["before"]):
            return match[0]
        number = float(re.sub(r"[ \u00a0\u202f]", "", match["number"]).replace(",", "."))
        found.append(number * _factor(scale))
        return f"amount{len(found) - 1}" + " " * match[0][-1].isspace()

    return _AMOUNT.sub(taken, question), found


def _factor(scale: str) -> float:
    """Return the factor of a scale.

    >>> _factor("M"), _factor("mille"), _factor("")
    (1000000.0, 1000.0, 1.0)
    """
    if scale in ("k", "mille", "thousand"):
        return 1e3
    return next((factor for name, factor in _SCALES if scale.casefold().startswith(name)), 1.0)
