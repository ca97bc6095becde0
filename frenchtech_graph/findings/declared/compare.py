"""Comparison: two ecosystems, cut down to equal size."""

from frenchtech_graph.findings.declaration import Column, Command, Finding, Parameter, Text
from frenchtech_graph.findings.parameters import SEED

COMPARE = Finding(
    name="compare",
    title=Text("Comparaison", "Comparison"),
    meaning=Text(
        "Comparer deux écosystèmes, ramenés à la même taille.",
        "Compare two ecosystems, cut down to equal size.",
    ),
    explanation=(
        "One row per measure. `first` and `second` are folders of built graphs, places of"
        " this graph, or spans of years (`2012-2016`)."
    ),
    function="compare.comparison:compare",
    arguments="compare.comparison:named",
    subjects=("first", "second"),
    parameters=(
        Parameter(
            "equal",
            Text(
                "Ce qui est rendu égal avant de comparer.",
                "Quantity that is made equal before the comparison.",
            ),
            default="events",
            choices=("events", "coverage"),
            passes="equalise",
        ),
        Parameter(
            "draws",
            Text("Tirages au hasard.", "Random cuts."),
            "int",
            200,
            least=1,
            unit="draws",
        ),
        SEED,
    ),
    columns=(
        Column("measure", "the measure"),
        Column("first", "full value of the first, never to be compared with the second"),
        Column("second", "full value of the second"),
        Column("first_equal", "mean of the first over the cuts"),
        Column("second_equal", "mean of the second over the cuts"),
        Column("difference", "first_equal - second_equal"),
        Column("low", "lower limit of the difference, 5 %"),
        Column("high", "upper limit of the difference, 95 %"),
        Column(
            "finding",
            "`first is higher`, `second is higher`, `no difference shown` or `cannot tell`",
        ),
        Column("first_name", "name of the first"),
        Column("second_name", "name of the second"),
        Column("events_first", "events kept of the first", "events"),
        Column("events_second", "events kept of the second", "events"),
    ),
    command="compare",
    sentence="compare.comparison:comparison_sentence",
    shown=("measure", "first_equal", "second_equal", "difference", "low", "high", "finding"),
    keeps=False,
    source="Chao & Jost 2012 (comparison at equal coverage).",
    example=">>> 'difference' in graph.compare('2010-2016', '2017-2025', draws=2)\nTrue",
    order=80,
)
FINDINGS = (COMPARE,)
COMMANDS = (
    Command(
        "compare",
        COMPARE.meaning,
        Text(
            "FIRST et SECOND sont des dossiers de graphes construits, des lieux du graphe de"
            " --out, ou des périodes (2012-2016).",
            "FIRST and SECOND are folders of built graphs, places of the graph in --out, or spans"
            " of years (2012-2016).",
        ),
        (
            "frenchtech-graph compare Lille Lyon --out out/france",
            "frenchtech-graph compare 2012-2016 2017-2021",
            "frenchtech-graph compare out/lille out/lyon --json",
        ),
        order=80,
    ),
)
