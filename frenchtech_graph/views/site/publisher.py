"""The publisher of a site, and the legal statements of its pages: read from `[site]` of a
dataset.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from frenchtech_graph.io import bounded_files
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.files import data_folder
from frenchtech_graph.io.words import LANGUAGES

TEXTS = ("legal_notice", "privacy", "accessibility")
NEEDED = ("contact", *TEXTS)
FILE = "dataset.toml"


@dataclass(frozen=True)
class Publisher:
    """The publisher of a site: a contact and three statements by language.

    Missing entries are empty. Pages then show this, and a site with an address is refused.
    `documentation` is the web address of the published docs. It is optional.
    """

    contact: str = ""
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    documentation: str = ""

    def text(self, name: str) -> Mapping[str, str]:
        """Return a statement by language, empty if it is missing."""
        return self.texts.get(name) or dict.fromkeys(LANGUAGES, "")

    @property
    def missing(self) -> list[str]:
        """The entries that a site with an address needs and that are empty."""
        absent = [] if self.contact else ["contact"]
        for name in TEXTS:
            absent += [f"{name}_{lang}" for lang in LANGUAGES if not self.text(name)[lang]]
        return absent


def publisher_of(file: Path | None = None) -> Publisher:
    """Return the publisher that a file states in its table `site`.

    Args:
        file: A `dataset.toml`, by default the file of the shipped national data set.

    Raises:
        BilingualError: the file cannot be read.
    """
    path = file or data_folder() / "national" / FILE
    try:
        stated: dict[str, Any] = bounded_files.read_toml(path).get("site", {})
    except (OSError, ValueError) as error:
        raise BilingualError("site-settings", file=path, detail=error) from error
    texts = {n: {lang: str(stated.get(f"{n}_{lang}", "")) for lang in LANGUAGES} for n in TEXTS}
    documentation = str(stated.get("documentation", ""))
    return Publisher(str(stated.get("contact", "")), texts, documentation)
