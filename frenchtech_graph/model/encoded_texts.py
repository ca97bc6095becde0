"""The content of an encoded text: decodes the encodings in which names of people occur.

Percent signs, entities, escapes, mojibake, punycode, tags, accents of TeX, spaced letters, lines
broken within a word: each may be wrapped in another, so they are decoded in turn.
"""

import base64
import binascii
import html
import quopri
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import product
from urllib.parse import unquote, unquote_plus

_ROUNDS = 5
_MOST_READINGS = 400
_ESCAPED = re.compile(r"\\+(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))")
_OCTAL = re.compile(r"\\+([0-3][0-7]{2})")
_PERCENT_U = re.compile(r"%u([0-9a-fA-F]{4})")
_QUOTED = re.compile(r"=([0-9A-Fa-f]{2})")
_ENCODED_WORD = re.compile(r"=\?[\w-]+\?([BbQq])\?([^?]*)\?=")
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/_-]{8,}={0,2}")
_PUNYCODE = re.compile(r"xn--[a-z0-9-]+", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,300}>")
_TEX = re.compile(r"\{?\\[`'^\"~=.cuvHkr]\s*\{?\\?([A-Za-z])\}?\}?")
_BROKEN = re.compile(r"(?<=\w)[-‐‑]?=?\s*[\r\n]+\s*(?=\w)")
_APART = re.compile(r"(?<!\w)\w(?:[ ._\-·*]\w)+(?!\w)")
_RUNS = re.compile(r"(?<!\w)\w(?:[ ._\-·*]{1,4}\w)+(?!\w)")
_LOST = re.compile(r"\ufffd+|(?<=[^\W\d_])\?(?=[\s\-]*[^\W\d_])")
_LOST_LETTERS = ("e", "a", "i", "o", "u", "c", "n")
_MISREAD = ("cp1252", "latin-1", "mac_roman", "cp850", "cp437")
_OVERRIDES = "\u202e\u202d\u2067"


def readings(text: str) -> Iterator[str]:
    """Yield a text after each step of decoding."""
    seen = {text}
    frontier = [text]
    for _ in range(_ROUNDS):
        frontier = list(dict.fromkeys(r for t in frontier for r in _undone(t) if r not in seen))
        frontier = frontier[: max(0, _MOST_READINGS - len(seen))]
        yield from frontier
        seen.update(frontier)
        if not frontier:
            return


def _undone(text: str) -> Iterator[str]:
    if "%" in text or "+" in text:
        yield from _unquoted(text)
    if "&" in text:
        yield html.unescape(text)
    if "\\" in text:
        yield from _unescaped(text)
    if "=" in text:
        yield from _of_mail(text)
    if "<" in text:
        yield _TAG.sub("", text)
        yield _TAG.sub(" ", text)
    if "xn--" in text.lower():
        yield _PUNYCODE.sub(_from_punycode, text)
    if "\n" in text or "\r" in text:
        yield _BROKEN.sub("", text)
    yield from _rearranged(text)
    if not text.isascii():
        yield from _misread(text)
    if "\ufffd" in text or "?" in text:
        yield from _with_lost_letters(text)


def _unquoted(text: str) -> Iterator[str]:
    yield unquote_plus(text)
    yield unquote(text)
    yield unquote_plus(text, encoding="latin-1")
    if "%u" in text:
        yield _PERCENT_U.sub(lambda m: chr(int(m[1], 16)), text)
    if "+" in text and text.isascii():
        with suppress(UnicodeError):
            yield text.encode("ascii").decode("utf-7")


def _unescaped(text: str) -> Iterator[str]:
    yield _ESCAPED.sub(lambda m: _sign(int(m[1] or m[2] or m[3], 16)), text)
    yield _OCTAL.sub(lambda m: chr(int(m[1], 8)), text)
    yield _TEX.sub(r"\1", text)


def _sign(number: int) -> str:
    return chr(number) if number < 0x110000 else ""


def _of_mail(text: str) -> Iterator[str]:
    """Yield a text with the encodings of mail decoded: quoted-printable, base64, encoded words."""
    if _QUOTED.search(text):
        yield unquote_plus(_QUOTED.sub(r"%\1", text.replace("=\n", "")))
    if "=?" in text:
        yield _ENCODED_WORD.sub(_from_encoded_word, text)


def _from_encoded_word(match: re.Match[str]) -> str:
    raw = match[2].encode("utf-8", "replace")
    try:
        found = base64.b64decode(raw) if match[1] in "Bb" else quopri.decodestring(raw, header=True)
        return found.decode("utf-8")
    except (ValueError, binascii.Error):
        return match[0]


def _rearranged(text: str) -> Iterator[str]:
    """Yield a text with spaced letters joined, mirrored text reversed and base64 decoded."""
    if any(sign in text for sign in _OVERRIDES):
        yield text[::-1]
    if _APART.search(text):
        yield _RUNS.sub(lambda m: re.sub(r"[ ._\-·*]{2,}", "\0", m[0]).translate(_TOGETHER), text)
    if _BASE64.search(text):
        yield _BASE64.sub(_from_base64, text)


_TOGETHER = {ord(sign): None for sign in " ._-·*"} | {0: " "}


def _from_base64(match: re.Match[str]) -> str:
    word = match[0].rstrip("=").replace("-", "+").replace("_", "/")
    try:
        found = base64.b64decode(word + "=" * (-len(word) % 4)).decode("utf-8")
    except (ValueError, binascii.Error):
        return match[0]
    return found if found.isprintable() and " " in found else match[0]


def _from_punycode(match: re.Match[str]) -> str:
    try:
        return match[0][4:].lower().encode("ascii").decode("punycode")
    except UnicodeError:
        return match[0]


def _misread(text: str) -> Iterator[str]:
    for encoding in _MISREAD:
        try:
            yield text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue


def _with_lost_letters(text: str) -> Iterator[str]:
    """Yield a text with a letter in place of each that an encoding lost."""
    pieces = _LOST.split(text)
    lost = len(pieces) - 1
    if not lost:
        return
    if lost <= 3 and len(text) <= 400:
        choices = product(_LOST_LETTERS, repeat=lost)
    else:
        choices = ((letter,) * lost for letter in _LOST_LETTERS)  # type: ignore[assignment]
    for letters in choices:
        yield "".join(p + s for p, s in zip(pieces, (*letters, ""), strict=True))
