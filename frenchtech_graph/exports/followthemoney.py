"""Actors and ties as FollowTheMoney entities, one JSON object per line, for Aleph, OpenSanctions
and their kin.

Labels, ecosystems, programmes, markets and places have no schema there and are left out with their
ties; so are cancelled ties. Ties without a schema of their own are `UnknownLink`s that say their
kind as role.
"""

import json
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyoxigraph as ox

from frenchtech_graph.exports.tables import edges, nodes
from frenchtech_graph.io.files import ontology_folder
from frenchtech_graph.model import ontology
from frenchtech_graph.model.namespaces import FTE, ID, SKOS

_FTM = "https://w3id.org/ftm#"
_DATASET = "frenchtech-graph"
_NODE_PROPERTIES = {
    "name": "name",
    "name_en": "alias",
    "aliases": "alias",
    "siren": "registrationNumber",
    "siret": "registrationNumber",
    "lei": "leiCode",
    "wikidata": "wikidataId",
    "website": "website",
    "pages": "sourceUrl",
}
_YEARS = {"Person": {}, "Project": {"start_year": "startDate", "end_year": "endDate"}}
_ORGANIZATION_YEARS = {"start_year": "incorporationDate", "end_year": "dissolutionDate"}


def lines(store: ox.Store) -> dict[str, bytes]:
    """Return the entities, one JSON object per line, sorted by id."""
    schemas = {}
    found = []
    for row in _rows(nodes(store)):
        schema = _schema(row["kind"], default=None)
        if schema:
            schemas[row["id"]] = schema
            found.append(_entity(row, schema))
    found += [_link(row, schemas) for row in _rows(edges(store)) if _sayable(row, schemas)]
    texts = (
        json.dumps(e, ensure_ascii=False, sort_keys=True)
        for e in sorted(found, key=lambda e: e["id"])
    )
    return {"": "".join(f"{t}\n" for t in texts).encode("utf-8")}


def _rows(frame: pd.DataFrame) -> Iterable[dict[str, Any]]:
    for record in frame.to_dict("records"):
        yield {str(name): value for name, value in record.items() if not pd.isna(value)}


@cache
def _settings() -> dict[str, dict[str, Any]]:
    return tomllib.loads(
        Path(__file__).with_name("followthemoney.toml").read_text(encoding="utf-8")
    )


@cache
def _aligned() -> dict[str, str]:
    """Return the schema that `ontology/alignments.ttl` sets beside a class."""
    path = str(ontology_folder() / "alignments.ttl")
    pairs = {}
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        if quad.predicate.value == SKOS + "closeMatch" and isinstance(quad.object, ox.NamedNode):
            assert isinstance(quad.subject, ox.NamedNode)
            if quad.object.value.startswith(_FTM):
                pairs[quad.subject.value.removeprefix(FTE)] = quad.object.value.removeprefix(_FTM)
    return pairs | _settings()["entities"]


def _schema(kind: str, default: str | None) -> str | None:
    wider = ontology.load().superclasses.get(kind, ())
    return next((_aligned()[c] for c in wider if c in _aligned()), default)


def _entity(row: Mapping[str, Any], schema: str) -> dict[str, Any]:
    properties: dict[str, list[str]] = {}
    for column, name in _NODE_PROPERTIES.items():
        if column in row and not (
            schema == "Project" and name in ("registrationNumber", "website")
        ):
            values = (
                row[column].split(" | " if column == "aliases" else " ")
                if column in ("pages", "aliases")
                else [row[column]]
            )
            properties.setdefault(name, []).extend(
                v for v in values if v not in properties.get(name, [])
            )
    for column, name in _YEARS.get(schema, _ORGANIZATION_YEARS).items():
        if column in row:
            properties[name] = [str(int(row[column]))]
    if schema not in ("Person", "Project"):
        properties["classification"] = [row["kind_en"]]
    return _written(row["id"], schema, properties)


def _sayable(row: Mapping[str, Any], schemas: Mapping[str, str]) -> bool:
    return (
        row["source"] in schemas and row["target"] in schemas and row.get("status") != "cancelled"
    )


def _link(row: Mapping[str, Any], schemas: Mapping[str, str]) -> dict[str, Any]:
    schema = _schema_of_link(row, schemas)
    ends = _settings()["ends"][schema]
    properties = {
        ends[0]: [_id(row["source"])],
        ends[1]: [_id(row["target"])],
        "sourceUrl": row.get("pages", "").split(),
        **_dates(row),
        **_details(row, schema),
    }
    return _written(row["id"], schema, properties)


def _schema_of_link(row: Mapping[str, Any], schemas: Mapping[str, str]) -> str:
    """Return the schema of a tie, `UnknownLink` where none accepts its ends."""
    schema = str(
        _settings()["money"].get(row["kind"])
        or _schema(row["kind"], "UnknownLink")
        or "UnknownLink"
    )
    accepts = _settings()["accepts"]
    sides = zip(("source", "target"), _settings()["ends"][schema], strict=True)
    accepted = all(schemas[row[side]] in accepts.get(end, schemas.values()) for side, end in sides)
    return schema if accepted else "UnknownLink"


def _dates(row: Mapping[str, Any]) -> dict[str, list[str]]:
    instant = "end" not in row and ontology.load().is_instant(row["kind"])
    dates = {"start": "date" if instant else "startDate", "end": "endDate"}
    return {name: [row[column]] for column, name in dates.items() if column in row}


def _details(row: Mapping[str, Any], schema: str) -> dict[str, list[str]]:
    """Return what a tie is for, its money or its share, in the properties of its schema."""
    what = row.get("role_text") or row["kind_en"]
    if schema in ("Payment", "Debt"):
        money = {"amount": "amount", "currency": "currency", "amount_eur": "amountEur"}
        known = {name: [_number(row[column])] for column, name in money.items() if column in row}
        return {"purpose" if schema == "Payment" else "summary": [what], **known}
    if schema == "UnknownLink":
        summary = {"summary": [row["role_text"]]} if "role_text" in row else {}
        return {"role": [row["kind_en"]], **summary}
    share = schema == "Ownership" and "percentage" in row
    return {"role": [what], **({"percentage": [_number(row["percentage"])]} if share else {})}


def _number(value: Any) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _id(address: str) -> str:
    """Return an address as an id FollowTheMoney takes: no slash.

    >>> _id("https://w3id.org/fte/id/actor/exotec")
    'fte-actor-exotec'
    """
    return "fte-" + address.removeprefix(ID).replace("/", "-")


def _written(address: str, schema: str, properties: Mapping[str, list[str]]) -> dict[str, Any]:
    kept = {name: values for name, values in properties.items() if values}
    return {"id": _id(address), "schema": schema, "datasets": [_DATASET], "properties": kept}
