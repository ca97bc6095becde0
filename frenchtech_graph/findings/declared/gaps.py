"""Gaps: which groups are tied less than expected."""

from frenchtech_graph.findings.declaration import (
    Column,
    Command,
    Finding,
    Overlay,
    Parameter,
    Section,
    Text,
)
from frenchtech_graph.findings.parameters import GROUPS, SEED
from frenchtech_graph.findings.ranked import RANKING

PAIR = (
    Column("row_group", "group of the sources of directed ties"),
    Column("column_group", "group of their targets"),
    Column("observed", "ties recorded", "ties"),
    Column("expected", "ties expected", "ties"),
)

GROUP_GAPS = Finding(
    name="gaps",
    title=Text("Groupes trop peu liés", "Gaps between groups"),
    meaning=Text(
        "Montrer quels groupes sont moins liés qu’attendu.",
        "Show which groups are tied less than expected.",
    ),
    explanation=(
        "Return tables by the two attributes that they cross: one row per pair of groups, with"
        " ties recorded, ties expected, and the certainty of a gap. An actor of k groups counts"
        " 1/k in each. Between places, ties inside a place have no row. Between pillars, only"
        " kinds of tie made for the two count. Sector × stage counts firms, not ties."
    ),
    function="gaps:gap_tables",
    living=True,
    arguments="gaps.gap_tables:pairs_of",
    several=True,
    parameters=(
        Parameter(
            "rows",
            Text(
                "Groupes d’un bout (groups). Par défaut : quatre tables.",
                "Groups of one end (groups). Default: four tables.",
            ),
            choices=GROUPS,
        ),
        Parameter(
            "columns",
            Text("Groupes de l’autre bout (groups).", "Groups of the other end (groups)."),
            choices=GROUPS,
        ),
        next(p for p in RANKING if p.name == "administration"),
        SEED,
        Parameter(
            "draws",
            Text("Réseaux tirés de mêmes degrés.", "Networks drawn with the same degrees."),
            "int",
            200,
            least=1,
            unit="draws",
            on_command_line=False,
        ),
        Parameter(
            "min_expected",
            Text(
                "Liens attendus en dessous desquels rien n’est jugé.",
                "Fewest expected ties of a tested pair.",
            ),
            "float",
            5.0,
            least=0,
            unit="ties",
            on_command_line=False,
        ),
        Parameter(
            "largest_event",
            Text(
                "Événements de plus d’acteurs : laissés de côté.",
                "Events of more actors are left out.",
            ),
            "int",
            60,
            least=2,
            unit="actors",
            on_command_line=False,
        ),
    ),
    columns=(
        Column("row_attribute", "attribute of the rows"),
        Column("column_attribute", "attribute of the columns"),
        *PAIR,
        Column("ratio", "observed/expected", "ratio"),
        Column("ratio_low", "lower 95 % limit", "ratio"),
        Column("ratio_high", "upper 95 % limit", "ratio"),
        Column("ratio_max", "upper limit that allows for the scatter of this table", "ratio"),
        Column("missing_ties", "expected - observed", "ties"),
        Column("expected_degree", "mean over networks with the same degrees", "ties"),
        Column("z_degree", "deviation from it", "z"),
        Column("p_degree", "chance of so few", "0–1"),
        Column("q_degree", "the same, allowing for the number of tests", "0–1"),
        Column("expected_label", "mean when labels are exchanged", "ties"),
        Column("z_label", "deviation from it", "z"),
        Column("p_label", "chance of so few", "0–1"),
        Column("q_label", "the same, allowing for the number of tests", "0–1"),
        Column("q_both", "q of cells that both null models find too empty", "0–1"),
        Column(
            "tipping",
            "share recorded, relative to the average, below which the gap would vanish",
            "0–1",
        ),
        Column("coverage", "share of the cell recorded, relative to the table", "ratio"),
        Column("grade", "`solid`, `probable`, `cannot tell`, `recording problem`, `no gap`"),
        Column("reason", "reason for the grade"),
    ),
    command="gaps",
    variant="groups",
    choice=Text(
        "paires de groupes moins liées que les degrés et le hasard ne le permettent",
        "pairs of groups with fewer ties than degrees and chance allow",
    ),
    method="gap_tables",
    sentence="gaps.gap_sentences:gap_sentence",
    summary="gaps.gap_sentences:gap_summary",
    reading="gaps.gap_sentences:gap_reading",
    shown=(
        "row_group",
        "column_group",
        "observed",
        "expected",
        "ratio",
        "ratio_high",
        "missing_ties",
        "q_both",
        "tipping",
        "grade",
    ),
    groups=("rows", "columns"),
    source=(
        "Strona et al. 2014 (curveball), Benjamini & Hochberg 1995 (q), Garwood 1936 (limits)."
    ),
    example=">>> sorted(graph.gap_tables(rows='pillar', columns='pillar'))\n[('pillar', 'pillar')]",
    overlay=Overlay(
        "gaps",
        Text("Liens manquants", "Missing ties"),
        Text("", ""),
        Text("", ""),
        order=20,
    ),
    section=Section("own", order=50),
    prepare="collected:joined",
    order=30,
)

FINDINGS = (GROUP_GAPS,)

COMMANDS = (
    Command(
        "gaps",
        GROUP_GAPS.meaning,
        examples=(
            "frenchtech-graph gaps --where Lille",
            "frenchtech-graph gaps",
            "frenchtech-graph gaps --rows kind --columns region --json",
            "frenchtech-graph gaps functions --place department",
        ),
        default="groups",
        of_place="lacks",
        order=30,
    ),
)
