"""Content of every drawing of a network: actors, events, sources, positions, findings, words.

The page model consists of plain JSON values, in columns. It adds only positions to the network:
findings come from the caller, and the names of terms from the ontology through the caller.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from frenchtech_graph.io.words import beside
from frenchtech_graph.model import ontology, places
from frenchtech_graph.views.map import gathering, geography, layout
from frenchtech_graph.views.map.columns import Column, coded, prefixed, web_address
from frenchtech_graph.views.map.contents import Actor, Contents, Event, Network, read
from frenchtech_graph.views.map.overlays import laid_over
from frenchtech_graph.views.map.story import read_story
from frenchtech_graph.views.search.columns import columns
from frenchtech_graph.views.search.entries import Entry, entry_of

Labels = Mapping[str, Mapping[str, str]]
SourceFacts = Mapping[str, Mapping[str, Any]]
Model = dict[str, Any]

LANGUAGES = ("fr", "en")

LARGEST_RADIUS = 26.0
EVENT_RADIUS = 3.5
CROWD = 3  # events of at least this many actors are drawn as marks, smaller ones as lines


def page_model(
    network: Network,
    *,
    findings: Mapping[str, pd.DataFrame] | None = None,
    labels: Labels | None = None,
    source_facts: SourceFacts | None = None,
    title: Mapping[str, str] | None = None,
    lang: str = "fr",
    seed: int = 1,
    opens: str = "network",
    other_names: Mapping[str, Sequence[str]] | None = None,
    entries: Mapping[str, Entry] | None = None,
    credit: Mapping[str, str] | None = None,
    story: Path | None = None,
) -> Model:
    """Return the content of a page, as JSON values.

    `network` follows the network contract (docs/architecture.md). `findings` are tables by name, as
    `findings.collect` returns them. `labels` maps the local name of a class, property or concept to
    its names by language. `source_facts` maps a source IRI to its url, title, publisher and date.
    The layout uses `seed`. The same arguments give the same model. `opens` is the drawing that the
    page begins with: "network", "geo" (France) or "time". `other_names` are additional names for
    the search, by IRI. `entries` are the entries of the server's search (`views.search.entries`),
    if a graph is available. `credit` is the line under exported pictures, with source, date and
    licence. `story` is a file of views with captions (`story.read_story`).
    """
    contents = read(network)
    found = findings or {}
    names = beside(__file__, "templates/words.toml").both("title") | dict(title or {})
    return {
        "lang": lang,
        "opens": opens,
        "title": names,
        "credit": dict(credit or {}),
        "actors": _actors(contents),
        "search": columns(_entries(contents, labels or {}, other_names or {}, entries or {})),
        "events": _events(contents),
        "sources": _sources(contents.events, source_facts or {}),
        **as_network(contents, seed),
        "ground": on_the_ground(contents),
        "ecosystems": gathering.gathered(network, contents),
        **laid_over(found, contents),
        "labels": _used_labels(contents, labels or {}, found.get("gaps")),
        "places": _place_names(contents),
        "story": read_story(story, contents) if story else None,
    }


def _actors(contents: Contents) -> dict[str, Any]:
    rows = contents.actors
    return {
        "iri": prefixed(contents.iris),
        "kind": coded(a.kind for a in rows),
        "pillars": coded(tuple(a.pillars) for a in rows),
        "place": coded(_place(a) for a in rows),
        "sectors": coded(tuple(a.sectors) for a in rows),
        "stage": coded(a.stage for a in rows),
        "persons": [i for i, a in enumerate(rows) if a.person],
        "born": coded(_year(a.created) for a in rows),
    }


def _entries(
    contents: Contents,
    labels: Labels,
    other_names: Mapping[str, Sequence[str]],
    known: Mapping[str, Entry],
) -> list[Entry]:
    """Return the search entries of actors, from the graph or from the network."""
    found = []
    for iri, actor in zip(contents.iris, contents.actors, strict=True):
        said = map(str, (actor.kind, *actor.pillars, *actor.sectors))
        terms = (term for term in said if term in labels)
        notes = [text for term in terms for text in labels[term].values()]
        notes += [actor.place_label] if actor.place_label else []
        name = str(actor.label or actor.key)
        others = other_names.get(iri, ())
        made = entry_of(
            iri, name, kind=str(actor.kind), place=actor.place, others=others, notes=notes
        )
        found.append(known.get(iri, made))
    return found


def _year(created: str | None) -> int | None:
    """Return the year of a date as stated."""
    year = (created or "")[:4]
    return int(year) if year.isdecimal() else None


def _place(actor: Actor) -> tuple[str | None, ...] | None:
    """Return label, commune, department and region, or None if all are unknown.

    An area is not a commune, and the drawing of France has its outline.
    """
    commune = None if geography.area_of(actor) else actor.place
    found = (actor.place_label, commune, actor.department, actor.region)
    return found if any(found) else None


def _events(contents: Contents) -> dict[str, Any]:
    events = contents.events
    return {
        "kind": coded(e.kind for e in events),
        "label": coded(None if e.label in (None, e.kind) else e.label for e in events),
        "flow": coded(e.flow for e in events),
        "lasting": _lasting({e.kind for e in events}),
        "start": [e.start for e in events],
        "end": [e.end for e in events],
        "date": coded(e.date for e in events),
        "amount": coded(e.amount_eur for e in events),
        "size": [len(e.parts) for e in events],
        **_members(contents),
    }


def _members(contents: Contents) -> dict[str, Any]:
    """Return who takes part in the events, one after the other."""
    edges = [edge for event in contents.events for edge in event.edges]
    return {
        "actor": contents.numbers([edge.actor for edge in edges]),
        "role": coded(edge.role for edge in edges),
        "side": coded(edge.side for edge in edges),
        "lead": [i for i, edge in enumerate(edges) if edge.lead],
        "sources": coded(tuple(edge.sources) for edge in edges)["codes"],
    }


def _lasting(kinds: set[str]) -> list[str]:
    """Return the kinds of ties that last until they end.

    A happening, in the ontology an EventTie, has one date.
    """
    terms = ontology.load()
    return sorted(k for k in kinds if not terms.is_instant(k))


def _sources(events: list[Event], facts: SourceFacts) -> dict[str, Any]:
    """Return each source once, and the lists of sources that memberships refer to by number."""
    lists: dict[tuple[str, ...], None] = dict.fromkeys(
        tuple(edge.sources) for e in events for edge in e.edges
    )
    iris = list(dict.fromkeys(s for group in lists for s in group))
    number = {iri: i for i, iri in enumerate(iris)}
    known = [facts.get(iri, {}) for iri in iris]
    urls = [
        web_address(f.get("url")) or web_address(iri) or ""
        for iri, f in zip(iris, known, strict=True)
    ]
    return {
        "url": prefixed(urls),
        "title": [_text(f.get("title")) for f in known],
        "publisher": coded(_text(f.get("publisher")) for f in known),
        "date": coded(_text(f.get("date")) for f in known),
        "lists": [[number[s] for s in group] for group in lists],
    }


def _place_names(contents: Contents) -> dict[str, str]:
    """Return the names of the regions ("r32") and departments ("d59") of the actors."""
    used = {key for a in contents.actors for key in (f"r{a.region}", f"d{a.department}")}
    return {key: name for key, name in sorted(places.place_names().items()) if key in used}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def as_network(contents: Contents, seed: int) -> dict[str, Any]:
    """Return label, place and size of each mark, actors before events of many actors, and where to
    look.
    """
    crowds = [e for e in contents.events if len(e.parts) >= CROWD]
    ties, weights = lines(contents)
    radii = np.concatenate([actor_radii(contents), np.full(len(crowds), EVENT_RADIUS)])
    groups = layout.communities(len(radii), ties, weights, seed)
    places = layout.positions(radii, ties, weights, groups, seed)
    marks = {
        "label": _names(contents),
        "x": places[:, 0].tolist(),
        "y": places[:, 1].tolist(),
        "r": np.round(radii, 1).tolist(),
        "group": groups.tolist(),
    }
    return {"marks": marks, "home": layout.whole_frame(places, radii)}


def on_the_ground(contents: Contents) -> dict[str, Any]:
    """Return the positions of actors in France, the ground beneath them, and the first frame to
    show."""
    ground = geography.spread(contents.actors, actor_radii(contents))
    return {
        "x": [None if np.isnan(x) else x for x in ground.places[:, 0].tolist()],
        "y": [None if np.isnan(y) else y for y in ground.places[:, 1].tolist()],
        "spots": ground.spots,
        "spotOf": ground.spot_of,
        "outlines": geography.outlines(),
        "communes": geography.communes_of(contents.actors),
        "home": geography.home(contents.actors, ground.places),
    }


def _names(contents: Contents) -> list[str]:
    return [str(actor.label or actor.key) for actor in contents.actors]


def actor_radii(contents: Contents) -> layout.Array:
    """Return the radius of each actor in pixels: its area grows with the number of its events."""
    taking_part = [actor for event in contents.events for actor in event.parts]
    events = np.bincount(contents.numbers(taking_part), minlength=len(contents.iris))
    return np.minimum(LARGEST_RADIUS, 4.0 + 1.7 * np.sqrt(events))


def lines(contents: Contents) -> tuple[layout.Index, layout.Array]:
    """Return the pairs of marks that lines join, and how strongly each pulls.

    An event of k ≥ 3 actors is a mark with k lines that pull 2/(k - 1) each: a contest with three
    hundred laureates should not draw them all into one knot.
    """
    pairs: list[tuple[int, int]] = []
    weights: list[float] = []
    crowd = len(contents.iris)
    for event in contents.events:
        members = contents.numbers(event.members)
        if len(members) == 2:
            pairs.append((members[0], members[1]))
            weights.append(1.0)
        elif len(members) >= CROWD:
            pairs += [(m, crowd) for m in members]
            weights += [2.0 / (len(members) - 1)] * len(members)
            crowd += 1
    return np.array(pairs, dtype=np.int64).reshape(-1, 2), np.array(weights)


def _used_labels(
    contents: Contents, labels: Labels, gaps: pd.DataFrame | None
) -> dict[str, list[str]]:
    """Return [French, English] for each term that the page shows and `labels` names."""
    used: set[Any] = {e.kind for e in contents.events} | {e.flow for e in contents.events}
    used |= {edge.role for e in contents.events for edge in e.edges}
    for a in contents.actors:
        used |= {a.kind, a.stage, *a.pillars, *a.sectors}
    if gaps is not None and len(gaps):
        used |= {*gaps["row_group"], *gaps["column_group"]}
    used |= {*ontology.load().schemes["contribution"]}
    named = {str(u): labels[u] for u in used if u in labels}
    return {
        k: [v.get("fr") or v.get("en", k), v.get("en") or v.get("fr", k)]
        for k, v in sorted(named.items())
    }


__all__ = [
    "Column",
    "Labels",
    "Model",
    "Network",
    "SourceFacts",
    "actor_radii",
    "as_network",
    "on_the_ground",
    "page_model",
]
