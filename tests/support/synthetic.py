"""A seeded ecosystem of invented actors in the form of the network contract.

It has the traits that maps and measures must cope with: one very large ecosystem, a dozen middle
ones and an overseas one, a long tail of degrees, dated and undated ties, events of many actors,
actors without a place, a sector or a tie, and small groups cut off from the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import networkx as nx
import numpy as np
import pandas as pd

Network: TypeAlias = "nx.Graph[str]"

BASE = "https://example.org/id/"

# name, INSEE code, department, region, share of actors, longitude, latitude
CITIES = [
    ("Paris", "75056", "75", "11", 0.34, 2.352, 48.857),
    ("Lille", "59350", "59", "32", 0.12, 3.057, 50.629),
    ("Roubaix", "59512", "59", "32", 0.03, 3.174, 50.690),
    ("Amiens", "80021", "80", "32", 0.02, 2.295, 49.894),
    ("Lyon", "69123", "69", "84", 0.09, 4.835, 45.764),
    ("Grenoble", "38185", "38", "84", 0.06, 5.724, 45.188),
    ("Toulouse", "31555", "31", "76", 0.06, 1.444, 43.605),
    ("Bordeaux", "33063", "33", "75", 0.05, -0.579, 44.838),
    ("Nantes", "44109", "44", "52", 0.05, -1.554, 47.218),
    ("Marseille", "13055", "13", "93", 0.05, 5.370, 43.296),
    ("Rennes", "35238", "35", "53", 0.04, -1.678, 48.117),
    ("Strasbourg", "67482", "67", "44", 0.04, 7.753, 48.573),
    ("Saint-Denis", "97411", "974", "04", 0.02, 55.451, -20.882),
]
# class, pillars, person, share, pull as a partner
KINDS = [
    ("StartUp", ("venture",), False, 0.55, 1.0),
    ("Person", ("talent",), True, 0.14, 0.4),
    ("InvestmentFund", ("finance",), False, 0.09, 6.0),
    ("BusinessAngelNetwork", ("finance",), False, 0.02, 6.0),
    ("Incubator", ("connection",), False, 0.05, 8.0),
    ("University", ("talent", "technology"), False, 0.03, 5.0),
    ("ResearchLaboratory", ("technology",), False, 0.07, 3.0),
    ("Corporate", (), False, 0.03, 4.0),
    ("PublicAuthority", ("connection", "finance"), False, 0.02, 6.0),
]
SECTORS = (
    "health",
    "energy",
    "industry",
    "software",
    "artificial-intelligence",
    "agri-food",
    "fintech",
)
STAGES = ("creation", "seed", "early-growth", "scale-up")
SYLLABLES = (
    "va",
    "lo",
    "né",
    "mi",
    "ra",
    "Ka",
    "do",
    "su",
    "el",
    "to",
    "ri",
    "ça",
    "pu",
    "zen",
    "nor",
    "bri",
)


@dataclass
class Ecosystem:
    """A network with everything a map or a report is given beside it."""

    graph: Network
    source_facts: dict[str, dict[str, str]]
    labels: dict[str, dict[str, str]]
    hubs: pd.DataFrame
    gaps: pd.DataFrame
    introductions: pd.DataFrame
    title: dict[str, str] = field(
        default_factory=lambda: {"fr": "Écosystème d’essai", "en": "Trial ecosystem"}
    )


def ecosystem(actors: int = 300, seed: int = 7) -> Ecosystem:
    """Return an invented ecosystem of `actors` actors; the same seed gives the same one."""
    rng = np.random.default_rng(seed)
    graph: Network = nx.Graph(view="bipartite")
    _add_actors(graph, actors, rng)
    _add_events(graph, actors, rng)
    facts = {
        s: {
            "url": s,
            "title": f"Article {i}",
            "publisher": ("Le Courrier", "La Gazette", "Ministère")[i % 3],
            "date": f"{2012 + i % 13}-0{1 + i % 9}-12",
        }
        for i, s in enumerate(sorted({s for *_, d in graph.edges(data=True) for s in d["sources"]}))
    }
    return Ecosystem(graph, facts, labels(), _hubs(graph), _gaps(), _introductions(graph, rng))


def labels() -> dict[str, dict[str, str]]:
    """Return names in French and English for the terms used here."""
    words = {
        "StartUp": ("Start-up", "Start-up"),
        "Person": ("Personne", "Person"),
        "InvestmentFund": ("Fonds d’investissement", "Investment fund"),
        "BusinessAngelNetwork": ("Réseau de business angels", "Business angel network"),
        "Incubator": ("Incubateur", "Incubator"),
        "University": ("Université", "University"),
        "ResearchLaboratory": ("Laboratoire de recherche", "Research laboratory"),
        "Corporate": ("Grande entreprise", "Corporate"),
        "PublicAuthority": ("Collectivité publique", "Public authority"),
        "Investment": ("Investissement", "Investment"),
        "FundingRound": ("Tour de table", "Funding round"),
        "Founding": ("Création", "Founding"),
        "Incubation": ("Incubation", "Incubation"),
        "Partnership": ("Partenariat", "Partnership"),
        "Project": ("Projet", "Project"),
        "Programme": ("Programme", "Programme"),
        "investor": ("investisseur", "investor"),
        "investee": ("entreprise financée", "investee"),
        "raisedBy": ("levé par", "raised by"),
        "founder": ("fondateur", "founder"),
        "foundedOrganization": ("organisation créée", "founded organisation"),
        "supporter": ("accompagnateur", "supporter"),
        "supportedOrganization": ("accompagné", "supported organisation"),
        "partyA": ("partenaire", "partner"),
        "partyB": ("partenaire", "partner"),
        "participant": ("participant", "participant"),
        "laureate": ("lauréat", "laureate"),
        "talent": ("Talents", "Talent"),
        "technology": ("Technologie", "Technology"),
        "finance": ("Finance", "Finance"),
        "connection": ("Mise en relation", "Connection"),
        "venture": ("Jeunes entreprises", "Ventures"),
        "health": ("Santé", "Health"),
        "energy": ("Énergie", "Energy"),
        "industry": ("Industrie", "Industry"),
        "software": ("Logiciel", "Software"),
        "artificial-intelligence": ("Intelligence artificielle", "Artificial intelligence"),
        "agri-food": ("Agroalimentaire", "Agri-food"),
        "fintech": ("Fintech", "Fintech"),
        "creation": ("Création", "Creation"),
        "seed": ("Amorçage", "Seed"),
        "early-growth": ("Première croissance", "Early growth"),
        "scale-up": ("Passage à l’échelle", "Scale-up"),
        "59": ("Nord", "Nord"),
        "32": ("Hauts-de-France", "Hauts-de-France"),
        "11": ("Île-de-France", "Île-de-France"),
    }
    return {k: {"fr": fr, "en": en} for k, (fr, en) in words.items()}


def _name(kind: str, i: int, rng: np.random.Generator) -> str:
    word = "".join(rng.choice(SYLLABLES, size=int(rng.integers(2, 5)))).capitalize()
    form = {
        "Person": f"Camille {word}",
        "InvestmentFund": f"{word} Capital",
        "BusinessAngelNetwork": f"{word} Angels",
        "Incubator": f"Incubateur {word}",
        "University": f"Université de {word}",
        "ResearchLaboratory": f"Laboratoire {word}",
        "PublicAuthority": f"Agence {word}",
        "Corporate": f"Groupe {word}",
    }
    return form.get(kind, "Ÿnsectal" if i == 0 else word)


def _add_actors(graph: Network, n: int, rng: np.random.Generator) -> None:
    share = np.array([c[4] for c in CITIES])
    city = rng.choice(len(CITIES), size=n, p=share / share.sum())
    share = np.array([k[3] for k in KINDS])
    kind = rng.choice(len(KINDS), size=n, p=share / share.sum())
    kind[0] = 0
    for i in range(n):
        name, code, department, region, _, lon, lat = CITIES[city[i]]
        k, pillars, person, _, _ = KINDS[kind[i]]
        placed = rng.random() > 0.06
        venture = k == "StartUp"
        graph.add_node(
            f"{BASE}actor/{i}",
            mode="actor",
            label=_name(k, i, rng),
            kind=k,
            person=person,
            pillars=pillars,
            place=code if placed else None,
            place_label=name if placed else None,
            department=department if placed else None,
            region=region if placed else None,
            lat=lat if placed else None,
            lon=lon if placed else None,
            sectors=tuple(sorted({SECTORS[j] for j in rng.integers(0, len(SECTORS), size=2)}))
            if venture and rng.random() > 0.2
            else (),
            stage=STAGES[int(rng.integers(0, 4))] if venture and rng.random() > 0.3 else None,
        )


def _add_events(graph: Network, n: int, rng: np.random.Generator) -> None:
    keys = list(graph)
    kind = [graph.nodes[k]["kind"] for k in keys]
    pull_of = {k[0]: k[4] for k in KINDS}
    pull = (rng.pareto(1.6, size=n) + 0.15) * np.array([pull_of[k] for k in kind])
    place = np.array([graph.nodes[k]["place"] or "" for k in keys])
    cut_off = set(rng.choice(n, size=max(2, n // 30), replace=False).tolist())
    everywhere = pull / pull.sum()
    local = {
        p: (np.flatnonzero(place == p), pull[place == p] / pull[place == p].sum())
        for p in set(place)
    }

    def partner(i: int) -> int:
        pool, weight = local[place[i]]
        if rng.random() < 0.75 and len(pool) > 3:
            return int(rng.choice(pool, p=weight))
        return int(rng.choice(n, p=everywhere))

    wanted = int(n * 1.9)
    for number, a in enumerate(rng.integers(0, n, size=wanted).tolist()):
        if a in cut_off:
            continue
        size = 2 if rng.random() < 0.88 else int(rng.integers(3, 8))
        members = list(dict.fromkeys([a, *(partner(a) for _ in range(size - 1))]))
        members = [m for m in members if m not in cut_off]
        if len(members) >= 2:
            _add_event(graph, number, [keys[m] for m in members], rng)
    laureates = rng.choice(n, size=max(5, n // 12), replace=False).tolist()
    _add_event(
        graph, wanted, [keys[m] for m in laureates if m not in cut_off], rng, kind="Programme"
    )


ROLES = {
    "Investment": ("investee", "investor", "finance"),
    "FundingRound": ("raisedBy", "investor", "finance"),
    "Founding": ("foundedOrganization", "founder", "talent"),
    "Incubation": ("supportedOrganization", "supporter", "connection"),
    "Partnership": ("partyA", "partyB", "connection"),
    "Project": ("participant", "participant", "technology"),
    "Programme": ("laureate", "laureate", "connection"),
}


def _event_kind(kinds: list[str]) -> str:
    if len(kinds) > 2:
        return "FundingRound" if "finance" in str(kinds) or "InvestmentFund" in kinds else "Project"
    by_kind = {
        "InvestmentFund": "Investment",
        "BusinessAngelNetwork": "Investment",
        "Person": "Founding",
        "Incubator": "Incubation",
    }
    return next((by_kind[k] for k in kinds[1:] if k in by_kind), "Partnership")


def _add_event(
    graph: Network,
    number: int,
    members: list[str],
    rng: np.random.Generator,
    kind: str | None = None,
) -> None:
    kind = kind or _event_kind([graph.nodes[m]["kind"] for m in members])
    first, others, flow = ROLES[kind]
    year = int(rng.integers(2010, 2026)) if rng.random() > 0.1 else None
    ongoing = kind in ("Incubation", "Partnership", "Project") and rng.random() < 0.6
    event = f"{BASE}event/{number}"
    graph.add_node(
        event,
        mode="event",
        label={"Programme": "Concours d’essai"}.get(kind, kind),
        kind=kind,
        flow=flow,
        start=year,
        end=None if ongoing or year is None else min(2026, year + int(kind == "Incubation") * 2),
        date=f"{year}-0{1 + number % 9}" if year else None,
        amount_eur=float(rng.integers(1, 200)) * 1e5
        if kind in ("FundingRound", "Investment") and rng.random() > 0.3
        else None,
    )
    source = f"https://example.org/source/{number // 3}"
    for j, m in enumerate(members):
        graph.add_edge(
            m,
            event,
            role=first if j == 0 else others,
            side=None if kind in ("Partnership", "Project") else ("target" if j == 0 else "source"),
            ties=(f"{BASE}tie/{number}-{j}",),
            sources=(source,)
            if number % 4
            else (source, f"https://example.org/second/{number // 9}"),
            confidence=1.0,
            lead=None if j != 1 or kind != "FundingRound" else bool(rng.random() < 0.5),
        )


def _hubs(graph: Network) -> pd.DataFrame:
    actors = [k for k, d in graph.nodes(data=True) if d["mode"] == "actor" and not d["person"]]
    actors.sort(key=lambda k: (-graph.degree(k), k))
    rows = [
        {
            "iri": iri,
            "rank": i + 1.0,
            "rank_low": max(1.0, i + 1 - i * 0.4),
            "rank_high": i + 1 + i * 0.6,
            "p_top": max(0.0, 1 - i / 15),
            "tier": 1 + (i > 0) + (i > 2) + (i > 6),
            "hub": i < 4,
        }
        for i, iri in enumerate(actors[:20])
    ]
    return pd.DataFrame(rows)


def _gaps() -> pd.DataFrame:
    grades = ("solid", "probable", "cannot tell", "recording problem")
    rows = [
        {
            "row_group": a,
            "column_group": b,
            "observed": o,
            "expected": e,
            "ratio": o / e,
            "grade": grades[i % 4],
            "sentence_fr": f"{o} liens enregistrés, {e:.0f} attendus.",
            "sentence_en": f"{o} ties recorded, {e:.0f} expected.",
        }
        for i, (a, b, o, e) in enumerate(
            [
                ("ResearchLaboratory", "InvestmentFund", 3, 11.8),
                ("University", "InvestmentFund", 2, 6.4),
                ("Corporate", "StartUp", 9, 16.2),
                ("Incubator", "ResearchLaboratory", 1, 2.1),
            ]
        )
    ]
    return pd.DataFrame(rows)


def _introductions(graph: Network, rng: np.random.Generator) -> pd.DataFrame:
    actors = [k for k, d in graph.nodes(data=True) if d["mode"] == "actor" and graph.degree(k)]
    pick = rng.permutation(len(actors))[: min(24, len(actors) // 2 * 2)].reshape(-1, 2)
    return pd.DataFrame(
        {
            "iri_a": [actors[a] for a, _ in pick],
            "iri_b": [actors[b] for _, b in pick],
            "reason_fr": "Même secteur, partenaires communs.",
            "reason_en": "Same sector, shared partners.",
        }
    )
