"""A text as it is read: without marks and invisible signs, letters of other scripts that look Latin
as the Latin ones.
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
    """Return a text as it is read, and where each of its letters stood; None: where it stands.

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
