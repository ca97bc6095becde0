"""The site: a static folder with a page for each ecosystem and organisation, and a search."""

from frenchtech_graph.views.site.write import write_site

__all__ = ["write_site"]
