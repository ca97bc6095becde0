"""Coverage: the part of the ecosystem that the data misses."""

from frenchtech_graph.findings.declaration import Column, Command, Finding, Parameter, Section, Text
from frenchtech_graph.findings.parameters import GROUPS

COVERAGE = Finding(
    name="coverage",
    title=Text("Couverture des données", "Coverage of the data"),
    meaning=Text(
        "Estimer ce que les données ne voient pas.", "Estimate how many ties the data misses."
    ),
    explanation=(
        "One row per kind of tie, for all groups and per group. Estimates assume independent"
        " sources. If they copy each other, the share recorded is an upper bound. If they were"
        " read to complete each other, it is a lower one."
    ),
    function="coverage.coverage_table:coverage",
    parameters=(
        Parameter(
            "by",
            Text("Groupes à distinguer.", "Groups to break down by."),
            default="region",
            choices=GROUPS,
        ),
    ),
    columns=(
        Column("tie_kind", "kind of tie"),
        Column("group", "group of its targets, or all"),
        Column("events", "events recorded", "events"),
        Column("undated", "of them, without a date", "events"),
        Column("actors", "actors that give these ties", "actors"),
        Column("seen_once", "of them, seen once", "actors"),
        Column(
            "actor_coverage",
            "share of the next such ties by an actor already known",
            "0–1",
            "1 − f₁/n. f₁ are the actors seen once, and n are all ties",
        ),
        Column(
            "actors_at_least",
            "lower bound of the total number of actors",
            "actors",
            "S + f₁(f₁ − 1)/(2(f₂ + 1)). S are the actors seen, f₁ once and f₂ twice",
        ),
        Column("sources", "publishers", "publishers"),
        Column("events_in_two_sources", "events in two sources or more", "events"),
        Column("recorded_share", "share of events recorded, NaN if unknown", "0–1"),
        Column("events_in_all", "events in total, recorded or not", "events"),
        Column("events_low", "lower 95 % limit", "events"),
        Column("events_high", "upper 95 % limit", "events"),
        Column("method", "method of the estimate"),
        Column("grade", "measured, one view only or too few"),
    ),
    command="coverage",
    sentence="coverage.coverage_table:coverage_sentence",
    shown=(
        "tie_kind",
        "group",
        "events",
        "actors",
        "actor_coverage",
        "sources",
        "recorded_share",
        "grade",
    ),
    groups=("by",),
    states_seed=True,
    source="Good 1953 and Chao 1984 (unseen actors), Chapman 1951 (events in several sources).",
    example=">>> 'recorded_share' in graph.coverage()\nTrue",
    section=Section("own", order=10),
    order=70,
)

FINDINGS = (COVERAGE,)

COMMANDS = (
    Command(
        "coverage",
        COVERAGE.meaning,
        examples=("frenchtech-graph coverage", "frenchtech-graph coverage --by sector --json"),
        flag="overlap",
        order=70,
    ),
)
