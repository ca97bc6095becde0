"""ROR: research organisations, their parents and their predecessors. Schemas 1 and 2."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest.connectors.registers import bodies
from frenchtech_graph.ingest.connectors.registers.ror_records import COUNTRY, records_of
from frenchtech_graph.ingest.framework import addresses, values
from frenchtech_graph.ingest.framework.connector import Connector, begin, keep_rows
from frenchtech_graph.ingest.framework.gathering import Gathering
from frenchtech_graph.ingest.framework.mapping import load
from frenchtech_graph.ingest.framework.paging import Page, listed, pages
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io.client import Client, Progress
from frenchtech_graph.model.names import fold
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class

MAPPING = load("ror")

Relation = tuple[str, str | None, str]
"""Kind of a relation, ROR identifier of the other end, and the label it gives to it."""


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return the French organisations of a dump, an API answer or a folder of such files, and their
    ties.

    Each tie is listed from both ends and noted once. A withdrawn record is left out: its ties go to
    its successor. An organisation abroad has the label that the tie gives it.
    """
    found, file = begin(MAPPING.about, path)
    records = {r["id"]: r for r in records_of(file) if COUNTRY in r["countries"]}
    found.rows = len(records)
    found.notices += MAPPING.check_count("rows", found.rows, file.name, part=found.is_part)
    moved = {i: _successor(r) for i, r in records.items() if r["status"] == "withdrawn"}
    at_home = frozenset(fold(r["name"]) for r in records.values())
    for identifier, record in sorted(records.items()):
        if record["status"] == "withdrawn":
            found.leave_out(
                identifier, record["name"], "fiche retirée par ROR", "record withdrawn by ROR"
            )
            continue
        _organisation(found, record)
        for relation in record["relations"]:
            _relation(found, records, moved, record, _told_apart(relation, records, at_home))
    return found.dataset()


def _told_apart(
    relation: Relation, records: Mapping[str, Any], at_home: frozenset[str]
) -> Relation:
    """Return a relation whose other end has its number in its name if a record of a French body has that name.

    ROR gives the offices abroad of a French body (IRD, INSEAD, ESCP) records of its very name.
    """
    kind, other, label = relation
    elsewhere = other is not None and other not in records
    named = f"{values.text(label)} (autre fiche ROR, {other})"
    return (kind, other, named) if elsewhere and fold(values.text(label)) in at_home else relation


def _successor(record: Mapping[str, Any]) -> str | None:
    return next((i for kind, i, _ in record["relations"] if kind == "successor"), None)


def _organisation(found: Gathering, record: Mapping[str, Any]) -> None:
    labels = {lang: values.text(n) for lang, n in record["labels"].items()}
    key = found.actor(
        _kind(record),
        record["name"],
        record["id"],
        names={"fr": record["name"]} | labels,
        aliases=[values.text(a) for a in (record["name"], *record["aliases"])],
        identifiers={"ror": record["id"], "wikidata": values.wikidata(record["wikidata"])},
        website=values.website(record["website"]),
        place=_place(record),
        subject=True,
    )
    found.observe(Class.CREATION_OBSERVATION, key, values.day(record["year"]), record["id"])
    if record["status"] == "inactive":
        found.ended(key, record["id"])


def _kind(record: Mapping[str, Any]) -> str:
    """Return the class of a record from its type, its name and its parents."""
    kind = next((k for t in record["types"] if (k := MAPPING.term("type", t))), Class.ORGANIZATION)
    if bodies.is_network(record["name"]):
        return Class.RESEARCH_NETWORK
    if kind == Class.HIGHER_EDUCATION_INSTITUTION:
        kind = bodies.school_kind(record["name"], others=record["aliases"])
    elif kind != Class.TECHNOLOGY_ORGANIZATION:
        return bodies.body_kind(record["name"], kind)
    parents = [values.text(label) for what, _, label in record["relations"] if what == "parent"]
    return bodies.part_kind(record["name"], kind, parents)


def _place(record: Mapping[str, Any]) -> str | None:
    """Return the commune, distinguished from its namesakes by the point of the town.

    Otherwise return the inter-communal body or the region.
    """
    city, (lat, lng) = values.text(record["city"]), record["point"]
    near = (float(lat), float(lng)) if lat is not None and lng is not None else None
    commune = addresses.place(city, near=near) if city else None
    return commune or addresses.region_named(values.text(record["region"]))


def _relation(
    found: Gathering,
    records: Mapping[str, Mapping[str, Any]],
    moved: Mapping[str, str | None],
    record: Mapping[str, Any],
    relation: Relation,
) -> None:
    """Note one tie of a record, in the direction that is the same from both ends."""
    kind, other, label = relation
    if other and other in moved:
        other = moved[other]
    if (
        other is None
        or other == record["id"]
        or kind not in ("parent", "child", "related", "predecessor", "successor")
    ):
        return
    kind_there = Class.ORGANIZATION  # its own record has more details
    if other not in records and kind in ("parent", "child"):
        kind_there = bodies.far_kind(values.text(label), _kind(record))
    far = found.actor(kind_there, values.text(label), record["id"], identifiers={"ror": other})
    near = f"ror-{record['id']}"
    said = min(record["id"], other) if other in records else record["id"]
    if kind in ("parent", "child"):
        ends = (far, near) if kind == "parent" else (near, far)
        above = values.text(label) if kind == "parent" else record["name"]
        if bodies.is_network(above):
            found.tie(Class.MEMBERSHIP, ends[1], ends[0], said)
        else:
            found.tie(Class.SUBUNIT, *ends, said)
    elif kind == "related":
        first, second = sorted((near, far))
        found.tie(Class.UNSPECIFIED_TIE, first, second, said)
    else:
        ends = (far, near) if kind == "predecessor" else (near, far)
        found.tie(Class.SUCCESSION, *ends, said)


def fetch(client: Client, cache: Path, *, progress: Progress, country: str = COUNTRY) -> Snapshot:
    """Fetch the records of a country from the API, twenty a page."""
    address = MAPPING.about.address or ""
    url = f"{address}?filter=country.country_code:{country}"

    def ask(number: int) -> Page:
        answer = client.get(
            address, {"filter": f"country.country_code:{country}", "page": number + 1}
        ).json()
        items = listed(url, answer, "items")
        return items, answer.get("number_of_results")

    return keep_rows(pages(url, ask), MAPPING.about, read, client, cache, url, progress)


CONNECTOR = Connector(MAPPING.about, read, fetch, {"country": "ISO 3166 code, FR unless given"})
