"""ROR: research organisations, what they are part of and what they came from. Schemas 1 and 2."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest.framework import addresses, packed_files, rows, values
from frenchtech_graph.ingest.framework.connector import Connector, begin, draft, keep
from frenchtech_graph.ingest.framework.gathering import Gathering
from frenchtech_graph.ingest.framework.mapping import load
from frenchtech_graph.ingest.framework.paging import Page, listed, pages, write_lines
from frenchtech_graph.ingest.snapshots import Snapshot
from frenchtech_graph.io.client import Client, Progress
from frenchtech_graph.model.records import Dataset
from frenchtech_graph.model.terms import Class

MAPPING = load("ror")
_COUNTRY = "FR"


def read(path: Path | Snapshot, *, persons: bool = False, known: Sequence[Dataset] = ()) -> Dataset:
    """Return the French organisations of a dump, an API answer or a folder of such files, and their
    ties.

    Each tie is listed from both ends and noted once. A withdrawn record is left out: its ties go to
    its successor. An organisation abroad is known by the label that the tie gives it.
    """
    found, file = begin(MAPPING.about, path)
    records = {r["id"]: r for r in _records(file) if _COUNTRY in r["countries"]}
    found.rows = len(records)
    found.notices += MAPPING.check_count("rows", found.rows, file.name, part=found.is_part)
    moved = {i: _successor(r) for i, r in records.items() if r["status"] == "withdrawn"}
    for identifier, record in sorted(records.items()):
        if record["status"] == "withdrawn":
            found.leave_out(
                identifier, record["name"], "fiche retirée par ROR", "record withdrawn by ROR"
            )
            continue
        _organisation(found, record)
        for relation in record["relations"]:
            _relation(found, records, moved, record, relation)
    return found.dataset()


def _records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of all files of a path in one form, whatever their schema."""
    for file in _files(path):
        member = None
        if file.suffix == ".zip":
            names = sorted(n for n in packed_files.members(file) if n.endswith(".json"))
            member = names[-1] if names else ".json"
        for number, row in enumerate(rows.read(file, member=member), start=1):
            try:
                record = _schema_2(row) if "names" in row else _schema_1(row)
            except (KeyError, IndexError, TypeError, AttributeError) as error:
                raise packed_files.wrong(
                    file, "unreadable", row=number, expected="ROR", detail=repr(error)[:120]
                ) from error
            yield record


def _files(path: Path) -> list[Path]:
    if path.is_file() or not path.exists():
        return [path]
    return sorted(f for f in path.iterdir() if f.suffix in (".jsonl", ".json", ".zip", ".gz"))


def _schema_2(row: Mapping[str, Any]) -> dict[str, Any]:
    names = row.get("names") or []
    shown = [n for n in names if "ror_display" in n["types"]] or names
    labels = {
        n["lang"]: n["value"]
        for n in names
        if "label" in n["types"] and n.get("lang") in ("fr", "en")
    }
    places = [p.get("geonames_details") or {} for p in row.get("locations") or []]
    here = next((p for p in places if p.get("country_code") == _COUNTRY), {})
    external = {
        e["type"]: e.get("preferred") or next(iter(e.get("all") or []), None)
        for e in row.get("external_ids") or []
    }
    return {
        "id": values.ror(row["id"]) or "",
        "status": row.get("status", "active"),
        "types": [t.lower() for t in row.get("types") or []],
        "name": values.text(shown[0]["value"]) if shown else "",
        "labels": labels,
        "aliases": [n["value"] for n in names],
        "year": row.get("established"),
        "countries": [p.get("country_code") for p in places],
        "city": here.get("name"),
        "region": here.get("country_subdivision_name"),
        "point": (here.get("lat"), here.get("lng")),
        "website": next(
            (li["value"] for li in row.get("links") or [] if li["type"] == "website"), None
        ),
        "wikidata": external.get("wikidata"),
        "relations": [
            (r["type"].lower(), values.ror(r["id"]), r["label"])
            for r in row.get("relationships") or []
        ],
    }


def _schema_1(row: Mapping[str, Any]) -> dict[str, Any]:
    labels = {
        n["iso639"]: n["label"] for n in row.get("labels") or [] if n.get("iso639") in ("fr", "en")
    }
    code = (row.get("country") or {}).get("country_code")
    wikidata = (row.get("external_ids") or {}).get("Wikidata") or {}
    every = wikidata.get("all") or []
    links = row.get("links") or []
    here: Mapping[str, Any] = next(iter(row.get("addresses") or []), {})
    return {
        "id": values.ror(row["id"]) or "",
        "status": row.get("status", "active"),
        "types": [t.lower() for t in row.get("types") or []],
        "name": values.text(row.get("name")),
        "labels": labels,
        "aliases": [*(row.get("aliases") or []), *(row.get("acronyms") or []), *labels.values()],
        "year": row.get("established"),
        "countries": [code],
        "city": here.get("city"),
        "region": None,
        "point": (here.get("lat"), here.get("lng")),
        "website": links[0] if links else None,
        "wikidata": wikidata.get("preferred")
        or (every[0] if isinstance(every, list) and every else None),
        "relations": [
            (r["type"].lower(), values.ror(r["id"]), r["label"])
            for r in row.get("relationships") or []
        ],
    }


