"""Fragility: the losses if an actor leaves."""

from frenchtech_graph.findings.declaration import Column, Command, Finding, Parameter, Section, Text

ACTORS = Finding(
    name="fragility",
    title=Text("Fragilité", "Fragility"),
    meaning=Text("Montrer ce qui casse si un acteur part.", "Show the losses if an actor leaves."),
    explanation=(
        "The actors whose absence causes most losses: firms left without a partner, then actors"
        " cut off. It is about recorded ties only."
    ),
    function="fragility.losses:fragility",
    living=True,
    parameters=(
        Parameter(
            "top", Text("Lignes à l’écran.", "Rows on the screen."), "int", 20, least=1, unit="rows"
        ),
    ),
    columns=(
        Column("actor", "address of the actor"),
        Column("label", "its name"),
        Column("kind", "its class, as a term of the ontology"),
        Column("orphans", "firms that would lose their only recorded partner", "firms"),
        Column("orphans_finance", "of them, for money", "firms"),
        Column("orphans_incubation", "of them, for support", "firms"),
        Column("orphans_research", "of them, for research", "firms"),
        Column("cut_off", "actors that would be separated from the rest", "actors"),
        Column("pieces", "in how many pieces", "pieces"),
        Column("giant_before", "share of actors in the giant component, with it", "0–1"),
        Column("giant_after", "the same, without it", "0–1"),
        Column("pairs_lost", "share of connected pairs no longer connected", "0–1"),
        Column("orphaned_firms", "addresses of those firms"),
    ),
    command="fragility",
    variant="actors",
    choice=Text(
        "firmes qui perdraient leur seul partenaire connu, et acteurs coupés du reste",
        "firms that would lose their only known partner, and actors that would be cut off",
    ),
    sentence="fragility.losses:fragility_sentence",
    shown=(
        "label",
        "kind",
        "orphans",
        "orphans_finance",
        "orphans_incubation",
        "cut_off",
        "pairs_lost",
    ),
    states_seed=True,
    example=">>> 'cut_off' in graph.fragility(top=3)\nTrue",
    section=Section("own", order=80),
    prepare="collected:about_actors",
    order=60,
)

FINDINGS = (ACTORS,)

COMMANDS = (
    Command(
        "fragility",
        ACTORS.meaning,
        examples=("frenchtech-graph fragility", "frenchtech-graph fragility pillars --json"),
        default="actors",
        order=60,
    ),
)
