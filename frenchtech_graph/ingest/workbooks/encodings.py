"""The encoding of a text file, found from its bytes."""

import re

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SINGLE_BYTE = ("cp1252", "mac_roman", "cp850")
"""Encodings that French programs write, other than Unicode: Windows, Macintosh, and DOS (Excel's
“CSV (MS-DOS)”)."""
_FRENCH = re.compile("[éèêëàâäçùûüôöîïœæÉÈÊÀÂÇÔÎŒ€’«»–—°²]")
_LETTER_INSIDE = re.compile("(?<=[a-z])[éèêëàâäçùûüôöîïœæñ](?=[a-z]|\\b)")
_ODD = re.compile("[\x80-\x9f¬√ƒ∂∆≈◊‡‰¸˝˛ˇ▀▄█▌▐│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬ÐÞþðØ¤¦±]")


def decode(raw: bytes) -> tuple[str, str]:
    """Return the text of some bytes, and the name of the encoding it was read with.

    >>> decode("Écosystème".encode("cp1252")), decode("Société à Mâcon".encode("mac_roman"))[1]
    (('Écosystème', 'cp1252'), 'mac_roman')
    >>> decode("Nom\\tVille".encode("utf-16-le"))
    ('Nom\\tVille', 'utf-16-le')
    """
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return raw.decode(name, "replace"), name
    if wide := _wide(raw):
        return raw.decode(wide, "replace"), wide
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        readings = [(raw.decode(name, "replace"), name) for name in _SINGLE_BYTE]
        return max(readings, key=lambda r: _likeness(r[0]))


def _wide(raw: bytes) -> str | None:
    """Return the name of UTF-16 without its mark: every other byte of Latin text is zero."""
    sample = raw[:4000]
    if len(sample) < 4:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > len(sample) * 0.3 and even < odd / 10:
        return "utf-16-le"
    return "utf-16-be" if even > len(sample) * 0.3 and odd < even / 10 else None


def _likeness(text: str) -> float:
    """Return how much a text looks like French or English."""
    good = len(_FRENCH.findall(text)) + 2 * len(_LETTER_INSIDE.findall(text))
    return good - 4 * len(_ODD.findall(text)) - 6 * text.count("\ufffd")
