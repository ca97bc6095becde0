"""Gather the content of a site: findings of each ecosystem, from the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import networkx as nx
import pandas as pd
import pyoxigraph as ox

from frenchtech_graph.findings.ecosystems import ecosystems_of_today, places_of
from frenchtech_graph.io.errors import BilingualError
from frenchtech_graph.io.words import LANGUAGES
from frenchtech_graph.model import ontology
from frenchtech_graph.network.selection import place_codes
from frenchtech_graph.views.report.report_words import Wording
from frenchtech_graph.views.report.summary import sentences_of_place
from frenchtech_graph.views.site.bilingual import WORDS
from frenchtech_graph.views.site.material import Material
from frenchtech_graph.views.site.publisher import FILE, Publisher, publisher_of


def gathered(
    network: nx.Graph[Any],
    store: ox.Store,
    *,
    titles: Mapping[str, str],
    manifest: Mapping[str, Any],
    source_facts: Mapping[str, Mapping[str, Any]],
    publisher: Publisher,
    key: str,
    where: str | None,
    found: Callable[[str], tuple[nx.Graph[Any], Mapping[str, pd.DataFrame]]],
    progress: Callable[[str], None],
) -> Material:
    """Return the material of a site: of all ecosystems, or of the ecosystems of a place.

    `found` returns the network and the findings of an ecosystem by its id.

    Raises:
        BilingualError: the place is unknown.
    """
    codes = None if where is None else _codes(network, where)
    chosen = [
        row["ecosystem"]
        for row in ecosystems_of_today(network)
        if codes is None or codes & places_of(row["ecosystem"])
    ]
    labels = ontology.load().labels()
    wordings = {lang: Wording(lang, labels) for lang in LANGUAGES}
    names = {row["ecosystem"]: row for row in ecosystems_of_today(network)}
    findings, summaries = {}, {}
    for one in chosen:
        progress(one)
        part, tables = found(one)
        findings[one] = tables
        summaries[one] = {
            lang: sentences_of_place(
                part, tables, source_facts, names[one][f"name_{lang}"], wording
            )
            for lang, wording in wordings.items()
        }
    return Material(
        graph=network,
        store=store,
        labels=labels,
        facts=source_facts,
        title=titles or WORDS.both("site-title"),
        publisher=publisher,
        manifest=manifest,
        findings=findings,
        only=codes,
        summaries=summaries,
        key=key,
    )


def _codes(network: nx.Graph[Any], where: str) -> frozenset[str]:
    found = place_codes(network, where)
    return frozenset((found,) if isinstance(found, str) else found)


def public_address(stated: str, settings: Path | None) -> str:
    """Return the address of a site, ending in a slash, or an empty text if no address is given.

    Raises:
        BilingualError: it is not a web address, or the settings do not state the publisher of the
            site.

    >>> public_address("", None)
    ''
    """
    if not stated:
        return ""
    parts = urlsplit(stated)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise BilingualError("site-address", value=stated)
    missing = publisher_of(settings).missing
    if missing:
        file = settings or FILE
        raise BilingualError("site-not-stated", file=file, missing=", ".join(missing))
    return stated.rstrip("/") + "/"
