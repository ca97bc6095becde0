"""The report: one self-contained page, French and English, with links from every number to its
rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
from markupsafe import escape

from frenchtech_graph.io.swap import write_atomically
from frenchtech_graph.io.words import beside
from frenchtech_graph.version import __version__
from frenchtech_graph.views.map.contents import read
from frenchtech_graph.views.map.html_page import environment, sealed
from frenchtech_graph.views.map.inline import InlinePage
from frenchtech_graph.views.report.editions import FLOWS, Material, edition
from frenchtech_graph.views.report.figures import small_map
from frenchtech_graph.views.report.figures.scale import shortened
from frenchtech_graph.views.report.merged_names import Merged, nothing_told
from frenchtech_graph.views.report.report_words import LANGUAGES, TEMPLATES, Wording
from frenchtech_graph.views.report.summary import first_hubs

LONGEST = 900  # longest name or sentence, cut for display if longer
TITLE = beside(__file__, "templates/words.toml").both("title")


def report_html(
    graph: nx.Graph[Any],
    *,
    findings: Mapping[str, pd.DataFrame],
    labels: Mapping[str, Mapping[str, str]] | None = None,
    source_facts: Mapping[str, Mapping[str, Any]] | None = None,
    title: Mapping[str, str] | None = None,
    lang: str = "fr",
    method: Mapping[str, str] | None = None,
    map_page: str | None = None,
    one_page: bool = False,
    seed: int = 1,
    merged: Merged = nothing_told,
) -> str:
    """Return the report on `graph`, a bipartite network, as one HTML page.

    `findings` are tables of the analysis by name, each optional: `hubs` and `connected` (of
    `analysis.hubs.rank_hubs`), `brokers` (of `analysis.brokerage.rank_brokers`), `gaps` (rows of
    `analysis.gaps.group_gaps`, any number of pairs of attributes), `pathways`, `introductions`,
    `fragility`, `coverage`, `lacks`. `findings.collect` computes them. Columns `sentence_fr` and
    `sentence_en` contain a sentence on each row. A part without its table says that it was not
    computed. `labels`, `source_facts`, `title` and `lang` are the same as in `maps.write_map`.
    `method` adds lines to the method card (data hash, versions). `map_page` is the address of the
    map, as seen from the report, which its small map links to. `one_page` keeps only the first
    screen and fits one sheet of paper. `seed` fixes the layout of the small map. `merged` returns
    the records that the actor with an address was merged from.

    Raises:
        ValueError: an unknown language.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"Unknown language {lang!r}: expected one of {', '.join(LANGUAGES)}.")
    names = TITLE | dict(title or {})
    contents = read(graph)
    material = Material(
        graph,
        contents,
        dict(findings),
        dict(source_facts or {}),
        names,
        dict(method or {}),
        one_page,
        merged,
    )
    wordings = [Wording(code, labels or {}) for code in LANGUAGES]
    env = environment(TEMPLATES)
    # Markup is a subclass of `str` and must not be cut.
    env.finalize = lambda value: shortened(value, LONGEST) if type(value) is str else value
    env.filters["whole"] = escape
    env.globals.update(short=shortened, known_flows=FLOWS)
    return env.get_template("report.html").render(
        lang=lang,
        title=names,
        wordings=wordings,
        editions={t.lang: edition(material, t) for t in wordings},
        version=__version__,
        small_map=small_map(contents, first_hubs(findings), seed),
        map_page=map_page,
        one_page=one_page,
        **sealed(
            [(TEMPLATES / "report.js").read_text(encoding="utf-8")],
            (TEMPLATES / "report.css").read_text(encoding="utf-8"),
        ),
    )


def write_report(
    graph: nx.Graph[Any],
    path: Path | str,
    *,
    findings: Mapping[str, pd.DataFrame],
    labels: Mapping[str, Mapping[str, str]] | None = None,
    source_facts: Mapping[str, Mapping[str, Any]] | None = None,
    title: Mapping[str, str] | None = None,
    lang: str = "fr",
    method: Mapping[str, str] | None = None,
    map_page: str | None = None,
    one_page: bool = False,
    seed: int = 1,
    merged: Merged = nothing_told,
) -> Path:
    """Write the report to `path`, in UTF-8, and return the path. See `report_html`."""
    html = report_html(
        graph,
        findings=findings,
        labels=labels,
        source_facts=source_facts,
        title=title,
        lang=lang,
        method=method,
        map_page=map_page,
        one_page=one_page,
        seed=seed,
        merged=merged,
    )
    return write_atomically(Path(path), html)


def inline_report(graph: nx.Graph[Any], *, height: int = 800, **options: Any) -> InlinePage:
    """Return a report that a notebook displays inline.

    `options` are the options of `write_report`.
    """
    return InlinePage(report_html(graph, **options), height)
