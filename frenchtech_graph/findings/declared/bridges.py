"""Missing bridges: well-connected actors of two groups, without a tie."""

from frenchtech_graph.findings.declaration import Column, Finding, Parameter, Text
from frenchtech_graph.findings.parameters import GROUPS, SEED

BRIDGES = Finding(
    name="bridges",
    title=Text("Ponts manquants", "Missing bridges"),
    meaning=Text(
        "Montrer des acteurs bien reliés de deux groupes, sans lien ni partenaire commun.",
        "Show well-connected actors of two groups with no tie and no partner in common.",
    ),
    explanation=(
        "One row per such pair, with the best pairs of every two groups. `fit` is the cosine of"
        " profiles (sectors, region, stage), or NaN without data."
    ),
    function="functions.missing_bridges:missing_bridges",
    living=True,
    parameters=(
        Parameter(
            "between",
            Text("Groupes à relier (bridges).", "Groups to bridge (bridges)."),
            default="pillar",
            choices=(*GROUPS, "community"),
        ),
        SEED,
    ),
    columns=(
        Column("first_group", "a group"),
        Column("second_group", "another"),
        Column("first", "address of an actor of the first"),
        Column("second", "address of an actor of the second"),
        Column("first_label", "its name"),
        Column("second_label", "its name"),
        Column("first_strength", "events with others", "events"),
        Column("second_strength", "events with others", "events"),
        Column("fit", "likeness of their profiles", "0–1"),
        Column("score", "rank value: √(strength × strength) × fit"),
        Column("shared", "tags of both: sectors, region, stage"),
        Column("same_place", "both in one place, or None if unknown"),
        Column("ties_between_groups", "ties recorded between the groups", "ties"),
        Column("open_pairs", "pairs of top actors without a tie or a common partner", "pairs"),
    ),
    command="gaps",
    variant="bridges",
    choice=Text(
        "acteurs bien reliés de deux groupes, sans lien ni partenaire commun",
        "well-connected actors of two groups with no tie and no partner in common",
    ),
    method="missing_bridges",
    sentence="functions.missing_bridges:bridge_sentence",
    shown=(
        "first_group",
        "second_group",
        "first_label",
        "second_label",
        "fit",
        "score",
        "ties_between_groups",
    ),
    groups=("region", "between"),
    example=">>> 'fit' in graph.missing_bridges()\nTrue",
    order=35,
)

FINDINGS = (BRIDGES,)
