"""Write a map of a network as one page that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import pandas as pd

from frenchtech_graph.maps import page, pyvis_page
from frenchtech_graph.maps.model import Labels, Network, SourceFacts, page_model

Engine = Literal["auto", "pyvis", "webgl", "geo"]


def write_map(
    graph: Network,
    path: Path | str,
    *,
    engine: Engine = "auto",
    hubs: pd.DataFrame | None = None,
    gaps: pd.DataFrame | None = None,
    introductions: pd.DataFrame | None = None,
    labels: Labels | None = None,
    source_facts: SourceFacts | None = None,
    title: Mapping[str, str] | None = None,
    lang: str = "fr",
    seed: int = 1,
) -> Path:
    """Write a map of `graph` and return its path."""
    model = page_model(
        graph,
        hubs=hubs,
        gaps=gaps,
        introductions=introductions,
        labels=labels,
        source_facts=source_facts,
        title=title,
        lang=lang,
        seed=seed,
    )
    return page.write_text(Path(path), pyvis_page.html(model))
