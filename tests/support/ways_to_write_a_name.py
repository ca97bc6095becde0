"""Ways in which texts, addresses and files write the name of a person."""

import base64
import html
import json
import unicodedata
from urllib.parse import quote

FIRST, LAST = "Zoé-Aïda", "d’Estève-Quignard"
NAME = f"{FIRST} {LAST}"
TRACE = "quignard"
"""What is left of the name wherever it can be read; nobody else has it."""


def _mojibake(text: str, encoding: str = "latin-1") -> str:
    return text.encode().decode(encoding, "replace")


def _asciied(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(c for c in apart if not unicodedata.combining(c))


ASCII = _asciied(NAME)
BARE = ASCII.replace("'", " ").replace("-", " ")
SLUG = BARE.lower().replace(" ", "-")
GLUED = BARE.replace(" ", "")


def _confused(text: str) -> str:
    return text.translate(str.maketrans("aeouEZ", "аеоυЕΖ"))


def _replaced(*signs: str) -> str:
    """Return the name with é, ï, è and the apostrophe written otherwise."""
    return NAME.translate(dict(zip(map(ord, "éïè’"), signs, strict=True)))


WAYS: dict[str, str] = {
    "as it is": NAME,
    "capitals": NAME.upper(),
    "small letters": NAME.lower(),
    "capital surname": f"{FIRST} {LAST.upper()}",
    "mixed case": NAME.swapcase(),
    "without accents": ASCII,
    "decomposed (NFD)": unicodedata.normalize("NFD", NAME),
    "compatibility (NFKD)": unicodedata.normalize("NFKD", NAME),
    "full width": "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in ASCII),
    "mathematical letters": "".join(
        chr(0x1D400 + ord(c) - 65) if c.isupper() and c.isascii()
        else chr(0x1D41A + ord(c) - 97) if c.islower() and c.isascii() else c for c in ASCII
    ),
    "letters of other scripts": _confused(ASCII),
    "small capitals": ASCII.translate(str.maketrans("aeginrstu", "ᴀᴇɢɪɴʀꜱᴛᴜ")),
    "straight apostrophe": NAME.replace("’", "'"),
    "backquote": NAME.replace("’", "`"),
    "prime": NAME.replace("’", "′"),
    "modifier apostrophe": NAME.replace("’", "ʼ"),
    "no apostrophe": NAME.replace("’", ""),
    "apostrophe and space": NAME.replace("’", "’ "),
    "no-break hyphen": NAME.replace("-", "‑"),
    "typographic hyphen": NAME.replace("-", "‐"),
    "dash": NAME.replace("-", "–"),
    "no hyphen": NAME.replace("-", " "),
    "no-break space": NAME.replace(" ", "\u00a0"),
    "thin space": NAME.replace(" ", "\u2009"),
    "two spaces": NAME.replace(" ", "  "),
    "a line break": NAME.replace(" ", "\n"),
    "zero-width space": NAME.replace("Qui", "Q\u200bu\u200di"),
    "soft hyphen": NAME.replace("gnard", "gn\u00adard"),
    "byte order mark": "\ufeff" + NAME.replace(" ", "\ufeff "),
    "marks of direction": f"\u202a{NAME}\u202c",
    "mirrored": "\u202e" + NAME[::-1] + "\u202c",
    "word joiner": NAME.replace("-Q", "-\u2060Q"),
    "reversed": f"{LAST} {FIRST}",
    "reversed, capital surname": f"{LAST.upper()} {FIRST}",
    "reversed, comma": f"{LAST.upper()}, {FIRST}",
    "reversed, brackets": f"{LAST} ({FIRST})",
    "Mme": f"Mme {NAME}",
    "Mme.": f"Mme. {NAME}",
    "Madame": f"Madame {FIRST} {LAST.upper()}",
    "Mlle": f"Mlle {NAME}",
    "Dr": f"Dr. {NAME}",
    "Pr": f"Pr {NAME}",
    "Docteure": f"la Docteure {NAME}",
    "Me": f"Me {NAME}",
    "title before a reversed name": f"Mme {LAST.upper()} {FIRST}",
    "title and surname": f"Mme {LAST}",
    "civility and surname": f"Madame {LAST.upper()}",
    "degree after": f"{NAME}, PhD",
    "initial": f"Z.-A. {LAST}",
    "initials together": f"ZA {LAST}",
    "initial after": f"{LAST} Z.-A.",
    "middle name": f"{FIRST} Marie {LAST}",
    "middle initial": f"{FIRST} M. {LAST}",
    "two middle names": f"{FIRST} Marie Louise {LAST}",
    "nickname": f"{FIRST} « Zaza » {LAST}",
    "another particle": f"{FIRST} de {LAST.removeprefix('d’')}",
    "no particle": f"{FIRST} {LAST.removeprefix('d’')}",
    "possessive": f"{NAME}'s firm",
    "slug": SLUG,
    "reversed slug": "d-esteve-quignard-zoe-aida",
    "underscores": SLUG.replace("-", "_"),
    "dots": SLUG.replace("-", "."),
    "plus signs": SLUG.replace("-", "+"),
    "camel case": f"@{GLUED}",
    "hashtag": f"la #{GLUED} de l'année",
    "file name": f"cv_{SLUG.replace('-', '_')}_2024.pdf",
    "file name, reversed": "QUIGNARD-d-ESTEVE_zoe.aida.docx".replace("QUIGNARD-d-ESTEVE", "d-ESTEVE-QUIGNARD"),
    "figures beside": f"{SLUG}2",
    "percent": quote(NAME),
    "percent, small": quote(NAME).lower(),
    "percent, twice": quote(quote(NAME)),
    "percent, three times": quote(quote(quote(NAME))),
    "percent, latin-1": quote(NAME.replace("’", "'"), encoding="latin-1"),
    "percent, decomposed": quote(unicodedata.normalize("NFD", NAME)),
    "percent of every letter": "".join(f"%{b:02X}" for b in NAME.encode()),
    "percent u": "".join(f"%u{ord(c):04X}" if ord(c) > 127 else c for c in NAME),
    "entities": html.escape(NAME).encode("ascii", "xmlcharrefreplace").decode(),
    "named entities": _replaced("&eacute;", "&iuml;", "&egrave;", "&rsquo;"),
    "hexadecimal entities": "".join(f"&#x{ord(c):X};" if ord(c) > 127 else c for c in NAME),
    "entities, twice": html.escape(NAME.encode("ascii", "xmlcharrefreplace").decode()),
    "entities in percent": quote(NAME.encode("ascii", "xmlcharrefreplace").decode()),
    "escapes of JSON": json.dumps(NAME)[1:-1],
    "escapes, twice": json.dumps(json.dumps(NAME))[3:-3],
    "escapes in braces": "".join(f"\\u{{{ord(c):x}}}" if ord(c) > 127 else c for c in NAME),
    "escapes of bytes": "".join(f"\\x{ord(c):02x}" if 127 < ord(c) < 256 else c for c in NAME),
    "mojibake": _mojibake(NAME),
    "mojibake of Windows": NAME.replace("’", "'").encode().decode("cp1252"),
    "mojibake, twice": _mojibake(_mojibake(NAME)),
    "mojibake of Mac": _mojibake(NAME.replace("’", "'"), "mac_roman"),
    "mojibake of DOS": _mojibake(NAME.replace("’", "'"), "cp850"),
    "mojibake in percent": quote(_mojibake(NAME)),
    "letters lost": NAME.replace("’", "'").encode("latin-1").decode("utf-8", "replace"),
    "letters as question marks": NAME.replace("’", "'").encode("ascii", "replace").decode(),
    "quoted-printable": "".join(f"={b:02X}" if b > 127 else chr(b) for b in NAME.encode()),
    "encoded word of mail": "=?utf-8?Q?" + "".join(
        f"={b:02X}" if b > 127 or b == 32 else chr(b) for b in NAME.encode()) + "?=",
    "base64 in mail": f"=?utf-8?B?{base64.b64encode(NAME.encode()).decode()}?=",
    "tags": f"<b>{FIRST}</b> <span class='n'>{LAST}</span>",
    "tag within a word": NAME.replace("gnard", "<i>gnard</i>"),
    "markdown": f"**{FIRST}** _{LAST}_",
    "accents of TeX": _replaced("\\'e", '\\"i', "\\`e", "'"),
    "broken at a line's end": NAME.replace("gnard", "-\ngnard"),
    "letters apart": "  ".join(" ".join(word) for word in BARE.upper().split()),
    "address": f"https://people.example/{SLUG}",
    "address, accents": f"https://people.example/{quote(FIRST)}/{quote(LAST)}",
    "address, twice encoded": f"https://people.example/?q={quote(quote(NAME))}",
    "address, query": f"https://people.example/search?nom={quote(LAST)}&prenom={quote(FIRST)}",
    "address, plus": f"https://people.example/?q={BARE.replace(' ', '+')}",
    "address, glued": f"https://people.example/in/{GLUED.lower()}",
    "address, figures": f"https://people.example/in/{SLUG}-9a8b7c",
    "address, capitals": f"https://people.example/{SLUG.upper()}.PDF",
    "host": f"https://{SLUG}.example/",
    "account": f"{SLUG.replace('-', '.')}@mail.example",
    "punycode": "https://xn--" + "zoé-aïda-d-estève-quignard".encode("punycode").decode() + ".example/",
}  # fmt: skip
