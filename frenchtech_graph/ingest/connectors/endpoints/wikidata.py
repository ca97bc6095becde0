"""Wikidata over SPARQL: organisations with a SIREN, their parents, owners and founders."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from frenchtech_graph.ingest.framework import values
from frenchtech_graph.ingest.framework.connector import Connector, begin
from frenchtech_graph.ingest.framework.endpoints import blocks, solutions
from frenchtech_graph.ingest.framework.gathering import Gathering
from frenchtech_graph.ingest.framework.mapping import Record, load
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io.client import Client, Progress, fault
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class

MAPPING = load("wikidata")
_BLOCK = 200
_YEAR = 9
_LENGTHS = {_YEAR: 4, 10: 7}
"""Precisions of Wikidata → length of the date."""


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return the organisations of an answer, with their parents and owners.

    Founders who are people are included on request.

    A missing label comes back as the item's own number, which is not a name. A date has the
    precision that Wikidata states. Without a stated precision, the first day of a month or a year
    means that month or year. A date known to the decade or less is left out. A tie with an unknown
    end date is left out, like a tie that another of preferred rank replaces.
    """
    found, file = begin(MAPPING.about, path, persons=persons)
    for record in MAPPING.of_rows(solutions(file), file.name):
        found.rows += 1
        item = values.wikidata(record["item"])
        if item:
            _organisation(found, record, item)
    return found.dataset()


def _organisation(found: Gathering, record: Record, item: str) -> None:
    names = {lang: record[lang] for lang in ("fr", "en") if record[lang] and record[lang] != item}
    name = names.get("fr") or record["mul"] or names.get("en", "")
    key = found.actor(
        Class.ORGANIZATION,
        name,
        item,
        names=({"fr": name} | names) if name else {},
        identifiers={
            "siren": values.siren(record["siren"]),
            "wikidata": item,
            "ror": values.ror(record["ror"]),
            "rnsr": values.rnsr(record["rnsr"]),
            "uai": values.uai(record["uai"]),
            "lei": values.lei(record["lei"]),
            "pic": values.pic(record["pic"]),
        },
        website=values.website(record["site"]),
        subject=True,
    )
    found.observe(Class.CREATION_OBSERVATION, key, _date(record, "inception"), item)
    if record["dissolved"]:
        found.closed(key, _date(record, "dissolved"), item)
    parent = _other(found, record, "parent", item)
    if parent and not _ended_one_day(found, record, "parent", item):
        found.tie(Class.SUBUNIT, parent, key, item, **_span(record, "parent"))
    owner = _other(found, record, "owner", item)
    if owner and not _ended_one_day(found, record, "owner", item):
        # A body with an owner is a company.
        found.actor(Class.COMPANY, name, item, key=key)
        share = values.amount(record["share"])
        span = _span(record, "owner")
        found.tie(Class.SHAREHOLDING, owner, key, item, percentage=_percent(share), **span)
    founder = _other(found, record, "founder", item)
    if founder:
        found.tie(Class.FOUNDING, founder, key, item)


def _other(found: Gathering, record: Record, role: str, item: str) -> str | None:
    other, label = values.wikidata(record[role]), record[f"{role}_label"]
    if not other or other == item or not label or label == other:
        return None
    # Engines write truth as "true" or "1". Without a statement to the contrary, assume a person.
    if role == "founder" and record["founder_human"] not in ("false", "0"):
        return (
            found.actor(
                Class.PERSON, label, item, key=f"wikidata-{other}", identifiers={"wikidata": other}
            )
            if found.persons
            else None
        )
    return found.actor(Class.ORGANIZATION, label, item, identifiers={"wikidata": other})


def _percent(share: str | None) -> str | None:
    """Return a share as a percentage. Wikidata gives a fraction."""
    return None if share is None or float(share) > 1 else f"{float(share) * 100:.6g}"


def _ended_one_day(found: Gathering, record: Record, role: str, item: str) -> bool:
    """Return whether a tie has ended without a date: it would look like one that goes on."""
    ended = bool(record[f"{role}_end"]) and _date(record, f"{role}_end") is None
    if ended:
        found.leave_out(
            item, record[f"{role}_label"], "lien terminé, sans date", "ended tie without a date"
        )
    return ended


def _span(record: Record, role: str) -> dict[str, str | None]:
    return {"start": _date(record, f"{role}_start"), "end": _date(record, f"{role}_end")}


def _date(record: Record, name: str) -> str | None:
    """Return a date cut to its precision: 11 is a day, 10 a month, 9 a year, less is coarser."""
    found, precision = values.day(record[name]), record[f"{name}_precision"]
    if found is None or (precision.isdecimal() and int(precision) < _YEAR):
        return None
    if precision.isdecimal():
        return found[: _LENGTHS.get(int(precision), len(found))]
    return found.removesuffix("-01").removesuffix("-01") if found.endswith("-01") else found


def fetch(
    client: Client,
    cache: Path,
    *,
    progress: Progress,
    sirens: Iterable[str] = (),
    endpoint: str | None = None,
) -> Snapshot:
    """Query companies by SIREN. `endpoint` may be QLever or the user's own server."""
    wanted = sorted(set(sirens))
    url = endpoint or MAPPING.about.address or ""
    if not wanted:
        raise fault(url, "needs-option", expected="--siren")
    return blocks(
        MAPPING.about,
        read,
        client,
        cache,
        progress,
        endpoint=url,
        parameter="siren",
        wanted=wanted,
        size=_BLOCK,
    )


CONNECTOR = Connector(
    MAPPING.about,
    read,
    fetch,
    {"sirens": "SIREN of the companies", "endpoint": "address of a SPARQL endpoint"},
)
