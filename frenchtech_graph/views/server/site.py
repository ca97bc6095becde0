"""The parts that all requests share: store, workers, search index, templates and words of the
pages.
"""

import threading
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import jinja2
import pyoxigraph as ox

from frenchtech_graph.io.words import beside
from frenchtech_graph.model.namespaces import BASE
from frenchtech_graph.views.search.index import Index
from frenchtech_graph.views.server import descriptions
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.metrics import Metrics
from frenchtech_graph.views.server.pool import Pool
from frenchtech_graph.views.site.publisher import publisher_of

_HERE = Path(__file__).parent
LANGUAGES = ("fr", "en")


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
    _described: dict[str, "list[ox.Triple]"] = field(default_factory=dict)
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
    def quads(self) -> int:
        """Number of quads of the store. Counted once, because counting reads all of them."""
        return len(self.store)

    def described(self, endpoint: str) -> "list[ox.Triple]":
        """The data described (VoID, DCAT): counted once, as that walks through all triples."""
        with self._counting:
            if endpoint not in self._described:
                if len(self._described) > 8:  # addresses that clients made up
                    self._described.clear()
                self._described[endpoint] = descriptions.dataset(self.store, endpoint, [])
            return self._described[endpoint]

    @cached_property
    def words(self) -> dict[str, dict[str, Any]]:
        """The words of the pages, by language."""
        return {lang: beside(__file__, "words.toml").all_of(lang) for lang in LANGUAGES}

    @cached_property
    def _templates(self) -> jinja2.Environment:
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters |= {"path": path, "link": link}
        return environment

    def render(self, template: str, lang: str, **content: Any) -> str:
        """Return a page in a language."""
        page = self._templates.get_template(template)
        return page.render(
            lang=lang,
            w=self.words[lang],
            title_of_site=self.title.get(lang, "French Tech"),
            documentation=self.documentation,
            explore=self.pages is not None,
            **content,
        )


def path(address: str) -> str:
    """Return the page of this server for an address of ours. Other addresses are returned
    unchanged.

    >>> path("https://w3id.org/fte/id/actor/exotec"), path("https://example.org/a")
    ('/id/actor/exotec', 'https://example.org/a')
    """
    return (
        "/" + quote(address.removeprefix(BASE), safe="/-_.~%")
        if address.startswith(BASE)
        else address
    )


def link(address: str) -> str | None:
    """Return an address that a link may use: ours, or one of the web. None for any other.

    >>> link("javascript:alert(1)") is None
    True
    """
    if address.startswith(BASE):
        return path(address)
    return address if urlsplit(address).scheme in ("http", "https") else None
