"""Node and edge lists as `neo4j-admin database import full` reads them (Neo4j Operations Manual,
“Import”).

neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv
--array-delimiter="|" neo4j
"""

import re

import pandas as pd
import pyoxigraph as ox

from frenchtech_graph.exports.table_columns import EDGE_COLUMNS, NODE_COLUMNS
from frenchtech_graph.exports.table_files import csv_bytes
from frenchtech_graph.exports.tables import edges, nodes
from frenchtech_graph.model import ontology

_TYPES = {"text": "", "integer": ":int", "number": ":double", "boolean": ":boolean"}
_ARRAYS = ("pillars", "sectors")


def files(store: ox.Store) -> dict[str, bytes]:
    """Return `nodes.csv` and `relationships.csv`.

    A node has the labels of its class and of all wider ones; a relationship has the short form of
    its tie as type, `INVESTED_IN`. Array values are separated by `|`.
    """
    return {
        "nodes.csv": csv_bytes(_nodes(nodes(store)), mark=False),
        "relationships.csv": csv_bytes(_relationships(edges(store)), mark=False),
    }


def _nodes(found: pd.DataFrame) -> pd.DataFrame:
    known = ontology.load()
    wider = {
        kind: "|".join(known.superclasses.get(kind, (kind,))) for kind in found["kind"].unique()
    }
    headed = found.rename(columns={c: _heading(c, kind) for c, kind in NODE_COLUMNS.items()})
    return headed.assign(**{":LABEL": found["kind"].map(wider).astype("string")})


def _relationships(found: pd.DataFrame) -> pd.DataFrame:
    headings = {c: _heading(c, kind) for c, kind in EDGE_COLUMNS.items()}
    headings |= {"id": "tie", "source": ":START_ID", "target": ":END_ID"}
    headed = found.drop(columns="relation").rename(columns=headings)
    return headed.assign(**{":TYPE": found["relation"].map(_relationship_type).astype("string")})


def _heading(column: str, kind: str) -> str:
    if column == "id":
        return "id:ID"
    return column + (":string[]" if column in _ARRAYS else _TYPES[kind])


def _relationship_type(shortcut: str) -> str:
    """Return a short form in the spelling of Neo4j.

    >>> _relationship_type("investedIn")
    'INVESTED_IN'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", shortcut).upper()
