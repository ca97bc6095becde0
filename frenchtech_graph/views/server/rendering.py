"""Templates and words of the pages, for the server and its workers."""

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import jinja2

from frenchtech_graph.io.words import beside
from frenchtech_graph.model.namespaces import BASE

_HERE = Path(__file__).parent
LANGUAGES = ("fr", "en")


def render(template: str, lang: str, **content: Any) -> str:
    """Return a page in a language."""
    return _templates().get_template(template).render(lang=lang, w=words(lang), **content)


@cache
def words(lang: str) -> dict[str, Any]:
    """Return the words of the pages in a language."""
    return beside(__file__, "words.toml").all_of(lang)


def read_all() -> None:
    """Read all words and templates. A worker cannot open a file later."""
    for lang in LANGUAGES:
        words(lang)
    for name in _templates().list_templates():
        _templates().get_template(name)


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"path": path, "link": link}
    return environment


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

    >>> link("javascript:alert(1)"), link("http://[")
    (None, None)
    """
    if address.startswith(BASE):
        return path(address)
    try:
        return address if urlsplit(address).scheme in ("http", "https") else None
    except ValueError:  # brackets that enclose no address in numbers
        return None
