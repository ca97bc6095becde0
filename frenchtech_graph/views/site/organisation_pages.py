"""The pages of an organisation: one, and more for its ties where these are many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from frenchtech_graph.network.model import Actor, actor_of, events_of
from frenchtech_graph.views.site import organisation_facts as known
from frenchtech_graph.views.site.bilingual import both, count, say, sentence
from frenchtech_graph.views.site.file_names import ORGANISATIONS
from frenchtech_graph.views.site.linked_data import organisation
from frenchtech_graph.views.site.material import Material
from frenchtech_graph.views.site.organisation_ties import (
    MOST_ON_A_PAGE,
    Line,
    Part,
    Sources,
    partners,
    parts,
    year_of,
    years,
)
from frenchtech_graph.views.site.pages import Pages
from frenchtech_graph.views.site.paging import standings

Entry = dict[str, Any]
MOST_PARTNERS = 24


def organisation_pages(pages: Pages, actor: Actor) -> Iterator[tuple[str, str]]:
    """Yield the path and text of each page of an organisation."""
    material = pages.material
    stem = material.pages[str(actor.key)]
    cut = parts(years(material, actor))
    path = f"{ORGANISATIONS}/{stem}.html"
    more = [f"{stem}.{number}.html" for number in range(1, len(cut) + 1)] if len(cut) > 1 else []
    data = organisation(material, actor, pages.address + path) if pages.address else None
    content = _content(material, actor, cut, more)
    yield path, pages.render("organisation.html", path, data=data, **content)
    for name, part, standing in zip(more, cut if more else [], standings(more), strict=True):
        own = f"{ORGANISATIONS}/{name}"
        sources = Sources(material.facts)
        text = pages.render(
            "ties.html",
            own,
            index=False,
            name=str(actor.label),
            stem=stem,
            span=_span(part),
            years=_years(material, part, sources),
            sources=sources.rows,
            **standing,
        )
        yield own, text


def _content(material: Material, actor: Actor, cut: list[Part], more: list[str]) -> Entry:
    sources = Sources(material.facts)
    own = sources.numbered(known.own_pages(material.store, actor))
    tied = partners(material, actor)
    return {
        "name": str(actor.label or actor.key),
        "address": str(actor.key),
        "kind": material.term(actor.kind),
        "pillars": [(p, material.term(p)) for p in actor.pillars],
        "place": actor.place_label or "",
        "lead": _lead(material, actor, len(tied)),
        "ended": not actor.living,
        "facts": known.facts(material, actor),
        "remark": known.remark(material.store, actor),
        "own_pages": own,
        "partners": [_partner(material, key, n) for key, n in tied[:MOST_PARTNERS]],
        "more_partners": max(0, len(tied) - MOST_PARTNERS),
        "years": [] if more else [y for part in cut for y in _years(material, part, sources)],
        "parts": [(file, _span(part), part.size) for file, part in zip(more, cut, strict=False)],
        "sources": sources.rows,
        "origins": known.origins(material.store, actor),
    }


def _lead(material: Material, actor: Actor, tied: int) -> Any:
    """Return how much is recorded of an organisation, in a sentence."""
    events = list(events_of(material.graph, actor.key))
    dated = [year for event in events if (year := year_of(event)) is not None]
    if not events:
        return say("no-ties")
    said = count("lead-events", len(events))
    with_whom = count("lead-partners", tied) if tied else None
    span = None
    if dated:
        key = "lead-year" if min(dated) == max(dated) else "lead-span"
        span = say(key, first=str(min(dated)), last=str(max(dated)))
    return sentence(said, *(p for p in (with_whom, span) if p is not None))


def _partner(material: Material, key: str, n: int) -> Entry:
    actor = actor_of(material.graph, key)
    return {
        "name": str(actor.label or key),
        "link": _link(material, key),
        "kind": material.term(actor.kind),
        "n": n,
    }


def _link(material: Material, key: str) -> str | None:
    stem = material.pages.get(key)
    return f"{stem}.html" if stem else None


def _span(part: Part) -> Any:
    first, last = part.span
    undated = any(year is None for year, _ in part.years)
    if first is None:
        return say("undated")
    years_ = str(first) if first == last else f"{first} – {last}"
    return say("and-undated", years=years_) if undated else years_


def _years(
    material: Material, part: Part, sources: Sources
) -> list[tuple[int | None, list[Entry]]]:
    return [
        (year, [_line(material, line, sources) for line in lines]) for year, lines in part.years
    ]


def _line(material: Material, line: Line, sources: Sources) -> Entry:
    shown = [
        (str(actor_of(material.graph, key).label or key), _link(material, key))
        for key in line.partners[:MOST_ON_A_PAGE]
    ]
    kind = material.term(line.kind)
    return {
        "kind": kind,
        "role": material.role(line.role) if line.role and line.role != line.own_role else None,
        "own_role": material.role(line.own_role) if line.own_role else None,
        "label": line.label,
        "when": both(line.when) if line.when["fr"] != str(line.year) and line.year else "",
        "money": line.money,
        "partners": shown,
        "more": line.more,
        "marks": sources.numbered(line.pages),
    }
