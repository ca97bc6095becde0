"""The page of one resource, or its RDF, made by a worker.

A page of a large organisation takes seconds. A worker has time and memory limits, and the server
answers others meanwhile.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from frenchtech_graph.catalogue.page_rows import texts
from frenchtech_graph.exports import json_ld
from frenchtech_graph.model import addresses, ontology
from frenchtech_graph.model.namespaces import BASE, PREFIXES
from frenchtech_graph.views.server import ego, negotiation, things
from frenchtech_graph.views.server.rendering import read_all, render
from frenchtech_graph.views.server.requests import RefusedError
from frenchtech_graph.views.server.result_formats import RDF_FORMATS
from frenchtech_graph.views.server.written import page_of

MOVED = 301
"""The status of an answer that is the address of today."""
Answer = tuple[int, str, bytes]
"""Status, media type, body."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A request for a resource. `shared` is content of all pages, and `pages` the folder of a
    site."""

    address: str
    media_type: str
    lang: str
    template: str = "thing.html"
    shared: dict[str, Any] = field(default_factory=dict)
    pages: Path | None = None
    packing: str = ""


def answer(store: ox.Store, shown: Shown) -> Answer:
    """Return the answer to a request for a resource.

    Raises:
        RefusedError: there is no such resource. Not raised for a page.
    """
    today = things.address_of_today(store, shown.address)
    if today != shown.address and today.startswith(BASE):
        return MOVED, "text/plain", today.encode()
    if shown.media_type != negotiation.HTML:
        return 200, shown.media_type, _rdf(store, shown)
    return _page(store, shown)


def read_files() -> None:
    """Read every file that a page needs. A worker cannot open a file later."""
    read_all()
    texts()
    ontology.load().labels()
    addresses.current(f"{BASE}id/event/none", lambda _: False)
    json_ld.text([ox.Triple(*[ox.NamedNode(BASE)] * 3)])


def _page(store: ox.Store, shown: Shown) -> Answer:
    found = things.thing(store, shown.address, shown.lang)
    if found is None:
        text = render("missing.html", shown.lang, address=shown.address, **shown.shared)
        return 404, negotiation.HTML, text.encode("utf-8", "replace")
    text = render(
        shown.template,
        shown.lang,
        thing=found,
        drawing=ego.drawing(found) if found.ties else None,
        labels=ontology.load().labels(),
        written=page_of(shown.pages, shown.address) if shown.pages else None,
        **shown.shared,
    )
    return 200, negotiation.HTML, text.encode("utf-8", "replace")


def _rdf(store: ox.Store, shown: Shown) -> bytes:
    triples = things.describe(store, shown.address)
    if not triples:
        raise RefusedError(404, "No such resource.")
    if shown.media_type == negotiation.JSON_LD:
        return json_ld.text(triples)
    written = ox.serialize(triples, format=RDF_FORMATS[shown.media_type], prefixes=PREFIXES)
    return written or b""
