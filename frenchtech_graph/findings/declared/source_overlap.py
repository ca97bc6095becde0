"""Overlap: which sources have events in common."""

from frenchtech_graph.findings.declaration import Column, Finding, Text

OVERLAP = Finding(
    name="source_overlap",
    title=Text("Recouvrement des sources", "Overlap of sources"),
    meaning=Text(
        "Montrer plutôt quelles sources ont des événements en commun.",
        "Show which sources have events in common instead.",
    ),
    explanation="One row per pair of sources of at least five events.",
    function="coverage.source_overlap:source_overlap",
    columns=(
        Column("first", "a source"),
        Column("second", "another"),
        Column("events_first", "events of the first", "events"),
        Column("events_second", "events of the second", "events"),
        Column("both", "events of both", "events"),
        Column("share_of_second", "part of the second's events that the first has", "0–1"),
    ),
    command="coverage",
    variant="overlap",
    states_seed=True,
    example=">>> 'both' in graph.source_overlap()\nTrue",
    order=71,
)

FINDINGS = (OVERLAP,)
