"""The site: a static folder with pages for ecosystems and organisations, and a search."""

from frenchtech_graph.views.site.write import write_site

__all__ = ["write_site"]
