"""Who could help a firm: investors, laboratories, support bodies, ranked with reasons."""

from frenchtech_graph.findings.declaration import Column, Command, Finding, Parameter, Text

WHERE = Parameter(
    "where",
    Text("Un écosystème, une ville, une région.", "An ecosystem, a town, a region."),
    metavar="PLACE",
)
SECTOR = Parameter(
    "sector",
    Text(
        "Secteur : notation de l’ontologie, comme health.",
        "Sector: notation of the ontology, such as health.",
    ),
    metavar="SECTOR",
)
MOST = Parameter("most", Text("Lignes, au plus.", "Rows at most."), "int", 10, least=1)
NAMED = (
    Column("iri", "its address"),
    Column("label", "its name"),
    Column("rank", "1 is first", "rank"),
)
BODY_COLUMNS = (
    *NAMED,
    Column("score", "log of similar firms, minus the log of the distance"),
    Column("firms", "firms it shares an event with", "firms"),
    Column("like", "of them, of the sector", "firms"),
    Column("km", "distance from the place, 0 inside, NaN if unknown", "km"),
    Column("own_sector", "the sector is its own"),
    Column("functions", "functions it fills"),
    Column("examples", "similar firms"),
)
BODY_SHOWN = ("label", "functions", "like", "firms", "km", "examples")

FUNDERS = Finding(
    name="funders_for",
    title=Text("Qui pourrait financer", "Who could fund"),
    meaning=Text(
        "Nommer qui finance des entreprises comme celle décrite.",
        "List the funders of firms like the one described.",
    ),
    explanation=(
        "Investors ranked by how often they joined rounds recently, multiplied by how much more"
        " often than others they join rounds like the one described. Tested in time:"
        " docs/who-could.md."
    ),
    function="introductions.funders:funders_for",
    parameters=(
        SECTOR,
        Parameter(
            "stage",
            Text("Type de levée, comme seed-round.", "Type of round, such as seed-round."),
            metavar="TYPE",
        ),
        WHERE,
        Parameter(
            "ticket",
            Text("Montant de la levée, en euros.", "Euros of the round."),
            "float",
            least=1,
        ),
        MOST,
    ),
    columns=(
        *NAMED,
        Column("score", "log of how likely it is"),
        Column("rounds", "rounds it joined", "rounds"),
        Column("like", "of them, of the sector, or of the type", "rounds"),
        Column("last", "year of its last round", "year"),
        Column("reasons", "reasons in its favour, strongest first"),
        Column("examples", "similar firms that it funded"),
        Column("same_region", "it is of the place's region, or None if unknown"),
    ),
    conditions=(),
    command="funders-for",
    sentence="introductions.who_could_words:funder_sentence",
    shown=("label", "rounds", "like", "last", "examples"),
    names_actors=True,
    keeps=False,
    example=">>> graph.funders_for(most=3)['label'].tolist()\n['Beffroi Gestion']",
    order=51,
)
LABS = Finding(
    name="labs_for",
    title=Text("Quels laboratoires", "Which laboratories"),
    meaning=Text(
        "Nommer les laboratoires qui ont travaillé avec des entreprises d’un secteur.",
        "List the laboratories that worked with firms of a sector.",
    ),
    explanation="Laboratories by the firms of the sector they share an event with, and by distance.",
    function="introductions.bodies:labs_for",
    parameters=(SECTOR, WHERE, MOST),
    columns=BODY_COLUMNS,
    conditions=(),
    command="labs-for",
    sentence="introductions.who_could_words:body_sentence",
    shown=BODY_SHOWN,
    names_actors=True,
    keeps=False,
    example=">>> bool((graph.labs_for(where='Lille')['rank'] >= 1).all())\nTrue",
    order=52,
)
SUPPORT = Finding(
    name="support_for",
    title=Text("Qui pourrait accompagner", "Who could support"),
    meaning=Text(
        "Nommer les incubateurs, accélérateurs, pôles et structures de transfert qui conviennent.",
        "List the incubators, accelerators, clusters and transfer bodies that suit a firm.",
    ),
    explanation="Support bodies by the firms of the sector they share an event with, and by distance.",
    function="introductions.bodies:support_for",
    parameters=(SECTOR, WHERE, MOST),
    columns=BODY_COLUMNS,
    conditions=(),
    command="support-for",
    sentence="introductions.who_could_words:body_sentence",
    shown=BODY_SHOWN,
    names_actors=True,
    keeps=False,
    example=">>> bool((graph.support_for(where='Lille')['rank'] >= 1).all())\nTrue",
    order=53,
)
FINDINGS = (FUNDERS, LABS, SUPPORT)
COMMANDS = (
    Command(
        "funders-for",
        FUNDERS.meaning,
        Text(
            "Décrivez l’entreprise par ce que vous en savez. Une liste pour commencer : le quart des"
            " investisseurs d’une levée y sont.",
            "Describe the firm with the data you have. The list is a start: it contains a quarter"
            " of the investors of a round.",
        ),
        (
            "frenchtech-graph funders-for --sector health --stage seed-round --where Lille",
            "frenchtech-graph funders-for --ticket 2000000 --json",
        ),
        order=51,
    ),
    Command(
        "labs-for",
        LABS.meaning,
        Text(
            "Les plus proches d’abord, à nombre égal d’entreprises.",
            "The nearest come first if they have as many firms.",
        ),
        ("frenchtech-graph labs-for --sector health --where Lille",),
        order=52,
    ),
    Command(
        "support-for",
        SUPPORT.meaning,
        Text(
            "Ce qui a fermé n’est pas proposé.",
            "Closed bodies are not proposed.",
        ),
        ("frenchtech-graph support-for --sector health --where Lille",),
        order=53,
    ),
)
