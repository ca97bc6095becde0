"""Trades that a place does little of."""

from frenchtech_graph.findings.declaration import Column, Finding, Parameter, Text
from frenchtech_graph.findings.parameters import PLACES

PLACE = Parameter(
    "place", Text("Lieux à juger.", "Places to compare."), default="region", choices=PLACES
)

BY = Parameter(
    "by",
    Text(
        "Ce sur quoi les lieux sont jugés (trades, peers).",
        "Attribute that places are compared by (trades, peers).",
    ),
    default="sector",
    choices=("sector", "stage", "kind"),
)

TRADES = Finding(
    name="trades",
    title=Text("Métiers absents", "Trades a place does little of"),
    meaning=Text(
        "Montrer les secteurs qu’un lieu pratique peu, alors que leurs voisins y sont.",
        "Show sectors that are rare in a place, although it has related ones.",
    ),
    explanation=(
        "One row per place and group: its young firms, the number expected from the national mix,"
        " and the interpretation."
    ),
    function="functions.coverage_gaps:location_quotients",
    living=True,
    parameters=(PLACE, BY),
    columns=(
        Column("place", "the place, by its code"),
        Column("group", "the group of firms"),
        Column("observed", "firms there", "firms"),
        Column("expected", "firms expected from the national mix", "firms"),
        Column(
            "lq",
            "location quotient",
            "ratio",
            "observed/expected. expected = firms of the place × firms of the group / all firms",
        ),
        Column("lq_shrunk", "(observed + 1)/(expected + 1)", "ratio"),
        Column("missing", "expected - observed", "firms"),
        Column("p", "chance of so few", "0–1"),
        Column("q", "the same, allowing for the number of tests", "0–1"),
        Column("density", "share of the related groups the place is specialised in", "%"),
        Column("density_expected", "the same if relatedness did not matter", "%"),
        Column(
            "finding",
            "`unexpected absence`, `not the place's trade`, `read unevenly`, `none` or `cannot tell`",
        ),
    ),
    command="gaps",
    variant="trades",
    choice=Text(
        "secteurs qu’un lieu pratique peu, alors que leurs voisins y sont",
        "sectors that are rare in a place, although it has related ones",
    ),
    method="trade_gaps",
    sentence="functions.coverage_gaps:trade_sentence",
    shown=(
        "place",
        "group",
        "observed",
        "expected",
        "lq_shrunk",
        "q",
        "density",
        "density_expected",
        "finding",
    ),
    groups=("place",),
    source="Florence 1939 (location quotient).",
    example=">>> 'lq' in graph.trade_gaps()\nTrue",
    order=32,
)

FINDINGS = (TRADES,)
