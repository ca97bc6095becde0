"""Answers to questions of the catalogue for programs: CSV with its description, JSON, Turtle.

The description follows the W3C, CSV on the Web (Metadata Vocabulary for Tabular Data).
"""

import json
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from starlette.requests import Request
from starlette.responses import Response

from frenchtech_graph.catalogue import Query
from frenchtech_graph.catalogue.columns import column_label
from frenchtech_graph.exports.table_files import csv_bytes
from frenchtech_graph.model.namespaces import BASE
from frenchtech_graph.rdf import tokens
from frenchtech_graph.views.server import negotiation
from frenchtech_graph.views.server.requests import RefusedError

JSON = "application/json"
CSVM = "application/csvm+json"
TABLES = (negotiation.HTML, negotiation.CSV, JSON)
GRAPHS = (negotiation.HTML, negotiation.TURTLE, negotiation.N_TRIPLES, negotiation.CSV, JSON)
_SHORT = {
    "csv": negotiation.CSV,
    "json": JSON,
    "ttl": negotiation.TURTLE,
    "turtle": negotiation.TURTLE,
    "nt": negotiation.N_TRIPLES,
    "html": negotiation.HTML,
    "csvw": CSVM,
}
_DATATYPES = {"Int64": "integer", "float64": "number", "boolean": "boolean"}


def wanted(request: Request, query: Query) -> str:
    """Return the form of answer that a request asks for.

    Raises:
        RefusedError: the answer cannot be had in it.
    """
    offers = GRAPHS if query.form in ("CONSTRUCT", "DESCRIBE") else TABLES
    stated = request.query_params.get("format", "").lower()
    chosen = _SHORT.get(stated) if stated else negotiation.choose(_accepted(request), offers)
    if chosen is None or (chosen not in offers and chosen != CSVM):
        kinds = ", ".join(dict.fromkeys(k for k, v in _SHORT.items() if v in (*offers, CSVM)))
        raise RefusedError(406, f"The answer to {query.name} is available as {kinds}.")
    return chosen


def _accepted(request: Request) -> str:
    return request.headers.get("accept", "") or "*/*"


def answer(request: Request, query: Query, frame: pd.DataFrame, chosen: str, lang: str) -> Response:
    """Return a frame as CSV, JSON or the description of its CSV."""
    if chosen == CSVM:
        text = json.dumps(description(request, query, frame, lang), ensure_ascii=False, indent=1)
        return Response(text, media_type=CSVM)
    if chosen == JSON:
        text = frame.to_json(orient="records", force_ascii=False)
        return Response(text, media_type=JSON)
    # A browser hands the file to a spreadsheet, which reads UTF-8 only with a mark.
    marked = "text/html" in request.headers.get("accept", "")
    headers = {
        "Content-Disposition": f'attachment; filename="{query.name}.csv"',
        "Link": f'<{_address(request, query, "csvw")}>; rel="describedby"; type="{CSVM}"',
    }
    body = csv_bytes(frame, mark=marked)
    return Response(body, media_type="text/csv; charset=utf-8; header=present", headers=headers)


def description(request: Request, query: Query, frame: pd.DataFrame, lang: str) -> dict[str, Any]:
    """Return the metadata of the CSV of an answer (CSVW)."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": lang}],
        "url": _address(request, query, "csv"),
        "dc:title": {name: text for name, text in query.titles.items() if text},
        "dc:description": {name: text for name, text in query.descriptions.items() if text},
        "dc:source": {"@id": str(request.base_url) + "dataset"},
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {"columns": [_column(frame, name) for name in frame.columns]},
    }


def _column(frame: pd.DataFrame, name: str) -> dict[str, Any]:
    datatype = _DATATYPES.get(str(frame[name].dtype), "string")
    values = frame[name].dropna()
    if datatype == "string" and len(values) and values.str.startswith(BASE).all():
        datatype = "anyURI"
    titles = {lang: [name, column_label(name, lang)] for lang in ("fr", "en")}
    return {"name": name, "titles": titles, "datatype": datatype, "required": False}


def _address(request: Request, query: Query, form: str) -> str:
    kept = [(k, v) for k, v in request.query_params.multi_items() if k != "format"]
    return f"{request.base_url}questions/{query.name}?{urlencode([*kept, ('format', form)])}"


def projected(query: Query) -> list[str]:
    """Return the variables that a question selects. Empty if it selects all (`*`)."""
    names: list[str] = []
    level, after_as = 0, False
    for kind, sign in tokens.tokens(query.text):
        if sign == "{" or sign.upper() == "WHERE" or (sign == "*" and not level):
            break
        level += {"(": 1, ")": -1}.get(sign, 0)
        if kind == "variable" and (level == 0 or after_as):
            names.append(sign[1:])
        after_as = kind == "word" and sign.upper() == "AS"
    return names
