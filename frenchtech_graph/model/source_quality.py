"""The quality of a page as a source, by its host.

`data/reference/hosts.csv` lists hosts with their quality. A host covers its subdomains, and the
longest match counts. A quality stated in a table overrides this default.
"""

import csv
from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit

from frenchtech_graph.io.files import data_folder


@cache
def _hosts() -> Mapping[str, str]:
    path = data_folder() / "reference" / "hosts.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["host"]: row["quality"] for row in csv.DictReader(file)}


def default_quality(url: str) -> str | None:
    """Return the quality of the page at an address, a concept of the scheme `quality`, or None.

    >>> default_quality("https://region-sud.latribune.fr/innovation/1"), default_quality("https://x.example")
    ('press', None)
    """
    parts = (urlsplit(url).hostname or "").split(".")
    names = (".".join(parts[i:]) for i in range(len(parts) - 1))
    return next((_hosts()[name] for name in names if name in _hosts()), None)
