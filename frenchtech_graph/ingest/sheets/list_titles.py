"""The holder of a list, found in a title, the name of a sheet or of a file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from frenchtech_graph.ingest.sheets.fields import entries, meanings, titles_in
from frenchtech_graph.ingest.sheets.headers import Block
from frenchtech_graph.ingest.sheets.lexicon import pattern, words
from frenchtech_graph.ingest.sheets.list_headers import are_exits, by_headers
from frenchtech_graph.ingest.sheets.plans import Plan
from frenchtech_graph.ingest.sheets.vocabularies import ACTORS
from frenchtech_graph.model import ontology
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.terms import Class
from frenchtech_graph.model.wordings import find, plain

_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s*[-–/]\s*(?:19|20)?\d\d)?\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b")
_PARTS = re.compile(r"\s+[-–—|]\s+|\s*[:()\[\]]\s*")
_LONGEST = 5
_HOLDS = {
    Class.INCUBATOR: "incubated",
    Class.ACCELERATOR: "incubated",
    Class.STUDENT_ENTREPRENEURSHIP_CENTRE: "incubated",
    Class.CLUSTER: "members",
    Class.PROFESSIONAL_NETWORK: "members",
}
"""Meanings of a column whose header is only the name of a body, in a list of others."""
NO_HOLDER = "-"
"""The answer that a list has no owner, or no tie with one."""
_WORDS = re.compile(r"[\s_]+|(?<=\b[dlDL])['’]")


@dataclass(frozen=True, slots=True)
class Holder:
    """The holder of a list: its name, the kind of tie with each row, its end of the tie, and its
    kind if the name does not state it. Without a holder, `tie` is empty. `name` is empty if it was
    not found. `told` is true if a title, a word in a header or an answer gives the tie.
    """

    name: str = ""
    tie: str = ""
    end: str = ""
    make: str = ""
    told: bool = True


def settle(plan: Plan, book_titles: Sequence[str]) -> Holder:
    """Return the holder of a list: from the mapping, or else from titles and headers."""
    stated = plan.mapping
    given = plan.grants and "relations.funders" in plan.columns
    if NO_HOLDER in (stated.holder, stated.tie) or given:
        return Holder()
    name = stated.holder or _holder_name(plan.block, book_titles)
    entry: Mapping[str, Any] = _of_tie(stated.tie) if stated.tie else _entry(plan)
    if not entry or not entry["kind"]:
        return Holder(name, told=not (stated.holder or _is_owned(plan)))
    told = bool(stated.tie) or plan.grants or _is_told(plan, entry, name)
    if entry == entries()["titles"]["portfolio"] and not stated.tie and _supports(name, plan):
        entry = entries()["titles"]["incubated"]
    return Holder(name, entry["kind"], stated.end or entry["end"], entry["make"], told)


def _of_tie(kind: str) -> dict[str, Any]:
    """Return how a list is tied to its owner by a kind of tie that an answer gives."""
    titles = entries()["titles"].values()
    found = next((dict(t) for t in titles if t["kind"] == kind), None)
    return found or {"kind": kind, "end": "source", "make": Class.ORGANIZATION}


_ENTRIES = frozenset(["holder.entry", "holder.exit", "holder.cohort", "holder.amount"])
_INVESTED = frozenset(
    [
        *("holder.amount", "percentage", "round_type", "valuation", "relations.co_investors"),
        *("holder.later_amount", "holder.later_date"),
    ]
)
_FEWEST = 2


def _is_owned(plan: Plan) -> bool:
    """Check whether a list has an owner without saying by which tie: it has dates of entry, or is a
    list of partners.
    """
    return bool(_ENTRIES & set(plan.columns)) or lists_partners(plan.block)


def lists_partners(block: Block) -> bool:
    """Check whether a title begins with a word for partners (`Partenaires de l'incubateur`)."""
    titles = (block.sheet.name, *block.titles)
    return any(pattern("partners").match(fold(t)) for t in titles)


def _is_told(plan: Plan, entry: Mapping[str, Any], name: str) -> bool:
    """Check whether a list says its tie with its owner: by a title or a word in a header. Columns about
    money are enough if there are several, and the owner is not a body of support.
    """
    if entry["kind"] != Class.INVESTMENT:
        return True
    if _is_of_support(name) and (_INVESTED & set(plan.columns)):
        return "holder.cohort" in plan.columns and _supports(name, plan)
    if title_of_list(plan.block) or are_exits(plan):
        return True
    named = plan.index("name")
    known = named is not None and any(
        m.code == "name" and not m.near for m in meanings(plan.block.header[named])
    )
    return known and len(_INVESTED & set(plan.columns)) >= _FEWEST


def _is_of_support(name: str) -> bool:
    """Check whether a name says that its owner supports companies (`Incubateur Alpha`)."""
    kinds = find(ACTORS, name)
    return bool(kinds) and ontology.load().is_a(kinds[0].term, Class.SUPPORT_ORGANIZATION)


def _entry(plan: Plan) -> dict[str, Any]:
    """Return the entry of `titles` that says how the rows are tied to a holder."""
    titles = entries()["titles"]
    title = title_of_list(plan.block)
    if plan.grants and not (title == "laureates" and _of_contest(plan.block)):
        return dict(titles["grants"])
    return dict(titles[title]) if title else by_headers(plan)


def _of_contest(block: Block) -> bool:
    """Return whether those awarded are awarded by a contest, not by a body that gives aids."""
    name = fold(_holder_name(block, ""))
    return bool(pattern("contests").match(name))


def _supports(name: str, plan: Plan) -> bool:
    """Check whether the owner of a portfolio supports the companies in it instead of investing: its
    name, a title or a cohort is about support, and no column is about money or shares.
    """
    invests = {"holder.amount", "percentage", "relations.co_investors"} & set(plan.columns)
    supports = _is_of_support(name)
    told = [*plan.block.titles, *plan.block.sections.values()]
    cohorts = any(t == "incubated" for text in told for t in titles_in(text))
    return (supports or cohorts or "holder.cohort" in plan.columns) and not invests


def title_of_list(block: Block) -> str:
    """Return the entry of `titles` that says how rows are tied to a holder, if a title has one."""
    for text in (*block.titles, block.sheet.name):
        for name in titles_in(text):
            if entries()["titles"][name]["kind"]:
                return name
    return _by_holder(block)


def _by_holder(block: Block) -> str:
    """Return the entry of `titles` for a list under the name of one who incubates or has members."""
    names = [t for t in block.titles if holder_in(t) == t.strip()]
    words = find(ACTORS, names[0]) if len(names) == 1 else ()
    known = ontology.load()
    found = (t for c, t in _HOLDS.items() if words and known.is_a(words[0].term, c))
    return next(found, "")


def _holder_name(block: Block, book_titles: Sequence[str]) -> str:
    """Return the part of a title that remains without the words for the list."""
    sheet = block.sheet.name if find(ACTORS, block.sheet.name) else ""
    for text in (*block.titles, *book_titles, sheet, title_in_file(block.sheet.file)):
        if found := holder_in(text):
            return found
    return ""


def title_in_file(name: str) -> str:
    """Return the title in the name of a file, without the view or sheet that programs append.

    >>> title_in_file("Alpha portfolio-Grid view.csv"), title_in_file("Alpha - Sheet1.csv")
    ('Alpha portfolio', 'Alpha')
    """
    stem = name.rpartition(".")[0] or name
    head, dash, tail = stem.rpartition("-")
    view = fold(re.sub(r"[\d()]+", " ", tail))
    return head.strip() if dash and head and pattern("views").match(view) else stem


def holder_in(text: str) -> str:
    """Return the name of a holder in a title: the first part of it that names more than the list.

    >>> holder_in("Portefeuille de l'incubateur Alpha – mars 2024")
    'incubateur Alpha'
    >>> holder_in("Participations 2024"), holder_in("Membres du pôle Beta")
    ('', 'pôle Beta')
    >>> holder_in("Startups incubées (2024) – Technopole Gamma"), holder_in("Liste des startups")
    ('Technopole Gamma', '')
    """
    parts = _PARTS.split(_YEARS.sub(" ", text).replace("_", " "))
    return next((name for name in map(_bare, parts) if _may_hold(name)), "")


def _bare(part: str) -> str:
    """Return a part of a title without the words for lists and the small words at its ends.

    If the title begins with a word for a list, the end of the name is kept.
    """
    found = list(_spans(part))
    said = [plain(w) for w, _, _ in found]
    first, last = 0, len(said)
    listed = False
    while first < last and (size := _listed(said[first:last], small=True)):
        listed = listed or bool(_listed(said[first:last], small=False))
        first += size
    while first < last and (size := _listed_at_end(said[first:last], listed)):
        last -= size
    if first == last:
        return ""
    return part[found[first][1] : found[last - 1][2]].strip(" -–—,.;")


def says_more(title: str, name: str) -> bool:
    """Check whether a title says more than the name of the owner and the words for a list.

    >>> says_more("Incubateur Alpha – Promo 2021 – Lille", "Incubateur Alpha")
    True
    >>> says_more("Liste des membres du pôle Beta", "pôle Beta")
    False
    """
    rest = re.sub(re.escape(name), " ", title, flags=re.IGNORECASE) if name else title
    parts = (p for p in _PARTS.split(rest) if p.strip())
    return any(any(map(str.isdigit, p)) or bool(_bare(p)) for p in parts)


def _listed(said: Sequence[str], *, small: bool) -> int:
    """Return how many words at the beginning name a list, or are small."""
    for size in range(min(len(said), _LONGEST), 0, -1):
        if " ".join(said[:size]) in _lists():
            return size
    return int(small and _is_small(said[0]))


def _listed_at_end(said: Sequence[str], listed: bool) -> int:
    """Return how many words at the end name a list, or are small."""
    for size in range(min(len(said), _LONGEST), 0, -1):
        if not listed and " ".join(said[-size:]) in _lists():
            return size
    return int(_is_small(said[-1]) and not _is_numeral(said))


def _is_numeral(said: Sequence[str]) -> bool:
    """Check whether a name ends with its number (`Alpha Amorçage 2`), not with a day or a month."""
    return len(said) > 1 and said[-1] in "123456789" and not _is_small(said[-2])


def _is_small(word: str) -> bool:
    fillers = words("fillers")
    return not word or word.isdigit() or word in fillers or word in {plain(f) for f in fillers}


def _spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words of a text, each with where it begins and ends."""
    start = 0
    for gap in (*_WORDS.finditer(text), None):
        end = gap.start() if gap else len(text)
        if end > start:
            yield text[start:end], start, end
        start = gap.end() if gap else len(text)


