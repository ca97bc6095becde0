"""Texts of cells, without invisible characters, and with figures of other scripts converted to the
usual ones."""

import re
import unicodedata

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
JOINERS = "\u200c\u200d"
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n\s*")


def unescaped(text: str) -> str:
    """Return a text of a workbook with its escapes undone (ECMA-376, ST_Xstring).

    >>> unescaped("Acme_x000D_"), unescaped("_x005F_x000D_")
    ('Acme\\r', '_x000D_')
    """
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def clean(text: str) -> str:
    """Return a text without invisible signs and with single spaces. Line breaks stay.

    Joiners stay where letters need them, as in Persian or in the scripts of India, and between
    the parts of one pictogram.

    >>> clean("\\ufeffAcme\\u200b\\xad  SAS\\r\\n"), clean("می\\u200cخواهم") == "می\\u200cخواهم"
    ('Acme SAS', True)
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    kept = "".join(c for i, c in enumerate(unified) if _is_shown(unified, i, c))
    return _LINES.sub("\n", _SPACES.sub(" ", kept)).strip()


def _is_shown(text: str, at: int, sign: str) -> bool:
    if sign in JOINERS:
        return needs_joiner(text, at)
    return sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co")


def needs_joiner(text: str, at: int) -> bool:
    """Return whether the joiner at a position is between letters that require it."""
    if not 0 < at < len(text) - 1:
        return False
    return all(_joins(text[i]) for i in (at - 1, at + 1))


def _joins(sign: str) -> bool:
    if unicodedata.category(sign) in ("So", "Sk") or sign == "\ufe0f":
        return True
    return unicodedata.bidirectional(sign) == "AL" or "\u0900" <= sign <= "\u0dff"


def usual_figures(text: str) -> str:
    """Return a text with figures, letters and signs of full width, and figures of other scripts, as
    the usual ones.

    >>> usual_figures("２０２１年 ٣٫٥")
    '2021年 3٫5'
    """
    if text.isascii():
        return text
    figures = (str(unicodedata.digit(c, -1)) if c.isdecimal() else c for c in text)
    return "".join(unicodedata.normalize("NFKC", c) if "！" <= c <= "～" else c for c in figures)
