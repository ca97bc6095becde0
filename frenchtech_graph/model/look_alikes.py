"""A text normalised for reading: without marks and invisible signs, and with Latin letters in place
of look-alikes from other scripts.
"""

import unicodedata

_LATIN = {
    "аеорсухіѕјһԁԛԝҽӏ": "aeopcyxisjhdqwel",  # Cyrillic, small
    "АВЕКМНОРСТХІЅЈУҮԌ": "ABEKMHOPCTXISJYYG",  # Cyrillic, capital
    "αεικνορυχ": "aeikvopux",  # Greek, small
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ": "ABEZHIKMNOPTYX",  # Greek, capital
    "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ": "ABCDEFGHIJKLMNOPRSTUVWYZ",  # small capitals
    "ıȷɑɡɩ": "ijagi",
}
_LETTERS = {
    ord(sign): letter
    for signs, letters in _LATIN.items()
    for sign, letter in zip(signs, letters, strict=True)
}
_APOSTROPHES = dict.fromkeys(map(ord, "ʼʻʹʽˈꞌ´`′＇ˊˋ"), "'")
_HIDDEN = ("Mn", "Me", "Cf")


def plain(text: str) -> tuple[str, list[int] | None]:
    """Return a text as a reader sees it, and the original position of each letter, or None if the
    positions are unchanged.

    >>> plain("Zo\\u00e9 Le\\u200bnoir")[0]
    'Zoe Lenoir'
    """
    if text.isascii() and "`" not in text:
        return text, None
    letters: list[str] = []
    origins: list[int] = []
    for i, sign in enumerate(text):
        code = ord(sign)
        if code in _APOSTROPHES:
            letters.append(_APOSTROPHES[code])
            origins.append(i)
            continue
        for part in unicodedata.normalize("NFKD", _LETTERS.get(code, sign)):
            if unicodedata.category(part) not in _HIDDEN:
                letters.append(_LETTERS.get(ord(part), part))
                origins.append(i)
    return "".join(letters), origins
