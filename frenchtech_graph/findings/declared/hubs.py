"""Hubs: the actors that connect an ecosystem."""

from frenchtech_graph.findings.declaration import (
    Column,
    Command,
    Finding,
    Overlay,
    Parameter,
    Section,
    Text,
)
from frenchtech_graph.findings.ranked import DOUBT, RANKING, STAKE, WHO

MEASURES = (
    "events",
    "degree",
    "strength",
    "betweenness",
    "harmonic",
    "pagerank",
    "money_joined",
    "money_led",
    "k_core",
    "eigenvector",
    "effective_size",
)

VALUES = (
    Column("events", "events it takes part in", "events"),
    Column("degree", "distinct partners", "actors"),
    Column("strength", "events shared with anyone", "events"),
    Column(
        "betweenness",
        "share of the pairs of nodes whose shortest paths it carries",
        "0–1",
        "sum over pairs s, t of σ(s, t, v)/σ(s, t), divided by (n − 1)(n − 2)/2. σ(s, t) is the"
        " number of shortest paths, and σ(s, t, v) counts the ones through v",
    ),
    Column(
        "harmonic",
        "mean of 1/distance to every other node",
        "0–1",
        "sum over other nodes u of 1/d(u, v), divided by n − 1. A node out of reach adds 0",
    ),
    Column(
        "pagerank",
        "share of a random walk's time",
        "0–1",
        "(1 − α)/n + α × sum over neighbours u of pagerank(u) × w(u, v)/w(u), with α = 0.85",
    ),
    Column("money_joined", "money of the rounds it joined, if an amount is known", "euros"),
    Column("money_led", "money of the rounds it led, if an amount is known", "euros"),
)

HUBS = Finding(
    name="hubs",
    title=Text("Pôles", "Hubs"),
    meaning=Text(
        "Classer les pôles, avec leur incertitude.",
        "Rank the hubs, with the uncertainty of each rank.",
    ),
    explanation=(
        "A hub stays among the first in 80 % of the trials, each without a random fifth of the"
        " events. The order of actors in one tier is not significant. One row per actor, the first"
        " `top` with a value of the measure."
    ),
    function="hubs.ranking:rank_hubs",
    living=True,
    parameters=(
        Parameter(
            "measure",
            Text("Ce qui classe.", "Measure of the ranking."),
            default="events",
            choices=MEASURES,
        ),
        *RANKING,
    ),
    columns=(
        *WHO,
        *VALUES,
        *DOUBT,
        Column("hub", "`p_top` is at least 0.8, on two events or more"),
        *STAKE,
    ),
    conditions=("where", "since", "until", "kind", "family", "sector"),
    command="hubs",
    variant="actors",
    choice=Text("qui tient le réseau ensemble", "actors that connect the network"),
    sentence="hubs.hub_sentences:hub_sentence",
    ranks="hub",
    notes="hubs.missing_pillars:notes",
    shown=(
        "rank",
        "interval",
        "label",
        "kind",
        "events",
        "degree",
        "p_top",
        "tier",
        "hub",
        "source_at_stake",
    ),
    source="Freeman 1977 (betweenness), Marchiori & Latora 2000 (harmonic closeness).",
    example=">>> graph.hubs(top=2, resamples=20)['rank'].tolist()\n[1.0, 2.0]",
    overlay=Overlay(
        "hubs",
        Text("Pôles", "Hubs"),
        Text("", ""),
        Text("", ""),
        order=10,
    ),
    section=Section("own", order=20),
    order=10,
)

FINDINGS = (HUBS,)

COMMANDS = (
    Command(
        "hubs",
        HUBS.meaning,
        Text(
            "Un pôle reste parmi les premiers quand on retire un cinquième des événements, dans"
            " 80 % des essais. Rien ne sépare les acteurs d’un même rang.",
            "A hub stays among the first in 80 % of the trials, each without a random fifth of"
            " the events. The order of actors in one tier is not significant.",
        ),
        (
            "frenchtech-graph hubs",
            "frenchtech-graph hubs --where Roubaix --since 2018 --measure betweenness",
            "frenchtech-graph hubs --pillar finance --json",
            "frenchtech-graph hubs reach --where Toulouse",
        ),
        default="actors",
        order=10,
    ),
)
