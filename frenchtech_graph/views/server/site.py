"""The parts that all requests share: store, workers, search index, title of the pages."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from frenchtech_graph.views.search.index import Index
from frenchtech_graph.views.server import descriptions
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.metrics import Metrics
from frenchtech_graph.views.server.pool import Pool
from frenchtech_graph.views.server.rendering import link, render
from frenchtech_graph.views.site.publisher import publisher_of

_ENDPOINT = "urn:endpoint"
"""Stands for the address of the endpoint in the description of the data."""


@dataclass(eq=False)
class Site:
    """The server's things."""

    store: ox.Store
    pool: Pool
    limits: Limits
    metrics: Metrics = field(default_factory=Metrics)
    title: dict[str, str] = field(default_factory=dict)
    build: str = ""
    """A key of the served graph, for ETag. If it is empty, no ETag is sent."""
    _described: "list[ox.Triple]" = field(default_factory=list)
    _counting: threading.Lock = field(default_factory=threading.Lock)
    modified: float | None = None
    """When the served graph was written, in seconds since 1970, or None if unknown."""
    pages: Path | None = None
    """The folder of a site written from the same graph, if there is one."""
    documentation: str | None = field(default_factory=lambda: link(publisher_of().documentation))
    """The web address of the published docs, if the national data set states one."""

    @cached_property
    def last_modified(self) -> str:
        """`modified` as the text of a header, empty if unknown."""
        return "" if self.modified is None else formatdate(int(self.modified), usegmt=True)

    @cached_property
    def index(self) -> Index:
        """The search index."""
        return Index.of(self.store)

    @cached_property
    def kinds(self) -> Counter[str]:
        """How many resources of each kind can be searched. Counted once."""
        return Counter(hit.kind for hit in self.index.hits.values())

    @cached_property
    def quads(self) -> int:
        """Number of quads of the store. Counted once, because counting reads all of them."""
        return len(self.store)

    def described(self, endpoint: str) -> "list[ox.Triple]":
        """The data described (VoID, DCAT): counted once, as that walks through all triples."""
        with self._counting:
            if not self._described:
                self._described = descriptions.dataset(self.store, _ENDPOINT, [])
        return [_at(endpoint, triple) for triple in self._described]

    def render(self, template: str, lang: str, **content: Any) -> str:
        """Return a page in a language."""
        return render(template, lang, **self.shared(lang), **content)

    def shared(self, lang: str) -> dict[str, Any]:
        """Return the content that all pages share."""
        return {
            "title_of_site": self.title.get(lang, "French Tech"),
            "documentation": self.documentation,
            "explore": self.pages is not None,
        }


def _at(endpoint: str, triple: ox.Triple) -> ox.Triple:
    """Return a triple with the address of the endpoint, as a client writes it."""
    stands = ox.NamedNode(_ENDPOINT)
    subject = ox.NamedNode(endpoint) if triple.subject == stands else triple.subject
    value = ox.NamedNode(endpoint) if triple.object == stands else triple.object
    return ox.Triple(subject, triple.predicate, value)
