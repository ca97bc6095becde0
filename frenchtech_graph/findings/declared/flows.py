"""Flows between places, and who connects two actors."""

from frenchtech_graph.findings.declaration import Column, Command, Finding, Parameter, Text

FLOWS = Finding(
    name="flows",
    title=Text("Liens d’un territoire à l’autre", "Ties between places"),
    meaning=Text(
        "Montrer les liens et l’argent qui vont d’un territoire à l’autre.",
        "Show the ties and the money that go from place to place.",
    ),
    explanation=(
        "One row per family of ties, origin and destination. Ties with an actor without a place"
        " and ties of administration are left out."
    ),
    function="flows.between:flows",
    parameters=(
        Parameter(
            "level",
            Text("Territoires comparés.", "Places."),
            default="ecosystem",
            choices=("ecosystem", "region"),
        ),
        Parameter("by_year", Text("Par année.", "By year."), "flag", False),
    ),
    columns=(
        Column("family", "family of ties: knowledge, money, support, people"),
        Column("from_place", "ecosystem or region of the sources, or elsewhere"),
        Column("to_place", "ecosystem or region of the targets"),
        Column("ties", "ties from the first to the second", "ties"),
        Column("money_eur", "money along them, where amounts are known", "EUR"),
        Column("events", "events that they come from", "events"),
        Column("bridges", "actors with most of these ties"),
    ),
    conditions=("since", "until"),
    command="flows",
    method="flows",
    sentence="flows.between:flow_sentence",
    shown=("family", "from_place", "to_place", "ties", "money_eur"),
    source="Newman 2001 (weights).",
    example=">>> 'ties' in graph.flows()\nTrue",
    order=60,
)
PATHS = Finding(
    name="path",
    title=Text("Qui relie deux acteurs", "Who connects two actors"),
    meaning=Text(
        "Montrer les plus courtes chaînes de liens entre deux acteurs, avec leurs pages.",
        "Show the shortest chains of ties between two actors, with their pages.",
    ),
    function="flows.paths:paths",
    parameters=(
        Parameter("first", Text("Nom ou adresse.", "Name or address."), "actor", metavar="NAME"),
        Parameter("second", Text("Nom ou adresse.", "Name or address."), "actor", metavar="NAME"),
        Parameter("most", Text("Chaînes, au plus.", "Chains at most."), "int", 3, least=1),
    ),
    columns=(
        Column("path", "number of the chain"),
        Column("step", "number of the tie in it"),
        Column("from_actor", "address of an actor"),
        Column("from_label", "its name"),
        Column("kind", "kind of the event that joins the two"),
        Column("event", "its address"),
        Column("year", "its year", "year"),
        Column("to_actor", "address of the next actor"),
        Column("to_label", "its name"),
        Column("pages", "addresses of the pages that state it"),
    ),
    conditions=("since", "until"),
    command="path",
    method="path",
    sentence="flows.paths:path_sentence",
    shown=("path", "step", "from_label", "kind", "year", "to_label"),
    example=">>> len(graph.path(first='Ada Lenoir', second='Beffroi Gestion')) > 0\nTrue",
    order=61,
)
FINDINGS = (FLOWS, PATHS)

COMMANDS = (
    Command(
        name="path",
        summary=Text("Montrer qui relie deux acteurs.", "Show who connects two actors."),
        examples=("frenchtech-graph path --first Exotec --second Innovafeed",),
        order=61,
    ),
)
