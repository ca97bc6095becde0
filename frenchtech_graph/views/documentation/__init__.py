"""The documentation of the ontology, made from the ontology: HTML in French and English, to read
without network.
"""

from pathlib import Path


def write_documentation(folder: Path) -> Path:
    """Write the documentation of the ontology into a folder and return its first page.

    The pages need no network and no server. Existing files of the same names in the folder are
    replaced.
    """
    from frenchtech_graph.views.documentation.site import write_pages
    from frenchtech_graph.views.documentation.source import Source

    return write_pages(folder, Source())
