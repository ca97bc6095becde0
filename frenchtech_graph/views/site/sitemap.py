"""Files for search engines on a site with an address: the pages to list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote
from xml.sax.saxutils import escape

MOST = 50_000
"""Addresses that one sitemap may have (sitemaps.org)."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemaps(address: str, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield `robots.txt` and the sitemaps of pages, by path.

    >>> dict(sitemaps("https://a.org/", ["index.html"]))["robots.txt"]
    'User-agent: *\\nAllow: /\\nSitemap: https://a.org/sitemap.xml\\n'
    """
    ordered = sorted(paths)
    cut = [ordered[n : n + MOST] for n in range(0, len(ordered), MOST)] or [[]]
    names = ["sitemap.xml"] if len(cut) == 1 else [f"sitemap-{n + 1}.xml" for n in range(len(cut))]
    lines = "".join(f"Sitemap: {address}{name}\n" for name in names)
    yield "robots.txt", f"User-agent: *\nAllow: /\n{lines}"
    for name, part in zip(names, cut, strict=True):
        urls = "".join(f"<url><loc>{_url(address, path)}</loc></url>\n" for path in part)
        yield name, f"{_HEAD}<urlset {_SPACE}>\n{urls}</urlset>\n"


def _url(address: str, path: str) -> str:
    return escape(address + quote(path.removesuffix("index.html")))
