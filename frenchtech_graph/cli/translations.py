"""The messages of click in French, as the file that gettext reads: made from `click_messages.toml`."""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from frenchtech_graph.io.words import beside


class _Catalog(Catalog):
    """A catalogue without a time and a version in its headers: the same words give the same
    bytes."""

    @property  # type: ignore[misc]
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", "fr"),
            ("Plural-Forms", "nplurals=2; plural=(n > 1);"),
            ("Content-Type", "text/plain; charset=utf-8"),
        ]


def files() -> dict[Path, bytes]:
    """Return the file that gettext reads, by its path. The same catalogue gives the same bytes."""
    words = beside(__file__, "click_messages.toml")
    catalog = _Catalog(locale="fr", fuzzy=False)
    for key in words:
        english, french = words.entry(key, "en"), words.entry(key, "fr")
        if isinstance(english, dict):
            catalog.add((english["one"], english["other"]), (french["one"], french["other"]))
        else:
            catalog.add(english, french)
    held = io.BytesIO()
    write_mo(held, catalog)
    path = Path(__file__).with_name("locale") / "fr" / "LC_MESSAGES" / "messages.mo"
    return {path: held.getvalue()}
