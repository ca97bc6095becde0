"""Words for an unspecified group, as in several business angels."""

import re

from frenchtech_graph.ingest.connectors.rounds.investor_names import first_names, fold, is_person
from frenchtech_graph.ingest.connectors.rounds.investor_pieces import unbracketed

_MODIFIER = (
    r"(?:several|various|multiple|individual|private|other|others|existing|historical?|historic|initial|new|french"
    r"|undisclosed|unnamed|strategic|crowd|crowdfunding|international|legacy|prominent|seven|two|three|four|five|ten|"
    r"some|many|tech|long-time|regional|industrial|local|additional|a group of|group"
    r" of|a|an|the|more|les|additionnal"
    r"|retail|minority|current|previous|former|all|its|our|angel|business|family|music and"
    r" sports|corporate)"
)
_GROUP_NOUN = (
    r"(?:business[- ]angels?(?: groups?)?|angels?|angel investors?|family[-"
    r" ]offices?|investors?|investment funds?"
    r"|private"
    r" banks?|banks|entrepreneurs|partners|founders|shareholders|operators|funds|members|leaders|ceos"
    r"|tech leaders|industry"
    r" leaders|executives|management|backers|vcs|industrials|groups|co-founders|employees"
    r"|participation|individuals|experts|managers|customers|clients|companies|public"
    r" entities|players)"
)
_GROUP = rf"(?:{_MODIFIER}\s+)*{_GROUP_NOUN}(?:\s*(?:&|and|/)\s*(?:{_MODIFIER}\s+)*{_GROUP_NOUN})*"
WHOLE_GROUP = re.compile(
    rf"(?:{_GROUP}|(?:and |an )?others?|more|etc|n/?a|bas?|none|undisclosed.*|not disclosed"
    r"|(?:a )?loans?|crowd ?funding|investing|ipo|equity|debt|france \d+|confidential"
    r"|on behalf of .*|.*\bgrant|crowdfunding (?:via|through|on) .*|.* of \[.*)",
    re.IGNORECASE,
)
GROUP_OF = re.compile(
    rf"(?:{_GROUP})\s+(?:from|of|in|at|with|via|who|based|active|close|specialized)\b",
    re.IGNORECASE,
)
_GROUP_THEN_NAME = re.compile(rf"(?P<group>{_GROUP}):?\s+(?P<name>[A-ZÀ-Ý0-9].*)")
_LOWER_GROUP = re.compile(r".*\b(?:investors?|angels?|shareholders?|founders?|partners?|backers?)$")
PEOPLE_AHEAD = re.compile(
    r"\b(?:angels?|operators?|leaders|individuals|entrepreneurs|founders)\b", re.IGNORECASE
)


def is_generic(text: str) -> bool:
    """Return whether words describe an unspecified group: "several business angels"."""
    return WHOLE_GROUP.fullmatch(text) is not None


def is_name(piece: str) -> bool:
    """Return whether a piece that reads as a group is the name of one: "Angels Santé", "Founders
    Future".
    """
    bare = unbracketed(piece)
    words = bare.split()
    if len(words) > 1 and re.search(r"\([A-Z0-9]{2,6}\)", piece):
        return True
    if len(words) < 2 or not all(
        w[0].isupper() or w[0].isdigit() or w in ("des", "de", "et", "du", "la", "of")
        for w in words
    ):
        return False
    return not WHOLE_GROUP.fullmatch(bare) and words[-1].lower() not in (
        "investors",
        "angels",
        "offices",
        "founders",
    )


def without_group(piece: str) -> str:
    """Return a piece without the words for a group before the name: "existing investors Odiem
    Capital".
    """
    first, _, rest = piece.partition(" ")
    if first == "Founders" and fold(rest.split(" ")[0]) in first_names():
        return rest
    found = _GROUP_THEN_NAME.match(piece)
    if found and (
        _LOWER_GROUP.match(found["group"])
        or piece[len(found["group"])] == ":"
        or is_person(found["name"])
    ):
        return found["name"]
    return piece
