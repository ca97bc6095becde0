"""Actors and ties as FollowTheMoney entities, one JSON object per line, for Aleph, OpenSanctions
and their kin.

Labels, ecosystems, programmes, markets and places have no schema in FollowTheMoney. They are left
out with their ties. Cancelled ties are left out too. Ties that fit no schema are `UnknownLink`s
with their kind as role. Licences and snapshots are written outside the properties, because
FollowTheMoney has no property for them.
"""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyoxigraph as ox

from frenchtech_graph.exports.tables import lists
from frenchtech_graph.io.files import ontology_folder
from frenchtech_graph.model import ontology
from frenchtech_graph.model.namespaces import FTE, ID, SKOS

_FTM = "https://w3id.org/ftm#"
_DATASET = "frenchtech-graph"
_UNKNOWN = "UnknownLink"
_MONEY = frozenset({"Payment", "Debt"})
_NODE_PROPERTIES = {
    "name": "name",
    "name_en": "alias",
    "aliases": "alias",
    "siren": "registrationNumber",
    "siret": "registrationNumber",
    "lei": "leiCode",
    "wikidata": "wikidataId",
    "website": "website",
}
_NOT_OF_PROJECTS = frozenset({"registrationNumber", "website"})
_YEARS = {"Person": {}, "Project": {"start_year": "startDate", "end_year": "endDate"}}
_ORGANIZATION_YEARS = {"start_year": "incorporationDate", "end_year": "dissolutionDate"}
_BESIDE = ("licences", "snapshots")

Row = Mapping[str, Any]
Entity = dict[str, Any]


def lines(store: ox.Store) -> dict[str, bytes]:
    """Return the entities, one JSON object per line, sorted by id."""
    found = lists(store)
    things: dict[str, Row] = {row["id"]: row for row in _rows(found["nodes"])}
    schemas = {i: s for i, s in ((i, _aligned_schema(r["kind"])) for i, r in things.items()) if s}
    entities = [_entity(things[i], schema) for i, schema in schemas.items()]
    for row in _rows(found["edges"]):
        if _sayable(row, schemas):
            entities += _links(row, schemas, things)
    entities.sort(key=lambda e: e["id"])
    texts = (json.dumps(e, ensure_ascii=False, sort_keys=True) for e in entities)
    return {"": "".join(f"{t}\n" for t in texts).encode("utf-8")}


def _rows(frame: pd.DataFrame) -> Iterator[Row]:
    for record in frame.to_dict("records"):
        yield {str(k): v for k, v in record.items() if isinstance(v, tuple) or not pd.isna(v)}


@cache
def _settings() -> dict[str, Any]:
    return tomllib.loads(
        Path(__file__).with_name("followthemoney.toml").read_text(encoding="utf-8")
    )


@cache
def _aligned() -> dict[str, str]:
    """Return the schema that `ontology/alignments.ttl` gives for a class."""
    path = str(ontology_folder() / "alignments.ttl")
    pairs = {}
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        if quad.predicate.value == SKOS + "closeMatch" and isinstance(quad.object, ox.NamedNode):
            assert isinstance(quad.subject, ox.NamedNode)
            if quad.object.value.startswith(_FTM):
                pairs[quad.subject.value.removeprefix(FTE)] = quad.object.value.removeprefix(_FTM)
    entities: dict[str, str] = _settings()["entities"]
    return pairs | entities


def _aligned_schema(kind: str) -> str | None:
    wider = ontology.load().superclasses.get(kind, ())
    return next((_aligned()[c] for c in wider if c in _aligned()), None)


def _entity(row: Row, schema: str) -> Entity:
    properties: dict[str, list[str]] = {}
    for column, name in _NODE_PROPERTIES.items():
        if column in row and not (schema == "Project" and name in _NOT_OF_PROJECTS):
            values = row[column] if isinstance(row[column], tuple) else (row[column],)
            _add(properties, name, values)
    for column, name in _YEARS.get(schema, _ORGANIZATION_YEARS).items():
        if column in row:
            properties[name] = [str(int(row[column]))]
    if schema not in ("Person", "Project"):
        properties["classification"] = [row["kind_en"]]
    return _written(_id(row["id"]), schema, properties, row)


def _add(properties: dict[str, list[str]], name: str, values: Iterable[str | None]) -> None:
    known = properties.setdefault(name, [])
    known += [v for v in dict.fromkeys(values) if v and v not in known]


def _sayable(row: Row, schemas: Mapping[str, str]) -> bool:
    return (
        row["source"] in schemas and row["target"] in schemas and row.get("status") != "cancelled"
    )


