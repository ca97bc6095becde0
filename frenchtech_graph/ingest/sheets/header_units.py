"""The unit that a header of amounts states: a scale and a currency, in any place."""

import re

from frenchtech_graph.ingest.sheets.lexicon import currencies, words
from frenchtech_graph.model.names import fold

_TOKEN = re.compile(r"['’]?000\b|[€$£]|[^\W\d_]+|\d+", re.IGNORECASE)
_LONG = ("thousand", "million", "billion")
_SHORT = {"k": "k", "m": "m", "md": "md", "mn": "m", "bn": "bn", "mm": "m", "mds": "md"}
_INSIDE = re.compile(r"(k|m|md|mn|bn|mm)?(eur|euros?|usd|gbp)(k|m|mn|bn|mm)?", re.IGNORECASE)
_ZEROS = frozenset(["'000", "’000", "000"])
_BEFORE = frozenset(["en", "in"])


def unit_in(header: str) -> str:
    """Return the unit in a header as a scale and a currency. Each may be missing.

    A scale of one letter counts next to a currency or after `en`. A word for a scale counts
    everywhere, except after a number.

    >>> unit_in("amount_eur_m"), unit_in("Montant (en milliers d'euros)"), unit_in("Ticket k€ HT")
    ('m EUR', 'thousand EUR', 'k EUR')
    >>> unit_in("Amount (EUR '000)"), unit_in("Amount EURm"), unit_in("Montant en K")
    ('k EUR', 'm EUR', 'k')
    >>> unit_in("Fonds de 12 millions"), unit_in("Montant"), unit_in("Amount (EUR)")
    ('', '', 'EUR')
    """
    tokens = list(_tokens(header))
    money = [i for i, t in enumerate(tokens) if t in currencies()]
    scale = next(filter(None, (_scale(tokens, i, money) for i in range(len(tokens)))), "")
    currency = currencies()[tokens[money[0]]] if money else ""
    return " ".join(filter(None, (scale, currency)))


def _tokens(header: str) -> list[str]:
    """Return the words and signs of a header, folded. `EURm` and `keur` are two each."""
    found: list[str] = []
    for text in _TOKEN.findall(header.replace("_", " ")):
        parts = _INSIDE.fullmatch(text)
        found += [p.lower() for p in parts.groups() if p] if parts else [_folded(text)]
    return found


def _folded(text: str) -> str:
    return text if text in _ZEROS else fold(text) or text


def _scale(tokens: list[str], at: int, money: list[int]) -> str:
    """Return the scale of a token of a header, empty if it has no scale there."""
    token = tokens[at]
    before = tokens[at - 1] if at else ""
    for name in _LONG:
        if len(token) > 2 and token in words(name):
            return "" if before.isdigit() else name
    beside = bool({at - 1, at + 1} & set(money))
    if token in _ZEROS:
        return "k" if beside else ""
    return _SHORT[token] if token in _SHORT and (beside or before in _BEFORE) else ""
