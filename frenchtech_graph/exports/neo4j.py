"""Node and edge lists as `neo4j-admin database import full` reads them (Neo4j Operations Manual,
“Import”).

neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv
--array-delimiter="|" neo4j
"""

import re
from collections.abc import Mapping, Sequence

import pandas as pd
import pyoxigraph as ox

from frenchtech_graph.exports.table_columns import EDGE_COLUMNS, NODE_COLUMNS
from frenchtech_graph.exports.table_files import csv_bytes
from frenchtech_graph.exports.tables import lists
from frenchtech_graph.model import ontology

_TYPES = {"text": "", "integer": ":int", "number": ":double", "boolean": ":boolean"}
_ARRAY = ":string[]"
_SEPARATOR = "|"
_LINE_BREAKS = re.compile("[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


def files(store: ox.Store) -> dict[str, bytes]:
    """Return `nodes.csv` and `relationships.csv`, with one line per resource and per tie.

    A node has the labels of its class and of all superclasses. A relationship has the short form of
    its tie as type, `INVESTED_IN`. Array values are separated by `|`. Line breaks within a text
    become blanks, so that multi-line texts need no option.
    """
    found = lists(store)
    return {
        "nodes.csv": csv_bytes(_nodes(found["nodes"]), mark=False),
        "relationships.csv": csv_bytes(_relationships(found["edges"]), mark=False),
    }


def _nodes(found: pd.DataFrame) -> pd.DataFrame:
    known = ontology.load()
    wider = {
        kind: _SEPARATOR.join(known.superclasses.get(kind, (kind,)))
        for kind in found["kind"].unique()
    }
    headed = _on_one_line(found, NODE_COLUMNS).rename(
        columns={c: _heading(c, kind) for c, kind in NODE_COLUMNS.items()}
    )
    return headed.assign(**{":LABEL": found["kind"].map(wider).astype("string")})


def _relationships(found: pd.DataFrame) -> pd.DataFrame:
    headings = {c: _heading(c, kind) for c, kind in EDGE_COLUMNS.items()}
    headings |= {"id": "tie", "source": ":START_ID", "target": ":END_ID"}
    headed = _on_one_line(found, EDGE_COLUMNS).drop(columns="relation").rename(columns=headings)
    return headed.assign(**{":TYPE": found["relation"].map(_relationship_type).astype("string")})


def _on_one_line(found: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """Return a list whose texts have no line breaks and whose lists are texts of Neo4j."""
    texts = {
        c: found[c].map(_array if kind == "list" else _line, na_action="ignore").astype("string")
        for c, kind in columns.items()
        if kind in ("text", "list")
    }
    return found.assign(**texts)


def _line(text: str) -> str:
    return _LINE_BREAKS.sub(" ", text)


def _array(values: Sequence[str | None]) -> str | None:
    """Return several values as an array. An unknown value keeps its position."""
    if not values:
        return None
    return _SEPARATOR.join(_line(v or "").replace(_SEPARATOR, "¦") for v in values)


def _heading(column: str, kind: str) -> str:
    if column == "id":
        return "id:ID"
    return column + (_ARRAY if kind == "list" else _TYPES[kind])


def _relationship_type(shortcut: str) -> str:
    """Return a short form in the spelling of Neo4j.

    >>> _relationship_type("investedIn")
    'INVESTED_IN'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", shortcut).upper()