_LONGEST_NAME = 6
"""Words of a name without a kind of body, beyond which it is a sentence."""


def _may_hold(name: str) -> bool:
    """Return whether a name may be a holder: it is written like a name, and is not a word for a
    list or its rows.
    """
    kinds = find(ACTORS, name)
    whole = bool(kinds) and kinds[0].sure and kinds[0].term != Class.ORGANIZATION
    listed = all(w in _title_words() or _is_kind(w) for w in plain(name).split())
    odd = "=" in name or (len(name.split()) > _LONGEST_NAME and not kinds)
    return any(c.isupper() for c in name) and len(fold(name)) > 1 and not (whole or listed or odd)


@cache
def _title_words() -> frozenset[str]:
    """Return all words for the contents of sheets."""
    titles = entries()["titles"].values()
    found = {plain(text) for t in titles for text in (*t["fr"], *t["en"])}
    listed = {plain(text) for t in titles if t["kind"] for text in (*t["fr"], *t["en"])}
    return frozenset(found | {word for text in listed for word in text.split()})


def _is_kind(word: str) -> bool:
    found = find(ACTORS, word)
    return bool(found) and found[0].sure


@cache
def _lists() -> frozenset[str]:
    """Return the words that name a list in titles, not its holder."""
    titles = [t for t in entries()["titles"].values() if t["kind"]]
    return frozenset(plain(x) for t in titles for x in (*t["fr"], *t["en"]))