def reduced(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the French records of a path in schema 2, with nothing but what is read of them."""
    for record in _records(path):
        if _COUNTRY in record["countries"]:
            yield _as_schema_2(record)


def _as_schema_2(record: Mapping[str, Any]) -> dict[str, Any]:
    of_label = {values.text(value): lang for lang, value in record["labels"].items()}
    names = []
    for value in dict.fromkeys((record["name"], *map(values.text, record["aliases"]))):
        types = ["ror_display"] * (value == record["name"]) + ["label"] * (value in of_label)
        lang = {"lang": of_label[value]} if value in of_label else {}
        names.append({"value": value, "types": types, **lang})
    details = [{"country_code": c} for c in record["countries"]]
    details[record["countries"].index(_COUNTRY)] |= _present(
        name=record["city"], country_subdivision_name=record["region"], **_point(record)
    )
    external = [{"type": "wikidata", "preferred": record["wikidata"]}] * bool(record["wikidata"])
    return _present(
        id=record["id"],
        status=record["status"],
        types=record["types"],
        names=names,
        established=record["year"],
        locations=[{"geonames_details": d} for d in details],
        links=[{"type": "website", "value": record["website"]}] * bool(record["website"]),
        external_ids=external,
        relationships=[
            {"type": kind, "id": other, "label": values.text(label)}
            for kind, other, label in record["relations"]
        ],
    )


def _present(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [], "")}


def _point(record: Mapping[str, Any]) -> dict[str, float]:
    lat, lng = record["point"] or (None, None)
    return {} if lat is None or lng is None else {"lat": round(lat, 4), "lng": round(lng, 4)}


def _successor(record: Mapping[str, Any]) -> str | None:
    return next((i for kind, i, _ in record["relations"] if kind == "successor"), None)


def _organisation(found: Gathering, record: Mapping[str, Any]) -> None:
    kind = next((k for t in record["types"] if (k := MAPPING.term("type", t))), Class.ORGANIZATION)
    labels = {lang: values.text(n) for lang, n in record["labels"].items()}
    key = found.actor(
        kind,
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


def _place(record: Mapping[str, Any]) -> str | None:
    """Return the commune, or the region where several communes have the name."""
    city = values.text(record["city"])
    commune = addresses.commune(city) if city else None
    return commune or addresses.region_named(values.text(record["region"]))


def _relation(
    found: Gathering,
    records: Mapping[str, Mapping[str, Any]],
    moved: Mapping[str, str | None],
    record: Mapping[str, Any],
    relation: tuple[str, str | None, str],
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
    far = found.actor(
        Class.ORGANIZATION, values.text(label), record["id"], identifiers={"ror": other}
    )
    near = f"ror-{record['id']}"
    said = min(record["id"], other) if other in records else record["id"]
    if kind in ("parent", "child"):
        ends = (far, near) if kind == "parent" else (near, far)
        found.tie(Class.SUBUNIT, *ends, said)
    elif kind == "related":
        first, second = sorted((near, far))
        found.tie(Class.UNSPECIFIED_TIE, first, second, said)
    else:
        ends = (far, near) if kind == "predecessor" else (near, far)
        found.tie(Class.SUCCESSION, *ends, said)


def fetch(client: Client, cache: Path, *, progress: Progress, country: str = _COUNTRY) -> Snapshot:
    """Fetch the records of a country from the API, twenty a page."""
    address = MAPPING.about.address or ""
    url = f"{address}?filter=country.country_code:{country}"

    def ask(number: int) -> Page:
        answer = client.get(
            address, {"filter": f"country.country_code:{country}", "page": number + 1}
        ).json()
        items = listed(url, answer, "items")
        return items, answer.get("number_of_results")

    file = draft(cache, MAPPING.about, ".jsonl")
    try:
        write_lines(file, pages(url, ask), progress)
        return keep(
            file, MAPPING.about, read, url=url, now=client.clock.now(), headers={}, cache=cache
        )
    finally:
        file.unlink(missing_ok=True)


CONNECTOR = Connector(MAPPING.about, read, fetch, {"country": "ISO 3166 code, FR unless given"})
