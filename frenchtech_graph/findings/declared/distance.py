"""Gaps between places, with and without the distance between them."""

from frenchtech_graph.findings.declaration import Column, Finding, Parameter, Text
from frenchtech_graph.findings.declared.gaps import PAIR
from frenchtech_graph.findings.parameters import PLACES

DISTANCE = Finding(
    name="distance",
    title=Text("Lieux trop peu liés pour leur distance", "Gaps between places, and distance"),
    meaning=Text(
        "Comparer les liens entre lieux à ceux que la distance permet.",
        "Compare the ties between places with the ties expected at their distance.",
    ),
    explanation=(
        "One row per pair of places, with and without the distance between them. Ties inside a"
        " place are left out."
    ),
    function="gaps.gravity:gravity_gaps",
    living=True,
    parameters=(
        Parameter(
            "place",
            Text("Lieux à juger.", "Places to compare."),
            default="region",
            choices=PLACES,
            passes="by",
        ),
    ),
    columns=(
        *PAIR[:3],
        Column("km", "distance between the mean positions of their actors", "km"),
        Column("same_region", "both are in one region"),
        Column("expected", "ties expected with distance", "ties"),
        Column("q", "chance of a deviation as large, allowing for the number of tests", "0–1"),
        Column("expected_without_distance", "ties expected without distance", "ties"),
        Column("q_without_distance", "the same without distance", "0–1"),
        Column("ratio", "observed/expected", "ratio"),
        Column("missing_ties", "expected - observed", "ties"),
        Column(
            "finding",
            "`gap`, `explained by distance`, `gap for its distance`, `read unevenly`, `none` or"
            " `cannot tell`",
        ),
    ),
    command="gaps",
    variant="distance",
    choice=Text(
        "paires de lieux, avec et sans la distance qui les sépare",
        "pairs of places, with and without the distance between them",
    ),
    method="distance_gaps",
    shown=(
        "row_group",
        "column_group",
        "observed",
        "km",
        "expected",
        "expected_without_distance",
        "q",
        "finding",
    ),
    groups=("place",),
    source="Santos Silva & Tenreyro 2006 (fit), Cameron & Trivedi 1990 (overdispersion).",
    example=">>> graph.distance_gaps(place='city').columns[:3].tolist()\n['row_group', 'column_group', 'observed']",
    order=31,
)

FINDINGS = (DISTANCE,)
