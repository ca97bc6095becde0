"""Pathways: where firms stop on the way from start to up."""

from frenchtech_graph.findings.declaration import Column, Command, Finding, Parameter, Section, Text

PATHWAYS = Finding(
    name="pathways",
    title=Text("Parcours des jeunes pousses", "Pathways of firms"),
    meaning=Text(
        "Montrer où s’arrêtent les jeunes entreprises.",
        "Show where firms stop on the way from start to up.",
    ),
    explanation=(
        "One row per transition and group of firms (`all` first). A firm that has not arrived yet"
        " is still on the way, not lost. An acquisition or a listing is a different exit. Firms"
        " that stopped before they were recorded are not in the data."
    ),
    function="pathways.transitions:pathways",
    parameters=(
        Parameter(
            "by",
            Text("Groupes de firmes à comparer.", "Groups of firms to compare."),
            default="region",
            choices=("region", "department", "city", "sector"),
        ),
        Parameter(
            "as_of",
            Text(
                "Date jusqu’à laquelle les données sont complètes ; par défaut, leur dernière.",
                "Date up to which the data is complete. Default: its latest.",
            ),
            "date",
            metavar="DATE",
        ),
    ),
    columns=(
        Column("from_state", "state entered"),
        Column("to_state", "next state"),
        Column("group", "group of firms"),
        Column("firms", "firms that entered", "firms"),
        Column("reached", "of them, arrived there or further", "firms"),
        Column("left", "left by exit or closure", "firms"),
        Column("waiting", "still on the way", "firms"),
        Column("share_24", "share through within 24 months", "0–1"),
        Column("se_24", "its standard error", "0–1"),
        Column("at_risk_24", "firms still followed then", "firms"),
        Column("share_36", "share through within 36 months", "0–1"),
        Column("se_36", "its standard error", "0–1"),
        Column("at_risk_36", "firms still followed then", "firms"),
        Column("expected", "arrivals if the group moved like all firms", "firms"),
        Column("missing_firms", "expected - reached", "firms"),
        Column("lost", "not through by the second horizon", "firms"),
        Column("p", "two-sided log-rank against all other firms", "0–1"),
        Column("q", "the same, allowing for the number of tests", "0–1"),
        Column("vague", "share of firms with a date that gives only the year", "0–1"),
        Column("finding", "`fewer`, `more`, `none` or `cannot tell`"),
    ),
    command="pathways",
    sentence="pathways.transitions:pathway_sentence",
    shown=(
        "from_state",
        "to_state",
        "group",
        "firms",
        "reached",
        "waiting",
        "share_36",
        "expected",
        "q",
        "finding",
    ),
    groups=("by",),
    states_seed=True,
    source="Aalen & Johansen 1978 (shares with competing exits), Peto & Peto 1972 (log-rank).",
    example=">>> 'share_36' in graph.pathways()\nTrue",
    section=Section("own", order=60),
    order=40,
)
FINDINGS = (PATHWAYS,)
COMMANDS = (
    Command(
        "pathways",
        PATHWAYS.meaning,
        Text(
            "Qui n’est pas encore arrivé est en chemin, pas perdu ; qui a été racheté ou coté est"
            " sorti par une autre porte.",
            "A firm that has not arrived yet is still on the way, not lost. An acquisition or a"
            " listing is a different exit.",
        ),
        (
            "frenchtech-graph pathways",
            "frenchtech-graph pathways --by sector --as-of 2025-12 --json",
        ),
        order=40,
    ),
)
