"""How few departures cut two pillars apart."""

from frenchtech_graph.findings.declaration import Column, Finding, Text

PILLARS = Finding(
    name="pillar_cuts",
    title=Text("Coupures entre piliers", "Cuts between pillars"),
    meaning=Text(
        "Compter les départs qui couperaient deux piliers l’un de l’autre.",
        "Count the fewest actors that separate two pillars by leaving.",
    ),
    explanation="By Menger's theorem this is also the number of paths that share no actor.",
    function="fragility.pillar_cuts:pillar_cuts",
    living=True,
    columns=(
        Column("first", "a pillar"),
        Column("second", "another"),
        Column("actors_first", "actors of the first", "actors"),
        Column("actors_second", "actors of the second", "actors"),
        Column("cut", "fewest actors whose leaving cuts every path", "actors"),
        Column(
            "share",
            "share of the smaller group, where 1 means that only emptying it cuts the two",
            "0–1",
        ),
        Column("cut_actors", "one smallest set that does it"),
    ),
    command="fragility",
    variant="pillars",
    choice=Text(
        "départs les moins nombreux qui coupent deux piliers l’un de l’autre",
        "the fewest actors that separate two pillars by leaving",
    ),
    shown=("first", "second", "actors_first", "actors_second", "cut", "share"),
    groups=(),
    states_seed=True,
    source="Menger 1927, Dinic 1970 (maximum flow).",
    example=">>> 'cut' in graph.pillar_cuts()\nTrue",
    order=62,
)

FINDINGS = (PILLARS,)
