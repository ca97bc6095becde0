"""Write a map of a network as one self-contained page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

import pandas as pd

from frenchtech_graph.io.swap import write_atomically
from frenchtech_graph.views.map.contents import Network
from frenchtech_graph.views.map.payload import LANGUAGES, Labels, Model, SourceFacts, page_model
from frenchtech_graph.views.search.entries import Entry

Engine = Literal["auto", "pyvis", "webgl", "geo"]

# Marks up to which the pyvis page stays fluid, measured in docs/maps.md.
PYVIS_UP_TO = 20_000


def map_html(
    graph: Network,
    *,
    engine: Engine = "auto",
    findings: Mapping[str, pd.DataFrame] | None = None,
    hubs: pd.DataFrame | None = None,
    gaps: pd.DataFrame | None = None,
    introductions: pd.DataFrame | None = None,
    labels: Labels | None = None,
    source_facts: SourceFacts | None = None,
    title: Mapping[str, str] | None = None,
    lang: str = "fr",
    seed: int = 1,
    other_names: Mapping[str, Sequence[str]] | None = None,
    entries: Mapping[str, Entry] | None = None,
    credit: Mapping[str, str] | None = None,
    story: Path | None = None,
    library: str | None = None,
) -> str:
    """Return a map of `graph` as one HTML page.

    `graph` follows the network contract (docs/architecture.md): actors and events, or actors alone.
    `engine` is "pyvis" (a network), "webgl" (a very large one) or "auto", which chooses by size.
    "geo" chooses too, and opens on the drawing of France. `findings` are tables by name, as
    `findings.collect` returns them. Findings with an overlay are shown. Three of them can be given
    by themselves: `hubs` has the columns iri, rank, rank_low, rank_high, p_top, tier, hub. `gaps`
    has row_group, column_group, observed, expected, ratio, grade, sentence_fr, sentence_en.
    `introductions` has iri_a, iri_b, reason_fr, reason_en. `labels` maps local names of terms to
    ``{"fr": …, "en": …}``. `source_facts` maps source IRIs to their url, title, publisher and date,
    and only http and https become links. `lang` is the language of readers whose browser speaks
    neither. `seed` fixes the layout. `other_names`, `entries`, `credit` and `story` are as for
    `payload.page_model`. `library` is the name of a file with vis-network next to the page
    (default: the page contains it).

    Raises ValueError for an unknown engine or language.
    """
    if engine not in get_args(Engine):
        raise ValueError(
            f"Unknown engine {engine!r}: expected one of {', '.join(get_args(Engine))}."
        )
    if lang not in LANGUAGES:
        raise ValueError(f"Unknown language {lang!r}: expected one of {', '.join(LANGUAGES)}.")
    model = page_model(
        graph,
        findings=_named(findings, hubs=hubs, gaps=gaps, introductions=introductions),
        labels=labels,
        source_facts=source_facts,
        title=title,
        lang=lang,
        seed=seed,
        other_names=other_names,
        entries=entries,
        credit=credit,
        story=story,
        opens="geo" if engine == "geo" else "network",
    )
    return model_html(model, engine, library)


def _named(
    findings: Mapping[str, pd.DataFrame] | None, **tables: pd.DataFrame | None
) -> dict[str, pd.DataFrame]:
    """Return tables of findings by name, without missing ones."""
    return dict(findings or {}) | {n: t for n, t in tables.items() if t is not None}


def model_html(model: Model, engine: Engine = "auto", library: str | None = None) -> str:
    """Return the page of a model (`payload.page_model`)."""
    if engine in ("auto", "geo"):
        engine = "pyvis" if len(model["marks"]["x"]) <= PYVIS_UP_TO else "webgl"
    if engine == "pyvis":
        from frenchtech_graph.views.map import pyvis_page  # slow to import

        return pyvis_page.html(model, library)
    from frenchtech_graph.views.map import canvas_pages

    return canvas_pages.webgl_html(model)


def write_map(
    graph: Network,
    path: Path | str,
    *,
    engine: Engine = "auto",
    findings: Mapping[str, pd.DataFrame] | None = None,
    hubs: pd.DataFrame | None = None,
    gaps: pd.DataFrame | None = None,
    introductions: pd.DataFrame | None = None,
    labels: Labels | None = None,
    source_facts: SourceFacts | None = None,
    title: Mapping[str, str] | None = None,
    lang: str = "fr",
    seed: int = 1,
    other_names: Mapping[str, Sequence[str]] | None = None,
    entries: Mapping[str, Entry] | None = None,
    credit: Mapping[str, str] | None = None,
    story: Path | None = None,
) -> Path:
    """Write a map of `graph` to `path`, in UTF-8, and return the path. See `map_html`."""
    html = map_html(
        graph,
        engine=engine,
        findings=findings,
        hubs=hubs,
        gaps=gaps,
        introductions=introductions,
        labels=labels,
        source_facts=source_facts,
        title=title,
        lang=lang,
        seed=seed,
        other_names=other_names,
        entries=entries,
        credit=credit,
        story=story,
    )
    return write_atomically(Path(path), html)
