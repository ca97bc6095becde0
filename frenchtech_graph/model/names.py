"""Names in natural spelling: folded for comparison, and the nearest known name for a near miss."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process

LETTERS = {
    "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ẞ": "ss", "ø": "o", "Ø": "o",
    "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ħ": "h", "Ħ": "h", "ı": "i",
}  # fmt: skip
"""Letters that no decomposition of Unicode takes apart, and what they are folded to."""
_LIGATURES = str.maketrans(LETTERS)
_ACCENTS = re.compile("[\u0300-\u034e\u0350-\u036f]+")
_NO_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Return `text` without accents, case, punctuation or repeated spaces.

    >>> fold("  Ÿnsect  –  Évry ")
    'ynsect evry'
    >>> fold("Cœur d'Ostrevent") == fold("COEUR D’OSTREVENT")
    True
    >>> fold("Łódź"), fold("Strauß")
    ('lodz', 'strauss')
    """
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
        text = _ACCENTS.sub("", apart)  # at once: all that most names have
        if not text.isascii():
            text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(_NO_WORD.sub(" ", text.casefold()).split())


def alphabetical(text: str) -> tuple[str, str]:
    """Return a sort key for names in the order that a reader of French or English expects: É with
    E, i with I.

    >>> sorted(["Zeta", "i-Trans", "École", "Ÿnsect", "Œuvre", "Alpha"], key=alphabetical)
    ['Alpha', 'École', 'i-Trans', 'Œuvre', 'Ÿnsect', 'Zeta']
    """
    return fold(text), text


def slug(text: str) -> str:
    """Return `text` as a short identifier in lower case and hyphens.

    >>> slug("Université de Lille")
    'universite-de-lille'
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-") or "x"


@lru_cache(maxsize=100_000)
def name_digest(text: str) -> str:
    """Return a substitute for a name that does not reveal it: 48 bits of a digest of its folded
    letters and digits.

    >>> name_digest("Gene&GreenTK") == name_digest("GENE GREEN TK") != name_digest("Gene")
    True
    """
    return hashlib.blake2b(fold(text).replace(" ", "").encode(), digest_size=6).hexdigest()


def nearest(text: str, known: Iterable[str], *, count: int = 3) -> list[str]:
    """Return up to `count` of the `known` names, the closest to `text` first.

    >>> nearest("Lile", ["Lens", "Lille", "Loos"])[0]
    'Lille'
    """
    by_folded: dict[str, str] = {}
    for name in known:
        by_folded.setdefault(fold(name), name)
    return nearest_folded(fold(text), by_folded, count=count)


def nearest_folded(text: str, known: Mapping[str, str], *, count: int = 3) -> list[str]:
    """Return up to `count` values of `known`, whose keys are folded, with keys that are near a
    folded text.
    """
    found = process.extract(
        text, known.keys(), scorer=fuzz.ratio, processor=None, score_cutoff=60, limit=count
    )
    return [known[folded] for folded, _, _ in found]
