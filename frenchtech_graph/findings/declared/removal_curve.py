"""How the network shrinks as its first actors leave."""

from frenchtech_graph.findings.declaration import Column, Finding, Text
from frenchtech_graph.findings.parameters import SEED

CURVE = Finding(
    name="removal_curve",
    title=Text("Départs successifs", "Removal curve"),
    meaning=Text(
        "Montrer comment le réseau se réduit quand partent ses premiers acteurs.",
        "Show how the network shrinks as its first actors leave.",
    ),
    explanation=(
        "Share of the remaining actors in the giant component after the first k have left, by"
        " number of events, by betweenness (both computed at the start) and at random."
    ),
    function="fragility.removal:removal_curve",
    living=True,
    parameters=(SEED,),
    columns=(
        Column("removed", "actors that have left", "actors"),
        Column("by_degree", "share in the giant component, by number of events", "0–1"),
        Column("by_betweenness", "the same, by betweenness", "0–1"),
        Column("at_random", "the same, at random, mean", "0–1"),
    ),
    command="fragility",
    variant="curve",
    choice=Text(
        "rétrécissement du réseau quand partent ses premiers acteurs, ou d’autres au hasard",
        "how the network shrinks as its first actors leave, against actors leaving at random",
    ),
    states_seed=True,
    source="Schneider, Moreira, Andrade, Havlin & Herrmann 2011 (robustness).",
    example=">>> int(graph.removal_curve()['removed'][0])\n0",
    order=61,
)

FINDINGS = (CURVE,)
