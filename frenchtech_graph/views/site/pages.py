"""The frame that all pages of a site share: templates, policy, language, links from page to page."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from frenchtech_graph.views.map.columns import web_address
from frenchtech_graph.views.map.html_page import environment
from frenchtech_graph.views.report.figures.scale import shortened
from frenchtech_graph.views.site import bilingual
from frenchtech_graph.views.site.material import Material

TEMPLATES = Path(__file__).parent / "templates"
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; "
    "img-src 'self' file: data:; form-action 'self' file:; base-uri 'none'"
)
LONGEST = 900
"""Longest text of the data on a page. Longer ones are cut."""


@dataclass(frozen=True)
class Pages:
    """Writes the text of pages. `address` is the future address of the site, empty if unknown."""

    material: Material
    address: str = ""
    downloads: bool = False
    listed: list[str] = field(default_factory=list)
    """Paths of the pages that search engines may list, in the order of writing."""

    @cached_property
    def _environment(self) -> Environment:
        env = environment(TEMPLATES)
        env.trim_blocks = env.lstrip_blocks = True
        env.finalize = lambda value: shortened(value, LONGEST) if type(value) is str else value
        env.globals.update(
            say=bilingual.say,
            count=bilingual.count,
            both=bilingual.both,
            filled=bilingual.filled,
            policy=Markup(POLICY),  # noqa: S704
        )
        env.filters["web"] = web_address
        return env

    def render(self, template: str, path: str, *, index: bool = True, **content: Any) -> str:
        """Return the page of a template for a path of the site.

        With `index` False search engines are asked not to list it.
        """
        if index:
            self.listed.append(path)
        return self._environment.get_template(template).render(
            root="../" * path.count("/"),
            canonical=f"{self.address}{path.removesuffix('index.html')}" if self.address else "",
            index=index,
            site_title=self.material.title,
            publisher=self.material.publisher,
            questions=self.material.only is None,
            downloads=self.downloads,
            **content,
        )
