"""Records of ROR in one form, whatever the schema (1 or 2) of their file."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from frenchtech_graph.ingest.framework import packed_files, rows, values

COUNTRY = "FR"
"""ISO 3166 code of the country whose organisations are read."""


def records_of(path: Path) -> Iterator[dict[str, Any]]:
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


def _common(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that both schemas spell in the same way."""
    return {
        "id": values.ror(row["id"]) or "",
        "status": row.get("status", "active"),
        "types": [t.lower() for t in _listed(row, "types")],
        "year": row.get("established"),
        "relations": [
            (r["type"].lower(), values.ror(r["id"]), r["label"])
            for r in _listed(row, "relationships")
        ],
    }


def _listed(row: Mapping[str, Any], field: str) -> list[Any]:
    """Return a list of a record, empty if it is absent or null."""
    return row.get(field) or []


def _schema_2(row: Mapping[str, Any]) -> dict[str, Any]:
    names = _listed(row, "names")
    shown = [n for n in names if "ror_display" in n["types"]] or names
    places = [p.get("geonames_details") or {} for p in _listed(row, "locations")]
    here = next((p for p in places if p.get("country_code") == COUNTRY), {})
    sites = (link["value"] for link in _listed(row, "links") if link["type"] == "website")
    return _common(row) | {
        "name": values.text(shown[0]["value"]) if shown else "",
        "labels": {n["lang"]: n["value"] for n in names if _is_label(n)},
        "aliases": [n["value"] for n in names],
        "countries": [p.get("country_code") for p in places],
        "city": here.get("name"),
        "region": here.get("country_subdivision_name"),
        "point": (here.get("lat"), here.get("lng")),
        "website": next(sites, None),
        "wikidata": _wikidata_2(_listed(row, "external_ids")),
    }


def _is_label(name: Mapping[str, Any]) -> bool:
    return "label" in name["types"] and name.get("lang") in ("fr", "en")


def _wikidata_2(external: list[Mapping[str, Any]]) -> str | None:
    found = {e["type"]: e.get("preferred") or next(iter(_listed(e, "all")), None) for e in external}
    return found.get("wikidata")


def _schema_1(row: Mapping[str, Any]) -> dict[str, Any]:
    labels = {
        n["iso639"]: n["label"] for n in _listed(row, "labels") if n.get("iso639") in ("fr", "en")
    }
    here: Mapping[str, Any] = next(iter(_listed(row, "addresses")), {})
    return _common(row) | {
        "name": values.text(row.get("name")),
        "labels": labels,
        "aliases": [*_listed(row, "aliases"), *_listed(row, "acronyms"), *labels.values()],
        "countries": [(row.get("country") or {}).get("country_code")],
        "city": here.get("city"),
        "region": None,
        "point": (here.get("lat"), here.get("lng")),
        "website": next(iter(_listed(row, "links")), None),
        "wikidata": _wikidata_1((row.get("external_ids") or {}).get("Wikidata") or {}),
    }


def _wikidata_1(stated: Mapping[str, Any]) -> str | None:
    every = stated.get("all") or []
    return stated.get("preferred") or (every[0] if isinstance(every, list) and every else None)


def reduced(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the French records of a path in schema 2, with only the fields that are read."""
    for record in records_of(path):
        if COUNTRY in record["countries"]:
            yield _as_schema_2(record)


def _as_schema_2(record: Mapping[str, Any]) -> dict[str, Any]:
    of_label = {values.text(value): lang for lang, value in record["labels"].items()}
    names = []
    for value in dict.fromkeys((record["name"], *map(values.text, record["aliases"]))):
        types = ["ror_display"] * (value == record["name"]) + ["label"] * (value in of_label)
        lang = {"lang": of_label[value]} if value in of_label else {}
        names.append({"value": value, "types": types, **lang})
    details = [{"country_code": c} for c in record["countries"]]
    details[record["countries"].index(COUNTRY)] |= _present(
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
