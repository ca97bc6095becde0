"""What all requests share: the store, the workers, the search index, the templates, the words of
the pages.
"""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import jinja2
import pyoxigraph as ox

from frenchtech_graph.io.words import beside
from frenchtech_graph.model.namespaces import BASE
from frenchtech_graph.views.server.limits import Limits
from frenchtech_graph.views.server.metrics import Metrics
from frenchtech_graph.views.server.pool import Pool
from frenchtech_graph.views.server.search import Index

_HERE = Path(__file__).parent
LANGUAGES = ("fr", "en")


@dataclass
class Site:
    """The server's things."""

    store: ox.Store
    pool: Pool
    limits: Limits
    metrics: Metrics = field(default_factory=Metrics)
    title: dict[str, str] = field(default_factory=dict)
    build: str = ""
    """A key of the served graph, for ETag; empty: none is sent."""

    @cached_property
    def index(self) -> Index:
        """The search index."""
        return Index.of(self.store)

    @cached_property
    def quads(self) -> int:
        """How many quads the store holds: counted once, as counting walks through all of them."""
        return len(self.store)

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
            **content,
        )


def path(address: str) -> str:
    """Return where this server shows a thing of ours; other addresses stay as they are.

    >>> path("https://w3id.org/fte/id/actor/exotec"), path("https://example.org/a")
    ('/id/actor/exotec', 'https://example.org/a')
    """
    return (
        "/" + quote(address.removeprefix(BASE), safe="/-_.~%")
        if address.startswith(BASE)
        else address
    )


def link(address: str) -> str | None:
    """Return an address that may stand in a link: ours, or one of the web; None for anything else.

    >>> link("javascript:alert(1)") is None
    True
    """
    if address.startswith(BASE):
        return path(address)
    return address if urlsplit(address).scheme in ("http", "https") else None
