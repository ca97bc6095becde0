"""The holders of each French Tech label on a day, with the name at that time, and the gaps in the
pages.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pandas as pd

from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.model import territories
from frenchtech_graph.model import where as wheres
from frenchtech_graph.model.label_classes import LabelClass, label_classes
from frenchtech_graph.model.names import alphabetical
from frenchtech_graph.model.partial_dates import first_day, is_partial_date, last_day
from frenchtech_graph.model.territories import Award, Ecosystem

_PERIOD = re.compile(r"\((\d{4})-(\d{4})\)$")
"""The years in which a body carried an ecosystem; a single year is that of the statement."""
COLUMNS = (
    "label",
    "ecosystem",
    "name_fr",
    "name_en",
    "name_then",
    "since",
    "until",
    "carriers",
    "page",
    "official",
    "not_known",
    "note",
)


def labels_held(on: str, where: str | None = None) -> pd.DataFrame:
    """Return the labels in force on a day, one row per holder, and then the unknown holders.

    A year or a month means its last day. If a holder received a label several times, the last award
    counts. Its `name_then` is the name under which the label was given. A row without an ecosystem
    gives the number of holders of a label without a page. This is `not_known`: `official` minus
    the known holders. It is empty if no page states how many there are, and 0 in 2014 before the
    first labels. With `where` (an ecosystem, under any of its names, or a place), only holders of that
    territory are returned, and the holders that they took over from. Unknown holders may be in the
    territory too. `carriers` are the carriers of that year, if pages state them. It is empty if no
    page that was read mentions one.

    Raises:
        BilingualError: `on` is not a date, or `where` is neither an ecosystem nor a place.

    >>> held = labels_held("2016-12", "Lille").iloc[0]
    >>> held["label"], held["name_then"], held["since"]
    ('metropole-french-tech', 'Lille French Tech', '2016-07-25')
    """
    if not is_partial_date(on):
        raise BilingualError("not-a-day", parameter="--on", value=on)
    day = last_day(on)
    classes = [c for c in label_classes() if c.first <= day <= c.last]
    there = _of(where)
    held = {(one.id, award.label): (one, award) for one, award in _held(classes, day)}
    rows = [
        _row(one, award, day) for one, award in held.values() if there is None or one.id in there
    ]
    named = Counter(label for _, label in held)
    rows.sort(key=lambda r: (r["label"], alphabetical(r["ecosystem"])))
    rows += [row for c in classes if (row := _not_named(c, named[c.label]))]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"official": "Int64", "not_known": "Int64"})


def _held(classes: list[LabelClass], day: str) -> Iterator[tuple[Ecosystem, Award]]:
    """Yield the awards that ran on a day, the first given first."""
    labels = {c.label for c in classes}
    for one in territories.load().by_id.values():
        for award in sorted(one.awards, key=lambda a: first_day(a.start)):
            runs = first_day(award.start) <= day <= last_day(award.end)
            if runs and award.label in labels:
                yield one, award


def _of(where: str | None) -> set[str] | None:
    """Return the ecosystems that a name or a place means, None for all."""
    if where is None:
        return None
    known = territories.load()
    if match := known.resolve(where):
        return {match.today.id, *_line(match.named.id)}
    found = wheres.find(where)
    if found is None:
        raise BilingualError(
            "unknown-place",
            parameter="--where",
            value=where,
            suggestions=wheres.suggestions(where),
        )
    codes = set(found.codes)
    return {
        one.id
        for one in known.by_id.values()
        if known.holds(one, found.id) or codes & known.communes(one)
    }


def _line(ecosystem: str) -> set[str]:
    """Return an ecosystem and its predecessors."""
    line, known = {ecosystem}, territories.load().by_id.values()
    while before := {one.id for one in known if one.successor in line} - line:
        line |= before
    return line


def _carriers(one: Ecosystem, year: str) -> str | None:
    """Return the carriers of an ecosystem in a year."""
    shown = [
        carrier
        for carrier in one.carriers
        if (period := _PERIOD.search(carrier)) is None or period[1] <= year <= period[2]
    ]
    return " | ".join(shown) or None


def _row(one: Ecosystem, award: Award, day: str) -> dict[str, Any]:
    return {
        "label": award.label,
        "ecosystem": one.id,
        "name_fr": one.names["fr"],
        "name_en": one.names["en"],
        "name_then": award.name or None,
        "since": award.start,
        "until": award.end,
        "carriers": _carriers(one, day[:4]),
        "page": _page(award.source),
        "note": award.note or None,
    }


def _not_named(one: LabelClass, named: int) -> dict[str, Any] | None:
    """Return how many holders of a class are not named, None where all of some are."""
    if one.official is not None and 0 < one.official <= named:
        return None
    return {
        "label": one.label,
        "since": one.first,
        "until": one.last,
        "page": _page(one.source),
        "official": one.official,
        "not_known": None if one.official is None else one.official - named,
        "note": one.note or None,
    }


def _page(source: str) -> str | None:
    return territories.load().sources[source]["url"] if source else None