def _links(row: Row, schemas: Mapping[str, str], things: Mapping[str, Row]) -> list[Entity]:
    """Return the entity of a tie. For a joint act, return a project and its participants."""
    joint = _settings()["joint"].get(row["kind"])
    if joint and _fits("ProjectParticipant", (schemas[row["source"]], joint)):
        return _joint(row, joint, things)
    schema, (one, other) = _schema_of_link(row, schemas)
    ends = _settings()["ends"][schema]
    properties = {
        ends[0]: [_id(row[one])],
        ends[1]: [_id(row[other])],
        **_dates(row),
        **_details(row, schema),
    }
    return [_written(_id(row["id"]), schema, properties, row)]


def _joint(row: Row, schema: str, things: Mapping[str, Row]) -> list[Entity]:
    """Return a project of several bodies, and the part each of them takes in it."""
    names = [str(things[row[side]].get("name", row[side])) for side in ("source", "target")]
    known = _dates(row)
    title = {"name": [f"{row['kind_en']}: {' – '.join(names)}"]}
    summary = {"summary": [row["role_text"]]} if "role_text" in row else {}
    project = _written(_id(row["id"]), schema, {**title, **known, **summary}, row)
    parts = [
        _written(
            f"{project['id']}-{side}",
            "ProjectParticipant",
            {
                "participant": [_id(row[side])],
                "project": [project["id"]],
                "role": [row["kind_en"]],
                **known,
            },
            row,
        )
        for side in ("source", "target")
    ]
    return [project, *parts]


def _schema_of_link(row: Row, schemas: Mapping[str, str]) -> tuple[str, tuple[str, str]]:
    """Return the schema of a tie and its ends in the order of that schema.

    `UnknownLink` is used if no schema accepts the ends.
    """
    aligned = _aligned_schema(row["kind"])
    for stated in _settings()["kinds"].get(row["kind"], [aligned] if aligned else []):
        sides = ("target", "source") if stated.startswith("<") else ("source", "target")
        schema = stated.removeprefix("<")
        if _fits(schema, (schemas[row[sides[0]]], schemas[row[sides[1]]])):
            return schema, sides
    return _UNKNOWN, ("source", "target")


def _fits(schema: str, ends: tuple[str, str]) -> bool:
    accepts = _settings()["accepts"]
    names = _settings()["ends"][schema]
    return all(
        end in accepts[name] for name, end in zip(names, ends, strict=True) if name in accepts
    )


def _dates(row: Row) -> dict[str, list[str]]:
    instant = "end" not in row and ontology.load().is_instant(row["kind"])
    start = "date" if instant else "startDate"
    if row["kind"] in _settings()["ends_with"]["kinds"]:
        start = "endDate"
    dates = {"start": start, "end": "endDate"}
    return {name: [row[column]] for column, name in dates.items() if column in row}


def _details(row: Row, schema: str) -> dict[str, list[str]]:
    """Return the purpose of a tie, its money or its share, in the properties of its schema."""
    what = row.get("role_text") or row["kind_en"]
    if schema in _MONEY:
        money = {"amount": "amount", "currency": "currency", "amount_eur": "amountEur"}
        known = {name: [_number(row[column])] for column, name in money.items() if column in row}
        return {"purpose" if schema == "Payment" else "summary": [what], **known}
    details = {"role": [what]}
    if row["kind"] in _settings()["kinds"] or schema == _UNKNOWN:
        details = {"role": [row["kind_en"]]}
        details |= {"summary": [row["role_text"]]} if "role_text" in row else {}
    if schema == "Ownership" and "percentage" in row:
        details["percentage"] = [_number(row["percentage"])]
    return details


def _number(value: Any) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _id(address: str) -> str:
    """Return an address as an id FollowTheMoney takes: no slash.

    >>> _id("https://w3id.org/fte/id/actor/exotec")
    'fte-actor-exotec'
    """
    return "fte-" + address.removeprefix(ID).replace("/", "-")


def _written(identifier: str, schema: str, properties: Mapping[str, list[str]], row: Row) -> Entity:
    """Return an entity with the pages, publishers, days of reading, licences and snapshots of its
    row.
    """
    kept = {name: list(values) for name, values in properties.items() if values}
    for column, name in _settings()["cited"].items():
        _add(kept, name, row.get(column, ()))
    return {
        "id": identifier,
        "schema": schema,
        "datasets": [_DATASET],
        "properties": {name: values for name, values in kept.items() if values},
        **{c: sorted({v for v in row[c] if v}) for c in _BESIDE if row.get(c)},
    }
